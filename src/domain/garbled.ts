/**
 * Legacy fonts that went through a converter as if they were Latin-1 are valid UTF-8 and still unreadable. No Vietnamese
 * word holds these: signs next to letters (TCVN3: "NguyÔn V¨n"), doubled vowels (VNI: "Nguyeãn Vaên"), UTF-8 read as
 * Windows-1252 ("Nguyá»…n"), or the mark of letters already lost.
 */
const garbledForms = [
  /\p{L}[¨©ª¬\u00ad®µ¶·¸¹»¼½¾][\p{L}\s]|[¨©ª¬®µ¶·¸¹»¼½¾]\p{L}|[§®]\p{L}|\p{L}[ÊËÎÏÑÕÔÖ×ØÜÞß]\p{Ll}/u,
  /a[âàáãäåêèéëûúùüõø]|e[âàáãäåêèéëïùø]|o[âäåï]|öô|Ñ[aeiou]/iu,
  /á[º»]|Ä[‘\u0090ƒ]|Æ[°¡]|Ã[\u00a0-\u00bf]|\ufffd/u,
];

/** Whether a text, of which the first 300 units are looked at, has letters as no Vietnamese word does. */
export function looksGarbled(text: string): boolean {
  const begins = text.slice(0, 300).normalize("NFC");
  return garbledForms.some((form) => form.test(begins));
}
