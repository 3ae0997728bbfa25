import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { withDeadline } from "#db/connect.ts";
import type { DeliveryState } from "#domain/delivery-state.ts";
import type { BotKey } from "#domain/ids.ts";
import type { SendOutcome } from "#domain/outcome.ts";
import type { Rejection } from "./webhooks.ts";

/** What is looked up when somebody asks for the metrics. One that rejects or takes long is left out of that answer. */
export interface MetricSources {
  deliveries(): Promise<Readonly<Record<DeliveryState, number>>>;
  inbox(): Promise<{ readonly waiting: number; readonly parked: number }>;
  /** `sentOfMonth` and `quota` in messages; quota null: not counted. */
  lanes(): Promise<
    readonly {
      readonly bot: BotKey;
      readonly held: boolean;
      readonly sentOfMonth: number;
      readonly quota: number | null;
    }[]
  >;
  /** Seconds of all outages so far, by what was away: "program" or a bot. */
  outages(): Promise<Readonly<Record<string, number>>>;
  /** What bots may call only with leave that ends: an Official Account's grant. Absent: there is none. */
  grants?(): Promise<readonly GrantFigures[]>;
}

export interface GrantFigures {
  readonly bot: BotKey;
  /** False: a person must allow us again. */
  readonly live: boolean;
  /** Until the token that calls are made with ends; negative: it has. */
  readonly secondsLeft: number;
  /** Of the token that makes the next pair; it is good for three months. */
  readonly refreshAgeSeconds: number;
}

/** What this process counts. Labels name bots, states and outcomes, never a person or a chat. */
export interface Metrics {
  /** Prometheus text; always an answer. */
  text(): Promise<string>;
  sent(bot: BotKey, outcome: SendOutcome["kind"], seconds: number): void;
  stored(bot: BotKey, updates: number): void;
  rejected(bot: BotKey, why: Rejection): void;
  /** One update was handled, well or not. */
  handled(seconds: number, ending: "done" | "failed"): void;
}

const lookUpWithinMs = 2000;
const handlingBuckets = [0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.25, 0.5, 1, 2.5, 5];
const sendBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The figures of this process, with those of the database that `sources` looks up at each scrape. */
export function openMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  lookedUp(registry, sources);
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const sent = counter("hocvu_messages_sent_total", "Calls that make a message, by how they ended", ["bot", "outcome"]);
  const stored = counter("hocvu_updates_stored_total", "Updates stored", ["bot"]);
  const rejected = counter("hocvu_webhook_rejects_total", "Webhook calls turned away", ["bot", "why"]);
  const sending = new Histogram({
    name: "hocvu_send_seconds",
    help: "One call that makes a message",
    labelNames: ["bot"],
    buckets: sendBuckets,
    registers,
  });
  const handling = new Histogram({
    name: "hocvu_handling_seconds",
    help: "One update, from the queue to the commit",
    labelNames: ["ending"],
    buckets: handlingBuckets,
    registers,
  });
  return {
    text: () => registry.metrics(),
    sent(bot, outcome, seconds) {
      sent.inc({ bot, outcome });
      sending.observe({ bot }, seconds);
    },
    stored: (bot, updates) => stored.inc({ bot }, updates),
    rejected: (bot, why) => rejected.inc({ bot, why }),
    handled: (seconds, ending) => handling.observe({ ending }, seconds),
  };
}

function lookedUp(registry: Registry, { deliveries, inbox, lanes, outages, grants }: MetricSources): void {
  const failures = new Counter({
    name: "hocvu_lookup_failures_total",
    help: "Figures that could not be looked up for a scrape",
    labelNames: ["what"],
    registers: [registry],
  });
  const gauge = (name: string, help: string, label: string, read: () => Promise<Readonly<Record<string, number>>>) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      async collect() {
        this.reset();
        try {
          const values = await withDeadline(read(), lookUpWithinMs, name);
          for (const [value, count] of Object.entries(values)) this.set({ [label]: value }, count);
        } catch {
          failures.inc({ what: name }); // best effort: without the database the rest is still worth telling
        }
      },
    });
  const ofLanes = (figure: (lane: Awaited<ReturnType<typeof lanes>>[number]) => number) => async () =>
    Object.fromEntries((await lanes()).map((lane) => [lane.bot, figure(lane)]));

  gauge("hocvu_deliveries", "Deliveries by state", "state", deliveries);
  gauge("hocvu_inbox", "Updates that wait or were parked", "state", async () => ({ ...(await inbox()) }));
  gauge(
    "hocvu_lane_held",
    "1: this process sends for the bot",
    "bot",
    ofLanes(({ held }) => Number(held)),
  );
  gauge(
    "hocvu_month_sent",
    "Messages the bot's platform accepted this month",
    "bot",
    ofLanes((lane) => lane.sentOfMonth),
  );
  gauge("hocvu_quota_used_ratio", "Share of the month's quota that is used", "bot", async () =>
    Object.fromEntries(
      (await lanes()).flatMap(({ bot, quota, sentOfMonth }) => (quota === null ? [] : [[bot, sentOfMonth / quota]])),
    ),
  );
  gauge("hocvu_outage_seconds", "Seconds of outages", "what", outages);
  if (grants === undefined) return;
  const ofGrants = (figure: (grant: GrantFigures) => number) => async () =>
    Object.fromEntries((await grants()).map((grant) => [grant.bot, figure(grant)]));
  const [live, left, age] = [
    "hocvu_grant_live",
    "hocvu_grant_seconds_left",
    "hocvu_grant_refresh_age_seconds",
  ] as const;
  gauge(
    live,
    "1: the account allows us; 0: a person must allow us again",
    "bot",
    ofGrants((grant) => Number(grant.live)),
  );
  gauge(
    left,
    "Seconds until the access token ends",
    "bot",
    ofGrants(({ secondsLeft }) => secondsLeft),
  );
  gauge(
    age,
    "Seconds since the refresh token was issued",
    "bot",
    ofGrants(({ refreshAgeSeconds }) => refreshAgeSeconds),
  );
}
