import { z } from "zod";
import type { BotKey } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Channel, SendOutcome } from "../channel.ts";
import { onceEach } from "../pause.ts";
import { noPictures, type Pictures } from "../pictures.ts";
import { type Fetch, openWire, type ProxyServer } from "../wire.ts";
import { cardSender, type SendCard } from "./card.ts";
import { type Answer, type OaCall, openClient } from "./client.ts";
import { documentSender, type SendDocument } from "./document.ts";
import { type EndpointMemory, forgetfulMemory, type Post, poster } from "./endpoint.ts";
import { type OaNotice, readNotice } from "./notice.ts";
import { chargeOf, outcomeOf } from "./outcome.ts";
import { photoSender, type SendPhoto } from "./photo.ts";
import { isByStaff, readEvent, readKey } from "./read.ts";
import { limits, type Rendered, render, typed } from "./render.ts";
import { type Requests, uncounted } from "./requests.ts";
import { sendTemplate } from "./template.ts";
import type { TokenSource } from "./tokens.ts";
import { openUploads } from "./upload.ts";

export interface ZaloOaOptions {
  readonly appId: string;
  /** "https://openapi.zalo.me", or a server that speaks like it. */
  readonly apiRoot: string;
  readonly tokens: TokenSource;
  /** Told what an operator should know; never a token, never a person's words. */
  readonly warn: (text: string) => void;
  /** Told of what the platform tells the account's operator by webhook. */
  readonly noticed?: (notice: OaNotice) => void;
  /** Which address takes this account's messages, remembered beyond this process. */
  readonly endpoint?: EndpointMemory;
  /** What may be asked of the platform; a send has its own slot already. */
  readonly requests?: Requests;
  readonly pictures?: Pictures;
  /** Where the world reaches our server, "https://hocvu.example.org". */
  readonly publicUrl?: string | null;
  /** What the platform is called by; null: itself. */
  readonly proxy?: ProxyServer | null;
  readonly fetch?: Fetch;
  /** Epoch milliseconds. */
  readonly wall?: () => number;
  /** Milliseconds of a clock that never jumps. */
  readonly monotonic?: () => number;
}

export interface ZaloOa extends Channel, AsyncDisposable {}

const askSeconds = 10;

/** Where our own server shows its sign as a PNG. */
const cardPicture = "/hoc-vu.png";

/** Nothing is asked for what people write: it comes by webhook alone. */
export function openZaloOa(options: ZaloOaOptions): ZaloOa {
  const { apiRoot, appId, tokens, publicUrl = null, requests = uncounted } = options;
  const wire = options.fetch === undefined ? openWire(options.proxy) : null;
  const bot = `zalo-oa:${appId}` as BotKey;
  const [ofRequests, ofStaff] = [onceEach(options.warn), onceEach(options.warn)];
  const wall = options.wall ?? Date.now;
  const monotonic = options.monotonic ?? (() => performance.now());
  const client = { apiRoot, tokens, requests, fetch: options.fetch ?? wire!.fetch, wall, warn: ofRequests.say };
  const begin = openClient(client);
  const post = poster(options.endpoint ?? forgetfulMemory());
  const pictures = options.pictures ?? noPictures;
  const uploads = openUploads(monotonic);
  const sendPhoto = photoSender({ post, pictures, uploads, publicUrl, monotonic });
  const sendDocument = documentSender(post, pictures, uploads);
  const sendText = textSender(post, monotonic);
  const sendCard = cardSender(post, publicUrl === null ? null : publicUrl + cardPicture, monotonic);
  return {
    name: "zalo-oa",
    bot,
    limits,
    windows: "zalo-oa",
    asksPhone: true,
    handsOver: publicUrl === null ? { kind: "none" } : { kind: "link", base: publicUrl },
    key(update) {
      if (isByStaff(update)) ofStaff.say("Zalo OA: somebody of the staff answers people by hand in OA Manager");
      const notice = readNotice(update);
      if (notice !== null) options.noticed?.(notice);
      return readKey(update);
    },
    read: (update) => readEvent(bot, update),
    send: async (to, message) =>
      message.template === undefined
        ? sent(await send(begin(true), { sendPhoto, sendDocument, sendText, sendCard }, to.chat, message), wall())
        : sendTemplate(begin(true), to.chat, message.template, wall),
    async acknowledge() {}, // nothing spins
    probe: () => probe(begin(false), wall),
    async [Symbol.asyncDispose]() {
      await wire?.[Symbol.asyncDispose]();
    },
  };
}

type SendText = (call: OaCall, user: string, message: Message) => Promise<Answer>;

/** The ways a message goes; the first that is not refused is the one. */
interface Ways {
  readonly sendPhoto: SendPhoto;
  readonly sendDocument: SendDocument;
  readonly sendCard: SendCard;
  readonly sendText: SendText;
}

async function send(call: OaCall, ways: Ways, user: string, message: Message) {
  const { sendCard, sendDocument, sendPhoto, sendText } = ways;
  const { asksPhone, document, picture } = message;
  const shown = picture === undefined ? null : await sendPhoto(call, user, message, picture);
  if (shown !== null) return shown;
  const handed = document === undefined ? null : await sendDocument(call, user, document.file);
  if (handed !== null) return handed;
  const asked = asksPhone === undefined ? null : await sendCard(call, user, asksPhone);
  return asked ?? sendText(call, user, message);
}

/** "Message type invalid or not supported". */
const noSuchKind = -233;
/** So long buttons that an account does not have are not offered to it again. */
const withoutForMs = 3_600_000;

/** Buttons that were refused were not delivered: the same is then asked in words. */
function textSender(post: Post, monotonic: () => number): SendText {
  let withoutSince = Number.NEGATIVE_INFINITY;
  return async (call, user, message) => {
    const send = (rendered: Rendered) => post(call, { recipient: { user_id: user }, message: bodyOf(rendered) });
    const rendered = render(message);
    if (rendered.buttons.length === 0) return send(rendered);
    if (monotonic() - withoutSince < withoutForMs) return send(typed(message));
    const answer = await send(rendered);
    if (answer.kind !== "error" || answer.code !== noSuchKind) return answer;
    withoutSince = monotonic();
    return send(typed(message));
  };
}

const bodyOf = ({ text, buttons }: Rendered): object =>
  buttons.length === 0 ? { text } : { text, attachment: { type: "template", payload: { buttons } } };

const accepted = z.object({
  message_id: z.string().catch(""),
  quota: z
    .object({ quota_type: z.string(), remain: z.coerce.number().int().nonnegative().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

function sent(answer: Answer, at: number): SendOutcome {
  if (answer.kind !== "ok") return outcomeOf(answer, at);
  const { message_id: platformId = "", quota } = accepted.safeParse(answer.data).data ?? {};
  const charge = chargeOf(quota?.quota_type ?? null);
  const left = quota?.quota_type === "sub_quota" && quota.remain !== undefined ? { allowanceLeft: quota.remain } : {};
  return { kind: "sent", platformId, charge, ...left };
}

const account = z.object({ name: z.string().catch("") });

async function probe(call: OaCall, wall: () => number): ReturnType<Channel["probe"]> {
  const request = {
    method: "GET",
    path: "/v2.0/oa/getoa",
    contentType: null,
    body: null,
    seconds: askSeconds,
  } as const;
  const answer = await call(request);
  if (answer.kind !== "ok") return { ok: false, outcome: outcomeOf(answer, wall()) };
  return { ok: true, name: account.safeParse(answer.data).data?.name ?? "" };
}
