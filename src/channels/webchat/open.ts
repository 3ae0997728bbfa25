import { z } from "zod";
import type { BotKey } from "#domain/ids.ts";
import type { Incoming, Message } from "#domain/message.ts";
import { plain, type RichText } from "#domain/text.ts";
import type { Channel } from "../channel.ts";
import { noPictures, type Pictures } from "../pictures.ts";
import { hintBesideButtons, typedText } from "../plain.ts";

/** What a demo phone plays: one with buttons, or one where answers are typed. */
export type WebchatLook = "telegram" | "zalo";

/** A message as a demo phone shows it. The phone turns toggles itself; its submit says action and indexes, as on Telegram. */
export interface WebchatView {
  readonly look: WebchatLook;
  readonly lines: RichText;
  readonly buttons: Message["buttons"];
  /** An address of our own server, and what is read out in place of the picture. */
  readonly picture?: { readonly src: string; readonly alt: string };
}

/** What a demo phone posts. `id` is its own, unique; `at` is by the demo's clock. */
const update = z.object({
  id: z.string().min(1).max(100),
  chat: z.string().min(1).max(100),
  name: z.string().max(1000).catch(""),
  text: z.string().optional(),
  tap: z.string().optional(),
  at: z.iso.datetime({ offset: true }),
});

export interface WebchatOptions {
  /** Keeps a message for the phone to fetch and answers its id. */
  readonly deliver: (chat: string, view: WebchatView) => Promise<string>;
  readonly pictures?: Pictures;
}

/** The bot of the demo's phones. A phone's look stands in its chat: "zalo:…" is typed, every other has buttons. */
export function openWebchat({ deliver, pictures = noPictures }: WebchatOptions): Channel {
  const bot = "webchat:demo" as BotKey;
  return {
    name: "webchat",
    bot,
    limits: { text: 4096, buttons: 100 },
    handsOver: { kind: "link", base: "" },
    key(raw) {
      const post = update.safeParse(raw).data;
      return post === undefined ? null : { update: post.id, chat: post.chat };
    },
    read(raw) {
      const post = update.safeParse(raw).data;
      return post === undefined ? null : incoming(bot, post);
    },
    async send(to, message) {
      const picture = await pictureIn(message, pictures);
      return deliver(to.chat, { ...viewFor(to.chat, message), ...(picture === null ? {} : { picture }) }).then(
        (platformId) => ({ kind: "sent" as const, platformId }),
        () => ({ kind: "unknown" as const }),
      );
    },
    async acknowledge() {}, // the phone stops its own spinner
    probe: async () => ({ ok: true, name: "demo" }),
  };
}

function incoming(bot: BotKey, { chat, name, text, tap, at }: z.infer<typeof update>): Incoming | null {
  const said = { address: { bot, chat }, writtenAt: new Date(at), displayName: name };
  if (tap !== undefined) return { ...said, content: { kind: "tap", action: tap } };
  return text === undefined ? null : { ...said, content: { kind: "text", text } };
}

async function pictureIn(
  { picture }: Message,
  pictures: Pictures,
): Promise<{ readonly src: string; readonly alt: string } | null> {
  if (picture === undefined) return null;
  const found = "file" in picture ? pictures.filePath(picture.file) : pictures.path(picture.hash);
  const src = await found.catch(() => null);
  return src === null ? null : { src, alt: picture.alt };
}

function viewFor(chat: string, message: Message): WebchatView {
  if (chat.startsWith("zalo:")) return { look: "zalo", lines: typedText(message).split("\n").map(plain), buttons: [] };
  const hint = hintBesideButtons(message);
  const lines = hint === null ? message.text : [...message.text, plain(hint)];
  return { look: "telegram", lines, buttons: message.buttons };
}
