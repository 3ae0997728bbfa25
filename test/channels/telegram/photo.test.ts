import { afterEach, beforeEach, expect, test } from "vitest";
import type { Pictures } from "#channels/pictures.ts";
import { openTelegram } from "#channels/telegram/open.ts";
import type { Message } from "#domain/message.ts";
import type { Fault } from "../../fakes/behaviour.ts";
import { type FakeServer, serveFakes } from "../../fakes/shell.ts";
import { FakeTelegram } from "../../fakes/telegram.ts";
import { pictured, picturesOf, press, samplePng, saying, to } from "../samples.ts";

let fake: FakeTelegram;
let server: FakeServer;
let uploads: Map<string, string>;

beforeEach(async () => {
  uploads = new Map();
  fake = new FakeTelegram();
  fake.say(1001, "/start");
  server = await serveFakes([fake]);
});

afterEach(() => server[Symbol.asyncDispose]());

/** Sends them one after the other, as one process. */
async function outcomes(messages: readonly Message[], pictures: Partial<Pictures> = {}) {
  const all = { ...picturesOf(uploads), ...pictures };
  await using telegram = openTelegram({ token: fake.token, apiRoot: server.root, pictures: all, warn() {} });
  const kinds: string[] = [];
  for (const message of messages) kinds.push((await telegram.send(to(telegram.bot, "1001"), message)).kind);
  return kinds;
}

/** What was called, and how it ended. */
const calls = () => fake.calls.map(({ code, method }) => `${method} ${code}`);
const shown = () => fake.sent(1001).map(({ file, method }) => [method, file?.bytes.length ?? 0]);

test("a picture's bytes are uploaded once for each bot, and every process knows", async () => {
  const uploaded = samplePng.length;
  expect(await outcomes([pictured, pictured])).toEqual(["sent", "sent"]);
  expect(await outcomes([pictured])).toEqual(["sent"]);
  expect(shown()).toEqual([1, 2, 3].map(() => ["sendPhoto", uploaded]));
  expect([...uploads.keys()]).toEqual(["telegram:110201543 a1b2c3"]);
  expect(fake.files.size).toBe(1);
  expect(calls()).toEqual(["sendPhoto 200", "sendPhoto 200", "sendPhoto 200"]);
});

test("an id that Telegram no longer takes is followed by the upload, and the new one is remembered", async () => {
  uploads.set("telegram:110201543 a1b2c3", "AgAC-of-last-year");
  expect(await outcomes([pictured, pictured])).toEqual(["sent", "sent"]);
  expect(calls()).toEqual(["sendPhoto 400", "sendPhoto 200", "sendPhoto 200"]);
  expect(shown()).toHaveLength(2);
  expect(uploads.get("telegram:110201543 a1b2c3")).toBe([...fake.files.keys()][0]);
});

test("emphasis and buttons stay", async () => {
  await outcomes([{ ...pictured, buttons: [[press("A", "q:7:0")]] }]);
  expect(fake.sent(1001)).toMatchObject([
    { bold: ["Học phần 4."], keyboard: [[{ text: "A", callback_data: "q:7:0" }]] },
  ]);
});

test.each([
  [1024, "sendPhoto"],
  [1025, "sendMessage"],
])("a text of %i goes by %s", async (length, method) => {
  // Letters that are escaped count once: the limit is on what is read.
  expect(await outcomes([{ ...pictured, text: saying("&".repeat(length)).text }])).toEqual(["sent"]);
  expect(calls()).toEqual([`${method} 200`]);
});

test.each<[Fault, string]>([
  [{ kind: 429, retryAfter: 3 }, "throttled"],
  [{ kind: 403 }, "gone"],
  [{ kind: 400, description: "Bad Request: chat not found" }, "gone"],
  [{ kind: 401 }, "shut"],
  [{ kind: 500 }, "unknown"],
  [{ kind: "html", status: 502 }, "unknown"],
  [{ kind: "cut" }, "unknown"],
])("%o ends a picture's send as %s, and no text follows", async (fault, kind) => {
  fake.fault(fault);
  expect(await outcomes([pictured])).toEqual([kind]);
  expect(fake.calls).toHaveLength(1);
});

test("what Telegram takes neither with the picture nor without is refused", async () => {
  fake.fault({ kind: 400, times: 2, description: "Bad Request: can't parse entities" });
  expect(await outcomes([pictured])).toEqual(["refused"]);
  expect(calls()).toEqual(["sendPhoto 400", "sendMessage 400"]);
});

test("with the database away the text is sent", async () => {
  const away = () => Promise.reject(new Error("away"));
  expect(await outcomes([pictured], { png: away, uploaded: away, remember: away })).toEqual(["sent"]);
  expect(calls()).toEqual(["sendMessage 200"]);
  expect(await outcomes([pictured], { uploaded: away, remember: away })).toEqual(["sent"]);
  expect(calls().at(-1)).toBe("sendPhoto 200");
});
