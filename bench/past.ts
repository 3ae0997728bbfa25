import { sql } from "drizzle-orm";
import type { Db } from "../src/db/connect.ts";
import { freshenStreaks } from "../src/supervision/streaks.ts";
import type { School } from "./school.ts";

/**
 * So many days on which everybody of a school got a lesson and answered it, before the day on which it opened: all but the
 * lesson that comes next; the course must have as many. Updates are kept as they are a week later, without what was said; nothing
 * was taken away since.
 */
export async function layPast(db: Db, { cohort, today, learners }: School, days: number): Promise<void> {
  await db.execute(sql`
    create temporary table past as
    select x.lesson_id, x.lesson_version_id, ${today}::date - 1 - row_number() over (order by x.position desc)::int as day from (
      select l.* from cohorts c join course_versions v on v.course_id = c.course_id and v.current
      join course_lessons l on l.course_version_id = v.id
      where c.id = ${cohort.id} and l.lesson_id not in (select e.next_lesson_id from enrolments e where e.cohort_id = c.id)
      order by l.position limit ${days}) x`);
  const first = sql`${today}::date - 1 - ${days}::int`;
  await db.execute(sql`update cohorts set start_day = ${first} where id = ${cohort.id}`);
  await db.execute(sql`update enrolments set joined_day = ${first} where cohort_id = ${cohort.id}`);
  const at = sql`(d.day + time '09:00') at time zone ${cohort.zone}`;
  const answer = sql`${at} + q * interval '20 seconds'`;
  await db.execute(sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day, score, passed)
    select p.id, d.lesson_id, d.lesson_version_id, ${cohort.id}, 3, ${at}, ${at}, d.day, 1, true
    from past d, people p where p.id <= ${learners} order by d.day, p.id`);
  await db.execute(sql`
    insert into answers (attempt_id, question, comeback, "right", answered_at)
    select a.id, q, false, true, a.completed_at from attempts a, generate_series(0, 2) q order by a.id`);
  await db.execute(sql`
    insert into points_ledger (learner_id, reason, deed, points, earned_on, earned_at)
    select a.learner_id, case when q < 3 then 'right_first' else 'lesson_completed' end,
      'attempt:' || a.id || case when q < 3 then ':question:' || q else '' end, case when q < 3 then 10 else 5 end, a.completed_day, a.completed_at
    from attempts a, generate_series(0, 3) q order by a.id`);
  await db.execute(
    sql`insert into streak_days (learner_id, day, by) select learner_id, completed_day, 'lesson' from attempts`,
  );
  await db.execute(sql`
    insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, attempt_id, state, due_at, sends, platform_id, sent_at, created_at)
    select 'lesson', 1, h.bot, h.id, a.learner_id, a.cohort_id, a.completed_day, a.lesson_version_id, a.id, 'sent', a.opened_at, 1, a.id, a.opened_at, a.opened_at
    from attempts a join chats h on h.learner_id = a.learner_id order by a.id`);
  await db.execute(sql`
    with came as (
      insert into inbox (bot, update_key, received_at, state, handled_at)
      select h.bot, 'past ' || h.id || ' ' || d.day || ' ' || q, ${answer}, 'done', ${answer}
      from past d, chats h, generate_series(1, 4) q where h.learner_id <= ${learners} order by d.day, h.id
      returning id, split_part(update_key, ' ', 2)::bigint as chat, received_at)
    insert into deliveries (kind, lane, bot, chat_id, learner_id, inbox_id, state, due_at, sends, platform_id, sent_at, created_at)
    select 'reply', 0, h.bot, h.id, h.learner_id, c.id, 'sent', c.received_at, 1, c.id, c.received_at, c.received_at
    from came c join chats h on h.id = c.chat`);
  await db.execute(sql`drop table past`);
  // As the scheduler has done it in the weeks before.
  while ((await db.transaction((tx) => freshenStreaks(tx, new Date(), 500))) > 0);
  await db.execute(sql`vacuum analyze`);
}
