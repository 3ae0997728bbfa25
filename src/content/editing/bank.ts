import type { Question } from "#domain/course.ts";
import { fold } from "#domain/fold.ts";
import type { LessonFile } from "../load.ts";
import type { Notes } from "../problem.ts";

/** A question of a course, where it stands. */
export interface Placed {
  readonly file: string;
  readonly line: number;
  readonly question: Question;
}

const fewestQuestions = 6;

/** The line of each question's heading, in their order. */
export function placed({ file, text, lesson }: LessonFile): Placed[] {
  const lines = text.split("\n").flatMap((line, index) => (/^\s{0,3}###\s/.test(line) ? [index + 1] : []));
  return lesson.questions.map((question, index) => ({ file, line: lines[index] ?? 1, question }));
}

/** Notes what a lesson's bank lacks. */
export function noteBank(bank: readonly Placed[], notes: Notes): void {
  const [first] = bank;
  if (first === undefined) return;
  if (bank.length < fewestQuestions) notes.warn(first.line, "small-bank", bank.length, fewestQuestions);
  if (bank.every(({ question }) => question.type === "single")) notes.warn(first.line, "all-single");
}

/** From this share of common words two questions ask the same. */
const alike = 0.8;

/** Pairs of questions that ask almost the same, the later of each pair first. */
export function nearlySame(all: readonly Placed[]): [Placed, Placed][] {
  const words = all.map(({ question }) => new Set(fold(question.prompt).match(/[\p{L}\p{N}]+/gu) ?? []));
  return all.flatMap((later, index) =>
    all.slice(0, index).flatMap((earlier, before): [Placed, Placed][] => {
      return shared(words[index]!, words[before]!) >= alike && sameAnswer(later.question, earlier.question)
        ? [[later, earlier]]
        : [];
    }),
  );
}

/** Words in both ÷ words in either. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const word of a) if (b.has(word)) both++;
  return both / (a.size + b.size - both);
}

/** Two scenes may end in the same words; it is the same question if its right answer is too. */
const sameAnswer = (a: Question, b: Question): boolean => answerOf(a) === answerOf(b);

const answerOf = ({ options, accepted }: Question): string =>
  fold([...options.filter(({ right }) => right).map(({ text }) => text), ...accepted].join(" | "));

/** How the right option of single-choice questions with three options or more can be guessed. */
export interface Bias {
  readonly questions: number;
  /** Questions whose right option is the longest one, or as long as the longest. */
  readonly longest: number;
  /** Of questions with four options: how often the right one stands first, second, third, fourth. */
  readonly places: readonly [number, number, number, number];
}

export function biasOf(questions: readonly Question[]): Bias {
  const single = questions.filter(({ type, options }) => type === "single" && options.length >= 3);
  const places: [number, number, number, number] = [0, 0, 0, 0];
  for (const { options } of single) {
    if (options.length === 4) places[options.findIndex(({ right }) => right) as 0 | 1 | 2 | 3]++;
  }
  const longest = single.filter(({ options }) => {
    const lengths = options.map(({ text }) => text.length);
    return options.some(({ right, text }) => right && text.length === Math.max(...lengths));
  }).length;
  return { questions: single.length, longest, places };
}

const mostLongest = 0.35;

/** Below so many questions a bias is chance. */
const enough = 40;

/** The 99th percentile of chi-squared with three degrees of freedom: one honest course in a hundred is above. */
const oddPlaces = 11.34;

export function noteBias({ questions, longest, places }: Bias, line: number, notes: Notes): void {
  if (questions < enough) return;
  if (longest / questions > mostLongest) {
    notes.warn(line, "right-longest", Math.round((100 * longest) / questions));
  }
  const expected = places.reduce((sum, count) => sum + count, 0) / 4;
  const odd = places.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  if (expected > 0 && odd > oddPlaces) notes.warn(line, "right-places", places);
}
