import cron from "node-cron";
import { type Duty, keepOutageBook } from "#delivery/outages.ts";
import { openPlanner } from "#delivery/plan.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Base } from "./base.ts";
import type { Role } from "./roles.ts";
import { notePlanned } from "./schedule.ts";

/** Without any traffic a platform is asked this often whether it still answers. */
const probeAfterMs = 120_000;

export interface Pulse extends AsyncDisposable {
  /** The bot's platform answered just now. */
  contact(bot: BotKey): void;
}

/**
 * The process's own housekeeping, by its own cron: every 30 seconds it says in the outage book that it lives and which
 * platforms answered, and, if it sends, plans what a lost tick missed, whether the queue lives or not. Platforms of bots
 * it sends for are asked when nothing was heard of them.
 * @param planned told when something new may be due
 */
export async function openPulse(base: Base, roles: readonly Role[], planned: () => void): Promise<Pulse> {
  const duties = dutiesOf(base, roles);
  // By the wall clock: what was heard before a demo's clock was moved was heard as shortly before now as it was then.
  const heard = new Map<BotKey, { wall: Date; real: number }>();
  const contact = (bot: BotKey) => void heard.set(bot, { wall: new Date(), real: performance.now() });
  const plan = openPlanner(() => performance.now(), base.config.timezone);
  const beat = async () => {
    try {
      await base.clock.refresh();
      const quiet = [...base.held].filter(
        (bot) => performance.now() - (heard.get(bot)?.real ?? -probeAfterMs) >= probeAfterMs,
      );
      for (const bot of quiet) if ((await base.bots.get(bot)!.channel.probe()).ok) contact(bot);
      const now = base.clock.now();
      const fallen = duties.includes("sending") ? await plan(base.connection.db, now) : nothing;
      notePlanned(base.log, fallen);
      const fresh = new Map([...heard].map(([bot, { wall }]) => [bot, base.clock.fromWall(wall)] as const));
      const { clock } = base;
      const outages = await keepOutageBook(base.connection.db, clock.now(), fresh, duties, clock.aheadMs());
      for (const { what, fromAt, toAt } of outages) base.log.warn({ what, fromAt, toAt }, "an outage has ended");
      if (fallen.lessons + fallen.reminders + outages.length > 0) planned();
    } catch (error) {
      base.log.warn({ err: error }, "the pulse was missed"); // the database is away: the gap itself is the record
    }
  };
  await beat();
  const task = cron.schedule("*/30 * * * * *", beat, { noOverlap: true });
  return { contact, [Symbol.asyncDispose]: async () => void (await task.stop()) };
}

const nothing = { lessons: 0, reminders: 0 };

/** Updates come to whoever answers HTTP where webhooks are set, or in a demo, and else to whoever asks for them. */
function dutiesOf({ config }: Base, roles: readonly Role[]): Duty[] {
  const receiver: Role = config.publicUrl !== null || config.demo ? "web" : "bot";
  return [
    ...(roles.includes("worker") ? ["sending" as const] : []),
    ...(roles.includes(receiver) ? ["receiving" as const] : []),
  ];
}
