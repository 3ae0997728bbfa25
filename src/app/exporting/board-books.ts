/**
 * Workbooks asked for in the dashboard. The request waits for its workbook, which a thread makes beside the event loop and
 * without a connection of ours; what it is answered with is an address below the dashboard, where its person's browser
 * can fetch the file, and fetch it again after a line that broke, for a quarter of an hour. A request that waited in vain
 * is told where the file will be: it is kept all the same. Nothing of this is in a table before the file is, so a process
 * that dies forgets who waited, and they press again.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Db } from "#db/connect.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import type { Clock, Zone } from "#domain/time.ts";
import type { BoardBooks, Ordered } from "#http/dashboard/books.ts";
import type { NamedScope } from "#supervision/scope.ts";
import type { BookOrder, MadeBook } from "./book.ts";
import { keepBook } from "./keeping.ts";

export interface BoardBookDeps {
  readonly db: Db;
  readonly clock: Pick<Clock, "now">;
  readonly zone: Zone;
  readonly make: (order: Omit<BookOrder, "databaseUrl">) => Promise<MadeBook>;
  /** How many workbooks the process is asked for already. */
  readonly orders: () => number;
  readonly secretName: () => string;
  /** Given when the process ends: what is not made then is no failure. */
  readonly closing: AbortSignal;
  readonly log: Log;
}

/** Made or waiting in this process: the last one waits for some minutes at most, in the largest province. */
export const mostOrders = 4;

/** Shorter than what stands between us and a browser waits for an answer. */
const patienceMs = 25_000;

/** Each anew, since somebody was erased meanwhile. */
const mostTries = 3;

/** @param patience how long a request waits for its workbook, in milliseconds */
export function openBoardBooks(deps: BoardBookDeps, patience = patienceMs): BoardBooks & AsyncDisposable {
  const underWay = new Map<LearnerId, Promise<Ordered>>();
  return {
    async order(named, viewer) {
      if (underWay.has(viewer)) return { kind: "busy", own: true };
      if (deps.orders() >= mostOrders) return { kind: "busy", own: false };
      const work = makeBoardBook(deps, named, viewer).finally(() => underWay.delete(viewer));
      underWay.set(viewer, work);
      const done = new AbortController();
      const late = pause(patience, { kind: "coming" } as const, { signal: done.signal }).catch(() => work);
      return await Promise.race([work, late]).finally(() => done.abort());
    },
    [Symbol.asyncDispose]: async () => void (await Promise.all(underWay.values())),
  };
}

/** Never rejects. */
async function makeBoardBook(deps: BoardBookDeps, named: NamedScope, viewer: LearnerId): Promise<Ordered> {
  try {
    for (let tries = 0; tries < mostTries; tries++) {
      const ordered = await tryBoardBook(deps, named, viewer);
      if (ordered !== null) return ordered;
    }
    throw new Error("somebody was erased each time while the workbook was made");
  } catch (error) {
    if (!deps.closing.aborted) deps.log.error({ err: error }, "a workbook of the dashboard could not be made");
    return { kind: "failed" };
  }
}

/** Null: somebody was erased meanwhile. */
async function tryBoardBook(deps: BoardBookDeps, named: NamedScope, viewer: LearnerId): Promise<Ordered | null> {
  const { clock, db, make, secretName, zone } = deps;
  const readAt = clock.now();
  const { bytes, ...made } = await make({ named, viewer, now: readAt, zone });
  if (bytes === null) return { kind: "nobody" };
  const book = { ...made, bytes, name: secretName(), scope: named.scope, viewer, readAt };
  const file = await db.transaction((tx) => keepBook(tx, book, clock.now()));
  return file === null ? null : { kind: "made", file };
}
