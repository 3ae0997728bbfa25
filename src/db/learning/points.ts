import { sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";
import type { PointEntry, PointReason } from "#domain/points.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Tx } from "../connect.ts";

/** Writes points down, each deed once. Returns what was new: a repeat earns nothing. */
export async function recordPoints(
  tx: Tx,
  learner: LearnerId,
  entries: readonly PointEntry[],
  day: LocalDate,
  at: Date,
): Promise<readonly Pick<PointEntry, "reason" | "points">[]> {
  if (entries.length === 0) return [];
  return await tx.execute<{ reason: PointReason; points: number }>(sql`
    insert into points_ledger (learner_id, reason, deed, points, earned_on, earned_at)
    select ${learner}, p.reason, p.key, p.points, ${day}::date, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as p(reason text, key text, points smallint)
    on conflict on constraint points_once do nothing returning reason, points`);
}

/** The learner's points altogether and those of one day. */
export async function sumPoints(tx: Tx, learner: LearnerId, day: LocalDate): Promise<{ total: number; onDay: number }> {
  const [row] = await tx.execute<{ total: number; onDay: number }>(sql`
    select coalesce(sum(points), 0)::int as total, coalesce(sum(points) filter (where earned_on = ${day}::date), 0)::int as "onDay"
    from points_ledger where learner_id = ${learner}`);
  return row!;
}

export interface BoardRow {
  readonly learnerId: LearnerId;
  readonly fullName: string;
  readonly points: number;
  /** From 1; equal points share a place. */
  readonly place: number;
}

export interface Board {
  /** The unit's path. */
  readonly unit: string;
  /** How many of the unit have joined. */
  readonly of: number;
  /** The learner with up to `around` neighbours on either side, the best first; equal points by name. */
  readonly rows: readonly BoardRow[];
}

/**
 * The board of the unit of the learner's main post: who joined and was not erased. Null for who holds no post or has not joined.
 */
export async function readBoard(tx: Tx, learner: LearnerId, around: number): Promise<Board | null> {
  const rows = await tx.execute<BoardRow & { unit: string; of: number } & Record<string, unknown>>(sql`
    with mine as (select o.unit_id from posts o where o.person_id = ${learner} and o.main),
    sums as (
      select p.id, p.full_name, coalesce(l.points, 0) as points
      from mine join posts o on o.unit_id = mine.unit_id join people p on p.id = o.person_id
      left join lifetimes l on l.learner_id = p.id
      where p.erased_at is null and p.agreed_at is not null),
    ranked as (
      select id, full_name, points, rank() over (order by points desc) as place, count(*) over () as of,
        row_number() over (order by points desc, full_name collate "vi-x-icu", id) as line
      from sums)
    select r.id as "learnerId", r.full_name as "fullName", r.points, r.place, r.of, u.path as unit
    from ranked r join ranked me on me.id = ${learner} and r.line between me.line - ${around}::int and me.line + ${around}::int
    join mine on true join units u on u.id = mine.unit_id order by r.line`);
  const [first] = rows;
  if (first === undefined) return null;
  return { unit: first.unit, of: first.of, rows: rows.map(({ unit, of, ...row }) => row) };
}
