/** On a platform that counts people's silence: what may leave, what it costs, and what came of it. */
import type { Channel } from "#channels/channel.ts";
import type { Tx } from "#db/connect.ts";
import { capAllowance, takeFromAllowance } from "#db/delivery/allowance.ts";
import { insertCharges, noteBudget, settleCharges, takeFromBudget } from "#db/delivery/charges.ts";
import type { Leaving } from "#db/delivery/deliveries.ts";
import { holdTemplate, noteTemplate, usableTemplate } from "#db/delivery/oa-templates.ts";
import { type KnownSilence, leaveWindow, noteRefused, readSilences } from "#db/delivery/windows.ts";
import type { Log } from "#domain/log.ts";
import type { Charge, SendOutcome } from "#domain/outcome.ts";
import { addDays, dateIn, instantOf, type LocalTime, type Zone } from "#domain/time.ts";
import {
  allowanceMargin,
  billingMonth,
  lastWordOrdinal,
  messagePriceVnd,
  passageAt,
  passageOf,
  rhythmOrdinal,
  templateOrdinal,
} from "#domain/zalo-window.ts";
import type { Tried } from "./settle.ts";

/** What an operator allows on a platform where writing first costs money. */
export interface Terms {
  /** Most VND a month; absent: nothing that costs leaves. */
  readonly budgetVndPerMonth?: number;
  /** The approved text for who is silent for too long; null or absent: none is ever sent. */
  readonly templateId?: string | null;
}

/** Writes the terms down where planning sees them. */
export async function noteTerms(tx: Tx, { bot, windows }: Channel, terms: Terms): Promise<void> {
  await noteBudget(tx, bot, windows === undefined ? null : (terms.budgetVndPerMonth ?? 0));
  if (windows !== undefined) await noteTemplate(tx, bot, terms.templateId ?? null);
}

const noSilence: KnownSilence = { lastInteraction: null, refused: false, paused: false, nudged: false };

/** Reminders that a person's silence brought forth: they are for that very chat and that very silence. */
export const isOfSilence = ({ kind, ordinal }: Pick<Leaving, "kind" | "ordinal">): boolean =>
  kind === "reminder" && [rhythmOrdinal, lastWordOrdinal, templateOrdinal].includes(ordinal);

const isTemplate = ({ kind, ordinal }: Leaving): boolean => kind === "reminder" && ordinal === templateOrdinal;

/** Why it ends before it leaves: `answered`, `held`, or the window is shut; null: it may leave. */
function inTheWay(row: Leaving, silence: KnownSilence, hasTemplate: boolean, now: Date): string | null {
  if (isTemplate(row)) {
    if (passageAt(silence.lastInteraction, now) !== "closed") return "answered";
    return hasTemplate ? null : "held";
  }
  if (isOfSilence(row) && !(row.ordinal === lastWordOrdinal ? silence.paused : silence.nudged)) return "answered";
  return passageOf(row.kind, row.ordinal, silence, now) === "closed" ? "window" : null;
}

/** What a message is paid by: nothing, the package's allowance, or money held back for it. */
interface Means {
  readonly vnd: number;
  readonly allowed: boolean;
}

const nothing: Means = { vnd: 0, allowed: false };

/**
 * Of what is about to leave, what may, its price held back from the month's budget in this transaction, unless the package's
 * allowance pays. Answers to people are paid for first, approved texts, which have a price of their own, last. The number of the
 * try is the one after those that were.
 */
export async function pay(
  tx: Tx,
  { bot, windows }: Channel,
  rows: readonly Leaving[],
  now: Date,
): Promise<{ readonly leaving: readonly Leaving[]; readonly ended: readonly Tried[] }> {
  if (windows === undefined || rows.length === 0) return { leaving: rows, ended: [] };
  const silences = await readSilences(
    tx,
    rows.map(({ chatId }) => chatId),
  );
  const template = rows.some(isTemplate) ? await usableTemplate(tx, bot, now) : null;
  const silenceOf = (row: Leaving) => silences.get(row.chatId) ?? noSilence;
  const ended: Tried[] = [];
  const end = (row: Leaving, reason: string) =>
    void ended.push({ row: { ...row, tryNumber: row.sends }, outcome: null, reason });
  const open = rows.filter((row) => {
    const reason = inTheWay(row, silenceOf(row), template !== null, now);
    if (reason !== null) end(row, reason);
    return reason === null;
  });
  const paid = open.filter((row) => passageOf(row.kind, row.ordinal, silenceOf(row), now) === "paid");
  const means = await meansOf(tx, bot, paid, template?.priceVnd ?? 0, now);
  const dear = new Set(paid.filter((row) => !means.has(row)));
  for (const row of dear) end(row, "budget");
  const leaving = open.filter((row) => !dear.has(row));
  await insertCharges(
    tx,
    bot,
    billingMonth(now),
    leaving.map((row) => ({ id: row.id, tryNumber: row.sends + 1, ...(means.get(row) ?? nothing) })),
  );
  return { leaving, ended };
}

/** What each is paid by; one for which there is nothing is not in it. */
async function meansOf(tx: Tx, bot: Channel["bot"], paid: readonly Leaving[], templateVnd: number, now: Date) {
  const means = new Map<Leaving, Means>();
  const messages = paid.filter((row) => !isTemplate(row));
  const allowed = await takeFromAllowance(tx, bot, messages.length, now);
  for (const row of messages.slice(0, allowed)) means.set(row, { vnd: 0, allowed: true });
  const groups = [
    [messages.slice(allowed), messagePriceVnd],
    [paid.filter(isTemplate), templateVnd],
  ] as const;
  for (const [rows, vnd] of groups) {
    const taken = rows.length === 0 ? 0 : await takeFromBudget(tx, bot, billingMonth(now), vnd, rows.length);
    for (const row of rows.slice(0, taken)) means.set(row, { vnd, allowed: false });
  }
  return means;
}

/** These were paid for and did not leave after all: what was held back for them is free again. */
export const refund = (tx: Tx, { windows }: Channel, rows: readonly Leaving[]): Promise<number> =>
  settleCharges(tx, windows === undefined ? [] : rows.map(({ id, sends }) => refundOf(id, sends + 1)));

/** The same for tries that were counted already. */
export const refundTries = (
  tx: Tx,
  { windows }: Channel,
  tries: readonly { readonly id: Leaving["id"]; readonly tryNumber: number }[],
): Promise<number> =>
  settleCharges(tx, windows === undefined ? [] : tries.map(({ id, tryNumber }) => refundOf(id, tryNumber)));

const refundOf = (id: Leaving["id"], tryNumber: number) => ({ id, tryNumber, charge: null, vnd: 0 });

const price: Readonly<Record<Charge, number>> = { free: 0, allowance: 0, wallet: messagePriceVnd };

/** What a try came to; null: nobody knows yet, so what was held back stays so. An approved text costs what was held back. */
function chargeOf(row: Leaving, outcome: SendOutcome): { charge: Charge | null; vnd: number | null } | null {
  switch (outcome.kind) {
    case "sent":
      if (outcome.charge === undefined) return null;
      return { charge: outcome.charge, vnd: isTemplate(row) ? null : price[outcome.charge] };
    case "unknown":
      return null;
    case "throttled":
    case "gone":
    case "closed":
    case "held":
    case "refused":
    case "unreached":
    case "shut":
      return { charge: null, vnd: 0 };
  }
}

/** When what the platform refuses for today may be tried again: the morning where it lives. */
function nextMorning(now: Date): Date {
  const zone = "Asia/Ho_Chi_Minh" as Zone;
  return instantOf(zone, addDays(dateIn(zone, now), 1), "06:05" as LocalTime);
}

/** Settles what tries were charged; whose window turned out to be shut is left alone, and what was for them goes elsewhere. */
export async function settlePaid(
  tx: Tx,
  channel: Channel,
  log: Log,
  tried: readonly Tried[],
  now: Date,
): Promise<void> {
  if (channel.windows === undefined) return;
  const ended = tried.flatMap(({ row, outcome, unsent }) => {
    const charged = outcome === null || unsent ? null : chargeOf(row, outcome);
    return charged === null ? [] : [{ id: row.id, tryNumber: row.tryNumber, ...charged }];
  });
  const surprises = await settleCharges(tx, ended);
  if (surprises > 0)
    log.warn({ bot: channel.bot, surprises }, "the platform charged for messages that were to cost nothing");
  const lefts = tried.flatMap(({ outcome }) =>
    outcome?.kind === "sent" && outcome.allowanceLeft !== undefined ? [outcome.allowanceLeft] : [],
  );
  if (lefts.length > 0) await capAllowance(tx, channel.bot, Math.min(...lefts) - allowanceMargin);
  const held = tried.find(({ outcome }) => outcome?.kind === "held")?.outcome;
  if (held?.kind === "held") {
    const until = nextMorning(now);
    log.warn(
      { bot: channel.bot, reason: held.reason, until },
      "the approved text is not taken: none leaves until then",
    );
    await holdTemplate(tx, channel.bot, held.reason, until);
  }
  const refused = tried.filter(({ outcome }) => outcome?.kind === "closed").map(({ row }) => row.chatId);
  if (refused.length > 0) {
    log.warn({ bot: channel.bot, chats: refused.length }, "the platform takes nothing for people who are silent");
    await noteRefused(tx, refused, now);
  }
  const shut = tried.flatMap(({ row, outcome, reason }) =>
    outcome?.kind === "closed" || reason === "window" || reason === "budget"
      ? [{ id: row.id, reason: reason ?? "window" }]
      : [],
  );
  if (shut.length > 0) await leaveWindow(tx, shut, now);
}
