import { sql } from "drizzle-orm";
import type { CohortId, CourseId, LearnerId } from "#domain/ids.ts";
import type { LocalDate, LocalTime, Weekday, Zone } from "#domain/time.ts";
import type { Db } from "./connect.ts";

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

/** From when to when a message of the day may leave, for those whose push time it is. */
export interface Window {
  readonly pushTime: LocalTime;
  readonly dueAt: Date;
  readonly expiresAt: Date;
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
      array(select distinct p.push_time::text from enrolments e join people p on p.id = e.learner_id
            where e.cohort_id = c.id and e.left_at is null and p.push_time is not null) as own_times
    from cohorts c
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

export async function readHolidays(tx: Db): Promise<Set<LocalDate>> {
  const rows = await tx.execute<{ day: LocalDate }>(sql`select day from holidays`);
  return new Set(rows.map((row) => row.day));
}

/**
 * Who of a cohort can be sent a message of `day`: joined, agreed, not paused, no earlier cohort of theirs unfinished, a
 * chat open. The chat is the one used last, one whose lane is open before one whose is shut.
 */
const reachable = (cohort: CohortId, day: LocalDate, learner: LearnerId | null) => sql`
  reachable as (
    select e.learner_id, e.cohort_id, coalesce(p.push_time, c.push_time) as push_time, chat.id as chat_id, chat.bot,
      l.lesson_version_id
    from enrolments e
    join people p on p.id = e.learner_id and p.agreed_at is not null and p.erased_at is null
    join cohorts c on c.id = e.cohort_id
    join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id and l.lesson_id = e.next_lesson_id
    join (
      select distinct on (h.learner_id) h.learner_id, h.id, h.bot
      from chats h left join lanes l on l.bot = h.bot
      where h.state = 'active' and ${learner === null ? sql`h.learner_id is not null` : sql`h.learner_id = ${learner}`}
      order by h.learner_id, (l.shut is not null), h.last_used_at desc, h.id
    ) chat on chat.learner_id = e.learner_id
    where e.cohort_id = ${cohort} and e.left_at is null and e.joined_day <= ${day}::date
      ${learner === null ? sql`` : sql`and e.learner_id = ${learner}`}
      and not exists (select 1 from pauses z
        where z.learner_id = e.learner_id and ${day}::date between z.from_day and z.to_day)
      and not exists (select 1 from enrolments b join cohorts bc on bc.id = b.cohort_id
        where b.learner_id = e.learner_id and b.id < e.id and b.left_at is null and b.next_lesson_id is not null
          and b.joined_day is not null and bc.start_day <= ${day}::date)
  )`;

const recordset = (windows: readonly Window[]) => sql`
  w as (select * from jsonb_to_recordset(${JSON.stringify(
    windows.map((w) => ({ push_time: w.pushTime, due_at: w.dueAt, expires_at: w.expiresAt })),
  )}::jsonb) as w(push_time time, due_at timestamptz, expires_at timestamptz))`;

/**
 * Writes down the lesson of `day` for everyone of the cohort whose push time has a window and who has neither had one
 * nor kept the day. Repeating it writes nothing. Returns the number of new rows.
 */
export async function planLessons(
  tx: Db,
  cohort: CohortId,
  day: LocalDate,
  windows: readonly Window[],
  now: Date,
): Promise<number> {
  const rows = await tx.execute(sql`
    with ${recordset(windows)}, ${reachable(cohort, day, null)}
    insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, due_at, expires_at, created_at)
    select 'lesson', 1, r.bot, r.chat_id, r.learner_id, r.cohort_id, ${day}::date, r.lesson_version_id, w.due_at, w.expires_at, ${now}::timestamptz
    from reachable r join w on w.push_time = r.push_time
    where not exists (select 1 from deliveries d
        where d.learner_id = r.learner_id and d.study_day = ${day}::date and d.kind = 'lesson')
      and not exists (select 1 from streak_days s where s.learner_id = r.learner_id and s.day = ${day}::date)
    on conflict do nothing`);
  return rows.count;
}

/**
 * Plans the lesson of `day` in one window, whatever the push times: an operator's push, or one learner who just joined.
 * A cancelled delivery was not had, so it is planned again with the lesson that is next today.
 */
export async function pushLessons(
  tx: Db,
  cohort: CohortId,
  day: LocalDate,
  window: { readonly dueAt: Date; readonly expiresAt: Date },
  now: Date,
  learner: LearnerId | null = null,
): Promise<{ planned: number; alreadyPlanned: number }> {
  const [row] = await tx.execute<{ reachable: number; planned: number }>(sql`
    with ${reachable(cohort, day, learner)},
    planned as (
      insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, due_at, expires_at, created_at)
      select 'lesson', 1, r.bot, r.chat_id, r.learner_id, r.cohort_id, ${day}::date, r.lesson_version_id,
        ${window.dueAt}::timestamptz, ${window.expiresAt}::timestamptz, ${now}::timestamptz
      from reachable r
      on conflict (learner_id, study_day) where kind = 'lesson' do update
        set state = 'planned', reason = null, bot = excluded.bot, chat_id = excluded.chat_id, cohort_id = excluded.cohort_id,
          lesson_version_id = excluded.lesson_version_id, due_at = excluded.due_at, expires_at = excluded.expires_at
        where deliveries.state = 'cancelled' and deliveries.unknowns = 0
      returning 1
    )
    select (select count(*) from reachable)::int as reachable, (select count(*) from planned)::int as planned`);
  return { planned: row!.planned, alreadyPlanned: row!.reachable - row!.planned };
}

/**
 * Writes down reminder `ordinal` of `day` for those of the cohort who had a lesson that day and have not kept it.
 * Whether they still have not is asked again when it leaves.
 */
export async function planReminders(
  tx: Db,
  cohort: CohortId,
  day: LocalDate,
  ordinal: number,
  window: { readonly dueAt: Date; readonly expiresAt: Date },
  now: Date,
): Promise<number> {
  const rows = await tx.execute(sql`
    with ${reachable(cohort, day, null)}
    insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, ordinal, due_at, expires_at, created_at)
    select 'reminder', 2, r.bot, r.chat_id, r.learner_id, r.cohort_id, ${day}::date, r.lesson_version_id, ${ordinal},
      ${window.dueAt}::timestamptz, ${window.expiresAt}::timestamptz, ${now}::timestamptz
    from reachable r
    where not exists (select 1 from streak_days s where s.learner_id = r.learner_id and s.day = ${day}::date)
      and exists (select 1 from deliveries d where d.learner_id = r.learner_id and d.study_day = ${day}::date
        and d.kind = 'lesson' and d.state = 'sent' and d.sent_at < ${window.dueAt}::timestamptz)
      and not exists (select 1 from deliveries d where d.learner_id = r.learner_id and d.study_day = ${day}::date
        and d.kind = 'reminder' and d.ordinal = ${ordinal})
    on conflict do nothing`);
  return rows.count;
}

/**
 * Offers the question that an outage left open again, once per outage: to those whose lesson or answer of the last day
 * before it went unanswered, unless today's lesson is on its way to them anyway.
 */
export async function planReoffers(
  tx: Db,
  outage: { readonly id: number; readonly what: string; readonly fromAt: Date; readonly toAt: Date },
  window: { readonly dueAt: Date; readonly expiresAt: Date },
  now: Date,
): Promise<number> {
  const rows = await tx.execute(sql`
    insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, attempt_id, lesson_version_id, ordinal, due_at, expires_at, created_at)
    select 'reoffer', 2, chat.bot, chat.id, a.learner_id, a.cohort_id, a.id, a.lesson_version_id, ${outage.id},
      ${window.dueAt}::timestamptz, ${window.expiresAt}::timestamptz, ${now}::timestamptz
    from people p
    join attempts a on a.id = p.current_attempt_id and a.completed_at is null
    join lateral (
      select h.id, h.bot from chats h left join lanes l on l.bot = h.bot
      where h.learner_id = p.id and h.state = 'active'
      order by (l.shut is not null), h.last_used_at desc, h.id limit 1
    ) chat on ${outage.what} in ('program', chat.bot)
    where p.erased_at is null
      and exists (select 1 from deliveries d where d.learner_id = p.id and d.state in ('sent', 'unknown')
        and d.sent_at between ${outage.fromAt}::timestamptz - interval '24 hours' and ${outage.toAt}::timestamptz
        and (d.attempt_id = a.id or d.kind = 'reply'))
      and not exists (select 1 from deliveries d where d.learner_id = p.id and d.kind in ('lesson', 'reoffer')
        and (d.state in ('planned', 'queued', 'sending') or d.sent_at > ${outage.toAt}::timestamptz))
      and not exists (select 1 from pauses z join cohorts c on c.id = a.cohort_id where z.learner_id = p.id
        and (${now}::timestamptz at time zone c.zone)::date between z.from_day and z.to_day)
    on conflict do nothing`);
  return rows.count;
}
