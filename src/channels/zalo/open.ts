import { z } from "zod";
import type { BotKey } from "#domain/ids.ts";
import type { ChatAddress, Message } from "#domain/message.ts";
import type { Channel, Receiver, SendOutcome } from "../channel.ts";
import { type Pause, pause as realPause } from "../pause.ts";
import { typedText } from "../plain.ts";
import { type Fetch, openWire } from "../wire.ts";
import { openClient, type ZaloCall } from "./client.ts";
import { outcomeOf } from "./outcome.ts";
import { pollEvents } from "./poll.ts";
import { readEvent, readKey } from "./read.ts";

export interface ZaloOptions {
  readonly token: string;
  /** "https://bot-api.zaloplatforms.com", or a server that speaks like it. */
  readonly apiRoot: string;
  /** Told what an operator should know; never a token, never a person's words. */
  readonly warn: (text: string) => void;
  readonly fetch?: Fetch;
  readonly pause?: Pause;
}

export interface Zalo extends Channel, Receiver, AsyncDisposable {}

const sendSeconds = 15;
const askSeconds = 10;

export function openZalo({ token: given, apiRoot, warn, fetch, pause = realPause }: ZaloOptions): Zalo {
  const token = given.trim(); // Zalo answers a trailing line end with a misleading 404
  const wire = fetch === undefined ? openWire() : null;
  const call = openClient(token, apiRoot, fetch ?? wire!.fetch);
  const bot = `zalo:${token.split(":")[0]}` as BotKey;
  return {
    name: "zalo",
    bot,
    limits: { text: 1900, buttons: 0 },
    key: readKey,
    read: (update) => readEvent(bot, update),
    send: (to, message) => send(call, to, message),
    async acknowledge() {}, // nothing to press, so nothing spins
    probe: () => probe(call),
    poll: (store, contact, signal) => pollEvents({ call, pause, warn }, store, contact, signal),
    register: (url, secret) => register(call, url, secret),
    async unregister() {
      const answer = await call("deleteWebhook", {}, askSeconds);
      if (answer.kind !== "ok") warn(`Zalo: webhook not taken away (${answer.kind})`);
    },
    async [Symbol.asyncDispose]() {
      await wire?.[Symbol.asyncDispose]();
    },
  };
}

const sentMessage = z.object({ message_id: z.string() });

async function send(call: ZaloCall, to: ChatAddress, message: Message): Promise<SendOutcome> {
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

const webhookInfo = z.object({ url: z.string() });
const verified = z.object({ verification: z.object({ ok: z.boolean(), outcome: z.string().catch("") }) });

/**
 * Setting is limited per day, so it is asked first whether the URL is there already. Zalo does not tell which secret
 * it has: after a change of the secret the webhook must be taken away once. The URL is kept even when Zalo's trial call
 * of it failed, and real events then still arrive; `detail` tells.
 */
async function register(call: ZaloCall, url: string, secret: string): Promise<{ ok: boolean; detail: string }> {
  const info = await call("getWebhookInfo", {}, askSeconds);
  if (info.kind === "ok" && webhookInfo.safeParse(info.result).data?.url === url) {
    return { ok: true, detail: "webhook was set already" };
  }
  const answer = await call("setWebhook", { url, secret_token: secret }, askSeconds);
  if (answer.kind !== "ok") return { ok: false, detail: refusal(outcomeOf(answer)) };
  const trial = verified.safeParse(answer.result).data?.verification;
  if (trial?.ok !== false) return { ok: true, detail: "webhook set" };
  return { ok: true, detail: `webhook set, but Zalo's trial call of it failed (${trial.outcome})` };
}

function refusal(outcome: SendOutcome): string {
  if (outcome.kind === "throttled") return "Zalo allows no more webhook changes today; try again tomorrow";
  return `Zalo did not take the webhook (${"reason" in outcome ? outcome.reason : outcome.kind})`;
}
