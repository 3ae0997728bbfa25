import type { ConnectionOptions } from "node:tls";
import {
  createPostgresBackend,
  type JobsOptions,
  type PostgresConnectionOptions,
  runMigrations,
  type WorkerOptions,
  withBackend,
} from "bullmq";
import pg from "pg";
import type { Log } from "#domain/log.ts";

/** What we use of BullMQ's Queue, whatever holds the jobs. */
export interface AnyQueue {
  waitUntilReady(): Promise<unknown>;
  add(name: string, data: object, opts: JobsOptions): Promise<unknown>;
  addBulk(jobs: { name: string; data: object; opts: JobsOptions }[]): Promise<unknown>;
  getJobCounts(...types: ("waiting" | "active" | "delayed" | "failed")[]): Promise<Record<string, number>>;
  retryJobs(of: { state: "failed" }): Promise<unknown>;
  clean(graceMilliseconds: number, limit: number, of: "failed"): Promise<unknown>;
  getWorkersCount(): Promise<number>;
  getJobScheduler(id: string): Promise<{ every?: number; next?: number } | undefined>;
  getJobSchedulers(): Promise<{ key: string; every?: number; next?: number }[]>;
  upsertJobScheduler(id: string, repeat: { every: number }, job: { name: string; opts: JobsOptions }): Promise<unknown>;
  removeJobScheduler(id: string): Promise<unknown>;
  on(event: "error", listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** What we use of BullMQ's Worker. */
export interface AnyWorker {
  waitUntilReady(): Promise<void>;
  run(): Promise<void>;
  pause(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
  close(force?: boolean): Promise<void>;
}

export type Processor = (job: { readonly name: string; readonly data: object }) => Promise<void>;
export type WorkerSettings = Omit<WorkerOptions, "connection">;

/** Where the jobs are: PostgreSQL or Redis. */
export interface Backend {
  readonly kind: "postgresql" | "redis";
  queue(name: string): AnyQueue;
  /** Not running yet: `run` it once it is ready. */
  worker(name: string, process: Processor, settings: WorkerSettings): AnyWorker;
  /** Makes anew what the queue needs to exist, if it was lost. */
  restore(): Promise<void>;
  /** Rejects when jobs can be neither added nor taken. */
  ping(): Promise<void>;
  /** What an operator should set otherwise where the jobs are, in a line; null: nothing. */
  remark(): Promise<string | null>;
  close(): Promise<void>;
}

/** Our own name in what may be a shared database. */
const schema = "bullmq";

export interface DatabaseAddress {
  /** Says nothing of TLS. */
  readonly databaseUrl: string;
  /** How what is said to the database is kept from others; default: not at all. */
  readonly databaseTls?: false | ConnectionOptions;
}

/**
 * Jobs in PostgreSQL, in a schema of their own. Producers share one small pool; each worker has one or two connections
 * for queries and one that listens: a pooler that shares connections by transaction must not stand between.
 */
export async function openPostgres({ databaseUrl, databaseTls = false }: DatabaseAddress, log: Log): Promise<Backend> {
  // Plans made while a queue was empty, its normal state, read the whole backlog once per job: generic plans do not.
  const common = {
    connectionString: databaseUrl,
    ssl: databaseTls,
    options: "-c plan_cache_mode=force_generic_plan",
    connectionTimeoutMillis: 5_000,
  };
  const pool = new pg.Pool({
    ...common,
    options: `${common.options} -c search_path=${schema}`,
    max: 3,
    query_timeout: 5_000,
    keepAlive: true,
  });
  pool.on("error", (error) => log.warn({ err: error }, "queue: an idle connection broke"));
  pool.setMaxListeners(0); // one listener per queue
  const classes = withBackend(createPostgresBackend);
  const backend: Backend = {
    kind: "postgresql",
    queue: (name) => new classes.Queue<object>(name, { connection: pool as PostgresConnectionOptions }),
    worker: (name, process, settings) =>
      new classes.Worker<object>(name, process, { ...settings, connection: { ...common, schema, max: 2 } }),
    restore: () => restoreSchema(pool, log),
    ping: async () => void (await pool.query(`select 1 from ${schema}.job limit 1`)),
    remark: async () => null,
    close: () => pool.end(),
  };
  try {
    await backend.restore();
  } catch (error) {
    await pool.end();
    throw error;
  }
  return backend;
}

/** One process at a time; half a schema is thrown away, since jobs only repeat what tables say. */
async function restoreSchema(pool: pg.Pool, log: Log): Promise<void> {
  const isThere = `select to_regclass('${schema}.job') is not null and to_regclass('${schema}.migration') is not null as yes`;
  const { rows } = await pool.query<{ yes: boolean }>(isThere);
  if (rows[0]?.yes) return;
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('hocvu queue schema'))");
    const { rows: again } = await client.query<{ yes: boolean }>(isThere);
    if (again[0]?.yes) return;
    await client.query(`drop schema if exists ${schema} cascade`);
    await runMigrations(client, schema);
    log.info({ schema }, "queue: the schema was made");
  } finally {
    client.release(true); // the lock ends with the connection
  }
}
