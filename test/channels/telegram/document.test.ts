import { afterEach, beforeEach, expect, test } from "vitest";
import type { Pictures } from "#channels/pictures.ts";
import { openTelegram } from "#channels/telegram/open.ts";
import type { Message } from "#domain/message.ts";
import type { Fault } from "../../fakes/behaviour.ts";
import { type FakeServer, serveFakes } from "../../fakes/shell.ts";
import { FakeTelegram } from "../../fakes/telegram.ts";
import { madeBook, madeBookBytes, picturesOf, saying, to } from "../samples.ts";

let fake: FakeTelegram;
let server: FakeServer;

beforeEach(async () => {
  fake = new FakeTelegram();
  fake.say(1001, "/start");
  server = await serveFakes([fake]);
});

afterEach(() => server[Symbol.asyncDispose]());

const report: Message = { ...saying("Báo cáo: Sở <A> & B"), document: madeBook };

async function sends(message: Message, pictures: Partial<Pictures> = {}) {
  const options = { token: fake.token, apiRoot: server.root, warn() {} };
  await using telegram = openTelegram({ ...options, pictures: { ...picturesOf(), ...pictures } });
  return (await telegram.send(to(telegram.bot, "1001"), message)).kind;
}

const calls = () => fake.calls.map(({ code, method }) => `${method} ${code}`);

test("a file goes up byte for byte, the text under it", async () => {
  expect(await sends(report)).toBe("sent");
  expect(fake.sent(1001)).toMatchObject([{ method: "sendDocument", text: "Báo cáo: Sở <A> & B" }]);
  expect(fake.sent(1001)[0]!.file).toMatchObject({ name: "bao-cao.xlsx", bytes: madeBookBytes });
});

test("one that Telegram refuses is followed by the text, as one message", async () => {
  fake.fault({ kind: 400, method: "sendDocument", description: "Bad Request: file is too big" });
  expect(await sends(report)).toBe("sent");
  expect(calls()).toEqual(["sendDocument 400", "sendMessage 200"]);
  expect(fake.sent(1001)).toMatchObject([{ text: "Báo cáo: Sở <A> & B", file: null }]);
});

test.each<[Fault, string]>([
  [{ kind: 429, retryAfter: 3 }, "throttled"],
  [{ kind: 403 }, "gone"],
  [{ kind: 401 }, "shut"],
  [{ kind: 502 }, "unknown"],
  [{ kind: "cut" }, "unknown"],
])("%o ends the send of a file as %s, and no text follows", async (fault, kind) => {
  fake.fault(fault);
  expect(await sends(report)).toBe(kind);
  expect(fake.calls).toHaveLength(1);
});

test("a file larger than Telegram takes, a text longer than a caption, and a database that is away leave the text", async () => {
  const large = { kind: "xlsx", bytes: new Uint8Array(49_000_001) } as const;
  expect(await sends(report, { file: async () => large })).toBe("sent");
  expect(await sends({ ...report, text: saying("a".repeat(1025)).text })).toBe("sent");
  expect(await sends(report, { file: () => Promise.reject(new Error("away")) })).toBe("sent");
  expect(calls()).toEqual(["sendMessage 200", "sendMessage 200", "sendMessage 200"]);
});
