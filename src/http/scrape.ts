import { Counter, Gauge, type Registry } from "prom-client";
import { withDeadline } from "#db/connect.ts";

/** One value with its labels, which name bots, queues, states, ticks and roles: never a person or a chat. */
export interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A figure that is looked up when somebody asks for the metrics. */
export interface Figure {
  readonly name: string;
  /** What it counts, in which unit; for whoever reads /metrics. */
  readonly help: string;
  readonly labels: readonly string[];
  /** Rejects or takes long: the figure is left out of that answer. */
  readonly read: () => Promise<readonly Reading[]>;
}

const lookUpWithinMs = 2000;

/** Registers figures; one that cannot be looked up is left out and counted in `hocvu_lookup_failures_total`. */
export function registerFigures(registry: Registry, figures: readonly Figure[]): void {
  const registers = [registry];
  const failures = new Counter({
    name: "hocvu_lookup_failures_total",
    help: "Figures that could not be looked up for a scrape",
    labelNames: ["what"],
    registers,
  });
  for (const { name, help, labels, read } of figures)
    new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers,
      async collect() {
        this.reset();
        // Without labels a reset is a zero, which nobody has measured.
        if (labels.length === 0) this.remove();
        try {
          for (const { labels, value } of await withDeadline(read(), lookUpWithinMs, name)) this.set(labels, value);
        } catch {
          failures.inc({ what: name }); // best effort: without the database the rest is still worth telling
        }
      },
    });
}

/** Calls that arrive while one is under way share its answer: the figures of one scrape are of one moment. */
export function sharing<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let pending: Promise<Value> | null = null;
  return () => {
    pending ??= read().finally(() => {
      pending = null;
    });
    return pending;
  };
}
