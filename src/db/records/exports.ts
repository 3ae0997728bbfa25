import { sql } from "drizzle-orm";
import type { BotKey, ChatId, CohortId, ExportId, InboxId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Db, Tx } from "../connect.ts";
import { yieldingRank, yieldingSince } from "../delivery/replies.ts";
import type { Scope } from "../units/scope.ts";

/** A workbook that somebody waits for. */
export interface WantedExport {
  readonly id: ExportId;
  readonly viewer: LearnerId;
  readonly chatId: ChatId;
  readonly bot: BotKey;
  readonly inbox: InboxId;
  readonly scope: Scope;
  readonly tries: number;
}

/** Writes down that a workbook is wanted; null: this person waits for one already. */
export async function askExport(
  tx: Tx,
  { viewer, chatId, inbox, scope }: Pick<WantedExport, "viewer" | "chatId" | "inbox" | "scope">,
  now: Date,
): Promise<ExportId | null> {
  const [row] = await tx.execute<{ id: ExportId }>(sql`
    insert into exports (viewer_id, chat_id, inbox_id, scope_kind, scope_id, asked_at)
    values (${viewer}, ${chatId}, ${inbox}, ${scope.kind}, ${scope.kind === "own" ? null : scope.id}, ${now}::timestamptz)
    on conflict do nothing returning id`);
  return row?.id ?? null;
}

/**
 * Takes a workbook to be made, for as long as the transaction lasts. Null: it is made, or somebody else is at it, or the
 * chat it was asked in is no longer theirs; then it is ended.
 */
export async function takeExport(tx: Tx, id: ExportId, now: Date): Promise<WantedExport | null> {
  const [row] = await tx.execute<{
    viewer: LearnerId;
    chatId: ChatId;
    bot: BotKey;
    inbox: InboxId;
    kind: Scope["kind"];
    scopeId: number | null;
    tries: number;
    open: boolean;
  }>(sql`
    select x.viewer_id as viewer, x.chat_id as "chatId", h.bot, x.inbox_id as inbox, x.scope_kind as kind,
      x.scope_id as "scopeId", x.tries, coalesce(h.learner_id = x.viewer_id and h.state = 'active', false) as open
    from exports x join chats h on h.id = x.chat_id
    where x.id = ${id} and x.state = 'waiting' for update of x skip locked`);
  if (row === undefined) return null;
  const { kind, scopeId, open, ...wanted } = row;
  if (!open) await endExport(tx, id, "failed", now);
  return open ? { id, ...wanted, scope: scopeOf(kind, scopeId) } : null;
}

function scopeOf(kind: Scope["kind"], id: number | null): Scope {
  switch (kind) {
    case "cohort":
      return { kind, id: id as CohortId };
    case "unit":
      return { kind, id: id as UnitId };
    case "own":
      return { kind };
  }
}

/** It is made, or never will be. */
export async function endExport(tx: Tx, id: ExportId, state: "done" | "failed", now: Date): Promise<void> {
  await tx.execute(sql`update exports set state = ${state}, done_at = ${now}::timestamptz where id = ${id}`);
}

/** One more try that came to nothing. Returns how many there were. */
export async function noteFailedTry(tx: Db, id: ExportId): Promise<number> {
  const [row] = await tx.execute<{ tries: number }>(sql`
    update exports set tries = tries + 1 where id = ${id} returning tries`);
  return row?.tries ?? 0;
}

/** The workbooks that are waited for, oldest first. */
export async function waitingExports(tx: Db, limit: number): Promise<ExportId[]> {
  const rows = await tx.execute<{ id: ExportId }>(sql`
    select id from exports where state = 'waiting' order by id limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** How many workbooks are waited for, and how many seconds the oldest has been at `now`; 0: none is. */
export async function countExports(
  db: Db,
  now: Date,
): Promise<{ readonly waiting: number; readonly oldestSeconds: number }> {
  const [row] = await db.execute<{ waiting: number; oldestSeconds: number }>(sql`
    select count(*) as waiting,
      greatest(0, coalesce(extract(epoch from ${now}::timestamptz - min(asked_at)), 0))::float8 as "oldestSeconds"
    from exports where state = 'waiting'`);
  return row!;
}

/** Of the parts of a reply this one comes last: those before it leave at once. */
const lastPart = 1000;

/** Plans the message that ends an export; a second one for the same writes nothing. It yields to what others are answered. */
export async function replyToExport(tx: Tx, wanted: WantedExport, message: Message, now: Date): Promise<void> {
  await tx.execute(sql`
    insert into deliveries (kind, lane, bot, chat_id, learner_id, inbox_id, ordinal, body, due_at, created_at)
    values ('reply', ${yieldingRank}, ${wanted.bot}, ${wanted.chatId}, ${wanted.viewer}, ${wanted.inbox}, ${lastPart},
      ${JSON.stringify(message)}::jsonb, ${yieldingSince(now)}, ${now}::timestamptz)
    on conflict do nothing`);
}
