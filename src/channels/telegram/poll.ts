import type { Api } from "grammy";
import type { SendOutcome } from "../channel.ts";
import { webhookInTheWay } from "../in-the-way.ts";
import { backoffMilliseconds, onceEach, type Pause } from "../pause.ts";
import { outcomeOf } from "./outcome.ts";
import { allowedUpdates } from "./update.ts";

/** How long Telegram may hold an empty poll. */
export const pollSeconds = 30;

interface Deps {
  /** Its own time limit must be longer than `pollSeconds`. */
  readonly api: Api;
  readonly pause: Pause;
  readonly warn: (text: string) => void;
  /** Null: the webhook is gone; else why not. */
  readonly takeWebhookAway: (signal: AbortSignal) => Promise<string | null>;
}

/**
 * Asks for updates until `signal` aborts. The next question confirms the last answer, so it is asked only once
 * `store` has committed; until then Telegram hands the same updates out again.
 */
export async function pollUpdates(
  { api, pause, warn, takeWebhookAway }: Deps,
  store: (updates: readonly unknown[]) => Promise<void>,
  contact: () => void,
  signal: AbortSignal,
): Promise<void> {
  const complaints = onceEach(warn);
  const clear = webhookInTheWay("Telegram", takeWebhookAway);
  let confirm: { offset?: number } = {};
  let failures = 0;
  while (!signal.aborted) {
    const asked = await ask(api, confirm, signal);
    if (signal.aborted) return;
    if (asked.ok) contact();
    const stored = asked.ok && (await kept(store, asked.updates));
    if (asked.ok && stored) {
      // After an empty answer nothing is left to confirm, and numbering may restart lower after a quiet week.
      const last = asked.updates.at(-1);
      confirm = last === undefined ? {} : { offset: last.update_id + 1 };
      failures = 0;
      complaints.forget();
      continue;
    }
    failures += 1;
    if (!asked.ok && isWebhook(asked.outcome)) {
      const { said, waitMilliseconds } = await clear(failures, signal);
      if (signal.aborted) return;
      complaints.say(said);
      await pause(waitMilliseconds, signal);
      continue;
    }
    complaints.say(
      asked.ok ? "Telegram: updates could not be stored, asking for them again" : complaint(asked.outcome),
    );
    await pause(asked.ok ? backoffMilliseconds(failures) : waitMilliseconds(asked.outcome, failures), signal);
  }
}

type Asked =
  | { readonly ok: true; readonly updates: readonly { readonly update_id: number }[] }
  | { readonly ok: false; readonly outcome: SendOutcome };

async function ask(api: Api, confirm: { offset?: number }, signal: AbortSignal): Promise<Asked> {
  const question = { ...confirm, limit: 100, timeout: pollSeconds, allowed_updates: allowedUpdates };
  try {
    // grammY types the signal as its own look-alike, which the real one fits at run time.
    return { ok: true, updates: await api.getUpdates(question, signal as never) };
  } catch (error) {
    return { ok: false, outcome: outcomeOf(error) };
  }
}

async function kept(store: (updates: readonly unknown[]) => Promise<void>, updates: readonly unknown[]) {
  if (updates.length === 0) return true;
  return store(updates).then(
    () => true,
    () => false,
  );
}

function waitMilliseconds(outcome: SendOutcome, failures: number): number {
  if (outcome.kind === "throttled" && outcome.retryAfterSeconds !== null) return outcome.retryAfterSeconds * 1000;
  return backoffMilliseconds(failures);
}

/** The other conflict is a second poller. */
const isWebhook = (outcome: SendOutcome): boolean =>
  outcome.kind === "shut" && outcome.reason.startsWith("409") && outcome.reason.toLowerCase().includes("webhook is");

function complaint(outcome: SendOutcome): string {
  if (outcome.kind !== "shut" && outcome.kind !== "refused")
    return `Telegram: polling failed (${outcome.kind}), trying again`;
  return `Telegram: polling refused, trying on slowly (${outcome.reason})`;
}
