import { once } from "node:events";
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { openServer } from "#http/server.ts";
import type { Rejection, Webhook } from "#http/webhooks.ts";
import { recordingLog } from "../setup/log.ts";
import { quickest } from "../setup/quickest.ts";
import { nothing, sampleChannel, sampleServer } from "./sample.ts";

const path = "/telegram/webhook";
const secretHeader = "X-Telegram-Bot-Api-Secret-Token";
const good = { [secretHeader]: "secret-new" };
const update = JSON.stringify({ id: "1" });

const webhook: Webhook = { path, secretHeader, secrets: ["secret-new", "secret-old"], channel: sampleChannel };

function door(store: (update: unknown) => Promise<void> = async () => {}) {
  const stored: unknown[] = [];
  const rejected: Rejection[] = [];
  const log = recordingLog();
  const deps = {
    log,
    webhooks: [webhook],
    updates: {
      store: async (_bot: string, update: unknown) => {
        await store(update);
        stored.push(update);
      },
      rejected: (_bot: string, why: Rejection) => void rejected.push(why),
    },
  };
  const app = sampleServer(deps);
  const post = (payload: string | Buffer, headers: Record<string, string> = good) =>
    app.inject({ method: "POST", url: path, headers, payload });
  return { app, deps, log, post, stored, rejected };
}

describe("the secret", () => {
  test.each([
    ["missing", {}],
    ["wrong", { [secretHeader]: "secret-ne" }],
    ["empty", { [secretHeader]: "" }],
    ["in another platform's header", { "x-bot-api-secret-token": "secret-new" }],
  ])("%s: 401 and nothing else", async (_, headers) => {
    const { post, stored, rejected } = door();
    const answer = await post(update, headers as Record<string, string>);
    expect([answer.statusCode, answer.body]).toEqual([401, ""]);
    expect(stored).toEqual([]);
    expect(rejected).toEqual(["secret"]);
  });

  test("is asked for before the body is looked at", async () => {
    const { post } = door();
    for (const body of ["", "no json", "x".repeat(2_000_000)]) expect((await post(body, {})).statusCode).toBe(401);
  });

  test("may be the new one or the one being replaced", async () => {
    const { post, stored } = door();
    for (const secret of webhook.secrets) {
      expect((await post(update, { [secretHeader]: secret })).statusCode).toBe(200);
    }
    expect(stored).toHaveLength(2);
  });
});

describe("what comes with the right secret", () => {
  test.each([
    ["an empty body", ""],
    ["an object of an unknown kind", "{}"],
    ["a list", "[1]"],
    ["a bare null", "null"],
    ["a number", "1"],
    ["brackets 100,000 deep", "[".repeat(100_000) + "]".repeat(100_000)],
    ["an update that is 100,000 deep", `{"id":"1","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
    ["a poisoned prototype", '{"__proto__":{"id":"1"},"constructor":{"prototype":{"id":"1"}}}'],
  ])("%s: 200 and nothing stored", async (_, body) => {
    const { post, stored } = door();
    const answer = await post(body);
    expect([answer.statusCode, answer.body]).toEqual([200, ""]);
    expect(stored).toEqual([]);
    expect(({} as { id?: string }).id).toBeUndefined();
  });

  test.each([
    ["a word", "hello"],
    ["half an object", '{"id":'],
    ["two values", "{} {}"],
    ["a form", "id=1"],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0x22])],
    ["brackets 100,000 deep that stay open", "[".repeat(100_000)],
  ])("%s is not JSON: 400", async (_, body) => {
    const { post, stored, rejected } = door();
    expect((await post(body)).statusCode).toBe(400);
    expect(stored).toEqual([]);
    expect(rejected).toEqual(["not-json"]);
  });

  test.each([undefined, "application/json", "text/plain", "application/x-www-form-urlencoded", "nonsense", ";"])(
    "is an update whatever its content type says: %s",
    async (type) => {
      const { post, stored } = door();
      const headers = type === undefined ? good : { ...good, "content-type": type };
      expect((await post(Buffer.from(update), headers)).statusCode).toBe(200);
      expect(stored).toEqual([{ id: "1" }]);
    },
  );

  test("brackets and escapes inside strings have no depth", async () => {
    const { post, stored } = door();
    const text = `\\"[{`.repeat(200);
    await post(JSON.stringify({ id: "1", text }));
    expect(stored).toEqual([{ id: "1", text }]);
  });

  test("of 1 MB is taken, one byte more gets 413", async () => {
    const { post, stored, rejected } = door();
    const frame = JSON.stringify({ id: "1", text: "" }).length;
    const sized = (bytes: number) => JSON.stringify({ id: "1", text: "x".repeat(bytes - frame) });
    expect((await post(sized(1024 * 1024))).statusCode).toBe(200);
    expect((await post(sized(1024 * 1024 + 1))).statusCode).toBe(413);
    expect(stored).toHaveLength(1);
    expect(rejected).toEqual(["too-large"]);
  });
});

describe("storing", () => {
  test("is over before the platform hears 200", async () => {
    const committed = pending();
    const { post, stored } = door(() => committed.promise);
    let answered = false;
    const answer = post(update).then((response) => {
      answered = true;
      return response;
    });
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(answered).toBe(false);
    committed.resolve();
    expect((await answer).statusCode).toBe(200);
    expect(stored).toHaveLength(1);
  });

  test("that fails gets 503 and when to come again, and the log hears nothing of the update", async () => {
    const { post, rejected, log } = door(async () => {
      throw Object.assign(new Error("insert of Nguyễn Văn A failed"), { code: "ECONNREFUSED" });
    });
    const answer = await post(update);
    expect([answer.statusCode, answer.headers["retry-after"], answer.body]).toEqual([503, "5", ""]);
    expect(rejected).toEqual(["not-stored"]);
    expect(JSON.stringify(log.lines)).toContain("ECONNREFUSED");
    expect(JSON.stringify(log.lines)).not.toContain("Nguyễn");
  });

  test("that hangs gets 503 within 3 seconds", async () => {
    const { post } = door(() => new Promise(() => {}));
    const took = await quickest(3000, async () => expect((await post(update)).statusCode).toBe(503));
    expect(took).toBeLessThan(3000);
  });
});

test("only POST is a webhook", async () => {
  const { app, stored } = door();
  for (const method of ["GET", "PUT", "DELETE"] as const) {
    expect((await app.inject({ method, url: path, headers: good })).statusCode).toBe(404);
  }
  expect(stored).toEqual([]);
});

test("over a real line, a sender of too much hears 413 and a stranger 401 before the body has left", async () => {
  const { deps } = door();
  const server = await openServer({ ...nothing, ...deps });
  try {
    const body = "x".repeat(3_000_000);
    const large = await fetch(`${server.address}${path}`, { method: "POST", headers: good, body });
    expect(large.status).toBe(413);

    const stranger = request(`${server.address}${path}`, { method: "POST", headers: { "content-length": "1000" } });
    stranger.flushHeaders();
    const [answer] = await once(stranger, "response");
    expect(answer.statusCode).toBe(401);
    stranger.destroy();
  } finally {
    await server.close();
  }
});

function pending() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
