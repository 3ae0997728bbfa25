/** What the text of a variable must be, and what is read from it; a fault in the words that follow its name. */
import { z } from "zod";
import { sealingKeysFault } from "./sealing.ts";

export const integer = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d+$/, "is not a whole number")
    .transform(Number)
    .refine((n) => n >= low && n <= high, `must be from ${low} to ${high}`);

/** An address with a host, whose name and password can be decoded. */
function isReadable(text: string): boolean {
  try {
    const { host, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return host !== "";
  } catch {
    return false;
  }
}

export const url = (...protocols: string[]) =>
  z.string().superRefine((text, context) => {
    const begins = protocols.some((protocol) => text.startsWith(`${protocol}//`));
    if (begins && isReadable(text)) return;
    const message = begins
      ? "cannot be read as an address: it needs a host, a port is 65535 at most, and signs like / # @ % in a password are written %2F %23 %40 %25"
      : `is not an address that starts with ${protocols.map((p) => `${p}//`).join(" or ")}`;
    context.addIssue({ code: "custom", message });
  });

const tlsModes = ["disable", "require", "verify-ca", "verify-full"];

/** What is wrong with what an address of PostgreSQL says of TLS; null: nothing. */
function tlsFault(said: URLSearchParams): string | null {
  const mode = said.get("sslmode");
  const file = ["sslrootcert", "sslcert", "sslkey"].find((name) => said.has(name));
  if (mode === null) return file === undefined ? null : `names ${file} and no sslmode: write sslmode=verify-full`;
  if (!tlsModes.includes(mode)) return `has an sslmode that is not known here: write one of ${tlsModes.join(", ")}`;
  if (mode !== "verify-ca" || said.has("sslrootcert")) return null;
  return "asks for verify-ca and names no authority: write sslrootcert=FILE, or sslmode=verify-full";
}

export const databaseUrl = url("postgres:", "postgresql:").superRefine((text, context) => {
  const message = URL.canParse(text) ? tlsFault(new URL(text).searchParams) : null;
  if (message !== null) context.addIssue({ code: "custom", message });
});

/** A path of this machine. What a shell would have taken away or filled in is part of it here: such a folder nobody meant. */
export const folder = z
  .string()
  .refine((text) => !/^(["']).*\1$/.test(text), "is no folder that anybody meant") // the quotes are named beside it
  .refine((text) => !/^~(?:\/|$)/.test(text), "begins with ~, which only a shell knows: write the whole path");

export const apiRoot = url("http:", "https:").transform((text) => text.replace(/\/+$/, ""));

export const tokens = z.string().transform((text, context) => {
  const list = text.split(",").map((token) => token.trim());
  if (list.some((token) => !/^\d{1,20}:[A-Za-z0-9_-]{3,}$/.test(token))) {
    context.addIssue({ code: "custom", message: "holds something that is no token (digits, a colon, a secret)" });
    return z.NEVER;
  }
  if (new Set(list.map((token) => token.split(":")[0])).size < list.length) {
    context.addIssue({ code: "custom", message: "names the same bot twice" });
    return z.NEVER;
  }
  return list;
});

export const secrets = z.string().transform((text, context) => {
  const list = text.split(",").map((secret) => secret.trim());
  if (list.length > 2 || list.some((secret) => !/^[A-Za-z0-9_-]{8,256}$/.test(secret))) {
    context.addIssue({ code: "custom", message: "must be one or two secrets of 8 to 256 letters, digits, - or _" });
    return z.NEVER;
  }
  return list;
});

export const secretKeys = z.string().transform((text, context) => {
  const list = text.split(",").map((key) => key.trim());
  const fault = sealingKeysFault(list);
  if (fault === null) return list;
  context.addIssue({ code: "custom", message: fault });
  return z.NEVER;
});

export const secretKey = z
  .string()
  .refine((text) => /^[A-Za-z0-9_-]{8,64}$/.test(text), "must be 8 to 64 letters and digits, as the console shows it");
