import { expect, test } from "vitest";
import { perMinute, requestsOf } from "#app/budgets.ts";
import { openZaloOa } from "#channels/zalo-oa/open.ts";
import { oneToken, pictured, picturesOf, saying, to } from "../channels/samples.ts";
import { FakeZaloOa } from "../fakes/zalo-oa/api.ts";
import { ManualClock } from "../fakes/zalo-oa/clock.ts";
import { oaFetch } from "../fakes/zalo-oa/serve.ts";

/** Sends as fast as the budget lets for some minutes, every tenth message with a picture; every ten seconds somebody probes. */
async function push(minutes: number, budgetOf: number) {
  const clock = new ManualClock(new Date("2026-10-05T00:30:20Z"));
  const fake = new FakeZaloOa({ timers: clock });
  const budget = perMinute(budgetOf);
  const channel = openZaloOa({
    appId: fake.appId,
    apiRoot: "https://openapi.example.org",
    tokens: oneToken(),
    warn() {},
    pictures: { ...picturesOf(), uploaded: async () => null },
    requests: requestsOf(budget, budgetOf, clock.now),
    fetch: oaFetch([fake]),
    wall: clock.now,
    monotonic: clock.now,
  });
  await fake.say("7", "xin chào");
  const end = clock.now() + minutes * 60_000;
  let probedAt = 0;
  const endings: string[] = [];
  while (clock.now() < end) {
    if (clock.now() - probedAt >= 10_000) {
      probedAt = clock.now();
      await channel.probe();
    }
    const since = clock.now();
    const taken = budget.take(since);
    if (taken !== true) {
      await clock.forward(Math.min(taken, 1000));
      continue;
    }
    const made = { ...pictured, picture: { file: 7 as never, alt: "" } };
    const { kind } = await channel.send(to(channel.bot, "7"), endings.length % 10 === 0 ? made : saying("Chào"));
    endings.push(kind);
    await clock.forward(20);
    budget.answered(since, clock.now());
  }
  return { fake, endings };
}

/** The most calls in any sliding minute. */
function busiest(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
}

test("messages, uploads and probes together keep to the account's minute, and the platform never has to refuse", async () => {
  const { fake, endings } = await push(5, 100);
  expect(fake.calls.filter(({ code }) => code === -32)).toEqual([]);
  expect(fake.calls.filter(({ path }) => path.includes("upload")).length).toBeGreaterThan(20);
  expect(fake.calls.filter(({ path }) => path.includes("getoa")).length).toBeGreaterThanOrEqual(5);
  expect(busiest(fake.calls.map(({ at }) => at))).toBeLessThanOrEqual(100);
  expect(fake.calls.length).toBeGreaterThan(5 * 85);
  expect(endings.filter((kind) => kind === "sent").length).toBeGreaterThan(endings.length * 0.9);
});

test("an account that has bought less than the setting says is obeyed by pausing until its next minute", async () => {
  const { fake } = await push(5, 2000);
  const refused = fake.calls.filter(({ code }) => code === -32).length;
  expect(fake.calls.length).toBeGreaterThan(5 * 100);
  expect(refused).toBeLessThanOrEqual(10); // two a minute at most
});
