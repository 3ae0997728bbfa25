import type { ReadAnswer } from "./answer.ts";
import { leadLength, withoutClosing, withoutEdgeEmoji } from "./answer-around.ts";
import { isEmptyTalk, skipPhrases } from "./answer-words.ts";
import { gist, type Token, tidy, tokens, withoutAddressee, wordsOf } from "./normalise.ts";

const numbered =
  /^c[âa]u\s*(?:s[ốo]\s*)?(\d{1,3})(?:\s*[:.)=]\s*(?=\S)|\s+(?=(?:là|la|đáp án|dap an|em chọn|chọn|chon)\s))/iu;
const courtesyBefore = /^(?:(?:dạ|thưa|vâng)[\s,]+)+(?=\S)/iu;
const courtesyAfter = /[\s,]+(?:ạ|nhé|nhe|nhen|nhá|nha)[\s.!?]*$/iu;
const quotesBefore = /^[\s:,"'“”‘’«»()[\]]+/u;
const quotesAfter = /[\s:,.!"'“”‘’«»()[\]]+$/u;

/**
 * The text of a typed answer, blanks tidied, case and marks kept, without courtesy around it. "nha" at the end is
 * courtesy only behind marked words: typed without marks it may be "nhà". What is nothing but courtesy, thanks, "ok" or
 * a call for help is no answer.
 */
export function readTypedAnswer(text: string): ReadAnswer {
  const { said, behind, questionNumber } = withoutNumber(tidy(text));
  if (!/[\p{L}\p{N}]/u.test(said)) return { kind: "none" };
  if (skipPhrases.has(gist(said))) return { kind: "skip", questionNumber };
  const core = coreOf(behind);
  if (core === "" || isEmptyTalk(tokens(said))) return { kind: "none" };
  return { kind: "text", text: said, core, questionNumber };
}

/** "Câu 2: 15 ạ": what stands behind the question's number, the same without courtesy, and the number. */
export function withoutNumber(tidied: string): { behind: string; said: string; questionNumber: number | null } {
  const number = numbered.exec(tidied);
  const behind = number === null ? tidied : tidied.slice(number[0].length);
  return { behind, said: withoutCourtesy(behind), questionNumber: number === null ? null : Number(number[1]) };
}

function withoutCourtesy(text: string): string {
  const said = text.replace(courtesyBefore, "");
  const shorter = said.replace(courtesyAfter, "").trim();
  if (shorter === "") return said;
  const dubious = /nha[\s.!?]*$/iu.test(said) && /^[\u0000-\u007F]*$/.test(shorter);
  return dubious ? said : shorter;
}

/** Without what stands around it, in small letters: to be compared, not to be shown. */
function coreOf(behind: string): string {
  const said = withoutCourtesy(
    withoutAddressee(withoutEdgeEmoji(tokens(behind)))
      .map(({ marked }) => marked)
      .join("")
      .trim(),
  );
  const answer = withoutClosing(withoutLeads(tokens(said)), "short");
  return answer
    .map((token) => token.marked)
    .join("")
    .replace(quotesBefore, "")
    .replace(quotesAfter, "");
}

/** What may stand before a name. */
const naming = new Set("la co ten goi do no app phan mem ung dung chinh".split(" "));
/** Words with which the question's own may not be dropped: without them the answer would be another. */
const weighty = new Set(
  "không khong ko chưa chua đừng đúng hay hoặc hoac trừ tru ngoài ngoai và va phải phai sai".split(" "),
);

/**
 * What is left of a typed answer without words of the question at its beginning, the shortest first: "ứng dụng VNeID" to "Ứng
 * dụng nào …?" is "vneid". Nothing where the rest is in the question as well, which then may offer it.
 */
export function withoutEcho(core: string, prompt: string): readonly string[] {
  const all = tokens(core);
  const words = all.filter((token) => token.kind !== "gap");
  const asked = ` ${wordsOf(tokens(prompt))} `;
  const isAsked = (some: readonly Token[]) => asked.includes(` ${wordsOf(some)} `);
  const isEcho = (word: Token) =>
    word.kind === "word" && !weighty.has(word.marked) && (isAsked([word]) || naming.has(word.folded));
  return words
    .slice(1)
    .flatMap((word, index) => {
      const echo = words.slice(0, index + 1);
      if (!echo.every(isEcho) || isAsked(words.slice(index + 1))) return [];
      const rest = withoutLeads(all.slice(all.indexOf(word)));
      const left = rest.map(({ marked }) => marked).join("");
      return [left.trim()];
    })
    .reverse();
}

/** A full stop or a minus that begins the answer itself (".gov.vn", "-5") stays. */
function withoutLeads(all: readonly Token[]): readonly Token[] {
  let rest = all;
  for (let count = leadLength(rest); count > 0; count = leadLength(rest)) {
    const last = rest.filter((token) => token.kind !== "gap")[count - 1]!;
    rest = rest.slice(rest.indexOf(last) + 1);
  }
  return rest;
}
