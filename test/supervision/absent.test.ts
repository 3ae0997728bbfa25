import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { countAbsent } from "#db/figures/standing.ts";
import { listCounted } from "#db/figures/tally.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import { addDays } from "#domain/time.ts";
import { absenceSpans, absent, nudge } from "#supervision/absent.ts";
import { readDays } from "#supervision/report.ts";
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
  await database.sql`truncate people, units, cohorts, audit restart identity cascade`;
  first = await cohort(database.db);
  const people = "Đông,Xã A,quan_ly\nĂn,Xã A / Thôn 1,\nAn,Xã A / Thôn 1,\nBình,Xã A,\nNgoài,Xã B,quan_ly";
  await importText(database.db, `ho_ten,don_vi,vai_tro\n${people}`, { cohort: first });
  known = await ids(database.db);
  for (const learner of Object.values(known)) await join(database.db, learner);
});

const scope = () => ({ kind: "cohort", id: first }) as const;
const ask = (now: Date, limit = 10, viewer = known.Đông!) =>
  database.db.transaction((tx) => absent(tx, scope(), now, limit, viewer));
const remind = (now: Date, viewer = known.Đông!) => database.db.transaction((tx) => nudge(tx, scope(), now, viewer));
const names = (list: { readonly people: readonly { fullName: string }[] }) =>
  list.people.map(({ fullName }) => fullName);
const days = (count: number) => new Date(monday.getTime() + count * 86_400_000);
const keeps = (name: string, day: string) =>
  database.sql`insert into streak_days (learner_id, day, by) values (${known[name]!}, ${day}, 'lesson')`;

describe("who has not learnt", () => {
  test("is named by unit in Vietnamese order, the viewer's units alone; who kept the day is not", async () => {
    await keeps("Bình", "2026-03-02");
    const { today } = await ask(monday);
    expect(today).toEqual({
      total: 3,
      people: [
        { learnerId: known.Đông, fullName: "Đông", unit: "Xã A" },
        { learnerId: known.An, fullName: "An", unit: "Xã A / Thôn 1" },
        { learnerId: known.Ăn, fullName: "Ăn", unit: "Xã A / Thôn 1" },
      ],
    });
    expect(names((await ask(monday, 10, known.Ngoài!)).today)).toEqual(["Ngoài"]);
  });

  test("is cut at the limit, and the number of all is told", async () => {
    const { today } = await ask(monday, 2);
    expect([today.total, today.people.length]).toEqual([4, 2]);
  });

  test("leaves out who has not joined, is paused, is done, has left or is erased", async () => {
    await database.sql`update people set agreed_at = null where id = ${known.Đông!}`;
    await database.sql`insert into pauses (learner_id, from_day, to_day) values (${known.An!}, '2026-03-01', '2026-03-02')`;
    await database.sql`update enrolments set next_lesson_id = null where learner_id = ${known.Ăn!}`;
    expect(names((await ask(monday)).today)).toEqual(["Bình"]);
    expect((await ask(monday)).notJoined).toBe(1);
    expect((await ask(monday, 10, known.Ngoài!)).notJoined).toBe(0);
    await erase(database.db, known.Bình!);
    expect((await ask(monday)).today).toEqual({ total: 0, people: [] });
  });

  test("today is nobody's on a day off; in seven days names who kept none of them and was there as long", async () => {
    await keeps("An", "2026-03-02");
    await keeps("Bình", "2026-03-03");
    await database.sql`update enrolments set joined_day = '2026-03-05' where learner_id = ${known.Ăn!}`;
    expect((await ask(days(6))).today.total).toBe(0);
    expect(names((await ask(days(6))).week)).toEqual(["Đông"]);
    expect(names((await ask(days(7))).week)).toEqual(["Đông", "An"]);
    expect((await ask(days(5))).week.total).toBe(0);
  });

  test("is looked up together where very many learn in several cohorts, and comes to the same", async () => {
    const second = await cohort(database.db, "Lớp 2", 8);
    await importText(database.db, "ho_ten,don_vi\nAn,Xã A / Thôn 1", { cohort: second });
    await database.sql`update enrolments set joined_day = '2026-03-02' where cohort_id = ${second}`;
    await database.sql`update cohorts set weekdays = '{6,7}' where id = ${second}`;
    const named = (count: number, back: number) =>
      database.db.transaction(async (tx) => {
        const cohorts = await readDays(tx, { kind: "own" }, days(count), known.Đông!);
        const spans = absenceSpans(cohorts, (today) => ({ from: addDays(today, -back), to: today }));
        const of = async (several: boolean) => {
          const reach = { part: { kind: "own" }, viewer: known.Đông!, many: false, several } as const;
          return names(await listCounted(tx, countAbsent(reach, spans), 10));
        };
        const found = await of(true);
        expect(found).toEqual(await of(false));
        return found;
      });
    expect(await named(4, 0)).toEqual(["Bình", "Đông", "An", "Ăn"]); // Friday
    expect(await named(5, 0)).toEqual([]); // on Saturday Lớp 2 learns, and An is sent the lessons of Lớp 1
    expect(await named(5, 1)).toEqual(["Bình", "Đông", "An", "Ăn"]);
    await database.sql`update cohorts set start_day = '2026-03-07' where id = ${first}`;
    expect(await named(6, 2)).toEqual([]); // on Friday An was of Lớp 2, from Saturday on of Lớp 1: neither had a day
    await database.sql`update enrolments set next_lesson_id = null where cohort_id = ${first}`;
    expect(await named(5, 0)).toEqual(["An"]);
  });

  test("is nobody on a day off of the cohort whose lessons they are sent: the oldest that has begun", async () => {
    const second = await cohort(database.db, "Lớp 2", 8);
    await importText(database.db, "ho_ten,don_vi\nAn,Xã A / Thôn 1", { cohort: second });
    await database.sql`update enrolments set joined_day = '2026-03-02' where cohort_id = ${second}`;
    await database.sql`update cohorts set weekdays = '{6,7}' where id = ${second}`;
    const named = async (now: Date, ...of: CohortId[]) =>
      Promise.all(
        of.map(async (id) => {
          const found = await database.db.transaction((tx) => absent(tx, { kind: "cohort", id }, now, 10, known.Đông!));
          return [names(found.today), names(found.week)];
        }),
      );
    const all = ["Bình", "Đông", "An", "Ăn"];
    expect(await named(days(4), first, second)).toEqual([
      [all, []],
      [[], []],
    ]); // Friday
    expect(await named(days(5), first, second)).toEqual([
      [[], []],
      [[], []],
    ]);
    expect(await named(days(12), first, second)).toEqual([
      [[], all],
      [[], ["An"]],
    ]);
    await database.sql`update enrolments set next_lesson_id = null where cohort_id = ${first}`;
    expect(await named(days(12), first, second)).toEqual([
      [[], []],
      [["An"], ["An"]],
    ]);
    const nudged = database.db.transaction((tx) => nudge(tx, { kind: "cohort", id: second }, days(12), known.Đông!));
    expect(await nudged).toMatchObject({ planned: 1 });
  });
});

test("whoever looked at names, or had people reminded, stands in the audit, without names", async () => {
  await database.sql`truncate audit`;
  await ask(monday);
  await ask(days(6));
  await ask(monday, 10, known.An!);
  await remind(monday);
  await remind(monday);
  const deeds = await database.sql`select at, actor, deed, subject, detail from audit order by id`;
  const row = { at: monday, actor: String(known.Đông), subject: `cohort:${first}` };
  expect([...deeds]).toEqual([
    { ...row, deed: "absent_list", detail: { named: 4 } },
    { ...row, at: days(6), deed: "absent_list", detail: { named: 4 } },
    { ...row, deed: "nudge", detail: { planned: 4 } },
  ]);
});

describe("a nudge", () => {
  const nudges = () => database.sql`
    select learner_id, bot, lane, study_day, due_at, expires_at, state from deliveries where kind = 'nudge' order by learner_id`;

  test("goes to those who have not learnt today, on the chat used last, once a day whoever asks", async () => {
    await keeps("Bình", "2026-03-02");
    await join(database.db, known.An!, "zalo:2", days(1));
    await database.sql`update chats set state = 'blocked' where learner_id = ${known.Ăn!}`;
    expect(await remind(monday)).toEqual({ kind: "planned", planned: 2, alreadyNudged: 0 });
    expect(await remind(monday)).toEqual({ kind: "planned", planned: 0, alreadyNudged: 2 });
    const row = { lane: 2, study_day: "2026-03-02", due_at: monday, state: "planned" };
    expect(await nudges()).toMatchObject([
      { ...row, learner_id: known.Đông, bot: "telegram:1", expires_at: new Date("2026-03-02T05:00:00Z") },
      { ...row, learner_id: known.An, bot: "zalo:2" },
    ]);
    expect(await remind(days(1))).toMatchObject({ planned: 3 });
  });

  test("is about the lesson that is sent to them, that of the oldest cohort that has begun, and not on its days off", async () => {
    const second = await cohort(database.db, "Lớp 2", 8);
    await importText(database.db, "ho_ten,don_vi\nAn,Xã A / Thôn 1", { cohort: second });
    await database.sql`update enrolments set joined_day = '2026-03-02' where cohort_id = ${second}`;
    const ofSecond = (now: Date) =>
      database.db.transaction((tx) => nudge(tx, { kind: "cohort", id: second }, now, known.Đông!));
    expect(await ofSecond(monday)).toEqual({ kind: "planned", planned: 1, alreadyNudged: 0 });
    const about = () =>
      database.sql`select cohort_id, study_day from deliveries where kind = 'nudge' order by study_day`;
    expect(await about()).toMatchObject([{ cohort_id: first, study_day: "2026-03-02" }]);
    await database.sql`update cohorts set weekdays = '{1,3}' where id = ${first}`;
    expect(await ofSecond(days(1))).toEqual({ kind: "planned", planned: 0, alreadyNudged: 0 });
    await database.sql`update cohorts set start_day = '2026-04-01' where id = ${first}`;
    expect(await ofSecond(days(1))).toEqual({ kind: "planned", planned: 1, alreadyNudged: 0 });
    expect(await about()).toMatchObject([{ cohort_id: first }, { cohort_id: second, study_day: "2026-03-03" }]);
  });

  test("reaches nobody outside the viewer's units", async () => {
    expect(await remind(monday, known.Ngoài!)).toEqual({ kind: "planned", planned: 1, alreadyNudged: 0 });
    expect((await nudges()).map((row) => row.learner_id)).toEqual([known.Ngoài]);
    expect(await remind(monday, known.An!)).toEqual({ kind: "planned", planned: 0, alreadyNudged: 0 });
  });

  test.each(["2026-03-02T14:30:00Z", "2026-03-02T23:29:00Z"])(
    "is not written in the quiet hours, at %s",
    async (now) => {
      expect(await remind(new Date(now))).toEqual({ kind: "quiet" });
      expect(await nudges()).toEqual([]);
    },
  );

  test("is not written on a day off", async () => {
    expect(await remind(days(6))).toEqual({ kind: "planned", planned: 0, alreadyNudged: 0 });
  });
});
