import { expect } from "vitest";
import { story, type World } from "./world.ts";

const people = [
  { name: "Nguyễn Thị Lan", unit: "UBND phường A" },
  { name: "Trần Văn Minh", unit: "UBND phường A" },
  { name: "Lê Thị Hoa", unit: "UBND phường A" },
  { name: "Phạm Văn Quản", unit: "UBND phường A", role: "quan_ly" },
] as const;

const show = (world: World, id: number) => world.hocvu("learner", "show", String(id));

for (const receive of ["polling", "webhook"] as const) {
  const queue = receive === "polling" ? "postgres" : "redis";
  story(`a day from invite to streak, on Telegram and on Zalo, by ${receive}`, { receive, queue }, async (world) => {
    await world.cohort(people, { remind: "11:30" });
    await world.start();
    const [lan, hoa, quan, minh] = await Promise.all([
      world.learner("Nguyễn Thị Lan"),
      world.learner("Lê Thị Hoa"),
      world.learner("Phạm Văn Quản"),
      world.learner("Trần Văn Minh", world.zalo),
    ]);
    const everyone = [lan, hoa, quan, minh];

    await world.clockTo("mon 07:29");
    for (const person of everyone) await person.hasReadAll();
    await world.clockTo("mon 07:30");
    for (const person of everyone) await person.receives(/^Bài 1\/60\..*Câu 1\/3\./s);

    await lan.answers("right");
    await lan.receives(/^Chính xác! \+10 điểm\..*Câu 2\/3\./s);
    await lan.answers("wrong");
    await lan.receives(/^Chưa đúng\..*trở lại một lần.*Câu 3\/3\./s);
    await lan.answers("right");
    await lan.receives(/^Chính xác! \+10 điểm\..*Câu 2\/3, gặp lại\./s);
    await lan.answers("right");
    await lan.receives(/^Chính xác! \+4 điểm\..*Đúng ngay lần đầu: 2\/3.*Điểm hôm nay: 29\..*Chuỗi ngày học: 1 ngày/s);

    await minh.answers("wrong");
    await minh.receives(/^Chưa đúng\..*Câu 2\/3\./s);
    for (const next of [/Câu 3\/3\./, /Câu 1\/3, gặp lại\./]) {
      await minh.answers("right");
      await minh.receives(next);
    }
    await minh.answers("wrong");
    await minh.receives(/^Chưa đúng\..*Điểm hôm nay: 25\..*Chuỗi ngày học: 1 ngày/s);

    const [lanShown, minhShown, hoaShown] = await Promise.all([lan, minh, hoa].map(({ id }) => show(world, id)));
    const kept = { streak: { current: 1, best: 1, freezes: 1 }, lessonsCompleted: 1, answers: { right: 2, wrong: 1 } };
    expect(lanShown).toMatchObject({ ...kept, points: 29, channels: [{ channel: "telegram", state: "active" }] });
    expect(minhShown).toMatchObject({ ...kept, points: 25, channels: [{ channel: "zalo", state: "active" }] });
    expect(hoaShown).toMatchObject({ points: 0, streak: { current: 0 }, lessonsCompleted: 0, state: "active" });

    await quan.types("/tiendo");
    await quan.receives(/Học viên: 4, đã tham gia 4.*Học xong hôm nay: 2/s);
    await quan.types("/chuahoc");
    expect(await quan.receives(/Hôm nay chưa học \(2 người\)/)).not.toContain("Nguyễn Thị Lan");
    await quan.types("/nhac");
    await quan.receives(/Đã gửi lời nhắc tới/);
    await hoa.receives(/gửi lời nhắc về bài.*Câu 1\/3\./s);
    await quan.types("/nhac");
    await quan.receives(/nhắc/);
    await quan.readsOn();

    await world.clockTo("mon 11:30");
    await hoa.receives(/^Chào Anh\/Chị Hoa\..*đang dừng ở câu 1\/3/s);
    await world.clockTo("mon 21:29");
    for (const person of [lan, minh, hoa]) await person.hasReadAll();

    await world.clockTo("tue 07:30");
    for (const person of [lan, minh]) await person.receives(/^Bài 2\/60\./);
    await hoa.receives(/^Bài 1\/60\./);
    await world.settles();
    expect(await world.hocvu("status")).toMatchObject({
      deliveries: { planned: 0, queued: 0, sending: 0, failed: 0, cancelled: 0, unknown: 0 },
      unknownEver: 0,
      outages: [],
      workers: 1,
    });
  });
}
