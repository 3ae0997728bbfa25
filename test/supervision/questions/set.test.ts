import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import { askers, type Question } from "./notation.ts";
import { answerTo } from "./oracle.ts";
import { loadRaw, type Raw } from "./raw.ts";
import { isReading, questionsOf, readingOf } from "./reading.ts";
import { styles } from "./set/all.ts";
import { eighthStyles } from "./set/eighth.ts";
import { fifthStyles } from "./set/fifth.ts";
import { fourthStyles } from "./set/fourth.ts";
import { ninthStyles } from "./set/ninth.ts";
import { secondStyles } from "./set/second.ts";
import { seventhStyles } from "./set/seventh.ts";
import { sixthStyles } from "./set/sixth.ts";
import { thirdStyles } from "./set/third.ts";
import { layWorld, now } from "./world.ts";

const all = Object.values(styles).flat();
const second = Object.values(secondStyles).flat();
const third = Object.values(thirdStyles).flat();
const fourth = Object.values(fourthStyles).flat();
const fifth = Object.values(fifthStyles).flat();
const sixth = Object.values(sixthStyles).flat();
const seventh = Object.values(seventhStyles).flat();
const eighth = Object.values(eighthStyles).flat();
const ninth = Object.values(ninthStyles).flat();
const every = [...all, ...second, ...third, ...fourth, ...fifth, ...sixth, ...seventh, ...eighth, ...ninth];
const count = (holds: (question: Question) => boolean, set = all) => set.filter(holds).length;

let database: TestDatabase;
let raw: Raw;

beforeAll(async () => {
  database = await freshDatabase();
  await layWorld(database.db);
  raw = await loadRaw(database.db);
});
afterAll(() => database.end());

describe("the set", () => {
  test("is large, and holds what goes wrong", () => {
    expect(all.length).toBeGreaterThan(420);
    expect(count(({ after }) => after !== undefined)).toBeGreaterThanOrEqual(60);
    expect(count(({ means }) => "refused" in means[0]!)).toBeGreaterThanOrEqual(40);
    expect(count(({ means }) => "lost" in means[0]!)).toBeGreaterThanOrEqual(20);
  });

  test("has a second beside it, smaller and as varied", () => {
    expect(second.length).toBeGreaterThanOrEqual(160);
    expect(Object.keys(styles)).toEqual(expect.arrayContaining(Object.keys(secondStyles)));
    expect(count(({ after }) => after !== undefined, second)).toBeGreaterThanOrEqual(25);
    expect(count(({ means }) => "refused" in means[0]!, second)).toBeGreaterThanOrEqual(20);
    expect(count(({ means }) => "lost" in means[0]!, second)).toBeGreaterThanOrEqual(10);
  });

  test("has a third beside these, as varied", () => {
    expect(third.length).toBeGreaterThanOrEqual(260);
    expect(Object.keys(styles)).toEqual(expect.arrayContaining(Object.keys(thirdStyles)));
    expect(count(({ after }) => after !== undefined, third)).toBeGreaterThanOrEqual(45);
    expect(count(({ means }) => "refused" in means[0]!, third)).toBeGreaterThanOrEqual(28);
    expect(count(({ means }) => "lost" in means[0]!, third)).toBeGreaterThanOrEqual(15);
  });

  test("has a fourth, by kinds of people", () => {
    expect(fourth.length).toBeGreaterThanOrEqual(200);
    expect(count(({ after }) => after !== undefined, fourth)).toBeGreaterThanOrEqual(30);
    expect(count(({ means }) => "refused" in means[0]!, fourth)).toBeGreaterThanOrEqual(18);
    expect(count(({ means }) => "lost" in means[0]!, fourth)).toBeGreaterThanOrEqual(12);
  });

  test("has a fifth, by kinds of units", () => {
    expect(fifth.length).toBeGreaterThanOrEqual(160);
    expect(count(({ after }) => after !== undefined, fifth)).toBeGreaterThanOrEqual(8);
    expect(count(({ means }) => "which" in means[0]!, fifth)).toBeGreaterThanOrEqual(15);
  });

  test("has a sixth, of lines, places and wrong answers", () => {
    expect(sixth.length).toBeGreaterThanOrEqual(110);
    expect(count(({ after }) => after !== undefined, sixth)).toBeGreaterThanOrEqual(15);
    expect(count(({ means }) => means.some((one) => "refused" in one), sixth)).toBeGreaterThanOrEqual(6);
  });

  test("has a seventh, a third of it typed on a phone", () => {
    expect(seventh.length).toBeGreaterThanOrEqual(130);
    expect(count(({ after }) => after !== undefined, seventh)).toBeGreaterThanOrEqual(15);
    expect(count(({ means }) => means.some((one) => "refused" in one), seventh)).toBeGreaterThanOrEqual(5);
  });

  test("has an eighth, nearly half of it of every day", () => {
    expect(eighth.length).toBeGreaterThanOrEqual(240);
    expect(count(({ after }) => after !== undefined, eighth)).toBeGreaterThanOrEqual(40);
    expect(count(({ means }) => means.some((one) => "refused" in one), eighth)).toBeGreaterThanOrEqual(14);
    expect(count(({ means }) => means.some((one) => "lost" in one), eighth)).toBeGreaterThanOrEqual(18);
  });

  test("has a ninth, a tenth of it no question", () => {
    expect(ninth.length).toBeGreaterThanOrEqual(240);
    expect(count(({ after }) => after !== undefined, ninth)).toBeGreaterThanOrEqual(40);
    expect(count(({ means }) => means.some((one) => "refused" in one), ninth)).toBeGreaterThanOrEqual(15);
    expect(count(({ means }) => "lost" in means[0]!, ninth)).toBeGreaterThanOrEqual(25);
  });

  test("has the sizes that docs/questions.md tells", () => {
    const page = readFileSync(path.join(import.meta.dirname, "../../../docs/questions.md"), "utf8");
    const told = [...page.matchAll(/^\| `[a-z-]+\.ts` \| (\d+) \|/gm)].map(([, size]) => Number(size));
    expect(told).toEqual(Object.values(styles).map((questions) => questions.length));
    expect(page).toContain(`${all.length} questions`);
    expect(page).toContain(`${second.length} questions`);
  });

  test("asks nothing twice in the same place", () => {
    const keys = every.map(({ asker, after, text }) => JSON.stringify([asker, after, text]));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  test("uses every measure, and names in each question somebody and something that the asker can mean", () => {
    const measures = new Set<string>();
    for (const { asker, text, means } of every) {
      const viewer = raw.people.find(({ full_name }) => full_name === askers[asker])!.id;
      for (const reading of means.filter(isReading)) {
        measures.add(reading.measure);
        for (const question of questionsOf(raw, reading, viewer)) {
          expect(readingOf(raw, means, question, viewer), text).toBeDefined();
          if (question.measure !== "forecast") expect(answerTo(raw, question, viewer, now), text).not.toBeNull();
        }
      }
    }
    expect(measures.size).toBe(15);
  });

  test("names in a refusal what stands in its text", () => {
    for (const { text, means } of every)
      for (const meaning of means) if ("refused" in meaning) expect(text).toContain(meaning.name);
  });
});
