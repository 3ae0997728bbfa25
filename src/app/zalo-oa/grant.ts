import type { TokenPair } from "#channels/zalo-oa/oauth.ts";
import type { GrantRow, SealedPair } from "#db/chats/oa-grants.ts";
import type { Sealing, Unsealed } from "../sealing.ts";

/** Both tokens of a row, or why they cannot be read. */
export type Opened =
  | { readonly kind: "open"; readonly access: string; readonly refresh: string }
  | Exclude<Unsealed, { readonly kind: "open" }>;

const placeOf = (appId: string, token: "access" | "refresh"): string => `oa_grants ${appId} ${token}`;

export function openGrant(sealing: Sealing, { appId, accessSealed, refreshSealed }: GrantRow): Opened {
  const access = sealing.unseal(accessSealed, placeOf(appId, "access"));
  const refresh = sealing.unseal(refreshSealed, placeOf(appId, "refresh"));
  if (access.kind !== "open") return access;
  return refresh.kind === "open" ? { kind: "open", access: access.text, refresh: refresh.text } : refresh;
}

export function sealPair(sealing: Sealing, appId: string, pair: TokenPair, now: Date): SealedPair {
  return {
    access: sealing.seal(pair.access, placeOf(appId, "access")),
    refresh: sealing.seal(pair.refresh, placeOf(appId, "refresh")),
    expiresAt: new Date(now.getTime() + pair.expiresInSeconds * 1000),
    issuedAt: now,
  };
}

/** For operators: why tokens cannot be read, and what to do. */
export const unreadable = (kind: "other key" | "damaged"): string =>
  kind === "other key"
    ? "HOCVU_SECRET_KEY is not the key these tokens were sealed with: set that key again, or run hocvu zalo-oa connect"
    : "the stored tokens are damaged: run hocvu zalo-oa connect";
