import { expect, test } from "vitest";
import { serveFakes } from "./shell.ts";
import { FakeTelegram } from "./telegram.ts";
import { parseHtml } from "./telegramHtml.ts";
import type { Timers } from "./timers.ts";
import type { Posted } from "./webhooks.ts";

/** Time that moves when told. */
function virtual() {
  let now = 1_772_409_600_000;
  let waiting: { at: number; run: () => void }[] = [];
  const timers: Timers = {
    now: () => now,
    after(milliseconds, run) {
      const entry = { at: now + milliseconds, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((each) => each !== entry);
      };
    },
  };
  const settle = () => new Promise(setImmediate);
  const pass = async (seconds: number) => {
    const end = now + seconds * 1000;
    for (await settle(); ; await settle()) {
      const next = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      waiting = waiting.filter((each) => each !== next);
      now = next.at;
      next.run();
    }
    now = end;
  };
  return { timers, pass };
}

const call = async (fake: FakeTelegram, method: string, payload: object = {}) => {
  const answer = await fake.handle(fake.token, method, { ...payload }, new AbortController().signal);
  return JSON.parse(answer.kind === "answer" ? answer.body : "null");
};

test.each([
  ["a < b", "Unsupported start tag"],
  ["<x>a</x>", 'Unsupported start tag "x"'],
  ["<b>a", "Can't find end tag"],
  ["a</b>", "Unexpected end tag"],
  ["<b><i>a</b></i>", 'expected "</i>", found "</b>"'],
  ["<b", "Unclosed start tag"],
])("Telegram does not take %s", (html, words) => {
  const parsed = parseHtml(html);
  expect(parsed).toEqual({
    ok: false,
    error: expect.stringContaining(`can't parse entities: ${words}`.replace(/: expected.*/, "")),
  });
});

test("Telegram reads tags, references and a stray ampersand", () => {
  expect(parseHtml('<b>a</b> &lt;&amp;&#65; &amp &x; <a href="x">l</a>')).toMatchObject({
    ok: true,
    text: "a <&A &amp &x; l",
  });
});

test("a poll is held, ends early when somebody writes, and confirms what came before its offset", async () => {
  const { timers, pass } = virtual();
  const fake = new FakeTelegram({ timers });
  const empty = call(fake, "getUpdates", { timeout: 30 });
  await pass(30);
  expect(await empty).toEqual({ ok: true, result: [] });
  const held = call(fake, "getUpdates", { timeout: 30 });
  const id = fake.say(1, "một");
  expect((await held).result).toHaveLength(1);
  expect((await call(fake, "getUpdates")).result).toHaveLength(1);
  expect((await call(fake, "getUpdates", { offset: id + 1 })).result).toEqual([]);
});

test("when floods are strict every method is flooded, and whoever calls meanwhile waits longer", async () => {
  const { timers, pass } = virtual();
  const fake = new FakeTelegram({ timers });
  fake.strictFloods = true;
  fake.fault({ kind: 429, method: "setMyCommands", retryAfter: 10 });
  const menu = { commands: [{ command: "diem", description: "Điểm" }] };
  expect((await call(fake, "setMyCommands", menu)).parameters).toEqual({ retry_after: 10 });
  await pass(4);
  expect((await call(fake, "getMe")).parameters).toEqual({ retry_after: 9 });
  await pass(9);
  expect(await call(fake, "setMyCommands", menu)).toMatchObject({ ok: true });
  fake.strictFloods = false;
  fake.fault({ kind: 429, method: "setMyCommands", retryAfter: 10 });
  await call(fake, "setMyCommands", menu);
  expect(await call(fake, "setMyCommands", menu)).toMatchObject({ ok: true });
});

test("a second poller ends the first, a webhook ends both", async () => {
  const fake = new FakeTelegram();
  const first = call(fake, "getUpdates", { timeout: 30 });
  const second = call(fake, "getUpdates", { timeout: 30 });
  expect(await first).toMatchObject({ error_code: 409, description: expect.stringContaining("other getUpdates") });
  await call(fake, "setWebhook", { url: "https://example.org/" });
  expect(await second).toMatchObject({ error_code: 409 });
  expect(await call(fake, "getUpdates")).toMatchObject({
    error_code: 409,
    description: expect.stringContaining("webhook is active"),
  });
});

test("a press waits 150 seconds for the bot, a text a day", async () => {
  const { timers, pass } = virtual();
  const fake = new FakeTelegram({ timers });
  fake.say(1, "một");
  await call(fake, "sendMessage", {
    chat_id: 1,
    text: "A?",
    reply_markup: { inline_keyboard: [[{ text: "A", callback_data: "a" }]] },
  });
  fake.tap(1, null, "A");
  expect(fake.pendingUpdates).toBe(2);
  await pass(151);
  expect(fake.pendingUpdates).toBe(1);
  await pass(24 * 3600);
  expect(fake.pendingUpdates).toBe(0);
});

test("a webhook is tried again at once, then after 2, 4, 8 seconds, one chat in order, others beside it", async () => {
  const { timers, pass } = virtual();
  const start = timers.now();
  const posts: [number, string][] = [];
  const fake: FakeTelegram = new FakeTelegram({
    timers,
    async post(_url, _headers, body): Promise<Posted> {
      const { message } = JSON.parse(body);
      posts.push([Math.round((timers.now() - start) / 1000), message.text]);
      return { status: message.chat.id === 1 && timers.now() < start + 10_000 ? 500 : 200, retryAfterSeconds: null };
    },
  });
  await call(fake, "setWebhook", { url: "https://example.org/" });
  fake.say(1, "một");
  fake.say(1, "hai");
  fake.say(2, "ba");
  await pass(60);
  expect(posts).toEqual([
    [0, "một"],
    [0, "ba"],
    [0, "một"],
    [2, "một"],
    [6, "một"],
    [14, "một"],
    [14, "hai"],
  ]);
});

test("over its rate it takes nothing until the penalty is over", async () => {
  const { timers, pass } = virtual();
  const fake = new FakeTelegram({ timers });
  fake.everyoneStarted = true;
  fake.perSecond = 2;
  const send = async () => (await call(fake, "sendMessage", { chat_id: "5", text: "x" })).parameters?.retry_after ?? 0;
  expect([await send(), await send(), await send()]).toEqual([0, 0, 3]);
  await pass(2);
  expect(await send()).toBe(1);
  await pass(1);
  expect([await send(), await send()]).toEqual([0, 0]);
  expect(fake.sent()).toHaveLength(4);
});

test("refuses callback data over 64 bytes, an edit that changes nothing, a query answered too late", async () => {
  const { timers, pass } = virtual();
  const fake = new FakeTelegram({ timers });
  fake.say(1, "/start");
  const keyboard = (data: string) => ({ reply_markup: { inline_keyboard: [[{ text: "A", callback_data: data }]] } });
  const send = (data: string) => call(fake, "sendMessage", { chat_id: 1, text: "A?", ...keyboard(data) });
  expect(await send("ạ".repeat(22))).toMatchObject({
    error_code: 400,
    description: "Bad Request: BUTTON_DATA_INVALID",
  });
  const { message_id } = (await send("a")).result;
  const edit = { chat_id: 1, message_id, ...keyboard("a") };
  expect(await call(fake, "editMessageReplyMarkup", edit)).toMatchObject({
    description: expect.stringContaining("message is not modified"),
  });
  const callback_query_id = fake.tap(1, null, "A");
  expect(await call(fake, "answerCallbackQuery", { callback_query_id })).toMatchObject({ ok: true });
  await pass(61);
  expect(await call(fake, "answerCallbackQuery", { callback_query_id })).toMatchObject({
    description: expect.stringContaining("query is too old"),
  });
});

test("a process beside it can drive it, and files arrive", async () => {
  const fakes = [new FakeTelegram(), new FakeTelegram({ token: "222:other" })];
  await using server = await serveFakes(fakes);
  const control = async (path: string, body?: object) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    return (await fetch(`${server.root}/control/${path}`, init)).json();
  };
  await control("say", { chat: "1001", text: "/start" });
  await control("say", { bot: "222", chat: "1001", text: "/start" });
  const form = new FormData();
  form.set("chat_id", "1001");
  form.set("document", "attach://f");
  form.set("f", new Blob(["x"]), "báo cáo.xlsx");
  const answer = await fetch(`${server.root}/bot222:other/sendDocument`, { method: "POST", body: form });
  expect(answer.status).toBe(200);
  expect(await control("sent?chat=1001&bot=222")).toMatchObject({
    messages: [{ method: "sendDocument", file: "báo cáo.xlsx" }],
  });
  expect(await control("sent")).toEqual({ messages: [] });
  expect(await control("nonsense")).toEqual({ error: "no such control: nonsense" });
});

test("a photo is taken by upload or by the bot's own id of it, never by another's, nor of any shape", async () => {
  const fake = new FakeTelegram();
  fake.say(1, "/start");
  const photo = (given: unknown) =>
    call(fake, "sendPhoto", { chat_id: 1, photo: given, caption: "<b>a</b>", parse_mode: "HTML" });
  const png = (width: number, height: number) => {
    const bytes = Buffer.alloc(24);
    bytes.write("PNG", 1, "latin1");
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(height, 20);
    return { name: "a.png", bytes };
  };
  const { result } = await photo(png(1080, 1350));
  expect(result).toMatchObject({ caption: "a", photo: [{ width: 90 }, { width: 1080, height: 1350 }] });
  expect(result).not.toHaveProperty("text");
  const { file_id } = result.photo[1];
  expect((await photo(file_id)).result.photo[1].file_id).toBe(file_id);
  expect(await photo("AgACx")).toMatchObject({
    error_code: 400,
    description: expect.stringContaining("wrong file id"),
  });
  expect(await photo(png(10_000, 1))).toMatchObject({ description: "Bad Request: PHOTO_INVALID_DIMENSIONS" });
  expect(await photo({ name: "a.png", bytes: Buffer.from("text") })).toMatchObject({ error_code: 400 });
  const long = { chat_id: 1, photo: file_id, caption: "a".repeat(1025) };
  expect(await call(fake, "sendPhoto", long)).toMatchObject({ description: expect.stringContaining("too long") });
});
