import { DrizzleQueryError, type ExtractTablesWithRelations } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { dialer } from "./dial.ts";
import { type Client, careful, isLost, renewing } from "./pool.ts";
import { secured } from "./tls.ts";

/** The database as drizzle sees it; a `Tx` fits wherever a `Db` does. */
export type Db = PostgresJsDatabase;

/** An open transaction. What a query takes when it must stand or fall with others. */
export type Tx = PgTransaction<
  PostgresJsQueryResultHKT,
  Record<string, never>,
  ExtractTablesWithRelations<Record<string, never>>
>;

/** Raw SQL with postgres.js. */
export type Sql = Client;

export interface Connection extends AsyncDisposable {
  readonly sql: Sql;
  readonly db: Db;
  /** Waits for what runs, 5 seconds at most, then closes. */
  end(): Promise<void>;
}

export interface ConnectOptions {
  /** Most connections at once. They are opened as needed. */
  readonly max: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** The server cancels a statement that runs longer; 0: never. */
  readonly statementTimeoutMilliseconds?: number;
  /**
   * The server ends a session that stands still so long within a transaction, and frees what it holds. A process that
   * is stopped in mid-transaction would else keep everybody from the rows it has locked. 0: never.
   */
  readonly standstillMilliseconds?: number;
  /**
   * Every statement finds its rows by key, and is planned once in the life of a connection. One that was planned while a
   * table was nearly empty, as on a first morning, would else go on reading the whole of it.
   */
  readonly byKey?: boolean;
}

/** No transaction of a program that runs waits for anything but the database: after this it stands still. */
export const standstillMilliseconds = 30_000;

/**
 * A pool that opens at the first query and connects again, within about a second of the server's return, for ever.
 * Both faces speak the same types: bigint (counts too) is a number, timestamptz a Date, date and time are text.
 */
export function connect(
  address: string,
  { max, applicationName, statementTimeoutMilliseconds = 0, standstillMilliseconds = 0, byKey = false }: ConnectOptions,
): Connection {
  const { url, ssl } = secured(address);
  const options: postgres.Options<{ bigint: postgres.PostgresType<number> }> = {
    max,
    ssl,
    types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
    connection: {
      application_name: applicationName,
      statement_timeout: statementTimeoutMilliseconds,
      idle_in_transaction_session_timeout: standstillMilliseconds,
      TimeZone: "UTC",
      // Many servers have it on. Compiling a statement takes them up to seconds, and ours run for milliseconds.
      jit: "off",
      ...(byKey ? { enable_seqscan: "off", plan_cache_mode: "force_generic_plan" } : {}),
    },
    connect_timeout: 5,
    // A session that holds a lock must not be closed for its age.
    max_lifetime: null,
    backoff: (attempt: number) => Math.min(0.05 * 2 ** attempt, 1),
    onnotice: () => {},
  };
  const pool = renewing(url, options, (client) => {
    const db = drizzle(careful(client), { casing: "snake_case" });
    restoreTypes(client);
    return { sql: client, db };
  });
  // Who listens does so for as long as the pool lives; the client sees to it that a lost connection listens again.
  const listening = postgres(url, { ...options, max: 1, fetch_types: false, socket: dialer() } as typeof options);
  const sql = standIn((() => {}) as unknown as Sql, () => pool.now().sql, { listen: listening.listen });
  const db = standIn({} as Db, () => pool.now().db, {});
  const end = async () => void (await Promise.all([pool.end(5), listening.end({ timeout: 0 })]));
  return { sql, db, end, [Symbol.asyncDispose]: end };
}

/** Always the one of now, but for what is `kept`. */
function standIn<Thing extends object>(place: Thing, current: () => Thing, kept: Partial<Thing>): Thing {
  return new Proxy(place, {
    apply: (_, __, given) => Reflect.apply(current() as unknown as CallableFunction, undefined, given),
    get(_, name) {
      if (name in kept) return Reflect.get(kept, name);
      const thing = current();
      const value = Reflect.get(thing, name);
      return typeof value === "function" ? value.bind(thing) : value;
    },
  });
}

const oid = { json: 114, date: 1082, timestamp: 1114, timestamptz: 1184, jsonb: 3802 };

/** Arrays of numeric, timestamp, date and timestamptz. */
const arrays = [1231, 1115, 1182, 1185];

/**
 * drizzle(sql) turns off how its client reads and writes times and JSON, for raw queries too. Its own columns accept
 * what is put back here: they pass a Date through and hand over ISO text and JSON text.
 */
function restoreTypes({ options }: Sql): void {
  const parsers = options.parsers as Record<number, (text: string) => unknown>;
  const serializers = options.serializers as Record<number, (value: unknown) => unknown>;
  parsers[oid.timestamptz] = (text) => new Date(text);
  const instant = (value: unknown) => (value instanceof Date ? value.toISOString() : value);
  for (const type of [oid.timestamptz, oid.timestamp, oid.date]) serializers[type] = instant;
  // Text is taken for JSON already written: a bare string goes in as sql.json(JSON.stringify(text)).
  const json = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  for (const type of [oid.json, oid.jsonb]) serializers[type] = json;
  // Each connection learns arrays from their elements, unless somebody has said otherwise.
  for (const type of arrays) {
    delete parsers[type];
    delete serializers[type];
  }
}

/** Whether the database refused or lost a statement: its transaction is over. */
export const isQueryError = (error: unknown): boolean => error instanceof DrizzleQueryError;

/**
 * SQLSTATE: no connection, a server that only reads, a session that was ended for standing still, no room or memory, an
 * administrator or a restart, the system under it. A statement that was cancelled (57014) took too long by itself.
 */
const troubleCodes = /^(08|25006|25P03|53|57(?!014)|58)/;

/** Nobody was there to be asked. */
const unreached = new Set(["ECONNREFUSED", "CONNECTION_ENDED", "CONNECT_TIMEOUT"]);

/** Whether the database itself was in trouble, whatever was asked of it: the same may well go later. */
export function isTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = String((error as NodeJS.ErrnoException).code);
  if (isLost(error) || unreached.has(code) || (/^[0-9A-Z]{5}$/.test(code) && troubleCodes.test(code))) return true;
  return isTrouble(error.cause);
}

/** Work for a request took longer than the request can wait. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/**
 * The outcome of `work`, or a DeadlineError after `milliseconds`: a caller never hangs on a database that does not
 * answer. The work itself goes on, and what becomes of it then is nobody's.
 */
export async function withDeadline<Value>(work: Promise<Value>, milliseconds: number, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`${what}: no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
