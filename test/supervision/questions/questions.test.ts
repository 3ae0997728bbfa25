/**
 * How well supervisors are understood: every question of the set, put to the program as it would be in a chat, and its
 * answer held against the oracle.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askFreely } from "#conversation/asking.ts";
import type { InboxId } from "#domain/ids.ts";
import { ask } from "#supervision/ask.ts";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import type { Question } from "./notation.ts";
import { loadRaw, type Raw } from "./raw.ts";
import { type Answering, putAll, type Result } from "./score.ts";
import { styles } from "./set/all.ts";
import { eighthStyles } from "./set/eighth.ts";
import { fifthStyles } from "./set/fifth.ts";
import { fourthStyles } from "./set/fourth.ts";
import { ninthStyles } from "./set/ninth.ts";
import { secondStyles } from "./set/second.ts";
import { seventhStyles } from "./set/seventh.ts";
import { sixthStyles } from "./set/sixth.ts";
import { thirdStyles } from "./set/third.ts";
import { failures, formOf, grouped, table } from "./table.ts";
import { layWorld } from "./world.ts";

const answering: Answering = (tx, said) => askFreely(tx, { ...said, inbox: 1 as InboxId, open: false }, ask);

/** What became of the questions; prints the score by style and by form, and what failed. */
async function scored(title: string, set: Readonly<Record<string, readonly Question[]>>): Promise<Result[]> {
  const results = await putAll(database.db, raw, Object.values(set).flat(), answering);
  const styleOf = ({ question }: Result) =>
    Object.entries(set).find(([, questions]) => questions.includes(question))![0];
  console.log([styleOf, formOf].map((by) => table(grouped(results, by))).join("\n\n"));
  console.log([table(new Map([[title, results]])), ...failures(results)].join("\n"));
  return results;
}

let database: TestDatabase;
let raw: Raw;

beforeAll(async () => {
  database = await freshDatabase();
  await layWorld(database.db);
  raw = await loadRaw(database.db);
});
afterAll(() => database.end());

const of = (results: readonly Result[], outcome: Result["outcome"]) =>
  results.filter((result) => result.outcome === outcome);
const good = (results: readonly Result[]) => of(results, "right").length + of(results, "asked back").length;

/**
 * They are known: the grammar was mended by them, but not by the fourth, of which only what is offered where a text is not understood
 * was made: its share may only be raised, its number only lowered. docs/questions.md tells what each had shown blind.
 */
const sets = [
  { title: "first", about: "", styles, good: 0.99, wrong: 0 },
  { title: "second", about: " in the words of another hand", styles: secondStyles, good: 0.97, wrong: 0 },
  { title: "third", about: " in the words of a third", styles: thirdStyles, good: 0.96, wrong: 0 },
  { title: "fourth", about: " in words that nobody had in mind", styles: fourthStyles, good: 0.93, wrong: 3 },
  { title: "sixth", about: " of lines and places", styles: sixthStyles, good: 0.96, wrong: 0 },
  {
    title: "seventh",
    about: " of lines reached, ranges and what is taught",
    styles: seventhStyles,
    good: 0.97,
    wrong: 0,
  },
  { title: "eighth", about: " in the proportions of every day", styles: eighthStyles, good: 0.97, wrong: 0 },
  { title: "ninth", about: " as people write who talk", styles: ninthStyles, good: 0.95, wrong: 0 },
  { title: "fifth", about: " at eight in the evening", styles: fifthStyles, good: 0.96, wrong: 0 },
] as const;

describe.each(sets)("what supervisors ask$about", ({ title, styles: asked, good: least, wrong: most }) => {
  let results: Result[];

  beforeAll(async () => {
    results = await scored(title, asked);
  }, 600_000);

  test(`is answered with the answer to another question at most ${most} times`, () => {
    const wrong = failures(of(results, "wrong"));
    expect(wrong.length, wrong.join("\n")).toBeLessThanOrEqual(most);
  });

  test("never shows anybody outside the asker's units, nor whether they exist", () => {
    expect(failures(of(results, "leak"))).toEqual([]);
  });

  test("is answered with the oracle's figures for the question as it was understood", () => {
    expect(results.flatMap(({ question: { text }, faults }) => faults.map((fault) => `${text}: ${fault}`))).toEqual([]);
  });

  test(`is answered, or rightly asked back, ${least * 100} times in 100`, () => {
    expect(good(results) / results.length, failures(of(results, "missed")).join("\n")).toBeGreaterThanOrEqual(least);
  });
});
