import { z } from "zod";

/** What we read of Zalo's events. A part that is not as documented is as good as absent. */
const text = z.string().optional().catch(undefined);
const who = z
  .object({ id: z.string().min(1), admin_id: text })
  .optional()
  .catch(undefined);

const event = z.object({
  event_name: z.string().min(1).max(100),
  /** Milliseconds since 1970, as text. */
  timestamp: z.coerce.number().positive().max(8.64e15).optional().catch(undefined),
  sender: who,
  recipient: who,
  follower: who,
  user_id: text,
  message: z.object({ msg_id: text, text }).optional().catch(undefined),
  info: z.object({ phone: text }).optional().catch(undefined),
});

export type OaEvent = z.infer<typeof event>;

export const parseEvent = (body: unknown): OaEvent | null => event.safeParse(body).data ?? null;
