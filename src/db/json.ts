/**
 * JSON that PostgreSQL takes: what its text cannot hold (NUL, half a surrogate pair) becomes U+FFFD. Strangers write
 * such things, and an update that cannot be stored would come again for ever.
 */
export function storableJson(value: unknown): string {
  // JSON.stringify escapes exactly these two; an escaped backslash before "u0000" is consumed first and stays.
  return JSON.stringify(value ?? null).replace(
    /(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})/g,
    (_, backslash?: string) => backslash ?? "\u{FFFD}",
  );
}

/** Text without what PostgreSQL's text cannot hold. */
export const storableText = (text: string): string => text.replaceAll("\0", "");
