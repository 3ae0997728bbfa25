import { Readable } from "node:stream";
import { type Fetch, jsonObject, neverWritten, type WireAnswer } from "../wire.ts";
import { deadTokenCodes } from "./asking.ts";
import { freeMinuteMs } from "./minute.ts";
import type { Requests } from "./requests.ts";
import type { AccessToken, TokenSource } from "./tokens.ts";

/** How one call ended. */
export type Answer =
  | { readonly kind: "ok"; readonly data: unknown }
  /** Zalo's own number, mostly with HTTP 200. */
  | { readonly kind: "error"; readonly code: number }
  /** Certainly not taken: no connection was made, or there is no token to call with for the moment. */
  | { readonly kind: "unreached" }
  /** Not asked: the budget of requests has no room for so long. */
  | { readonly kind: "full"; readonly waitMs: number }
  /** There is no grant, or it is dead: a person must authorise again. */
  | { readonly kind: "no_grant" }
  /** Time-out or cut after the request left, or an answer that is none: nobody knows. */
  | { readonly kind: "lost" };

export interface OaRequest {
  readonly method: "GET" | "POST";
  /** "/v3.0/oa/message/cs": the version belongs to the path. */
  readonly path: string;
  readonly contentType: string | null;
  readonly body: string | Buffer | null;
  readonly seconds: number;
}

/** One request, repeated once where its token was refused, and never else. Never throws. */
export type OaCall = (request: OaRequest) => Promise<Answer>;

export interface ClientOptions {
  readonly apiRoot: string;
  readonly tokens: TokenSource;
  readonly requests: Requests;
  readonly fetch: Fetch;
  /** Epoch milliseconds, by which the platform's minutes begin. */
  readonly wall: () => number;
  readonly warn: (text: string) => void;
}

/**
 * Calls of one errand. What it costs of the requests: the first goes at the expense of whoever has taken a slot for the errand,
 * if so it is; every other takes one of its own.
 */
export function openClient(options: ClientOptions): (firstIsPaid: boolean) => OaCall {
  const { tokens } = options;
  return (firstIsPaid) => {
    let paid = firstIsPaid;
    const spend = async (token: AccessToken, request: OaRequest): Promise<Answer> => {
      const free = paid ? () => {} : options.requests.take();
      if (typeof free === "number") return { kind: "full", waitMs: free };
      paid = false;
      const answer = await once(options, token, request);
      free();
      return answer;
    };
    return async (request) => {
      try {
        const token = await tokens.current();
        if (token === null) return { kind: "no_grant" };
        const answer = await spend(token, request);
        if (answer.kind !== "error" || !deadTokenCodes.includes(answer.code)) return answer;
        const renewed = await tokens.renew(token);
        if (renewed === null) return { kind: "no_grant" };
        return renewed.value === token.value ? { kind: "unreached" } : await spend(renewed, request);
      } catch {
        return { kind: "unreached" }; // where the tokens are kept is away
      }
    };
  };
}

/** Exactly one request. The token is in a header, and so in no error. */
async function once(options: ClientOptions, token: AccessToken, request: OaRequest): Promise<Answer> {
  const { method, path, contentType, body, seconds } = request;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  try {
    const answer = await options.fetch(options.apiRoot + path, {
      method,
      headers: {
        access_token: token.value,
        ...(contentType === null ? {} : { "content-type": contentType }),
        ...(bytes === null ? {} : { "content-length": String(bytes.length) }),
      },
      body: bytes === null || typeof body === "string" ? (body as string | null) : Readable.from([bytes]),
      signal: AbortSignal.timeout(seconds * 1000),
      duplex: "half",
    });
    obey(options, answer);
    return classify(answer, await answer.text());
  } catch (error) {
    return { kind: neverWritten(error) ? "unreached" : "lost" };
  }
}

/** Before the platform refuses, it says how many requests are left in this minute. */
function obey({ requests, wall, warn }: ClientOptions, { headers }: WireAnswer): void {
  const [limit, remain] = ["x-ratelimit-limit", "x-ratelimit-remain"].map((name) => whole(headers.get(name)));
  if (remain === 0) requests.pause(freeMinuteMs(wall()));
  const { perMinute } = requests;
  if (limit !== null && limit !== undefined && limit > 0 && limit < perMinute && Number.isFinite(perMinute)) {
    warn(
      `Zalo OA: the package allows ${limit} requests a minute, ZALO_OA_REQUESTS_PER_MINUTE says ${perMinute}: write ZALO_OA_REQUESTS_PER_MINUTE=${limit}`,
    );
  }
}

const whole = (header: string | null): number | null =>
  header !== null && /^\d{1,9}$/.test(header.trim()) ? Number(header) : null;

/** The body first: its number decides, whatever the status; without one only a 429 says something. */
function classify(answer: WireAnswer, text: string): Answer {
  const body = jsonObject(text);
  const code = numberOf(body?.error);
  if (code === 0) return { kind: "ok", data: body?.data };
  if (code !== null) return { kind: "error", code };
  return answer.status === 429 ? { kind: "error", code: -32 } : { kind: "lost" };
}

/** Zalo's number, as a number or as text. */
const numberOf = (error: unknown): number | null =>
  (typeof error === "number" && Number.isInteger(error)) ||
  (typeof error === "string" && /^-?\d{1,9}$/.test(error.trim()))
    ? Number(error)
    : null;
