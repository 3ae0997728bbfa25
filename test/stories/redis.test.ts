/** Redis has no memory left while people answer, each role in a process of its own. */
import { Redis } from "ioredis";
import { expect } from "vitest";
import { eventually } from "../setup/eventually.ts";
import { story, type World } from "./world.ts";

const one = [{ name: "Nguyễn Thị Lan", unit: "UBND phường A" }] as const;
const strangers = 50;

const stranger = (update: number) => ({
  update_id: 900_000 + update,
  message: {
    message_id: update,
    date: Math.floor(Date.now() / 1000),
    chat: { id: 70_000_000 + update, type: "private" },
    from: { id: 70_000_000 + update, is_bot: false, first_name: "Ai" },
    text: "xin chào",
  },
});

async function memory(world: World, bytes: number): Promise<void> {
  const redis = new Redis(world.redisUrl!);
  await redis.config("SET", "maxmemory", String(bytes));
  redis.disconnect();
}

const waiting = async ({ database: { sql } }: World): Promise<number> => {
  const [row] = await sql<{ n: number }[]>`select count(*) as n from inbox where state = 'waiting'`;
  return row!.n;
};

story(
  "Redis is full: answers are stored and confirmed, and handled once when there is memory, without a restart",
  { receive: "webhook", queue: "redis" },
  async (world) => {
    await world.cohort(one);
    const web = await world.start("web");
    const rest = [await world.start("worker"), await world.start("scheduler"), await world.start("bot")];
    const lan = await world.learner("Nguyễn Thị Lan");
    await world.clockTo("mon 07:30");
    await lan.receives(/^Bài 1\//);
    await world.telegram.everyone();
    await world.settles();

    await memory(world, 1);
    await lan.answers("right");
    for (let update = 0; update < strangers; update++)
      expect((await world.post(world.telegram, stranger(update))).status).toBe(200);
    await eventually("all of it is stored, and waits", async () => (await waiting(world)) === strangers + 1);
    expect(await world.get("/readyz")).toBe(503);
    const { code, stderr } = await world.tryHocvu("doctor");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^hocvu: not well: [^\n]*queue \(Redis is full \(maxmemory\)[^\n]*\n$/m);
    await lan.hasReadAll();

    await memory(world, 0);
    await lan.receives(/^Chính xác! \+10 điểm\..*Câu 2\/3/s, 30_000);
    await eventually("nothing waits", async () => (await waiting(world)) === 0, 30_000);
    await world.settles();
    expect(await world.get("/readyz")).toBe(200);
    await lan.hasReadAll();
    for (let update = 0; update < strangers; update++)
      expect(await world.telegram.sent(String(70_000_000 + update))).toHaveLength(1);
    for (const program of [web, ...rest]) expect(program.alive()).toBe(true);
  },
);
