import { z } from "zod";
import type { ChatAddress, Message, Picture, PrivatePicture } from "#domain/message.ts";
import type { SendOutcome } from "../channel.ts";
import type { Pictures } from "../pictures.ts";
import { typedText } from "../plain.ts";
import type { ZaloCall } from "./client.ts";
import { outcomeOf } from "./outcome.ts";

/** Of 2,000, whose unit nobody knows. */
const longestCaption = 1900;
/** Zalo fetches the picture first, and takes its time. */
const photoSeconds = 60;
/** So long a picture that was refused is not offered again: the address may have been unreachable for a while. */
const refusedForMs = 3_600_000;

const sentPhoto = z.object({ message_id: z.string() });

/** Sends a message's picture; null: the text alone is to be sent. */
export type SendPhoto = (
  to: ChatAddress,
  message: Message,
  picture: Picture | PrivatePicture,
) => Promise<SendOutcome | null>;

const pathOf = (pictures: Pictures, picture: Picture | PrivatePicture): Promise<string | null> =>
  "file" in picture ? pictures.filePath(picture.file) : pictures.path(picture.hash);

/**
 * Zalo takes a picture by its public address alone. One that it refuses was not delivered, so the text may follow as the
 * one message.
 * @param publicUrl where the world reaches our server; null: it does not, so no picture is sent
 */
export function photoSender(
  call: ZaloCall,
  publicUrl: string | null,
  pictures: Pictures,
  monotonic: () => number,
): SendPhoto {
  const refusedAt = new Map<string, number>();
  return async (to, message, picture) => {
    // What is made for one person is another picture each time: the first that is refused speaks for the rest.
    const key = "file" in picture ? "made" : picture.hash;
    const caption = typedText(message);
    if (publicUrl === null || caption.length > longestCaption) return null;
    if (monotonic() - (refusedAt.get(key) ?? Number.NEGATIVE_INFINITY) < refusedForMs) return null;
    const path = await pathOf(pictures, picture).catch(() => null);
    if (path === null) return null;
    const answer = await call("sendPhoto", { chat_id: to.chat, photo: publicUrl + path, caption }, photoSeconds);
    if (answer.kind === "ok") {
      return { kind: "sent", platformId: sentPhoto.safeParse(answer.result).data?.message_id ?? "" };
    }
    const outcome = outcomeOf(answer);
    if (outcome.kind !== "refused") return outcome;
    refusedAt.set(key, monotonic());
    return null;
  };
}
