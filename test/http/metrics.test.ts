import { describe, expect, test } from "vitest";
import type { BotKey } from "#domain/ids.ts";
import { type MetricSources, openMetrics } from "#http/metrics.ts";

const zalo = "zalo:1" as BotKey;
const sources: MetricSources = {
  deliveries: async () => ({ planned: 3, queued: 0, sending: 1, sent: 9, unknown: 0, failed: 0, cancelled: 2 }),
  inbox: async () => ({ waiting: 4, parked: 1 }),
  lanes: async () => [
    { bot: zalo, held: true, sentOfMonth: 750, quota: 3000 },
    { bot: "telegram:2" as BotKey, held: false, sentOfMonth: 5, quota: null },
  ],
  outages: async () => ({ program: 1800 }),
};

const lines = async (metrics: { text(): Promise<string> }) =>
  (await metrics.text()).split("\n").filter((line) => line.startsWith("hocvu_"));

describe("metrics", () => {
  test("tell what the database knows at that moment", async () => {
    let planned = 3;
    const metrics = openMetrics({
      ...sources,
      deliveries: async () => ({ ...(await sources.deliveries()), planned: planned++ }),
    });
    expect(await lines(metrics)).toEqual(
      expect.arrayContaining([
        'hocvu_deliveries{state="planned"} 3',
        'hocvu_deliveries{state="cancelled"} 2',
        'hocvu_inbox{state="parked"} 1',
        'hocvu_lane_held{bot="zalo:1"} 1',
        'hocvu_lane_held{bot="telegram:2"} 0',
        'hocvu_month_sent{bot="telegram:2"} 5',
        'hocvu_quota_used_ratio{bot="zalo:1"} 0.25',
        'hocvu_outage_seconds{what="program"} 1800',
      ]),
    );
    expect(await lines(metrics)).toContain('hocvu_deliveries{state="planned"} 4');
  });

  test("tell what this process did", async () => {
    const metrics = openMetrics(sources);
    metrics.sent(zalo, "sent", 0.2);
    metrics.sent(zalo, "throttled", 0.2);
    metrics.stored(zalo, 3);
    metrics.rejected(zalo, "secret");
    metrics.handled(0.03, "done");
    expect(await lines(metrics)).toEqual(
      expect.arrayContaining([
        'hocvu_messages_sent_total{bot="zalo:1",outcome="sent"} 1',
        'hocvu_messages_sent_total{bot="zalo:1",outcome="throttled"} 1',
        'hocvu_send_seconds_count{bot="zalo:1"} 2',
        'hocvu_updates_stored_total{bot="zalo:1"} 3',
        'hocvu_webhook_rejects_total{bot="zalo:1",why="secret"} 1',
        'hocvu_handling_seconds_bucket{le="0.04",ending="done"} 1',
      ]),
    );
    expect(await metrics.text()).toContain("nodejs_eventloop_lag_p99_seconds");
  });

  test("leave out what cannot be looked up, and forget what it was before", async () => {
    let away = false;
    const metrics = openMetrics({
      ...sources,
      inbox: async () => {
        if (away) throw new Error("the database is away");
        return sources.inbox();
      },
      outages: () => (away ? new Promise(() => {}) : sources.outages()),
    });
    expect((await lines(metrics)).join()).toContain("hocvu_inbox{");
    away = true;
    const told = (await lines(metrics)).join();
    expect(told).not.toMatch(/hocvu_inbox\{|hocvu_outage_seconds\{/);
    expect(told).toContain("hocvu_deliveries{");
    expect((await lines(metrics)).join()).toContain('hocvu_lookup_failures_total{what="hocvu_inbox"}');
  });
});
