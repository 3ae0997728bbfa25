import { afterEach, beforeEach, expect, test } from "vitest";
import { keepMenus } from "#app/menus.ts";
import { openTelegram, type Telegram } from "#channels/telegram/open.ts";
import { fakeFetch } from "../fakes/shell.ts";
import { FakeTelegram } from "../fakes/telegram.ts";
import { realTimers } from "../fakes/timers.ts";
import { recordingLog } from "../setup/log.ts";

let fake: FakeTelegram;
let telegram: Telegram;
let stop: AbortController;
let supervisors: string[];
let log: ReturnType<typeof recordingLog>;
let nowMs: number;
let pauses: number[];

beforeEach(() => {
  nowMs = 1_772_409_600_000;
  fake = new FakeTelegram({ timers: { ...realTimers, now: () => nowMs } });
  fake.strictFloods = true;
  telegram = openTelegram({ token: fake.token, apiRoot: "http://api", warn() {}, fetch: fakeFetch([fake]) });
  stop = new AbortController();
  supervisors = Array.from({ length: 300 }, (_, i) => String(1001 + i));
  log = recordingLog();
  pauses = [];
});

afterEach(() => {
  stop.abort();
  fake.close();
});

/** Keeps menus for so many rounds; time passes in the pauses between them. */
async function keep(rounds: number, between: (round: number) => void = () => {}) {
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
    nowMs += milliseconds;
    if (pauses.length >= rounds) stop.abort();
    else between(pauses.length);
  };
  await keepMenus({ telegram, supervisors: async () => supervisors, warn: log.warn, pause }, stop.signal);
}

const calls = () => fake.calls.filter(({ method }) => method === "setMyCommands");

test("everybody has a menu, supervisors a longer one until they are none, each set once", async () => {
  supervisors = ["1001", "1002"];
  await keep(3, (round) => {
    if (round === 2) supervisors = ["1002"];
  });
  expect(calls().map(({ chat, code }) => [chat, code])).toHaveLength(4);
  const has = (scope: string) => fake.commands.get(scope)!.some(({ command }) => command === "tiendo");
  expect(["all_private_chats", "chat 1001", "chat 1002"].map(has)).toEqual([false, false, true]);
  expect(pauses).toEqual([60_000, 60_000, 60_000]);
});

test("a flood ends the round at its first call, and is waited out to the second before the next", async () => {
  fake.fault({ kind: 429, method: "setMyCommands", retryAfter: 400 });
  await keep(2);
  expect(calls().map(({ code }) => code)).toEqual([429, ...Array.from({ length: 301 }, () => 200)]);
  expect(pauses).toEqual([400_000, 60_000]);
  expect(log.lines).toHaveLength(1);
});

test("with every call refused there is one a round, and rounds grow rare", async () => {
  fake.fault({ kind: 500, method: "setMyCommands", times: 1000 });
  await keep(8);
  expect(calls()).toHaveLength(8);
  expect(pauses.map((ms) => ms / 60_000)).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  expect(log.lines).toHaveLength(1);
});

test("what was set before a flood is not set again", async () => {
  fake.perSecond = 100;
  await keep(4);
  expect(calls().filter(({ code }) => code === 429)).toHaveLength(3);
  expect(calls().filter(({ code }) => code === 200)).toHaveLength(301);
  expect(fake.commands.size).toBe(301);
});

test("a chat that Telegram does not take holds nobody else up for more than a minute", async () => {
  supervisors = ["1001", "1002"];
  const { setCommands } = telegram;
  telegram = {
    ...telegram,
    setCommands: async (commands, chat, signal) =>
      chat === "1001" ? { kind: "refused", reason: "400 Bad Request" } : setCommands(commands, chat, signal),
  };
  await keep(4);
  expect(calls()).toHaveLength(2);
  expect([...fake.commands.keys()]).toEqual(["all_private_chats", "chat 1002"]);
  expect(pauses).toEqual([60_000, 60_000, 60_000, 60_000]);
});

test("ends in the middle of a round when told to", async () => {
  fake.fault({ kind: "hang", method: "setMyCommands" });
  const kept = keep(1);
  await expect.poll(() => calls().length).toBe(1);
  stop.abort();
  await kept;
  expect(calls()).toHaveLength(1);
  expect(log.lines).toEqual([]);
});
