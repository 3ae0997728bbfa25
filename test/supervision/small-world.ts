import { sql } from "drizzle-orm";
import fc from "fast-check";
import type { Db } from "#db/connect.ts";
import { addDays, instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";

/** A Monday; everything happens on the days after it. */
export const firstDay = "2026-03-02" as LocalDate;
export const lastDay = 12;

const zones = ["Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Auckland"] as const;
const kinds = ["Xã", "Xã đảo", "Phường", "Thôn", "Xãi"] as const;

/** Courses that share two lessons; the second has one module only. */
const courses = {
  "an-toan": [
    ["m1", ["bai-1", "bai-2", "bai-3"]],
    ["m2", ["bai-4", "bai-5"]],
  ],
  "du-lieu": [["m9", ["bai-1", "bai-2", "bai-9"]]],
} as const;

/** Of each the lesson that was taught first, and is no more. */
const retired = { "an-toan": "bai-0", "du-lieu": "bai-8" } as const;

const lessonsOf = (course: keyof typeof courses) => courses[course].flatMap(([, lessons]) => [...lessons]);

const day = fc.integer({ min: 0, max: lastDay });
const hour = fc.integer({ min: 0, max: lastDay * 24 });

const unit = fc.record({ kind: fc.constantFrom(...kinds), parent: fc.nat(), ended: fc.integer({ min: 0, max: 7 }) });

const cohort = fc.record({
  course: fc.constantFrom("an-toan" as const, "du-lieu" as const),
  start: fc.integer({ min: -3, max: 6 }),
  weekdays: fc.constantFrom([1, 2, 3, 4, 5], [1, 3, 5], [1, 2, 3, 4, 5, 6, 7]),
  zone: fc.constantFrom(...zones, zones[0], zones[0]),
  pushTime: fc.constantFrom("07:30", "20:00"),
});

const lesson = fc.record({
  lesson: fc.nat(),
  day,
  completed: fc.integer({ min: 0, max: 4 }),
  tries: fc.array(fc.record({ right: fc.boolean(), later: fc.integer({ min: 0, max: 1 }) }), { maxLength: 3 }),
});

/** What somebody did of a course: this and that, or one lesson after the other from the first. */
const work = fc.oneof(
  fc.array(lesson, { maxLength: 5 }),
  fc.array(lesson, { maxLength: 4 }).map((done) => done.map((one, at) => ({ ...one, lesson: at, completed: 1 }))),
);

const post = fc.record({ unit: fc.nat(), supervisor: fc.boolean(), since: fc.option(hour) });

const person = fc.record({
  /** Some hold none any more. */
  posts: fc.oneof(
    { weight: 7, arbitrary: fc.array(post, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(post, { maxLength: 0 }) },
  ),
  past: fc.array(fc.record({ unit: fc.nat(), since: fc.option(hour), hours: fc.integer({ min: 1, max: 150 }) }), {
    maxLength: 2,
  }),
  agreed: fc.integer({ min: 0, max: 5 }),
  erased: fc.integer({ min: 0, max: 9 }),
  chats: fc.array(fc.boolean(), { maxLength: 2 }),
  places: fc.array(
    fc.record({
      cohort: fc.nat(),
      joined: fc.option(day),
      /** 0: they left it; never: a roster that brought them was taken back, and what they did there stays. */
      left: fc.integer({ min: 0, max: 9 }).map((one) => (one === 9 ? ("never" as const) : one)),
      lessons: work,
    }),
    { minLength: 1, maxLength: 3 },
  ),
  skips: fc.array(fc.nat(), { maxLength: 2 }),
  pauses: fc.array(fc.record({ from: day, days: fc.integer({ min: 0, max: 4 }) }), { maxLength: 1 }),
  kept: fc.uniqueArray(day, { maxLength: 8 }),
  ownTime: fc.constantFrom(null, null, "06:30", "19:00"),
});

export const smallWorld = fc.record({
  units: fc.array(unit, { minLength: 2, maxLength: 12 }),
  cohorts: fc.array(cohort, { minLength: 1, maxLength: 3 }),
  holidays: fc.uniqueArray(day, { maxLength: 2 }),
  people: fc.array(person, { minLength: 2, maxLength: 9 }),
  outages: fc.uniqueArray(
    fc.record({ what: fc.constantFrom("program", "telegram:0"), from: hour, hours: fc.integer({ min: 1, max: 30 }) }),
    { maxLength: 2, selector: ({ what, from }) => `${what} ${from}` },
  ),
});

export type SmallWorld = typeof smallWorld extends fc.Arbitrary<infer World> ? World : never;

/** Somebody of whom everything is added up as it is read: one post, a place in each course, one lesson after the other. */
const walker = fc.record({
  unit: fc.nat(),
  agreed: fc.integer({ min: 0, max: 5 }),
  done: fc.record({ first: fc.nat(4), second: fc.nat(3) }),
  strays: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
});

/** A small world of such people. */
export const walkingWorld = fc
  .tuple(smallWorld, fc.array(walker, { minLength: 2, maxLength: 8 }))
  .map(([world, walkers]): SmallWorld => {
    const cohort = { start: -2, weekdays: [1, 2, 3, 4, 5, 6, 7], zone: "Asia/Ho_Chi_Minh", pushTime: "07:30" } as const;
    const [first, second] = [
      { course: "an-toan", ...cohort },
      { course: "du-lieu", ...cohort },
    ] as const;
    const inOrder = (many: number, from: number) =>
      Array.from({ length: many }, (_, at) => ({ lesson: at, day: from + at, completed: 1, tries: [] }));
    const one = world.people[0]!;
    return {
      ...world,
      units: world.units.map((unit) => ({ ...unit, ended: 1 })),
      cohorts: [
        { ...first, weekdays: [...first.weekdays] },
        { ...second, weekdays: [...second.weekdays] },
      ],
      people: walkers.map(({ unit, agreed, done, strays }, n) => ({
        ...{ ...one, past: [], agreed, erased: 1, skips: strays ? [n] : [], kept: [] },
        posts: [{ unit: n === 0 ? 0 : unit, supervisor: n === 0, since: null }],
        places: [
          { cohort: 0, joined: 0, left: 1, lessons: inOrder(done.first, 0) },
          { cohort: 1, joined: 1, left: 1, lessons: inOrder(done.second, 4) },
        ],
      })),
    };
  });

const dayAt = (offset: number) => addDays(firstDay, offset);
const start = Date.parse(`${firstDay}T00:00:00Z`);
/** Hours after the first day began in UTC. */
export const after = (hours: number) => new Date(start + hours * 3_600_000);
const insert = (db: Db, into: string, types: string, rows: readonly object[]) =>
  rows.length === 0
    ? null
    : db.execute(
        sql`insert into ${sql.raw(into)} overriding system value select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${sql.raw(types)})`,
      );

/** Two courses, published twice: the second time without the lesson that had come first. */
export async function publishBoth(db: Db): Promise<void> {
  for (const [course, modules] of Object.entries(courses)) {
    await db.execute(sql`
      insert into course_versions (course_id, hash, title, pass_mark, questions_per_lesson, points, published_at, current)
      select ${course}, hash, ${`Khóa ${course}`}, 0.7, 3, '{}', ${after(0)}::timestamptz, hash = 'a' from unnest(array['old', 'a']) hash`);
    const gone = retired[course as keyof typeof courses];
    await db.execute(sql`
      with w as (
        insert into lesson_versions (course_id, lesson_id, hash, title, content, published_at)
        values (${course}, ${gone}, 'a', ${gone}, '{"questions": [1, 2, 3]}', ${after(0)}::timestamptz) returning id)
      insert into course_lessons (course_version_id, position, module_id, lesson_id, lesson_version_id)
      select v.id, 1, 'm0', ${gone}, w.id from w, course_versions v where v.course_id = ${course} and v.hash = 'old'`);
    const all = modules.flatMap(([module, lessons]) => lessons.map((lesson) => ({ module, lesson })));
    for (const [at, { module, lesson }] of all.entries()) {
      await db.execute(sql`
        with w as (
          insert into lesson_versions (course_id, lesson_id, hash, title, content, published_at)
          values (${course}, ${lesson}, 'a', ${lesson}, '{"questions": [1, 2, 3]}', ${after(0)}::timestamptz) returning id)
        insert into course_lessons (course_version_id, position, module_id, lesson_id, lesson_version_id)
        select v.id, ${at + 1} + (v.hash = 'old')::int, ${module}, ${lesson}, w.id from w, course_versions v where v.course_id = ${course}`);
    }
  }
}

/** Writes the world as raw rows, nothing of it later than `now`; ids count from 1 in the order given. */
export async function build(db: Db, world: SmallWorld, now: Date): Promise<void> {
  await db.execute(sql`truncate people, units, cohorts, holidays, audit, outages restart identity cascade`);
  const units = buildUnits(world);
  await insert(
    db,
    "units (id, parent_id, name, name_key, lineage, path, ended_at)",
    "id bigint, parent bigint, name text, key text, lineage text, path text, ended timestamptz",
    units,
  );
  await insert(
    db,
    "cohorts (id, name, name_key, course_id, start_day, push_time, remind_times, weekdays, zone, questions_per_lesson, join_code, created_at)",
    `id bigint, name text, key text, course text, start date, push time, remind text[], weekdays smallint[], zone text, questions smallint, code text, made timestamptz`,
    world.cohorts.map((one, n) => ({
      ...{ id: n + 1, name: `Lớp ${n + 1}`, key: `lop ${n + 1}`, course: one.course, start: dayAt(one.start) },
      ...{
        push: one.pushTime,
        remind: [],
        weekdays: one.weekdays,
        zone: one.zone,
        questions: 3,
        code: `C${n}`,
        made: after(0),
      },
    })),
  );
  await insert(
    db,
    "holidays",
    "day date, name text",
    world.holidays.map((one) => ({ day: dayAt(one), name: "Nghỉ" })),
  );
  await insert(
    db,
    "outages (what, from_at, to_at)",
    "what text, begun timestamptz, ended timestamptz",
    world.outages.map(({ what, from, hours }) => ({ what, begun: after(from), ended: after(from + hours) })),
  );
  for (const [n, one] of world.people.entries()) await buildPerson(db, world, n + 1, one, units, now);
  await db.execute(sql`
    update enrolments e set next_lesson_id = (
      select l.lesson_id from course_versions v join course_lessons l on l.course_version_id = v.id
      where v.course_id = c.course_id and v.current
        and not exists (select 1 from attempts a where a.learner_id = e.learner_id and a.lesson_id = l.lesson_id and a.completed_at is not null)
        and not exists (select 1 from skips s where s.learner_id = e.learner_id and s.lesson_id = l.lesson_id)
      order by l.position limit 1)
    from cohorts c where c.id = e.cohort_id`);
}

interface UnitRow {
  readonly id: number;
  readonly parent: number | null;
  readonly name: string;
  readonly key: string;
  readonly lineage: string;
  readonly path: string;
  readonly ended: Date | null;
}

function buildUnits(world: SmallWorld): UnitRow[] {
  const rows: UnitRow[] = [];
  for (const [n, { kind, parent, ended }] of world.units.entries()) {
    const above = n === 0 || parent % 5 === 0 ? undefined : rows[parent % n];
    const name = `${kind} ${n + 1}`;
    rows.push({
      ...{ id: n + 1, parent: above?.id ?? null, name, key: name.toLowerCase() },
      ...{ lineage: `${above?.lineage ?? ""}${n + 1}/`, path: above === undefined ? name : `${above.path} / ${name}` },
      ended: ended === 0 && above !== undefined ? after(100) : null,
    });
  }
  return rows;
}

async function buildPerson(
  db: Db,
  world: SmallWorld,
  id: number,
  one: SmallWorld["people"][number],
  units: readonly UnitRow[],
  now: Date,
) {
  const gone = one.erased === 0;
  await insert(
    db,
    "people (id, full_name, name_key, agreed_at, erased_at, created_at, push_time)",
    "id bigint, name text, key text, agreed timestamptz, erased timestamptz, made timestamptz, push time",
    [
      {
        id,
        name: gone ? null : `Người ${id % 3} ${id}`,
        key: gone ? null : `nguoi ${id}`,
        agreed: one.agreed === 0 ? null : after(0),
        erased: gone ? now : null,
        made: after(0),
        push: gone ? null : one.ownTime,
      },
    ],
  );
  const open = units.filter(({ ended }) => ended === null);
  const posts = new Map(one.posts.map((post) => [open[post.unit % open.length]!.id, post]));
  await insert(
    db,
    "posts (person_id, unit_id, role, main, since)",
    "person bigint, unit bigint, role text, main boolean, since timestamptz",
    [...posts].map(([unit, { supervisor, since }], at) => ({
      person: id,
      unit,
      role: supervisor ? "supervisor" : "learner",
      main: at === 0,
      since: since === null ? "-infinity" : early(after(since), now),
    })),
  );
  await insert(
    db,
    "past_posts (person_id, unit_id, since, until)",
    "person bigint, unit bigint, since timestamptz, until timestamptz",
    one.past.flatMap(({ unit, since, hours }) => {
      const until = early(after((since ?? 0) + hours), now);
      const from = since === null ? "-infinity" : after(since);
      return typeof from !== "string" && from >= until
        ? []
        : [{ person: id, unit: units[unit % units.length]!.id, since: from, until }];
    }),
  );
  if (!gone)
    await insert(
      db,
      "chats (bot, address, learner_id, state, last_used_at)",
      "bot text, address text, learner bigint, state text, used timestamptz",
      one.chats.map((active, at) => ({
        bot: `telegram:${at}`,
        address: String(id),
        learner: id,
        state: active ? "active" : "blocked",
        used: after(0),
      })),
    );
  const places = new Map(one.places.map((place) => [place.cohort % world.cohorts.length, place]));
  await insert(
    db,
    "enrolments (learner_id, cohort_id, joined_day, left_at)",
    "learner bigint, cohort bigint, joined date, gone timestamptz",
    [...places].map(([at, place]) => ({
      learner: id,
      cohort: at + 1,
      joined: place.joined === null ? null : dayAt(place.joined),
      gone: place.left === 0 ? now : null,
    })),
  );
  for (const [at, { lessons }] of places)
    for (const work of lessons) await buildAttempt(db, world.cohorts[at]!, at + 1, id, work, now);
  for (const [at, { left }] of places)
    if (left === "never")
      await db.execute(sql`delete from enrolments where learner_id = ${id} and cohort_id = ${at + 1}`);
  if (!gone)
    await insert(
      db,
      "pauses (learner_id, from_day, to_day)",
      "learner bigint, first date, last date",
      one.pauses.map(({ from, days }) => ({ learner: id, first: dayAt(from), last: dayAt(from + days) })),
    );
  await insert(
    db,
    "streak_days (learner_id, day, by)",
    "learner bigint, day date, by text",
    one.kept
      .map(dayAt)
      .filter((kept) => kept <= now.toISOString().slice(0, 10))
      .map((kept) => ({ learner: id, day: kept, by: "lesson" })),
  );
  if (one.skips.length === 0) return;
  const [placement] = await db.execute<{ id: number }>(sql`
    insert into exercises (learner_id, kind, course_id, items, opened_at, completed_at)
    values (${id}, 'placement', 'an-toan', '[]', ${now}::timestamptz, ${now}::timestamptz) returning id`);
  const all = lessonsOf("an-toan");
  const skipped = [...new Set(one.skips.map((skip) => all[skip % all.length]!))];
  await insert(
    db,
    "skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day)",
    "learner bigint, lesson text, exercise bigint, at timestamptz, day date",
    skipped.map((lesson) => ({ learner: id, lesson, exercise: placement!.id, at: now, day: firstDay })),
  );
}

const early = (one: Date, other: Date) => (one < other ? one : other);

async function buildAttempt(
  db: Db,
  { course, zone }: SmallWorld["cohorts"][number],
  cohort: number,
  learner: number,
  { lesson, day: offset, completed, tries }: SmallWorld["people"][number]["places"][number]["lessons"][number],
  now: Date,
) {
  const all = [...lessonsOf(course), retired[course]];
  const which = all[lesson % all.length]!;
  const at = (more: number) => instantOf(zone as Zone, dayAt(offset + more), "10:00" as LocalTime);
  if (at(1) > now) return;
  const right = tries.filter((one) => one.right).length;
  const score = completed === 0 || tries.length === 0 ? null : right / tries.length;
  const [attempt] = await db.execute<{ id: number }>(sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day, score)
    select ${learner}, w.lesson_id, w.id, ${cohort}, ${tries.length}, ${at(0)}::timestamptz,
      ${completed === 0 ? null : at(1)}::timestamptz, ${completed === 0 ? null : dayAt(offset + 1)}::date, ${score}::real
    from lesson_versions w where w.course_id = ${course} and w.lesson_id = ${which}
    on conflict do nothing returning id`);
  if (attempt === undefined) return;
  for (const [question, { right, later }] of tries.entries()) {
    await db.execute(sql`
      insert into answers (attempt_id, question, comeback, "right", answered_at)
      values (${attempt.id}, ${question}, false, ${right}, ${at(later)}::timestamptz), (${attempt.id}, ${question}, true, true, ${at(1)}::timestamptz)`);
    await db.execute(sql`
      insert into points_ledger (learner_id, reason, deed, points, earned_on, earned_at)
      values (${learner}, ${right ? "right_first" : "right_comeback"}, ${`attempt:${attempt.id}:question:${question}`}, ${right ? 10 : 4},
        ${dayAt(offset + later)}::date, ${at(later)}::timestamptz)`);
  }
}
