import { type Fetch, jsonObject, neverWritten, type WireAnswer } from "../wire.ts";

export type ZaloMethod =
  | "getMe"
  | "getUpdates"
  | "getWebhookInfo"
  | "setWebhook"
  | "deleteWebhook"
  | "sendMessage"
  | "sendPhoto";

/** How one call ended. */
export type Answer =
  | { readonly kind: "ok"; readonly result: unknown }
  /** `code`: Zalo's own, else the HTTP status; 200 when a gateway sent something that is no answer at all. */
  | { readonly kind: "error"; readonly code: number; readonly retryAfterSeconds: number | null }
  /** Certainly not delivered: no connection was made. */
  | { readonly kind: "unreached" }
  /** Time-out or cut after the request left: nobody knows. */
  | { readonly kind: "lost" };

/** One POST, never repeated, never throwing. Parameters and errors never show the URL, which holds the token. */
export type ZaloCall = (
  method: ZaloMethod,
  parameters: Readonly<Record<string, unknown>>,
  timeoutSeconds: number,
  signal?: AbortSignal,
) => Promise<Answer>;

export function openClient(token: string, apiRoot: string, fetch: Fetch): ZaloCall {
  const base = `${apiRoot.replace(/\/+$/, "")}/bot${token}`;
  return async (method, parameters, timeoutSeconds, signal) => {
    const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
    try {
      const answer = await fetch(`${base}/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(parameters),
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
        duplex: "half",
      });
      return classify(answer, await answer.text());
    } catch (error) {
      return { kind: neverWritten(error) ? "unreached" : "lost" };
    }
  };
}

/**
 * The body first, then the status: errors mostly come with HTTP 200. The code is `error_code`, in one place
 * `errorCode`; gateways before the API answer in HTML, and then the status is all there is.
 */
function classify(answer: WireAnswer, text: string): Answer {
  const body = jsonObject(text);
  if (body?.ok === true) return { kind: "ok", result: body.result };
  const code = Number(body?.error_code ?? body?.errorCode ?? answer.status);
  return { kind: "error", code, retryAfterSeconds: seconds(answer.headers.get("retry-after")) };
}

const seconds = (header: string | null): number | null =>
  header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) : null;
