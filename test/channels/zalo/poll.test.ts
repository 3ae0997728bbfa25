import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openZalo, type Zalo } from "#channels/zalo/open.ts";
import { fakeFetch } from "../../fakes/shell.ts";
import { realTimers } from "../../fakes/timers.ts";
import { FakeZalo } from "../../fakes/zalo.ts";

const lan = "3b7e91c04fd2a865e017";
let fake: FakeZalo;
let stop: AbortController;
let warnings: string[];
let pauses: number[];
let onPause: () => void;
let zalo: Zalo;

beforeEach(() => {
  // Polls that find nothing end at once: what they wait is not what is tested.
  fake = new FakeZalo({ timers: { ...realTimers, after: (_, run) => realTimers.after(0, run) } });
  stop = new AbortController();
  warnings = [];
  pauses = [];
  onPause = () => {};
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
    onPause();
    await new Promise(setImmediate);
  };
  const warn = (text: string) => warnings.push(text);
  zalo = openZalo({ token: fake.token, apiRoot: "http://api", warn, fetch: fakeFetch([fake]), pause });
});

afterEach(() => {
  stop.abort();
  fake.close();
});

/** Polls until `enough` events are stored; what they said, in order. */
async function poll(enough: number, store: () => void = () => {}): Promise<{ texts: string[]; contacts: number }> {
  const texts: string[] = [];
  let contacts = 0;
  await zalo.poll(
    async (updates) => {
      store();
      texts.push(...updates.map((update) => (zalo.read(update)!.content as { text: string }).text));
      if (texts.length >= enough) stop.abort();
    },
    () => {
      contacts += 1;
    },
    stop.signal,
  );
  return { texts, contacts };
}

test("takes one event after another without a pause", async () => {
  fake.say(lan, "một");
  fake.say(lan, "hai");
  fake.say(lan, "ba");
  expect(await poll(3)).toEqual({ texts: ["một", "hai", "ba"], contacts: 3 });
  expect(pauses).toEqual([]);
});

test("nothing new is contact and no trouble, but not a reason for a hot loop", async () => {
  onPause = () => fake.say(lan, "một");
  expect(await poll(1)).toEqual({ texts: ["một"], contacts: 2 });
  expect(pauses).toHaveLength(1);
  expect(pauses[0]).toBeGreaterThanOrEqual(1000);
  expect(warnings).toEqual([]);
});

test("an event stays in hand until it is stored, and nothing else is asked for meanwhile", async () => {
  fake.say(lan, "một");
  fake.say(lan, "hai");
  let failures = 0;
  const { texts } = await poll(2, () => {
    if (failures++ < 2) throw new Error("no database");
  });
  expect(texts).toEqual(["một", "hai"]);
  expect(fake.calls).toHaveLength(2);
  expect(pauses).toHaveLength(2);
  expect(warnings).toEqual(["Zalo: an event could not be stored, holding it and trying again"]);
});

test("the same event again and again is followed by a pause each time", async () => {
  fake.switches.replaysLast = true;
  fake.say(lan, "một");
  const { texts } = await poll(4);
  expect(texts).toEqual(["một", "một", "một", "một"]);
  expect(pauses).toHaveLength(3);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1000);
});

test("a webhook in the way is taken away, however often that fails, and told", async () => {
  await zalo.register("http://127.0.0.1:1/zalo/webhook", "s3cret-of-zalo", true);
  fake.fault({ kind: "html", method: "deleteWebhook", times: 2 });
  onPause = () => {
    if (pauses.length === 3) fake.say(lan, "một");
  };
  expect((await poll(1)).texts).toEqual(["một"]);
  expect(fake.calls.filter(({ method }) => method === "deleteWebhook")).toHaveLength(3);
  expect(warnings).toEqual([
    expect.stringContaining("could not be taken away (502)"),
    expect.stringContaining("took it away"),
  ]);
});

test("a 400 that stays is met once a minute, and told once", async () => {
  fake.fault({ kind: 400, method: "getUpdates", times: 7 });
  vi.spyOn(performance, "now").mockImplementation(() => pauses.reduce((sum, ms) => sum + ms, 0));
  fake.say(lan, "một");
  await poll(1);
  vi.restoreAllMocks();
  expect(fake.calls.filter(({ method }) => method === "deleteWebhook")).toHaveLength(4);
  expect(pauses.slice(0, 6).map((ms) => ms === 60_000)).toEqual([false, true, false, true, false, true]);
  expect(warnings).toHaveLength(1);
});

test("rides over an outage with growing pauses, telling each thing once and never the token", async () => {
  fake.fault({ kind: "html", status: 502, method: "getUpdates", times: 3 });
  fake.fault({ kind: "html", status: 429, method: "getUpdates", retryAfter: 9 });
  fake.fault({ kind: "reset", method: "getUpdates" });
  fake.fault({ kind: 401, method: "getUpdates" });
  fake.say(lan, "một");
  expect(await poll(1)).toEqual({ texts: ["một"], contacts: 1 });
  expect(pauses.slice(0, 3).map((pause, i) => Math.floor(pause / 1000 / 2 ** i))).toEqual([1, 1, 1]);
  expect(pauses[3]).toBe(9000);
  expect(pauses[5]).toBe(60_000);
  expect(warnings).toEqual([
    "Zalo: polling failed (502), trying again",
    "Zalo: polling failed (429), trying again",
    "Zalo: polling failed (lost), trying again",
    "Zalo: polling refused (401), the token is wrong or was reset",
  ]);
  expect(warnings.join()).not.toContain(fake.token.split(":")[1]);
});

test("what comes while we are told to stop is still stored", async () => {
  fake.say(lan, "một");
  fake.say(lan, "hai");
  expect((await poll(1)).texts).toEqual(["một"]);
  expect(fake.calls).toHaveLength(1);
});
