import { createHash } from "node:crypto";

/**
 * How BullMQ tells that an update waits already: by its own id, or by its chat, of which one waits. While an update is
 * handled, another of its chat may come too late to be seen: the last such ring is kept. Of the chat the queue is told a
 * digest that others share.
 */
export const oneOfAChat = (id: number, chat: string | undefined): { id: string; keepLastIfActive?: true } =>
  chat === undefined
    ? { id: String(id) }
    : { id: `chat-${createHash("sha256").update(chat).digest("hex").slice(0, 8)}`, keepLastIfActive: true };
