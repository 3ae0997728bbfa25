/**
 * The disk of the database is full. Where a disk may be mounted for it, as root, it is a real one that somebody else's
 * file fills; elsewhere a trigger answers as PostgreSQL does then (53100).
 */
import { expect } from "vitest";
import { eventually } from "../setup/eventually.ts";
import { story, type World } from "./world.ts";

const one = [{ name: "Nguyễn Thị Lan", unit: "UBND phường A" }] as const;
const mostStrangers = 500;
const megabytes = 320;

const stranger = (update: number) => ({
  update_id: 900_000 + update,
  message: {
    message_id: update,
    date: Math.floor(Date.now() / 1000),
    chat: { id: 70_000_000 + update, type: "private" },
    from: { id: 70_000_000 + update, is_bot: false, first_name: "Ai" },
    text: `xin chào ${"x".repeat(900)}`,
  },
});

/** From now on nothing new finds room; the function returned makes room again. */
async function fill({ database: { sql }, disk }: World): Promise<() => Promise<unknown>> {
  if (disk !== null) {
    disk.fill();
    return async () => disk.free();
  }
  await sql.unsafe(`
    create function no_room() returns trigger language plpgsql as $$
      begin raise 'could not extend file' using errcode = 'disk_full'; end $$;
    create trigger no_room before insert on inbox for each row execute function no_room();
    create trigger no_room before insert on deliveries for each row execute function no_room();`);
  return () => sql`drop function no_room cascade`;
}

story(
  "the disk is full: what finds no room is not confirmed, nothing is half done, and it goes on when there is room",
  { server: megabytes, receive: "webhook", queue: "postgres" },
  async (world) => {
    await world.cohort(one);
    const up = await world.start();
    const lan = await world.learner("Nguyễn Thị Lan");
    await world.clockTo("mon 07:30");
    await lan.receives(/^Bài 1\//);
    await lan.answers("right");
    await lan.receives(/^Chính xác! \+10 điểm\..*Câu 2\/3/s);
    expect(await world.get("/readyz")).toBe(200);
    await world.telegram.everyone(); // strangers, too, can be answered

    const makeRoom = await fill(world);
    const statuses: number[] = [];
    const post = async (update: number) =>
      (await world.post(world.telegram, stranger(update)).catch(() => null))?.status ?? 0;
    while (statuses.filter((status) => status !== 200).length < 5 && statuses.length < mostStrangers)
      statuses.push(await post(statuses.length));
    const confirmed = statuses.flatMap((status, update) => (status === 200 ? [update] : []));
    expect(confirmed.length).toBeLessThan(statuses.length);
    expect(new Set(statuses.filter((status) => status !== 200))).toEqual(new Set([503]));
    await eventually("readyz says 503", async () => (await world.get("/readyz")) === 503);
    expect(await world.get("/healthz")).toBe(200);
    const answered = lan.answers("right"); // the platform comes again with it

    await makeRoom();
    await eventually("readyz says 200", async () => (await world.get("/readyz")) === 200, 30_000);
    for (const [update, status] of statuses.entries()) if (status !== 200) expect(await post(update)).toBe(200);
    await answered;
    await lan.receives(/^Chính xác! \+10 điểm\..*Câu 3\/3/s);
    await world.settles();
    await lan.hasReadAll();
    expect(up.alive()).toBe(true);
    const [row] = await world.database.sql<{ stored: number; parked: number }[]>`
      select (select count(*) from inbox where payload ->> 'update_id' like '900%' and state = 'done') as stored,
        (select count(*) from inbox where state = 'parked') as parked`;
    expect(row).toEqual({ stored: statuses.length, parked: 0 });
    for (const update of [...confirmed.slice(-3), statuses.length - 1])
      expect(await world.telegram.sent(String(70_000_000 + update))).toHaveLength(1);
    expect(await world.hocvu("learner", "show", String(lan.id))).toMatchObject({
      points: 20,
      answers: { right: 2, wrong: 0 },
    });
  },
);
