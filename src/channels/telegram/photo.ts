import { type Api, InputFile } from "grammy";
import type { BotKey, PictureHash } from "#domain/ids.ts";
import type { ChatAddress, Message, Picture, PrivatePicture } from "#domain/message.ts";
import type { SendOutcome } from "../channel.ts";
import type { Pictures } from "../pictures.ts";
import { fitsCaption } from "./caption.ts";
import { outcomeOf } from "./outcome.ts";
import { render } from "./render.ts";

/** Sends a message's picture; null: the text alone is to be sent. */
export type SendPhoto = (
  to: ChatAddress,
  message: Message,
  picture: Picture | PrivatePicture,
) => Promise<SendOutcome | null>;

/**
 * A picture is uploaded once and goes by Telegram's id for it from then on. An id that Telegram no longer takes is
 * followed by the upload, an upload that it refuses by the text: whatever was refused was not delivered, so it is one
 * message either way. What was made for one person is uploaded, and never remembered.
 */
export function photoSender(api: Api, bot: BotKey, pictures: Pictures): SendPhoto {
  const ids = new Map<PictureHash, string>();

  async function idOf(hash: PictureHash): Promise<string | null> {
    return ids.get(hash) ?? pictures.uploaded(bot, hash).catch(() => null);
  }

  async function send(to: ChatAddress, message: Message, hash: PictureHash | null, photo: string | InputFile) {
    const { html, keyboard } = render(message);
    try {
      const sent = await api.sendPhoto(to.chat, photo, {
        caption: html,
        parse_mode: "HTML",
        ...(keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
      });
      const id = sent.photo?.at(-1)?.file_id;
      if (hash !== null && id !== undefined && id !== ids.get(hash)) {
        ids.set(hash, id);
        if (id !== photo) pictures.remember(bot, hash, id).catch(() => {}); // best effort: else it is uploaded again
      }
      return { kind: "sent" as const, platformId: String(sent.message_id) };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  return async (to, message, picture) => {
    if (!fitsCaption(message)) return null;
    if ("file" in picture) {
      const file = await pictures.file(picture.file).catch(() => null);
      if (file === null) return null;
      const uploaded = await send(to, message, null, new InputFile(file.bytes, "tien-do.png"));
      return uploaded.kind === "refused" ? null : uploaded;
    }
    const { hash } = picture;
    const id = await idOf(hash);
    const byId = id === null ? null : await send(to, message, hash, id);
    if (byId !== null && byId.kind !== "refused") return byId;
    ids.delete(hash);
    const png = await pictures.png(hash).catch(() => null);
    if (png === null) return null;
    const uploaded = await send(to, message, hash, new InputFile(png, `${hash.slice(0, 16)}.png`));
    return uploaded.kind === "refused" ? null : uploaded;
  };
}
