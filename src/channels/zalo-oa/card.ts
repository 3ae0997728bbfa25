import type { Message } from "#domain/message.ts";
import type { Answer, OaCall } from "./client.ts";
import type { Post } from "./endpoint.ts";
import { isRefused } from "./outcome.ts";

/** Zalo's own limits, in UTF-16 units. */
const longest = { title: 100, subtitle: 500 } as const;
/** So long a card that an account does not take is not offered to it again. */
const refusedForMs = 3_600_000;

/** Asks somebody for their phone number by Zalo's card; null: the text alone is to be sent. */
export type SendCard = (call: OaCall, user: string, card: NonNullable<Message["asksPhone"]>) => Promise<Answer | null>;

/**
 * A card has a picture, which Zalo fetches, and no text beside it. One that was refused was not delivered, so the text may
 * follow as the one message.
 * @param picture its address, a PNG or JPEG; null: there is none, and so no card
 */
export function cardSender(post: Post, picture: string | null, monotonic: () => number): SendCard {
  let refusedAt = Number.NEGATIVE_INFINITY;
  return async (call, user, { title, subtitle }) => {
    if (picture === null || monotonic() - refusedAt < refusedForMs) return null;
    const element = {
      title: title.normalize("NFC").slice(0, longest.title),
      subtitle: subtitle.normalize("NFC").slice(0, longest.subtitle),
      image_url: picture,
    };
    const payload = { template_type: "request_user_info", elements: [element] };
    const answer = await post(call, {
      recipient: { user_id: user },
      message: { attachment: { type: "template", payload } },
    });
    if (!isRefused(answer)) return answer;
    refusedAt = monotonic();
    return null;
  };
}
