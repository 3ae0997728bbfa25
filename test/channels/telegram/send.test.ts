import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SendOutcome } from "#channels/channel.ts";
import { openTelegram } from "#channels/telegram/open.ts";
import type { Fault } from "../../fakes/behaviour.ts";
import { type FakeServer, fakeFetch, serveFakes } from "../../fakes/shell.ts";
import { FakeTelegram } from "../../fakes/telegram.ts";
import { question, saying, severalChoice, to } from "../samples.ts";

let fake: FakeTelegram;
let server: FakeServer;
const open = (apiRoot = server.root) => openTelegram({ token: fake.token, apiRoot, warn() {} });

beforeEach(async () => {
  fake = new FakeTelegram();
  fake.say(1001, "/start");
  server = await serveFakes([fake]);
});

afterEach(() => server[Symbol.asyncDispose]());

async function outcome(chat = "1001", message = saying("Chào bạn"), apiRoot = server.root): Promise<SendOutcome> {
  await using telegram = open(apiRoot);
  return telegram.send(to(telegram.bot, chat), message);
}

const error = (kind: number, description: string): Fault => ({ kind, description });

test.each<[Fault, SendOutcome]>([
  [
    { kind: 429, retryAfter: 17 },
    { kind: "throttled", retryAfterSeconds: 17 },
  ],
  [error(403, "Forbidden: bot was blocked by the user"), { kind: "gone" }],
  [error(403, "Forbidden: user is deactivated"), { kind: "gone" }],
  [error(403, "Forbidden: bot can't initiate conversation with a user"), { kind: "gone" }],
  [error(403, "Forbidden: bot was kicked from the group chat"), { kind: "gone" }],
  [error(400, "Bad Request: chat not found"), { kind: "gone" }],
  [error(400, "Bad Request: private chat not found"), { kind: "gone" }],
  [error(400, "Bad Request: PEER_ID_INVALID"), { kind: "gone" }],
  [error(401, "Unauthorized"), { kind: "shut", reason: "401 Unauthorized" }],
  [error(404, "Not Found"), { kind: "shut", reason: "404 Not Found" }],
  [error(409, "Conflict: terminated"), { kind: "shut", reason: "409 Conflict: terminated" }],
  [
    error(400, `Bad Request: can't parse entities: Unsupported start tag "lan" at byte offset 7`),
    refused("400 Bad Request: can't parse entities"),
  ],
  [error(400, 'Bad Request: "chuyện riêng" is no text'), refused("400 Bad Request:")],
  [error(400, "Bad Request: message is too long"), refused("400 Bad Request: message is too long")],
  [error(400, "Bad Request: BUTTON_DATA_INVALID"), refused("400 Bad Request: BUTTON_DATA_INVALID")],
  [
    error(400, "Bad Request: group chat was upgraded to a supergroup chat"),
    refused("400 Bad Request: group chat was upgraded to a supergroup chat"),
  ],
  [error(413, "Request Entity Too Large"), refused("413 Request Entity Too Large")],
  [error(500, "Internal Server Error: restart"), { kind: "unknown" }],
  [error(502, "Bad Gateway"), { kind: "unknown" }],
  [{ kind: "html", status: 502 }, { kind: "unknown" }],
  [{ kind: "html", status: 200 }, { kind: "unknown" }],
  [{ kind: "cut" }, { kind: "unknown" }],
  [{ kind: "reset" }, { kind: "unknown" }],
])("%o ends as %o", async (fault, expected) => {
  fake.fault(fault);
  expect(await outcome()).toEqual(expected);
  expect(fake.calls).toHaveLength(1);
});

function refused(reason: string): SendOutcome {
  return { kind: "refused", reason };
}

test("a chat that never wrote, a block and a deleted account are gone", async () => {
  expect(await outcome("999")).toEqual({ kind: "gone" });
  fake.block(1001);
  expect(await outcome()).toEqual({ kind: "gone" });
  fake.unblock(1001);
  expect(await outcome()).toMatchObject({ kind: "sent" });
  fake.deactivate(1001);
  expect(await outcome()).toEqual({ kind: "gone" });
});

test("a wrong token shuts the channel and does not appear in the reason", async () => {
  const given = fake.token;
  fake.token = "110201543:AAanother";
  await using telegram = openTelegram({ token: given, apiRoot: server.root, warn() {} });
  const ending = await telegram.send(to(telegram.bot, "1001"), saying("Chào bạn"));
  expect(ending).toMatchObject({ kind: "shut" });
  expect(JSON.stringify(ending)).not.toContain(given.split(":")[1]);
});

test("nothing is known to have been sent where no connection was made", async () => {
  await server.down();
  expect(await outcome()).toEqual({ kind: "unreached" });
  await server.up();
  expect(await outcome("1001", saying("Chào bạn"), server.root.replace("http:", "https:"))).toEqual({
    kind: "unreached",
  });
  expect(await outcome("1001", saying("Chào bạn"), "http://bot-api.invalid")).toEqual({ kind: "unreached" });
  expect(fake.sent()).toEqual([]);
});

test("silence for 15 seconds after speaking is unknown", async () => {
  vi.useFakeTimers();
  try {
    fake.fault({ kind: "hang" });
    const telegram = openTelegram({ token: fake.token, apiRoot: "http://api", warn() {}, fetch: fakeFetch([fake]) });
    const ending = telegram.send(to(telegram.bot, "1001"), saying("Chào bạn"));
    await vi.advanceTimersByTimeAsync(15_001);
    expect(await ending).toEqual({ kind: "unknown" });
    expect(fake.sent()).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

test("a message over the limit is refused by Telegram, not cut by us", async () => {
  expect(await outcome("1001", saying("a".repeat(4097)))).toEqual(refused("400 Bad Request: message is too long"));
});

test("emphasis is HTML, the rest is letters, buttons stand in their rows", async () => {
  await outcome("1001", question);
  const [sent] = fake.sent(1001);
  expect(sent).toMatchObject({
    text: "Câu 1\nMật khẩu nào <mạnh> & dễ nhớ?\n\nA. 123456\nB. một câu dài",
    bold: ["Câu 1"],
    keyboard: [
      [
        { text: "A", callback_data: "q:7:0" },
        { text: "B", callback_data: "q:7:1" },
      ],
    ],
  });
});

test("the longest action fits under a submit button of the largest set", async () => {
  const [row] = severalChoice.buttons;
  const longest = severalChoice.buttons[1]!.map((button) => ({ ...button, action: "a".repeat(40) as never }));
  expect(await outcome("1001", { ...severalChoice, buttons: [row!, longest] })).toMatchObject({ kind: "sent" });
});

test("a probe tells the bot's name, or why it could not", async () => {
  await using telegram = open();
  expect(await telegram.probe()).toEqual({ ok: true, name: "hocvu_bot" });
  fake.fault({ kind: 401, method: "getMe" });
  expect(await telegram.probe()).toEqual({ ok: false, outcome: { kind: "shut", reason: "401 Unauthorized" } });
});

test("the menu is set for all private chats, or for one", async () => {
  await using telegram = open();
  const commands = [{ command: "baihoc", description: "Bài học hôm nay" }];
  const { signal } = new AbortController();
  expect(await telegram.setCommands(commands, null, signal)).toBeNull();
  expect(await telegram.setCommands(commands, "1001", signal)).toBeNull();
  expect([...fake.commands.keys()]).toEqual(["all_private_chats", "chat 1001"]);
  const wrong = [{ command: "Bài", description: "?" }];
  expect(await telegram.setCommands(wrong, null, signal)).toMatchObject({ kind: "refused" });
  fake.fault({ kind: 429, method: "setMyCommands", retryAfter: 7 });
  expect(await telegram.setCommands(commands, null, signal)).toEqual({ kind: "throttled", retryAfterSeconds: 7 });
});
