import { expect, test } from "vitest";
import { openZalo } from "#channels/zalo/open.ts";
import { fakeFetch } from "../../fakes/shell.ts";
import { FakeZalo, type ZaloSwitches } from "../../fakes/zalo.ts";

const url = "http://127.0.0.1:3000/zalo/webhook";
const secret = "s3cret-of-zalo";
const lan = "3b7e91c04fd2a865e017";

function stage(switches: Partial<ZaloSwitches> = {}) {
  const posts: { headers: Record<string, string>; body: string }[] = [];
  const fake = new FakeZalo({
    switches,
    async post(_url, headers, body) {
      posts.push({ headers, body });
      return { status: headers["x-bot-api-secret-token"] === secret ? 200 : 401, retryAfterSeconds: null };
    },
  });
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  const zalo = openZalo({ token: fake.token, apiRoot: "http://api", warn, fetch: fakeFetch([fake]) });
  return { fake, posts, zalo, warnings, methods: () => fake.calls.map(({ method }) => method) };
}

test("sets the webhook once: changes are counted per day", async () => {
  const { zalo, methods, posts } = stage();
  expect(await zalo.register(url, secret, true)).toEqual({ kind: "set", detail: "webhook set" });
  expect(await zalo.register(url, secret, true)).toEqual({ kind: "set", detail: "webhook was set already" });
  expect(methods()).toEqual(["getWebhookInfo", "setWebhook", "getWebhookInfo"]);
  expect(posts.map(({ body }) => body)).toEqual([""]);
});

test("another secret may be with the right URL: then it is set again, and never missing meanwhile", async () => {
  const { fake, zalo, methods, posts } = stage();
  await zalo.register(url, "old-secret-of-zalo", true);
  expect(await zalo.register(url, secret, false)).toEqual({ kind: "set", detail: "webhook set" });
  expect(methods()).not.toContain("deleteWebhook");
  fake.say(lan, "A");
  await expect.poll(() => posts).toHaveLength(3);
  expect(posts[2]!.headers["x-bot-api-secret-token"]).toBe(secret);
});

test("another URL is set over the old one", async () => {
  const { fake, zalo } = stage();
  await zalo.register(`${url}/old`, secret, true);
  expect(await zalo.register(url, secret, true)).toEqual({ kind: "set", detail: "webhook set" });
  expect(fake.webhookUrl).toBe(url);
});

test("a failed trial call is told, though the URL is kept", async () => {
  const { fake, zalo } = stage({ trialWithSecret: false });
  expect(await zalo.register(url, secret, true)).toEqual({
    kind: "unheard",
    detail: expect.stringContaining("webhook set, but Zalo's trial call of it failed (webhook.http.other)"),
  });
  expect(fake.webhookUrl).toBe(url);
});

test("a refusal is told in a way an operator can act on; a limit per day is asked about hours later", async () => {
  const { zalo } = stage({ webhookChanges: 0 });
  expect(await zalo.register(url, secret, true)).toEqual({
    kind: "refused",
    detail: expect.stringContaining("asked again in 6 hours"),
    retryAfterSeconds: 21_600,
  });
  expect(await zalo.register("http://example.org", secret, true)).toEqual({
    kind: "refused",
    detail: "Zalo did not take the webhook (Zalo error 400)",
    retryAfterSeconds: null,
  });
});

test("whether the webhook is still there is asked, and not guessed", async () => {
  const { fake, zalo } = stage();
  expect(await zalo.registered(url)).toBe(false);
  await zalo.register(url, secret, true);
  expect(await zalo.registered(url)).toBe(true);
  expect(await zalo.registered(`${url}/2`)).toBe(false);
  fake.fault({ kind: "html", method: "getWebhookInfo" });
  expect(await zalo.registered(url)).toBeNull();
});

test.each([false, true])("what is posted is heard, wrapped: %s", async (wrapped) => {
  const { fake, posts, zalo } = stage({ wrapped });
  await zalo.register(url, secret, true);
  fake.say(lan, "A");
  fake.sendOther(lan, "image");
  await expect.poll(() => posts).toHaveLength(3);
  expect(posts.map(({ headers }) => headers["x-bot-api-secret-token"])).toEqual([secret, secret, secret]);
  expect(posts.slice(1).map(({ body }) => zalo.read(JSON.parse(body))?.content)).toEqual([
    { kind: "text", text: "A" },
    { kind: "other" },
  ]);
});

test("what could not be taken away is told", async () => {
  const { fake, zalo, warnings } = stage();
  await zalo.register(url, secret, true);
  fake.fault({ kind: "refused", method: "deleteWebhook" });
  await zalo.unregister();
  expect(warnings).toEqual(["Zalo: webhook not taken away (unreached)"]);
});
