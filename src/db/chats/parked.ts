import { sql } from "drizzle-orm";
import type { BotKey, InboxId } from "#domain/ids.ts";
import type { Db } from "../connect.ts";

/** An update that could not be handled three times, and was put aside so that its chat goes on. */
export interface ParkedUpdate {
  readonly id: InboxId;
  readonly bot: BotKey;
  readonly receivedAt: Date;
  readonly tries: number;
  /** The error's name and place, never what the person wrote. */
  readonly error: string | null;
  /** What it said is still there, so that it can be handled again. */
  readonly kept: boolean;
}

/** The oldest first, at most `limit`. */
export async function listParked(tx: Db, limit: number): Promise<ParkedUpdate[]> {
  const rows = await tx.execute<ParkedUpdate & Record<string, unknown>>(sql`
    select id, bot, received_at as "receivedAt", tries, error, payload is not null as kept
    from inbox where state = 'parked' order by id limit ${limit}`);
  return [...rows];
}

export async function countParked(tx: Db): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*) as n from inbox where state = 'parked'`);
  return row!.n;
}

/** Puts it back to be handled as if for the first time. Null: it is not parked. False: it was emptied since. */
export async function unpark(tx: Db, id: InboxId): Promise<boolean | null> {
  const [row] = await tx.execute<{ kept: boolean }>(sql`
    select payload is not null as kept from inbox where id = ${id} and state = 'parked' for update`);
  if (row === undefined || !row.kept) return row?.kept ?? null;
  await tx.execute(sql`
    update inbox set state = 'waiting', tries = 0, error = null, handled_at = null where id = ${id}`);
  return true;
}
