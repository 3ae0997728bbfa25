import { type Connection, connect } from "#db/connect.ts";

/** What stands for a connection of one process of the program. */
export interface Lease {
  /** By which the server knows its sessions. */
  readonly applicationName: string;
  readonly connection: Connection;
  readonly max: number;
  /** What drizzle's sessions asked before anybody watched them. */
  readonly clients: WeakMap<object, object>;
  /** Ends each transaction that is open; resolves when it is rolled back. */
  readonly open: Set<() => Promise<void>>;
  /** Statements that the server has not answered. */
  busy: number;
}

/**
 * Opening a session and planning its statements anew takes longer than a day of a world, so the server's sessions
 * outlive the processes that use them: when one dies, what it had begun is rolled back and its locks are freed, which
 * is all that others see of a session's end. One that waits for an answer then is ended in earnest.
 */
export interface Sessions extends AsyncDisposable {
  /** For one process, until it dies. */
  lend(max: number, byKey: boolean): Lease;
  /** Their process has died. Resolves when the server has nothing of it left. */
  giveBack(leases: readonly Lease[]): Promise<void>;
}

export function openSessions(url: string, admin: Connection): Sessions {
  const all = new Map<Lease, Lease[]>();
  const free = new Map<string, Lease[]>();
  let opened = 0;

  function open(max: number, byKey: boolean, home: Lease[]): Lease {
    const applicationName = `simulated ${++opened}`;
    const connection = connect(url, { max, applicationName, byKey });
    const lease = { applicationName, connection, max, clients: new WeakMap(), open: new Set<never>(), busy: 0 };
    all.set(lease, home);
    return lease;
  }

  /** True when it may be lent again. */
  async function clear(lease: Lease): Promise<boolean> {
    if (lease.busy > 0) {
      all.delete(lease);
      await endSessions(admin, lease.applicationName);
      void lease.connection.end().catch(() => {});
      return false;
    }
    for (const end of lease.open) await end();
    // Only a pool of one holds locks that outlast a transaction.
    if (lease.max === 1) await lease.connection.sql`select pg_advisory_unlock_all()`;
    return true;
  }

  return {
    lend(max, byKey) {
      const kind = `${max} ${byKey}`;
      const home = free.get(kind) ?? [];
      free.set(kind, home);
      return home.pop() ?? open(max, byKey, home);
    },
    async giveBack(leases) {
      for (const lease of leases) {
        const home = all.get(lease)!;
        if (await clear(lease)) home.push(lease);
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...all.keys()].map(({ connection }) => connection.end()));
    },
  };
}

/** Resolves to how many sessions of this name there were, when they are gone. */
export async function endSessions({ sql }: Connection, applicationName: string): Promise<number> {
  const ended = await sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and application_name = ${applicationName}`;
  return ended.length;
}
