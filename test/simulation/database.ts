import type { Connection, Sql } from "#db/connect.ts";
import { alive, type Life, never, type Steps, step } from "./life.ts";
import type { Lease, Sessions } from "./sessions.ts";
import type { Ticket, Timeline } from "./timeline.ts";

export interface Watched extends Connection {
  /** By which the server knows its sessions. */
  readonly applicationName: string;
  /** What stands for the connection now: another after one was lost. */
  readonly current: () => object;
}

/** A statement that changed something. */
export interface Written {
  readonly query: string;
  readonly parameters: unknown;
}

type Client = Pick<Sql, "unsafe" | "begin">;

/**
 * A real connection for a process, with a step before each statement and around each transaction: there others may
 * come in between, and the process may die, before or after what it asked for is committed.
 * @param written told when something was committed that others may see
 */
export function openDatabase(
  steps: Steps,
  life: Life,
  sessions: Sessions,
  { max, byKey = false }: { readonly max: number; readonly byKey?: boolean },
  written: (statements: readonly Written[]) => void,
): Watched {
  const lease = sessions.lend(max, byKey);
  const { applicationName, connection } = lease;
  const watched = new WeakMap<object, object>();
  const watching: Watch = { steps, life, lease, gate: openGate(steps.timeline, max), written, inside: null };
  life.leases.push(lease);
  // The pool takes another client when it has lost a connection: whichever it has is watched.
  const db = new Proxy(connection.db, {
    get(target, key) {
      if (!life.alive) return () => never;
      const { session } = target as unknown as { session: { client: object } };
      if (!lease.clients.has(session)) lease.clients.set(session, session.client);
      if (!watched.has(session)) watched.set(session, watch(lease.clients.get(session)!, watching));
      session.client = watched.get(session)!;
      return Reflect.get(target, key);
    },
  });
  const current = () => (connection.db as unknown as { session: object }).session;
  return { ...connection, db, applicationName, current };
}

interface Watch {
  readonly steps: Steps;
  readonly life: Life;
  readonly lease: Lease;
  readonly written: (statements: readonly Written[]) => void;
  /** In a transaction it lets one statement through at a time: they share a session. */
  readonly gate: Gate;
  /** The transaction it is part of; null: each statement is one. */
  readonly inside: { readonly wrote: Written[] } | null;
}

const writes = /\b(insert|update|delete)\b/i;

function watch(client: object, watching: Watch): object {
  const { steps, life, lease, gate, written, inside } = watching;
  const real = client as Client;
  const ask = async (run: () => PromiseLike<unknown>, query: string, parameters: unknown): Promise<unknown> => {
    await gate.enter();
    try {
      await step(steps, life, "before a statement");
      const result = await once(watching, run);
      if ((result as { count: number }).count > 0 && writes.test(query)) {
        if (inside !== null) inside.wrote.push({ query, parameters });
        else written([{ query, parameters }]);
      }
      return await alive(life, result);
    } catch (error) {
      throw await alive(life, error);
    } finally {
      gate.leave();
    }
  };
  const unsafe = (query: string, parameters: unknown, options: unknown) => {
    const ready = real.unsafe as (...all: unknown[]) => PromiseLike<unknown> & { values(): PromiseLike<unknown> };
    const plain = () => ask(() => ready(query, parameters, options), query, parameters);
    return {
      // biome-ignore lint/suspicious/noThenProperty: it stands in for the driver's own lazy query
      then: (done: (value: unknown) => unknown, failed: (error: unknown) => unknown) => plain().then(done, failed),
      values: () => ask(() => ready(query, parameters, options).values(), query, parameters),
    };
  };
  const begin = async (work: (inner: unknown) => Promise<unknown>) => {
    await gate.enter();
    try {
      await step(steps, life, "before a transaction");
      return await transaction(real, watching, work);
    } finally {
      gate.leave();
    }
  };
  const changed = { unsafe, begin } as Record<string | symbol, unknown>;
  return new Proxy(client as object, { get: (target, key) => changed[key] ?? Reflect.get(target, key) });
  async function transaction(sql: Client, watching: Watch, work: (inner: unknown) => Promise<unknown>) {
    const own = { wrote: [] as Written[] };
    let ticket = await enter(watching);
    let abort: (reason: Error) => void = () => {};
    const death = new Promise<never>((_, reject) => {
      abort = reject;
    });
    const doing = async (inner: unknown) => {
      leave(watching, ticket);
      try {
        const gate = openGate(steps.timeline, 1);
        const result = await work(watch(inner as object, { ...watching, inside: own, gate }));
        await step(steps, life, "before a commit");
        return result;
      } finally {
        await alive(life, null);
        ticket = await enter(watching);
      }
    };
    const begun = sql.begin((inner) => Promise.race([doing(inner), death]));
    const end = async () => {
      abort(new Error("its process has died"));
      await begun.catch(() => {});
    };
    lease.open.add(end);
    try {
      const value = await begun;
      leave(watching, ticket);
      if (own.wrote.length > 0) written(own.wrote);
      await step(steps, life, "after a commit");
      return value;
    } catch (error) {
      leave(watching, ticket);
      throw await alive(life, error);
    } finally {
      lease.open.delete(end);
    }
  }
}

/** One statement there and back. Who waited for a lock meanwhile takes their turn. */
async function once(watching: Watch, run: () => PromiseLike<unknown>): Promise<unknown> {
  const { life, steps } = watching;
  const ticket = await enter(watching);
  try {
    return await run();
  } finally {
    leave(watching, ticket);
    if (ticket.waited && life.alive) await steps.timeline.sleep(0);
  }
}

/** The server is asked something; whoever died before their turn came asks nothing. */
async function enter({ life, lease, steps }: Watch): Promise<Ticket> {
  const ticket = await steps.timeline.enter(life);
  if (!life.alive) {
    steps.timeline.leave(ticket);
    return never;
  }
  lease.busy++;
  return ticket;
}

function leave({ lease, steps }: Watch, ticket: Ticket): void {
  if (steps.timeline.leave(ticket)) lease.busy--;
}

interface Gate {
  enter(): Promise<void>;
  leave(): void;
}

/** As many at once as there are sessions: the driver's own queue would look like work to the timeline. */
function openGate(timeline: Timeline, max: number): Gate {
  let free = max;
  const waiting: (() => void)[] = [];
  return {
    async enter() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    leave() {
      const next = waiting.shift();
      if (next === undefined) free++;
      else timeline.after(0, next);
    },
  };
}
