/** The very letters that other tools get: our own reading of them would forgive more. */
import { expect, test } from "vitest";
import { writeBanks } from "#content/exchange/exchange.ts";
import type { Question } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";

const questions = [
  {
    id: "bai#1",
    type: "single",
    prompt: "1 + 1 = {2}: “đúng” ~ #1 \\?",
    options: [
      { text: "50% & <b>", right: false, feedback: "vì: 50" },
      { text: "[html] có", right: true, feedback: null },
      { text: "%50% chưa", right: false, feedback: null },
    ],
    accepted: [],
    explanation: "Một\nHai",
  },
  { id: "bai#2", type: "numeric", prompt: "Mấy?", options: [], accepted: ["1.000", "1,5"], explanation: "x" },
  { id: "bai#3", type: "short", prompt: "Gì?", options: [], accepted: ["a*b"], explanation: "x" },
] as unknown as Question[];
const bank = { id: "bai" as LessonId, title: "Bài 1/2: thử", questions };

test("GIFT has every sign escaped that Moodle would take for its own", async () => {
  const { content, lost } = await writeBanks([bank], "gift");
  expect(String(content).split("\n")).toEqual([
    "$CATEGORY: Bài 1//2: thử",
    "",
    "::bai\\#1::[plain]1 + 1 \\= \\{2\\}\\: “đúng” \\~ \\#1 \\\\?{",
    "\t~50% & <b>#vì\\: 50",
    "\t=[plain][html] có",
    "\t~%0%%50% chưa",
    "####Một\\nHai}",
    "",
    "::bai\\#2::[plain]Mấy?{#",
    "\t=%100%1000:0",
    "\t=%100%1.5:0",
    "####x}",
    "",
    "::bai\\#3::[plain]Gì?{",
    "\t=%100%a\\\\*b",
    "####x}",
    "",
    "",
  ]);
  expect(lost).toEqual([{ question: "bai#2", what: ["number-spelling", "1.000", "1000", "GIFT"] }]);
});

test("Moodle XML has plain texts with nothing in them that could be markup", async () => {
  const { content } = await writeBanks([{ ...bank, questions: questions.slice(0, 1) }], "moodle-xml");
  expect(String(content).split("\n")).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<quiz>",
    '<question type="category"><category><text>$course$/top/Bài 1//2: thử</text></category></question>',
    '<question type="multichoice">',
    "  <name><text>bai#1</text></name>",
    '  <questiontext format="plain_text"><text>1 + 1 = {2}: “đúng” ~ #1 \\?</text></questiontext>',
    '  <generalfeedback format="plain_text"><text>Một',
    "Hai</text></generalfeedback>",
    "  <single>true</single>",
    "  <shuffleanswers>true</shuffleanswers>",
    "  <answernumbering>ABCD</answernumbering>",
    '  <answer fraction="0" format="plain_text"><text>50% &amp; &lt;b&gt;</text><feedback format="plain_text"><text>vì: 50</text></feedback></answer>',
    '  <answer fraction="100" format="plain_text"><text>[html] có</text></answer>',
    '  <answer fraction="0" format="plain_text"><text>%50% chưa</text></answer>',
    "</question>",
    "</quiz>",
    "",
  ]);
});
