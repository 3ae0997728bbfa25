import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { FastifyInstance } from "fastify";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

/** A file that stands beside this one, as text; read once, when the server is built. */
export const readBeside = (file: string): string => readFileSync(path.join(import.meta.dirname, file), "utf8");

/** Serves a text, or bytes, from memory. Browsers ask each time and hear 304 while it is the same. */
export function serveText(app: FastifyInstance, url: string, extension: string, text: string | Buffer): void {
  const type = types[extension];
  if (type === undefined) throw new Error(`no media type is known for ${url}`);
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  app.get(url, async (request, reply) => {
    reply.headers({ etag, "cache-control": "no-cache" });
    if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    return reply.type(type).send(text);
  });
}

/** A file that stands beside this one and is no text. */
export const serveBytes = (app: FastifyInstance, url: string, file: string): void =>
  serveText(app, url, path.extname(file), readFileSync(path.join(import.meta.dirname, file)));

export const serveFile = (app: FastifyInstance, url: string, file: string): void =>
  serveText(app, url, path.extname(file), readBeside(file));
