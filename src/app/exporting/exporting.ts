import { randomBytes } from "node:crypto";
import { connect } from "#db/connect.ts";
import { waitingExports } from "#db/records/exports.ts";
import { dropExpiredFiles } from "#db/records/private-files.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Tick } from "#queue/ticks.ts";
import type { Base } from "../base.ts";
import type { BookThread } from "./book-thread.ts";
import { type ExportDeps, makeExport } from "./export.ts";

/** 192 bits. */
export const secretName = (): string => randomBytes(24).toString("base64url");

/** Workbooks of chats made at once in a process, as its one thread makes them: a thousand who ask wait for each other alone. */
const concurrency = 1;

/**
 * Makes the workbooks that are asked for in chats, wherever that was.
 * @param books closed with it: no part of a process that ends waits for a workbook
 * @param wake wakes whoever sends for the bot
 */
export function openExporting(base: Base, books: BookThread, wake: (bot: BotKey) => Promise<void>): AsyncDisposable {
  const { bots, clock, config, databaseUrl, log, queues } = base;
  const connection = connect(databaseUrl, { max: 2 * concurrency, applicationName: "hocvu exporting" });
  const deps: ExportDeps = {
    db: connection.db,
    clock,
    zone: config.timezone,
    handingOver: (bot) => bots.get(bot)?.channel.handsOver ?? { kind: "none" },
    make: (order) => books.make({ ...order, databaseUrl }),
    secretName,
    wake,
    closing: books.closing,
    log,
  };
  const working = queues.workExports(concurrency, (id) => makeExport(deps, id));
  return {
    [Symbol.asyncDispose]: async () => {
      await books[Symbol.asyncDispose]();
      await working.stop();
      await connection.end();
    },
  };
}

/** So many are rung for at a time. */
const handful = 100;

/** Brings back what nobody is at, and takes away what has expired. */
export const exportTick = ({ clock, connection: { db }, queues }: Base): Tick => ({
  everyMilliseconds: 5_000,
  run: async () => {
    const now = clock.now();
    await queues.ringExports(await waitingExports(db, handful));
    await dropExpiredFiles(db, now);
  },
});
