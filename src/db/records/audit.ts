import { sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import type { Scope } from "../units/scope.ts";

/** What was done, by whom. Ids only: `subject` is "learner:12" or "cohort:3", and `detail` holds no names. */
export interface Deed {
  readonly at: Date;
  readonly actor: "operator" | LearnerId;
  readonly deed: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * Writes down what was done to people's rights and data, and who looked at whom. Whoever writes waits for whoever has
 * written and not yet committed: it comes last in a transaction, after every other lock.
 */
export async function recordDeeds(tx: Tx, deeds: readonly Deed[]): Promise<void> {
  if (deeds.length === 0) return;
  await tx.execute(sql`
    insert into audit (at, actor, deed, subject, detail)
    select (d ->> 'at')::timestamptz, d ->> 'actor', d ->> 'deed', d ->> 'subject', d -> 'detail'
    from jsonb_array_elements(${JSON.stringify(deeds)}::jsonb) with ordinality as t(d, place) order by place`);
}

/** What a deed about a part of the roster is about; all that a supervisor supervises is "own:" and their number. */
export const subjectOf = (scope: Scope, viewer: LearnerId): string =>
  scope.kind === "own" ? `own:${viewer}` : `${scope.kind}:${scope.id}`;

export interface RecordedDeed {
  /** Its place in the audit, from 1. */
  readonly seq: number;
  readonly at: Date;
  /** "operator", or the number of a learner. */
  readonly actor: string;
  readonly deed: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** Which deeds are asked for; null: any. */
export interface DeedFilter {
  readonly since: Date | null;
  readonly actor: string | null;
  readonly subject: string | null;
}

/** The latest first, at most `limit`. */
export async function listDeeds(tx: Tx, { since, actor, subject }: DeedFilter, limit: number): Promise<RecordedDeed[]> {
  return await tx.execute<RecordedDeed & Record<string, unknown>>(sql`
    select a.id as seq, a.at, a.actor, a.deed, a.subject, a.detail from audit a
    where ${since === null ? sql`true` : sql`a.at >= ${since}::timestamptz`} and ${actor === null ? sql`true` : sql`a.actor = ${actor}`}
      and ${subject === null ? sql`true` : sql`a.subject = ${subject}`}
    order by a.id desc limit ${limit}`);
}
