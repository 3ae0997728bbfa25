/** A run of letters, bold or not. `text` is literal: no markup lives in it, so every channel escapes it whole. */
export interface Span {
  readonly text: string;
  readonly bold?: true;
}

export type Line = readonly Span[];

/** Lines as a person reads them; an empty line is a blank line. */
export type RichText = readonly Line[];

export const plain = (text: string): Line => [{ text }];

export const bold = (text: string): Line => [{ text, bold: true }];

/** The same text without emphasis, lines joined by "\n". */
export function plainText(text: RichText): string {
  return text.map((line) => line.map((span) => span.text).join("")).join("\n");
}
