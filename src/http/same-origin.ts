import { isIP } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";

/**
 * The demo has no login, so no other site may speak to it through the browser of whoever runs it: the request must
 * name this host (no name that someone else's DNS points here), come from its own page, and be JSON.
 */
export function onlyOurPage(app: FastifyInstance, host: string): void {
  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", async (request, reply) => {
    if (!isOurHost(request.headers.host, host) || !isOurPage(request)) return reply.code(403).send({ ok: false });
  });
}

/**
 * Whether a form was sent by a page of ours: browsers say the origin of every POST, so who says none, or says that of
 * another site, is turned away.
 * @param publicUrl where people reach us; null: at this machine alone
 */
export function isOwnForm({ headers }: FastifyRequest, host: string, publicUrl: string | null): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  if (publicUrl !== null && headers.origin === new URL(publicUrl).origin) return true;
  return isOurHost(headers.host, host) && headers.origin === `http://${headers.host}`;
}

/** @param configured where we listen; on every address, whoever names an address of numbers means us */
function isOurHost(header: string | undefined, configured: string): boolean {
  const name = hostname(header);
  if (name === null) return false;
  if (["localhost", "127.0.0.1", "::1", configured.toLowerCase()].includes(name)) return true;
  return ["0.0.0.0", "::"].includes(configured) && isIP(name) > 0;
}

function hostname(header: string | undefined): string | null {
  try {
    return new URL(`http://${header ?? ""}`).hostname.replace(/^\[|\]$/g, "");
  } catch {
    return null;
  }
}

/** Browsers say where a request comes from; what is no browser says nothing and carries nobody's rights. */
function isOurPage({ headers, method }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && !(method === "GET" && site === "none")) return false;
  const { origin } = headers;
  return origin === undefined || origin === `http://${headers.host}` || origin === `https://${headers.host}`;
}
