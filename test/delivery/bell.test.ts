import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { Bell } from "#delivery/sender.ts";

const never = () => new AbortController();
const long = 60_000;

test("a bell rung before anyone listens is heard at once, and only once", async () => {
  const bell = new Bell();
  bell.ring();
  bell.ring();
  await bell.heard(long, never().signal);
  await bell.heard(1, never().signal); // the time, not the ring, ends this one
});

test("whoever waits hears a ring, the end of the time, or the signal, and leaves nothing behind", async () => {
  const bell = new Bell();
  const { signal } = never();
  const rung = bell.heard(long, signal);
  bell.ring();
  await rung;
  await bell.heard(1, signal);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  const stop = never();
  const stopped = bell.heard(long, stop.signal);
  stop.abort();
  await stopped;
  await bell.heard(long, stop.signal);
});
