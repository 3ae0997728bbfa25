import type { QuestionType } from "#domain/course.ts";
import { closings, leadIns } from "./answer-words.ts";
import type { Token } from "./normalise.ts";

/** What stands around an answer and does not change it: emoji, lead-ins before it, closings behind it. */

const against = /[👎❌❎✖🚫⛔🙅]/u;
const emoji = /[\p{Extended_Pictographic}\p{Emoji_Modifier}✓]/gu;

/**
 * "B 👍", "👉 B": an emoji before or behind everything says nothing that the letter does not, unless it says no. One
 * between two words does, and alone it is no answer.
 */
export function withoutEdgeEmoji(all: readonly Token[]): readonly Token[] {
  const last = all.length - 1;
  return all.map((token, index) => {
    if (token.kind !== "gap" || (index !== 0 && index !== last) || against.test(token.marked)) return token;
    return { ...token, marked: token.marked.replace(emoji, ""), folded: token.folded.replace(emoji, "") };
  });
}

export function afterLeadIns(all: readonly Token[]): readonly Token[] {
  let rest = startingAtWord(all);
  for (;;) {
    const shorter = withoutFirstLeadIn(rest);
    if (shorter === null) return rest;
    rest = shorter;
  }
}

function withoutFirstLeadIn(all: readonly Token[]): readonly Token[] | null {
  const count = leadLength(all);
  return count === 0 ? null : afterWords(all, count);
}

/** How many words the lead-in takes with which a text begins; 0: there is none. */
export function leadLength(all: readonly Token[]): number {
  const spoken = all.filter((token) => token.kind !== "gap");
  const lead = leadIns.find((words) => words.every((word, index) => spoken[index]?.folded === word));
  return abbreviation(all, spoken) || (lead?.length ?? 0);
}

/** "đ/a B" and "ĐA B": đáp án, when an answer follows. 0, or how many words it takes. */
function abbreviation(all: readonly Token[], spoken: readonly Token[]): number {
  const slashed = all[1]?.marked.trim() === "/" && all[3]?.marked.trim() !== "/";
  if (slashed && spoken.length >= 3 && spoken[0]!.folded === "d" && spoken[1]!.marked === "a") return 2;
  return spoken.length >= 2 && /^[dđ]a$/.test(spoken[0]!.marked) ? 1 : 0;
}

/** The tokens after the first `count` words or numbers and the gap that follows them. */
export function afterWords(all: readonly Token[], count: number): readonly Token[] {
  let left = count;
  let index = 0;
  while (left > 0) if (all[index++]!.kind !== "gap") left -= 1;
  const rest = all.slice(index);
  return startingAtWord(rest);
}

/** A blank, a colon or a bracket before the first word says nothing; an emoji does. */
export function startingAtWord(all: readonly Token[]): readonly Token[] {
  return all[0]?.kind === "gap" && /^[\s:.,()[\]"'“”‘’«»-]+$/.test(all[0].marked) ? all.slice(1) : all;
}

/** "B, cảm ơn", "C đúng không": without the words behind it, as long as there are some. */
export function withoutClosing(all: readonly Token[], type: QuestionType): readonly Token[] {
  const spoken = all.filter((token) => token.kind !== "gap");
  const closing = closings.find(
    ({ words, only }) =>
      (only === undefined || only === type) &&
      words.every((word, index) => spoken[spoken.length - words.length + index]?.folded === word),
  );
  if (closing === undefined) return all;
  const first = all.indexOf(spoken[spoken.length - closing.words.length]!);
  // "A cảm ơn" is "anh cảm ơn": thanks are a closing only behind a comma or a full stop.
  if (closing.apart && !/[,.;!\n-]/.test(all[first - 1]?.marked ?? "")) return all;
  return withoutClosing(all.slice(0, first), type);
}
