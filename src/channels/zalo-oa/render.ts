import type { Button, Message } from "#domain/message.ts";
import { plainText } from "#domain/text.ts";
import { hintBesideButtons, typedText } from "../plain.ts";

/** Most UTF-16 units of one message, of 2,000 whose unit nobody knows; most buttons below it. */
export const limits = { text: 1900, buttons: 5 } as const;

/** What a tap's text begins with: nobody types it, and nothing else is a tap. */
export const tapPrefix = "hv1:";

const longestTitle = 100;

export type OaButton =
  | { readonly type: "oa.query.hide"; readonly title: string; readonly payload: string }
  | { readonly type: "oa.open.url"; readonly title: string; readonly payload: { readonly url: string } };

export interface Rendered {
  readonly text: string;
  readonly buttons: readonly OaButton[];
}

/**
 * The message as plain text, NFC, with its buttons. Where they are too many, or some are switched before they are sent, which
 * Zalo has not: as everything typed.
 */
export function render(message: Message): Rendered {
  const shown = message.buttons.flat().map(oaButton);
  const buttons = shown.filter((button) => button !== null);
  if (buttons.length < shown.length || buttons.length > limits.buttons) return typed(message);
  const hint = hintBesideButtons(message);
  const lines = [plainText(message.text), ...(hint === null ? [] : [hint])];
  return { text: lines.join("\n").normalize("NFC"), buttons };
}

/** The message where nothing can be pressed. */
export const typed = (message: Message): Rendered => ({ text: typedText(message), buttons: [] });

/** Null: Zalo has no such button. */
function oaButton(button: Button): OaButton | null {
  const title = button.label.normalize("NFC").slice(0, longestTitle);
  switch (button.kind) {
    case "press":
      return { type: "oa.query.hide", title, payload: tapPrefix + button.action };
    case "link":
      return { type: "oa.open.url", title, payload: { url: button.url } };
    case "toggle":
    case "submit":
      return null;
  }
}
