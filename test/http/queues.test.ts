import type { FastifyInstance } from "fastify";
import { beforeEach, describe, expect, test } from "vitest";
import type { QueueLine, QueuesDeps } from "#http/queues.ts";
import { buildServer } from "#http/server.ts";
import { silent } from "../setup/log.ts";
import { hasBrowser } from "../setup/tools.ts";
import { openBrowser, picture, sideways, violations } from "./browser.ts";

const password = "0123456789abcdef";
const page = { host: "127.0.0.1:3000" };
const basic = (name: string, word: string) => ({
  ...page,
  authorization: `Basic ${Buffer.from(`${name}:${word}`).toString("base64")}`,
});
const operator = basic("operator", password);

let now: number;
let done: string[];
let counts: Record<string, QueueLine>;
let ticks: Record<string, number>;
let app: FastifyInstance;

const open = (queues: QueuesDeps | null) =>
  buildServer({
    ...{ host: "127.0.0.1", port: 0, log: silent, health: null, metrics: null, webhooks: [], updates: null },
    ...{ files: null, dashboard: null, demo: null, queues },
  });

beforeEach(() => {
  now = 1000;
  done = [];
  counts = {
    inbox: { waiting: 3, active: 1, delayed: 2, failed: 4 },
    "send-telegram-1": { waiting: 0, active: 0, delayed: 0, failed: 0 },
  };
  ticks = { plan: 0, sweep: 75.4 };
  app = open({
    ...{ password, publicUrl: "https://hocvu.example.org", monotonic: () => now },
    counts: async () => counts,
    ticks: async () => ticks,
    retryFailed: async (queue) => void done.push(`retry ${queue}`),
    forgetFailed: async (queue) => void done.push(`forget ${queue}`),
  });
});

const see = (headers: Record<string, string>) => app.inject({ method: "GET", url: "/queues", headers });
const press = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  app.inject({
    ...{ method: "POST", url: "/queues", payload: new URLSearchParams(form).toString() },
    headers: {
      ...operator,
      origin: "http://127.0.0.1:3000",
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
  });

describe("the page of the queues", () => {
  test("is not there without a password", async () => {
    for (const url of ["/queues", "/queues.css"])
      expect((await open(null).inject({ url, headers: operator })).statusCode).toBe(404);
  });

  test("shows queues and ticks, and buttons only where jobs were given up", async () => {
    const { statusCode, body, headers } = await see(operator);
    expect(statusCode).toBe(200);
    expect(body).toContain("<td>inbox</td><td>3</td><td>1</td><td>2</td><td>4</td>");
    expect(body).toMatch(/<td>plan<\/td><td>on time<\/td>[\s\S]*<td>sweep<\/td><td>75 s<\/td>/);
    expect(body.match(/<form /g)).toHaveLength(2);
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(body).not.toMatch(/<script|style=| on\w+=/);
    ticks = {};
    expect((await see(operator)).body).toContain("start a scheduler");
  });

  test("tells nothing to who does not know the password, and asks for it", async () => {
    const strangers = [
      { ...page },
      basic("operator", "wrong"),
      basic("admin", password),
      { ...page, authorization: "x" },
    ];
    for (const headers of strangers) {
      const answer = await see(headers);
      expect(answer.statusCode).toBe(401);
      expect(answer.headers["www-authenticate"]).toMatch(/^Basic /);
      expect(answer.body).not.toContain("inbox");
    }
    expect((await press({ queue: "inbox", deed: "retry" }, basic("operator", "wrong"))).statusCode).toBe(401);
    expect(done).toEqual([]);
  });

  test("closes for a minute after ten wrong passwords; who gives none is not counted", async () => {
    for (let times = 0; times < 30; times++) await see(page);
    for (let times = 0; times < 10; times++) expect((await see(basic("operator", `no ${times}`))).statusCode).toBe(401);
    const closed = await see(operator);
    expect(closed.statusCode).toBe(429);
    expect(closed.headers["retry-after"]).toBe("60");
    now += 60_000;
    expect((await see(operator)).statusCode).toBe(200);
  });

  test("does by its own forms alone what its buttons say", async () => {
    for (const deed of ["retry", "forget"]) {
      const answer = await press({ queue: "inbox", deed });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, "/queues"]);
    }
    expect(done).toEqual(["retry inbox", "forget inbox"]);
    const elsewhere = [
      { origin: "https://elsewhere.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { host: "elsewhere.example", origin: "http://elsewhere.example" },
    ];
    for (const headers of elsewhere)
      expect((await press({ queue: "inbox", deed: "forget" }, headers as Record<string, string>)).statusCode).toBe(403);
    expect(done).toHaveLength(2);
    expect((await press({ queue: "inbox", deed: "retry" }, { origin: "https://hocvu.example.org" })).statusCode).toBe(
      303,
    );
  });

  test("does nothing to what is not listed", async () => {
    for (const form of [
      { queue: "nothing", deed: "retry" },
      { queue: "__proto__", deed: "retry" },
      { queue: "inbox", deed: "drop" },
      {},
    ])
      expect((await press(form as Record<string, string>)).statusCode).toBe(404);
    expect((await press({ queue: "inbox", deed: "constructor" })).statusCode).toBe(404);
    expect(done).toEqual([]);
  });

  test("writes names as text", async () => {
    counts = { "<b>x</b>": { waiting: 0, active: 0, delayed: 0, failed: 1 } };
    expect((await see(operator)).body).not.toContain("<b>");
  });
});

describe.runIf(hasBrowser)("the page of the queues in a browser", () => {
  test.each([
    ["phone", 360, "light"],
    ["phone", 360, "dark"],
    ["desk", 1280, "light"],
  ] as const)("fits and can be used: %s of %d, %s", async (name, width, colorScheme) => {
    counts = { ...counts, "send-telegram-8114500112": { waiting: 10_750, active: 8, delayed: 0, failed: 3 } };
    const address = await app.listen({ host: "127.0.0.1", port: 0 });
    const browser = await openBrowser();
    try {
      const httpCredentials = { username: "operator", password };
      const page = await browser.newPage({ viewport: { width, height: 740 }, colorScheme, httpCredentials });
      await page.goto(`${address}/queues`);
      expect(await sideways(page)).toBe(0);
      expect(await violations(page)).toEqual([]);
      await picture(page, `queues-${name}-${colorScheme}`);
      await page.getByRole("button", { name: "Forget: send-telegram-8114500112" }).click();
      expect(done).toEqual(["forget send-telegram-8114500112"]);
    } finally {
      await browser.close();
      await app.close();
    }
  });
});
