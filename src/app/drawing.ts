import { randomBytes } from "node:crypto";
import { drawPicture } from "#content/picture/png.ts";
import type { Db } from "#db/connect.ts";
import { missingPictures, storePicture } from "#db/learning/pictures.ts";
import type { PictureHash } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";

/** Pictures as they were written, by what they look like. */
export type Drawings = ReadonlyMap<PictureHash, string>;

/**
 * Draws the pictures that are not kept yet, one after the other, and keeps them. One that cannot be drawn is left out and
 * told of: nothing waits for it, and people get its text.
 * @param ending given when the process ends: what is not begun then is left to the next one
 */
export async function keepPictures(
  db: Db,
  drawings: Drawings,
  now: Date,
  log: Log,
  ending = new AbortController().signal,
): Promise<void> {
  for (const hash of await missingPictures(db, [...drawings.keys()])) {
    if (ending.aborted) return;
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
