import type { InlineKeyboardButton } from "grammy/types";
import { z } from "zod";

/** What we read of Telegram's updates. Strangers write here: a part that is not as documented is as good as absent. */
const chat = z.object({ id: z.int(), type: z.string().catch("private") });

const user = z.object({
  id: z.int(),
  is_bot: z.boolean().catch(false),
  first_name: z.string().catch(""),
  last_name: z.string().catch(""),
});

/** Seconds since 1970. */
const date = z.int().positive().max(8.64e12);

const message = z.looseObject({
  chat,
  date,
  from: user.optional().catch(undefined),
  text: z.string().optional().catch(undefined),
});

const keyboard = z.custom<InlineKeyboardButton[][]>(
  (rows) => Array.isArray(rows) && rows.every((row) => Array.isArray(row) && row.every(isButton)),
);

const isButton = (button: unknown): boolean =>
  typeof button === "object" && button !== null && "text" in button && typeof button.text === "string";

const callbackQuery = z.object({
  id: z.string(),
  from: user,
  data: z.string().optional().catch(undefined),
  message: z
    .object({
      chat,
      message_id: z.int(),
      /** Missing on a message too old to be looked into. */
      reply_markup: z.object({ inline_keyboard: keyboard }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

const memberChange = z.object({ chat, from: user, date, new_chat_member: z.object({ status: z.string() }) });

const update = z.object({
  update_id: z.int(),
  message: message.optional().catch(undefined),
  edited_message: z.object({ chat }).optional().catch(undefined),
  callback_query: callbackQuery.optional().catch(undefined),
  my_chat_member: memberChange.optional().catch(undefined),
});

export type TelegramUpdate = z.infer<typeof update>;
export type TelegramMessage = z.infer<typeof message>;
export type CallbackQuery = z.infer<typeof callbackQuery>;
export type TelegramUser = z.infer<typeof user>;

export function parseUpdate(raw: unknown): TelegramUpdate | null {
  return update.safeParse(raw).data ?? null;
}

/** The kinds we ask Telegram for; it remembers the list. */
export const allowedUpdates = ["message", "callback_query", "my_chat_member"] as const;
