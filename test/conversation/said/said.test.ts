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

/** Fewer may be met in no case; seven of 429 are not. */
const leastRight = 0.97;

const outcomes: readonly Outcome[] = ["right", "unhelpful", "refused", "wrong"];
const count = (judged: readonly Judged[], outcome: Outcome) => judged.filter((one) => one.outcome === outcome).length;
const row = (name: string, judged: readonly Judged[]) =>
  name.padEnd(10) +
  [judged.length, ...outcomes.map((outcome) => count(judged, outcome))].map((n) => String(n).padStart(10)).join("");

test("what learners type outside of answers is met, and nothing is done that nobody asked for", async () => {
  const situations = Object.entries(set) as [SituationName, readonly Utterance[]][];
  const judged = await Promise.all(situations.map(([name, utterances]) => judge(name, utterances)));
  const all = judged.flat();
  for (const { situation, text, outcome, seen, reply } of all.filter((one) => one.outcome !== "right"))
    console.log(`${outcome.padEnd(9)} ${situation}: ${text}  [${seen}]\n    ${reply.replaceAll("\n", "\n    ")}`);
  const head = "situation ".padEnd(10) + ["all", ...outcomes].map((one) => one.padStart(10)).join("");
  console.log([head, ...situations.map(([name], at) => row(name, judged[at]!)), row("all", all)].join("\n"));
  const done = all.filter(({ outcome }) => outcome === "wrong" || outcome === "refused");
  expect(done.map(({ situation, text }) => `${situation}: ${text}`)).toEqual([]);
  expect(count(all, "right") / all.length).toBeGreaterThanOrEqual(leastRight);
});
