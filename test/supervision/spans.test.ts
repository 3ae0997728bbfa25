/** Tries and points of spans of any length, near and long past: running totals reach back five weeks, the days as far as there are any. */
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { Measure, Subject } from "#domain/question.ts";
import { addDays, instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import { ask } from "#supervision/ask.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, ids, importText, join, publish } from "./world.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;
const today = "2026-06-10" as LocalDate;
const at = (day: LocalDate) => instantOf(zone, day, "08:00" as LocalTime);
const now = instantOf(zone, today, "20:00" as LocalTime);

let database: TestDatabase;
let first: CohortId;
let known: Record<string, LearnerId>;

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit, holidays restart identity cascade`;
  first = await cohort(database.db);
  const tree = "ho_ten,don_vi,vai_tro\nChủ tịch,Tỉnh,quan_ly\nAn,Tỉnh / Xã A,\nBình,Tỉnh / Xã B,\n";
  await importText(database.db, tree, { cohort: first, now: at("2026-02-20" as LocalDate) });
  known = await ids(database.db);
  for (const name of ["Chủ tịch", "An", "Bình"]) await join(database.db, known[name]!);
  // Of two posts: by way of the posts held, and not of the single one.
  await database.sql`insert into posts (person_id, unit_id, role, main, since)
    select ${known.Bình!}, id, 'learner', false, '-infinity' from units where path = 'Tỉnh / Xã A'`;
});

/** How many days ago, both near the forty days and far from them. */
const ago = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 28, max: 45 }) }, fc.integer({ min: 0, max: 90 }));
const answered = fc.record({ by: fc.constantFrom("An", "Bình"), ago, question: fc.nat(9), right: fc.boolean() });

test("are those of the answers and the ledger", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(answered, { maxLength: 12, selector: ({ by, question }) => `${by} ${question}` }),
      fc.array(fc.tuple(ago, ago), { minLength: 4, maxLength: 4 }),
      async (answers, spans) => {
        await database.sql`truncate attempts, points_ledger cascade`;
        for (const name of ["An", "Bình"])
          await database.sql`
            insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at)
            select ${known[name]!}, lesson_id, id, ${first}, 10, ${at(addDays(today, -90))} from lesson_versions where lesson_id = 'bai-1'`;
        for (const { by, ago, question, right } of answers) {
          const day = addDays(today, -ago);
          await database.sql`
            insert into answers (attempt_id, question, comeback, "right", answered_at)
            select id, ${question}, false, ${right}, ${at(day)} from attempts where learner_id = ${known[by]!}`;
          await database.sql`
            insert into points_ledger (learner_id, reason, deed, points, earned_on, earned_at)
            values (${known[by]!}, 'right_first', ${`attempt:0:question:${question}`}, ${question + 1}, ${day}, ${at(day)})`;
        }
        for (const [one, other] of spans) {
          const [from, to] = [Math.max(one, other), Math.min(one, other)];
          const within = answers.filter(({ ago }) => ago <= from && ago >= to);
          const total = async (measure: Measure, subject: Subject, viewer = "Chủ tịch") => {
            const period = { kind: "days", from: addDays(today, -from), to: addDays(today, -to) } as const;
            const question = { measure, subject, period, form: { kind: "total" } } as const;
            const found = await database.db.transaction((tx) => ask(tx, question, known[viewer]!, zone, now));
            return [found?.total.part, found?.total.whole];
          };
          const points = (of: typeof answers) => of.reduce((sum, { question }) => sum + question + 1, 0);
          expect(await total("score", { kind: "own" })).toEqual([
            within.filter(({ right }) => right).length,
            within.length,
          ]);
          expect(await total("points", { kind: "own" })).toEqual([points(within), null]);
          const own = within.filter(({ by }) => by === "An");
          expect(await total("points", { kind: "me" }, "An")).toEqual([points(own), null]);
          expect(await total("score", { kind: "me" }, "An")).toEqual([
            own.filter(({ right }) => right).length,
            own.length,
          ]);
        }
      },
    ),
    { numRuns: 40, endOnFailure: true },
  );
});
