import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPictures } from "#app/drawing.ts";
import { keptPictures } from "#app/pictures.ts";
import { pictureHash } from "#content/picture/png.ts";
import { readPicture } from "#db/learning/pictures.ts";
import type { PictureHash } from "#domain/ids.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { recordingLog } from "../setup/log.ts";

const now = new Date("2026-03-02T01:00:00Z");
const hash = "a1" as PictureHash;
let database: TestDatabase;
let db: TestDatabase["db"];

beforeAll(async () => {
  database = await freshDatabase();
  db = database.db;
});
afterAll(() => database.end());

test("what is not kept yet is drawn once, under a name nobody can guess", async () => {
  const svg = (y: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 450"><text x="20" y="${y}">Đặt</text></svg>`;
  const drawings = new Map([40, 50].map((y) => [pictureHash(svg(y)), svg(y)]));
  const [first] = [...drawings.keys()];
  const log = recordingLog();
  await keepPictures(db, drawings, now, log);
  expect(log.lines.map(({ message }) => message)).toEqual(["drew a picture", "drew a picture"]);
  await keepPictures(db, drawings, now, log);
  expect(log.lines).toHaveLength(2);
  const kept = keptPictures(db, { now: () => now, fromWall: (instant) => instant });
  // On a machine that has other things to do a picture may not be found in the time that a message has.
  await expect.poll(async () => Buffer.from((await kept.png(first!))!).toString("latin1", 1, 4)).toBe("PNG");
  await expect.poll(() => kept.path(first!)).toMatch(/^\/files\/[\w-]{32}\.png$/);
  const names = await db.execute(sql`select distinct name from pictures`);
  expect(names).toHaveLength(2);
});

test("a process that is told to end draws the one in hand and leaves the others to the next", async () => {
  const svg = (y: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 450"><text x="20" y="${y}">Cuối</text></svg>`;
  const drawings = new Map([60, 70, 80].map((y) => [pictureHash(svg(y)), svg(y)]));
  const ending = new AbortController();
  const log = recordingLog();
  const info = (facts: object, message: string) => {
    log.info(facts, message);
    ending.abort();
  };
  await keepPictures(db, drawings, now, { ...log, info }, ending.signal);
  expect(log.lines).toHaveLength(1);
  await keepPictures(db, drawings, now, log);
  expect(log.lines).toHaveLength(3);
});

test("one that cannot be drawn is told of, and keeps no other back", async () => {
  const log = recordingLog();
  const good = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 450"></svg>';
  await keepPictures(
    db,
    new Map([
      ["bad" as PictureHash, "<svg"],
      [hash, good],
    ]),
    now,
    log,
  );
  expect(log.lines.map(({ level, facts }) => [level, (facts as { picture: string }).picture])).toEqual([
    ["error", "bad"],
    ["info", hash],
  ]);
  expect(await readPicture(db, hash)).not.toBeNull();
});
