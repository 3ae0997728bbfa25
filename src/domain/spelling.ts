import { tidied } from "./fold.ts";

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;

/**
 * The form in which two spellings of one Vietnamese name meet: case, width, blanks and the place of the tone ("Hoà",
 * "Hòa") make no difference, accents do: Xã Tân and Xã Tấn are two communes, and who may see the one must not see the
 * other. For looking a name up as people type it, use `fold`.
 */
export function spellingKey(text: string): string {
  const words = tidied(text).normalize("NFD").split(" ");
  const toneLast = (word: string) => word.replaceAll(tones, "") + (word.match(tones) ?? []).join("");
  return words.map(toneLast).join(" ").normalize("NFC");
}
