import { createHash, timingSafeEqual } from "node:crypto";

/** The platform's word, and when it was given by its clock; or somebody else's. */
export type Genuine = { readonly genuine: true; readonly at: number } | { readonly genuine: false };

const forged: Genuine = { genuine: false };

/**
 * Whether Zalo signed these bytes: SHA-256 over app id, body, the body's timestamp and the account's secret key. Not HMAC,
 * and not over JSON written anew.
 * @param header "mac=<64 hex>", with or without "mac="
 * @param timestamp as the body has it
 */
export function readSignature(
  { appId, secretKey }: { readonly appId: string; readonly secretKey: string },
  header: string | undefined,
  bytes: Uint8Array,
  timestamp: unknown,
): Genuine {
  const stamp = typeof timestamp === "number" ? String(timestamp) : timestamp;
  if (typeof stamp !== "string" || !/^\d{1,16}$/.test(stamp)) return forged;
  const given = /^(?:mac=)?([0-9a-f]{64})$/i.exec(header?.trim() ?? "")?.[1];
  if (given === undefined) return forged;
  const made = createHash("sha256").update(appId).update(bytes).update(stamp).update(secretKey).digest();
  return timingSafeEqual(made, Buffer.from(given, "hex")) ? { genuine: true, at: Number(stamp) } : forged;
}
