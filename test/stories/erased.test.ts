import { Redis } from "ioredis";
import { expect } from "vitest";
import { eventually } from "../setup/eventually.ts";
import { story, type World } from "./world.ts";

const lanIs = {
  name: "Nguyễn Thị Quỳnh Lan",
  unit: "UBND phường A",
  phone: "0912345678",
  email: "quynh.lan@example.org",
} as const;
const people = [
  { ...lanIs, role: "hoc_vien" },
  { name: "Trần Văn Minh", unit: "UBND phường A" },
  { name: "Phạm Văn Quản", unit: "UBND phường A", role: "quan_ly" },
] as const;

/** Every row of every table, the queue's too, as text. */
async function wholeDatabase(world: World): Promise<string> {
  const { sql } = world.database;
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`;
  const rows: string[] = [];
  for (const { name } of tables) {
    const found = await sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`);
    rows.push(...found.map(({ row }) => `${name} ${row}`));
  }
  return rows.join("\n");
}

/** Every key of Redis with all that is in it. */
async function wholeRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  const read: Record<string, (key: string) => Promise<unknown>> = {
    string: (key) => redis.get(key),
    hash: (key) => redis.hgetall(key),
    list: (key) => redis.lrange(key, 0, -1),
    set: (key) => redis.smembers(key),
    zset: (key) => redis.zrange(key, "0", "-1"),
    stream: (key) => redis.xrange(key, "-", "+"),
  };
  const told: string[] = [];
  for (const key of await redis.keys("*")) {
    told.push(key, JSON.stringify(await read[await redis.type(key)]?.(key)) ?? "");
  }
  redis.disconnect();
  return told.join("\n");
}

for (const queue of ["postgres", "redis"] as const) {
  story("/xoa leaves no trace, and the counts stay true", { queue, env: { LOG_LEVEL: "trace" } }, async (world) => {
    await world.cohort(people);
    const code = world.code(lanIs.name);
    await world.start();
    const lan = await world.learner(lanIs.name);
    const quan = await world.learner("Phạm Văn Quản");
    await lan.types("/lienket");
    const [link] = /\b\d{6}\b/.exec(await lan.receives(/Mã kết nối/))!;
    const onZalo = world.someone(lanIs.name, world.zalo);
    await onZalo.types(link!);
    await onZalo.receives(/^Đã kết nối/);
    await world.clockTo("mon 07:00");
    await lan.types(`Tôi là ${lanIs.name}, số của tôi là ${lanIs.phone}`);
    await lan.receives(/chưa hiểu/);
    await world.clockTo("mon 07:30");
    await lan.receives(/^Bài 1\//);
    for (const next of [/Câu 2\/3/, /Câu 3\/3/, /học xong bài/]) {
      await lan.answers("right");
      await lan.receives(next);
    }
    await quan.receives(/^Bài 1\//);
    await quan.types("/chuahoc");
    await quan.receives(/Phạm Văn Quản/);
    const before = await world.hocvu("report", "--unit", "UBND phường A");

    await lan.types("/xoa");
    await lan.receives(/XÓA HẾT/);
    await lan.types("xoá hết");
    await lan.receives(/^Đã xóa dữ liệu/);
    const traces = new RegExp(
      [lanIs.name, "Quỳnh", lanIs.phone, lanIs.email, lan.chat, onZalo.chat, code].join("|"),
      "i",
    );
    const found = async () => {
      const kept = [await wholeDatabase(world), world.redisUrl === null ? "" : await wholeRedis(world.redisUrl)];
      return [...kept, world.logTexts()]
        .join("\n")
        .split("\n")
        .filter((line) => traces.test(line));
    };
    await world.clockTo("mon 12:00");
    await eventually("no trace is left", async () => (await found()).length === 0).catch(async () =>
      expect(await found()).toEqual([]),
    );

    const after = await world.hocvu("report", "--unit", "UBND phường A");
    const { asOf: _, ...counts } = before;
    expect(after).toMatchObject({ ...counts, units: before.units });
    expect(await world.hocvu("learner", "show", String(lan.id))).toMatchObject({
      fullName: null,
      state: "erased",
      points: 35,
      lessonsCompleted: 1,
      channels: [],
    });
    await world.clockTo("tue 07:30");
    await lan.hasReadAll();
    await onZalo.hasReadAll();
    await onZalo.types("/diem"); // a stranger again
    await onZalo.receives(/chưa tham gia lớp nào/);
  });
}
