import { z } from "zod";
import type { BotKey } from "#domain/ids.ts";
import type { ChatAddress, Message } from "#domain/message.ts";
import type { Channel, Receiver, SendOutcome } from "../channel.ts";
import { type Pause, pause as realPause } from "../pause.ts";
import { noPictures, type Pictures } from "../pictures.ts";
import { typedText } from "../plain.ts";
import { type Fetch, openWire, type ProxyServer } from "../wire.ts";
import { openClient, type ZaloCall } from "./client.ts";
import { limits } from "./limits.ts";
import { outcomeOf } from "./outcome.ts";
import { photoSender, type SendPhoto } from "./photo.ts";
import { pollEvents } from "./poll.ts";
import { readEvent, readKey } from "./read.ts";
import { setWebhook, takeWebhookAway, webhookUrl } from "./webhook.ts";

export interface ZaloOptions {
  readonly token: string;
  /** "https://bot-api.zaloplatforms.com", or a server that speaks like it. */
  readonly apiRoot: string;
  /** Told what an operator should know; never a token, never a person's words. */
  readonly warn: (text: string) => void;
  readonly pictures?: Pictures;
  /** Where the world reaches our server, "https://hocvu.example.org": without it no picture is sent. */
  readonly publicUrl?: string | null;
  readonly fetch?: Fetch;
  readonly pause?: Pause;
  /** What the platform is called by; null: itself. */
  readonly proxy?: ProxyServer | null;
  /** Milliseconds of a clock that never jumps. */
  readonly monotonic?: () => number;
}

export interface Zalo extends Channel, Receiver, AsyncDisposable {}

const sendSeconds = 15;
const askSeconds = 10;

export function openZalo(options: ZaloOptions): Zalo {
  const { token: given, apiRoot, warn, fetch, pause = realPause } = options;
  const token = given.trim(); // Zalo answers a trailing line end with a misleading 404
  const wire = fetch === undefined ? openWire(options.proxy) : null;
  const call = openClient(token, apiRoot, fetch ?? wire!.fetch);
  const bot = `zalo:${token.split(":")[0]}` as BotKey;
  const publicUrl = options.publicUrl ?? null;
  const sendPhoto = photoSender(
    call,
    publicUrl,
    options.pictures ?? noPictures,
    options.monotonic ?? (() => performance.now()),
  );
  return {
    name: "zalo",
    bot,
    limits,
    handsOver: publicUrl === null ? { kind: "none" } : { kind: "link", base: publicUrl },
    key: readKey,
    read: (update) => readEvent(bot, update),
    send: (to, message) => send(call, sendPhoto, to, message),
    async acknowledge() {}, // nothing to press, so nothing spins
    probe: () => probe(call),
    poll: (store, contact, signal) =>
      pollEvents(
        { call, pause, warn, takeWebhookAway: (signal) => takeWebhookAway(call, signal) },
        store,
        contact,
        signal,
      ),
    register: (url, secret, secretKnown) => setWebhook(call, url, secret, secretKnown),
    async registered(url) {
      const current = await webhookUrl(call);
      return current === null ? null : current === url;
    },
    async unregister() {
      const refusal = await takeWebhookAway(call);
      if (refusal !== null) warn(`Zalo: webhook not taken away (${refusal})`);
    },
    async [Symbol.asyncDispose]() {
      await wire?.[Symbol.asyncDispose]();
    },
  };
}

const sentMessage = z.object({ message_id: z.string() });

async function send(call: ZaloCall, sendPhoto: SendPhoto, to: ChatAddress, message: Message): Promise<SendOutcome> {
  const shown = message.picture === undefined ? null : await sendPhoto(to, message, message.picture);
  if (shown !== null) return shown;
  const answer = await call("sendMessage", { chat_id: to.chat, text: typedText(message) }, sendSeconds);
  if (answer.kind !== "ok") return outcomeOf(answer);
  return { kind: "sent", platformId: sentMessage.safeParse(answer.result).data?.message_id ?? "" };
}

const account = z.object({ display_name: z.string().optional(), account_name: z.string().catch("") });

async function probe(call: ZaloCall): ReturnType<Channel["probe"]> {
  const answer = await call("getMe", {}, askSeconds);
  if (answer.kind !== "ok") return { ok: false, outcome: outcomeOf(answer) };
  const me = account.safeParse(answer.result).data;
  return { ok: true, name: me?.display_name ?? me?.account_name ?? "" };
}
