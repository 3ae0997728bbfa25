import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { BotKey } from "#domain/ids.ts";
import type { SendOutcome } from "#domain/outcome.ts";
import { type Figure, registerFigures } from "./scrape.ts";
import type { Rejection } from "./webhooks.ts";

/** What this process counts, and the figures that it looks up. Labels name bots, states and outcomes, never a person or a chat. */
export interface Metrics {
  /** Prometheus text; always an answer. */
  text(): Promise<string>;
  sent(bot: BotKey, outcome: SendOutcome["kind"], seconds: number): void;
  /** The platform accepted a lesson so many seconds after it had fallen due. */
  lessonLate(bot: BotKey, seconds: number): void;
  stored(bot: BotKey, updates: number): void;
  rejected(bot: BotKey, why: Rejection): void;
  /** One update was handled, well or not. */
  handled(seconds: number, ending: "done" | "failed"): void;
  ticked(tick: string, ending: "done" | "failed"): void;
}

const handlingBuckets = [0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.25, 0.5, 1, 2.5, 5];
const sendBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** A budget of 30 a second has a province's lessons out within minutes, one message a second takes an hour for 3600. */
const latenessBuckets = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 10_800];

/** The metrics of this process, with `figures` looked up at each scrape. */
export function openMetrics(figures: readonly Figure[]): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  registerFigures(registry, figures);
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, labelNames: string[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  const sent = counter("hocvu_messages_sent_total", "Calls that make a message, by how they ended", ["bot", "outcome"]);
  const stored = counter("hocvu_updates_stored_total", "Updates stored", ["bot"]);
  const rejected = counter("hocvu_webhook_rejects_total", "Webhook calls turned away", ["bot", "why"]);
  const ticks = counter("hocvu_ticks_total", "Ticks of the scheduler that this process ran", ["tick", "ending"]);
  const sending = histogram("hocvu_send_seconds", "One call that makes a message", ["bot"], sendBuckets);
  const handling = histogram(
    "hocvu_handling_seconds",
    "One update, from the queue to the commit",
    ["ending"],
    handlingBuckets,
  );
  const lateness = histogram(
    "hocvu_lesson_lateness_seconds",
    "From a lesson falling due to the platform accepting it",
    ["bot"],
    latenessBuckets,
  );
  return {
    text: () => registry.metrics(),
    sent(bot, outcome, seconds) {
      sent.inc({ bot, outcome });
      sending.observe({ bot }, seconds);
    },
    lessonLate: (bot, seconds) => lateness.observe({ bot }, Math.max(0, seconds)),
    stored: (bot, updates) => stored.inc({ bot }, updates),
    rejected: (bot, why) => rejected.inc({ bot, why }),
    handled: (seconds, ending) => handling.observe({ ending }, seconds),
    ticked: (tick, ending) => ticks.inc({ tick, ending }),
  };
}
