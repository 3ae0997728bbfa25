import type { Pictures } from "#channels/pictures.ts";
import { type Db, withDeadline } from "#db/connect.ts";
import { pictureName, readPicture, rememberUpload, uploadOf } from "#db/learning/pictures.ts";
import { fileNameOf, readFile } from "#db/records/private-files.ts";
import type { Clock } from "#domain/time.ts";

/** A message on its way waits no longer for its picture: then its text says the same. */
const withinMs = 400;

/** Somebody asked for this file, and it may have some megabytes. */
const fileWithinMs = 10_000;

/** The pictures and files that are kept in the database, for the channels. */
export const keptPictures = (db: Db, clock: Clock): Pictures => ({
  png: (hash) => soon(readPicture(db, hash)),
  async path(hash) {
    const name = await soon(pictureName(db, hash));
    return name === null ? null : `/files/${name}.png`;
  },
  uploaded: (bot, hash) => soon(uploadOf(db, bot, hash)),
  remember: (bot, hash, platformId) => rememberUpload(db, bot, hash, platformId),
  file: (id) => withDeadline(readFile(db, id, clock.now()), fileWithinMs, "finding a file"),
  async filePath(id) {
    const name = await soon(fileNameOf(db, id, clock.now()));
    return name === null ? null : `/files/${name}`;
  },
});

const soon = <Value>(found: Promise<Value>): Promise<Value> => withDeadline(found, withinMs, "finding a picture");
