import { readFileSync } from "node:fs";
import { type ConnectionOptions, checkServerIdentity, type PeerCertificate } from "node:tls";

/** A database's address as its clients call it, and how they keep what is said there to themselves. */
export interface Secured {
  /** Without what it says of TLS. */
  readonly url: string;
  /** False: not at all. */
  readonly ssl: false | ConnectionOptions;
}

const files = { ca: "sslrootcert", cert: "sslcert", key: "sslkey" } as const;

/**
 * What `sslmode`, `sslrootcert`, `sslcert` and `sslkey` of an address mean, as libpq has it
 * (https://www.postgresql.org/docs/18/libpq-ssl.html), since each client reads them in its own way: `require` asks for TLS
 * and, with `sslrootcert`, for a certificate of that authority, as `verify-ca` does; `verify-full` for one with the server's
 * name, too, of that authority or of one that Node knows. Without `sslmode` there is none, as with `disable`.
 * @throws Error a file cannot be read
 */
export function secured(address: string): Secured {
  const url = new URL(address);
  const take = (name: string) => {
    const value = url.searchParams.get(name);
    url.searchParams.delete(name);
    return value;
  };
  const mode = take("sslmode");
  const paths = Object.entries(files).map(([name, parameter]) => [name, take(parameter)] as const);
  if (mode === null || mode === "disable") return { url: url.href, ssl: false };
  const pems = Object.fromEntries(paths.flatMap(([name, file]) => (file === null ? [] : [[name, readFileSync(file)]])));
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isNamed = (_: string, certificate: PeerCertificate) =>
    mode === "verify-full" ? checkServerIdentity(host, certificate) : undefined;
  const rejectUnauthorized = mode !== "require" || "ca" in pems;
  return { url: url.href, ssl: { ...pems, rejectUnauthorized, checkServerIdentity: isNamed } };
}
