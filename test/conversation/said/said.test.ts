import { expect, test } from "vitest";
import { type Judged, judge, type Outcome } from "./judge.ts";
import type { SituationName, Utterance } from "./notation.ts";
import { multiple, truefalse } from "./set/choices.ts";
import { idleQuestions } from "./set/idle-questions.ts";
import { idleWishes } from "./set/idle-wishes.ts";
import { consent, early, feedback, finished, paused } from "./set/moments.ts";
import { single } from "./set/single.ts";
import { number, words } from "./set/typed.ts";

const set: Record<SituationName, readonly Utterance[]> = {
  consent,
  idle: [...idleWishes, ...idleQuestions],
  single,
  multiple,
  words,
  number,
  truefalse,
  feedback,
  paused,
  finished,
  early,
};

const outcomes: readonly Outcome[] = ["right", "unhelpful", "refused", "wrong"];
const count = (judged: readonly Judged[], outcome: Outcome) => judged.filter((one) => one.outcome === outcome).length;
const row = (name: string, judged: readonly Judged[]) =>
  [
    name.padEnd(10),
    String(judged.length).padStart(5),
    ...outcomes.map((o) => String(count(judged, o)).padStart(10)),
  ].join("");

test("what learners type outside of answers is met, and nothing is done that nobody asked for", async () => {
  const all: Judged[] = [];
  const lines = [["situation".padEnd(10), "  all", ...outcomes.map((outcome) => outcome.padStart(10))].join("")];
  for (const [name, utterances] of Object.entries(set) as [SituationName, readonly Utterance[]][]) {
    const judged = await judge(name, utterances);
    all.push(...judged);
    lines.push(row(name, judged));
  }
  lines.push(row("all", all));
  const shown = process.env.HOCVU_SAID_ALL === "1" ? all : all.filter(({ outcome }) => outcome !== "right");
  for (const { situation, text, outcome, seen, reply } of shown)
    console.log(`${outcome.padEnd(9)} ${situation}: ${text}  [${seen}]\n    ${reply.replaceAll("\n", "\n    ")}`);
  console.log(lines.join("\n"));
  expect(all.length).toBeGreaterThan(0);
});
