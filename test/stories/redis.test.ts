/** Redis has no memory left while people answer, each role in a process of its own. */
import { Redis } from "ioredis";
import { expect } from "vitest";
import { eventually } from "../setup/eventually.ts";
import { story, type World } from "./world.ts";

const strangers = 50;

/** What Telegram posts when somebody writes. */
const written = (update: number, chat: number, text: string) => ({
  update_id: update,
  message: {
    message_id: update,
    date: Math.floor(Date.now() / 1000),
    chat: { id: chat, type: "private" },
    from: { id: chat, is_bot: false, first_name: "Ai" },
    text,
  },
});
const stranger = (which: number) => 70_000_000 + which;

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
    const [lan] = await world.crowd(1);
    const programs = [await world.start("web"), await world.start("worker"), await world.start("scheduler")];
    await world.clockTo("mon 07:30");
    await lan!.receives(/^Bài 1\//);
    const answer = await lan!.rightAnswer();
    await world.settles();

    await memory(world, 1);
    const post = async (update: number, chat: number, text: string) =>
      expect((await world.post(world.telegram, written(update, chat, text))).status).toBe(200);
    await post(1, Number(lan!.chat), answer);
    for (let which = 0; which < strangers; which++) await post(100 + which, stranger(which), "xin chào");
    await eventually("all of it is stored, and waits", async () => (await waiting(world)) === strangers + 1);
    expect(await world.get("/readyz")).toBe(503);
    const { code, stderr } = await world.tryHocvu("doctor");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^hocvu: not well: [^\n]*queue \(Redis is full \(maxmemory\)[^\n]*\n$/m);
    await lan!.hasReadAll();

    await memory(world, 0);
    await lan!.receives(/^Chính xác!/);
    await eventually("nothing waits", async () => (await waiting(world)) === 0, 30_000);
    await world.settles();
    expect(await world.get("/readyz")).toBe(200);
    await lan!.hasReadAll();
    for (let which = 0; which < strangers; which++)
      expect(await world.telegram.sent(String(stranger(which)))).toHaveLength(1);
    for (const program of programs) expect(program.alive()).toBe(true);
  },
);
