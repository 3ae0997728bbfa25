import { sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";

/** Ends what is paused from `day` on; days paused before it stay. False: nothing was. */
export async function cutPauses(tx: Tx, learner: LearnerId, day: LocalDate): Promise<boolean> {
  const gone = await tx.execute(sql`delete from pauses where learner_id = ${learner} and from_day >= ${day}::date`);
  const cut = await tx.execute(sql`
    update pauses set to_day = ${day}::date - 1 where learner_id = ${learner} and to_day >= ${day}::date`);
  return gone.count + cut.count > 0;
}

/** @param toDay included */
export async function insertPause(tx: Tx, learner: LearnerId, fromDay: LocalDate, toDay: LocalDate): Promise<void> {
  await tx.execute(sql`
    insert into pauses (learner_id, from_day, to_day) values (${learner}, ${fromDay}::date, ${toDay}::date)`);
}
