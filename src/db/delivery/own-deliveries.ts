import { sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";

/** Whether the lesson of the day is on its way to the learner or was sent; a cancelled one was not had. */
export async function hadLesson(tx: Tx, learner: LearnerId, day: LocalDate): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from deliveries
    where learner_id = ${learner} and study_day = ${day}::date and kind = 'lesson' and state <> 'cancelled'`);
  return rows.length > 0;
}

/**
 * Takes back what is planned for the learner, answers to them and what their supervisors announced excepted. What has once left with an unknown ending stays
 * `unknown`: it may have been had. (In a `case`, as in `redirectLessons`.) @param reason in a word
 */
export async function withdrawPlanned(tx: Tx, learner: LearnerId, reason: string): Promise<void> {
  await tx.execute(sql`
    update deliveries set state = case when unknowns = 0 then 'cancelled' else 'unknown' end, reason = ${reason}
    where learner_id = ${learner} and case state when 'planned' then kind not in ('reply', 'announcement') end`);
}
