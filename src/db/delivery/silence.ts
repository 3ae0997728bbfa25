/** What a silence brings forth on a platform that counts it: one request for a tap while it is free, one last word, and then a few approved texts. */
import { type SQL, sql } from "drizzle-orm";
import { rankOf } from "#domain/delivery-state.ts";
import type { LocalTime, Zone } from "#domain/time.ts";
import {
  freeHours,
  lastWordOrdinal,
  lessonSpeaksMinutes,
  mostTemplates,
  openHours,
  type RhythmRange,
  type RunningSilence,
  rhythmOrdinal,
  templateAfterDays,
  templateEveryDays,
  templateOrdinal,
  templateWithinDays,
} from "#domain/zalo-window.ts";
import type { Db } from "../connect.ts";
import { isUsable } from "./oa-templates.ts";
import { affordable, isFree, isSilenced, payable, withWindow } from "./windows.ts";

/** A zone outside its quiet hours. */
export interface AwakeZone extends RhythmRange {
  readonly zone: Zone;
}

const lessonSpeaks = sql.raw(`interval '${lessonSpeaksMinutes} minutes'`);

/**
 * Who learns today by the chat `h`, the one of theirs that was used last, and has something left to learn: neither paused
 * nor done for today.
 * @param silence which silences `w`: whoever answers every day is not even looked at
 */
const learners = (zones: readonly AwakeZone[], now: Date, silence: SQL): SQL => sql`
  zones as (select * from jsonb_to_recordset(${JSON.stringify(zones)}::jsonb)
    as t(zone text, after timestamptz, "upTo" timestamptz, until timestamptz)),
  silent as materialized (
    select distinct on (p.id) h.id as chat_id, h.bot, h.learner_id, e.cohort_id, n.lesson_version_id, t.*, w.last_interaction,
      w.nudged_at, day.today, coalesce(p.push_time, c.push_time) as push_time,
      ${payable(now)} as payable
    from silences w join chats h on h.id = w.chat_id and h.state = 'active'
    join lanes l on l.bot = h.bot and l.budget_vnd is not null and l.shut is null
    join people p on p.id = h.learner_id and p.agreed_at is not null and p.erased_at is null
    join enrolments e on e.learner_id = p.id and e.left_at is null
    join cohorts c on c.id = e.cohort_id
    cross join lateral (select (${now}::timestamptz at time zone c.zone)::date as today) day
    join zones t on t.zone = c.zone
    join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons n on n.course_version_id = v.id and n.lesson_id = e.next_lesson_id
    where ${silence} and e.joined_day <= day.today and c.start_day <= day.today
      and not exists (select 1 from pauses z where z.learner_id = p.id and day.today between z.from_day and z.to_day)
      and not exists (select 1 from streak_days s where s.learner_id = p.id and s.day = day.today)
      and not exists (select 1 from chats o where o.learner_id = p.id and o.state = 'active' and o.last_used_at > h.last_used_at)
    order by p.id, e.id)`;

/** Silences of at least so many hours in which the platform still takes messages and the lessons have not paused. */
const open = (
  now: Date,
  hours: number,
): SQL => sql`w.last_interaction > ${now}::timestamptz - ${sql.raw(`interval '${openHours} hours'`)}
  and w.last_interaction <= ${now}::timestamptz - ${sql.raw(`interval '${hours} hours'`)} and w.refused_at is null and w.paused_at is null`;

/** Silences in which it takes approved texts alone, and has not refused one of these. */
const shut = (
  now: Date,
): SQL => sql`w.last_interaction > ${now}::timestamptz - ${sql.raw(`interval '${templateWithinDays} days'`)}
  and w.last_interaction < ${now}::timestamptz - ${sql.raw(`interval '${templateAfterDays - 1} days'`)}
  and (w.refused_at is null or w.refused_at < w.last_interaction + ${sql.raw("interval '7 days'")})`;

const written = (ordinal: number, due: SQL, until: SQL, now: Date): SQL => sql`
  insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, ordinal, due_at, expires_at, created_at)
  select 'reminder', ${rankOf.reminder}::smallint, s.bot, s.chat_id, s.learner_id, s.cohort_id, s.today, s.lesson_version_id, ${ordinal}::bigint,
    ${now}::timestamptz, ${until}, ${now}::timestamptz
  from ${due} s on conflict do nothing`;

/** The silences of half a year of those who learn, equal ones once: for whoever moves the clock. */
export async function readRunningSilences(tx: Db, now: Date): Promise<RunningSilence[]> {
  const rows = await tx.execute<{ last: Date; zone: Zone; push_time: string }>(sql`
    select distinct w.last_interaction as last, c.zone, coalesce(p.push_time, c.push_time)::text as push_time
    from silences w join chats h on h.id = w.chat_id and h.state = 'active'
    join people p on p.id = h.learner_id and p.agreed_at is not null and p.erased_at is null
    join enrolments e on e.learner_id = p.id and e.left_at is null
    join cohorts c on c.id = e.cohort_id
    where w.last_interaction > ${now}::timestamptz - ${sql.raw(`interval '${templateWithinDays} days'`)}`);
  return rows.map(({ last, push_time, zone }) => ({
    lastInteraction: last,
    zone,
    pushTime: push_time.slice(0, 5) as LocalTime,
  }));
}

/**
 * Asks those for a tap whose free hours will soon be over, once in a silence: it keeps them open for nothing. Returns how many.
 */
export async function planRhythm(tx: Db, zones: readonly AwakeZone[], now: Date): Promise<number> {
  const rows = await tx.execute(sql`
    with ${learners(zones, now, open(now, 30))},
    due as (
      select * from silent s where s.nudged_at is null and s.last_interaction > s.after and s.last_interaction <= s."upTo"
        and not exists (select 1 from deliveries d where d.learner_id = s.learner_id and d.kind = 'lesson'
          and d.due_at > ${now}::timestamptz - ${lessonSpeaks})),
    asked as (update silences w set nudged_at = ${now}::timestamptz from due where w.chat_id = due.chat_id)
    ${written(rhythmOrdinal, sql`due`, sql`least(s.until, s.last_interaction + ${sql.raw(`interval '${freeHours} hours'`)})`, now)}`);
  return rows.count;
}

/**
 * Tells those that their lessons pause who have been silent for six days, at the time of their lesson and in its place, if the
 * budget has it and there is no other chat in which they go on. Returns how many.
 */
export async function planLastWords(tx: Db, zones: readonly AwakeZone[], now: Date): Promise<number> {
  const rows = await tx.execute(sql`
    with ${learners(zones, now, open(now, 120))},
    due as (
      select s.* from silent s
      where s.payable and (s.last_interaction at time zone s.zone)::date + 6 = s.today
        and (${now}::timestamptz at time zone s.zone)::time >= s.push_time
        and not exists (select 1 from deliveries d where d.learner_id = s.learner_id and d.kind = 'lesson' and d.study_day = s.today)
        and not exists (select 1 from chats h ${withWindow} where h.learner_id = s.learner_id and h.id <> s.chat_id
          and h.state = 'active' and ${isFree(sql`${now}::timestamptz`)})),
    told as (update silences w set paused_at = ${now}::timestamptz from due where w.chat_id = due.chat_id)
    ${written(lastWordOrdinal, sql`due`, sql`least(s.until, s.last_interaction + ${sql.raw(`interval '${openHours} hours'`)})`, now)}`);
  return rows.count;
}

/**
 * Reminds those whom nothing else reaches any more by the approved text, at the time of their lesson: three times at the most in a
 * silence, a week apart, as long as the budget has it. One that did not leave is not counted, and tried again on another day. Returns how many.
 */
export async function planTemplates(tx: Db, zones: readonly AwakeZone[], now: Date): Promise<number> {
  const rows = await tx.execute(sql`
    with ${learners(zones, now, shut(now))},
    due as (
      select s.* from silent s
      join lanes l on l.bot = s.bot
      join oa_templates t on t.bot = s.bot and t.template_id is not null and ${isUsable(sql`${now}::timestamptz`)}
      cross join lateral (
        select count(*) as sent, max(d.study_day) as last from deliveries d
        where d.chat_id = s.chat_id and d.kind = 'reminder' and d.ordinal = ${sql.raw(String(templateOrdinal))} and d.created_at > s.last_interaction and d.state <> 'cancelled') had
      where ${affordable(now, sql`t.price_vnd`)}
        and (s.last_interaction at time zone s.zone)::date + ${templateAfterDays}::int <= s.today
        and (${now}::timestamptz at time zone s.zone)::time >= s.push_time
        and had.sent < ${mostTemplates}::int and (had.last is null or had.last + ${templateEveryDays}::int <= s.today)
        and not exists (select 1 from chats h ${withWindow} where h.learner_id = s.learner_id and h.state = 'active' and not ${isSilenced(now)}))
    ${written(templateOrdinal, sql`due`, sql`s.until`, now)}`);
  return rows.count;
}
