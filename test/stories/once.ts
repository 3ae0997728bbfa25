import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Person } from "./person.ts";
import type { World } from "./world.ts";

/** A delivery that is not as promise 2 has it, as the database keeps it. */
interface Astray {
  readonly id: number;
  readonly kind: string;
  readonly state: string;
  readonly sends: number;
  readonly unknowns: number;
  readonly reason: string | null;
}

/**
 * Every delivery is sent; a second time only after an unknown ending; never a third. One whose first ending is unknown
 * may stay so: whoever has learnt meanwhile had it.
 * @param askers who asked for a lesson that let them wait: what they learnt before it came need not come any more
 */
export async function expectSentOnce(world: World, askers: ReadonlySet<number>): Promise<void> {
  const asked = JSON.stringify([...askers]);
  const astray = await world.database.sql<Astray[]>`
    select id, kind, state, sends, unknowns, reason from deliveries where sends > 1 + least(unknowns, 1) or not (
      state = 'sent' or (state = 'unknown' and (unknowns = 2 or reason = 'learnt'))
      or (state = 'cancelled' and reason = 'learnt' and sends = 0 and ${asked}::text::jsonb @> to_jsonb(learner_id)))`;
  expect([...astray]).toEqual([]);
}

/** All that counts as sent has arrived, and of nothing more has come than unknown endings allow. */
export async function expectReceivedOnce(world: World, people: readonly Person[]): Promise<void> {
  const rows = await world.database.db.execute<{ chat: string; ids: string[]; unknowns: number }>(sql`
    select h.address as chat, coalesce(array_agg(d.platform_id) filter (where d.state = 'sent'), '{}') as ids,
      sum(d.unknowns)::int as unknowns
    from deliveries d join chats h on h.id = d.chat_id group by 1`);
  const kept = new Map([...rows].map((row) => [row.chat, row]));
  const all = await world.telegram.sent();
  const wrong = people.flatMap(({ chat }) => {
    const { ids, unknowns } = kept.get(chat)!;
    const had = all.filter((message) => message.chat === chat);
    const arrived = new Set(had.map(({ messageId }) => String(messageId)));
    const lost = ids.filter((id) => !arrived.has(id));
    const more = had.length - new Set(ids).size;
    if (lost.length === 0 && more <= unknowns) return [];
    return [{ chat, lost, more, unknowns }];
  });
  expect(wrong).toEqual([]);
}

/** No update waits, none was given up, and none is blamed for what befell the machine. */
export async function expectAllHandled(world: World): Promise<void> {
  const left = await world.database.sql`
    select state, tries, error, count(*)::int as n from inbox where state <> 'done' or tries > 0 group by 1, 2, 3`;
  expect([...left]).toEqual([]);
}

/** Points by learner, and what they have finished: as the class itself has counted. */
export async function expectPoints(world: World, points: ReadonlyMap<number, number>, lessons: number): Promise<void> {
  const rows = await world.database.db.execute<{ id: number; points: number; lessons: number }>(sql`
    select l.learner_id as id, sum(l.points)::int as points,
      (select count(*)::int from attempts a where a.learner_id = l.learner_id and a.completed_at is not null) as lessons
    from points_ledger l group by 1`);
  const found = new Map([...rows].map((row) => [row.id, { points: row.points, lessons: row.lessons }]));
  expect(found).toEqual(new Map([...points].map(([id, sum]) => [id, { points: sum, lessons }])));
}

/** The sums that are counted as it happens are those that a count gives. */
export async function expectSumsWhole(world: World): Promise<void> {
  const told = await world.tryHocvu("doctor", "--json");
  const { checks } = JSON.parse(told.stdout) as { checks: { name: string; ok: boolean; detail: string }[] };
  const [sums, audit] = ["sums", "audit"].map((name) => checks.find((check) => check.name === name));
  expect([sums, audit]).toEqual([expect.objectContaining({ ok: true }), expect.objectContaining({ ok: true })]);
}
