import path from "node:path";
import { expect } from "vitest";
import { story } from "./world.ts";

const one = [{ name: "Nguyễn Thị Lan", unit: "UBND phường A" }] as const;

/** A machine whose clock is off. */
const off = (seconds: number) => ({
  NODE_OPTIONS: `--import ${path.join(import.meta.dirname, "skewed-clock.mjs")}`,
  CLOCK_OFF_MS: String(seconds * 1000),
});

story("a clock that is a minute off is refused at the start, in one line that says what to do", {}, async (world) => {
  await world.start("worker", off(20));
  for (const [seconds, direction] of [
    [60, "ahead of"],
    [-60, "behind"],
  ] as const) {
    const refused = await world.start("worker", off(seconds)).then(
      () => "it started",
      (error: Error) => error.message,
    );
    expect(refused).toMatch(
      new RegExp(`this machine's clock is (59|60|61) s ${direction} the database's: set both by NTP`),
    );
  }
});

story("forced on, a minute ahead, lessons and points are what they are", {}, async (world) => {
  await world.cohort(one);
  await world.start("bot");
  await world.start("worker", { HOCVU_ANY_CLOCK: "1", ...off(60) });
  await world.start("scheduler", { HOCVU_ANY_CLOCK: "1", ...off(60) });
  await world.start("scheduler");
  const lan = await world.learner("Nguyễn Thị Lan");
  await world.clockTo("mon 07:29");
  await world.clockTo("mon 07:35");
  await lan.receives(/^Bài 1\//);
  await lan.answers("right", 3);
  await lan.receives(/^Chính xác! \+10 điểm\..*Câu 2\/3/s);
  await lan.answers("wrong");
  await lan.receives(/^Chưa đúng\..*Câu 3\/3/s);
  await lan.answers("right");
  await lan.receives(/^Chính xác! \+10 điểm\..*gặp lại/s);
  await lan.answers("right");
  await lan.receives(/đã học xong bài/);
  await world.clockTo("tue 07:35");
  await lan.receives(/^Bài 2\//);
  await world.settles();
  await lan.hasReadAll();
  expect(await world.hocvu("learner", "show", String(lan.id))).toMatchObject({
    points: 10 + 10 + 4 + 5,
    lessonsCompleted: 1,
    answers: { right: 2, wrong: 1 },
    streak: { current: 1 },
  });
});
