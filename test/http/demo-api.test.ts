import { describe, expect, test } from "vitest";
import { plain } from "#domain/text.ts";
import type { LocalTime, Zone } from "#domain/time.ts";
import { nextAt } from "#http/demo-clock.ts";
import { openServer } from "#http/server.ts";
import { eventually } from "../setup/eventually.ts";
import { ScriptedDemo } from "./demo.ts";
import { nothing, sampleServer } from "./sample.ts";

const host = "127.0.0.1:3000";

function open(listening = "127.0.0.1") {
  const demo = new ScriptedDemo();
  const app = sampleServer({ demo, host: listening });
  const post = (what: string, payload: object | string, headers: Record<string, string> = {}) =>
    app.inject({ method: "POST", url: `/chat/api/${what}`, payload, headers: { host, ...headers } });
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers: { host, ...headers } });
  return { demo, post, get };
}

const say = { phone: "learner", id: "1", text: "xin chào" };

describe("who may speak to the demo", () => {
  test.each([
    ["its own page", { origin: `http://${host}`, "sec-fetch-site": "same-origin" }, 202],
    ["what is no browser", {}, 202],
    ["another site", { origin: "https://evil.example" }, 403],
    ["another port of this machine", { origin: "http://127.0.0.1:8080" }, 403],
    ["a page without an origin", { origin: "null" }, 403],
    ["another site that hides its origin", { "sec-fetch-site": "cross-site" }, 403],
    ["a name that someone else's DNS points here", { host: "evil.example" }, 403],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["plain text", { "content-type": "text/plain" }, 415],
  ])("%s", async (_, headers, status) => {
    const { demo, post } = open();
    expect(
      (await post("say", JSON.stringify(say), { "content-type": "application/json", ...headers })).statusCode,
    ).toBe(status);
    expect(demo.said).toHaveLength(status === 202 ? 1 : 0);
  });

  test.each([
    ["127.0.0.1", "localhost:3000", 200],
    ["127.0.0.1", "[::1]:3000", 200],
    ["127.0.0.1", "192.168.1.5:3000", 403],
    ["0.0.0.0", "192.168.1.5:3000", 200],
    ["0.0.0.0", "evil.example:3000", 403],
    ["demo.example", "demo.example:3000", 200],
    ["127.0.0.1", "a b", 403],
  ])("listening on %s, a reader that names %s", async (listening, named, status) => {
    const { get } = open(listening);
    expect((await get("/chat/api/state", { host: named })).statusCode).toBe(status);
  });
});

describe("what is no request of the page's is refused", () => {
  test.each([
    ["say", {}],
    ["say", { ...say, phone: "boss" }],
    ["say", { ...say, text: "  " }],
    ["say", { ...say, text: "x".repeat(4001) }],
    ["say", { ...say, tap: "a:1", text: "x" }],
    ["say", { phone: "learner", id: "", tap: "a:1" }],
    ["say", "[]"],
    ["look", { phone: "learner", look: "viber" }],
    ["advance", {}],
    ["advance", { hours: -1 }],
    ["advance", { hours: 1e9 }],
    ["advance", { days: 0.5 }],
    ["advance", { to: "tomorrow" }],
    ["advance", { to: "2026-03-02" }],
    ["advance", { stop: "lunch" }],
  ])("%s %j", async (what, body) => {
    const { demo, post } = open();
    const headers: Record<string, string> = { "content-type": "application/json" };
    expect((await post(what, typeof body === "string" ? body : JSON.stringify(body), headers)).statusCode).toBe(400);
    expect([demo.said, demo.advances]).toEqual([[], []]);
  });

  test("JSON that is none, or poisons prototypes", async () => {
    const { post } = open();
    for (const body of ["{", "", '{"__proto__":{"phone":"learner"}}']) {
      expect((await post("say", body, { "content-type": "application/json" })).statusCode).toBe(400);
    }
  });
});

test("the state holds the clock and what each phone has not shown", async () => {
  const { demo, get } = open();
  demo.tell("learner", [plain("một")]);
  demo.tell("supervisor", [plain("hai")]);
  const state = (await get("/chat/api/state?learner=1&supervisor=x")).json();
  expect(state.clock).toEqual({ now: demo.now().toISOString(), advancing: false });
  expect(state.phones).toMatchObject([
    { phone: "learner", look: "telegram", messages: [] },
    { phone: "supervisor", messages: [{ id: 2, fromBot: true, view: { lines: [plain("hai")] } }] },
  ]);
});

test("an advance to a time of day goes to its next coming, and one that fails lets the next begin", async () => {
  const zone = "Asia/Ho_Chi_Minh" as Zone;
  const morning = "07:30" as LocalTime;
  expect(nextAt(zone, morning, new Date("2026-03-02T00:29:59Z"))).toEqual(new Date("2026-03-02T00:30:00Z"));
  expect(nextAt(zone, morning, new Date("2026-03-02T00:30:00Z"))).toEqual(new Date("2026-03-03T00:30:00Z"));

  const { demo, post } = open();
  demo.hold = Promise.reject(new Error("the database is away"));
  demo.hold.catch(() => {});
  expect((await post("advance", { hours: 1 })).statusCode).toBe(500);
  demo.hold = Promise.resolve();
  expect((await post("advance", { to: "2026-03-02T07:30:00+07:00" })).json()).toEqual({
    ok: true,
    now: "2026-03-02T00:30:00.000Z",
  });
});

describe("events", () => {
  test("end with the server, and whoever left is listened for no more", async () => {
    const demo = new ScriptedDemo();
    const server = await openServer({ ...nothing, demo });
    const leaving = new AbortController();
    const left = await fetch(`${server.address}/chat/api/events`, { signal: leaving.signal });
    const staying = await fetch(`${server.address}/chat/api/events`);
    expect(left.headers.get("content-type")).toBe("text/event-stream");
    await eventually("both are listened for", () => demo.listening === 2);
    leaving.abort();
    await eventually("one has left", () => demo.listening === 1);
    const text = staying.text();
    await server.close();
    expect(await text).toMatch(/^retry: 2000\n\ndata: \{"clock":/);
    expect(demo.listening).toBe(0);
  });

  test("break off when the state cannot be read, so that the page comes again", async () => {
    const demo = new ScriptedDemo();
    const server = await openServer({ ...nothing, demo });
    try {
      demo.failing = true;
      const broken = await fetch(`${server.address}/chat/api/events`)
        .then((answer) => answer.text())
        .catch(() => "broken");
      expect(broken).not.toContain("data:");
      await eventually("nobody is listened for", () => demo.listening === 0);
    } finally {
      await server.close();
    }
  });
});

test("the page's words are its own, and its data cannot end the element it stands in", async () => {
  const { get } = open();
  const { body } = await get("/chat");
  expect(body).not.toContain("{{");
  const data = /<script type="application\/json" id="settings">(.*?)<\/script>/s.exec(body)![1]!;
  expect(JSON.parse(data)).toMatchObject({ zone: "Asia/Ho_Chi_Minh", pushTime: "07:30", remindTime: "19:30" });
  expect(data).not.toContain("<");
});
