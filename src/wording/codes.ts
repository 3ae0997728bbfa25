import { fold } from "#domain/fold.ts";
import { linesOf, tidy } from "./normalise.ts";

/** `personal`: eight signs, an invite code or a cohort's join code. `link`: six digits from /lienket. */
export interface TypedCode {
  readonly kind: "personal" | "link";
  /** Capitals, no blanks, no hyphens. */
  readonly code: string;
}

const personal = /^[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{8}$/;
const link = /^\d{6}$/;

const words = "start|bat ?dau|ma moi|ma lop|ma cua (?:toi|em) la|ma so|ma|code|ket ?noi|lien ?ket|link";
const lead = new RegExp(`^/?(?:${words})(?: la)?(?:\\s*[:=]\\s*|\\s+)`);

/**
 * The code in a text: alone or behind "start", "bắt đầu", "mã", "ma", "code", "kết nối", in any case, with blanks or
 * hyphens inside; of several lines, the only one that is a code. Only its form is checked.
 */
export function readCode(text: string): TypedCode | null {
  const whole = readLine(text);
  if (whole !== null) return whole;
  const lines = linesOf(text);
  const codes = lines.length > 1 ? lines.map(readLine).filter((code) => code !== null) : [];
  return codes.length === 1 ? codes[0]! : null;
}

function readLine(text: string): TypedCode | null {
  const typed = tidy(text).replace(/^@\S+\s+/, "");
  const folded = fold(typed);
  const announced = lead.exec(folded);
  // Marks are taken off the words before a code, never off the code: "Á" is not "A".
  const code = announced === null ? null : asCode(typed.slice(announced[0].length - folded.length));
  return code ?? (looksLikeCode(typed) ? asCode(typed) : null);
}

function asCode(text: string): TypedCode | null {
  const code = text
    .replace(/^["'“(]+|["'”).!,]+$/g, "")
    .replace(/[\s‐-―-]+/g, "")
    .toUpperCase();
  if (personal.test(code)) return { kind: "personal", code };
  return link.test(code) ? { kind: "link", code } : null;
}

/** "thang nam" has eight letters too: without a digit, small letters with a blank between are words. */
const looksLikeCode = (text: string): boolean => /\d/.test(text) || !/\s/.test(text) || text === text.toUpperCase();
