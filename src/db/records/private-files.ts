import { type SQL, sql } from "drizzle-orm";
import type { FileId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Db, Tx } from "../connect.ts";
import { visibleTo } from "../units/scope.ts";

export interface NewFile {
  /** Random. */
  readonly name: string;
  readonly kind: "png" | "xlsx" | "csv";
  readonly viewer: LearnerId;
  /** The highest units it tells of; at least one. */
  readonly units: readonly UnitId[];
  readonly bytes: Uint8Array;
  readonly expiresAt: Date;
}

export interface KeptFile {
  readonly name: string;
  readonly kind: NewFile["kind"];
  readonly bytes: Uint8Array;
}

/** Keeps a file until it expires. */
export async function storeFile(tx: Tx, file: NewFile): Promise<FileId> {
  const [row] = await tx.execute<{ id: FileId }>(sql`
    insert into private_files (name, kind, viewer_id, units, bytes, expires_at)
    values (${file.name}, ${file.kind}, ${file.viewer}, ${JSON.stringify(file.units)}::jsonb, ${file.bytes}, ${file.expiresAt}::timestamptz)
    returning id`);
  return row!.id;
}

/** True for a file `f` that has not expired and whose person may still see every unit it tells of. */
const alive = (now: Date): SQL => sql`f.expires_at > ${now}::timestamptz and not exists (
  select 1 from jsonb_array_elements_text(f.units) told(id)
  where not exists (select 1 from units u where u.id = told.id::bigint and ${visibleTo(sql`f.viewer_id`)}))`;

/** The file; null where there is none, it has expired, or its person may no longer see what it tells. */
export async function readFile(tx: Db, id: FileId, now: Date): Promise<KeptFile | null> {
  const [row] = await tx.execute<KeptFile & Record<string, unknown>>(sql`
    select f.name, f.kind, f.bytes from private_files f where f.id = ${id} and ${alive(now)}`);
  return row ?? null;
}

/** The same by its name. */
export async function readNamedFile(tx: Db, name: string, now: Date): Promise<KeptFile | null> {
  const [row] = await tx.execute<KeptFile & Record<string, unknown>>(sql`
    select f.name, f.kind, f.bytes from private_files f where f.name = ${name} and ${alive(now)}`);
  return row ?? null;
}

/** A workbook that somebody may still fetch. */
export interface OwnBook {
  readonly id: FileId;
  /** In bytes. */
  readonly size: number;
  readonly expiresAt: Date;
}

/** The workbooks that were made for a person and are there still, the newest first; those that `readFile` knows. */
export async function listOwnBooks(tx: Db, viewer: LearnerId, now: Date): Promise<OwnBook[]> {
  return await tx.execute<OwnBook & Record<string, unknown>>(sql`
    select f.id, octet_length(f.bytes) as size, f.expires_at as "expiresAt" from private_files f
    where f.viewer_id = ${viewer} and f.kind = 'xlsx' and ${alive(now)} order by f.id desc`);
}

/** One of them; null where it is another person's, too. */
export async function readOwnBook(tx: Db, id: FileId, viewer: LearnerId, now: Date): Promise<Uint8Array | null> {
  const [row] = await tx.execute<{ bytes: Uint8Array }>(sql`
    select f.bytes from private_files f
    where f.id = ${id} and f.viewer_id = ${viewer} and f.kind = 'xlsx' and ${alive(now)}`);
  return row?.bytes ?? null;
}

/** What it is called, "x7….png"; null as above. */
export async function fileNameOf(tx: Db, id: FileId, now: Date): Promise<string | null> {
  const [row] = await tx.execute<{ name: string }>(sql`
    select f.name || '.' || f.kind as name from private_files f where f.id = ${id} and ${alive(now)}`);
  return row?.name ?? null;
}

/** Takes away what has expired. Returns how many; for a tick. */
export async function dropExpiredFiles(tx: Db, now: Date): Promise<number> {
  const gone = await tx.execute(sql`delete from private_files where expires_at <= ${now}::timestamptz`);
  return gone.count;
}

/** Until the transaction ends nobody else keeps a file that names people, or erases one of them. */
const lockNames = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('private files', 0))`);

/** How many people were erased so far. */
export async function countErased(tx: Db): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*) as n from people where erased_at is not null`);
  return row!.n;
}

/**
 * Whether nobody was erased since `erased` were counted: what was read then may name them, and must not be kept. It stays
 * so until the transaction ends.
 */
export async function nobodyErasedSince(tx: Tx, erased: number): Promise<boolean> {
  await lockNames(tx);
  return (await countErased(tx)) === erased;
}

/** Somebody is being erased: no file that may name them stays, and none that was made for them. */
export async function dropFilesNaming(tx: Tx, learner: LearnerId): Promise<void> {
  await lockNames(tx);
  await tx.execute(sql`delete from private_files where kind = 'xlsx' or viewer_id = ${learner}`);
}
