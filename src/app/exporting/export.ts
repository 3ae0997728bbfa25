/**
 * A workbook's way: asked for in a chat and waiting → made, kept, told of, in one transaction. The row's lock says who is
 * at it, so what a dead process leaves behind waits again at once, and its message is planned once however often it is
 * made.
 */
import type { HandingOver } from "#channels/channel.ts";
import type { Db, Tx } from "#db/connect.ts";
import { endExport, noteFailedTry, replyToExport, takeExport, type WantedExport } from "#db/records/exports.ts";
import type { BotKey, ExportId } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import { type Clock, dateIn, timeIn, type Zone } from "#domain/time.ts";
import { type NamedScope, readScope } from "#supervision/scope.ts";
import {
  exportFailedMessage,
  exportFileMessage,
  exportLinkMessage,
  noExportMessage,
  noSuchScopeMessage,
} from "#wording/compose-supervisor.ts";
import type { BookOrder, MadeBook } from "./book.ts";
import { bookMinutes, keepBook } from "./keeping.ts";

export interface ExportDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly handingOver: (bot: BotKey) => HandingOver;
  readonly make: (order: Omit<BookOrder, "databaseUrl">) => Promise<MadeBook>;
  /** A new name that nobody can guess. */
  readonly secretName: () => string;
  /** Wakes whoever sends for the bot. Best effort. */
  readonly wake: (bot: BotKey) => Promise<void>;
  /** Given when the process ends: what it was at is left to the next, and is no failure. */
  readonly closing: AbortSignal;
  readonly log: Log;
}

const mostTries = 3;

/** Makes a workbook, unless it is made or somebody else is at it. What fails is tried again at the next sweep. */
export async function makeExport(deps: ExportDeps, id: ExportId): Promise<void> {
  const { clock, closing, db, log, wake } = deps;
  const end = async (tx: Tx, wanted: WantedExport, { message, state }: Ending) => {
    await replyToExport(tx, wanted, message, clock.now());
    await endExport(tx, id, state, clock.now());
    return wanted.bot;
  };
  const attempt = (work: (tx: Tx, wanted: WantedExport) => Promise<Ending>) =>
    db.transaction(async (tx) => {
      const wanted = await takeExport(tx, id, clock.now());
      return wanted === null ? null : end(tx, wanted, await work(tx, wanted));
    });
  let bot: BotKey | null = null;
  try {
    bot = await attempt((tx, wanted) => endingOf(deps, tx, wanted));
  } catch (error) {
    if (closing.aborted) return;
    const tries = await noteFailedTry(db, id);
    log.error({ err: error, export: id, tries }, "a workbook could not be made");
    if (tries >= mostTries) bot = await attempt((tx, wanted) => failure(tx, wanted));
  }
  if (bot !== null) await wake(bot);
}

/** How an export ends. */
interface Ending {
  readonly message: Message;
  readonly state: "done" | "failed";
}

const failed = (message: Message): Ending => ({ message, state: "failed" });

async function endingOf(deps: ExportDeps, tx: Tx, wanted: WantedExport): Promise<Ending> {
  const { clock, handingOver, make, secretName, zone } = deps;
  const { scope, viewer } = wanted;
  const way = handingOver(wanted.bot);
  if (way.kind === "none") return failed(noExportMessage());
  const seen = await readScope(tx, scope, viewer);
  if (seen === null) return failed(noSuchScopeMessage());
  const named: NamedScope = { scope, name: seen.name };
  const now = clock.now();
  const { bytes, ...made } = await make({ named, viewer, now, zone });
  if (bytes === null) return failed(noSuchScopeMessage());
  const name = secretName();
  const file = await keepBook(tx, { ...made, bytes, name, scope, viewer, readAt: now }, clock.now());
  if (file === null) throw new Error("somebody was erased while the workbook was made");
  const asOf = { day: dateIn(zone, now), time: timeIn(zone, now) };
  const link = way.kind === "link" ? `${way.base}/files/${name}.xlsx` : null;
  const message =
    link === null ? exportFileMessage(named.name, asOf, file) : exportLinkMessage(named.name, asOf, link, bookMinutes);
  return { message, state: "done" };
}

async function failure(tx: Tx, { scope, viewer }: WantedExport): Promise<Ending> {
  const seen = await readScope(tx, scope, viewer);
  return failed(seen === null ? noSuchScopeMessage() : exportFailedMessage(seen.name));
}
