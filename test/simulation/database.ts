import { type Connection, connect, type Sql } from "#db/connect.ts";
import { alive, type Life, type Steps, step } from "./life.ts";
import type { Timeline } from "./timeline.ts";

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
 * The real connection of a process, with a step before each statement and around each transaction: there others may
 * come in between, and the process may die, before or after what it asked for is committed.
 * @param written told when something was committed that others may see
 */
export function openDatabase(
  steps: Steps,
  life: Life,
  { url, max, byKey = false }: { readonly url: string; readonly max: number; readonly byKey?: boolean },
  written: (statements: readonly Written[]) => void,
): Watched {
  const applicationName = `simulated ${life.id} ${life.sessions.length}`;
  const connection = connect(url, { max, applicationName, byKey });
  const watching: Watch = { steps, life, gate: openGate(steps.timeline, max), written, inside: null };
  const watched = new WeakSet<object>();
  life.sessions.push(() => void connection.end().catch(() => {}));
  // The pool takes another client when it has lost a connection: whichever it has is watched.
  const db = new Proxy(connection.db, {
    get(target, key) {
      const { session } = target as unknown as { session: { client: object } };
      if (!watched.has(session)) session.client = watch(session.client, watching);
      watched.add(session);
      return Reflect.get(target, key);
    },
  });
  const current = () => (connection.db as unknown as { session: object }).session;
  return { ...connection, db, applicationName, current };
}

interface Watch {
  readonly steps: Steps;
  readonly life: Life;
  readonly written: (statements: readonly Written[]) => void;
  /** In a transaction it lets one statement through at a time: they share a session. */
  readonly gate: Gate;
  /** The transaction it is part of; null: each statement is one. */
  readonly inside: { readonly wrote: Written[] } | null;
}

const writes = /\b(insert|update|delete)\b/i;

function watch(client: object, watching: Watch): object {
  const { steps, life, gate, written, inside } = watching;
  const real = client as Client;
  const ask = async (run: () => PromiseLike<unknown>, query: string, parameters: unknown): Promise<unknown> => {
    await gate.enter();
    try {
      await step(steps, life, "before a statement");
      const result = await once(steps.timeline, life, run);
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
    const { timeline } = steps;
    let ticket = await timeline.enter(life);
    try {
      const value = await sql.begin(async (inner) => {
        timeline.leave(ticket);
        await alive(life, null);
        try {
          const result = await work(watch(inner as object, { ...watching, inside: own, gate: openGate(timeline, 1) }));
          await step(steps, life, "before a commit");
          return result;
        } finally {
          await alive(life, null);
          ticket = await timeline.enter(life);
        }
      });
      timeline.leave(ticket);
      if (own.wrote.length > 0) written(own.wrote);
      await step(steps, life, "after a commit");
      return value;
    } catch (error) {
      timeline.leave(ticket);
      throw await alive(life, error);
    }
  }
}

/** One statement there and back. Who waited for a lock meanwhile takes their turn. */
async function once(timeline: Timeline, life: Life, run: () => PromiseLike<unknown>): Promise<unknown> {
  const ticket = await timeline.enter(life);
  try {
    return await run();
  } finally {
    timeline.leave(ticket);
    if (ticket.waited && life.alive) await timeline.sleep(0);
  }
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
