import type { Pictures } from "#channels/pictures.ts";
import { type Db, withDeadline } from "#db/connect.ts";
import { pictureName, readPicture, rememberUpload, uploadOf } from "#db/pictures.ts";

/** A message on its way waits no longer for its picture: then its text says the same. */
const withinMs = 400;

/** The pictures that are kept in the database, for the channels. */
export const keptPictures = (db: Db): Pictures => ({
  png: (hash) => soon(readPicture(db, hash)),
  async path(hash) {
    const name = await soon(pictureName(db, hash));
    return name === null ? null : `/files/${name}.png`;
  },
  uploaded: (bot, hash) => soon(uploadOf(db, bot, hash)),
  remember: (bot, hash, platformId) => rememberUpload(db, bot, hash, platformId),
});

const soon = <Value>(found: Promise<Value>): Promise<Value> => withDeadline(found, withinMs, "finding a picture");
