import { expect, test } from "vitest";
import { openTelegram } from "#channels/telegram/open.ts";
import { fakeFetch } from "../../fakes/shell.ts";
import { FakeTelegram } from "../../fakes/telegram.ts";

const url = "http://127.0.0.1:3000/telegram/webhook";

function stage() {
  const posts: { url: string; headers: Record<string, string>; body: string }[] = [];
  const fake = new FakeTelegram({
    async post(url, headers, body) {
      posts.push({ url, headers, body });
      return { status: 200, retryAfterSeconds: null };
    },
  });
  const warnings: string[] = [];
  const telegram = openTelegram({
    token: fake.token,
    apiRoot: "http://api",
    warn: (text) => warnings.push(text),
    fetch: fakeFetch([fake]),
  });
  return { fake, posts, telegram, warnings };
}

test("a webhook gets what waited and what comes, with the secret, and only the kinds we read", async () => {
  const { fake, posts, telegram } = stage();
  fake.say(1001, "một");
  expect(await telegram.register(url, "s3cret", true)).toEqual({ kind: "set", detail: "webhook set" });
  fake.raw("edited_message", {});
  fake.say(1002, "hai");
  await expect.poll(() => posts).toHaveLength(2);
  expect(posts.map(({ headers }) => headers["x-telegram-bot-api-secret-token"])).toEqual(["s3cret", "s3cret"]);
  expect(posts.map(({ body }) => telegram.read(JSON.parse(body))?.content)).toEqual([
    { kind: "text", text: "một" },
    { kind: "text", text: "hai" },
  ]);
});

test("setting it again is harmless, and changes the secret", async () => {
  const { fake, posts, telegram } = stage();
  await telegram.register(url, "old", true);
  await telegram.register(url, "new", false);
  fake.say(1001, "một");
  await expect.poll(() => posts).toHaveLength(1);
  expect(posts[0]?.headers["x-telegram-bot-api-secret-token"]).toBe("new");
});

test("put off by a crowd of processes, it is content when one of them has set it, with the same secret", async () => {
  const { fake, telegram } = stage();
  await telegram.register(url, "s3cret", true);
  fake.fault({ kind: 429, method: "setWebhook", times: 3, retryAfter: 7 });
  expect(await telegram.register(url, "s3cret", true)).toEqual({
    kind: "set",
    detail: "webhook was set a moment ago",
  });
  const putOff = { kind: "refused", retryAfterSeconds: 7 };
  expect(await telegram.register(url, "s3cret", false)).toMatchObject(putOff);
  expect(await telegram.register(`${url}/2`, "s3cret", true)).toMatchObject(putOff);
});

test("an address that Telegram does not take is told with its words", async () => {
  const { telegram } = stage();
  expect(await telegram.register("ftp://example.org/", "s3cret", true)).toEqual({
    kind: "refused",
    detail: expect.stringContaining("An HTTPS URL must be provided"),
    retryAfterSeconds: null,
  });
});

test("whether the webhook is still there is asked, and not guessed", async () => {
  const { fake, telegram } = stage();
  expect(await telegram.registered(url)).toBe(false);
  await telegram.register(url, "s3cret", true);
  expect(await telegram.registered(url)).toBe(true);
  expect(await telegram.registered(`${url}/2`)).toBe(false);
  fake.fault({ kind: 500, method: "getWebhookInfo" });
  expect(await telegram.registered(url)).toBeNull();
});

test("what could not be taken away is told", async () => {
  const { fake, telegram, warnings } = stage();
  await telegram.register(url, "s3cret", true);
  fake.fault({ kind: "refused", method: "deleteWebhook" });
  await telegram.unregister();
  expect(warnings).toEqual(["Telegram: webhook not taken away (unreached)"]);
  await telegram.unregister();
  expect(fake.webhookUrl).toBe("");
});
