import type { InlineKeyboardButton } from "grammy/types";
import type { Button, Message } from "#domain/message.ts";
import type { Line, Span } from "#domain/text.ts";
import { hintBesideButtons } from "../plain.ts";
import { submitData, toggleData } from "./toggle.ts";

/** A text counts as a person sees it, once the entities are read (https://core.telegram.org/bots/api#sendmessage). */
export const limits = { text: 4096, buttons: 100 } as const;

export interface Rendered {
  readonly html: string;
  readonly keyboard: InlineKeyboardButton[][];
}

/** The message in Telegram's HTML, every letter of it escaped. */
export function render(message: Message): Rendered {
  const lines = message.text.map(htmlLine);
  const hint = hintBesideButtons(message);
  if (hint !== null) lines.push(escaped(hint));
  return { html: lines.join("\n"), keyboard: message.buttons.map((row) => row.map(inlineButton)) };
}

/** What Telegram counts of a message: UTF-16 units without its marks. */
export const shownLength = ({ html }: Rendered): number =>
  html.replaceAll(/<\/?b>/g, "").replaceAll(/&(?:amp|lt|gt);/g, "&").length;

const htmlLine = (line: Line): string => line.map(htmlSpan).join("");

const htmlSpan = ({ text, bold }: Span): string => (bold && text !== "" ? `<b>${escaped(text)}</b>` : escaped(text));

/** Composed before the marks come around it: the ">" of a mark and a stroke (U+0338) that follows would become one letter. */
const escaped = (text: string): string =>
  text.normalize("NFC").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function inlineButton(button: Button): InlineKeyboardButton {
  switch (button.kind) {
    case "press":
      return { text: button.label, callback_data: button.action };
    case "toggle":
      return { text: button.label, callback_data: toggleData(button.index, 0) };
    case "submit":
      return { text: button.label, callback_data: submitData(button.action, 0) };
    case "link":
      return { text: button.label, url: button.url };
  }
}
