import type { Tx } from "#db/connect.ts";
import { nobodyErasedSince, storeFile } from "#db/records/private-files.ts";
import type { Scope } from "#db/units/scope.ts";
import type { FileId, LearnerId } from "#domain/ids.ts";
import { addMinutes } from "#domain/time.ts";
import { recordExport } from "#supervision/export.ts";
import type { MadeBook } from "./book.ts";

/** How long a workbook can be had. */
export const bookMinutes = 15;

/** A workbook that was made for somebody. */
export interface Book extends MadeBook {
  readonly bytes: Uint8Array;
  /** A new one that nobody can guess. */
  readonly name: string;
  readonly scope: Scope;
  readonly viewer: LearnerId;
  readonly readAt: Date;
}

/**
 * Keeps it for its person, and writes down that it was made, whichever way it was asked for. Null, and nothing is done:
 * somebody was erased since it was read, so it may name them.
 */
export async function keepBook(tx: Tx, book: Book, now: Date): Promise<FileId | null> {
  const { bytes, erased, name, readAt, scope, units, viewer } = book;
  if (!(await nobodyErasedSince(tx, erased))) return null;
  const expiresAt = addMinutes(now, bookMinutes);
  const file = await storeFile(tx, { name, kind: "xlsx", viewer, units, bytes, expiresAt });
  await recordExport(tx, scope, readAt, viewer, units);
  return file;
}
