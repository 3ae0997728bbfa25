/** What has no width or only directs the text, and U+FE0E, U+FE0F, U+20E3, which dress a digit up as a key. */
const invisible = /[\p{Cf}\u{FE0E}\u{FE0F}\u{20E3}]/gu;

const spaced = (text: string): string => text.replace(/\s+/gu, " ").trim();

/**
 * What a person typed, in one form, lower-case and **with** its accents: full width and key-caps become plain
 * ("１️⃣" is "1", "🅰" is "a"), whatever has no width goes, blanks become one space. For what must tell "ạ" from "a".
 */
export function tidied(text: string): string {
  const letters = text
    .replaceAll(invisible, "")
    .normalize("NFKC")
    .replaceAll(invisible, "")
    .replaceAll("🅰", "A")
    .replaceAll("🅱", "B")
    // Old fonts and keyboards put an Icelandic or African letter of the same look, capital or small, in place of ours.
    .replaceAll(/[\u00D0\u00F0\u0189\u0256]/g, "đ");
  return spaced(letters.toLowerCase().normalize("NFC"));
}

/** Without Vietnamese accents: "đường" is "duong". Expects `tidied` text. */
export function withoutMarks(text: string): string {
  return spaced(
    text
      .normalize("NFD")
      .replaceAll(/[\u0300-\u036F]/g, "")
      .replaceAll("đ", "d"),
  );
}

/** The form in which two texts meet that differ only in case, accents, width or blanks: "  ĐÁP  Án B" is "dap an b". */
export function fold(text: string): string {
  return withoutMarks(tidied(text));
}
