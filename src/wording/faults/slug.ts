import { fold } from "#domain/fold.ts";

/** A name as a code or a file name may be written: "Bốn nút bấm" as "bon-nut-bam"; null where nothing is left. */
export function slugOf(name: string): string | null {
  const slug = fold(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 64)
    .replace(/-+$/, "");
  return slug === "" ? null : slug;
}
