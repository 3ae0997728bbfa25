import type { FastifyReply, FastifyRequest } from "fastify";
import { isSecret } from "./secrets.ts";

/** A cookie of ours: of this host alone, for all its paths, and out of reach for scripts. */
export interface Cookie {
  read(request: FastifyRequest): string | null;
  /** @param seconds how long the browser keeps it */
  set(reply: FastifyReply, value: string, seconds: number): void;
  drop(reply: FastifyReply): void;
}

/**
 * @param secure served over https: the prefix then holds browsers to what we ask for
 * (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes)
 * @param sameSite strict: it comes with no request that another site began; lax: with links from there
 */
export function cookie(name: string, secure: boolean, sameSite: "Strict" | "Lax"): Cookie {
  const full = secure ? `__Host-${name}` : name;
  const attributes = `Path=/; HttpOnly; SameSite=${sameSite}${secure ? "; Secure" : ""}`;
  const write = (reply: FastifyReply, value: string, seconds: number) =>
    void reply.header("set-cookie", `${full}=${value}; Max-Age=${seconds}; ${attributes}`);
  return {
    read(request) {
      const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(`${full}=`))?.slice(full.length + 1);
      return value !== undefined && isSecret(value) ? value : null;
    },
    set: write,
    drop: (reply) => write(reply, "", 0),
  };
}
