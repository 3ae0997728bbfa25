import { tryStoring } from "#db/chats/inbox.ts";
import { pending } from "#db/migrate.ts";
import type { Check } from "#http/health.ts";
import { openServer, type Server } from "#http/server.ts";
import type { Base } from "./base.ts";

/**
 * Health and metrics of a process without pages, at a port of their own.
 * Whoever runs a role by itself sees in the same way how it is.
 */
export async function openWatch(base: Base, port: number): Promise<AsyncDisposable & Pick<Server, "address">> {
  const { address, close } = await openServer({
    ...{ host: base.config.host, port, log: base.log },
    health: { ready: () => readiness(base) },
    metrics: () => base.metrics.text(),
    ...{ webhooks: [], updates: null, files: null, dashboard: null, demo: null },
  });
  base.log.info({ address }, "health and metrics are served");
  return { address, [Symbol.asyncDispose]: close };
}

/**
 * Database and queue reachable and writable, migrations current; a bot API that is away is no reason to be restarted.
 */
export async function readiness({ clock, connection, queues }: Base): Promise<{ ok: boolean; checks: Check[] }> {
  const check = async (name: string, look: () => Promise<string>): Promise<Check> => {
    try {
      return { name, ok: true, detail: await look() };
    } catch (error) {
      return { name, ok: false, detail: error instanceof Error ? error.name : "unknown" };
    }
  };
  const checks = await Promise.all([
    check("database", async () => {
      await tryStoring(connection.db, clock.now());
      return "takes updates";
    }),
    check("migrations", async () => {
      const left = await pending(connection.sql);
      if (left.length > 0) throw new Error("migrations are missing");
      return "current";
    }),
    check("queue", async () => {
      await queues.ping();
      return "takes jobs";
    }),
  ]);
  return { ok: checks.every(({ ok }) => ok), checks };
}
