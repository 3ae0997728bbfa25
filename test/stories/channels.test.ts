import { expect } from "vitest";
import { eventually } from "../setup/eventually.ts";
import { story } from "./world.ts";

const two = [
  { name: "Nguyễn Thị Lan", unit: "UBND phường A" },
  { name: "Trần Văn Minh", unit: "UBND phường A" },
] as const;

story("whoever blocked us is left alone until they write", { queue: "postgres", receive: "webhook" }, async (world) => {
  await world.cohort(two);
  await world.start("up");
  const [lan, minh] = await Promise.all([world.learner("Nguyễn Thị Lan"), world.learner("Trần Văn Minh", world.zalo)]);
  await lan.platform.control("block", { chat: lan.chat }); // Telegram tells of it
  await minh.platform.control("block", { chat: minh.chat }); // Zalo lets us find out
  const isBlocked = async (person: typeof lan) =>
    (await world.database.sql`select from chats where address = ${person.chat} and state = 'blocked'`).length > 0;
  const callsTo = async (person: typeof lan) =>
    (await person.platform.sendCalls()).filter(({ chat }) => chat === person.chat).length;
  await eventually("Telegram has told of it", () => isBlocked(lan));
  await world.clockTo("mon 07:30");
  await eventually("Zalo has let us find out", () => isBlocked(minh));
  expect([await callsTo(lan), await callsTo(minh)]).toEqual([2, 3]); // the notice, the welcome, one vain try on Zalo
  expect(await world.hocvu("learner", "show", String(minh.id))).toMatchObject({
    state: "unreachable",
    channels: [{ channel: "zalo", state: "blocked" }],
  });
  await world.clockTo("tue 07:30");
  expect([await callsTo(lan), await callsTo(minh)]).toEqual([2, 3]);

  await lan.types("/baihoc");
  await lan.receives(/^Bài 1\/60\./);
  await minh.types("bài học");
  await minh.receives(/^Bài 1\/60\./);
  await world.clockTo("wed 07:30");
  await lan.receives(/^Bài 1\/60\./);
  await minh.receives(/^Bài 1\/60\./);
});

story(
  "a second channel is linked, and takes over when the first one's token dies",
  { queue: "redis" },
  async (world) => {
    await world.cohort(two);
    await world.start("up");
    const lan = await world.learner("Nguyễn Thị Lan");
    const onZalo = world.someone("Nguyễn Thị Lan", world.zalo);
    await lan.types("/lienket");
    const [code] = /\b\d{6}\b/.exec(await lan.receives(/Mã kết nối.*Zalo/s))!;
    await onZalo.types(code);
    await onZalo.receives(/^Đã kết nối\. Chào Anh\/Chị Lan/);
    await onZalo.types(code); // once is once
    await onZalo.receives(/trở lại|chưa dùng được/);
    await world.clockTo("mon 07:00");
    await lan.types("/diem");
    await lan.receives(/Điểm: 0/);

    await world.clockTo("mon 07:30");
    await lan.receives(/^Bài 1\/60\./); // the channel used last
    await lan.answers("right");
    await lan.receives(/^Chính xác!/);
    await world.telegram.fault({ kind: 401, times: 1000 });
    await world.clockTo("tue 07:30");
    await onZalo.receives(/^Bài 1\/60\..*đang dừng ở câu 2\/3/s);
    await onZalo.answers("right");
    await onZalo.receives(/^Chính xác!.*Câu 3\/3/s);
    await onZalo.answers("right");
    await onZalo.receives(/học xong bài.*Điểm hôm nay: 25\./s);
    const { lanes } = await world.hocvu<{ lanes: { bot: string; shut: string | null }[] }>("status");
    expect(lanes.find(({ bot }) => bot === world.telegram.bot)!.shut).toMatch(/401/);
    expect((await world.telegram.sendCalls()).filter(({ code: answer }) => answer === 401)).toHaveLength(1);
    expect(await world.hocvu("learner", "show", String(lan.id))).toMatchObject({
      points: 35,
      lessonsCompleted: 1,
      channels: [{ channel: "telegram" }, { channel: "zalo" }],
    });
    await lan.hasReadAll();
    await world.clockTo("wed 07:30");
    await onZalo.receives(/^Bài 2\/60\./);
  },
);
