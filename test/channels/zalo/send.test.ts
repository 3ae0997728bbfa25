import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SendOutcome } from "#channels/channel.ts";
import { openZalo } from "#channels/zalo/open.ts";
import type { Fault } from "../../fakes/behaviour.ts";
import { type FakeServer, fakeFetch, serveFakes } from "../../fakes/shell.ts";
import { FakeZalo } from "../../fakes/zalo.ts";
import { press, question, saying, severalChoice, to } from "../samples.ts";

const lan = "3b7e91c04fd2a865e017";
let fake: FakeZalo;
let server: FakeServer;

beforeEach(async () => {
  fake = new FakeZalo();
  fake.say(lan, "xin chào");
  server = await serveFakes([fake]);
});

afterEach(() => server[Symbol.asyncDispose]());

async function outcome(message = saying("Chào bạn"), { chat = lan, apiRoot = server.root, token = fake.token } = {}) {
  await using zalo = openZalo({ token, apiRoot, warn() {} });
  return zalo.send(to(zalo.bot, chat), message);
}

describe.each([false, true])("with errors under their own HTTP status: %s", (realStatus) => {
  test.each<[Fault, SendOutcome]>([
    [{ kind: 400 }, { kind: "refused", reason: "Zalo error 400" }],
    [{ kind: 401 }, { kind: "shut", reason: "Zalo error 401" }],
    [{ kind: 403 }, { kind: "unknown" }],
    [{ kind: 404 }, { kind: "shut", reason: "Zalo error 404" }],
    [{ kind: 408 }, { kind: "unknown" }],
    [{ kind: 410 }, { kind: "gone" }],
    [{ kind: 422 }, { kind: "gone" }],
    [{ kind: 426 }, { kind: "throttled", retryAfterSeconds: null }],
    [{ kind: 429 }, { kind: "throttled", retryAfterSeconds: null }],
    [
      { kind: 429, retryAfter: 90 },
      { kind: "throttled", retryAfterSeconds: 90 },
    ],
    [{ kind: 500 }, { kind: "unknown" }],
    [{ kind: "html", status: 502 }, { kind: "unknown" }],
    [{ kind: "html", status: 504 }, { kind: "unknown" }],
    [
      { kind: "html", status: 429, retryAfter: 5 },
      { kind: "throttled", retryAfterSeconds: 5 },
    ],
    [{ kind: "html", status: 200 }, { kind: "unknown" }],
    [{ kind: "cut" }, { kind: "unknown" }],
    [{ kind: "reset" }, { kind: "unknown" }],
  ])("%o ends as %o", async (fault, expected) => {
    fake.switches.realStatus = realStatus;
    fake.fault(fault);
    expect(await outcome()).toEqual(expected);
    expect(fake.calls).toHaveLength(1);
  });
});

test.each<[string, SendOutcome]>([
  ['{"ok":false,"errorCode":426}', { kind: "throttled", retryAfterSeconds: null }],
  ['{"ok":false,"error_code":"410"}', { kind: "gone" }],
  ['{"ok":false}', { kind: "unknown" }],
  ['{"ok":true,"error_code":0,"result":{"message_id":"91aa","date":1}}', { kind: "sent", platformId: "91aa" }],
  ['{"ok":true}', { kind: "sent", platformId: "" }],
  ["null", { kind: "unknown" }],
  ["", { kind: "unknown" }],
])("the body %s means %o", async (body, expected) => {
  const zalo = openZalo({ token: "9:x", apiRoot: "http://api", warn() {}, fetch: async () => new Response(body) });
  expect(await zalo.send(to(zalo.bot, lan), saying("Chào bạn"))).toEqual(expected);
});

test("who never wrote is gone, who blocked is gone until they write", async () => {
  expect(await outcome(undefined, { chat: "ffff" })).toEqual({ kind: "gone" });
  fake.block(lan);
  expect(await outcome()).toEqual({ kind: "gone" });
  fake.say(lan, "hoc");
  expect(await outcome()).toMatchObject({ kind: "sent" });
});

test("over the month's messages it is throttled with no figure", async () => {
  fake.quota = 1;
  expect(await outcome()).toMatchObject({ kind: "sent" });
  expect(await outcome()).toEqual({ kind: "throttled", retryAfterSeconds: null });
});

test("a token with blanks and a line end around it works, a wrong one shuts the channel", async () => {
  expect(await outcome(undefined, { token: ` ${fake.token} \n` })).toMatchObject({ kind: "sent" });
  expect(await outcome(undefined, { token: "918273645:another" })).toMatchObject({ kind: "shut" });
});

test("nothing is known to have been sent where no connection was made", async () => {
  await server.down();
  expect(await outcome()).toEqual({ kind: "unreached" });
  expect(await outcome(undefined, { apiRoot: "http://bot-api.invalid" })).toEqual({ kind: "unreached" });
  await server.up();
  expect(await outcome(undefined, { apiRoot: server.root.replace("http:", "https:") })).toEqual({ kind: "unreached" });
  expect(fake.sent()).toEqual([]);
});

test("silence for 15 seconds after speaking is unknown", async () => {
  const limit = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => AbortSignal.abort());
  fake.fault({ kind: "hang" });
  const zalo = openZalo({ token: fake.token, apiRoot: "http://api", warn() {}, fetch: fakeFetch([fake]) });
  expect(await zalo.send(to(zalo.bot, lan), saying("Chào bạn"))).toEqual({ kind: "unknown" });
  expect(limit).toHaveBeenCalledWith(15_000);
  limit.mockRestore();
});

test("buttons are words here: options stand in the text, links on lines of their own, the hint last", async () => {
  await outcome(question);
  await outcome(severalChoice);
  const link = { kind: "link" as const, label: "Xem báo cáo", url: "https://example.org/f/1" };
  await outcome({ ...question, buttons: [[press("A", "q:7:0")], [link]] });
  expect(fake.sent().map(({ text }) => text.split("\n").slice(-3))).toEqual([
    ["A. 123456", "B. một câu dài", "Trả lời: gõ A hoặc B"],
    ["B. hai", "C. ba", "Trả lời: gõ các chữ, ví dụ A C"],
    ["Xem báo cáo", "https://example.org/f/1", "Trả lời: gõ A hoặc B"],
  ]);
});

test("nothing is sent twice, over 2,000 it is refused", async () => {
  expect(await outcome(saying("ề".repeat(2001)))).toEqual({ kind: "refused", reason: "Zalo error 400" });
  expect(fake.calls).toHaveLength(1);
});

test("a probe tells the bot's name, or why it could not", async () => {
  await using zalo = openZalo({ token: fake.token, apiRoot: server.root, warn() {} });
  expect(await zalo.probe()).toEqual({ ok: true, name: "Bot Học Vụ" });
  fake.fault({ kind: 401, method: "getMe" });
  expect(await zalo.probe()).toEqual({ ok: false, outcome: { kind: "shut", reason: "Zalo error 401" } });
});
