import { waitingChats } from "#db/chats/inbox.ts";
import { botsWithDue } from "#db/delivery/counts.ts";
import { expirePlanned, leaveSilentBots } from "#db/delivery/moves.ts";
import { forgetDead } from "#db/processes.ts";
import { finishErasures } from "#db/records/erase.ts";
import { sweepOld } from "#db/records/retention.ts";
import { openPlanner, type Planned } from "#delivery/plan.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import type { Clock } from "#domain/time.ts";
import type { Ticks } from "#queue/ticks.ts";
import { freshenStreaks } from "#supervision/streaks.ts";
import type { Base } from "./base.ts";

/** What the ticks need of all that a process stands on. */
export interface TickBase extends Pick<Base, "oaTokens"> {
  readonly log: Log;
  readonly connection: Pick<Base["connection"], "db">;
  readonly clock: Clock;
  readonly queues: Pick<Base["queues"], "ringInbox">;
  readonly config: Pick<Base["config"], "timezone">;
  readonly monotonic: () => number;
}

/** How a morning's log shows that lessons fell due, whoever planned them. */
export function notePlanned(log: Log, { lessons, reminders }: Planned): void {
  if (lessons + reminders > 0) log.info({ lessons, reminders }, "planned what fell due");
}

/** So many streaks are worked out in one transaction: whoever else works in this process waits for no more. */
const streaksAtOnce = 100;
/** And so many times in a row: what is left goes with the next tick. */
const streakBatches = 100;

/**
 * What recurs, as wake-ups only: each looks at the tables and does what is due, so a tick that is lost, late or
 * repeated changes nothing, and the next one makes good what was missed.
 * @param ring wakes whoever sends for the bot
 */
export function ticksOf(base: TickBase, ring: (bot: BotKey) => Promise<void>): Ticks {
  const { clock, connection, log, oaTokens, queues } = base;
  const { db } = connection;
  const plan = openPlanner(base.monotonic, base.config.timezone);
  return {
    plan: {
      everyMilliseconds: 5_000,
      run: async () => {
        notePlanned(log, await plan(db, clock.now()));
        for (const bot of await botsWithDue(db, clock.now())) await ring(bot);
      },
    },
    sweep: {
      everyMilliseconds: 5_000,
      run: async () => {
        await expirePlanned(db, clock.now());
        await queues.ringInbox(await waitingChats(db, 1000));
      },
    },
    forget: {
      everyMilliseconds: 15_000,
      run: async () => void (await db.transaction((tx) => finishErasures(tx, clock.now()))),
    },
    ...(oaTokens === null ? {} : { tokens: { everyMilliseconds: 300_000, run: () => oaTokens.tick() } }),
    tidy: {
      everyMilliseconds: 60_000,
      run: async () => {
        await leaveSilentBots(db, clock.now());
        await forgetDead(db);
      },
    },
    streaks: {
      everyMilliseconds: 15_000,
      run: async () => {
        for (let batch = 0; batch < streakBatches; batch++) {
          const found = await db.transaction((tx) => freshenStreaks(tx, clock.now(), streaksAtOnce));
          if (found < streaksAtOnce) break;
        }
      },
    },
    retain: { everyMilliseconds: 600_000, run: async () => void (await sweepOld(db, clock.now())) },
  };
}
