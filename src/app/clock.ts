import { clockChannel, readAhead } from "#db/clock.ts";
import type { Connection } from "#db/connect.ts";
import type { Clock } from "#domain/time.ts";

export interface LiveClock extends Clock {
  /** Reads anew how far the clock was moved. */
  refresh(): Promise<void>;
  /** How far a demo has moved it. */
  aheadMs(): number;
}

/** The wall clock, moved ahead as far as the demo's advances have moved it; in earnest it is the wall clock. */
export async function openClock(connection: Connection): Promise<LiveClock> {
  let ahead = await readAhead(connection.db);
  return {
    now: () => new Date(Date.now() + ahead),
    aheadMs: () => ahead,
    fromWall: (instant) => new Date(instant.getTime() + ahead),
    refresh: async () => {
      ahead = await readAhead(connection.db);
    },
  };
}

/** Follows a demo's clock: `moved` is called after each advance that any process makes. */
export async function followClock(
  connection: Connection,
  clock: LiveClock,
  moved: () => void,
): Promise<AsyncDisposable> {
  const listening = await connection.sql.listen(
    clockChannel,
    async () => {
      await clock.refresh();
      moved();
    },
    () => void clock.refresh().catch(() => {}), // best effort: after a lost connection the next advance tells again
  );
  return { [Symbol.asyncDispose]: () => listening.unlisten() };
}
