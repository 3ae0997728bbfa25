import { expect } from "vitest";
import { story, type World } from "./world.ts";

const two = [
  { name: "Nguyễn Thị Lan", unit: "UBND phường A" },
  { name: "Trần Văn Minh", unit: "UBND phường A" },
] as const;

const ledger = async (world: World, id: number) => {
  const { days } = await world.hocvu<{ days: { date: string; kind: string }[] }>("learner", "streak", String(id));
  return Object.fromEntries(days.map(({ date, kind }) => [date, kind]));
};

story("an outage over push time costs nothing, floods nobody, and writes to nobody at night", {}, async (world) => {
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

  // Down from Monday evening over Tuesday's push time until the night.
  await world.clockTo("mon 21:00");
  await world.kill();
  await world.clockTo("tue 23:00");
  await world.start();
  await lan.hasReadAll();
  await minh.hasReadAll();
  // Nothing at night. In the morning the open question once more, and at its time one lesson, not two.
  await world.clockTo("wed 06:29");
  await lan.hasReadAll();
  await minh.hasReadAll();
  await world.clockTo("wed 06:31");
  await minh.receives(/^Học Vụ vừa bị gián đoạn.*đang dừng ở câu 2\/3/s);
  await lan.hasReadAll();
  await world.clockTo("wed 07:31");
  await lan.receives(/^Bài 2\//);
  await minh.receives(/^Bài 1\/.*đang dừng ở câu 2\/3/s);
  for (const next of [/Câu 2\/3/, /Câu 3\/3/, /Chuỗi ngày học: 2 ngày.*Thẻ giữ chuỗi: 1/]) {
    await lan.answers("right");
    await lan.receives(next);
  }
  expect(await ledger(world, lan.id)).toMatchObject({
    [world.day("mon")]: "kept",
    [world.day("tue")]: "outage",
    [world.day("wed")]: "kept",
  });

  // Down for an hour over Thursday's push time: late, but within its three hours.
  await world.clockTo("thu 07:00");
  await world.kill();
  await world.clockTo("thu 09:00");
  await world.start();
  await lan.receives(/^Bài 3\//);
  await minh.receives(/^Bài 1\//, 15_000);
  await world.clockTo("thu 21:00");
  await lan.hasReadAll();
  await minh.hasReadAll();

  // Down for longer than that: Friday's lesson is not sent at a wrong hour.
  await world.clockTo("fri 07:00");
  await world.kill();
  await world.clockTo("fri 11:00");
  await world.start();
  await world.clockTo("fri 20:00");
  for (const text of [...(await lan.readsOn()), ...(await minh.readsOn())]) expect(text).toMatch(/vừa bị gián đoạn/);
  const { outages, deliveries } = await world.hocvu<{
    outages: { from: string; to: string; what: string }[];
    deliveries: Record<string, number>;
  }>("status");
  expect(outages.filter(({ what }) => what === "program")).toHaveLength(3);
  expect(deliveries).toMatchObject({ failed: 0, unknown: 0, planned: 0 });
  expect(await ledger(world, lan.id)).toMatchObject({ [world.day("thu")]: "outage", [world.day("fri")]: "outage" });
});
