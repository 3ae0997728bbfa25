import { describe, expect, test } from "vitest";
import { readSignature } from "#channels/zalo-oa/signature.ts";
import type { SignedWebhook } from "#http/signed-webhook.ts";
import type { Rejection } from "#http/webhooks.ts";
import { FakeZaloOa } from "../fakes/zalo-oa/api.ts";
import { eventually } from "../setup/eventually.ts";
import { recordingLog } from "../setup/log.ts";
import { quickest } from "../setup/quickest.ts";
import { sampleChannel, sampleServer } from "./sample.ts";

const fake = new FakeZaloOa();
const path = "/zalo-oa/webhook";
const at = 1_790_812_345_678;

const signed = (event: object = {}) =>
  fake.webhooks.signed({ id: "1", event_name: "user_send_text", timestamp: String(at), ...event });

function door({ store = async () => {}, wall = () => at }: { store?: () => Promise<void>; wall?: () => number } = {}) {
  const stored: unknown[] = [];
  const rejected: Rejection[] = [];
  const log = recordingLog();
  const webhook: SignedWebhook = {
    path,
    channel: sampleChannel,
    signatureHeader: "x-zevent-signature",
    genuine: (signature, bytes, timestamp) => readSignature(fake, signature, bytes, timestamp),
    wall,
  };
  const app = sampleServer({
    log,
    webhooks: [webhook],
    updates: {
      store: async (_bot: string, update: unknown) => {
        await store();
        stored.push(update);
      },
      rejected: (_bot: string, why: Rejection) => void rejected.push(why),
    },
  });
  const post = async (payload: string | Buffer, headers: Record<string, string>) =>
    (await app.inject({ method: "POST", url: path, headers, payload })).statusCode;
  return { app, log, post, rejected, stored };
}

describe("what the platform signed", () => {
  test("is stored, and then it hears 200", async () => {
    const { post, rejected, stored } = door();
    const { body, headers } = signed({ message: { text: "Ấn nút “B” \u2028 ạ" } });
    expect(await post(body, headers)).toBe(200);
    expect(stored).toEqual([JSON.parse(body)]);
    expect(rejected).toEqual([]);
  });

  test.each([
    ["without mac=", (mac: string) => mac.slice(4)],
    ["in capitals", (mac: string) => `mac=${mac.slice(4).toUpperCase()}`],
  ])("may be signed %s", async (_, written) => {
    const { post, stored } = door();
    const { body, headers } = signed();
    expect(await post(body, { ...headers, "x-zevent-signature": written(headers["x-zevent-signature"]!) })).toBe(200);
    expect(stored).toHaveLength(1);
  });

  test("counts by its bytes: the same JSON written otherwise is not it", async () => {
    const { post, rejected, stored } = door();
    const { body, headers } = signed();
    expect(await post(JSON.stringify(JSON.parse(body), null, 1), headers)).toBe(200);
    expect([stored, rejected]).toEqual([[], ["signature"]]);
  });

  test("may be two hours old, and no older", async () => {
    const twoHours = 2 * 3600 * 1000;
    for (const [later, expected] of [
      [twoHours, []],
      [twoHours + 1, ["stale"]],
    ] as const) {
      const { post, rejected } = door({ wall: () => at + later });
      const { body, headers } = signed();
      expect(await post(body, headers)).toBe(200);
      expect(rejected).toEqual(expected);
    }
  });
});

describe("whatever else comes hears 200 and is dropped and counted", () => {
  const good = signed();
  test.each<[string, string | Buffer, Record<string, string>]>([
    ["the request with which the console tries an address", "{}", {}],
    ["an empty one", "", {}],
    ["one without a signature", good.body, {}],
    ["a wrong signature", good.body, { "x-zevent-signature": `mac=${"0".repeat(64)}` }],
    ["half a signature", good.body, { "x-zevent-signature": good.headers["x-zevent-signature"]!.slice(0, 40) }],
    ["no JSON", "hello", good.headers],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0x22]), good.headers],
    ["a body without a timestamp", '{"id":"1"}', good.headers],
  ])("%s", async (_, body, headers) => {
    const { post, rejected, stored } = door();
    expect(await post(body, headers)).toBe(200);
    expect([stored, rejected]).toEqual([[], ["signature"]]);
  });

  test("signed with the app's secret in place of the account's", async () => {
    const { post, rejected } = door();
    const swapped = new FakeZaloOa({ secretKey: "AppSecretOfTwentyAb" }).webhooks.signed({ timestamp: String(at) });
    expect(await post(swapped.body, swapped.headers)).toBe(200);
    expect(rejected).toEqual(["signature"]);
  });

  test("too much of it", async () => {
    const { post, rejected } = door();
    expect(await post("x".repeat(1024 * 1024 + 1), {})).toBe(200);
    expect(rejected).toEqual(["too-large"]);
  });
});

describe("while the database is away", () => {
  test("it hears 503, and what it sent is stored when the database is back, whether it repeats it or not", async () => {
    let away = true;
    const { app, log, post, stored } = door({
      store: async () => {
        if (away) throw Object.assign(new Error("insert of Nguyễn Văn A failed"), { code: "ECONNREFUSED" });
      },
    });
    const { body, headers } = signed();
    expect(await post(body, headers)).toBe(503);
    away = false;
    await app.close();
    expect(stored).toEqual([JSON.parse(body)]);
    expect(JSON.stringify(log.lines)).not.toContain("Nguyễn");
  });

  test("the fourth repeat hears 200, so that the webhook is not switched off, and nothing is lost", async () => {
    let away = true;
    const { app, post, stored } = door({
      store: async () => {
        if (away) throw new Error("away");
      },
    });
    const { body, headers } = signed();
    expect(await post(body, { ...headers, num_retry: "3" })).toBe(503);
    expect(await post(body, { ...headers, num_retry: "4" })).toBe(200);
    away = false;
    await eventually("it is stored", async () => stored.length > 0);
    await app.close();
  });

  test("it hears 503 within two seconds where the database hangs", async () => {
    const { post } = door({ store: () => new Promise(() => {}) });
    const { body, headers } = signed();
    const took = await quickest(2000, async () => expect(await post(body, headers)).toBe(503));
    expect(took).toBeLessThan(2000);
  });
});
