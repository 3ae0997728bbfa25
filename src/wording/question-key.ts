import type { Period, Question, Subject } from "#domain/question.ts";

/** What is asked, as text: the same for the same question, in whatever order its parts were kept (`jsonb` has its own). */
export const keyOf = (asked: Question | Subject | Period | readonly (Subject | Period)[]): string =>
  JSON.stringify(asked, (_key, value: unknown) =>
    value === null || typeof value !== "object" || Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))),
  );
