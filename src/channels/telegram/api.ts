import type { Readable } from "node:stream";
import { Api } from "grammy";
import type { Fetch } from "../wire.ts";

/** A client of the Bot API that never retries. Errors do not show the URL, which holds the token. */
export function openApi(token: string, apiRoot: string, fetch: Fetch, timeoutSeconds: number): Api {
  return new Api(token, { apiRoot: apiRoot.replace(/\/+$/, ""), timeoutSeconds, fetch: forGrammy(fetch) });
}

/** grammY aborts with a look-alike of AbortSignal that today's clients refuse, and reads nothing but `json()`. */
const forGrammy = (fetch: Fetch) => (url: string | URL, init: GrammyRequest) =>
  fetch(String(url), {
    method: "POST",
    headers: init.headers,
    body: init.body,
    signal: standardSignal(init.signal),
    duplex: "half",
  });

interface GrammyRequest {
  readonly headers: Record<string, string>;
  readonly body: string | Readable;
  readonly signal: Pick<AbortSignal, "aborted" | "addEventListener">;
}

function standardSignal(signal: GrammyRequest["signal"]): AbortSignal {
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else signal.addEventListener("abort", () => controller.abort());
  return controller.signal;
}
