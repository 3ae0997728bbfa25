import type { FastifyInstance } from "fastify";
import { withDeadline } from "#db/connect.ts";
import { nameOf } from "./safety.ts";

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface Health {
  /** Database, queue and migrations; not the bot APIs. May reject or hang: that is not ready. */
  ready(): Promise<{ readonly ok: boolean; readonly checks: readonly Check[] }>;
}

/** Leaves room below the 3 seconds in which a probe wants its answer. */
const readyWithinMs = 2500;

export function serveHealth(app: FastifyInstance, health: Health): void {
  app.get("/healthz", async () => ({ ok: true }));
  app.get("/readyz", async (_request, reply) => {
    const found = await withDeadline(health.ready(), readyWithinMs, "readiness").catch((error) => ({
      ok: false,
      checks: [{ name: "ready", ok: false, detail: nameOf(error) }],
    }));
    return reply
      .code(found.ok ? 200 : 503)
      .header("cache-control", "no-store")
      .send(found);
  });
}
