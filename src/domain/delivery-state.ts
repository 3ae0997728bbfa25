/**
 * What becomes of a message we owe someone.
 *
 * planned → queued (in a sender's hand) → sending (about to be written, committed) → sent, or one of the endings below.
 * - `unknown`: perhaps it arrived, twice at most; never tried again.
 * - `failed`: the platform will not have this message.
 * - `cancelled`: it surely did not arrive and is no longer worth sending; such a one was not had.
 *
 * A lost answer allows one more send, never a third. From then on the delivery may have arrived, so it never ends as
 * failed or cancelled: whoever reads that would plan it again.
 */
import type { SendOutcome } from "./outcome.ts";

export type DeliveryState = "planned" | "queued" | "sending" | "sent" | "unknown" | "failed" | "cancelled";

export type DeliveryKind =
  | "lesson"
  | "reminder"
  | "nudge"
  | "reoffer"
  | "correction"
  | "digest"
  | "announcement"
  | "reply";

/** Which of a bot's messages leave first: those of the lowest rank. The column `lane` of `deliveries` keeps it. */
export type Rank = 0 | 1 | 2;

export const lastRank: Rank = 2;

/** An answer to a person goes before lessons, lessons before the rest. */
export const rankOf: Readonly<Record<DeliveryKind, Rank>> = {
  reply: 0,
  lesson: 1,
  reminder: 2,
  nudge: 2,
  reoffer: 2,
  correction: 2,
  digest: 2,
  announcement: 2,
};

export interface DeliveryFacts {
  readonly kind: DeliveryKind;
  /** Calls about to be written, the one that just ended included; at least 1. */
  readonly sends: number;
  /** Endings not learnt before this one: 0 or 1. */
  readonly unknowns: number;
  /** From here on it is not worth sending; null: always worth it. */
  readonly expiresAt: Date | null;
  /** The learner has another chat that is open. */
  readonly otherChat: boolean;
}

export type NextState =
  | { readonly state: "sent"; readonly platformId: string }
  /** `chat`: the one tried, or the learner's other one. */
  | { readonly state: "planned"; readonly dueAt: Date; readonly chat: "same" | "other" }
  | { readonly state: "unknown" }
  | { readonly state: "failed"; readonly reason: string }
  | { readonly state: "cancelled"; readonly reason: "gone" | "expired" | "window" | "held" };

export interface Settlement {
  readonly next: NextState;
  readonly sends: number;
  readonly unknowns: number;
}

const resendAfterSeconds = 30;
const firstBackOffSeconds = 5;
const longestBackOffSeconds = 300;

/** What follows from how the call ended. A dead process leaves `sending` rows behind: their outcome is `unknown`. */
export function afterOutcome(delivery: DeliveryFacts, outcome: SendOutcome, now: Date): Settlement {
  const { sends, unknowns } = delivery;
  switch (outcome.kind) {
    case "sent":
      return { next: { state: "sent", platformId: outcome.platformId }, sends, unknowns };
    case "throttled":
      return { next: again(delivery, outcome.retryAfterSeconds ?? 0, now), sends: sends - 1, unknowns };
    case "shut": // the shut lane keeps it; the learner's other chat may have it at once
      return { next: again(delivery, 0, now), sends: sends - 1, unknowns };
    case "unreached":
      return { next: again(delivery, backOffSeconds(sends), now), sends, unknowns };
    case "gone":
      return { next: elsewhere(delivery, "gone", now), sends, unknowns };
    case "closed":
      return { next: elsewhere(delivery, "window", now), sends, unknowns };
    case "held":
      return { next: ending(delivery, { state: "cancelled", reason: "held" }), sends, unknowns };
    case "refused":
      return { next: ending(delivery, { state: "failed", reason: outcome.reason }), sends, unknowns };
    case "unknown": {
      const perhapsHad = { ...delivery, unknowns: unknowns + 1 };
      const next: NextState = unknowns > 0 ? { state: "unknown" } : again(perhapsHad, resendAfterSeconds, now);
      return { next, sends, unknowns: unknowns + 1 };
    }
  }
}

/** An answer belongs to the chat that asked; anything else is as good in the other one. */
function elsewhere(delivery: DeliveryFacts, reason: "gone" | "window", now: Date): NextState {
  if (!delivery.otherChat || delivery.kind === "reply") return ending(delivery, { state: "cancelled", reason });
  const next = again(delivery, 0, now);
  return next.state === "planned" ? { ...next, chat: "other" } : next;
}

function again(delivery: DeliveryFacts, seconds: number, now: Date): NextState {
  const dueAt = new Date(now.getTime() + seconds * 1000);
  if (delivery.expiresAt === null || dueAt < delivery.expiresAt) return { state: "planned", dueAt, chat: "same" };
  return ending(delivery, { state: "cancelled", reason: "expired" });
}

function ending(delivery: DeliveryFacts, next: NextState): NextState {
  return delivery.unknowns > 0 ? { state: "unknown" } : next;
}

/** 5 s, doubling with every try up to 5 minutes. */
function backOffSeconds(sends: number): number {
  return Math.min(longestBackOffSeconds, firstBackOffSeconds * 2 ** Math.max(0, sends - 1));
}

/** How long a whole bot waits after a throttle without a figure: a minute, doubling with each in a row, up to an hour. */
export function guessedPauseSeconds(throttlesBefore: number): number {
  return Math.min(3600, 60 * 2 ** throttlesBefore);
}
