/** On a platform that counts people's silence: what may leave, what it costs, and what came of it. */
import type { Channel } from "#channels/channel.ts";
import { insertCharges, settleCharges, takeFromBudget } from "#db/charges.ts";
import type { Tx } from "#db/connect.ts";
import type { Leaving } from "#db/deliveries.ts";
import { type KnownSilence, leaveWindow, noteRefused, readSilences } from "#db/windows.ts";
import type { Log } from "#domain/log.ts";
import type { Charge, SendOutcome } from "#domain/outcome.ts";
import { billingMonth, lastWordOrdinal, messagePriceVnd, passageOf, rhythmOrdinal } from "#domain/zalo-window.ts";
import type { Tried } from "./settle.ts";

const noSilence: KnownSilence = { lastInteraction: null, refused: false, paused: false, nudged: false };

/** Reminders that a person's silence brought forth: they are for that very chat and that very silence. */
export const isOfSilence = ({ kind, ordinal }: Pick<Leaving, "kind" | "ordinal">): boolean =>
  kind === "reminder" && (ordinal === rhythmOrdinal || ordinal === lastWordOrdinal);

/** Why it ends before it leaves: `answered`, or the window is shut; null: it may leave. */
function inTheWay(row: Leaving, silence: KnownSilence, now: Date): string | null {
  if (isOfSilence(row) && !(row.ordinal === lastWordOrdinal ? silence.paused : silence.nudged)) return "answered";
  return passageOf(row.kind, row.ordinal, silence, now) === "closed" ? "window" : null;
}

/**
 * Of what is about to leave, what may, its price held back from the month's budget in this transaction. Answers to people are
 * paid for first. The number of the try is the one after those that were.
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
  const silenceOf = (row: Leaving) => silences.get(row.chatId) ?? noSilence;
  const ended: Tried[] = [];
  const end = (row: Leaving, reason: string) =>
    void ended.push({ row: { ...row, tryNumber: row.sends }, outcome: null, reason });
  const open = rows.filter((row) => {
    const reason = inTheWay(row, silenceOf(row), now);
    if (reason !== null) end(row, reason);
    return reason === null;
  });
  const paid = open.filter((row) => passageOf(row.kind, row.ordinal, silenceOf(row), now) === "paid");
  const month = billingMonth(now);
  const wanted = paid.length;
  const taken = wanted === 0 ? 0 : await takeFromBudget(tx, bot, month, messagePriceVnd, wanted);
  const [affordable, dear] = [new Set(paid.slice(0, taken)), new Set(paid.slice(taken))];
  for (const row of dear) end(row, "budget");
  const leaving = open.filter((row) => !dear.has(row));
  const held = (row: Leaving) => (affordable.has(row) ? messagePriceVnd : 0);
  await insertCharges(
    tx,
    bot,
    month,
    leaving.map((row) => ({ id: row.id, tryNumber: row.sends + 1, vnd: held(row) })),
  );
  return { leaving, ended };
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

/** What a try came to; null: nobody knows yet, so what was held back stays so. */
function chargeOf(outcome: SendOutcome): { charge: Charge | null; vnd: number } | null {
  switch (outcome.kind) {
    case "sent":
      return outcome.charge === undefined ? null : { charge: outcome.charge, vnd: price[outcome.charge] };
    case "unknown":
      return null;
    case "throttled":
    case "gone":
    case "closed":
    case "refused":
    case "unreached":
    case "shut":
      return { charge: null, vnd: 0 };
  }
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
    const charged = outcome === null || unsent ? null : chargeOf(outcome);
    return charged === null ? [] : [{ id: row.id, tryNumber: row.tryNumber, ...charged }];
  });
  const surprises = await settleCharges(tx, ended);
  if (surprises > 0)
    log.warn({ bot: channel.bot, surprises }, "the platform charged for messages inside the free hours");
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
