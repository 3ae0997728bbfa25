import { readOnly } from "#db/learning/editions.ts";
import { listDeeds } from "#db/records/audit.ts";
import { type AuditHead, readAuditHead, verifyAudit } from "#db/records/audit-chain.ts";
import { instantOf, type LocalDate, type LocalTime } from "#domain/time.ts";
import { type Answer, refused } from "./answer.ts";
import { table } from "./print.ts";
import { withDatabase } from "./session.ts";

export interface VerifyOptions {
  readonly noted?: AuditHead;
}

/** Whether the audit is as it was written; it reads all of it. */
export const verify = ({ noted }: VerifyOptions): Promise<Answer> =>
  withDatabase(async ({ db }) => {
    const found = await db.transaction(async (tx) => {
      await readOnly(tx);
      return await verifyAudit(tx, noted ?? null);
    });
    const { rows, head, broken } = found;
    const answer = { json: { ...found, head: head === null ? null : written(head) } };
    if (broken === null) return { ...answer, lines: [`the audit is whole: ${rows} rows, head ${written(head!)}`] };
    const problem = `the audit is broken at row ${broken.seq}: ${broken.why}; see "The audit" in docs/operations.md`;
    return { ...answer, lines: [`rows before that are as they were written: ${rows}`], problem };
  });

/** "12:ab34…", as `--noted` takes it. */
const written = ({ seq, hash }: AuditHead) => `${seq}:${hash}`;

export const head = (): Promise<Answer> =>
  withDatabase(async ({ db }) => {
    const found = await db.transaction(readAuditHead);
    if (found === null) return refused("the head of the audit's chain is gone: hocvu audit verify says more");
    return { json: found, lines: [written(found)] };
  });

export interface ListOptions {
  readonly since?: string;
  readonly actor?: string;
  readonly subject?: string;
  readonly limit?: number;
}

const mostListed = 100;

export const list = ({ since, actor, subject, limit = mostListed }: ListOptions): Promise<Answer> =>
  withDatabase(async ({ config, db }) => {
    const from = since === undefined ? null : instantOf(config.timezone, since as LocalDate, "00:00" as LocalTime);
    const filter = { since: from, actor: actor ?? null, subject: subject ?? null };
    const deeds = await db.transaction((tx) => listDeeds(tx, filter, limit));
    if (deeds.length === 0) return { json: { deeds }, lines: ["nothing of the kind was done"] };
    const rows = deeds.map((one) => [
      one.seq,
      one.at.toISOString(),
      one.actor,
      one.deed,
      one.subject,
      one.detail === null ? "-" : JSON.stringify(one.detail),
    ]);
    return { json: { deeds }, lines: table(["seq", "at", "actor", "deed", "subject", "detail"], rows) };
  });
