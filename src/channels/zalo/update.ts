import { z } from "zod";

/** What we read of Zalo's events. A part that is not as documented is as good as absent. */
const text = z.string().optional().catch(undefined);

const message = z.object({
  message_id: text,
  /** Milliseconds since 1970. */
  date: z.number().positive().max(8.64e15).optional().catch(undefined),
  chat: z
    .object({ id: z.string().min(1), chat_type: z.string().catch("PRIVATE") })
    .optional()
    .catch(undefined),
  from: z
    .object({ id: text, is_bot: z.boolean().catch(false), display_name: text, name: text, first_name: text })
    .optional()
    .catch(undefined),
  text,
  caption: text,
  photo: text,
  photo_url: text,
  sticker: text,
  voice_url: text,
});

const event = z.object({ event_name: z.string(), message: message.optional().catch(undefined) });

export type ZaloEvent = z.infer<typeof event>;

/** The events of a body: bare or wrapped in `{ok, result}`, one or an array of them, or none. */
export function eventsIn(body: unknown): readonly unknown[] {
  const inner = typeof body === "object" && body !== null && "result" in body ? body.result : body;
  if (Array.isArray(inner)) return inner;
  return inner === null || inner === undefined ? [] : [inner];
}

/** The event of a body that holds one; the first where it holds several. */
export function parseEvent(body: unknown): ZaloEvent | null {
  return event.safeParse(eventsIn(body)[0]).data ?? null;
}
