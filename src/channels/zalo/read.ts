import { createHash } from "node:crypto";
import type { BotKey } from "#domain/ids.ts";
import type { Incoming, IncomingContent } from "#domain/message.ts";
import type { UpdateKey } from "../channel.ts";
import { parseEvent, type ZaloEvent } from "./update.ts";

/** There is no update id: chat and message id make the key, or what the event says where it has none. */
export function readKey(body: unknown): UpdateKey | null {
  const event = parseEvent(body);
  if (event === null) return null;
  const chat = event.message?.chat?.id ?? null;
  const id = event.message?.message_id;
  return { update: chat !== null && id ? `${chat}:${id}` : fingerprint(event), chat };
}

function fingerprint({ event_name, message }: ZaloEvent): string {
  const content = [message?.text, message?.caption, message?.photo_url ?? message?.photo];
  const parts = [event_name, message?.chat?.id, message?.from?.id, message?.date, ...content];
  const all = JSON.stringify([...parts, message?.sticker, message?.voice_url]);
  return createHash("sha256").update(all).digest("hex").slice(0, 32);
}

export function readEvent(bot: BotKey, body: unknown): Incoming | null {
  const event = parseEvent(body);
  const chat = event?.message?.chat;
  if (!event?.message || !chat || chat.chat_type !== "PRIVATE" || event.message.from?.is_bot) return null;
  const content = contentOf(event);
  if (content === null) return null;
  const { date, from } = event.message;
  return {
    address: { bot, chat: chat.id },
    content,
    writtenAt: date === undefined ? null : new Date(date),
    displayName: from?.display_name ?? from?.name ?? from?.first_name ?? "",
  };
}

function contentOf({ event_name, message }: ZaloEvent): IncomingContent | null {
  switch (event_name) {
    case "message.text.received":
      return message?.text === undefined ? null : { kind: "text", text: message.text };
    case "message.image.received":
    case "message.sticker.received":
    case "message.voice.received":
    case "message.unsupported.received":
      return { kind: "other" };
    default:
      return null;
  }
}
