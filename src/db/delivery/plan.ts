import { type SQL, sql } from "drizzle-orm";
import { rankOf } from "#domain/delivery-state.ts";
import type { CohortId, CourseId, LearnerId } from "#domain/ids.ts";
import type { LocalDate, LocalTime, Weekday, Zone } from "#domain/time.ts";
import type { Db, Tx } from "../connect.ts";
import { ownRows } from "../own-rows.ts";
import { firstChat, mayLeave, withOwnWindow, withWindow } from "./windows.ts";

/** What decides when a cohort learns. */
export interface CohortTimes {
  readonly id: CohortId;
  readonly courseId: CourseId;
  readonly startDay: LocalDate;
  readonly weekdays: readonly Weekday[];
  readonly zone: Zone;
  readonly pushTime: LocalTime;
  readonly remindTimes: readonly LocalTime[];
  /** Push times that its learners chose for themselves. */
  readonly ownTimes: readonly LocalTime[];
}

/** From when to when a cohort's message of the day may leave. */
export interface PlanWindow {
  readonly cohort: CohortId;
  readonly day: LocalDate;
  /** Only those whose push time it is; null: everyone of the cohort. */
  readonly pushTime: LocalTime | null;
  /** Only people who chose that time for themselves can have it: they are found by key. */
  readonly own?: boolean;
  readonly dueAt: Date;
  readonly expiresAt: Date;
  /** Which reminder of the day; 0 for lessons. */
  readonly ordinal: number;
}

/** Every cohort with someone in it who can still learn. */
export async function readCohortTimes(tx: Db): Promise<CohortTimes[]> {
  const rows = await tx.execute<{
    id: CohortId;
    course_id: CourseId;
    start_day: LocalDate;
    weekdays: Weekday[];
    zone: Zone;
    push_time: string;
    remind_times: string[];
    own_times: string[];
  }>(sql`
    select c.id, c.course_id, c.start_day, c.weekdays, c.zone, c.push_time, c.remind_times,
      coalesce(o.times, '{}') as own_times
    from cohorts c left join (
      select e.cohort_id, array_agg(distinct p.push_time::text) as times
      from people p join enrolments e on e.learner_id = p.id and e.left_at is null
      where p.push_time is not null group by e.cohort_id) o on o.cohort_id = c.id
    where exists (select 1 from enrolments e where e.cohort_id = c.id and e.left_at is null and e.joined_day is not null)
    order by c.id`);
  const minute = (time: string) => time.slice(0, 5) as LocalTime;
  return rows.map((row) => ({
    id: row.id,
    courseId: row.course_id,
    startDay: row.start_day,
    weekdays: row.weekdays,
    zone: row.zone,
    pushTime: minute(row.push_time),
    remindTimes: row.remind_times.map(minute),
    ownTimes: row.own_times.map(minute),
  }));
}

/** Every zone that somebody learns in. */
export async function readZones(tx: Db): Promise<Zone[]> {
  const rows = await tx.execute<{ zone: Zone }>(sql`select distinct zone from cohorts`);
  return rows.map(({ zone }) => zone);
}

/**
 * Who can be sent a message in one of the windows: joined, agreed, not paused, no earlier cohort of theirs unfinished, a
 * chat open that a silence has not shut, or, for a lesson, that the budget opens. The chat is the one used last, one whose lane is
 * open before one whose is shut, one that costs nothing before one that does.
 * @param kind what is to leave
 * @param now when it is planned; it leaves then, or when its window opens
 * @param learner this one alone; null: everybody
 */
const reachable = (
  kind: "lesson" | "other",
  windows: readonly PlanWindow[],
  now: Date,
  learner: LearnerId | null,
) => sql`
  windows as (select * from jsonb_to_recordset(${JSON.stringify(windows)}::jsonb) as t(cohort bigint, day date,
    "pushTime" time, "dueAt" timestamptz, "expiresAt" timestamptz, ordinal bigint)),
  reachable as (
    select e.learner_id, e.cohort_id, c.zone, t.day, t."dueAt" as due_at, t."expiresAt" as expires_at, t.ordinal,
      chat.id as chat_id, chat.bot, l.lesson_version_id
    from windows t
    join cohorts c on c.id = t.cohort
    join ${learner === null ? sql`enrolments` : ownRows("enrolments", learner)} e on e.cohort_id = c.id and e.left_at is null and e.joined_day <= t.day
    join people p on p.id = e.learner_id and p.agreed_at is not null and p.erased_at is null
      and (t."pushTime" is null or t."pushTime" = coalesce(p.push_time, c.push_time))
    join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id and l.lesson_id = e.next_lesson_id
    join (
      select distinct on (h.learner_id) h.learner_id, h.id, h.bot
      from ${learner === null ? sql`chats h ${withWindow}` : sql`${ownRows("chats", learner)} h ${withOwnWindow}`}
      where h.state = 'active' and ${mayLeave(kind, leavesAt(windows, now))}
        ${learner === null ? sql`and h.learner_id in (${membersOf(windows)})` : sql``}
      order by h.learner_id, ${firstChat(leavesAt(windows, now))}
    ) chat on chat.learner_id = e.learner_id
    where not exists (select 1 from pauses z where z.learner_id = e.learner_id and t.day between z.from_day and z.to_day
        ${learner === null ? sql`` : sql`offset 0`})
      and not exists (select 1 from enrolments b join cohorts bc on bc.id = b.cohort_id
        where b.learner_id = e.learner_id and b.id < e.id and b.left_at is null and b.next_lesson_id is not null
          and b.joined_day is not null and bc.start_day <= t.day)
  )`;

/** Whom the windows may be about: theirs are the only chats that are looked at. */
const membersOf = (windows: readonly PlanWindow[]): SQL => {
  const cohorts = sql`m.cohort_id = any(${`{${windows.map(({ cohort }) => cohort).join()}}`}::bigint[])`;
  const members = sql`select m.learner_id from enrolments m where m.left_at is null and ${cohorts}`;
  if (!windows.every(({ own }) => own === true)) return members;
  const times = sql`o.push_time = any(${`{${windows.map(({ pushTime }) => pushTime).join()}}`}::time[])`;
  return sql`${members} and m.learner_id in (select o.id from people o where ${times})`;
};

/** So many people, and a twentieth of all, are found faster by reading everybody than by looking each of them up. */
const crowd = 2_000;

/** What is planned for the windows. The planner, which takes their people for a handful, is told when they are a crowd. */
async function planned<Found>(
  db: Db,
  windows: readonly PlanWindow[],
  plan: (tx: Tx) => Promise<Found>,
): Promise<Found> {
  return db.transaction(async (tx) => {
    const [found] = await tx.execute<{ many: boolean }>(sql`
      with bound as (select greatest(${crowd}::bigint, (reltuples / 20)::bigint) as people from pg_class where oid = 'enrolments'::regclass)
      select count(*) >= (select people from bound) as many from (${membersOf(windows)} limit (select people from bound)) x`);
    // Not whether plans are kept: the keys of each new row are looked up by one.
    if (found!.many)
      await tx.execute(sql`select set_config('enable_nestloop', 'off', true), set_config('enable_seqscan', 'on', true),
        set_config('work_mem', '64MB', true)`);
    return await plan(tx);
  });
}

/** When the last of them opens, or now: who may be written to then. */
const leavesAt = (windows: readonly PlanWindow[], now: Date): Date =>
  new Date(Math.max(now.getTime(), ...windows.map(({ dueAt }) => dueAt.getTime())));

/**
 * Whether there is such a row, looked up for each person by its key, however many are planned: these tables hold years, and
 * an `exists` becomes a join, for which a crowd would read them whole.
 */
const present = (rows: SQL): SQL => sql`((select true from ${rows} limit 1) is not null)`;
const keptToday = present(sql`streak_days s where s.learner_id = r.learner_id and s.day = r.day`);
/** The same of one learner, whose days are looked up and not that day's learners. */
const keptTodayBy = (learner: LearnerId) => present(sql`${ownRows("streak_days", learner)} s where s.day = r.day`);

const columns = sql`kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, ordinal, due_at, turn, expires_at, created_at`;

const rowsOf = (kind: "lesson" | "reminder", now: Date) => sql`
  select ${kind}, ${rankOf[kind]}::smallint, r.bot, r.chat_id, r.learner_id, r.cohort_id, r.day, r.lesson_version_id, r.ordinal, r.due_at,
    row_number() over (partition by r.cohort_id, r.due_at order by r.learner_id), r.expires_at, ${now}::timestamptz from reachable r`;

/**
 * Writes down the lesson of the day for everyone in a window who has neither had one that day nor kept the day; one of the
 * evening before that leaves today, when the quiet hours have ended, is the one they have. Repeating it writes nothing. Returns the number of new rows.
 */
export async function planLessons(db: Db, windows: readonly PlanWindow[], now: Date): Promise<number> {
  if (windows.length === 0) return 0;
  const rows = await planned(db, windows, (tx) =>
    tx.execute(sql`
    with ${reachable("lesson", windows, now, null)}
    insert into deliveries (${columns}) ${rowsOf("lesson", now)}
    where not ${present(sql`deliveries d
        where d.learner_id = r.learner_id and d.study_day between r.day - 1 and r.day and d.kind = 'lesson'
          and (d.study_day = r.day or (d.state <> 'cancelled' and (d.due_at at time zone r.zone)::date = r.day))`)}
      and not ${keptToday}
    on conflict do nothing`),
  );
  return rows.count;
}

/**
 * Plans the lesson of one window for everyone in it, or for one learner who became able to have it. A delivery that
 * was cancelled or failed was not had, so it is planned again with the lesson that is next today; whoever has kept the day needs none.
 */
export async function pushLessons(
  db: Db,
  window: PlanWindow,
  now: Date,
  learner: LearnerId | null = null,
): Promise<{ planned: number; alreadyPlanned: number }> {
  const push = (tx: Db) =>
    tx.execute<{ reachable: number; planned: number }>(sql`
    with ${reachable("lesson", [window], now, learner)},
    planned as (
      insert into deliveries (${columns}) ${rowsOf("lesson", now)}
      where not ${learner === null ? keptToday : keptTodayBy(learner)}
      on conflict (learner_id, study_day) where kind = 'lesson' do update
        set state = 'planned', reason = null, bot = excluded.bot, chat_id = excluded.chat_id, cohort_id = excluded.cohort_id,
          lesson_version_id = excluded.lesson_version_id, due_at = excluded.due_at, turn = excluded.turn, expires_at = excluded.expires_at
        where deliveries.state in ('cancelled', 'failed') and deliveries.unknowns = 0
      returning 1
    )
    select (select count(*) from reachable)::int as reachable, (select count(*) from planned)::int as planned`);
  const [row] = learner === null ? await planned(db, [window], push) : await push(db);
  return { planned: row!.planned, alreadyPlanned: row!.reachable - row!.planned };
}

/**
 * Writes down the reminders of their windows for those who had a lesson that day and have not kept it. Whether they
 * still have not is asked again when it leaves.
 */
export async function planReminders(db: Db, windows: readonly PlanWindow[], now: Date): Promise<number> {
  if (windows.length === 0) return 0;
  const rows = await planned(db, windows, (tx) =>
    tx.execute(sql`
    with ${reachable("other", windows, now, null)}
    insert into deliveries (${columns}) ${rowsOf("reminder", now)}
    where not ${keptToday}
      and ${present(sql`deliveries d where d.learner_id = r.learner_id and d.study_day = r.day
        and d.kind = 'lesson' and d.state in ('sent', 'unknown') and d.sent_at < r.due_at`)}
      and not ${present(sql`deliveries d where d.learner_id = r.learner_id and d.study_day = r.day
        and d.kind = 'reminder' and d.ordinal >= r.ordinal`)}
      and not ${present(sql`deliveries d where d.learner_id = r.learner_id and d.kind = 'reoffer' and d.created_at >= r.due_at`)}
    on conflict do nothing`),
  );
  return rows.count;
}

/**
 * Offers the question that an outage left open again, once per outage: to those whose lesson or answer of the last day
 * before it went unanswered, unless today's lesson or a reminder is on its way to them anyway, or the question was offered because of
 * the program's own outage, of which a bot's is the shadow: what was sent after the first minutes of a gap ended it.
 */
export async function planReoffers(
  tx: Db,
  outage: { readonly id: number; readonly what: string; readonly fromAt: Date; readonly toAt: Date },
  windows: readonly { readonly zone: Zone; readonly dueAt: Date; readonly expiresAt: Date }[],
  now: Date,
): Promise<number> {
  const rows = await tx.execute(sql`
    insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, attempt_id, lesson_version_id, ordinal, due_at, expires_at, created_at)
    select 'reoffer', ${rankOf.reoffer}::smallint, chat.bot, chat.id, a.learner_id, a.cohort_id, a.id, a.lesson_version_id, ${outage.id},
      w."dueAt", w."expiresAt", ${now}::timestamptz
    from people p
    join attempts a on a.id = p.current_attempt_id and a.completed_at is null
    join cohorts k on k.id = a.cohort_id
    join jsonb_to_recordset(${JSON.stringify(windows)}::jsonb) as w(zone text, "dueAt" timestamptz, "expiresAt" timestamptz)
      on w.zone = k.zone
    join lateral (
      select h.id, h.bot from chats h ${withWindow}
      where h.learner_id = p.id and h.state = 'active' and ${mayLeave("other", now)}
      order by ${firstChat(now)} limit 1
    ) chat on ${outage.what} in ('program', chat.bot)
    where p.erased_at is null
      and exists (select 1 from deliveries d where d.learner_id = p.id and d.state in ('sent', 'unknown')
        and d.sent_at between ${outage.fromAt}::timestamptz - interval '24 hours' and ${outage.toAt}::timestamptz
        and (d.attempt_id = a.id or d.kind = 'reply'))
      and not exists (select 1 from deliveries d where d.learner_id = p.id and d.kind in ('lesson', 'reminder', 'reoffer')
        and (d.state in ('planned', 'queued', 'sending')
          or (d.state = 'sent' and d.kind <> 'reminder' and d.sent_at > ${outage.fromAt}::timestamptz + interval '5 minutes')))
      and not exists (select 1 from pauses z where z.learner_id = p.id
        and (${now}::timestamptz at time zone k.zone)::date between z.from_day and z.to_day)
    on conflict do nothing`);
  return rows.count;
}
