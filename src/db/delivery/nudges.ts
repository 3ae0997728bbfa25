import { sql } from "drizzle-orm";
import { rankOf } from "#domain/delivery-state.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { type CohortDay, daysOf, learningOn, placesOf } from "../figures/reports.ts";
import type { Scope, Viewer } from "../units/scope.ts";
import { firstChat, mayLeave, withOwnWindow } from "./windows.ts";

/** A cohort in whose zone something may leave now, and until when. */
export interface OpenCohort extends CohortDay {
  readonly expiresAt: Date;
}

const among = (people: readonly LearnerId[]) =>
  sql`any(array(select jsonb_array_elements_text(${JSON.stringify(people)}::jsonb)::bigint))`;

/**
 * Writes down a nudge for everyone in the scope who is to learn today, has not kept the day and has an open chat: on the
 * chat used last, about the lesson they are at, once a day each whoever asks. Whoever learns in several cohorts is at the lesson of
 * the oldest that has begun, whatever the scope, and is left alone on its days off. Repeating it writes nothing.
 * @param cohorts those it is daytime for; people of others are left alone
 * @param only these people of the scope; null: everybody in it
 */
export async function planNudges(
  tx: Tx,
  scope: Scope,
  cohorts: readonly OpenCohort[],
  now: Date,
  viewer: Viewer,
  only: readonly LearnerId[] | null = null,
): Promise<{ readonly planned: number; readonly alreadyNudged: number }> {
  const until = cohorts.map(({ cohort, expiresAt }: { cohort: CohortId; expiresAt: Date }) => ({ cohort, expiresAt }));
  const [row] = await tx.execute<{ reachable: number; planned: number }>(sql`
    with ${daysOf(cohorts)}, ${placesOf(scope, viewer)},
    until as (select * from jsonb_to_recordset(${JSON.stringify(until)}::jsonb) as t(cohort bigint, "expiresAt" timestamptz)),
    reachable as (
      select distinct on (p.learner_id) p.learner_id, home.cohort_id, d.today, t."expiresAt", chat.id as chat_id, chat.bot,
        l.lesson_version_id
      from places p join days d on d.cohort = p.cohort_id join until t on t.cohort = p.cohort_id
      join lateral (
        select e.cohort_id, e.next_lesson_id, c.course_id, c.weekdays from enrolments e join cohorts c on c.id = e.cohort_id
        where e.learner_id = p.learner_id and e.left_at is null and e.joined_day <= d.today and e.next_lesson_id is not null
          and c.start_day <= d.today
        order by e.id limit 1
      ) home on extract(isodow from d.today)::int = any(home.weekdays)
      left join course_versions v on v.course_id = home.course_id and v.current
      left join course_lessons l on l.course_version_id = v.id and l.lesson_id = home.next_lesson_id
      join lateral (
        select h.id, h.bot from chats h ${withOwnWindow}
        where h.learner_id = p.learner_id and h.state = 'active' and ${mayLeave("other", now)}
        order by ${firstChat(now)} limit 1
      ) chat on true
      where ${learningOn(sql`d.today`)} and ${only === null ? sql`true` : sql`p.learner_id = ${among(only)}`} and d."studyDay" and p.joined_day <= d.today
        and not exists (select 1 from streak_days s where s.learner_id = p.learner_id and s.day = d.today)
      order by p.learner_id, p.id
    ), planned as (
      insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, due_at, expires_at, created_at)
      select 'nudge', ${rankOf.nudge}::smallint, r.bot, r.chat_id, r.learner_id, r.cohort_id, r.today, r.lesson_version_id, ${now}::timestamptz, r."expiresAt", ${now}::timestamptz
      from reachable r
      on conflict (learner_id, study_day) where kind = 'nudge' do nothing
      returning 1
    )
    select (select count(*) from reachable) as reachable, (select count(*) from planned) as planned`);
  return { planned: row!.planned, alreadyNudged: row!.reachable - row!.planned };
}
