import { describe, expect, test } from "vitest";
import type { BotKey } from "#domain/ids.ts";
import { openMetrics } from "#http/metrics.ts";
import { type Figure, type Reading, sharing } from "#http/scrape.ts";

const zalo = "zalo:1" as BotKey;

const figure = (name: string, labels: readonly string[], read: () => Promise<readonly Reading[]>): Figure => ({
  ...{ name, labels, read },
  help: "for the test",
});

const lines = async (metrics: { text(): Promise<string> }) =>
  (await metrics.text()).split("\n").filter((line) => line.startsWith("hocvu_"));

describe("metrics", () => {
  test("tell what is looked up at that moment", async () => {
    let planned = 3;
    const metrics = openMetrics([
      figure("hocvu_deliveries", ["state"], async () => [{ labels: { state: "planned" }, value: planned++ }]),
      figure("hocvu_clock_offset_seconds", [], async () => [{ labels: {}, value: -0.25 }]),
    ]);
    expect(await lines(metrics)).toEqual(
      expect.arrayContaining(['hocvu_deliveries{state="planned"} 3', "hocvu_clock_offset_seconds -0.25"]),
    );
    expect(await lines(metrics)).toContain('hocvu_deliveries{state="planned"} 4');
  });

  test("tell what this process did", async () => {
    const metrics = openMetrics([]);
    metrics.sent(zalo, "sent", 0.2);
    metrics.sent(zalo, "throttled", 0.2);
    metrics.lessonLate(zalo, 7);
    metrics.lessonLate(zalo, -0.01);
    metrics.stored(zalo, 3);
    metrics.rejected(zalo, "secret");
    metrics.handled(0.03, "done");
    metrics.ticked("plan", "failed");
    expect(await lines(metrics)).toEqual(
      expect.arrayContaining([
        'hocvu_messages_sent_total{bot="zalo:1",outcome="sent"} 1',
        'hocvu_messages_sent_total{bot="zalo:1",outcome="throttled"} 1',
        'hocvu_send_seconds_count{bot="zalo:1"} 2',
        'hocvu_lesson_lateness_seconds_bucket{le="1",bot="zalo:1"} 1',
        'hocvu_lesson_lateness_seconds_bucket{le="10",bot="zalo:1"} 2',
        'hocvu_lesson_lateness_seconds_sum{bot="zalo:1"} 7',
        'hocvu_updates_stored_total{bot="zalo:1"} 3',
        'hocvu_webhook_rejects_total{bot="zalo:1",why="secret"} 1',
        'hocvu_handling_seconds_bucket{le="0.04",ending="done"} 1',
        'hocvu_ticks_total{tick="plan",ending="failed"} 1',
      ]),
    );
    expect(await metrics.text()).toContain("nodejs_eventloop_lag_p99_seconds");
  });

  test("leave out what cannot be looked up or does not come, and forget what it was before", async () => {
    let away = false;
    const read = (value: number) => async () => {
      if (away) throw new Error("the database is away");
      return [{ labels: {}, value }];
    };
    const metrics = openMetrics([
      figure("hocvu_inbox", ["state"], async () => {
        const found = await read(4)();
        return found.map((one) => ({ ...one, labels: { state: "waiting" } }));
      }),
      figure("hocvu_clock_offset_seconds", [], read(1)),
      figure("hocvu_outage_seconds", [], () => (away ? new Promise(() => {}) : read(2)())),
      figure("hocvu_unknown_sends", [], async () => [{ labels: {}, value: 0 }]),
    ]);
    expect((await lines(metrics)).join("\n")).toMatch(/^hocvu_inbox\{[\s\S]*^hocvu_clock_offset_seconds 1$/m);
    away = true;
    const told = (await lines(metrics)).join("\n");
    expect(told).not.toMatch(/^hocvu_(inbox|outage_seconds|clock_offset_seconds)\b/m);
    expect(told).toContain("hocvu_unknown_sends 0");
    expect((await lines(metrics)).join()).toContain('hocvu_lookup_failures_total{what="hocvu_inbox"}');
  });

  test("of one scrape ask the database once for what several of them tell", async () => {
    let asked = 0;
    const lanes = sharing(async () => ++asked);
    const read = async () => [{ labels: {}, value: await lanes() }];
    const metrics = openMetrics([figure("hocvu_one", [], read), figure("hocvu_two", [], read)]);
    expect(await lines(metrics)).toEqual(expect.arrayContaining(["hocvu_one 1", "hocvu_two 1"]));
    expect(await lines(metrics)).toEqual(expect.arrayContaining(["hocvu_one 2", "hocvu_two 2"]));
  });
});
