import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RiskReason } from "#domain/at-risk.ts";
import { isStudyDay } from "#domain/calendar.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import { addDays, dateIn, type LocalDate, type Zone } from "#domain/time.ts";
import { noteShown, readAtRisk } from "#supervision/at-risk.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, erase, ids, importText, join, monday, publish } from "./world.ts";

let database: TestDatabase;
let first: CohortId;
let known: Record<string, LearnerId>;

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, holidays, audit restart identity cascade`;
  first = await cohort(database.db);
  const people = "Đông,Xã A,quan_ly\nĂn,Xã A / Thôn 1,\nAn,Xã A / Thôn 1,\nBình,Xã A,\nNgoài,Xã B,quan_ly";
  await importText(database.db, `ho_ten,don_vi,vai_tro\n${people}`, { cohort: first });
  known = await ids(database.db);
});

const day = (count: number): LocalDate => addDays("2026-03-02" as LocalDate, count);
const at = (count: number) => new Date(monday.getTime() + count * 86_400_000);
const everybodyJoins = async () => {
  for (const learner of Object.values(known)) await join(database.db, learner);
};
/** In one statement: whoever writes a person's days one beside the other locks the person first, as the program does. */
const keeps = (name: string, ...counts: number[]) => database.sql`
  insert into streak_days (learner_id, day, by) select ${known[name]!}, d::date, 'lesson' from unnest(${counts.map(day)}::text[]) d`;

/** Completes lessons `from` to `to`; of three first tries in each so many are right. */
const completes = (name: string, from: number, to: number, right: number) => database.sql`
  with done as (
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day, score)
    select ${known[name]!}, l.lesson_id, l.lesson_version_id, ${first}, 3, ${monday}, ${monday}::timestamptz + l.position * interval '1 minute', '2026-03-02', ${right / 3}
    from course_lessons l where l.position between ${from} and ${to} returning id)
  insert into answers (attempt_id, question, comeback, "right", answered_at)
  select id, q, false, q < ${right}, ${monday} from done, generate_series(0, 2) q
  union all select id, 0, true, true, ${monday} from done`;

const scope = () => ({ kind: "cohort", id: first }) as const;
const ask = (count: number, viewer = known.Đông!, limit = 20) =>
  database.db.transaction((tx) => readAtRisk(tx, scope(), at(count), limit, viewer));
const reasons = async (count: number, viewer = known.Đông!) =>
  Object.fromEntries((await ask(count, viewer)).people.map(({ fullName, reasons: why }) => [fullName, why]));
const inWords = (why: readonly RiskReason[] | undefined) => why?.map(({ kind }) => kind).join(" ") ?? "none";

describe("who needs help", () => {
  test("is who has not joined for seven days, from the day they stood on the roster", async () => {
    expect(await reasons(6)).toEqual({});
    expect((await reasons(7)).An).toEqual([{ kind: "not_joined", days: 7 }]);
    await join(database.db, known.An!);
    expect((await reasons(7)).An?.[0]?.kind).toBe("silent");
  });

  test("is who joined and cannot be reached any more", async () => {
    await everybodyJoins();
    await database.sql`update chats set state = 'blocked' where learner_id = ${known.An!}`;
    expect(await reasons(0)).toEqual({ An: [{ kind: "unreachable" }] });
  });

  test("is found by the last five lessons of each, however many there were", async () => {
    await everybodyJoins();
    for (const name of ["An", "Bình"]) await completes(name, 1, 40, 3);
    await database.db.transaction(async (tx) => {
      // So few rows are else read whole, and rightly.
      await tx.execute(sql`select set_config('enable_seqscan', 'off', true)`);
      const read = async () => {
        const [row] = await tx.execute<{ rows: number }>(sql`
          select (seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_xact_user_tables where relname = 'attempts'`);
        return row!.rows;
      };
      const before = await read();
      await readAtRisk(tx, scope(), at(10), 20, known.Đông!);
      // Of each of the two up to five more, to see whether they were completed at the same moment.
      expect((await read()) - before).toBeLessThanOrEqual(2 * (5 + 5));
    });
  });

  test("is who kept none of the last three study days; today, days off and paused ones are none", async () => {
    await everybodyJoins();
    await keeps("An", 0);
    await keeps("Đông", 0, 1, 2);
    await database.sql`insert into holidays (day, name) values (${day(3)}, 'nghỉ')`;
    await database.sql`insert into pauses (learner_id, from_day, to_day) values (${known.Ăn!}, ${day(0)}, ${day(1)})`;
    const silent = async (count: number) =>
      Object.entries(await reasons(count)).flatMap(([name, why]) =>
        why.flatMap((one) => (one.kind === "silent" ? [`${name} ${one.studyDays}`] : [])),
      );
    expect(await silent(2)).toEqual([]);
    expect(await silent(3)).toEqual(["Bình 3"]);
    expect(await silent(4)).toEqual(["Bình 3"]); // the day before was a holiday
    expect((await silent(5)).sort()).toEqual(["An 3", "Bình 4"]); // Thứ Sáu is over, An learnt on Monday
    expect((await silent(7)).sort()).toEqual(["An 3", "Bình 4"]); // a weekend has no study day
    expect((await silent(8)).sort()).toEqual(["An 4", "Bình 5", "Ăn 3"].sort());
    await keeps("An", 8);
    expect((await silent(8)).sort()).toEqual(["Bình 5", "Ăn 3"].sort());
  });

  test("is nobody silent or behind who pauses now, is done or has not begun", async () => {
    await everybodyJoins();
    await database.sql`insert into pauses (learner_id, from_day, to_day) values (${known.An!}, ${day(11)}, ${day(20)})`;
    await database.sql`update enrolments set next_lesson_id = null where learner_id = ${known.Ăn!}`;
    await database.sql`update enrolments set joined_day = ${day(10)} where learner_id = ${known.Bình!}`;
    const found = await reasons(11);
    expect([inWords(found.An), inWords(found.Ăn), inWords(found.Bình)]).toEqual(["none", "none", "behind"]);
  });

  test("is silent and behind in the cohort that has begun, though another that will begin names them first", async () => {
    const later = await cohort(database.db, "Lớp 2", 8);
    await importText(database.db, "ho_ten,don_vi\nAn,Xã A / Thôn 1", { cohort: later });
    await database.sql`update cohorts set start_day = ${day(40)} where id = ${first}`;
    await everybodyJoins();
    const own = (count: number) =>
      database.db.transaction((tx) => readAtRisk(tx, { kind: "own" }, at(count), 20, known.Đông!));
    const [an, ...others] = (await own(8)).people;
    expect([an?.fullName, inWords(an?.reasons), others]).toEqual(["An", "silent behind", []]);
  });

  test("is who is three lessons behind what was due by the end of yesterday; a skipped one is not due", async () => {
    await everybodyJoins();
    await keeps("An", 0, 1, 2, 3, 4);
    await keeps("Bình", 0, 1, 2, 3, 4);
    await completes("An", 1, 2, 3);
    expect((await reasons(4)).An).toBeUndefined();
    expect((await reasons(5)).An).toEqual([{ kind: "behind", lessons: 3 }]);
    await database.sql`
      with x as (insert into exercises (learner_id, kind, course_id, items, opened_at) values (${known.An!}, 'placement', 'an-toan', '[]', ${monday}) returning id)
      insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day) select ${known.An!}, 'bai-9', id, ${monday}, ${day(0)} from x`;
    expect((await reasons(5)).An).toBeUndefined();
    expect((await reasons(60)).Bình).toContainEqual({ kind: "behind", lessons: 10 }); // never more than there are
  });

  test("is whose first tries were wrong more often than right in the last five lessons", async () => {
    await everybodyJoins();
    await completes("An", 1, 2, 0);
    expect(await reasons(0)).toEqual({}); // two lessons are bad luck
    await completes("An", 3, 3, 1);
    expect((await reasons(0)).An).toEqual([{ kind: "low_score", score: 1 / 9 }]);
    await completes("An", 4, 6, 2);
    await completes("An", 7, 8, 3);
    expect(await reasons(0)).toEqual({}); // the last five: 6, 6 of 9 and 6 of 6
    await completes("Bình", 1, 6, 1);
    expect((await reasons(0)).Bình).toEqual([{ kind: "low_score", score: 1 / 3 }]);
  });

  test("stands in the order of the need, then of units and Vietnamese names, with the number of all", async () => {
    await everybodyJoins();
    await database.sql`update people set agreed_at = null where id = ${known.Bình!}`;
    await database.sql`update chats set state = 'blocked' where learner_id = ${known.Ăn!}`;
    const { total, people } = await ask(8);
    expect([total, people.map(({ fullName }) => fullName)]).toEqual([4, ["Bình", "Ăn", "Đông", "An"]]);
    expect(people[1]!.unit).toBe("Xã A / Thôn 1");
    expect(inWords(people[1]!.reasons)).toBe("unreachable silent behind");
    expect((await ask(8, known.Đông!, 2)).people.length).toBe(2);
    await erase(database.db, known.Bình!);
    expect((await ask(8)).total).toBe(3);
  });

  test("is somebody of the viewer's units alone, named once however many posts they hold", async () => {
    await everybodyJoins();
    await database.sql`
      insert into posts (person_id, unit_id, role, main) select ${known.An!}, id, 'learner', false from units where name = 'Xã A'`;
    expect((await ask(8, known.Ngoài!)).people.map(({ fullName }) => fullName)).toEqual(["Ngoài"]);
    expect((await ask(8)).people.filter(({ fullName }) => fullName === "An").length).toBe(1);
    expect((await ask(8, known.An!)).total).toBe(0);
  });

  test("stands in the audit as numbers, with who asked", async () => {
    await everybodyJoins();
    const found = await ask(8, known.Ngoài!);
    await database.db.transaction((tx) => noteShown(tx, scope(), found, known.Ngoài!, at(8)));
    const [deed] = await database.sql`select actor, deed, subject, detail from audit where deed = 'view'`;
    expect(deed).toEqual({
      actor: String(known.Ngoài),
      deed: "view",
      subject: `cohort:${first}`,
      detail: { list: "at-risk", shown: [known.Ngoài] },
    });
  });
});

test("silence is counted as the calendar has it, whatever was kept, paused or off", async () => {
  await everybodyJoins();
  const zone = "Asia/Ho_Chi_Minh" as Zone;
  const counts = fc.uniqueArray(fc.nat(20), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(counts, counts, fc.nat(20), fc.nat(6), fc.nat(21), async (kept, off, from, length, now) => {
      await database.sql`delete from streak_days`;
      await database.sql`delete from holidays`;
      await database.sql`delete from pauses`;
      await keeps("An", ...kept);
      for (const count of off) await database.sql`insert into holidays (day, name) values (${day(count)}, 'nghỉ')`;
      const paused = [day(from), day(from + length)] as const;
      await database.sql`insert into pauses (learner_id, from_day, to_day) values (${known.An!}, ${paused[0]}, ${paused[1]})`;
      const today = dateIn(zone, at(now));
      const calendar = { zone, start: day(0), weekdays: [1, 2, 3, 4, 5] as const, holidays: new Set(off.map(day)) };
      let expected = 0;
      for (let one = addDays(today, -1); one >= day(0) && !kept.map(day).includes(one); one = addDays(one, -1)) {
        if (isStudyDay(calendar, one) && !(paused[0] <= one && one <= paused[1])) expected++;
      }
      const isPaused = paused[0] <= today && today <= paused[1];
      const keptToday = kept.map(day).some((one) => one >= today);
      const told = (await reasons(now)).An?.find(({ kind }) => kind === "silent");
      const wanted = isPaused || keptToday || expected < 3 ? undefined : { kind: "silent", studyDays: expected };
      expect(told).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
});
