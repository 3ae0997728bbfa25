/**
 * Every question that the set means, asked as a question and not in words: the program's figures held against the oracle's.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "#db/connect.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { Finding, Question } from "#domain/question.ts";
import type { Zone } from "#domain/time.ts";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import { askers } from "./notation.ts";
import { loadRaw, type Raw } from "./raw.ts";
import { isReading, questionsOf } from "./reading.ts";
import { styles } from "./set/all.ts";
import { faultsOf } from "./verdict.ts";
import { layWorld, now } from "./world.ts";

type Asking = (tx: Tx, question: Question, viewer: LearnerId, zone: Zone, now: Date) => Promise<Finding | null>;

const supervision = path.join(import.meta.dirname, "../../../src/supervision/ask.ts");

/** Each asker's questions once. */
function asked(raw: Raw): Map<string, { readonly question: Question; readonly viewer: LearnerId }> {
  const all = new Map<string, { readonly question: Question; readonly viewer: LearnerId }>();
  for (const { asker, means } of Object.values(styles).flat()) {
    const viewer = raw.people.find(({ full_name }) => full_name === askers[asker])!.id as LearnerId;
    for (const reading of means.filter(isReading))
      for (const question of questionsOf(raw, reading, viewer))
        all.set(`${asker}: ${JSON.stringify(question)}`, { question, viewer });
  }
  return all;
}

describe.runIf(existsSync(supervision))("the figures", () => {
  let database: TestDatabase;
  let raw: Raw;

  beforeAll(async () => {
    database = await freshDatabase();
    await layWorld(database.db);
    raw = await loadRaw(database.db);
  });
  afterAll(() => database.end());

  test("are the oracle's", { timeout: 300_000 }, async () => {
    const { ask }: { ask: Asking } = await import(/* @vite-ignore */ supervision);
    const questions = asked(raw);
    expect(questions.size).toBeGreaterThan(500);
    const faults: string[] = [];
    for (const [name, { question, viewer }] of questions) {
      const finding = await database.db.transaction((tx) => ask(tx, question, viewer, "Asia/Ho_Chi_Minh" as Zone, now));
      const found = finding === null ? ["nothing was found"] : faultsOf(raw, finding, viewer, null);
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    }
    expect(faults).toEqual([]);
  });
});
