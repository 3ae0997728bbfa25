import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Channel } from "#channels/channel.ts";
import type { Genuine } from "#channels/zalo-oa/signature.ts";
import { withDeadline } from "#db/connect.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import { bytesOf, takeBytes } from "./body.ts";
import { holdUpdates } from "./held-updates.ts";
import { parseJson } from "./json.ts";
import type { Rejection, WebhookDeps } from "./webhooks.ts";

/** The door of a platform that signs what it sends, and shows no secret. */
export interface SignedWebhook {
  readonly path: string;
  readonly channel: Channel;
  readonly signatureHeader: string;
  /** Whether the platform wrote these bytes. @param timestamp as they have it */
  genuine(signature: string | undefined, bytes: Uint8Array, timestamp: unknown): Genuine;
  /** Epoch milliseconds. */
  readonly wall?: () => number;
}

const bodyLimitBytes = 1024 * 1024;
/** The platform waits for two seconds. */
const storeWithinMs = 1500;
/** It repeats for so long; what is older was copied by somebody. */
const oldestMs = 2 * 3600 * 1000;
/** Of five. */
const lateRetry = 4;

/**
 * Whatever is not the platform's word hears 200 and is dropped: when its address is saved the platform tries it unsigned, and
 * keeps it only after a 200. What is its word hears 200 once it is stored.
 *
 * With the database away it hears 503, so that it comes again (after 30 seconds, 5, 15, 30 and 60 minutes, if that is
 * switched on), and the update is held in memory all the same, in case it does not: what comes twice is stored once. After
 * its last try the platform would switch the webhook off until a person switches it on, which loses more than one update:
 * so from the fourth repeat on what is held is answered with 200.
 */
export function serveSignedWebhook(app: FastifyInstance, webhook: SignedWebhook, deps: WebhookDeps, log: Log): void {
  const { channel, path, signatureHeader, wall = Date.now } = webhook;
  const store = (bot: BotKey, update: unknown) =>
    withDeadline(deps.store(bot, update), storeWithinMs, "storing an update");
  const held = holdUpdates({ log, store });
  app.addHook("onClose", () => held.close());
  app.register(async (door) => {
    takeBytes(door, bodyLimitBytes);
    door.post(path, async (request, reply) => {
      const update = admitted(request);
      return update === null ? reply.code(200).send() : take(update, request, reply);
    });
  });

  /** Null: nothing of the platform's, or nothing to us. */
  function admitted(request: FastifyRequest): object | null {
    const body = bytesOf(request);
    if (body.kind === "too-large") return dropped("too-large");
    const parsed = parseJson(body.bytes);
    const value = parsed.ok ? parsed.value : null;
    if (typeof value !== "object" || value === null) return dropped("signature");
    const signature = request.headers[signatureHeader];
    const word = webhook.genuine(String(signature), body.bytes, "timestamp" in value ? value.timestamp : undefined);
    if (!word.genuine) return dropped("signature");
    if (wall() - word.at > oldestMs) return dropped("stale");
    return channel.key(value) === null ? null : value;
  }

  function dropped(why: Rejection): null {
    deps.rejected(channel.bot, why);
    return null;
  }

  async function take(update: object, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    try {
      await store(channel.bot, update);
      return reply.code(200).send();
    } catch (error) {
      const isHeld = held.hold(channel.bot, update);
      log.warn({ bot: channel.bot, held: isHeld, err: error }, "an update could not be stored yet");
      deps.rejected(channel.bot, "not-stored");
      const retry = Number(request.headers.num_retry ?? 0);
      return reply.code(isHeld && retry >= lateRetry ? 200 : 503).send();
    }
  }
}
