import { readSignature } from "#channels/zalo-oa/signature.ts";
import { connect } from "#db/connect.ts";
import { readNamedPicture } from "#db/learning/pictures.ts";
import { readNamedFile } from "#db/records/private-files.ts";
import type { BotKey } from "#domain/ids.ts";
import type { QueuesDeps } from "#http/queues.ts";
import { openServer } from "#http/server.ts";
import type { SignedWebhook } from "#http/signed-webhook.ts";
import type { Webhook } from "#http/webhooks.ts";
import type { Base } from "./base.ts";
import type { LiveDemo } from "./demo.ts";
import { openBoardBooks } from "./exporting/board-books.ts";
import type { BookThread } from "./exporting/book-thread.ts";
import { secretName } from "./exporting/exporting.ts";
import { storeUpdates } from "./ingress.ts";
import { readiness } from "./readiness.ts";

/** Pages about thousands of people take their time: they wait for each other, never a webhook for them. */
const pages = { max: 3, applicationName: "hocvu dashboard", statementTimeoutMilliseconds: 20_000 };

const secretHeaders = { telegram: "X-Telegram-Bot-Api-Secret-Token", zalo: "X-Bot-Api-Secret-Token" } as const;

/**
 * Everything this process answers over HTTP.
 * @param books closed with it: who waits for a workbook then is told so at once
 * @param ring wakes whoever sends for the bot
 */
export async function openWeb(
  base: Base,
  demo: LiveDemo | null,
  books: BookThread,
  ring: (bot: BotKey) => Promise<void>,
): Promise<AsyncDisposable & { readonly address: string }> {
  const { clock, config, connection, databaseUrl, log } = base;
  const visitors = connect(databaseUrl, pages);
  const boardBooks = openBoardBooks({
    db: visitors.db,
    clock,
    zone: config.timezone,
    make: (order) => books.make({ ...order, databaseUrl }),
    orders: () => books.orders,
    secretName,
    closing: books.closing,
    log,
  });
  const server = await openServer({
    host: config.host,
    port: config.port,
    log,
    health: { ready: () => readiness(base) },
    metrics: () => base.metrics.text(),
    webhooks: config.publicUrl === null ? [] : [...webhooksOf(base), ...signedWebhooksOf(base)],
    updates: { store: (bot, update) => storeUpdates(base, bot, [update]), rejected: base.metrics.rejected },
    files: {
      picture: (name) => readNamedPicture(connection.db, name),
      privateFile: (name) => readNamedFile(connection.db, name, clock.now()),
    },
    dashboard: {
      db: visitors.db,
      now: () => clock.now(),
      zone: config.timezone,
      publicUrl: config.publicUrl,
      planned: async () => void (await Promise.all([...base.bots.keys()].map(ring))),
      books: boardBooks,
    },
    queues: queuesOf(base),
    demo,
  });
  const close = async () => {
    await books[Symbol.asyncDispose]();
    await boardBooks[Symbol.asyncDispose]();
    await server.close();
    await visitors.end();
  };
  return { address: server.address, [Symbol.asyncDispose]: close };
}

/** Only with a password. */
const queuesOf = ({ bots, config, queues }: Base): QueuesDeps | null =>
  config.operatorPassword === null
    ? null
    : {
        password: config.operatorPassword,
        publicUrl: config.publicUrl,
        monotonic: () => performance.now(),
        counts: () => queues.counts([...bots.keys()]),
        ticks: () => queues.overdueTicks(),
        retryFailed: (queue) => queues.retryFailed(queue),
        forgetFailed: (queue) => queues.forgetFailed(queue),
      };

const webhooksOf = ({ bots }: Base): Webhook[] =>
  [...bots.values()].flatMap(({ channel, config }) =>
    config === null
      ? []
      : [
          {
            path: config.webhookPath,
            secretHeader: secretHeaders[config.platform],
            secrets: config.webhookSecrets,
            channel,
          },
        ],
  );

const signedWebhooksOf = ({ bots, config: { oa } }: Base): SignedWebhook[] =>
  oa === null
    ? []
    : [
        {
          path: oa.webhookPath,
          channel: bots.get(oa.key)!.channel,
          signatureHeader: "x-zevent-signature",
          genuine: (signature, bytes, timestamp) => readSignature(oa, signature, bytes, timestamp),
        },
      ];
