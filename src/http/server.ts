import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { Log } from "#domain/log.ts";
import { serveChat } from "./chat.ts";
import type { DashboardDeps } from "./dashboard/board.ts";
import { serveDashboard } from "./dashboard.ts";
import type { Demo } from "./demo.ts";
import { type Files, serveFiles } from "./files.ts";
import { type Health, serveHealth } from "./health.ts";
import { servePages } from "./pages.ts";
import { type QueuesDeps, serveQueues } from "./queues.ts";
import { answerFaults, secureHeaders } from "./safety.ts";
import { type SignedWebhook, serveSignedWebhook } from "./signed-webhook.ts";
import { serveWebhook, type Webhook, type WebhookDeps } from "./webhooks.ts";

/** What is served; a part whose dependency is null (or an empty list) answers 404. */
export interface ServerDeps {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  readonly log: Log;
  readonly health: Health | null;
  /** Prometheus text. */
  readonly metrics: (() => Promise<string>) | null;
  readonly webhooks: readonly (Webhook | SignedWebhook)[];
  /** Where updates go; null only where there are no webhooks. */
  readonly updates: WebhookDeps | null;
  readonly files: Files | null;
  readonly dashboard: DashboardDeps | null;
  /** The operators' page; absent: there is none. */
  readonly queues?: QueuesDeps | null;
  readonly demo: Demo | null;
}

export interface Server {
  /** "http://127.0.0.1:3000". */
  readonly address: string;
  /** Takes no new request, waits for those under way, 3 seconds at most. */
  close(): Promise<void>;
}

/** How long a request may take to arrive. */
const requestTimeoutMs = 10_000;
/** Longer than storing an update may take; a browser keeps lines open without a word. */
const closeTimeoutMs = 3000;

/** Everything we answer over HTTP. Rejects when the address cannot be had. */
export async function openServer(deps: ServerDeps): Promise<Server> {
  return listening(buildServer(deps), deps.host, deps.port);
}

/** Rejects when the address cannot be had. */
export async function listening(app: FastifyInstance, host: string, port: number): Promise<Server> {
  const address = await app.listen({ host, port });
  return { address, close: () => closeWithin(app, closeTimeoutMs) };
}

/** No route has a schema: what would compile one is a fifth of a second's loading, and is not loaded. */
const compilesNothing = () => {
  throw new Error("a route has a schema, which this server does not compile");
};

/** A server that answers nothing yet, and says so in our words. */
export function bareServer(log: Log): FastifyInstance {
  const app = fastify({
    logger: false,
    trustProxy: false,
    bodyLimit: 64 * 1024,
    requestTimeout: requestTimeoutMs,
    schemaController: { compilersFactory: { buildValidator: compilesNothing, buildSerializer: compilesNothing } },
    frameworkErrors: (_error, _request, reply: FastifyReply) => void reply.code(400).send(),
  });
  secureHeaders(app);
  answerFaults(app, log);
  return app;
}

/** The server before it listens. */
export function buildServer(deps: ServerDeps): FastifyInstance {
  const app = bareServer(deps.log);
  if (deps.health !== null) serveHealth(app, deps.health);
  const { metrics, updates, files, dashboard, demo } = deps;
  if (metrics !== null) app.get("/metrics", async (_, reply) => reply.type(metricsType).send(await metrics()));
  for (const webhook of updates === null ? [] : deps.webhooks) {
    if ("secrets" in webhook) serveWebhook(app, webhook, updates!, deps.log);
    else serveSignedWebhook(app, webhook, updates!, deps.log);
  }
  if (files !== null) serveFiles(app, files);
  if (dashboard !== null) serveDashboard(app, dashboard, deps.host);
  if (deps.queues) serveQueues(app, deps.queues, deps.host);
  servePages(app, { demo: demo !== null });
  if (demo !== null) serveChat(app, demo, deps.host);
  return app;
}

const metricsType = "text/plain; version=0.0.4; charset=utf-8";

async function closeWithin(app: FastifyInstance, milliseconds: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), milliseconds);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
