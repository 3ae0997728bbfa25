import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import type { Log } from "#domain/log.ts";
import { pageWords } from "#wording/pages.ts";
import { page } from "./page.ts";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Every answer forbids what no page of ours does. */
export function secureHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (_request, reply) => {
    reply.headers({
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
  });
}

/** What went wrong is said in words of ours alone: nothing that was sent to us, no error's text, no stack. */
export function answerFaults(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler((_request, reply) => sayFault(reply, 404));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ route: request.routeOptions.url, err: nameOf(error) }, "a request failed");
    return sayFault(reply, status);
  });
}

function sayFault(reply: FastifyReply, status: number): FastifyReply {
  const words = status === 404 ? pageWords.notFound : status < 500 ? pageWords.badRequest : pageWords.failed;
  return reply.code(status).type("text/html; charset=utf-8").send(page(words));
}

/** An error as the log may know it: its message may hold what a person wrote. */
export const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? `${error.name} ${code}` : error.name;
};
