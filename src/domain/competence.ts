/** How many components each of the six areas of Thông tư 02/2025/TT-BGDĐT has: 24 in all. */
const components = [3, 6, 4, 4, 4, 3] as const;

/** A component of digital competence, "4.2": the second of the fourth area. */
export type Competence = `${number}.${number}`;

/** The 24 components, in their order. A framework for learners in schools: here a reference only. */
export const competences: readonly Competence[] = components.flatMap((count, area) =>
  Array.from({ length: count }, (_, index): Competence => `${area + 1}.${index + 1}`),
);
