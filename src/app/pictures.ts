import { randomBytes } from "node:crypto";
import type { Pictures } from "#channels/pictures.ts";
import { drawPicture } from "#content/picture/png.ts";
import { type Db, withDeadline } from "#db/connect.ts";
import { missingPictures, pictureName, readPicture, rememberUpload, storePicture, uploadOf } from "#db/pictures.ts";
import type { PictureHash } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";

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

/**
 * Draws the pictures that are not kept yet, one after the other, and keeps them. One that cannot be drawn is left out and
 * told of: lessons do not wait for it, and people get its text.
 */
export async function keepPictures(
  db: Db,
  drawings: ReadonlyMap<PictureHash, string>,
  now: Date,
  log: Log,
): Promise<void> {
  for (const hash of await missingPictures(db, [...drawings.keys()])) {
    const png = await drawPicture(drawings.get(hash)!).catch((error: unknown) => {
      log.error({ err: error, picture: hash }, "a picture cannot be drawn here: its text is sent instead");
      return null;
    });
    if (png === null) continue;
    if (png.length > maxBytes) {
      log.error({ picture: hash, bytes: png.length }, "a picture is too large to be sent: its text is sent instead");
      continue;
    }
    await storePicture(db, { hash, name: randomBytes(24).toString("base64url"), png }, now);
    log.info({ picture: hash, bytes: png.length }, "drew a picture");
  }
}

/** As the table has it: what the smallest platform surely takes. */
const maxBytes = 1_000_000;
