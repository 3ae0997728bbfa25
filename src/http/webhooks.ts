import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Channel } from "#channels/channel.ts";
import { withDeadline } from "#db/connect.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import { type Body, bytesOf, takeBytes } from "./body.ts";
import { parseJson } from "./json.ts";

/** One bot's door. */
export interface Webhook {
  /** "/telegram/webhook", "/zalo/webhook/2". */
  readonly path: string;
  /** The header in which the platform says the secret. */
  readonly secretHeader: string;
  /** Any of them opens; at least one. */
  readonly secrets: readonly string[];
  readonly channel: Channel;
}

export type Rejection = "secret" | "too-large" | "not-json" | "not-stored" | "signature" | "stale";

export interface WebhookDeps {
  /** Resolves once the update is committed (and rung for); rejects when the database is away. */
  store(bot: BotKey, update: unknown): Promise<void>;
  /** Told of every update that was turned away, for the metrics. */
  rejected(bot: BotKey, why: Rejection): void;
}

const bodyLimitBytes = 1024 * 1024;
const storeWithinMs = 2500;
const retryAfterSeconds = 5;

/**
 * A platform's updates: the secret first, before a byte of the body is read; 200 only for what is stored or says
 * nothing to us; 503 when it could not be stored, so that it comes again.
 */
export function serveWebhook(app: FastifyInstance, webhook: Webhook, deps: WebhookDeps, log: Log): void {
  const { path, secretHeader, secrets, channel } = webhook;
  const known = knownSecrets(secrets);
  app.register(async (door) => {
    door.addHook("onRequest", async (request, reply) => {
      if (!known(request.headers[secretHeader.toLowerCase()])) {
        deps.rejected(channel.bot, "secret");
        return reply.code(401).send();
      }
    });
    takeBytes(door, bodyLimitBytes);
    door.post(path, async (request, reply) => take(bytesOf(request), reply));
  });

  async function take(body: Body, reply: FastifyReply): Promise<FastifyReply> {
    if (body.kind === "too-large") return refuse(reply, 413, "too-large");
    if (body.bytes.length === 0) return reply.code(200).send();
    const parsed = parseJson(body.bytes);
    if (!parsed.ok) return refuse(reply, 400, "not-json");
    if (parsed.value === null || channel.key(parsed.value) === null) return reply.code(200).send();
    try {
      await withDeadline(deps.store(channel.bot, parsed.value), storeWithinMs, "storing an update");
    } catch (error) {
      log.warn({ bot: channel.bot, err: error }, "an update could not be stored; the platform will repeat it");
      return refuse(reply.header("retry-after", String(retryAfterSeconds)), 503, "not-stored");
    }
    return reply.code(200).send();
  }

  function refuse(reply: FastifyReply, status: number, why: Rejection): FastifyReply {
    deps.rejected(channel.bot, why);
    return reply.code(status).send();
  }
}

/** Whether a header is one of the secrets, in a time that says nothing about them. */
function knownSecrets(secrets: readonly string[]): (header: string | string[] | undefined) => boolean {
  const digests = secrets.map(digest);
  return (header) => {
    if (typeof header !== "string") return false;
    const given = digest(header);
    let found = false;
    for (const secret of digests) found = timingSafeEqual(secret, given) || found;
    return found;
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
