/**
 * An update's way: stored and waiting → handled, in one transaction with everything that follows from it → done. What
 * fails leaves nothing behind and is tried again; what fails again and again is parked, and the chat goes on.
 */

import { lockNext, markDone, noteFailure, type WaitingUpdate } from "#db/chats/inbox.ts";
import { type Db, isTrouble, type Tx } from "#db/connect.ts";
import { insertReplies } from "#db/delivery/replies.ts";
import type { BotKey, ChatId, InboxId, LearnerId } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import type { Incoming, Message } from "#domain/message.ts";
import type { Clock } from "#domain/time.ts";

/** What we owe for an update, and where. */
export interface Reply {
  readonly to: { readonly chatId: ChatId; readonly bot: BotKey; readonly learnerId: LearnerId | null };
  readonly messages: readonly Message[];
}

/** What a person did, once it is known who writes where and when. */
export interface Said {
  readonly incoming: Incoming;
  /** When they wrote or pressed, in the application's time, never later than it was received: it decides the study day. */
  readonly at: Date;
  /** When they turned to us by what their platform counts, in the application's time; null: this was nothing of the kind. */
  readonly interaction?: Date | null;
  readonly inbox: InboxId;
  readonly now: Date;
}

/** How a bot's updates are read. Neither ever throws. */
export interface Reader {
  /** Null: the update says nothing to us. */
  read(update: unknown): Incoming | null;
  /** Best effort: what the person did is shown as seen. */
  acknowledge(update: unknown): Promise<void>;
}

export interface ReceiveDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** Undefined for a bot that this program no longer speaks as. */
  readonly readerOf: (bot: BotKey) => Reader | undefined;
  /** Does what the update asks for. Null: nothing is to be said. */
  readonly handle: (tx: Tx, said: Said) => Promise<Reply | null>;
  /** Wakes whoever sends for the bot. Best effort. */
  readonly wake: (bot: BotKey) => Promise<void>;
  /** Told of every update that was tried, for the metrics. */
  readonly handled: (seconds: number, ending: "done" | "failed") => void;
  readonly log: Log;
}

/**
 * Handles whatever waits in the chat of this update, oldest first. Safe to call for the same update by any number of
 * processes: a chat is handled by one at a time, and what is done is done. Rejects when the database is away or in trouble.
 */
export async function receive(deps: ReceiveDeps, id: InboxId): Promise<void> {
  for (let more = true; more; ) more = await receiveNext(deps, id);
}

/** The same for the oldest of them alone. Answers whether the chat has another one waiting. */
export async function receiveNext(deps: ReceiveDeps, id: InboxId): Promise<boolean> {
  const { clock, db, handled, log, wake } = deps;
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  const now = clock.now();
  let current: WaitingUpdate | null = null;
  try {
    const done = await db.transaction(async (tx) => {
      current = await lockNext(tx, id);
      if (current === null) return null;
      const reply = await handleOne(deps, tx, current, now);
      await Promise.all([
        reply === null ? null : insertReplies(tx, reply.to, current.id, reply.messages, now),
        markDone(tx, current.id, now),
      ]);
      return { bot: current.bot, owed: reply !== null, more: current.more };
    });
    if (done === null) return false;
    handled(seconds(), "done");
    if (done.owed) await wake(done.bot); // for speed only: a lane looks by itself
    return done.more;
  } catch (error) {
    // A full disk or a restart is no fault of the update: it waits for as long, and is not parked for it.
    if (current === null || isTrouble(error)) throw error;
    const failed: WaitingUpdate = current;
    handled(seconds(), "failed");
    const state = await db.transaction((tx) => noteFailure(tx, failed.id, nameAndPlace(error)));
    log.error({ err: error, update: failed.id, state }, "an update could not be handled");
    return failed.more || state === "waiting";
  }
}

async function handleOne(
  { readerOf, clock, handle }: ReceiveDeps,
  tx: Tx,
  update: WaitingUpdate,
  now: Date,
): Promise<Reply | null> {
  const reader = readerOf(update.bot);
  if (reader === undefined) throw new Error(`no bot ${update.bot} is configured`);
  void reader.acknowledge(update.payload);
  const incoming = reader.read(update.payload);
  if (incoming === null) return null;
  const { writtenAt } = incoming;
  const { receivedAt } = update;
  const seen = (wall: Date): Date => {
    const then = clock.fromWall(wall);
    const early = then < receivedAt;
    return early ? then : receivedAt;
  };
  const at = writtenAt === null ? receivedAt : seen(writtenAt);
  const interaction = incoming.interaction === undefined ? null : seen(incoming.interaction);
  return handle(tx, { incoming, at, interaction, inbox: update.id, now });
}

/** An error without its message: that may quote what the person wrote. What the database objected to is a name of ours. */
function nameAndPlace(error: unknown): string {
  if (!(error instanceof Error)) return "not an error";
  const lines = error.stack?.split("\n").filter((line) => !line.includes("node_modules")) ?? [];
  const place = /src\/[\w/.-]+:\d+/.exec(lines.find((line) => line.includes("/src/")) ?? "")?.[0];
  const { code, constraint_name: constraint } = (error.cause ?? {}) as { code?: unknown; constraint_name?: unknown };
  return [error.name, code, constraint, place].filter((part) => typeof part === "string" && part !== "").join(" ");
}
