/** What decides the streaks of many people, in few statements. */
import { sql } from "drizzle-orm";
import type { BotKey, LearnerId } from "#domain/ids.ts";
import type { LifeDays } from "#domain/place.ts";
import type { Tx } from "../connect.ts";
import { placesOf } from "../reports.ts";
import type { Part, Viewer } from "../scope.ts";

export interface Lifetime extends LifeDays {
  readonly learner: LearnerId;
  /** Bots of every chat the learner has. */
  readonly bots: readonly BotKey[];
}

/**
 * The lives of the people of a part who ever kept a day: the others have no streak. Places they left count too, and
 * those in cohorts outside the part: a streak is the person's.
 */
export async function readLifetimes(tx: Tx, part: Part, viewer: Viewer): Promise<readonly Lifetime[]> {
  return await tx.execute<Lifetime & Record<string, unknown>>(sql`
    with ${placesOf(part, viewer)},
    kept as (
      select s.learner_id, jsonb_agg(jsonb_build_object('date', s.day, 'by', s.by)) as days
      from streak_days s where s.learner_id in (select p.learner_id from seats p) group by s.learner_id)
    select k.learner_id as learner, k.days as kept, left(p.push_time::text, 5) as "ownTime",
      coalesce((select jsonb_agg(jsonb_build_object('from', z.from_day, 'to', z.to_day) order by z.from_day)
        from pauses z where z.learner_id = p.id), '[]'::jsonb) as pauses,
      coalesce((select jsonb_agg(distinct h.bot) from chats h where h.learner_id = p.id), '[]'::jsonb) as bots,
      (select jsonb_agg(jsonb_build_object('id', e.id, 'startDay', c.start_day, 'weekdays', c.weekdays, 'zone', c.zone,
          'pushTime', left(c.push_time::text, 5), 'joinedDay', e.joined_day, 'nextLessonId', e.next_lesson_id,
          'leftDay', (e.left_at at time zone c.zone)::date,
          'finishedDay', case when e.next_lesson_id is null then greatest((
            select max(a.completed_day) from attempts a join lesson_versions w on w.id = a.lesson_version_id
            where a.learner_id = e.learner_id and w.course_id = c.course_id), (
            select max(s.skipped_day) from skips s join course_versions v on v.course_id = c.course_id and v.current
              join course_lessons l on l.course_version_id = v.id and l.lesson_id = s.lesson_id
            where s.learner_id = e.learner_id)) end) order by e.id)
        from enrolments e join cohorts c on c.id = e.cohort_id where e.learner_id = p.id) as places
    from kept k join people p on p.id = k.learner_id`);
}
