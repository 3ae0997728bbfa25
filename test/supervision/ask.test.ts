import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Finding, Form, Measure, Period, Subject } from "#domain/question.ts";
import { instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import { absent } from "#supervision/absent.ts";
import { ask } from "#supervision/ask.ts";
import { report } from "#supervision/report.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, ids, importText, join, monday, publish } from "./world.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;
const at = (day: string, time: string) => instantOf(zone, day as LocalDate, time as LocalTime);
/** A Thursday: four lessons are due. */
const now = at("2026-03-05", "09:00");

let database: TestDatabase;
let first: CohortId;
let known: Record<string, LearnerId>;

const tree = `ho_ten,don_vi,vai_tro
Chủ tịch,Tỉnh,quan_ly
Ân,Tỉnh / Xã A,quan_ly
An,Tỉnh / Xã A / Thôn 1,
Bình,Tỉnh / Xã B,
Cúc,Tỉnh / Phường C,
Ngoài,Huyện,quan_ly
`;

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit, holidays restart identity cascade`;
  first = await cohort(database.db);
  await importText(database.db, tree, { cohort: first, now: at("2026-02-20", "08:00") });
  known = await ids(database.db);
  for (const name of ["Chủ tịch", "Ân", "An", "Bình", "Ngoài"]) await join(database.db, known[name]!);
});

const days = (from: string, to = from): Period => ({ kind: "days", from: from as LocalDate, to: to as LocalDate });
const own: Subject = { kind: "own" };
const units = (level: readonly string[] = [], best = true): Form => ({
  kind: "ranking",
  of: "units",
  level,
  best,
  limit: 10,
});

interface Asking {
  readonly measure: Measure;
  readonly subject?: Subject;
  readonly period?: Period;
  readonly form?: Form;
  readonly viewer?: string;
}

const put = (
  { measure, subject = own, period = { kind: "now" }, form = { kind: "total" }, viewer = "Chủ tịch" }: Asking,
  ...mostRead: [number?]
) =>
  database.db.transaction((tx) => ask(tx, { measure, subject, period, form }, known[viewer]!, zone, now, ...mostRead));

/** A lesson completed on a day, with two first tries of which one was right; the day is kept. */
async function completes(name: string, lesson: number, day: string) {
  const learner = known[name]!;
  const [attempt] = await database.sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
    select ${learner}, lesson_id, id, ${first}, 2, ${at(day, "08:00")}, ${at(day, "08:05")}, ${day}
    from lesson_versions where lesson_id = ${`bai-${lesson}`} returning id`;
  for (const question of [0, 1])
    await database.sql`insert into answers (attempt_id, question, comeback, "right", answered_at)
      values (${attempt!.id}, ${question}, false, ${question === 0}, ${at(day, "08:01")})`;
  await database.sql`insert into streak_days (learner_id, day, by) values (${learner}, ${day}, 'lesson') on conflict do nothing`;
}

async function unit(path: string): Promise<Subject> {
  const [row] = await database.sql<{ id: UnitId }[]>`select id from units where path = ${path}`;
  return { kind: "unit", id: row!.id };
}

const rows = (found: Finding | null) =>
  found?.rows.map(({ place, name, value }) => [place, name, value.part, value.whole]);

test("a lesson completed in one cohort is not due in another, where nobody can complete it", async () => {
  const second = await cohort(database.db);
  await database.sql`insert into enrolments (learner_id, cohort_id, joined_day) values (${known.An!}, ${second}, '2026-03-02')`;
  await completes("An", 1, "2026-03-03");
  await completes("An", 2, "2026-03-04");
  const [course] = await database.sql<{ lessons: number }[]>`
    select count(*)::int as lessons from course_lessons l join course_versions v on v.id = l.course_version_id and v.current`;
  const later = at("2026-12-01", "20:00");
  const subject = { kind: "person", id: known.An! } as const;
  const total = async (period: Period) => {
    const question = { measure: "completion", subject, period, form: { kind: "total" } } as const;
    const found = await database.db.transaction((tx) => ask(tx, question, known["Chủ tịch"]!, zone, later));
    return found!.total;
  };
  const expected = { part: 2, whole: course!.lessons + (course!.lessons - 2) };
  expect(await total({ kind: "now" })).toEqual(expected);
  expect(await total(days("2026-03-01", "2026-12-01"))).toEqual(expected);
});

describe("the figures of now", () => {
  test("are those of the report", async () => {
    await completes("An", 1, "2026-03-03");
    await completes("An", 2, "2026-03-05");
    await completes("Bình", 1, "2026-03-04");
    const scopes = [
      { kind: "cohort", id: first } as const,
      (await unit("Tỉnh")) as { kind: "unit"; id: UnitId },
      { kind: "own" } as const,
    ];
    for (const scope of scopes) {
      const seen = (await database.db.transaction((tx) => report(tx, { scope, name: "" }, now, known["Chủ tịch"]!)))!;
      const total = async (measure: Measure) => (await put({ measure, subject: scope }))!.total;
      expect(await total("people")).toEqual({ part: seen.learners, whole: seen.learners });
      expect(await total("joined")).toEqual({ part: seen.joined, whole: seen.learners });
      expect(await total("learnt")).toEqual({ part: seen.completedToday, whole: seen.learners });
      const { part, whole } = await total("completion");
      expect(part / whole!).toBe(seen.completionRate);
      const score = await total("score");
      expect(score.part / score.whole!).toBe(seen.averageScore);
    }
    expect((await put({ measure: "lessons" }))!.total).toEqual({ part: 3, whole: null });
  });

  test("name whom /chuahoc names", async () => {
    await completes("An", 1, "2026-03-05");
    await completes("Bình", 1, "2026-03-03");
    const chair = known["Chủ tịch"]!;
    const told = await database.db.transaction((tx) => absent(tx, { kind: "own" }, now, 10, chair));
    const form: Form = { kind: "names" };
    const today = (await put({ measure: "not_learnt", form }))!;
    expect(today.people).toEqual(told.today.people);
    expect(today.total.part).toBe(told.today.total);
    expect(today.people.map(({ fullName }) => fullName)).toEqual(["Chủ tịch", "Ân", "Bình"]);
    const since = (await put({ measure: "not_learnt", form, period: days("2026-03-02", "2026-03-05") }))!;
    expect(since.people.map(({ fullName }) => fullName)).toEqual(["Chủ tịch", "Ân"]);
  });
});

describe("what happened on a day", () => {
  test("stays with the unit in which the person was when the day ended", async () => {
    await completes("Bình", 1, "2026-03-03");
    await completes("Bình", 2, "2026-03-04");
    await database.sql`update posts set unit_id = (select id from units where name = 'Xã A'), since = ${at("2026-03-04", "15:00")}
      where person_id = ${known.Bình!}`;
    await database.sql`insert into past_posts (person_id, unit_id, since, until)
      select ${known.Bình!}, id, '-infinity', ${at("2026-03-04", "15:00")} from units where name = 'Xã B'`;
    const lessons = async (path: string, day: string) => {
      const found = await put({ measure: "learnt", subject: await unit(path), period: days(day) });
      return found === null ? null : [found.total.part, found.total.whole];
    };
    expect(await lessons("Tỉnh / Xã A", "2026-03-03")).toEqual([0, 2]);
    expect(await lessons("Tỉnh / Xã A", "2026-03-04")).toEqual([1, 3]);
    expect(await lessons("Tỉnh", "2026-03-03")).toEqual([1, 5]);
    const parts = await put({ measure: "lessons", period: days("2026-03-02", "2026-03-05"), form: units(["xa"]) });
    expect(rows(parts)).toEqual([
      [1, "Xã A", 1, null],
      [1, "Xã B", 1, null],
    ]);
    expect(await lessons("Tỉnh / Xã B", "2026-03-03")).toBeNull();
  });

  test("is due from the day's lesson on, and rates the days alone", async () => {
    await completes("An", 1, "2026-03-03");
    const found = await put({
      measure: "completion",
      subject: { kind: "person", id: known.An! },
      period: days("2026-03-02", "2026-03-04"),
    });
    expect(found!.total).toEqual({ part: 1, whole: 3 });
  });
});

describe("a ranking", () => {
  test("holds each unit together with what lies below it; equal ones share a place, by name", async () => {
    await completes("An", 1, "2026-03-05");
    expect(rows(await put({ measure: "learnt", form: units() }))).toEqual([
      [1, "Xã A", 1, 2],
      [2, "Phường C", 0, 1],
      [2, "Xã B", 0, 1],
    ]);
    expect(rows(await put({ measure: "learnt", form: units(["xa"], false) }))).toEqual([
      [1, "Xã B", 0, 1],
      [2, "Xã A", 1, 2],
    ]);
  });

  test("of people names nobody who was erased, and has no place for who has no figure", async () => {
    await completes("An", 1, "2026-03-05");
    await completes("Bình", 1, "2026-03-05");
    await database.sql`update people set full_name = null, name_key = null, email = null, phone = null, code = null, erased_at = ${monday}
      where id = ${known.Bình!}`;
    const found = await put({
      measure: "score",
      form: { kind: "ranking", of: "people", level: [], best: true, limit: 5 },
    });
    expect(rows(found)).toEqual([[1, "An", 1, 2]]);
    expect(found!.total).toEqual({ part: 2, whole: 4 });
  });
});

describe("what is taught", () => {
  const lessons = (of: "modules" | "lessons"): Form => ({ kind: "taught", of, best: false, by: "share", limit: 5 });

  test("is not counted piece by piece where there is more of it than can be read while somebody waits", async () => {
    await completes("An", 1, "2026-03-05");
    for (const period of [{ kind: "now" } as const, days("2026-03-02", "2026-03-08")]) {
      const asked = { measure: "score", period, form: lessons("lessons") } as const;
      expect((await put(asked, 2))?.tooMuch).toBeUndefined();
      const found = await put(asked, 1);
      expect([rows(found), found?.tooMuch]).toEqual([[], true]);
    }
    const modules = { measure: "completion", form: lessons("modules") } as const;
    const [counted] = await database.sql<{ n: number }[]>`select count(*)::int as n from course_lessons`;
    const people = (await put({ measure: "people" }))!.total.part;
    expect((await put(modules, people * counted!.n))?.tooMuch).toBeUndefined();
    expect((await put(modules, people * counted!.n - 1))?.tooMuch).toBe(true);
  });
});

describe("a comparison", () => {
  test("shows both as they are called, and is nothing where one of them lies outside", async () => {
    await completes("An", 1, "2026-03-05");
    const beside = (subject: Subject, period: Period = { kind: "now" }): Form => ({
      kind: "comparison",
      with: { subject, period },
    });
    const found = await put({
      measure: "learnt",
      subject: await unit("Tỉnh / Xã A"),
      form: beside(await unit("Tỉnh / Xã B")),
    });
    expect(found).toMatchObject({ name: "Tỉnh / Xã A", total: { part: 1, whole: 2 } });
    expect(rows(found)).toEqual([
      [0, "Xã A", 1, 2],
      [0, "Xã B", 0, 1],
    ]);
    expect(await put({ measure: "learnt", form: beside(await unit("Huyện")) })).toBeNull();
    expect(await put({ measure: "learnt", form: beside({ kind: "unit", id: 999 as UnitId }) })).toBeNull();
    const days2 = await put({ measure: "learnt", period: days("2026-03-05"), form: beside(own, days("2026-03-04")) });
    expect(rows(days2)).toEqual([
      [0, "Tỉnh", 1, 5],
      [0, "Tỉnh", 0, 5],
    ]);
  });
});

describe("who asks", () => {
  test("may ask about themselves, supervising or not, and about nobody outside", async () => {
    await completes("An", 1, "2026-03-05");
    expect(await put({ measure: "lessons", subject: { kind: "me" }, viewer: "An" })).toMatchObject({
      name: "An",
      total: { part: 1 },
    });
    expect(await put({ measure: "streak", subject: { kind: "person", id: known.An! }, viewer: "An" })).toMatchObject({
      total: { part: 1, whole: null },
    });
    expect(await put({ measure: "lessons", viewer: "An" })).toBeNull();
    expect(await put({ measure: "lessons", subject: await unit("Tỉnh / Xã A / Thôn 1"), viewer: "An" })).toBeNull();
    expect(await put({ measure: "lessons", subject: { kind: "person", id: known.An! }, viewer: "Ân" })).toMatchObject({
      total: { part: 1 },
    });
    expect(await put({ measure: "lessons", subject: { kind: "person", id: known.Ngoài! }, viewer: "Ân" })).toBeNull();
    expect(await put({ measure: "people", subject: { kind: "cohort", id: first }, viewer: "Ân" })).toMatchObject({
      name: "Lớp 1",
      total: { part: 2 },
    });
  });

  test("is answered the nearest that makes sense, and told which", async () => {
    const { question, total } = (await put({
      measure: "overdue",
      period: days("2026-03-02"),
      form: { kind: "names" },
    }))!;
    expect(question).toMatchObject({ period: { kind: "now" }, form: { kind: "names" } });
    expect(total).toEqual({ part: 4, whole: 5 });
    expect((await put({ measure: "score", form: { kind: "names" } }))!.question.form).toEqual({ kind: "total" });
    const alone = await put({ measure: "points", subject: { kind: "me" }, form: units() });
    expect(alone!.question.form).toEqual({ kind: "total" });
    const people: Form = { kind: "ranking", of: "people", level: [], best: true, limit: 3 };
    expect((await put({ measure: "joined", form: people }))!.question.form).toEqual({ kind: "total" });
    const back = await put({ measure: "learnt", period: days("2026-03-05", "2026-03-03") });
    expect(back!.question.period).toEqual(days("2026-03-03", "2026-03-05"));
  });
});

test("a forecast goes from the pace of the days that are over to the last due day", async () => {
  for (const [at, day] of ["2026-03-02", "2026-03-03", "2026-03-04"].entries()) await completes("An", at + 1, day);
  const { total } = (await put({ measure: "forecast", subject: { kind: "person", id: known.An! } }))!;
  expect(total).toMatchObject({ part: 10, whole: 10 });
  expect(total.range!.low).toBeGreaterThanOrEqual(6);
  const lazy = (await put({ measure: "forecast", subject: { kind: "person", id: known.Bình! } }))!.total;
  expect(lazy.part).toBe(0);
  expect(lazy.range!.high).toBeLessThan(6);
  // Who has not joined completes nothing.
  expect((await put({ measure: "forecast", subject: await unit("Tỉnh / Phường C") }))!.total).toEqual({
    part: 0,
    whole: 10,
    range: { low: 0, high: 0 },
  });
});
