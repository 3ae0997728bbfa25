import { createHash } from "node:crypto";
import type { Receiver, Registration } from "#channels/channel.ts";
import { type Pause, pause as realPause } from "#channels/pause.ts";
import type { Db } from "#db/connect.ts";
import { noteWebhook, readWebhook } from "#db/delivery/lanes.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";

/** How often a platform is asked whether the webhook is still ours. */
const checkMs = 300_000;

const longestMs = 600_000;

export interface RegisteringDeps {
  readonly db: Db;
  readonly receiver: Pick<Receiver, "register" | "registered">;
  readonly bot: BotKey;
  readonly contact: () => void;
  readonly log: Log;
  readonly pause?: Pause;
}

/**
 * Sees to it until `signal` aborts that the platform has our webhook: asks again until it takes it, as a platform may be
 * away when we start, and then looks every few minutes whether somebody else has taken it away or set another.
 */
export async function keepRegistered(
  { db, receiver, bot, contact, log, pause = realPause }: RegisteringDeps,
  { url, secret }: { readonly url: string; readonly secret: string },
  signal: AbortSignal,
): Promise<void> {
  const digest = createHash("sha256").update(`${url} ${secret}`).digest("hex");
  // No platform tells which secret it has: one that we did not note may be another, whatever the address.
  let secretKnown = (await readWebhook(db, bot)) === digest;
  for (let failures = 0; !signal.aborted; ) {
    const registration = await receiver.register(url, secret, secretKnown);
    tell(registration, { bot, detail: registration.detail }, log);
    if (registration.kind === "refused") {
      failures += 1;
      await pause(waitMs(registration.retryAfterSeconds, failures), signal);
      continue;
    }
    if (registration.kind === "set") contact();
    await noteWebhook(db, bot, digest);
    failures = 0;
    await lost();
    if (signal.aborted) return;
    log.warn(
      { bot },
      "the platform has another webhook or none: does another program use this token? Setting it again",
    );
    secretKnown = false; // whoever took it away may have set ours again, with a secret of their own
  }

  /** Resolves when the platform says that it has another webhook, or none. */
  async function lost(): Promise<void> {
    do await pause(checkMs, signal);
    while (!signal.aborted && (await receiver.registered(url)) !== false);
  }
}

function tell({ kind }: Registration, facts: object, log: Log): void {
  switch (kind) {
    case "set":
      log.info(facts, "receives by webhook");
      break;
    case "unheard":
      log.warn(facts, "the platform has our webhook and may not reach it");
      break;
    case "refused":
      log.error(facts, "the platform did not take the webhook; asking again");
      break;
  }
}

/** As long as the platform asks; else 1, 2, 4 … s, up to ten minutes. */
const waitMs = (retryAfterSeconds: number | null, failures: number): number =>
  retryAfterSeconds === null ? Math.min(1000 * 2 ** (failures - 1), longestMs) : retryAfterSeconds * 1000;
