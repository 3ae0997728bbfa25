import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { FakeZaloOa, oaToken } from "./zalo-oa/api.ts";
import { ManualClock } from "./zalo-oa/clock.ts";
import { oaFetch } from "./zalo-oa/serve.ts";

const lan = "7300114455667788991";

function open(answers: (number | null)[] = []) {
  const clock = new ManualClock(new Date("2026-10-05T00:30:00Z"));
  const posts: { body: string; headers: Record<string, string>; at: number }[] = [];
  const fake = new FakeZaloOa({
    timers: clock,
    async post(_url, headers, body) {
      posts.push({ body, headers, at: clock.now() });
      const status = answers.length > 0 ? answers.shift()! : 200;
      if (status === null) throw new Error("no connection");
      return { status, retryAfterSeconds: null };
    },
  });
  const call = async (
    path: string,
    body: object | null,
    headers: Record<string, string> = { access_token: oaToken },
  ) => {
    const method = body === null ? "GET" : "POST";
    const text = body === null ? null : JSON.stringify(body);
    const signal = new AbortController().signal;
    return oaFetch([fake])(`http://x${path}`, { method, headers, body: text, signal });
  };
  const upload = async (kind: string, name: string, size: number) => {
    const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
    const body = Readable.from([
      Buffer.concat([Buffer.from(head), Buffer.alloc(size, 65), Buffer.from("\r\n--b--\r\n")]),
    ]);
    const headers = { access_token: oaToken, "content-type": "multipart/form-data; boundary=b" };
    const signal = new AbortController().signal;
    const url = `http://x/v2.0/oa/upload/${kind}`;
    const answer = await oaFetch([fake])(url, { method: "POST", headers, body, signal });
    return (await answer.json()) as { error: number; data?: { token?: string } };
  };
  const send = async (message: object, headers?: Record<string, string>) =>
    (await (await call("/v3.0/oa/message/cs", { recipient: { user_id: lan }, message }, headers)).json()) as {
      error: number;
    };
  return { call, upload, clock, fake, posts, send };
}

describe("the webhook", () => {
  test("is kept only after 200 to an unsigned request, and every event is off until it is switched on", async () => {
    const { fake, posts } = open([401]);
    expect([await fake.webhooks.save("http://x/hook"), fake.webhooks.url]).toEqual([false, null]);
    expect(await fake.webhooks.save("http://x/hook")).toBe(true);
    expect(posts.map(({ body, headers }) => [body, headers["x-zevent-signature"]])).toEqual([
      ["{}", undefined],
      ["{}", undefined],
    ]);
    await fake.say(lan, "A");
    expect(posts).toHaveLength(2);
    fake.webhooks.switchOn("user_send_text");
    await fake.say(lan, "B", { times: 2 });
    expect(posts).toHaveLength(4);
    expect(posts[3]).toEqual(posts[2]);
  });

  test("is tried again after 30 s, 5, 15, 30 and 60 minutes, the same bytes, and then switched off", async () => {
    const { clock, fake, posts } = open([200, ...Array.from({ length: 6 }, () => null)]);
    await fake.webhooks.save("http://x/hook");
    fake.webhooks.switchOn("user_send_text");
    const since = clock.now();
    await fake.say(lan, "A");
    await clock.forward(3 * 3_600_000);
    const tries = posts.slice(1);
    expect(tries.map(({ at }) => (at - since) / 1000)).toEqual([0, 30, 330, 1230, 3030, 6630]);
    expect(tries.map(({ headers }) => headers.num_retry)).toEqual([undefined, "1", "2", "3", "4", "5"]);
    expect(new Set(tries.map(({ body }) => body)).size).toBe(1);
    expect(fake.webhooks.disabled).toBe(true);
    await fake.say(lan, "B");
    expect(posts).toHaveLength(7);
  });

  test("has our own messages' echoes and receipts, too", async () => {
    const { fake, posts, send } = open();
    await fake.webhooks.save("http://x/hook");
    fake.webhooks.switchOn("oa_send_text", "user_received_message", "user_seen_message");
    await fake.say(lan, "A");
    expect(await send({ text: "Chào" })).toMatchObject({ error: 0, data: { quota: { quota_type: "reply" } } });
    await fake.sees(lan);
    const names = posts.slice(1).map(({ body }) => (JSON.parse(body) as { event_name: string }).event_name);
    expect(names).toEqual(["oa_send_text", "user_received_message", "user_seen_message"]);
  });
});

describe("the API", () => {
  const buttons = (count: number) => ({
    text: "Chọn",
    attachment: {
      type: "template",
      payload: {
        buttons: Array.from({ length: count }, (_, at) => ({
          title: `${at}`,
          type: "oa.query.hide",
          payload: `p${at}`,
        })),
      },
    },
  });
  const card = (more: object) => ({
    attachment: {
      type: "template",
      payload: {
        template_type: "request_user_info",
        elements: [{ title: "Học Vụ", subtitle: "Số điện thoại", ...more }],
      },
    },
  });
  const template = (payload: object) => ({ text: "x", attachment: { type: "template", payload } });

  test.each<[string, object, number]>([
    ["a text of 2,000", { text: "ề".repeat(2000) }, 0],
    ["one longer", { text: "ề".repeat(2001) }, -210],
    ["no text", { text: "" }, -201],
    ["five buttons", buttons(5), 0],
    ["six", buttons(6), -201],
    ["none", buttons(0), -201],
    ["a list", template({ template_type: "list", elements: [] }), -233],
    [
      "a picture nobody uploaded",
      template({ template_type: "media", elements: [{ media_type: "image", attachment_id: "x" }] }),
      -201,
    ],
    ["the card that asks for a number, which nobody can see", card({ image_url: "http://127.0.0.1:1/x.png" }), -201],
    ["the card without a picture", card({}), -201],
  ])("answers %s", async (_, message, error) => {
    const { fake, send } = open();
    await fake.say(lan, "A");
    expect((await send(message)).error).toBe(error);
  });

  test.each<[string, string, string, number, number]>([
    ["a table", "file", "x.csv", 5_000_000, 0],
    ["a table that is too large", "file", "x.csv", 5_000_001, -210],
    ["a PDF", "file", "x.pdf", 9, 0],
    ["a workbook", "file", "x.xlsx", 9, -201],
    ["a table as a picture", "image", "x.csv", 9, -201],
  ])("takes %s, or refuses it, onto its shelves", async (_, kind, name, size, error) => {
    const { clock, fake, send, upload } = open();
    await fake.say(lan, "A");
    const answer = await upload(kind, name, size);
    expect(answer.error).toBe(error);
    if (error !== 0) return;
    const file = { attachment: { type: "file", payload: { token: answer.data!.token } } };
    expect((await send(file)).error).toBe(0);
    expect((await send({ text: "x", ...file })).error).toBe(-201);
    await clock.forward(7 * 24 * 3_600_000);
    await fake.say(lan, "A");
    expect((await send(file)).error).toBe(0);
    await clock.forward(1);
    expect((await send(file)).error).toBe(-100);
  });

  test("wants the token bare, in its own header", async () => {
    const { fake, send } = open();
    await fake.say(lan, "A");
    const wrong = [{}, { access_token: `Bearer ${oaToken}` }, { authorization: `Bearer ${oaToken}` }];
    for (const headers of wrong)
      expect((await send({ text: "A" }, headers as Record<string, string>)).error).toBe(-216);
  });

  test("says with every answer how many requests of this minute are left, and begins anew on the full minute", async () => {
    const { call, clock, fake, send } = open();
    await fake.say(lan, "A");
    fake.switches.requestsPerMinute = 2;
    const left = async () => (await call("/v2.0/oa/getoa", null)).headers.get("x-ratelimit-remain");
    expect([await left(), await left()]).toEqual(["1", "0"]);
    expect((await send({ text: "A" })).error).toBe(-32);
    await clock.forward(60_000);
    expect((await send({ text: "A" })).error).toBe(0);
  });

  test("has no package: only who we are is answered", async () => {
    const { call, fake, send } = open();
    await fake.say(lan, "A");
    fake.switches.package = false;
    expect((await send({ text: "A" })).error).toBe(-224);
    expect(await (await call("/v2.0/oa/getoa", null)).json()).toMatchObject({ error: 0, data: { oa_type: 2 } });
  });
});
