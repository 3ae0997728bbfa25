import type { Channel } from "#channels/channel.ts";
import type { Tx } from "#db/connect.ts";
import { type Ending, type Leaving, settle } from "#db/delivery/deliveries.ts";
import { countSent, type LaneFacts, pauseLane, shutLane } from "#db/delivery/lanes.ts";
import { closeChat } from "#db/delivery/moves.ts";
import { afterOutcome, guessedPauseSeconds, type Settlement } from "#domain/delivery-state.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import type { SendOutcome } from "#domain/outcome.ts";
import { type Clock, dateIn, type Zone } from "#domain/time.ts";
import { isOfSilence, settlePaid } from "./paying.ts";

/** What came of a delivery: of a try, or, where there was none, why it was not tried. */
export interface Tried {
  readonly row: Leaving & { readonly tryNumber: number };
  readonly outcome: SendOutcome | null;
  readonly reason: string | null;
  /** It was given up before it left: the try is not counted. */
  readonly unsent?: true;
}

export interface SettleDeps {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly messagesPerMonth: number | null;
  readonly log: Log;
}

/** Why a lane is shut whose month's messages are all sent: it opens by itself with the next month. */
export const quotaSpent = "the month's messages are used up";

/** From this share of the month's quota on, what is left is for lessons and answers. */
export const scarceFrom = 0.8;

/** The month that a platform counts, "2026-11": where the platform lives, not where the bot runs. */
export const quotaMonth = (now: Date): string => dateIn("Asia/Ho_Chi_Minh" as Zone, now).slice(0, 7);

/** The share of the month's messages that is used; 0 where they are not counted. */
export function quotaUsed({ month, monthSent }: LaneFacts, messagesPerMonth: number | null, now: Date): number {
  return messagesPerMonth === null || month !== quotaMonth(now) ? 0 : monthSent / messagesPerMonth;
}

/** Records what came of tries, and what follows for the lane and the chats. Returns what the lane must know from now on. */
export async function recordEndings(
  tx: Tx,
  { channel, clock, messagesPerMonth, log }: SettleDeps,
  facts: LaneFacts,
  tried: readonly Tried[],
): Promise<LaneFacts> {
  const now = clock.now();
  const bot = channel.bot;
  await settle(
    tx,
    tried.map((one) => endingOf(one, now)),
    now,
  );
  await settlePaid(tx, channel, log, tried, now);
  for (const { row, outcome, reason } of tried) {
    if (outcome?.kind === "gone" || reason === "gone") await closeChat(tx, row.chatId);
    if (outcome?.kind === "refused") {
      log.error({ delivery: row.id, kind: row.kind, lesson: row.lessonVersionId }, "the platform refused a message");
    }
  }
  const outcomes = tried.flatMap(({ outcome }) => outcome ?? []);
  return {
    ...facts,
    ...(await obeyThrottles(tx, bot, facts, outcomes, now, log)),
    ...(await obeyRefusal(tx, bot, outcomes, log)),
    ...(await countAccepted(tx, bot, facts, outcomes, messagesPerMonth, now, log)),
  };
}

/** The lane waits as long as the longest pause that was asked for; where none says how long, longer with each in a row. */
async function obeyThrottles(
  tx: Tx,
  bot: BotKey,
  { pausedUntil, strikes: before }: LaneFacts,
  outcomes: readonly SendOutcome[],
  now: Date,
  log: Log,
): Promise<Partial<LaneFacts>> {
  const figures = outcomes.flatMap((outcome) => (outcome.kind === "throttled" ? [outcome.retryAfterSeconds] : []));
  if (figures.length === 0) return {};
  const figure = figures.every((seconds) => seconds === null) ? null : Math.max(...figures.map((s) => s ?? 0));
  const strikes = figure === null ? before + 1 : before;
  const seconds = figure ?? guessedPauseSeconds(before);
  const until = new Date(now.getTime() + seconds * 1000);
  await pauseLane(tx, bot, until, strikes);
  log.warn({ bot, seconds, strikes }, "the platform asked for a pause: the whole lane waits");
  return { pausedUntil: later(pausedUntil, until), strikes };
}

/** The platform lets the bot in no more: its lane is shut. */
async function obeyRefusal(
  tx: Tx,
  bot: BotKey,
  outcomes: readonly SendOutcome[],
  log: Log,
): Promise<Partial<LaneFacts>> {
  const refusal = outcomes.find((outcome) => outcome.kind === "shut");
  if (refusal === undefined) return {};
  const { reason } = refusal;
  await shutLane(tx, bot, reason);
  log.error({ bot, reason }, "the bot cannot send: its lane is shut until the platform lets it in");
  return { shut: reason };
}

/** What was accepted counts towards the month, shuts the lane when that is used up, and ends a row of throttles. */
async function countAccepted(
  tx: Tx,
  bot: BotKey,
  { strikes }: LaneFacts,
  outcomes: readonly SendOutcome[],
  messagesPerMonth: number | null,
  now: Date,
  log: Log,
): Promise<Partial<LaneFacts>> {
  const sent = outcomes.filter(({ kind }) => kind === "sent").length;
  if (sent === 0 || (messagesPerMonth === null && strikes === 0)) return {};
  const month = quotaMonth(now);
  const monthSent = await countSent(tx, bot, month, sent);
  warnOfQuota(log, bot, messagesPerMonth, monthSent - sent, monthSent);
  const counted = { strikes: 0, month, monthSent };
  if (messagesPerMonth === null || monthSent < messagesPerMonth) return counted;
  await shutLane(tx, bot, quotaSpent);
  return { ...counted, shut: quotaSpent };
}

const later = (a: Date | null, b: Date): Date => (a !== null && a > b ? a : b);

function warnOfQuota(log: Log, bot: string, quota: number | null, before: number, after: number): void {
  if (quota === null) return;
  for (const share of [0.8, 0.95, 1]) {
    if (before < share * quota && after >= share * quota) {
      log.warn({ bot, sent: after, quota }, `${share * 100} % of the month's messages are used`);
    }
  }
}

function endingOf({ row, outcome, reason }: Tried, now: Date): Ending {
  const { id, tryNumber } = row;
  const unchanged = { id, tryNumber, dueAt: null, platformId: null, sends: tryNumber, unknowns: row.unknowns };
  if (outcome === null) {
    // It cannot go to its chat, or not now: it goes the way of those that wait, to the learner's other chat.
    const elsewhere = reason === "gone" || ((reason === "window" || reason === "budget") && !isOfSilence(row));
    if (elsewhere && row.otherChat && row.kind !== "reply") return { ...unchanged, state: "planned", reason: null };
    return { ...unchanged, state: row.unknowns > 0 ? "unknown" : "cancelled", reason };
  }
  const otherChat = row.otherChat && !(outcome.kind === "closed" && isOfSilence(row));
  const settlement: Settlement = afterOutcome({ ...row, otherChat, sends: tryNumber }, outcome, now);
  const { next, sends, unknowns } = settlement;
  const counts = { ...unchanged, sends, unknowns, state: next.state, reason: null };
  switch (next.state) {
    case "sent":
      return { ...counts, platformId: next.platformId };
    case "planned":
      return { ...counts, dueAt: next.dueAt };
    case "unknown":
      return { ...counts, reason: "unknown twice" };
    case "failed":
    case "cancelled":
      return { ...counts, reason: next.reason };
  }
}
