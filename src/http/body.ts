import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";

export type Body = { readonly kind: "whole"; readonly bytes: Buffer } | { readonly kind: "too-large" };

/** What is still listened to beyond the limit, so that the sender hears our answer instead of a broken line. */
const drainBytes = 16 * 1024 * 1024;

/** Whatever comes in is read as bytes. A platform may say any type or none; what counts is what the bytes are. */
export function takeBytes(door: FastifyInstance, limit: number): void {
  door.addHook("onRequest", async ({ raw }) => {
    delete raw.headers["content-type"];
  });
  door.removeAllContentTypeParsers();
  door.addContentTypeParser("*", (_request: FastifyRequest, payload: IncomingMessage) => readBody(payload, limit));
}

/** What `takeBytes` has read. */
export const bytesOf = ({ body }: FastifyRequest): Body => (body ?? { kind: "whole", bytes: Buffer.alloc(0) }) as Body;

/** Forms are the only bodies there are. One that is too long says nothing. */
export function takeForms(door: FastifyInstance, limit: number): void {
  door.removeAllContentTypeParsers();
  const form = "application/x-www-form-urlencoded";
  door.addContentTypeParser(form, async (_request: FastifyRequest, payload: IncomingMessage) => {
    const body = await readBody(payload, limit);
    return new URLSearchParams(body.kind === "whole" ? body.bytes.toString("utf8") : "");
  });
}

/** Reads a request's body of at most `limit` bytes; of a longer one nothing is kept. */
async function readBody(payload: Readable, limit: number): Promise<Body> {
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
