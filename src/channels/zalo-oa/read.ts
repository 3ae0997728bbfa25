import type { BotKey } from "#domain/ids.ts";
import type { Incoming, IncomingContent } from "#domain/message.ts";
import type { UpdateKey } from "../channel.ts";
import { type OaEvent, parseEvent } from "./event.ts";
import { tapPrefix } from "./render.ts";

/** Things that are no text: they count as writing. */
const otherKinds = ["image", "gif", "link", "audio", "video", "sticker", "location", "business_card", "file"];
const others = new Set(otherKinds.map((kind) => `user_send_${kind}`));

/** What people do that opens the way to them. Following is not among it: that alone is not known to. */
const interactions = new Set(["user_send_text", ...others, "user_click_chatnow", "user_submit_info"]);

/**
 * Null for what says nothing to us: echoes of our own messages, receipts, reactions, groups, unknown kinds. There is no
 * update id: event and message id make the key, or who did it and when.
 */
export function readKey(body: unknown): UpdateKey | null {
  const event = parseEvent(body);
  if (event === null || contentOf(event) === null) return null;
  const chat = personOf(event);
  if (chat === null) return null;
  const id = event.message?.msg_id;
  return { update: `${event.event_name}:${id ? id : `${chat}:${event.timestamp ?? ""}`}`, chat };
}

export function readEvent(bot: BotKey, body: unknown): Incoming | null {
  const event = parseEvent(body);
  const content = event === null ? null : contentOf(event);
  const chat = event === null ? null : personOf(event);
  if (event === null || content === null || chat === null) return null;
  const at = event.timestamp === undefined ? null : new Date(event.timestamp);
  const opens = at !== null && interactions.has(event.event_name);
  return { address: { bot, chat }, content, writtenAt: at, displayName: "", ...(opens ? { interaction: at } : {}) };
}

/** A person of the account's staff wrote to somebody in the account's own console: their words, not ours. */
export const isByStaff = (body: unknown): boolean => {
  const event = parseEvent(body);
  return Boolean(event?.event_name.startsWith("oa_send_") && event.sender?.admin_id);
};

function personOf({ event_name: name, sender, follower, user_id: user }: OaEvent): string | null {
  if (name === "follow" || name === "unfollow") return follower?.id ?? null;
  return (name.startsWith("user_send_") || name === "user_submit_info" ? sender?.id : user) ?? null;
}

function contentOf({ event_name: name, message, info }: OaEvent): IncomingContent | null {
  if (others.has(name)) return { kind: "other" };
  switch (name) {
    case "user_send_text":
      return message?.text === undefined ? null : said(message.text);
    case "follow":
    case "user_click_chatnow":
      return { kind: "entered" };
    case "unfollow":
      return { kind: "blocked" };
    case "user_submit_info":
      return info?.phone === undefined ? null : { kind: "shared", phone: info.phone };
    // They asked the platform for their erasure: we ask whether all of it is meant.
    case "user_withdraw":
      return { kind: "text", text: "/xoa" };
    default:
      return null;
  }
}

/** A tap comes as the text that its button holds, and anybody can type that: it is read as strictly as any press. */
const said = (text: string): IncomingContent =>
  text.startsWith(tapPrefix) ? { kind: "tap", action: text.slice(tapPrefix.length) } : { kind: "text", text };
