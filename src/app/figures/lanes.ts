import { readGrant } from "#db/chats/oa-grants.ts";
import { type LaneRow, listLanes } from "#db/delivery/lanes.ts";
import { quotaMonth } from "#delivery/settle.ts";
import type { BotKey } from "#domain/ids.ts";
import { type Figure, sharing } from "#http/scrape.ts";
import type { Bot } from "../bots.ts";
import type { Watched } from "../metrics.ts";
import { by } from "./reading.ts";

interface Lane {
  readonly bot: BotKey;
  readonly held: boolean;
  readonly of: Bot;
  /** Messages accepted this month. */
  readonly sent: number;
  /** VND spent this month or held back; null: the platform takes none. */
  readonly money: { readonly spent: number; readonly budget: number } | null;
  readonly shut: boolean;
  readonly pausedSeconds: number;
}

/** How each bot of this process's configuration is doing, whoever sends for it. */
export function laneFigures({ db, bots, held, oa, clock }: Watched): readonly Figure[] {
  const lanes = sharing(async () => {
    const rows = new Map((await listLanes(db)).map((row) => [row.bot, row]));
    return [...bots].map(([bot, of]) => readLane(bot, of, held.has(bot), rows.get(bot), clock.now()));
  });
  const each = (name: string, help: string, figure: (lane: Lane) => number | null): Figure =>
    by("bot", name, help, async () =>
      Object.fromEntries((await lanes()).flatMap((lane) => pair(lane.bot, figure(lane)))),
    );
  const grants = sharing(async () => (oa === null ? [] : [await readGrantFigures({ db, oa, clock })]));
  const grant = (name: string, help: string, figure: (found: GrantFigures) => number): Figure =>
    by("bot", name, help, async () => Object.fromEntries((await grants()).map((one) => [one.bot, figure(one)])));
  return [
    each("hocvu_lane_held", "1: this process sends for the bot", (lane) => Number(lane.held)),
    each("hocvu_lane_shut", "1: nothing leaves until the platform lets the bot in again", (lane) => Number(lane.shut)),
    each("hocvu_lane_paused_seconds", "Seconds that the platform's pause still lasts", (lane) => lane.pausedSeconds),
    each("hocvu_budget_used_ratio", "Share of the bot's rate that is in use, where it is sent from", (lane) =>
      lane.held ? lane.of.budget.inUse(performance.now()) : null,
    ),
    each("hocvu_month_sent", "Messages the bot's platform accepted this month", (lane) => lane.sent),
    each("hocvu_quota_left", "Messages that the month's quota still has", (lane) =>
      lane.of.messagesPerMonth === null ? null : Math.max(0, lane.of.messagesPerMonth - lane.sent),
    ),
    each("hocvu_quota_used_ratio", "Share of the month's quota that is used", (lane) =>
      lane.of.messagesPerMonth === null ? null : lane.sent / lane.of.messagesPerMonth,
    ),
    each("hocvu_money_spent_vnd", "VND spent this month or held back for what is on its way", (lane) =>
      lane.money === null ? null : lane.money.spent,
    ),
    each("hocvu_money_budget_vnd", "VND that may be spent in a month", (lane) =>
      lane.money === null ? null : lane.money.budget,
    ),
    grant("hocvu_grant_live", "1: the account allows us; 0: a person must allow us again", ({ live }) => Number(live)),
    grant("hocvu_grant_seconds_left", "Seconds until the access token ends", ({ secondsLeft }) => secondsLeft),
    grant(
      "hocvu_grant_refresh_age_seconds",
      "Seconds since the refresh token was issued; it is good for three months",
      ({ refreshAgeSeconds }) => refreshAgeSeconds,
    ),
  ];
}

const pair = (bot: BotKey, value: number | null): [BotKey, number][] => (value === null ? [] : [[bot, value]]);

function readLane(bot: BotKey, of: Bot, held: boolean, row: LaneRow | undefined, now: Date): Lane {
  const month = quotaMonth(now);
  const budget = of.budgetVndPerMonth;
  return {
    ...{ bot, held, of },
    sent: row?.month === month ? row.monthSent : 0,
    money: budget === undefined ? null : { budget, spent: row?.spentMonth === month ? row.spentVnd : 0 },
    shut: (row?.shut ?? null) !== null,
    pausedSeconds: Math.max(0, ((row?.pausedUntil ?? now).getTime() - now.getTime()) / 1000),
  };
}

interface GrantFigures {
  readonly bot: BotKey;
  /** False: a person must allow us again. */
  readonly live: boolean;
  /** Until the token that calls are made with ends; negative: it has. */
  readonly secondsLeft: number;
  /** Of the token that makes the next pair. */
  readonly refreshAgeSeconds: number;
}

type Asked = Pick<Watched, "db" | "clock"> & { readonly oa: NonNullable<Watched["oa"]> };

/** Before anybody has allowed us there is nothing that could end. */
async function readGrantFigures({ db, oa: { key: bot, appId }, clock }: Asked): Promise<GrantFigures> {
  const found = await readGrant(db, appId);
  if (found === null) return { bot, live: false, secondsLeft: 0, refreshAgeSeconds: 0 };
  const now = clock.now();
  const seconds = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / 1000);
  return {
    bot,
    live: found.state === "live",
    secondsLeft: seconds(now, found.accessExpiresAt),
    refreshAgeSeconds: seconds(found.refreshIssuedAt, now),
  };
}
