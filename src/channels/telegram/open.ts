import type { Api } from "grammy";
import type { BotKey, FileId } from "#domain/ids.ts";
import type { ChatAddress, Message } from "#domain/message.ts";
import type { Channel, Receiver, SendOutcome } from "../channel.ts";
import { type Pause, pause as realPause } from "../pause.ts";
import { noPictures, type Pictures } from "../pictures.ts";
import { type Fetch, openWire, type ProxyServer } from "../wire.ts";
import { openApi } from "./api.ts";
import { sendDocument } from "./document.ts";
import { isAsWanted, outcomeOf } from "./outcome.ts";
import { photoSender, type SendPhoto } from "./photo.ts";
import { pollSeconds, pollUpdates } from "./poll.ts";
import { Presses } from "./presses.ts";
import { placeOf, readKey, readUpdate } from "./read.ts";
import { limits, type Rendered, render } from "./render.ts";
import { parsePressed } from "./toggle.ts";
import { parseUpdate } from "./update.ts";
import { hasWebhook, setWebhook, takeWebhookAway, whatWaits } from "./webhook.ts";

export interface TelegramOptions {
  readonly token: string;
  /** "https://api.telegram.org", or a server that speaks like it. */
  readonly apiRoot: string;
  /** Told what an operator should know; never a token, never a person's words. */
  readonly warn: (text: string) => void;
  readonly pictures?: Pictures;
  readonly fetch?: Fetch;
  readonly pause?: Pause;
  /** Milliseconds of a clock that never jumps. */
  readonly monotonic?: () => number;
  /** What the platform is called by; null: itself. */
  readonly proxy?: ProxyServer | null;
}

export interface MenuCommand {
  /** Without the slash, `a-z0-9_`. */
  readonly command: string;
  readonly description: string;
}

export interface Telegram extends Channel, Receiver, AsyncDisposable {
  /**
   * The command menu of all private chats, or of one (it replaces the general one there). Asking again is harmless.
   * Null: it is set. Never throws.
   */
  setCommands(commands: readonly MenuCommand[], chat: string | null, signal: AbortSignal): Promise<SendOutcome | null>;
}

const callSeconds = 15;
/** A file of some megabytes goes up over an ordinary line. */
const uploadSeconds = 60;

export function openTelegram(options: TelegramOptions): Telegram {
  const { token, apiRoot, warn, fetch, pause = realPause } = options;
  const wire = fetch === undefined ? openWire(options.proxy) : null;
  const calls = openApi(token, apiRoot, fetch ?? wire!.fetch, callSeconds);
  const polls = openApi(token, apiRoot, fetch ?? wire!.fetch, pollSeconds + 10);
  const bot = `telegram:${token.split(":")[0]}` as BotKey;
  const uploads = openApi(token, apiRoot, fetch ?? wire!.fetch, uploadSeconds);
  const pictures = options.pictures ?? noPictures;
  const sendPhoto = photoSender(calls, bot, pictures);
  const sendFile: SendFile = (to, message, id) => sendDocument(uploads, pictures, to, message, id);
  const presses = new Presses(
    ({ chat, message }, keyboard) => drawKeyboard(calls, chat, message, keyboard),
    options.monotonic ?? (() => performance.now()),
  );
  return {
    name: "telegram",
    bot,
    limits,
    handsOver: { kind: "upload" },
    key: readKey,
    read: (update) => readUpdate(bot, update, (place, set) => presses.submitted(place, set)),
    send: (to, message) => send(calls, sendPhoto, sendFile, to, message),
    acknowledge: (update) => acknowledge(calls, presses, update),
    probe: () =>
      calls.getMe().then(
        (me) => ({ ok: true as const, name: me.username }),
        (error: unknown) => ({ ok: false as const, outcome: outcomeOf(error) }),
      ),
    poll: (store, contact, signal) =>
      pollUpdates(
        { api: polls, pause, warn, takeWebhookAway: (signal) => takeWebhookAway(calls, signal) },
        store,
        contact,
        signal,
      ),
    register: (url, secret, secretKnown) => setWebhook(calls, url, secret, secretKnown),
    registered: (url) => hasWebhook(calls, url),
    waiting: (since) => whatWaits(calls, since),
    async unregister() {
      const refusal = await takeWebhookAway(calls);
      if (refusal !== null) warn(`Telegram: webhook not taken away (${refusal})`);
    },
    setCommands: (commands, chat, signal) => setCommands(calls, commands, chat, signal),
    async [Symbol.asyncDispose]() {
      await wire?.[Symbol.asyncDispose]();
    },
  };
}

/** Null: the text alone is to be sent. */
type SendFile = (to: ChatAddress, message: Message, id: FileId) => Promise<SendOutcome | null>;

async function send(
  api: Api,
  sendPhoto: SendPhoto,
  sendFile: SendFile,
  to: ChatAddress,
  message: Message,
): Promise<SendOutcome> {
  const shown = message.picture === undefined ? null : await sendPhoto(to, message, message.picture);
  if (shown !== null) return shown;
  const handed = message.document === undefined ? null : await sendFile(to, message, message.document.file);
  if (handed !== null) return handed;
  try {
    const { html, keyboard } = render(message);
    const { message_id } = await api.sendMessage(to.chat, html, {
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      ...(keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
    });
    return { kind: "sent", platformId: String(message_id) };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Best effort: a spinner that was not stopped stops by itself, a toggle that was not turned is pressed again. */
async function acknowledge(api: Api, presses: Presses, raw: unknown): Promise<void> {
  const query = parseUpdate(raw)?.callback_query;
  if (query === undefined) return;
  const pressed = parsePressed(query.data ?? "");
  const place = placeOf(query);
  const turning = pressed.kind === "toggle" && place !== null ? presses.turn(place, pressed) : null;
  await Promise.allSettled([api.answerCallbackQuery(query.id), turning]);
}

async function drawKeyboard(api: Api, chat: number, message: number, keyboard: Rendered["keyboard"]): Promise<boolean> {
  return api.editMessageReplyMarkup(chat, message, { reply_markup: { inline_keyboard: keyboard } }).then(
    () => true,
    (error: unknown) => isAsWanted(error),
  );
}

async function setCommands(
  api: Api,
  commands: readonly MenuCommand[],
  chat: string | null,
  signal: AbortSignal,
): Promise<SendOutcome | null> {
  const scope = chat === null ? { type: "all_private_chats" as const } : { type: "chat" as const, chat_id: chat };
  // grammY types the signal as its own look-alike, which the real one fits at run time.
  return api.setMyCommands(commands, { scope }, signal as never).then(() => null, outcomeOf);
}
