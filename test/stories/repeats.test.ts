import { expect } from "vitest";
import { eventually } from "../setup/eventually.ts";
import type { Person } from "./person.ts";
import type { Platform } from "./platform.ts";
import { story, type World } from "./world.ts";

const two = [
  { name: "Nguyễn Thị Lan", unit: "UBND phường A" },
  { name: "Trần Văn Minh", unit: "UBND phường A" },
] as const;

/** Starts every role as a process of its own, and a second one that works. */
async function startRoles(world: World): Promise<void> {
  await world.start("scheduler");
  await world.start("web");
  await world.start("worker");
  await world.start("worker");
  await world.start("bot");
}

let updates = 900_000;

/** Something typed on Telegram, as its webhook would bring it. */
const typed = (person: Person, text: string) => {
  updates += 1;
  const id = Number(person.chat);
  return {
    update_id: updates,
    message: {
      message_id: updates,
      date: Math.floor(Date.now() / 1000),
      chat: { id, type: "private" },
      from: { id, is_bot: false, first_name: person.name },
      text,
    },
  };
};

const deliver = async (world: World, platform: Platform, given: readonly unknown[]) => {
  const answers = await Promise.all(given.map((update) => world.post(platform, update)));
  expect(answers.map(({ status }) => status)).toEqual(given.map(() => 200));
};

const verdicts = async (person: Person) =>
  (await person.messages()).filter(({ text }) => /^(Chính xác!|Chưa đúng\.)/.test(text)).length;

story(
  "however often and in whatever order updates come, points come once",
  { receive: "webhook", queue: "redis" },
  async (world) => {
    await world.cohort(two);
    await startRoles(world);
    const [lan, minh] = await Promise.all([
      world.learner("Nguyễn Thị Lan"),
      world.learner("Trần Văn Minh", world.zalo),
    ]);
    await world.clockTo("mon 07:30");
    await Promise.all([lan.receives(/^Bài 1\//), minh.receives(/^Bài 1\//)]);

    // One typed answer, delivered twenty times at once; Zalo's, five times, the last ones late.
    const first = typed(lan, await lan.rightAnswer());
    await deliver(
      world,
      world.telegram,
      Array.from({ length: 20 }, () => first),
    );
    await minh.types(await minh.rightAnswer(), { times: 5 });
    await Promise.all([lan.receives(/^Chính xác! \+10.*Câu 2\/3/s), minh.receives(/^Chính xác! \+10.*Câu 2\/3/s)]);

    // The next answer comes together with what is old, in the wrong order.
    const second = typed(lan, await lan.rightAnswer());
    await deliver(world, world.telegram, [second, first, second, first, second]);
    const asked = await minh.rightAnswer();
    await minh.types(asked, { times: 3 });
    await Promise.all([lan.receives(/^Chính xác! \+10.*Câu 3\/3/s), minh.receives(/^Chính xác! \+10.*Câu 3\/3/s)]);

    // A button pressed five times is five presses: one counts.
    await lan.answers("right", 5);
    await minh.answers("right");
    await Promise.all([lan.receives(/Điểm hôm nay: 35\./), minh.receives(/Điểm hôm nay: 35\./)]);
    await deliver(world, world.telegram, [second, first]);
    await world.settles();
    expect([await verdicts(lan), await verdicts(minh)]).toEqual([3, 3]);
    for (const text of await lan.readsOn()) expect(text).toMatch(/đã trả lời rồi|không có câu hỏi nào đang mở/);
    await minh.hasReadAll();
    for (const { id } of [lan, minh]) {
      expect(await world.hocvu("learner", "show", String(id))).toMatchObject({
        points: 35,
        streak: { current: 1, best: 1 },
        lessonsCompleted: 1,
        answers: { right: 3, wrong: 0 },
      });
    }
  },
);

story(
  "webhooks are taken while nobody works; what always fails is parked and blocks nobody",
  { receive: "webhook", queue: "postgres" },
  async (world) => {
    await world.cohort(two);
    await world.start("scheduler");
    await world.start("web");
    await world.start("bot");
    const lan = world.someone("Nguyễn Thị Lan");
    const stored = (count: number) =>
      eventually(`${count} updates wait`, async () => (await world.database.sql`select from inbox`).length === count);
    await lan.types(`/start ${world.code("Nguyễn Thị Lan")}`);
    await stored(1);
    await deliver(world, world.telegram, [typed(lan, "/trogiup")]);
    await stored(2);
    await lan.hasReadAll();
    await world.start("worker");
    await lan.receives(/đồng ý không\?/);
    await lan.receives(/trogiup|chỉ bắt đầu khi/);
    await lan.taps("Đồng ý");
    await lan.receives(/đã vào lớp/);

    // Something that the program cannot get over, whenever it tries.
    await world.database.sql.unsafe(`
      create function fail() returns trigger language plpgsql as $$ begin
        if new.state = 'done' and new.payload::text like '%"/diem"%' then raise exception 'no'; end if;
        return new;
      end $$;
      create trigger fail before update on inbox for each row execute function fail()`);
    await deliver(world, world.telegram, [typed(lan, "/diem"), typed(lan, "/chuoi")]);
    await lan.receives(/Chuỗi ngày học: 0 ngày/);
    await lan.hasReadAll();
    const { parked } = await world.hocvu<{ parked: { id: number; bot: string; tries: number; error: string }[] }>(
      ...["inbox", "parked"],
    );
    expect(parked).toEqual([expect.objectContaining({ bot: world.telegram.bot, tries: 3 })]);
    expect(JSON.stringify(parked)).not.toContain("diem");
    await world.database.sql`drop trigger fail on inbox`;
    await world.hocvu("inbox", "retry", String(parked[0]!.id));
    await lan.receives(/Điểm: 0/);
  },
);
