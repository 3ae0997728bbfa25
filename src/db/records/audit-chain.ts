/**
 * The audit's chain worked out again, by nothing of what the database made of it: each row's hash is the SHA-256 of the
 * hash before and of the row, as the migration "audit_chain" says.
 */
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Tx } from "../connect.ts";

/** Where the chain ends: noted elsewhere, it shows later whether what was there then is still there. */
export interface AuditHead {
  /** How many rows there are. */
  readonly seq: number;
  /** In hex; "" before the first. */
  readonly hash: string;
}

export interface AuditFindings {
  readonly ok: boolean;
  /** How many rows were read. */
  readonly rows: number;
  /** Null: there is none, which is a fault. */
  readonly head: AuditHead | null;
  /** The first row that is not as it was written. */
  readonly broken: { readonly seq: number; readonly why: string } | null;
}

export async function readAuditHead(tx: Tx): Promise<AuditHead | null> {
  const [row] = await tx.execute<{ seq: number; hash: string }>(
    sql`select seq, encode(hash, 'hex') as hash from audit_head`,
  );
  return row ?? null;
}

/**
 * Reads the whole audit, some thousand rows at a time, and stops at the first that is wrong. The transaction must have
 * one view of everything (`readOnly` of editions.ts).
 * @param noted a head of before, which must be among the rows
 */
export async function verifyAudit(tx: Tx, noted: AuditHead | null, chunk = 5_000): Promise<AuditFindings> {
  const head = await readAuditHead(tx);
  let last: AuditHead = { seq: 0, hash: "" };
  const found = (broken: AuditFindings["broken"]) => ({ ok: broken === null, rows: last.seq, head, broken });
  for (let from: number | null = null; ; from = last.seq) {
    const rows = await readRows(tx, from, chunk);
    for (const row of rows) {
      const broken = faultOf(row, last) ?? faultOfNoted(row, noted);
      if (broken !== null) return found(broken);
      last = { seq: row.seq, hash: row.hash };
    }
    if (rows.length < chunk) return found(faultOfEnd(last, head, noted));
  }
}

/** A row as it is hashed: all but its number as text, the instant in microseconds since 1970. */
interface ChainRow {
  readonly seq: number;
  readonly micros: string;
  readonly actor: string;
  readonly deed: string;
  readonly subject: string;
  readonly detail: string | null;
  readonly hash: string;
}

const readRows = (tx: Tx, after: number | null, limit: number): Promise<ChainRow[]> =>
  tx.execute<ChainRow & Record<string, unknown>>(sql`
    select a.id as seq, (extract(epoch from a.at) * 1000000)::bigint::text as micros, a.actor, a.deed, a.subject,
      a.detail::text as detail, encode(a.hash, 'hex') as hash
    from audit a where ${after === null ? sql`true` : sql`a.id > ${after}`} order by a.id limit ${limit}`);

const field = (text: string | null) => (text === null ? "-," : `${Buffer.byteLength(text)}:${text},`);

function hashOf({ seq, micros, actor, deed, subject, detail }: ChainRow, before: string): string {
  const row = `${seq},${micros},${[actor, deed, subject, detail].map(field).join("")}`;
  return createHash("sha256").update(Buffer.from(before, "hex")).update(row).digest("hex");
}

function faultOf(row: ChainRow, last: AuditHead): AuditFindings["broken"] {
  const expected = last.seq + 1;
  if (row.seq > expected) return { seq: expected, why: `it is missing: the next row is ${row.seq}` };
  if (row.seq < expected) return { seq: row.seq, why: "it stands before the first row" };
  if (hashOf(row, last.hash) === row.hash) return null;
  return { seq: row.seq, why: "its hash does not fit what it holds and the row before it" };
}

function faultOfNoted({ seq, hash }: ChainRow, noted: AuditHead | null): AuditFindings["broken"] {
  if (noted === null || noted.seq !== seq || noted.hash === hash) return null;
  return { seq, why: "its hash is not the one that was noted: it, or a row before it, was written anew" };
}

function faultOfEnd(last: AuditHead, head: AuditHead | null, noted: AuditHead | null): AuditFindings["broken"] {
  if (head === null) return { seq: last.seq, why: "the head of the chain is gone" };
  if (head.seq > last.seq) return { seq: last.seq + 1, why: `it is missing: the head of the chain is at ${head.seq}` };
  if (head.seq < last.seq) return { seq: head.seq + 1, why: `it stands behind the head of the chain, ${head.seq}` };
  if (head.hash !== last.hash) return { seq: last.seq, why: "its hash is not the one in the head of the chain" };
  if (noted !== null && noted.seq > last.seq)
    return { seq: last.seq + 1, why: `it is missing: ${noted.seq} rows were noted` };
  return null;
}
