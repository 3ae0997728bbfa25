import { type Fetch, jsonObject, neverWritten } from "../wire.ts";

/** The platform's numbers for "this token is worth nothing". */
export const deadTokenCodes: readonly number[] = [-216, -220, -124];

/** Where a question to the platform is asked, and with what. */
export interface Asking {
  readonly url: string;
  readonly token: string;
  readonly fetch: Fetch;
  /** Time limit of the call. */
  readonly callMs: number;
  /** JSON to be posted; without it the question is a GET. */
  readonly json?: string;
}

export type Told =
  /** What the body says; null: it is no object. */
  | { readonly kind: "told"; readonly body: Record<string, unknown> | null }
  /** `reached` false: the question was surely not asked. */
  | { readonly kind: "away"; readonly reached: boolean };

/** Asks the platform how something stands, with one request that changes nothing there. Never throws. */
export async function ask({ url, token, fetch, callMs, json }: Asking): Promise<Told> {
  try {
    const answer = await fetch(url, {
      method: json === undefined ? "GET" : "POST",
      headers: { access_token: token, ...(json === undefined ? {} : { "content-type": "application/json" }) },
      body: json ?? null,
      signal: AbortSignal.timeout(callMs),
      duplex: "half",
    });
    return { kind: "told", body: jsonObject(await answer.text()) };
  } catch (error) {
    return { kind: "away", reached: !neverWritten(error) };
  }
}
