import type { Question } from "#domain/course.ts";
import { same } from "../answers.ts";
import type { Notes } from "../problem.ts";
import type { Placed } from "./bank.ts";

/** Two wrong options may begin alike by chance. */
const alikeByDesign = 3;

/** Notes questions that are answered without the lesson: the right option is the only one that begins in another way. */
export function noteGivenAway(bank: readonly Placed[], notes: Notes): void {
  for (const { line, question } of bank) {
    const word = givenAway(question);
    if (word !== null) notes.warn(line, "given-away", word);
  }
}

/** The word with which all wrong options begin and the right one does not: "Send it, …", "Send it, …", "Send it, …". */
function givenAway({ type, options }: Question): string | null {
  if (type !== "single") return null;
  const wrong = options.filter(({ right }) => !right).map(({ text }) => firstWord(text));
  const [word] = wrong;
  if (word === undefined || wrong.length < alikeByDesign || !wrong.every((other) => same(other, word))) return null;
  return options.some(({ right, text }) => right && same(firstWord(text), word)) ? null : word;
}

const firstWord = (text: string): string => /[\p{L}\p{N}]+/u.exec(text)?.[0] ?? "";

/** Below so many questions it is chance. */
const enough = 20;

const mostOften = 0.5;

/**
 * Notes that whoever always picks the one option that refuses ("do not send it") is mostly right, over a course.
 * @param refusing words with which such an option begins
 */
export function noteRefusals(
  questions: readonly Question[],
  refusing: readonly string[],
  line: number,
  notes: Notes,
): void {
  const refuses = (text: string) => refusing.some((word) => same(word, firstWord(text)));
  const alone = questions
    .filter(({ type, options }) => type === "single" && options.length >= 3)
    .map(({ options }) => options.filter(({ text }) => refuses(text)))
    .filter(({ length }) => length === 1);
  const right = alone.filter(([option]) => option?.right).length;
  if (alone.length < enough || right / alone.length <= mostOften) return;
  notes.warn(line, "refusing-right", alone.length, right);
}

/** Notes that the only wrong option among several right ones is mostly the longest, over a course. */
export function noteLoneWrong(questions: readonly Question[], line: number, notes: Notes): void {
  const oneWrong = questions.filter(
    ({ type, options }) => type === "multiple" && options.filter(({ right }) => !right).length === 1,
  );
  const longest = oneWrong.filter(({ options }) =>
    options.every(({ right, text }) => !right || text.length < options.find((option) => !option.right)!.text.length),
  ).length;
  if (oneWrong.length < enough || longest / oneWrong.length <= mostOften) return;
  notes.warn(line, "lone-wrong-longest", oneWrong.length, longest);
}
