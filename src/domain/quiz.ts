import type { Question } from "./course.ts";
import { shuffled } from "./shuffle.ts";

/** A question that waits for an answer: its index in the lesson's bank, and whether it was answered wrong before. */
export interface Turn {
  readonly question: number;
  readonly comeback: boolean;
}

export interface Answered extends Turn {
  readonly right: boolean;
}

const upTo = (length: number): number[] => Array.from({ length }, (_, index) => index);

/**
 * Which questions of a bank an attempt asks: indexes, in the order in which the author wrote them. All of a small bank.
 * @param seed the attempt's id: the same questions wherever and whenever it is shown
 */
export function askedQuestions(bankSize: number, asked: number, seed: number): number[] {
  return shuffled(upTo(bankSize), `${seed}/asked`)
    .slice(0, asked)
    .sort((a, b) => a - b);
}

/**
 * For each place shown (A is 0), the index of the option as written. The same at the comeback, so that a letter means
 * the same under both. True/false stays as written; what is to be put in order is never shown in the right order
 * unless it is alone.
 * @param seed the attempt's id
 */
export function optionOrder(question: Pick<Question, "id" | "type" | "options">, seed: number): number[] {
  const written = upTo(question.options.length);
  if (question.type === "truefalse" || written.length < 2) return written;
  for (let draw = 0; ; draw++) {
    const order = shuffled(written, `${seed}/${question.id}/${draw}`);
    if (question.type !== "order" || order.some((option, place) => option !== place)) return order;
  }
}

/**
 * The question that is open now: the first tries in their order, then each one answered wrong once more, in the same
 * order. Null: every one is answered, the lesson is complete. Answers repeated, or to what was not asked, change nothing.
 */
export function nextTurn(asked: readonly number[], answers: readonly Answered[]): Turn | null {
  const to = (question: number, comeback: boolean) =>
    answers.find((answer) => answer.question === question && answer.comeback === comeback);
  const untried = asked.find((question) => to(question, false) === undefined);
  if (untried !== undefined) return { question: untried, comeback: false };
  const wrong = asked.find((question) => !to(question, false)!.right && to(question, true) === undefined);
  return wrong === undefined ? null : { question: wrong, comeback: true };
}

/** First tries that were right ÷ questions asked, 0 to 1. */
export function score(asked: readonly number[], answers: readonly Answered[]): number {
  if (asked.length === 0) throw new RangeError("a lesson asks something");
  const right = asked.filter((question) => answers.find((a) => a.question === question && !a.comeback)?.right);
  return right.length / asked.length;
}

/** @param passMark 0 to 1; reaching it is enough */
export function passed(score: number, passMark: number): boolean {
  return score >= passMark;
}
