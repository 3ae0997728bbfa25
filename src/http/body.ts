import type { Readable } from "node:stream";

export type Body = { readonly kind: "whole"; readonly bytes: Buffer } | { readonly kind: "too-large" };

/** What is still listened to beyond the limit, so that the sender hears our answer instead of a broken line. */
const drainBytes = 16 * 1024 * 1024;

/** Reads a request's body of at most `limit` bytes; of a longer one nothing is kept. */
export async function readBody(payload: Readable, limit: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    else chunks.length = 0;
    if (length > limit + drainBytes) break;
  }
  return length > limit ? { kind: "too-large" } : { kind: "whole", bytes: Buffer.concat(chunks) };
}
