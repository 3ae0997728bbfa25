import type { BotKey } from "#domain/ids.ts";
import type { Incoming, IncomingContent } from "#domain/message.ts";
import type { UpdateKey } from "../channel.ts";
import type { Place } from "./presses.ts";
import { indexes, parsePressed } from "./toggle.ts";
import {
  type CallbackQuery,
  parseUpdate,
  type TelegramMessage,
  type TelegramUpdate,
  type TelegramUser,
} from "./update.ts";

/** `update_id` is unique within a bot; it is no order, since it restarts anywhere after a quiet week. */
export function readKey(raw: unknown): UpdateKey | null {
  const update = parseUpdate(raw);
  if (update === null) return null;
  const chat = chatOf(update);
  return { update: String(update.update_id), chat: chat === null ? null : String(chat) };
}

function chatOf({ message, edited_message, callback_query, my_chat_member }: TelegramUpdate): number | null {
  const part = message ?? edited_message ?? callback_query?.message ?? my_chat_member;
  return part?.chat.id ?? callback_query?.from.id ?? null;
}

/** What a submit button says, by its message and the set it was drawn with. */
export type Submitted = (place: Place, set: number) => number;

/** @param submitted by default what the button shows */
export function readUpdate(bot: BotKey, raw: unknown, submitted: Submitted = (_, set) => set): Incoming | null {
  const update = parseUpdate(raw);
  if (update === null) return null;
  const { message, callback_query: query, my_chat_member: change } = update;
  if (message) return incoming(bot, message.chat, message.from, contentOf(message), message.date);
  if (query?.message) return incoming(bot, query.message.chat, query.from, tapOf(query, submitted), null);
  if (change) return incoming(bot, change.chat, change.from, membership(change.new_chat_member.status), change.date);
  return null;
}

function incoming(
  bot: BotKey,
  chat: { readonly id: number; readonly type: string },
  from: TelegramUser | undefined,
  content: IncomingContent | null,
  seconds: number | null,
): Incoming | null {
  if (content === null || chat.type !== "private" || from?.is_bot) return null;
  return {
    address: { bot, chat: String(chat.id) },
    content,
    writtenAt: seconds === null ? null : new Date(seconds * 1000),
    displayName: from === undefined ? "" : [from.first_name, from.last_name].filter((part) => part !== "").join(" "),
  };
}

/** What a person may send instead of words. Service messages (a pin, a timer set) are not among them. */
const media = [
  ["animation", "audio", "document", "paid_media", "photo", "sticker", "story", "video", "video_note", "voice"],
  ["checklist", "contact", "dice", "game", "location", "poll", "venue"],
].flat();

function contentOf(message: TelegramMessage): IncomingContent | null {
  if (message.text !== undefined) return { kind: "text", text: withoutBotName(message.text) };
  return media.some((kind) => message[kind] !== undefined) ? { kind: "other" } : null;
}

/** "/diem@hocvu_bot 3" is "/diem 3": clients add the name when a command is tapped in a menu or a link. */
const withoutBotName = (text: string): string => text.replace(/^(\/\w+)@\w+/, "$1");

/** A toggle is no saying yet: `acknowledge` turns it over, and only the submit button speaks. */
function tapOf(query: CallbackQuery, submitted: Submitted): IncomingContent | null {
  if (query.data === undefined) return null;
  const pressed = parsePressed(query.data);
  const place = placeOf(query);
  switch (pressed.kind) {
    case "press":
      return { kind: "tap", action: pressed.action };
    case "submit":
      return {
        kind: "tap",
        action: pressed.action + indexes(place === null ? pressed.set : submitted(place, pressed.set)),
      };
    case "toggle":
      return null;
  }
}

/** Null where the platform does not say under which message it was pressed. */
export function placeOf({ message }: CallbackQuery): Place | null {
  if (message === undefined) return null;
  const { chat, message_id, reply_markup } = message;
  return { chat: chat.id, message: message_id, keyboard: reply_markup?.inline_keyboard ?? [] };
}

function membership(status: string): IncomingContent | null {
  if (status === "kicked") return { kind: "blocked" };
  return status === "member" ? { kind: "unblocked" } : null;
}
