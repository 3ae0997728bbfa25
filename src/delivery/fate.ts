import type { Leaving } from "#db/delivery/deliveries.ts";
import type { DeliveryKind } from "#domain/delivery-state.ts";

/** What of a delivery decides about it. */
export type Fated = Pick<
  Leaving,
  | ("kind" | "chatOpen" | "erased" | "expiresAt" | "paused" | "entitled" | "left")
  | ("lessonVersionId" | "position" | "kept")
> & { readonly attempt: Pick<NonNullable<Leaving["attempt"]>, "completed"> | null };

/**
 * Why a delivery in hand does not leave after all; null: it leaves. Asked last thing before it is committed as
 * `sending`, so whoever learnt, paused or left since it was planned is not written to.
 * @param scarce little is left of the month's messages: lessons and answers go before reminders. A correction goes, too:
 * it is one message, and without it somebody goes on believing what we taught them wrong
 */
export function fate(row: Fated, now: Date, scarce: boolean): string | null {
  if (!row.chatOpen) return "gone";
  if (row.kind === "reply") return row.entitled ? null : "no right";
  if (row.erased) return "erased";
  if (row.expiresAt !== null && row.expiresAt <= now) return "expired";
  if (row.paused) return "paused";
  if (scarce && isSpared(row.kind)) return "quota";
  if (row.kind === "digest" || row.kind === "announcement") return row.entitled ? null : "no right";
  if (row.kind === "correction") return row.left ? "left" : null;
  // A question left open may be finished all the same.
  if (row.lessonVersionId !== null && row.position === 0 && row.kind !== "reoffer") return "retired";
  if (row.kept && row.kind !== "reoffer") return "learnt";
  if (row.attempt?.completed) return "learnt";
  if (row.kind === "reoffer" && row.attempt === null) return "nothing open";
  return null;
}

/** What is left out first when messages are scarce. */
const isSpared = (kind: DeliveryKind): boolean => ["reminder", "nudge", "digest", "announcement"].includes(kind);
