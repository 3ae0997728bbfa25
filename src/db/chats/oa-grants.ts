import { sql } from "drizzle-orm";
import type { Db } from "../connect.ts";

/** What an application's Official Account has allowed it: its row, the tokens still sealed. */
export interface GrantRow {
  readonly appId: string;
  readonly account: OaAccount | null;
  readonly accessSealed: Uint8Array;
  readonly refreshSealed: Uint8Array;
  readonly accessExpiresAt: Date;
  readonly refreshIssuedAt: Date;
  /** Since when the outcome of a refresh is awaited; null: nothing is. */
  readonly refreshStartedAt: Date | null;
  readonly generation: number;
  readonly state: "live" | "needs_reauthorisation";
  /** The platform's number and name of the last refusal of a refresh. */
  readonly refused: string | null;
}

/** Whose the tokens are, as the platform tells. */
export interface OaAccount {
  readonly oaId: string;
  readonly name: string;
  /** 2 a business, 4 a body of the state; null: not told. */
  readonly type: number | null;
  readonly packageName: string | null;
}

/** A pair that the platform has just made, sealed. */
export interface SealedPair {
  readonly access: Uint8Array;
  readonly refresh: Uint8Array;
  readonly expiresAt: Date;
  readonly issuedAt: Date;
}

type Flat = Omit<GrantRow, "account"> & {
  oaId: string | null;
  oaName: string | null;
  oaType: number | null;
  packageName: string | null;
};

/** Null: the account never allowed us anything. */
export async function readGrant(db: Db, appId: string): Promise<GrantRow | null> {
  const [row] = await db.execute<Flat & Record<string, unknown>>(sql`
    select app_id as "appId", oa_id as "oaId", oa_name as "oaName", oa_type as "oaType", package_name as "packageName",
      access_sealed as "accessSealed", refresh_sealed as "refreshSealed", access_expires_at as "accessExpiresAt",
      refresh_issued_at as "refreshIssuedAt", refresh_started_at as "refreshStartedAt", generation, state, refused
    from oa_grants where app_id = ${appId}`);
  if (row === undefined) return null;
  const { oaId, oaName, oaType, packageName, ...grant } = row;
  const account = oaId === null ? null : { oaId, name: oaName ?? "", type: oaType, packageName };
  return { ...grant, account };
}

/** A refresh is about to be asked for. False: another pair, another refresh or another session came first. */
export async function beginRefresh(
  db: Db,
  { appId, generation, refreshStartedAt }: Pick<GrantRow, "appId" | "generation" | "refreshStartedAt">,
  session: number,
  now: Date,
): Promise<boolean> {
  const rows = await db.execute(sql`
    update oa_grants set refresh_started_at = ${now}::timestamptz
    where app_id = ${appId} and generation = ${generation} and state = 'live'
      and refresh_started_at is not distinct from ${refreshStartedAt}::timestamptz and pg_backend_pid() = ${session}
    returning generation`);
  return rows.length > 0;
}

/**
 * The platform has made the next pair: whatever was thought of the grant meanwhile, it lives. False: another pair has
 * taken this place.
 * @param generation of the pair that this one follows
 */
export async function storePair(db: Db, appId: string, generation: number, pair: SealedPair): Promise<boolean> {
  const rows = await db.execute(sql`
    update oa_grants set access_sealed = ${pair.access}, refresh_sealed = ${pair.refresh},
      access_expires_at = ${pair.expiresAt}::timestamptz, refresh_issued_at = ${pair.issuedAt}::timestamptz,
      refresh_started_at = null, generation = generation + 1, state = 'live', refused = null
    where app_id = ${appId} and generation = ${generation}
    returning generation`);
  return rows.length > 0;
}

/** The platform surely made no pair. @param refused what it said; null: it was not reached */
export async function endRefresh(
  db: Db,
  { appId, generation }: Pick<GrantRow, "appId" | "generation">,
  startedAt: Date,
  refused: string | null,
  state: GrantRow["state"] = "live",
): Promise<void> {
  await db.execute(sql`
    update oa_grants set refresh_started_at = null, refused = coalesce(${refused}, refused), state = ${state}
    where app_id = ${appId} and generation = ${generation} and refresh_started_at = ${startedAt}::timestamptz`);
}

/** A person has allowed us anew: the pair that it brought takes the place of any other. Returns its generation. */
export async function putGrant(db: Db, appId: string, pair: SealedPair): Promise<number> {
  const [row] = await db.execute<{ generation: number }>(sql`
    insert into oa_grants (app_id, access_sealed, refresh_sealed, access_expires_at, refresh_issued_at, generation)
    values (${appId}, ${pair.access}, ${pair.refresh}, ${pair.expiresAt}::timestamptz, ${pair.issuedAt}::timestamptz, 1)
    on conflict (app_id) do update set access_sealed = excluded.access_sealed, refresh_sealed = excluded.refresh_sealed,
      access_expires_at = excluded.access_expires_at, refresh_issued_at = excluded.refresh_issued_at,
      refresh_started_at = null, generation = oa_grants.generation + 1, state = 'live', refused = null
    returning generation`);
  return row!.generation;
}

/** Whose the tokens are, as the platform told just now. */
export async function noteAccount(db: Db, appId: string, { oaId, name, type, packageName }: OaAccount): Promise<void> {
  await db.execute(sql`
    update oa_grants set oa_id = ${oaId}, oa_name = ${name}, oa_type = ${type}, package_name = ${packageName}
    where app_id = ${appId}`);
}
