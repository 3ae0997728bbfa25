import type { Tx } from "#db/connect.ts";
import {
  type Announced,
  countAnnounced,
  countAudience,
  insertAnnouncement,
  listAnnounced,
  listMissed,
  type Missed,
  readSignature,
  type Signed,
} from "#db/delivery/announcements.ts";
import { recordDeeds } from "#db/records/audit.ts";
import type { Scope } from "#db/units/scope.ts";
import { announcementDays } from "#delivery/announcements.ts";
import { quotaMonth, scarceFrom } from "#delivery/settle.ts";
import { mostAnnouncementsADay } from "#domain/announcement.ts";
import type { BotKey, LearnerId } from "#domain/ids.ts";
import { dateIn, instantOf, type LocalTime, type Zone } from "#domain/time.ts";
import { messagePriceVnd } from "#domain/zalo-window.ts";

/** What is known of the platforms: how many messages a bot may send in a month; null: it is not counted. */
export type QuotaOf = (bot: BotKey) => number | null;

/** What sending would do. */
export interface Reach {
  readonly people: number;
  /** Are told, with one message each. */
  readonly reached: number;
  readonly notJoined: number;
  readonly noChat: number;
  /** Are left out because little is left of their bot's month. */
  readonly scarce: number;
  /** Have been silent for so long that their platform takes nothing from us now. */
  readonly silent: number;
  /** Are left out because the month's money does not reach so far. */
  readonly dear: number;
  /** Of those who are told: how many messages are paid for, by a package or by money, and the money. */
  readonly paid: number;
  readonly vnd: number;
  /** Of bots whose messages are counted: what it takes of their month, before and in all. */
  readonly costs: readonly {
    readonly bot: BotKey;
    readonly messages: number;
    readonly sent: number;
    readonly quota: number;
  }[];
}

export async function reachOf(tx: Tx, scope: Scope, sender: LearnerId, quotaOf: QuotaOf, now: Date): Promise<Reach> {
  const at = leavesAt(await announcementDays(tx, now), now);
  const { bots, noChat, notJoined, people, silent } = await countAudience(tx, scope, sender, at);
  const counted = bots.flatMap(({ bot, month, monthSent, people: messages }) => {
    const quota = quotaOf(bot);
    const sent = month === quotaMonth(now) ? monthSent : 0;
    return quota === null ? [] : [{ bot, messages, sent, quota }];
  });
  const isScarce = ({ quota, sent }: (typeof counted)[number]) => sent / quota >= scarceFrom;
  const scarce = counted.filter(isScarce).reduce((sum, { messages }) => sum + messages, 0);
  const costs = counted.filter((one) => !isScarce(one));
  const { dear, paid, vnd } = priceOf(bots);
  const reached = people - notJoined - noChat - silent - scarce - dear;
  return { people, notJoined, noChat, silent, scarce, dear, costs, reached, paid, vnd };
}

/** The package's messages go first, then money, as far as either reaches. */
function priceOf(bots: Awaited<ReturnType<typeof countAudience>>["bots"]): Pick<Reach, "dear" | "paid" | "vnd"> {
  let [dear, paid, vnd] = [0, 0, 0];
  for (const { allowance, budgetLeft, paid: wanted } of bots) {
    const byPackage = Math.min(wanted, allowance);
    const byMoney = Math.min(wanted - byPackage, Math.floor(budgetLeft / messagePriceVnd));
    paid += byPackage + byMoney;
    vnd += byMoney * messagePriceVnd;
    dear += wanted - byPackage - byMoney;
  }
  return { dear, paid, vnd };
}

/** When the last of them leaves: now, or in the morning. */
const leavesAt = (days: readonly { readonly dueAt: Date }[], now: Date): Date =>
  new Date(Math.max(now.getTime(), ...days.map(({ dueAt }) => dueAt.getTime())));

/** How an announcement is signed; null for who supervises nothing. */
export const signatureOf = (tx: Tx, sender: LearnerId): Promise<Omit<Signed, "text"> | null> =>
  readSignature(tx, sender);

/** Whether the sender has said all they may today, in the zone's day. */
export async function hasSaidEnough(tx: Tx, sender: LearnerId, zone: Zone, now: Date): Promise<boolean> {
  const midnight = instantOf(zone, dateIn(zone, now), "00:00" as LocalTime);
  return (await countAnnounced(tx, sender, midnight)) >= mostAnnouncementsADay;
}

export type Sent =
  | { readonly kind: "announced"; readonly number: number; readonly planned: number; readonly waits: boolean }
  | { readonly kind: "no_right" | "enough" | "nobody" };

/**
 * Sends an announcement to everybody of the scope whom the sender may see and who can be reached; in the quiet hours it waits
 * for the morning. The caller holds the sender's lock, so a day has no more than it may. The audit knows numbers alone.
 */
export async function announce(
  tx: Tx,
  { scope, text }: { readonly scope: Scope; readonly text: string },
  sender: LearnerId,
  { quotaOf, zone }: { readonly quotaOf: QuotaOf; readonly zone: Zone },
  now: Date,
): Promise<Sent> {
  if ((await readSignature(tx, sender)) === null) return { kind: "no_right" };
  if (await hasSaidEnough(tx, sender, zone, now)) return { kind: "enough" };
  if ((await reachOf(tx, scope, sender, quotaOf, now)).reached === 0) return { kind: "nobody" };
  const days = await announcementDays(tx, now);
  const { id, missed, number, planned } = await insertAnnouncement(
    tx,
    { scope, sender, text },
    days,
    now,
    leavesAt(days, now),
  );
  const detail = { scope: scope.kind, ...(scope.kind === "own" ? {} : { of: scope.id }), planned, missed };
  await recordDeeds(tx, [{ at: now, actor: sender, deed: "announce", subject: `announcement:${id}`, detail }]);
  return { kind: "announced", number, planned, waits: days.every(({ dueAt }) => dueAt > now) };
}

/** The sender's last announcements, the newest first. */
export const lastAnnounced = (tx: Tx, sender: LearnerId, limit: number, now: Date): Promise<readonly Announced[]> =>
  listAnnounced(tx, sender, now, limit);

export interface Outcome extends Announced {
  readonly reasons: readonly { readonly reason: string; readonly people: number }[];
  readonly missed: readonly Missed[];
}

/** What came of an announcement; null for another's and for one that is not there. */
export async function outcomeOf(
  tx: Tx,
  number: number,
  sender: LearnerId,
  limit: number,
  now: Date,
): Promise<Outcome | null> {
  const [announced] = await listAnnounced(tx, sender, now, 1, number);
  if (announced === undefined) return null;
  const { people, reasons } = await listMissed(tx, announced.id, sender, now, limit);
  return { ...announced, reasons, missed: people };
}
