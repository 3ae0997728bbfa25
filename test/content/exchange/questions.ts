import fc from "fast-check";
import type { Bank } from "#content/exchange/bank.ts";
import { choiceType, isNumber, questionId } from "#content/questions.ts";
import type { Option, Question } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";

const lesson = "bai-thu" as LessonId;

/** What some format or Markdown takes for a mark, among words. */
const piece = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom("một", "Hai", "bà", "đúng", "T", "FALSE", "ANSWER:", "A.", "B)", "1.", "12)"),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ..."~ = # { } : \\ % [ ] < > & \" ' * _ - + | ` ! ( ) @ , ; ^ $ -> :: // #### ~~ ** __ %50% \\n \\= \\* [html] [plain] <b> </b> <!-- ]]> &amp; &lt; &#65; &agrave; http://a.vn/x_y www.a.vn a@b.vn =HYPERLINK('x') [x] === --- ... | ' '= _x0041_ _x005F_ &lt;amp; \"".split(
        " ",
      ),
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme-ascii", maxLength: 4 }) },
);

/** No hidden characters, and no question mark within a word: enough of them are a file that lost its letters. */
const tidy = (text: string) =>
  text
    .replace(/[\0-\x1f\x7f]/g, "")
    .normalize("NFC")
    .replace(/\?(?=\p{L})/gu, "? ")
    .replace(/\s+/g, " ")
    .trim();

const said = (max: number) =>
  fc
    .array(fc.tuple(piece, fc.constantFrom("", " ")), { minLength: 1, maxLength: 8 })
    .map((pieces) => tidy(pieces.flat().join("")).slice(0, max).trim())
    .filter((text) => text !== "");

const unlike = (text: string) => text.toLowerCase();
const feedback = fc.option(said(160), { nil: null });

const choice = fc
  .uniqueArray(fc.record({ text: said(90), right: fc.boolean(), feedback }, { noNullPrototype: true }), {
    minLength: 2,
    maxLength: 5,
    selector: ({ text }) => unlike(text),
  })
  .filter((options) => new Set(options.map(({ right }) => right)).size === 2);

const trueFalse = fc
  .record({
    words: fc.constantFrom(["Đúng", "Sai"], ["Sai", "Đúng"], ["đúng", "sai"]),
    right: fc.boolean(),
    feedbacks: fc.tuple(feedback, feedback),
  })
  .map(({ words, right, feedbacks }): Option[] =>
    words.map((text, at) => ({ text, right: right === (at === 0), feedback: feedbacks[at]! })),
  );

const chosen = fc
  .oneof({ weight: 3, arbitrary: choice }, { weight: 1, arbitrary: trueFalse })
  .map((options) => ({ type: choiceType(options), options, accepted: [] as string[] }));

const steps = fc.uniqueArray(said(90), { minLength: 2, maxLength: 5, selector: unlike }).map((texts) => ({
  type: "order" as const,
  options: texts.map((text) => ({ text, right: true, feedback: null })),
  accepted: [] as string[],
}));

const number = fc.oneof(
  fc.integer({ min: -2000, max: 200_000 }).map(String),
  fc.constantFrom("4,0", "1.000", "1,5", "+5", "007", "-0", "0,50", "2.50"),
);
const word = said(90)
  .map((text) => tidy(text.replaceAll("|", " ")))
  .filter((text) => text !== "");
const typed = fc
  .oneof(
    fc.uniqueArray(word, { minLength: 1, maxLength: 4, selector: unlike }),
    fc.uniqueArray(number, { minLength: 1, maxLength: 3 }),
  )
  .map((accepted) => ({
    type: accepted.every(isNumber) ? ("numeric" as const) : ("short" as const),
    options: [] as Option[],
    accepted,
  }));

const explanation = fc.array(said(90), { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n"));

/** Any question that a lesson file can hold. */
export const anyQuestion: fc.Arbitrary<Question> = fc
  .tuple(said(200), explanation, fc.oneof(chosen, steps, typed))
  .map(([prompt, why, answer]) => ({ id: questionId(lesson, prompt), prompt, explanation: why, ...answer }));

/** A lesson's bank, no two of its questions the same. */
export const anyBank: fc.Arbitrary<Bank> = fc
  .record({
    title: said(80),
    questions: fc.uniqueArray(anyQuestion, { minLength: 1, maxLength: 6, selector: ({ id }) => id }),
  })
  .map(({ title, questions }) => ({ id: lesson, title, questions }));
