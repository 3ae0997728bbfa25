import { expect } from "vitest";
import { story } from "./world.ts";

const two = [
  { name: "Nguyễn Thị Lan", unit: "UBND phường A" },
  { name: "Trần Văn Minh", unit: "UBND phường A" },
] as const;

story("an outage over push time costs nothing, and writes to nobody at night", { queue: "postgres" }, async (world) => {
  await world.cohort(two);
  await world.start();
  const [lan, minh] = await Promise.all([world.learner("Nguyễn Thị Lan"), world.learner("Trần Văn Minh", world.zalo)]);
  await world.clockTo("mon 07:30");
  await Promise.all([lan.receives(/^Bài 1\//), minh.receives(/^Bài 1\//)]);
  for (const next of [/Câu 2\/3/, /Câu 3\/3/, /Chuỗi ngày học: 1 ngày/]) {
    await lan.answers("right");
    await lan.receives(next);
  }
  await minh.answers("right");
  await minh.receives(/Câu 2\/3/);

  // Everything is down from Tuesday morning until the night.
  await world.clockTo("tue 07:00");
  await world.kill();
  await world.clockTo("tue 23:00");
  await world.start();
  await world.clockTo("wed 06:29");
  await lan.hasReadAll();
  await minh.hasReadAll();
  // In the morning the open question once more, and at its time one lesson, not two.
  await world.clockTo("wed 06:31");
  await minh.receives(/^Học Vụ vừa bị gián đoạn.*đang dừng ở câu 2\/3/s);
  await world.clockTo("wed 07:31");
  await lan.receives(/^Bài 2\//);
  await minh.receives(/^Bài 1\/.*đang dừng ở câu 2\/3/s);
  for (const next of [/Câu 2\/3/, /Câu 3\/3/, /Chuỗi ngày học: 2 ngày.*Thẻ giữ chuỗi: 1/]) {
    await lan.answers("right");
    await lan.receives(next);
  }
  await minh.hasReadAll();
  const { days } = await world.hocvu<{ days: { date: string; kind: string }[] }>("learner", "streak", String(lan.id));
  expect(Object.fromEntries(days.map(({ date, kind }) => [date, kind]))).toMatchObject({
    [world.week.day("mon")]: "kept",
    [world.week.day("tue")]: "outage",
    [world.week.day("wed")]: "kept",
  });
});

story(
  "late by less than three hours a lesson still goes, later it waits for the next day",
  { queue: "redis" },
  async (world) => {
    await world.cohort(two);
    await world.start();
    const [lan, minh] = await Promise.all([
      world.learner("Nguyễn Thị Lan"),
      world.learner("Trần Văn Minh", world.zalo),
    ]);
    await world.clockTo("mon 07:00");
    await world.kill();
    await world.clockTo("mon 09:00");
    await world.start();
    await Promise.all([lan.receives(/^Bài 1\//), minh.receives(/^Bài 1\//)]);
    await lan.answers("right");
    await lan.receives(/Câu 2\/3/);

    await world.clockTo("tue 07:00");
    await world.kill();
    await world.clockTo("tue 11:00");
    await world.start();
    // Both have a question open; it is offered once more, and once only.
    await lan.receives(/^Học Vụ vừa bị gián đoạn.*đang dừng ở câu 2\/3/s);
    await minh.receives(/^Học Vụ vừa bị gián đoạn.*đang dừng ở câu 1\/3/s);
    await world.settles(); // whoever is killed before they hear of it sends it twice
    await world.kill();
    await world.start();
    await world.clockTo("tue 21:29");
    await lan.hasReadAll();
    await minh.hasReadAll();
    await world.clockTo("wed 07:30");
    await lan.receives(/^Bài 1\/.*đang dừng ở câu 2\/3/s);
    await minh.receives(/^Bài 1\//);
    const { outages, deliveries } = await world.hocvu<{
      outages: { from: string; to: string; what: string }[];
      deliveries: Record<string, number>;
    }>("status");
    expect(outages.filter(({ what }) => what === "program")).toHaveLength(2);
    expect(deliveries).toMatchObject({ failed: 0, unknown: 0, planned: 0 });
  },
);
