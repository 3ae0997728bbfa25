import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openTelegram, type Telegram } from "#channels/telegram/open.ts";
import type { Fetch } from "#channels/wire.ts";
import { fakeFetch } from "../../fakes/shell.ts";
import { FakeTelegram } from "../../fakes/telegram.ts";

let fake: FakeTelegram;
let stop: AbortController;
let warnings: string[];
let pauses: number[];
let asked: { offset?: number }[];
let telegram: Telegram;

beforeEach(() => {
  fake = new FakeTelegram();
  stop = new AbortController();
  warnings = [];
  pauses = [];
  asked = [];
  const answer = fakeFetch([fake]);
  const fetch: Fetch = (url, init) => {
    if (url.endsWith("/getUpdates")) asked.push(JSON.parse(init.body as string));
    return answer(url, init);
  };
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
    await new Promise(setImmediate);
  };
  telegram = openTelegram({
    token: fake.token,
    apiRoot: "http://api",
    warn: (text) => warnings.push(text),
    fetch,
    pause,
  });
});

afterEach(() => {
  stop.abort();
  fake.close();
});

/** Polls until `enough` updates are stored; what they said, in batches. */
async function poll(
  enough: number,
  store: (texts: string[]) => void = () => {},
): Promise<{ batches: string[][]; contacts: number }> {
  const batches: string[][] = [];
  let contacts = 0;
  await telegram.poll(
    async (updates) => {
      const texts = updates.map((update) => (telegram.read(update)!.content as { text: string }).text);
      store(texts);
      batches.push(texts);
      if (batches.flat().length >= enough) stop.abort();
    },
    () => {
      contacts += 1;
    },
    stop.signal,
  );
  return { batches, contacts };
}

test("hands over what waits, then what comes", async () => {
  fake.say(1001, "một");
  fake.say(1002, "hai");
  const polled = poll(3);
  await new Promise(setImmediate);
  fake.say(1001, "ba");
  expect(await polled).toEqual({ batches: [["một", "hai"], ["ba"]], contacts: 2 });
  expect(pauses).toEqual([]);
});

test("confirms only what was stored", async () => {
  const first = fake.say(1001, "một");
  let failures = 0;
  const { batches } = await poll(1, () => {
    if (failures++ < 2) throw new Error("no database");
  });
  expect(batches).toEqual([["một"]]);
  expect(asked.map(({ offset }) => offset)).toEqual([undefined, undefined, undefined]);
  expect(fake.pendingUpdates).toBe(1);
  expect(first).toBeGreaterThan(0);
  expect(warnings).toEqual(["Telegram: updates could not be stored, asking for them again"]);
});

test("confirms by the next question, and after an empty answer asks for whatever there is", async () => {
  const first = fake.say(1001, "một");
  let empty = 0;
  const realHandle = fake.handle.bind(fake);
  fake.handle = async (token, method, payload, gone) => {
    if (payload?.offset === first + 1 && empty++ === 0)
      return realHandle(token, method, { ...payload, timeout: 0 }, gone);
    return realHandle(token, method, payload, gone);
  };
  const polled = poll(2);
  while (asked.length < 3) await new Promise(setImmediate);
  fake.say(1001, "hai");
  expect((await polled).batches).toEqual([["một"], ["hai"]]);
  expect(asked.map(({ offset }) => offset)).toEqual([undefined, first + 1, undefined]);
});

describe("a webhook in the way", () => {
  const methods = () => fake.calls.map(({ method }) => method).filter((method) => method !== "getUpdates");
  /** Time passes in pauses alone. */
  const onPauses = () => vi.spyOn(performance, "now").mockImplementation(() => pauses.reduce((sum, ms) => sum + ms, 0));
  afterEach(() => void vi.restoreAllMocks());

  test("is taken away, however often that fails, and told", async () => {
    await telegram.register("http://127.0.0.1:1/telegram/webhook", "s3cret", true);
    fake.fault({ kind: 500, method: "deleteWebhook", times: 3 });
    fake.say(1001, "một");
    expect((await poll(1)).batches).toEqual([["một"]]);
    expect(methods()).toEqual(["setWebhook", ...Array.from({ length: 4 }, () => "deleteWebhook")]);
    expect(pauses.slice(0, 3).every((pause, i) => pause >= 1000 * 2 ** i && pause <= 1500 * 2 ** i)).toBe(true);
    expect(warnings).toEqual([
      expect.stringContaining("could not be taken away (500 "),
      expect.stringContaining("took it away"),
    ]);
  });

  test("that comes back is taken away once a minute, and not each time", async () => {
    onPauses();
    const comesBack = () => telegram.register("http://127.0.0.1:1/telegram/webhook", "s3cret", true);
    await comesBack();
    const deleted: number[] = [];
    const handle = fake.handle.bind(fake);
    fake.handle = async (token, method, payload, gone) => {
      const answer = await handle(token, method, payload, gone);
      if (method === "deleteWebhook") {
        deleted.push(performance.now());
        if (deleted.length === 4) stop.abort();
        await comesBack();
      }
      return answer;
    };
    await poll(1);
    expect(deleted.slice(1).every((at, i) => at - deleted[i]! >= 60_000 && at - deleted[i]! < 62_000)).toBe(true);
    expect(warnings).toHaveLength(1);
  });

  test("is not blamed for a second poller", async () => {
    fake.fault({ kind: 409, method: "getUpdates", description: "Conflict: terminated by other getUpdates request" });
    fake.say(1001, "một");
    await poll(1);
    expect(methods()).toEqual([]);
  });
});

test("waits out a 429 to the second and rides over broken lines, telling each once", async () => {
  fake.fault({ kind: 429, method: "getUpdates", retryAfter: 7 });
  fake.fault({ kind: "reset", method: "getUpdates", times: 2 });
  fake.fault({ kind: "html", method: "getUpdates" });
  fake.fault({ kind: 401, method: "getUpdates" });
  fake.say(1001, "một");
  expect(await poll(1)).toEqual({ batches: [["một"]], contacts: 1 });
  expect(pauses).toHaveLength(5);
  expect(pauses[0]).toBe(7000);
  expect(warnings).toEqual([
    "Telegram: polling failed (throttled), trying again",
    "Telegram: polling failed (unknown), trying again",
    "Telegram: polling refused, trying on slowly (401 Unauthorized)",
  ]);
  expect(warnings.join()).not.toContain(fake.token.split(":")[1]);
});

test("stops at once when told to, though the poll is held", async () => {
  const polled = poll(1);
  await new Promise(setImmediate);
  stop.abort();
  expect(await polled).toEqual({ batches: [], contacts: 0 });
});
