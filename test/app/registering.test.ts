import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keepRegistered, type RegisteringDeps } from "#app/registering.ts";
import { openTelegram } from "#channels/telegram/open.ts";
import { openZalo, type Zalo } from "#channels/zalo/open.ts";
import { noteWebhook } from "#db/delivery/lanes.ts";
import { fakeFetch } from "../fakes/shell.ts";
import { FakeTelegram } from "../fakes/telegram.ts";
import { FakeZalo } from "../fakes/zalo.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { recordingLog } from "../setup/log.ts";

const url = "http://127.0.0.1:3000/zalo/webhook";
const secret = "s3cret-of-zalo";

let database: TestDatabase;
let fake: FakeZalo;
let zalo: Zalo;
let stop: AbortController;
let log: ReturnType<typeof recordingLog>;
let pauses: number[];
let contacts: number;
let heard: string[];

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());

beforeEach(async () => {
  heard = [];
  fake = new FakeZalo({
    post: async (_url, headers, body) => {
      const right = headers["x-bot-api-secret-token"] === secret;
      if (right && body !== "") heard.push(body);
      return { status: right ? 200 : 401, retryAfterSeconds: null };
    },
  });
  zalo = openZalo({ token: fake.token, apiRoot: "http://api", warn() {}, fetch: fakeFetch([fake]) });
  stop = new AbortController();
  log = recordingLog();
  pauses = [];
  contacts = 0;
  await noteWebhook(database.db, zalo.bot, null);
});

afterEach(() => {
  stop.abort();
  fake.close();
});

/** Sees to the webhook through so many pauses; `between` is told the number of each. */
async function keep(pausesUntilEnd: number, between: (pause: number) => void = () => {}, given = secret) {
  const deps: RegisteringDeps = {
    db: database.db,
    receiver: zalo,
    bot: zalo.bot,
    contact: () => void contacts++,
    log,
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
      if (pauses.length >= pausesUntilEnd) stop.abort();
      else between(pauses.length);
    },
  };
  await keepRegistered(deps, { url, secret: given }, stop.signal);
}

const methods = () => fake.calls.map(({ method }) => method);
const said = () => log.lines.map(({ level, message }) => `${level}: ${message}`);

test("a database that remembers nothing sets the webhook anew: which secret is with the address is not known", async () => {
  await zalo.register(url, "old-secret-of-zalo", true);
  await keep(1);
  fake.say("lan", "A");
  await expect.poll(() => heard).toHaveLength(1);
  expect(contacts).toBe(1);
});

test("what was noted is not set again at a restart, another secret is", async () => {
  await keep(1);
  stop = new AbortController();
  await keep(2);
  expect(methods().filter((method) => method === "setWebhook")).toHaveLength(1);
  stop = new AbortController();
  await keep(3, () => {}, "another-secret");
  expect(methods().filter((method) => method === "setWebhook")).toHaveLength(2);
});

test("a trial call that failed is a warning that says so, and no contact", async () => {
  fake.switches.trialWithSecret = false;
  await keep(2);
  expect(log.lines).toHaveLength(1);
  expect(log.lines[0]).toMatchObject({ level: "warn", facts: { detail: expect.stringContaining("trial call") } });
  expect(contacts).toBe(0);
});

test("too many changes today: asked again after hours, and told what to do", async () => {
  fake.switches.webhookChanges = 0;
  await keep(3);
  expect(pauses).toEqual([21_600_000, 21_600_000, 21_600_000]);
  expect(methods().filter((method) => method === "setWebhook")).toHaveLength(3);
  expect(log.lines[0]).toMatchObject({ level: "error", facts: { detail: expect.stringContaining("Do not restart") } });
});

test("a platform that is away is asked again, sooner at first", async () => {
  fake.fault({ kind: "refused", method: "setWebhook", times: 3 });
  await keep(4);
  expect(pauses).toEqual([1000, 2000, 4000, 300_000]);
  expect(said().at(-1)).toBe("info: receives by webhook");
});

describe("every five minutes", () => {
  test("it is looked whether the webhook is ours still, and it is set again when it is not", async () => {
    await keep(4, (pause) => {
      if (pause === 2) void zalo.unregister();
      if (pause === 3)
        void fake.handle(fake.token, "setWebhook", { url: `${url}/x`, secret_token: secret }, stop.signal);
    });
    expect(pauses).toEqual([300_000, 300_000, 300_000, 300_000]);
    expect(fake.webhookUrl).toBe(url);
    expect(said()).toEqual([
      "info: receives by webhook",
      expect.stringMatching(/^warn: the platform has another webhook or none/),
      "info: receives by webhook",
      expect.stringMatching(/^warn: the platform has another webhook or none/),
      "info: receives by webhook",
    ]);
  });

  test("no answer proves nothing", async () => {
    fake.fault({ kind: "html", method: "getWebhookInfo", times: 2 });
    await keep(4);
    expect(said()).toEqual(["info: receives by webhook"]);
  });

  test("so it is on Telegram", async () => {
    const telegramFake = new FakeTelegram({ post: async () => ({ status: 200, retryAfterSeconds: null }) });
    const fetch = fakeFetch([telegramFake]);
    const telegram = openTelegram({ token: telegramFake.token, apiRoot: "http://api", warn() {}, fetch });
    zalo = { ...telegram, name: "zalo" } as unknown as Zalo;
    await keep(3, (pause) => {
      if (pause === 1) void telegram.unregister();
    });
    expect(telegramFake.webhookUrl).toBe(url);
    expect(said()).toHaveLength(3);
  });
});
