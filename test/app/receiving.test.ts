import { afterEach, beforeEach, expect, test } from "vitest";
import type { Base } from "#app/base.ts";
import { openReceiving } from "#app/receiving.ts";
import { openTelegram, type Telegram } from "#channels/telegram/open.ts";
import { fakeFetch } from "../fakes/shell.ts";
import { FakeTelegram } from "../fakes/telegram.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { recordingLog } from "../setup/log.ts";

const url = "http://127.0.0.1:3000";
const path = "/telegram/webhook";

let database: TestDatabase;
let fake: FakeTelegram;
let telegram: Telegram;
let log: ReturnType<typeof recordingLog>;

beforeEach(async () => {
  database = await freshDatabase();
  fake = new FakeTelegram({ post: async () => ({ status: 200, retryAfterSeconds: null }) });
  log = recordingLog();
  const warn = (text: string) => log.warn({}, text);
  telegram = openTelegram({ token: fake.token, apiRoot: "http://api", warn, fetch: fakeFetch([fake]) });
  return async () => {
    fake.close();
    await database.end();
  };
});

let receiving: AsyncDisposable;
afterEach(async () => receiving[Symbol.asyncDispose]());

function open(publicUrl: string | null, stored: unknown[] = []) {
  const bot = {
    channel: telegram,
    receiver: telegram,
    telegram,
    config: { webhookPath: path, webhookSecrets: ["s3cret-s3cret"] },
  };
  receiving = openReceiving(
    {
      databaseUrl: database.url,
      connection: database,
      config: { publicUrl },
      log,
      bots: new Map([[telegram.bot, bot]]),
      clock: { now: () => new Date() },
      inbox: { ringInbox: async (ids: unknown[]) => void stored.push(...ids) },
      metrics: { stored() {} },
    } as unknown as Base,
    () => {},
  );
}

test("polls although the webhook could not be taken away at first", async () => {
  await telegram.register(`${url}${path}`, "s3cret-s3cret", true);
  fake.fault({ kind: "reset", method: "deleteWebhook" });
  const stored: unknown[] = [];
  open(null, stored);
  await eventually("deleted", () => fake.webhookUrl === "");
  fake.say(1001, "hai");
  await eventually("stored", () => stored.length > 0);
});

test("ends at once though Telegram holds the menus back", async () => {
  fake.fault({ kind: "hang", method: "setMyCommands" });
  open(url);
  await eventually(
    "asked",
    () => fake.calls.some(({ method }) => method === "setMyCommands") && fake.webhookUrl !== "",
  );
  const began = performance.now();
  await receiving[Symbol.asyncDispose]();
  expect(performance.now() - began).toBeLessThan(10_000);
});
