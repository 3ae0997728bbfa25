import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { openServer } from "#http/server.ts";
import { recordingLog } from "../setup/log.ts";
import { quickest } from "../setup/quickest.ts";
import { nothing, sampleServer } from "./sample.ts";

const get = (deps: Parameters<typeof sampleServer>[0], url: string) => sampleServer(deps).inject({ url });

describe("health", () => {
  const checks = [{ name: "database", ok: false, detail: "does not answer" }];

  test("a process that lives says so, whatever else is wrong", async () => {
    const answer = await get({ health: { ready: async () => ({ ok: false, checks }) } }, "/healthz");
    expect([answer.statusCode, answer.json()]).toEqual([200, { ok: true }]);
  });

  test("ready is 200 with its checks, not ready 503", async () => {
    for (const [ok, status] of [
      [true, 200],
      [false, 503],
    ] as const) {
      const answer = await get({ health: { ready: async () => ({ ok, checks }) } }, "/readyz");
      expect([answer.statusCode, answer.json()]).toEqual([status, { ok, checks }]);
    }
  });

  test("a check that throws or hangs is not ready, within 3 seconds", async () => {
    const took = await quickest(3000, async () => {
      const hung = await get({ health: { ready: () => new Promise(() => {}) } }, "/readyz");
      expect([hung.statusCode, hung.json().ok]).toEqual([503, false]);
    });
    expect(took).toBeLessThan(3000);
    const thrown = await get({ health: { ready: () => Promise.reject(new Error("postgres://u:p@h")) } }, "/readyz");
    expect([thrown.statusCode, thrown.json().ok]).toEqual([503, false]);
    expect(thrown.body).not.toContain("postgres");
  });
});

test("metrics are Prometheus text", async () => {
  const answer = await get({ metrics: async () => "a 1\n" }, "/metrics");
  expect([answer.statusCode, answer.body]).toEqual([200, "a 1\n"]);
  expect(answer.headers["content-type"]).toContain("text/plain; version=0.0.4");
});

describe("pages", () => {
  test("what was not given is not served", async () => {
    const urls = [
      "/healthz",
      "/readyz",
      "/metrics",
      "/dashboard",
      "/chat",
      "/chat/chat.js",
      "/chat/api/state",
      "/files/x",
      "/nothing",
    ];
    for (const url of urls) expect((await get({}, url)).statusCode, url).toBe(404);
  });

  test("the front door says where to go, to the chat only where there is one", async () => {
    const answer = await get({}, "/");
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('href="/dashboard"');
    expect(answer.body).toContain("README");
    expect(answer.body).not.toContain("/chat");
  });

  test("the sign for an Official Account's card is a picture that its platform takes, and anybody may show", async () => {
    const { headers, rawPayload, statusCode } = await get({}, "/hoc-vu.png");
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({ "content-type": "image/png", "cross-origin-resource-policy": "cross-origin" });
    expect(rawPayload.subarray(0, 4)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    expect(rawPayload.length).toBeLessThan(1_000_000);
  });

  test("a page that has not changed is not sent again", async () => {
    const app = sampleServer({});
    const { etag } = (await app.inject({ url: "/page.css" })).headers;
    const again = await app.inject({ url: "/page.css", headers: { "if-none-match": String(etag) } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  test("every answer forbids inline scripts, frames, sniffing and referrers", async () => {
    for (const url of ["/", "/nothing", "/page.css"]) {
      const { headers } = await get({}, url);
      expect(headers["content-security-policy"]).toMatch(
        /default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/,
      );
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("no-referrer");
    }
    expect((await get({}, "/")).body).not.toMatch(/<script|<style|style=|onclick/);
  });

  test("a fault repeats neither what was sent nor what broke", async () => {
    const log = recordingLog();
    const metrics = async () => {
      throw new Error("Nguyễn Văn A at /srv/hocvu");
    };
    const failed = await get({ metrics, log }, "/metrics");
    expect(failed.statusCode).toBe(500);
    expect(failed.body + JSON.stringify(log.lines)).not.toMatch(/Nguyễn|srv|Error:/);
    expect(log.lines).toMatchObject([{ level: "error", facts: { route: "/metrics", err: "Error" } }]);
    for (const url of ["/<b>minh-anh</b>", "/%zz-minh-anh", "//minh-anh"])
      expect((await get({}, url)).body).not.toContain("minh-anh");
  });
});

test("says which address it has, and refuses one that is taken", async () => {
  const first = await openServer(nothing);
  try {
    const port = Number(new URL(first.address).port);
    expect((await fetch(first.address)).status).toBe(200);
    await expect(openServer({ ...nothing, port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  } finally {
    await first.close();
  }
});

test("a server does not wait for a compiler of schemas that no route of it has", async () => {
  await sampleServer({}).ready();
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  expect(loaded.filter((file) => /node_modules.fastify.fastify\.js$/.test(file))).toHaveLength(1);
  expect(loaded.filter((file) => /node_modules.(?:ajv|@fastify.ajv-compiler)\b/.test(file))).toEqual([]);
});
