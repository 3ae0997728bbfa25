import { z } from "zod";
import { type Fetch, jsonObject, neverWritten } from "../wire.ts";

/** A pair that the platform has made; the one before is worthless from that moment. */
export interface TokenPair {
  readonly access: string;
  readonly refresh: string;
  /** So long the access token is good. */
  readonly expiresInSeconds: number;
}

/** How asking for a pair ended. */
export type PairOutcome =
  | { readonly kind: "made"; readonly pair: TokenPair }
  /** No pair was made. `code` 0: none came with it. `name` is the platform's own, cut down to what cannot be a secret. */
  | { readonly kind: "refused"; readonly code: number; readonly name: string }
  /** Surely not asked: no connection was made. */
  | { readonly kind: "unreached" }
  /** Perhaps a pair was made, and nobody will ever see it. */
  | { readonly kind: "unknown" };

/** The two calls that make a pair: one request each, never repeated, never throwing. */
export interface Oauth {
  /** The code that the permission page gave, good for ten minutes and once. */
  exchange(code: string): Promise<PairOutcome>;
  /** A refresh token, good once. */
  refresh(token: string): Promise<PairOutcome>;
}

export interface OauthOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** "https://oauth.zaloapp.com", or a server that speaks like it. */
  readonly oauthRoot: string;
  readonly fetch: Fetch;
  /** Time limit of a call. */
  readonly callMs?: number;
}

const defaultCallMs = 30_000;

export function openOauth(options: OauthOptions): Oauth {
  const { appId: app_id } = options;
  return {
    exchange: (code) => ask(options, { code, app_id, grant_type: "authorization_code" }),
    refresh: (token) => ask(options, { refresh_token: token, app_id, grant_type: "refresh_token" }),
  };
}

/**
 * The page on which the account's admin allows the application.
 * @param callback as it is saved in the console, byte for byte
 */
export const permissionLink = (oauthRoot: string, appId: string, callback: string): string =>
  `${oauthRoot}/v4/oa/permission?${new URLSearchParams({ app_id: appId, redirect_uri: callback })}`;

async function ask(options: OauthOptions, body: Readonly<Record<string, string>>): Promise<PairOutcome> {
  const { oauthRoot, appSecret, fetch, callMs = defaultCallMs } = options;
  try {
    const answer = await fetch(`${oauthRoot}/v4/oa/access_token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", secret_key: appSecret },
      body: new URLSearchParams(body).toString(),
      signal: AbortSignal.timeout(callMs),
      duplex: "half",
    });
    return outcomeOf(await answer.text());
  } catch (error) {
    return { kind: neverWritten(error) ? "unreached" : "unknown" };
  }
}

const defaultLifeSeconds = 90_000;

const pair = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().int().positive().catch(defaultLifeSeconds),
});

const refusal = z
  .object({
    error: z.coerce.number().int().optional().catch(undefined),
    error_name: z.string().optional().catch(undefined),
  })
  .refine(({ error, error_name: name }) => (error !== undefined && error !== 0) || name !== undefined);

/** The body alone: refusals come with HTTP 200 too. What is neither a pair nor a refusal says nothing. */
function outcomeOf(text: string): PairOutcome {
  const body = jsonObject(text);
  const made = pair.safeParse(body).data;
  if (made !== undefined) {
    const { access_token: access, refresh_token: refresh, expires_in: expiresInSeconds } = made;
    return { kind: "made", pair: { access, refresh, expiresInSeconds } };
  }
  const refused = holdsToken(body) ? undefined : refusal.safeParse(body).data;
  if (refused === undefined) return { kind: "unknown" };
  return { kind: "refused", code: refused.error ?? 0, name: harmless(refused.error_name ?? "") };
}

const holdsToken = (body: object | null): boolean => body !== null && "access_token" in body;

/** A name for logs: few words, and none so long that it may be a token. */
const harmless = (name: string): string =>
  name
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== "" && word.length <= 20)
    .slice(0, 8)
    .join(" ");
