import type { Message } from "#domain/message.ts";
import { plainText } from "#domain/text.ts";
import { hintBesideButtons } from "../plain.ts";

/** After entity parsing, in UTF-16 units. */
const longestCaption = 1024;

/** Whether a message can stand under a picture or a file. */
export function fitsCaption(message: Message): boolean {
  const hint = hintBesideButtons(message);
  const length = plainText(message.text).normalize("NFC").length + (hint === null ? 0 : hint.length + 1);
  return length <= longestCaption;
}
