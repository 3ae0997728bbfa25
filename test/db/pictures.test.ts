import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  missingPictures,
  pictureName,
  readNamedPicture,
  readPicture,
  rememberUpload,
  storePicture,
  uploadOf,
} from "#db/learning/pictures.ts";
import type { BotKey, PictureHash } from "#domain/ids.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";

const now = new Date("2026-03-02T01:00:00Z");
const png = Uint8Array.from([0, 0x89, 0xff, 0x50]);
const hash = "a1" as PictureHash;
const telegram = "telegram:1" as BotKey;
let database: TestDatabase;
let db: TestDatabase["db"];

beforeAll(async () => {
  database = await freshDatabase();
  db = database.db;
});
beforeEach(() => db.execute(sql`truncate pictures, picture_uploads`));
afterAll(() => database.end());

test("a picture is found byte for byte, by its hash and by its name, and never changes", async () => {
  expect(await missingPictures(db, [hash, "b2" as PictureHash])).toEqual([hash, "b2"]);
  await storePicture(db, { hash, name: "first", png }, now);
  await storePicture(db, { hash, name: "second", png: Uint8Array.from([1]) }, now);
  expect(await missingPictures(db, [hash, "b2" as PictureHash])).toEqual(["b2"]);
  expect([...(await readPicture(db, hash))!]).toEqual([...png]);
  expect([...(await readNamedPicture(db, "first"))!]).toEqual([...png]);
  expect(await pictureName(db, hash)).toBe("first");
  expect(await readNamedPicture(db, "second")).toBeNull();
  expect(await readPicture(db, "b2" as PictureHash)).toBeNull();
});

test("no picture is larger than every platform takes", async () => {
  const large = { hash, name: "large", png: new Uint8Array(1_000_001) };
  await expect(storePicture(db, large, now)).rejects.toMatchObject({
    cause: { constraint_name: "pictures_small" },
  });
});

test("what a platform calls a picture is each bot's own, and the newest counts", async () => {
  await storePicture(db, { hash, name: "n", png }, now);
  expect(await uploadOf(db, telegram, hash)).toBeNull();
  await rememberUpload(db, telegram, hash, "one");
  await rememberUpload(db, telegram, hash, "two");
  expect(await uploadOf(db, telegram, hash)).toBe("two");
  expect(await uploadOf(db, "telegram:2" as BotKey, hash)).toBeNull();
});
