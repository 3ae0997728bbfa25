import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { toldAt } from "#app/told.ts";
import type { Bank, BankQuestion } from "#content/exchange/bank.ts";
import { type BankFormat, bankFormats, readBank, writeBanks } from "#content/exchange/exchange.ts";
import { questionsSection } from "#content/exchange/markdown.ts";
import { readLesson } from "#content/lesson.ts";
import { loadCatalogue } from "#content/load.ts";
import { readPlainFile } from "#content/plain-file.ts";
import { notesOn } from "#content/problem.ts";
import type { Question } from "#domain/course.ts";
import { numberReadings } from "#domain/grading.ts";
import { edited, goodLesson, goodLessons } from "../sample.ts";
import { anyBank, anyQuestion } from "./questions.ts";

const withoutId = ({ id: _, ...question }: Question): BankQuestion => question;

const byDúng = ({ options, ...question }: BankQuestion): BankQuestion => {
  const [yes, no] = [true, false].map(
    (isYes) => options.find(({ text }) => (text.toLowerCase() === "đúng") === isYes)!,
  );
  return {
    ...question,
    options: [
      { ...yes!, text: "Đúng" },
      { ...no!, text: "Sai" },
    ],
  };
};

const plainNumbers = (question: BankQuestion): BankQuestion => ({
  ...question,
  accepted: [...new Set(question.accepted.map((text) => numberReadings(text)[0]!.replace(".", ",")))],
});

/** What each format may keep of a question, told independently of the code; null: nothing. */
const carried: Record<BankFormat, (question: BankQuestion) => BankQuestion | null> = {
  csv: (question) => question,
  xlsx: (question) => question,
  "moodle-xml": (question) => {
    if (question.type === "truefalse") return byDúng(question);
    return question.type === "numeric" ? plainNumbers(question) : question;
  },
  gift: (question) => {
    if (question.type === "order") return null;
    if (question.type === "truefalse") return byDúng(question);
    if (question.type === "numeric") return plainNumbers(question);
    const accepted = question.accepted.filter((text) => !text.includes("->"));
    if (question.type !== "short") return question;
    if (accepted.length === 0) return null;
    // A short answer whose last accepted words are numbers reads as a number here.
    return {
      ...question,
      accepted,
      type: accepted.every((text) => /^[+-]?\d+(?:[.,]\d+)?$/.test(text)) ? "numeric" : "short",
    };
  },
  aiken: (question) => {
    if (question.type !== "single" && question.type !== "truefalse") return null;
    if (/^(?:[A-Z][.)]\s|ANSWER:)/.test(question.prompt) || question.prompt.length < 2) return null;
    return { ...question, options: question.options.map((one) => ({ ...one, feedback: null })), explanation: "" };
  },
};

async function expectRoundTrip(banks: readonly Bank[], format: BankFormat): Promise<void> {
  const written = await writeBanks(banks, format);
  const read = await readBank(Buffer.from(written.content), format);
  const questions = banks.flatMap((bank) => bank.questions);
  const kept = questions.map((question) => ({ question, left: carried[format](withoutId(question)) }));
  expect(read.errors).toEqual([]);
  expect(read.questions).toEqual(kept.flatMap(({ left }) => left ?? []));
  expect(written.questions.map(({ id }) => id)).toEqual(
    kept.filter(({ left }) => left !== null).map(({ question }) => question.id),
  );
  const changed = kept.filter(({ question, left }) => !isDeepStrictEqual(left, withoutId(question)));
  expect([...new Set(written.lost.map(({ question }) => question))].sort()).toEqual(
    changed.map(({ question }) => question.id).sort(),
  );
  expect(read.lost.filter(({ what }) => what[0] !== "category")).toEqual([]);
}

let lessons: readonly Bank[];
beforeAll(async () => {
  const { catalogue } = await loadCatalogue("lessons");
  lessons = catalogue.courses.flatMap(({ modules }) => modules.flatMap((module) => module.lessons));
});

describe.each(bankFormats)("a bank in %s", (format) => {
  test("comes back the same but for what is listed as lost", async () => {
    await fc.assert(
      fc.asyncProperty(anyBank, (bank) => expectRoundTrip([bank], format)),
      {
        numRuns: format === "xlsx" ? 30 : 100, // a workbook takes longer than all its questions
      },
    );
  });

  test("comes back so for every lesson there is", async () => {
    expect(lessons.length).toBeGreaterThan(10);
    await expectRoundTrip(lessons, format);
  });
});

describe("the questions of a lesson file", () => {
  test("read as they were meant, with nothing left to do but feedback", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyQuestion, { maxLength: 4, selector: ({ id }) => id }), (questions) => {
        const { todo } = questionsSection(questions.map(withoutId));
        expect(todo.filter(({ fault: [code] }) => code !== "wrong-without-feedback")).toEqual([]);
      }),
    );
  });

  test("can be pasted into a lesson and are then that lesson's questions", async () => {
    const lists = { errors: [], warnings: [] };
    const notes = notesOn("x.md", lists);
    const text = (await readPlainFile(`${goodLessons}/an-toan/01-khoi-dong/01-bon-nut-bam.md`, goodLessons, notes))!;
    const { lesson } = readLesson(text, notes);
    const section = questionsSection(lesson!.questions.map(withoutId));
    const old = goodLesson.slice(goodLesson.indexOf("## Câu hỏi"));
    const pasted = readLesson(edited(goodLesson, old, section.text), notes);
    expect(lists.errors).toEqual([]);
    expect(pasted.lesson).toEqual(lesson);
  });

  test("are told apart from what a lesson would refuse, on the line where it stands", () => {
    const bare = { type: "single", accepted: [], explanation: "" } as const;
    const options = [
      { text: "a", right: true, feedback: null },
      { text: "b", right: false, feedback: "vì sao" },
    ];
    const { text, todo } = questionsSection([
      { ...bare, prompt: "Câu một?", options },
      { ...bare, prompt: "câu  MỘT?", options: options.slice(0, 1), explanation: "x" },
    ]);
    expect(text.split("\n").slice(0, 8)).toEqual([
      "## Câu hỏi",
      "",
      "### Câu một?",
      "",
      "- [x] a",
      "- [ ] b",
      "  - vì sao",
      "",
    ]);
    expect(todo.map(toldAt)).toEqual([
      { line: 3, message: expect.stringContaining("chưa có lời giải thích") },
      { line: 9, message: expect.stringContaining("có 1 ý") },
      { line: 9, message: "câu hỏi này đã có ở dòng 3: hỏi cách khác, hoặc xóa một câu" },
    ]);
  });
});
