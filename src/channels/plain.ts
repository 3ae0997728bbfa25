import type { Message } from "#domain/message.ts";
import { plainText } from "#domain/text.ts";

/**
 * The message for a platform where answers are typed: no emphasis, links written out on lines of their own,
 * the hint last. NFC. Its length is what must fit the platform's limit.
 */
export function typedText({ text, buttons, typedHint }: Message): string {
  const links = buttons.flat().flatMap((button) => (button.kind === "link" ? [button.label, button.url] : []));
  const hint = typedHint === null ? [] : [typedHint];
  return [plainText(text), ...links, ...hint].join("\n").normalize("NFC");
}

/** The typed hint on a platform with buttons: shown only where nothing can be pressed. */
export function hintBesideButtons({ buttons, typedHint }: Message): string | null {
  return buttons.flat().some((button) => button.kind !== "link") ? null : typedHint;
}
