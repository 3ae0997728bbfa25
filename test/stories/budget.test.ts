import { expect } from "vitest";
import { eventually } from "../setup/eventually.ts";
import { story, type World } from "./world.ts";

const perSecond = 30;

/** The most calls in any half-open second, by when they came to the platform's door. */
function busiestSecond(arrivals: readonly number[]): number {
  const sorted = [...arrivals].sort((a, b) => a - b);
  let most = 0;
  for (let first = 0, last = 0; last < sorted.length; last++) {
    while (sorted[last]! - sorted[first]! >= 1000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const arrivals = async (world: World) => (await world.telegram.sendCalls()).map(({ at }) => at);

story("30 a second is never passed, whoever sends, and an answer goes first", { queue: "postgres" }, async (world) => {
  const [early] = await world.crowd(1, "07:00");
  const crowd = await world.crowd(300, "07:30");
  const first = await world.start("up");
  await world.start("worker");
  await world.clockTo("mon 07:00");
  await early!.receives(/^Bài 1\//);

  const advance = world.clockTo("mon 07:30");
  const lessons = async () => (await world.telegram.sent()).filter(({ text }) => /^Bài 1\//.test(text));
  await eventually("the push is on its way", async () => (await lessons()).length > 20);
  await early!.answers("right");
  await early!.receives(/^Chính xác!/);
  const [, answer] = await early!.messages();
  const after = (await lessons()).filter(({ at }) => at < answer!.at).length;
  expect(after).toBeLessThan(crowd.length); // it did not wait for the push to end
  await eventually("more of it has left", async () => (await lessons()).length > 75);
  await first.kill(); // the other one knows nothing of the second that has just passed
  await advance;
  await eventually(
    "everyone has the lesson",
    async () => new Set((await lessons()).map(({ chat }) => chat)).size === crowd.length + 1,
  );
  expect(busiestSecond(await arrivals(world))).toBeLessThanOrEqual(perSecond);
});

story("a 429 is obeyed to the second by the whole lane", { queue: "redis" }, async (world) => {
  const [early] = await world.crowd(1, "07:00");
  const crowd = await world.crowd(40, "07:30");
  await world.start("up");
  await world.clockTo("mon 07:00");
  await early!.receives(/^Bài 1\//);
  await world.telegram.fault({ kind: 429, retryAfter: 3 });
  const advance = world.clockTo("mon 07:30");
  const calls = async () => (await world.telegram.sendCalls()).slice(1);
  await eventually("the platform asks for a pause", async () => (await calls()).some(({ code }) => code === 429));
  await early!.answers("right"); // an answer waits with the rest
  await advance;
  await early!.receives(/^Chính xác!/);
  await eventually(
    "everyone has the lesson",
    async () => (await calls()).filter(({ code }) => code === 200).length === 41,
  );

  const all = await calls();
  const asked = all.find(({ code }) => code === 429)!.at;
  expect(all.filter(({ at }) => at >= asked && at < asked + 3000).length).toBeLessThanOrEqual(8); // what was under way
  const later = all.filter(({ at }) => at >= asked + 3000);
  expect(Math.min(...later.map(({ at }) => at)) - asked).toBeLessThan(6000); // twice as long would be another pause
  expect(later.filter(({ code }) => code === 429)).toEqual([]);
  expect(new Set(all.filter(({ code }) => code === 200).map(({ chat }) => chat)).size).toBe(41);
  expect(await world.hocvu("status")).toMatchObject({ unknownEver: 0, deliveries: { failed: 0, cancelled: 0 } });
  expect(crowd).toHaveLength(40);
});
