import { type Api, InputFile } from "grammy";
import type { FileId } from "#domain/ids.ts";
import type { ChatAddress, Message } from "#domain/message.ts";
import type { SendOutcome } from "../channel.ts";
import type { Pictures } from "../pictures.ts";
import { fitsCaption } from "./caption.ts";
import { outcomeOf } from "./outcome.ts";
import { render } from "./render.ts";

/** Telegram takes files of 50 MB; below that there is room for the rest of the request. */
const mostBytes = 49_000_000;

/**
 * Sends a file with its message under it; null: the text alone is to be sent. A file that Telegram refuses was not
 * delivered, so the text may follow as the one message.
 */
export async function sendDocument(
  api: Api,
  pictures: Pictures,
  to: ChatAddress,
  message: Message,
  id: FileId,
): Promise<SendOutcome | null> {
  const file = fitsCaption(message) ? await pictures.file(id).catch(() => null) : null;
  if (file === null || file.bytes.length > mostBytes) return null;
  const { html, keyboard } = render(message);
  try {
    const sent = await api.sendDocument(to.chat, new InputFile(file.bytes, `bao-cao.${file.kind}`), {
      caption: html,
      parse_mode: "HTML",
      ...(keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
    });
    return { kind: "sent", platformId: String(sent.message_id) };
  } catch (error) {
    const outcome = outcomeOf(error);
    return outcome.kind === "refused" ? null : outcome;
  }
}
