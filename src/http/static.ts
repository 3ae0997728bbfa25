import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { FastifyInstance } from "fastify";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A file that stands beside this one, as text; read once, when the server is built. */
export const readBeside = (file: string): string => readFileSync(path.join(import.meta.dirname, file), "utf8");

/** Serves a text from memory. Browsers ask each time and hear 304 while it is the same. */
export function serveText(app: FastifyInstance, url: string, extension: string, text: string): void {
  const type = types[extension];
  if (type === undefined) throw new Error(`no media type is known for ${url}`);
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  app.get(url, async (request, reply) => {
    reply.headers({ etag, "cache-control": "no-cache" });
    if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    return reply.type(type).send(text);
  });
}

/** A PNG that stands beside this one, for whoever shows it, from anywhere. */
export function servePicture(app: FastifyInstance, url: string, file: string): void {
  const png = readFileSync(path.join(import.meta.dirname, file));
  app.get(url, async (_, reply) => {
    reply.headers({ "cache-control": "public, max-age=86400", "cross-origin-resource-policy": "cross-origin" });
    return reply.type("image/png").send(png);
  });
}

export const serveFile = (app: FastifyInstance, url: string, file: string): void =>
  serveText(app, url, path.extname(file), readBeside(file));
