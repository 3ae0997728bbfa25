import { expect, test } from "vitest";
import { serveFakes } from "./shell.ts";
import { FakeZalo } from "./zalo.ts";

const call = async (fake: FakeZalo, method: string, payload: object = {}, token = fake.token) => {
  const answer = await fake.handle(token, method, { ...payload }, new AbortController().signal);
  return {
    status: answer.kind === "answer" ? answer.status : 0,
    body: JSON.parse(answer.kind === "answer" ? answer.body : "null"),
  };
};

test("errors come with status 200, by a switch with their own", async () => {
  const fake = new FakeZalo();
  expect(await call(fake, "sendDocument")).toMatchObject({ status: 200, body: { ok: false, error_code: 404 } });
  fake.switches.realStatus = true;
  expect(await call(fake, "sendDocument")).toMatchObject({ status: 404 });
  expect(await call(fake, "getme")).toMatchObject({ status: 404 });
  expect(await call(fake, "getMe", {}, `${fake.token} `)).toMatchObject({ status: 404 });
  expect(await call(fake, "getMe", {}, "1:wrong")).toMatchObject({ status: 401 });
});

test("one event a poll, each once, 408 when there is none; by a switch the last one for ever", async () => {
  const fake = new FakeZalo();
  fake.say("c", "một");
  fake.say("c", "hai");
  const poll = async () => (await call(fake, "getUpdates", { timeout: 0 })).body;
  expect([await poll(), await poll(), await poll()]).toMatchObject([
    { result: { message: { text: "một" } } },
    { result: { message: { text: "hai" } } },
    { ok: false, error_code: 408 },
  ]);
  fake.switches.replaysLast = true;
  expect([await poll(), await poll()]).toMatchObject([
    { result: { message: { text: "hai" } } },
    { result: { message: { text: "hai" } } },
  ]);
});

test("a held poll ends when somebody writes", async () => {
  const fake = new FakeZalo();
  const held = call(fake, "getUpdates", { timeout: 30 });
  fake.say("c", "một");
  expect(await held).toMatchObject({ body: { result: { event_name: "message.text.received" } } });
});

test("what is written while nobody polls may be lost", async () => {
  const fake = new FakeZalo({ switches: { losesUnpolled: true } });
  fake.say("c", "một");
  expect(await call(fake, "getUpdates", { timeout: 0 })).toMatchObject({ body: { error_code: 408 } });
});

test("polling is refused while a webhook is set, events then go there, twice and late if asked", async () => {
  const posts: string[] = [];
  const fake = new FakeZalo({
    async post(_url, _headers, body) {
      posts.push(body === "" ? "" : JSON.parse(body).message.text);
      return { status: 200, retryAfterSeconds: null };
    },
  });
  expect(await call(fake, "getWebhookInfo")).toMatchObject({ body: { error_code: 404 } });
  await call(fake, "setWebhook", { url: "https://example.org/", secret_token: "12345678" });
  expect(await call(fake, "getUpdates")).toMatchObject({ body: { error_code: 400 } });
  fake.say("c", "late", { lateMilliseconds: 5 });
  fake.say("c", "twice", { times: 2 });
  await expect.poll(() => posts).toEqual(["", "twice", "twice", "late"]);
});

test("texts over 2,000 units, chats unknown and quoted twice, and a spent quota are refused", async () => {
  const fake = new FakeZalo();
  fake.say("c", "một");
  fake.quota = 1;
  const send = async (chat_id: unknown, text: string) =>
    (await call(fake, "sendMessage", { chat_id, text })).body.error_code ?? 200;
  expect(await send("c", "ề".repeat(2001))).toBe(400);
  expect(await send("c", "")).toBe(400);
  expect(await send(7, "x")).toBe(400);
  expect(await send("d", "x")).toBe(410);
  expect(await send('"c"', "x")).toBe(410);
  expect(await send("c", "ề".repeat(2000))).toBe(200);
  expect(await send("c", "x")).toBe(429);
});

test("a process beside it can drive it", async () => {
  const fake = new FakeZalo();
  await using server = await serveFakes([fake]);
  const post = (path: string, body: object) =>
    fetch(`${server.root}/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  await post("control/say", { chat: "c", text: "một" });
  await post("control/fault", { kind: "cut" });
  await expect(post(`bot${fake.token}/sendMessage`, { chat_id: "c", text: "x" })).rejects.toThrow();
  const { messages } = (await (await fetch(`${server.root}/control/sent`)).json()) as { messages: { at: number }[] };
  expect(messages).toMatchObject([{ chat: "c", text: "x", at: expect.any(Number) }]);
  expect(Math.abs(messages[0]!.at - Date.now())).toBeLessThan(60_000);
});
