import { sql } from "drizzle-orm";
import type { BotKey, LearnerId } from "#domain/ids.ts";
import type { DaySpan, KeptDay } from "#domain/streak.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";

/** The learner kept the day. False: it was kept already. */
export async function keepDay(tx: Tx, learner: LearnerId, day: LocalDate, by: KeptDay["by"]): Promise<boolean> {
  const rows = await tx.execute(sql`
    insert into streak_days (learner_id, day, by) values (${learner}, ${day}::date, ${by}) on conflict do nothing returning day`);
  return rows.length > 0;
}

/** What of the learner's days, and of everybody's, decides whether a day counts. */
export interface StreakRows {
  /** In no order. */
  readonly kept: readonly KeptDay[];
  readonly pauses: readonly DaySpan[];
  /** Bots of every chat the learner has. */
  readonly bots: readonly BotKey[];
  readonly holidays: readonly LocalDate[];
}

export async function readStreakRows(tx: Tx, learner: LearnerId): Promise<StreakRows> {
  const [row] = await tx.execute<StreakRows & Record<string, unknown>>(sql`
    select
      coalesce((select jsonb_agg(jsonb_build_object('date', s.day, 'by', s.by))
        from streak_days s where s.learner_id = ${learner}), '[]'::jsonb) as kept,
      coalesce((select jsonb_agg(jsonb_build_object('from', z.from_day, 'to', z.to_day) order by z.from_day)
        from pauses z where z.learner_id = ${learner}), '[]'::jsonb) as pauses,
      coalesce((select jsonb_agg(distinct h.bot) from chats h where h.learner_id = ${learner}), '[]'::jsonb) as bots,
      coalesce((select jsonb_agg(d.day) from holidays d), '[]'::jsonb) as holidays`);
  return row!;
}
