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
  expect(await telegram.register(url, "s3cret")).toEqual({ ok: true, detail: "webhook set" });
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
  await telegram.register(url, "old");
  await telegram.register(url, "new");
  fake.say(1001, "một");
  await expect.poll(() => posts).toHaveLength(1);
  expect(posts[0]?.headers["x-telegram-bot-api-secret-token"]).toBe("new");
});

test("put off by a crowd of processes, it is content when one of them has set it", async () => {
  const { fake, telegram } = stage();
  await telegram.register(url, "s3cret");
  fake.fault({ kind: 429, method: "setWebhook", times: 2 });
  expect(await telegram.register(url, "s3cret")).toEqual({ ok: true, detail: "webhook was set a moment ago" });
  expect(await telegram.register(`${url}/2`, "s3cret")).toMatchObject({ ok: false });
});

test("an address that Telegram does not take is told with its words", async () => {
  const { telegram } = stage();
  expect(await telegram.register("ftp://example.org/", "s3cret")).toEqual({
    ok: false,
    detail: expect.stringContaining("An HTTPS URL must be provided"),
  });
});

test("what could not be taken away is told", async () => {
  const { fake, telegram, warnings } = stage();
  await telegram.register(url, "s3cret");
  fake.fault({ kind: "refused", method: "deleteWebhook" });
  await telegram.unregister();
  expect(warnings).toEqual(["Telegram: webhook not taken away (unreached)"]);
  await telegram.unregister();
  expect(fake.webhookUrl).toBe("");
});
