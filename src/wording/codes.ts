import { fold } from "#domain/fold.ts";
import { linesOf, tidy } from "./normalise.ts";

/** `personal`: eight signs, an invite code or a cohort's join code. `link`: six or nine digits from /lienket. */
export interface TypedCode {
  readonly kind: "personal" | "link";
  /** Capitals, no blanks, no hyphens. */
  readonly code: string;
}

const personal = /^[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{8}$/;
const link = /^(?:\d{6}|\d{9})$/;

const gap = "(?:\\s*[:=,]\\s*|\\s+)";
/** "Dạ, em gửi": what people say before they come to the code. */
const courtesy = `(?:da|vang|thua|chao|em|toi|minh|anh|chi|xin|gui|nhap|day la)${gap}`;
const owner = "(?: cua (?:em|toi|minh|anh|chi))?";
const word = `(?:start|bat ?dau|(?:ma|code)(?: (?:moi|lop|so|ket ?noi))?${owner}|ket ?noi|lien ?ket|link)`;
const announcing = new RegExp(`^/?(?:${courtesy})*${word}(?: day)?(?: la)?${gap}`);
const courteous = new RegExp(`^(?:${courtesy})+`);
const closing = /(?:[\s,.!]+(?:ạ|a|nhé|nhe|nha|cảm ơn|cam on))+[\s.!]*$/iu;
/** "Nhé em", "em cảm ơn", "của tôi đây". */
const calling =
  /(?:[\s,.!]+(?:ạ|a|à|nhé|nhe|nha|cảm ơn|cam on|em|anh|chị|chi|bạn|ban|ad|bot|học vụ|hoc vu|ơi|oi|của|cua|tôi|toi|mình|minh|đây|day))+[\s.!]*$/iu;

/**
 * The code in a text: alone or behind "start", "bắt đầu", "mã", "ma", "code", "kết nối", in any case, with blanks or
 * hyphens inside, with courtesy around ("Em gửi mã … ạ"); of several lines, the only one that is a code. Only its form
 * is checked. It is never searched for inside a sentence: a wrong code counts against the chat that sends it.
 */
export function readCode(text: string): TypedCode | null {
  const whole = readLine(text);
  if (whole !== null) return whole;
  const lines = linesOf(text);
  const codes = lines.length > 1 ? lines.map(readLine).filter((code) => code !== null) : [];
  return codes.length === 1 ? codes[0]! : null;
}

/** No code is said in more letters, with all that people say around it. */
const longestLine = 200;

function readLine(text: string): TypedCode | null {
  const typed = tidy(text).replace(/^@\S+\s+/, "");
  if (typed.length > longestLine) return null;
  return readSaid(typed) ?? readSaid(typed.replace(closing, "")) ?? readCalled(typed.replace(calling, ""));
}

/** "Thuhuyen ơi" holds eight letters too: before whom it is said to, it takes a digit, or "mã". */
const readCalled = (text: string): TypedCode | null =>
  /\d/.test(text) || announcing.test(fold(text)) ? readSaid(text) : null;

function readSaid(typed: string): TypedCode | null {
  const folded = fold(typed);
  // Marks are taken off the words before a code, never off the code: "Á" is not "A".
  const behind = (lead: RegExpExecArray | null) =>
    lead === null ? null : typed.slice(typed.length + lead[0].length - folded.length);
  const announced = behind(announcing.exec(folded));
  const code = announced === null ? null : asCode(announced);
  const said = behind(courteous.exec(folded));
  const polite = said !== null && isSigns(said) ? asCode(said) : null;
  return code ?? polite ?? (looksLikeCode(typed) ? asCode(typed) : null);
}

function asCode(text: string): TypedCode | null {
  const code = text
    .replace(/^["'“(]+|["'”).!,]+$/g, "")
    .replace(/[\s‐-―-]+/g, "")
    .toUpperCase();
  if (personal.test(code)) return { kind: "personal", code };
  return link.test(code) ? { kind: "link", code } : null;
}

/** "Em nghenhac" holds eight letters too: behind courtesy alone it takes a digit, or capitals. */
const isSigns = (text: string): boolean => /\d/.test(text) || text === text.toUpperCase();

/** "thang nam" has eight letters too: without a digit, small letters with a blank between are words. */
const looksLikeCode = (text: string): boolean => /\d/.test(text) || !/\s/.test(text) || text === text.toUpperCase();
