/** What docs/operate.md says of /metrics is what a running program serves there, and nothing in it is anybody's. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#app/config.ts";
import { openDatabase } from "#app/database.ts";
import { openLog } from "#app/log.ts";
import { allRoles } from "#app/roles.ts";
import { type Running, run } from "#app/run.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { freePort } from "../setup/port.ts";

const documented = readFileSync(path.resolve(import.meta.dirname, "..", "..", "docs", "operate.md"), "utf8");
const rows = [...documented.matchAll(/^\| `(hocvu_\w+)` \| ([^|]*)\|/gm)].map(([, name, labels]) => ({
  name: name!,
  labels: [...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label!),
}));

const nowhere = "http://127.0.0.1:1";
const secrets = {
  telegram: "AAASecretOfTheTelegramBot",
  zalo: "SecretOfTheZaloBot",
  app: "SecretOfTheApp",
  key: "0123456789abcdef".repeat(4),
};
let database: TestDatabase;
let program: Running;
let worker: Running;
let metricsPort: number;

beforeAll(async () => {
  database = await freshDatabase();
  program = await start(allRoles);
  metricsPort = await freePort();
  worker = await start(["worker"], { METRICS_PORT: String(metricsPort) });
});
afterAll(async () => {
  await worker[Symbol.asyncDispose]();
  await program[Symbol.asyncDispose]();
  await database.end();
});

async function start(roles: typeof allRoles, env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const config = readConfig({
    DATABASE_URL: database.url,
    HOCVU_DEMO: "1",
    PORT: "0",
    TELEGRAM_BOT_TOKEN: `123456789:${secrets.telegram}`,
    TELEGRAM_API_ROOT: nowhere,
    ZALO_BOT_TOKEN: `918273645:${secrets.zalo}`,
    ZALO_API_ROOT: nowhere,
    ZALO_OA_APP_ID: "1900220033004400551",
    ZALO_OA_APP_SECRET: secrets.app,
    ZALO_OA_SECRET_KEY: "AnotherSecretKey",
    ZALO_OA_API_ROOT: nowhere,
    ZALO_OA_OAUTH_ROOT: nowhere,
    HOCVU_SECRET_KEY: secrets.key,
    PUBLIC_URL: "https://hocvu.example.org",
    TELEGRAM_WEBHOOK_SECRET: "telegram-webhook-secret",
    ZALO_WEBHOOK_SECRET: "zalo-webhook-secret",
    HOCVU_BACKUP_DIR: path.join(import.meta.dirname, "nowhere"),
    ...env,
  });
  if (!config.ok) throw new Error(config.problem);
  const log = openLog("silent", []);
  return await run(config.value, roles, log, openDatabase(config.value, log, 4));
}

let failures = "";

/** What is served once nothing fails to be looked up: a busy machine may need more than the two seconds that there are. */
async function scrape(): Promise<string> {
  for (let times = 0; times < 5; times++) {
    const text = await fetch(`${program.address}/metrics`).then((answer) => answer.text());
    const before = failures;
    failures = (text.match(/^hocvu_lookup_failures_total.*$/gm) ?? []).join();
    if (failures === before) return text;
  }
  throw new Error(`it is not looked up: ${failures}`);
}

/** Nothing of the kind has happened yet: these have a name and no value. */
const onlyCounted = [
  "lateness",
  "_sent_total",
  "_send_",
  "_stored_",
  "_rejects_",
  "_failures_",
  "_handling_",
  "outage",
];

describe("the metrics of a running program", () => {
  test("are those that the table of docs/operate.md names, no more and no fewer", async () => {
    const served = [...(await scrape()).matchAll(/^# TYPE (hocvu_\w+) /gm)].map(([, name]) => name!);
    expect(rows.map(({ name }) => name).sort()).toEqual(served.sort());
    expect(new Set(served).size).toBeGreaterThan(25);
  });

  test("are all found, with the labels that the table names", async () => {
    await eventually("it has ticked", async () => (await scrape()).includes('hocvu_ticks_total{tick="plan"'));
    const text = await scrape();
    const missing = rows.filter(({ name, labels }) => {
      if (onlyCounted.some((part) => name.includes(part))) return false;
      const [, found] = new RegExp(`^${name}(?:\\{([^}]*)\\})? `, "m").exec(text) ?? [undefined, "nothing"];
      const told = [...(found ?? "").matchAll(/(\w+)="/g)].map(([, label]) => label!);
      return found === "nothing" || told.join() !== labels.join();
    });
    expect(missing).toEqual([]);
    expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
  });

  test("tell of the whole program what tables and queue say", async () => {
    const text = await scrape();
    for (const line of [
      'hocvu_processes{role="scheduler"} 1',
      'hocvu_processes{role="worker"} 2',
      'hocvu_quota_left{bot="zalo:918273645"} 3000',
      'hocvu_grant_live{bot="zalo-oa:1900220033004400551"} 0',
      'hocvu_money_budget_vnd{bot="zalo-oa:1900220033004400551"} 0',
      'hocvu_queue_jobs{queue="inbox",state="waiting"} 0',
      "hocvu_inbox_oldest_seconds 0",
      "hocvu_exports_waiting 0",
      "hocvu_backup_age_seconds +Inf",
    ])
      expect(text).toContain(line);
    const [, offset] = /^hocvu_clock_offset_seconds (\S+)$/m.exec(text)!;
    expect(Math.abs(Number(offset))).toBeLessThan(1);
    const ticks = [...text.matchAll(/^hocvu_tick_overdue_seconds\{tick="(\w+)"\} (\S+)$/gm)];
    expect(ticks.map(([, tick]) => tick).sort()).toEqual(
      ["exports", "forget", "note", "plan", "retain", "retire", "streaks", "sweep", "tidy", "tokens"].sort(),
    );
  });

  test("hold no secret, and in labels names of parts alone", async () => {
    const text = await scrape();
    for (const secret of [...Object.values(secrets), "webhook-secret"]) expect(text).not.toContain(secret);
    const values = [...text.matchAll(/\w+="([^"]*)"/g)].map(([, value]) => value!);
    expect(values.filter((value) => !/^[\w.:+-]*$/.test(value))).toEqual([]);
  });

  test("are served by a process without pages, too, at a port of its own", async () => {
    expect(worker.address).toBeNull();
    const own = (path: string) => fetch(`http://127.0.0.1:${metricsPort}${path}`);
    const answers = await Promise.all(["/metrics", "/healthz", "/readyz", "/chat", "/dashboard"].map(own));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404]);
    expect(await answers[0]!.text()).toContain("hocvu_lane_held");
  });
});
