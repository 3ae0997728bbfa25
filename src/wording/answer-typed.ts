import type { ReadAnswer } from "./answer.ts";
import { skipPhrases } from "./answer-words.ts";
import { gist, tidy } from "./normalise.ts";

const numbered = /^c[âa]u\s*(?:s[ốo]\s*)?(\d{1,3})\s*[:.)]\s*(?=\S)/iu;
const courtesyBefore = /^(?:(?:dạ|thưa|vâng)[\s,]+)+(?=\S)/iu;
const courtesyAfter = /[\s,]+(?:ạ|nhé|nhe|nhen|nha)[\s.!?]*$/iu;

/**
 * The text of a typed answer, blanks tidied, case and marks kept, without courtesy around it. "nha" at the end is
 * courtesy only behind marked words: typed without marks it may be "nhà".
 */
export function readTypedAnswer(text: string): ReadAnswer {
  const tidied = tidy(text);
  const number = numbered.exec(tidied);
  const questionNumber = number === null ? null : Number(number[1]);
  const said = withoutCourtesy(number === null ? tidied : tidied.slice(number[0].length));
  if (!/[\p{L}\p{N}]/u.test(said)) return { kind: "none" };
  if (skipPhrases.has(gist(said))) return { kind: "skip", questionNumber };
  return { kind: "text", text: said, questionNumber };
}

function withoutCourtesy(text: string): string {
  const said = text.replace(courtesyBefore, "");
  const shorter = said.replace(courtesyAfter, "").trim();
  if (shorter === "") return said;
  const dubious = /nha[\s.!?]*$/iu.test(said) && /^[\u0000-\u007F]*$/.test(shorter);
  return dubious ? said : shorter;
}
