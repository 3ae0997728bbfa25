import { expect } from "vitest";
import { eventually } from "../setup/eventually.ts";
import { story, type World } from "./world.ts";

const one = [{ name: "Nguyễn Thị Lan", unit: "UBND phường A" }] as const;

const show = (world: World, id: number) => world.hocvu("learner", "show", String(id));

const verdicts = (texts: readonly string[]) => texts.filter((text) => /^(Chính xác!|Chưa đúng\.)/.test(text)).length;

story("kill -9 between an answer and its feedback: the feedback comes, once", { receive: "webhook" }, async (world) => {
  await world.cohort(one);
  const up = await world.start();
  const lan = await world.learner("Nguyễn Thị Lan");
  await world.clockTo("mon 07:30");
  await lan.receives(/^Bài 1\//);

  // The answer is committed, its feedback may not leave yet: now everything dies.
  await world.telegram.fault({ kind: 429, retryAfter: 2 });
  await lan.answers("right");
  const paused = async () => (await world.database.sql`select from lanes where paused_until is not null`).length > 0;
  await eventually("the feedback was put off", paused);
  await up.kill();
  expect(await show(world, lan.id)).toMatchObject({ points: 10, answers: { right: 1, wrong: 0 } });
  await lan.hasReadAll();
  const again = await world.start();
  await lan.receives(/^Chính xác! \+10 điểm\..*Câu 2\/3/s);

  // The feedback has arrived, and we die before we hear that: it is the one that may come twice.
  await world.telegram.fault({ kind: "hang" });
  await lan.answers("wrong");
  await lan.receives(/^Chưa đúng\..*Câu 3\/3/s);
  await again.kill();
  expect(await show(world, lan.id)).toMatchObject({ points: 10, answers: { right: 1, wrong: 1 } });
  await world.start();
  await lan.receives(/^Chưa đúng\..*Câu 3\/3/s);
  await lan.answers("right");
  await lan.receives(/^Chính xác! \+10 điểm\..*Câu 2\/3, gặp lại/s);
  await lan.answers("right");
  await lan.receives(/Điểm hôm nay: 29\..*Chuỗi ngày học: 1 ngày/s);
  await lan.hasReadAll();
  expect(await show(world, lan.id)).toMatchObject({ points: 29, streak: { current: 1 } });
  expect(await world.hocvu("status")).toMatchObject({ unknownEver: 1, deliveries: { unknown: 0, planned: 0 } });
});

story(
  "kill -9 of the database server: what was confirmed is kept, the program lives on",
  { receive: "webhook", embedded: true },
  async (world) => {
    await world.cohort(one);
    const up = await world.start();
    const lan = await world.learner("Nguyễn Thị Lan");
    await world.clockTo("mon 07:30");
    await lan.receives(/^Bài 1\//);
    await lan.answers("right");
    await lan.receives(/^Chính xác! \+10 điểm\..*Câu 2\/3/s);
    expect(await world.get("/readyz")).toBe(200);

    const answer = await world.withoutDatabase(async () => {
      const trouble = world.post(world.telegram, stranger(1));
      await eventually("readyz says 503", async () => (await world.get("/readyz")) === 503);
      await lan.answers("wrong"); // the platform comes again with it
      return trouble;
    });
    await eventually("readyz says 200", async () => (await world.get("/readyz")) === 200);
    if (answer.status !== 200) {
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    await lan.receives(/^Chưa đúng\..*Câu 3\/3/s);
    await lan.answers("right");
    await lan.receives(/^Chính xác!.*Câu 2\/3, gặp lại/s);
    expect(verdicts((await lan.messages()).map(({ text }) => text))).toBe(3);
    expect(await show(world, lan.id)).toMatchObject({ points: 20, answers: { right: 2, wrong: 1 } });
    expect(up.alive()).toBe(true);

    // Everything at once: the program and its database.
    const postmaster = world.postmaster();
    process.kill(postmaster, "SIGKILL");
    await up.kill();
    await world.start();
    await eventually("readyz says 200", async () => (await world.get("/readyz")) === 200);
    await lan.answers("right");
    await lan.receives(/Điểm hôm nay: 29\./);
    await lan.hasReadAll();
  },
);

const stranger = (update: number) => ({
  update_id: update,
  message: {
    message_id: update,
    date: Math.floor(Date.now() / 1000),
    chat: { id: 5, type: "private" },
    from: { id: 5, is_bot: false, first_name: "Ai" },
    text: "xin chào",
  },
});

story(
  "while the database is away a webhook says 503 and when to come again",
  { receive: "webhook", embedded: true, queue: "postgres" },
  async (world) => {
    await world.cohort(one);
    await world.start();
    expect((await world.post(world.telegram, stranger(1))).status).toBe(200);
    const told: Response[] = [];
    const turnedAway = async () => {
      told.push(await world.post(world.telegram, stranger(2 + told.length)));
      return told.at(-1)!.status === 503;
    };
    await world.withoutDatabase(() => eventually("an update is turned away", turnedAway));
    expect(Number(told.at(-1)!.headers.get("retry-after"))).toBeGreaterThan(0);
    await eventually(
      "updates are taken again",
      async () => (await world.post(world.telegram, stranger(2 + told.length))).status === 200,
    );
    expect(await world.get("/healthz")).toBe(200);
  },
);
