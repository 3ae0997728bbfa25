import { listUntold, type UntoldProposal } from "#db/chats/phone-proposals.ts";
import { type MonthSum, readMonths } from "#db/delivery/charges.ts";
import { countDeliveries, type DeliveryCounts } from "#db/delivery/counts.ts";
import { listLanes } from "#db/delivery/lanes.ts";
import { listOutages } from "#db/delivery/pulses.ts";
import { listProcesses } from "#db/processes.ts";
import type { BotKey } from "#domain/ids.ts";
import { openQueue, type QueueCounts } from "#queue/queues.ts";
import type { Base } from "./base.ts";
import { ofQueue } from "./database.ts";

export interface Status {
  readonly deliveries: DeliveryCounts["states"];
  /** Those that have ended are too many to be counted while somebody waits: their numbers are estimates. */
  readonly deliveriesEstimated: boolean;
  /** Deliveries whose outcome was ever unknown. */
  readonly unknownEver: number;
  /** By name; empty where the queue cannot be reached: then `queueProblem` says why. */
  readonly queues: Readonly<Record<string, QueueCounts>>;
  readonly queueProblem: string | null;
  /** Living processes that handle updates and send. */
  readonly workers: number;
  readonly outages: readonly { readonly from: Date; readonly to: Date; readonly what: string }[];
  readonly lanes: readonly { readonly bot: BotKey; readonly shut: string | null; readonly sentThisMonth: number }[];
  /** What each month cost by each bot whose platform takes money, the latest first. */
  readonly costs: readonly MonthSum[];
  /** People whose phone number somebody gave at the door lately, and nobody could be told of it. */
  readonly phonesUntold: readonly UntoldProposal[];
}

type Asked = Pick<Base, "config" | "databaseUrl" | "log"> & { readonly db: Base["connection"]["db"] };

/** How the whole program stands, whichever processes it runs in. */
export async function readStatus({ config, databaseUrl, db, log }: Asked): Promise<Status> {
  const { states, unknownEver, estimated } = await countDeliveries(db);
  const lanes = await listLanes(db);
  const bots = new Set([...config.bots.map(({ key }) => key), ...lanes.map(({ bot }) => bot)]);
  const queues = await countQueues(databaseUrl, config.redisUrl, [...bots], log);
  const outages = await listOutages(db, new Date(0), null);
  return {
    deliveries: states,
    deliveriesEstimated: estimated,
    unknownEver,
    queues: typeof queues === "string" ? {} : queues,
    queueProblem: typeof queues === "string" ? queues : null,
    workers: (await listProcesses(db)).filter(({ roles }) => roles.includes("worker")).length,
    outages: outages.map(({ fromAt, toAt, what }) => ({ from: fromAt, to: toAt, what })),
    lanes: lanes.map(({ bot, shut, monthSent }) => ({ bot, shut, sentThisMonth: monthSent })),
    costs: await readMonths(db),
    phonesUntold: await listUntold(db),
  };
}

/** An operator asks just when something is down: then the rest is still told. */
async function countQueues(
  databaseUrl: string,
  redisUrl: string | null,
  bots: readonly BotKey[],
  log: Base["log"],
): Promise<Record<string, QueueCounts> | string> {
  try {
    await using queues = await openQueue({ ...ofQueue(databaseUrl), redisUrl: redisUrl ?? undefined, log });
    return await queues.counts(bots);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
