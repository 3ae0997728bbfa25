import type { Requests } from "#channels/zalo-oa/requests.ts";
import { SlidingBudget } from "#domain/rate.ts";

/** Most messages of one bot under way at once; see the contract. */
const maxUnderWay = 8;

/** What a timer and a full event loop may cost; the price is a thousandth of the budget. */
const marginMs = 1;

export const perSecond = (messages: number): SlidingBudget => new SlidingBudget(messages, { maxUnderWay, marginMs });

/**
 * What an account may ask in a minute. A tenth is kept back: for one who takes the lane over while the last holder's minute
 * still counts, and for the few questions of operators.
 */
export function perMinute(requests: number): SlidingBudget {
  const afterTakeOver = Math.max(1, Math.floor(requests / 10));
  return new SlidingBudget(requests - afterTakeOver, { maxUnderWay, marginMs, windowMs: 60_000, afterTakeOver });
}

/** The budget's room for calls that are no message of the lane. */
export const requestsOf = (budget: SlidingBudget, perMinute: number, monotonic: () => number): Requests => ({
  perMinute,
  take() {
    const departedAt = monotonic();
    const taken = budget.takeMore(departedAt);
    return taken === true ? () => budget.answered(departedAt, monotonic()) : taken;
  },
  pause: (milliseconds) => budget.pauseUntil(monotonic() + milliseconds),
});
