import type { Channel } from "#channels/channel.ts";
import type { BotKey } from "#domain/ids.ts";
import { buildServer, type ServerDeps } from "#http/server.ts";
import { silent } from "../setup/log.ts";

/** A platform whose updates are `{ id: string }`; everything else says nothing to it. */
export const sampleChannel: Channel = {
  name: "telegram",
  bot: "telegram:1" as BotKey,
  limits: { text: 4096, buttons: 100 },
  handsOver: { kind: "upload" },
  key(update) {
    const id = (update as { id?: unknown } | null)?.id;
    return typeof id === "string" ? { update: id, chat: null } : null;
  },
  read: () => null,
  send: async () => ({ kind: "unreached" }),
  acknowledge: async () => {},
  probe: async () => ({ ok: true, name: "sample" }),
};

/** A server with nothing but what the test gives it. */
export const sampleServer = (deps: Partial<ServerDeps>) => buildServer({ ...nothing, ...deps });

export const nothing: ServerDeps = {
  host: "127.0.0.1",
  port: 0,
  log: silent,
  health: null,
  metrics: null,
  files: null,
  webhooks: [],
  updates: null,
  dashboard: null,
  demo: null,
};
