import { webhookInTheWay } from "../in-the-way.ts";
import { backoffMilliseconds, onceEach, type Pause } from "../pause.ts";
import type { Answer, ZaloCall } from "./client.ts";
import { readKey } from "./read.ts";
import { eventsIn } from "./update.ts";

const pollSeconds = 30;

/** An empty poll that came back sooner than this did not wait; asking again at once would be a hot loop. */
const honestWaitMilliseconds = 1_000;

interface Deps {
  readonly call: ZaloCall;
  readonly pause: Pause;
  readonly warn: (text: string) => void;
  /** Null: the webhook is gone; else why not. */
  readonly takeWebhookAway: (signal: AbortSignal) => Promise<string | null>;
}

/**
 * Asks for events until `signal` aborts. Zalo hands an event out once, with nothing to confirm, so it is kept in hand
 * until `store` has it; at times it hands the same out for ever, so what brings nothing new is followed by a pause.
 */
export async function pollEvents(
  { call, pause, warn, takeWebhookAway }: Deps,
  store: (updates: readonly unknown[]) => Promise<void>,
  contact: () => void,
  signal: AbortSignal,
): Promise<void> {
  const complaints = onceEach(warn);
  const clear = webhookInTheWay("Zalo", takeWebhookAway);
  const seen = newKeys();
  let failures = 0;
  while (!signal.aborted) {
    const began = performance.now();
    const answer = await call("getUpdates", { timeout: pollSeconds }, pollSeconds + 10, signal);
    if (signal.aborted && answer.kind !== "ok") return;
    if (answer.kind === "ok") {
      contact();
      const events = eventsIn({ result: answer.result });
      if (!(await keep(events))) return;
      if (!seen(events)) await pause(backoffMilliseconds(1), signal);
    } else if (answer.kind === "error" && answer.code === 408) {
      contact();
      if (performance.now() - began < honestWaitMilliseconds) await pause(backoffMilliseconds(1), signal);
    } else if (answer.kind === "error" && answer.code === 400) {
      // The words vary; what we ask is right, so a webhook is set.
      failures += 1;
      const { said, waitMilliseconds } = await clear(failures, signal);
      if (signal.aborted) return;
      complaints.say(said);
      await pause(waitMilliseconds, signal);
      continue;
    } else {
      failures += 1;
      complaints.say(complaint(answer));
      await pause(waitMilliseconds(answer, failures), signal);
      continue;
    }
    failures = 0;
    complaints.forget();
  }

  /** True once stored; false when the program ends first, and then nothing can save it. */
  async function keep(events: readonly unknown[]): Promise<boolean> {
    for (let tries = 1; events.length > 0; tries++) {
      const stored = await store(events).then(
        () => true,
        () => false,
      );
      if (stored) break;
      if (signal.aborted) return false;
      complaints.say("Zalo: an event could not be stored, holding it and trying again");
      await pause(backoffMilliseconds(tries), signal);
    }
    return true;
  }
}

/** Tells whether a batch holds an event not among the last hundred. */
function newKeys(): (events: readonly unknown[]) => boolean {
  const last: string[] = [];
  return (events) => {
    const fresh = events.map((event) => readKey(event)?.update ?? "").filter((key) => !last.includes(key));
    last.push(...fresh);
    last.splice(0, last.length - 100);
    return fresh.length > 0;
  };
}

function waitMilliseconds(answer: Answer, failures: number): number {
  if (answer.kind === "error") {
    if (answer.retryAfterSeconds !== null) return Math.max(1, answer.retryAfterSeconds) * 1000;
    if ([401, 404].includes(answer.code)) return 60_000; // an operator must act; look again once a minute
  }
  return backoffMilliseconds(failures);
}

function complaint(answer: Answer): string {
  if (answer.kind !== "error") return `Zalo: polling failed (${answer.kind}), trying again`;
  switch (answer.code) {
    case 401:
    case 404:
      return `Zalo: polling refused (${answer.code}), the token is wrong or was reset`;
    default:
      return `Zalo: polling failed (${answer.code}), trying again`;
  }
}
