/**
 * How well supervisors are understood: every question of the set, put to the program as it would be in a chat, and its
 * answer held against the oracle.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import { loadRaw } from "./raw.ts";
import { type Answering, putAll, type Result } from "./score.ts";
import { styles } from "./set/all.ts";
import { failures, formOf, grouped, table } from "./table.ts";
import { layWorld } from "./world.ts";

const source = (file: string) => path.join(import.meta.dirname, "../../../src", file);
const asking = source("conversation/asking.ts");
const supervision = source("supervision/ask.ts");

async function answering(): Promise<Answering> {
  const [{ askFreely }, { ask }] = await Promise.all(
    [asking, supervision].map((file) => import(/* @vite-ignore */ file)),
  );
  return (tx, said) => askFreely(tx, said, ask);
}

const built = existsSync(asking) && existsSync(supervision);

describe.runIf(built)("what supervisors ask", () => {
  let database: TestDatabase;
  let results: Result[];

  beforeAll(async () => {
    database = await freshDatabase();
    await layWorld(database.db);
    const raw = await loadRaw(database.db);
    results = await putAll(database.db, raw, Object.values(styles).flat(), await answering());
    const styleOf = ({ question }: Result) =>
      Object.entries(styles).find(([, questions]) => questions.includes(question))![0];
    const whole = new Map([["all", results]]);
    console.log([styleOf, formOf].map((by) => table(grouped(results, by))).join("\n\n"));
    console.log([table(whole), ...failures(results)].join("\n"));
  }, 600_000);
  afterAll(() => database.end());

  const of = (outcome: Result["outcome"]) => results.filter((result) => result.outcome === outcome);

  test("is never answered with a wrong figure, or with the answer to another question", () => {
    expect(failures(of("wrong"))).toEqual([]);
  });

  test("never shows anybody outside the asker's units, nor whether they exist", () => {
    expect(failures(of("leak"))).toEqual([]);
  });

  test("is answered, or rightly asked back, 99 times in 100", () => {
    const good = of("right").length + of("asked back").length;
    expect(good / results.length, failures(of("missed")).join("\n")).toBeGreaterThanOrEqual(0.99);
  });
});
