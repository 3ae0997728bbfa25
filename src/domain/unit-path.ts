import { fail, ok, type Result } from "./result.ts";

/** Levels that the tree of units may have. */
export const deepestUnit = 12;
const longestUnitName = 200;

export type UnitPathProblem =
  | { readonly kind: "empty" }
  /** `part` counts from 1. */
  | { readonly kind: "empty_part"; readonly part: number }
  | { readonly kind: "too_deep"; readonly parts: number }
  | { readonly kind: "part_too_long"; readonly part: number }
  /** A control character or one that turns the direction of writing: what is read would not be what is stored. */
  | { readonly kind: "unsafe_character"; readonly part: number };

const unsafe = /[\p{Cc}\p{Cs}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{200E}\u{200F}\u{061C}]/u;
/** What shows as nothing, U+3164 too, which counts as a letter. */
const widthless = /\p{Default_Ignorable_Code_Point}/gu;

const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim();

/**
 * The units from the root down in "UBND tỉnh / Sở Nội vụ / Phòng KH/TC": a slash parts only with a blank (or an end)
 * on either side. NFC, blanks collapsed, at most 12 levels of 200 characters.
 */
export function parseUnitPath(path: string): Result<readonly string[], UnitPathProblem> {
  const written = path.split(/(?<=^|\s)\/(?=\s|$)/u);
  if (written.length === 1 && oneLine(path) === "") return fail({ kind: "empty" });
  const parts: string[] = [];
  for (const [index, raw] of written.entries()) {
    const part = index + 1;
    if (unsafe.test(raw)) return fail({ kind: "unsafe_character", part });
    const name = oneLine(raw.replaceAll(widthless, "").normalize("NFC"));
    if (name === "") return fail({ kind: "empty_part", part });
    if ([...name].length > longestUnitName) return fail({ kind: "part_too_long", part });
    parts.push(name);
  }
  return parts.length > deepestUnit ? fail({ kind: "too_deep", parts: parts.length }) : ok(parts);
}
