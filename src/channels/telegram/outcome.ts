import { GrammyError, HttpError } from "grammy";
import type { SendOutcome } from "../channel.ts";
import { neverWritten } from "../wire.ts";

/** Whoever this is, the bot can't write to them; matched in the lower-case description of a 400. */
const nobodyThere = [
  "chat not found",
  "user not found",
  "peer_id_invalid",
  "user_is_blocked",
  "input_user_deactivated",
  "bot can't initiate conversation",
  "bot was blocked",
];

/**
 * What an error of one call to Telegram means. The reason is kept and logged, so it holds Telegram's own words without
 * those that quote ours, and no address.
 */
export function outcomeOf(error: unknown): SendOutcome {
  if (error instanceof GrammyError) return answered(error);
  if (error instanceof HttpError && neverWritten(error.error)) return { kind: "unreached" };
  return { kind: "unknown" };
}

/** Whether an edit was refused only because the message is what it was to become. */
export const isAsWanted = (error: unknown): boolean =>
  error instanceof GrammyError && error.description.toLowerCase().includes("message is not modified");

/** "Bad Request: can't parse entities: Unsupported start tag "lan" at byte offset 7": what follows the kind tells what we wrote. */
const unquoted = (description: string): string =>
  description
    .split(":", 2)
    .join(":")
    .replace(/["“<].*$/s, "")
    .trimEnd();

/** All that Telegram said of a call that carries nothing of a person. */
export const wordsOf = (error: unknown): string | null =>
  error instanceof GrammyError ? `${error.error_code} ${error.description}` : null;

function answered({ error_code: code, description, parameters }: GrammyError): SendOutcome {
  const reason = `${code} ${unquoted(description)}`;
  if (code === 429) return { kind: "throttled", retryAfterSeconds: parameters.retry_after ?? null };
  if (code === 401 || code === 404 || code === 409) return { kind: "shut", reason };
  if (code === 403) return { kind: "gone" };
  if (code === 400 && nobodyThere.some((words) => description.toLowerCase().includes(words))) return { kind: "gone" };
  if (code >= 400 && code < 500) return { kind: "refused", reason };
  return { kind: "unknown" };
}
