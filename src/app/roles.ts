import { openSay } from "#conversation/say.ts";
import type { BotKey } from "#domain/ids.ts";
import { coalesce } from "#queue/coalesce.ts";
import type { Base } from "./base.ts";
import { openDemo } from "./demo.ts";
import { BookThread } from "./exporting/book-thread.ts";
import { exportTick, openExporting } from "./exporting/exporting.ts";
import { openHandling } from "./handling.ts";
import { itemNote } from "./item-note.ts";
import { counted } from "./metrics.ts";
import { openPulse, type Pulse } from "./pulse.ts";
import { openWatch } from "./readiness.ts";
import { openReceiving } from "./receiving.ts";
import { retiring } from "./retiring.ts";
import { ticksOf } from "./schedule.ts";
import { openSending, type Sending } from "./sending.ts";
import { openWeb } from "./web.ts";

/**
 * - `bot` receives, where it has to be asked for: long polling, or seeing to the webhooks.
 * - `worker` handles updates and sends.
 * - `scheduler` publishes lessons and ticks.
 * - `web` answers HTTP: webhooks, health, metrics, pages.
 */
export type Role = "bot" | "worker" | "scheduler" | "web";

/** What `up` is: everything in one process. */
export const allRoles: readonly Role[] = ["bot", "worker", "scheduler", "web"];

export interface Started {
  /** Where it serves HTTP; null when it does not. */
  readonly address: string | null;
  /** The demo's clock was moved: look what is due. */
  readonly moved: () => void;
}

/**
 * Starts the roles in the order in which they need each other. What `keep` gets is closed in the opposite order.
 * @param publish reads the lessons and publishes them
 */
export async function startRoles(
  common: Base,
  roles: readonly Role[],
  publish: () => Promise<unknown>,
  keep: <Thing extends AsyncDisposable>(thing: Thing) => Thing,
): Promise<Started> {
  let base = common;
  let pulse: Pulse | null = null;
  const contact = (bot: BotKey) => pulse?.contact(bot);
  const sending: Sending | null = roles.includes("worker") ? openSending(base, openSay(), contact) : null;
  const ring = async (bot: BotKey) => {
    if (sending?.ring(bot) !== true) await base.queues.ringSender(bot);
  };
  const ringAll = () => {
    for (const bot of base.bots.keys()) sending?.ring(bot);
  };
  // In a demo whoever chats sits at this machine; in earnest only PUBLIC_URL says where people reach us.
  const { publicUrl, host, port } = base.config;
  let served: string | null = null;
  const address = () => publicUrl ?? (base.config.demo ? (served ?? `http://${host}:${port}`) : null);
  // Chats and pages share the thread that makes workbooks; whichever of them is closed first ends it.
  const books = new BookThread();
  if (sending !== null) keep(sending);
  if (roles.some((role) => role !== "scheduler")) pulse = keep(await openPulse(base, roles, ringAll));
  // What this process takes in, it handles by itself where it can.
  if (roles.includes("worker")) {
    keep(openExporting(common, books, ring));
    base = { ...common, inbox: keep(openHandling(common, ring, address)) };
  }
  if (roles.includes("scheduler")) {
    const more = { exports: exportTick(base), note: itemNote(base), retire: retiring(base, publish) };
    keep(
      base.queues.tick(
        counted({ ...ticksOf({ ...base, monotonic: () => performance.now() }, ring), ...more }, base.metrics),
      ),
    );
  }
  const demo = base.config.demo && roles.includes("web") ? await openDemo(base) : null;
  const web = roles.includes("web") ? keep(await openWeb(base, demo, books, ring)) : null;
  served = web?.address ?? null;
  const { metricsPort } = base.config;
  if (web === null && metricsPort !== null) keep(await openWatch(base, metricsPort));
  if (roles.includes("bot")) keep(openReceiving(base, contact));
  const { ask, ...asking } = askingAgain(base, roles);
  keep(asking);
  const moved = () => {
    ringAll();
    demo?.changed();
    ask();
  };
  return { address: web?.address ?? null, moved };
}

/** What an Official Account's platform is asked every few minutes falls due wherever a demo's clock jumps, too. */
function askingAgain({ log, oaTokens }: Base, roles: readonly Role[]): AsyncDisposable & { readonly ask: () => void } {
  const once = coalesce(async () => oaTokens?.tick());
  const failed = (error: unknown) =>
    log.warn({ err: error }, "an Official Account's platform was not asked after the clock was moved");
  let last = Promise.resolve();
  return {
    ask: () => {
      if (roles.includes("scheduler")) last = once().catch(failed);
    },
    [Symbol.asyncDispose]: () => last,
  };
}
