import type { Readable } from "node:stream";
import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from "undici";

/** What we need of `fetch`. The global one fits, and so does one that a simulation answers in the process. */
export type Fetch = (url: string, init: WireRequest) => Promise<WireAnswer>;

export interface WireRequest {
  readonly method: "GET" | "POST";
  readonly headers: Record<string, string>;
  /** Null where the method has none. */
  readonly body: string | Readable | null;
  readonly signal: AbortSignal;
  /** Only the global `fetch` asks for it, when the body is a stream. */
  readonly duplex: "half";
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  json(): Promise<unknown>;
}

export interface Wire extends AsyncDisposable {
  readonly fetch: Fetch;
}

/** A way out of a network whose machines may not call the outside themselves: an HTTP proxy that makes tunnels (CONNECT). */
export interface ProxyServer {
  /** http: or https:, with a name and a password where it wants them. */
  readonly url: string;
  /** Hosts that are called without it, as in NO_PROXY. */
  readonly except: string;
}

const connecting = {
  timeout: 5_000,
  // Node gives each address 250 ms by default, less than a round trip from Việt Nam to some API hosts.
  autoSelectFamilyAttemptTimeout: 2_000,
};

/** No answer of a platform is as long; what goes on is cut off before it fills the memory, and its outcome is unknown. */
const mostBytes = 32 * 1024 * 1024;

const limits = { connect: connecting, maxResponseSize: mostBytes };

/**
 * Connections to a bot API. Connecting has a time limit of its own, well below that of any call, so that a host
 * that does not answer ends as "no connection was made" and not as an outcome nobody knows.
 * @param proxy what https: addresses are called by; http: ones are near, and called themselves
 * @param monotonic milliseconds of a clock that never jumps, and goes on while this process stands still
 */
export function openWire(proxy: ProxyServer | null = null, monotonic = () => performance.now()): Wire {
  const agent = proxy === null ? new Agent(limits) : openProxy(proxy);
  const punctual = agent.compose((dispatch) => (options, handler) => {
    const asked = monotonic();
    return dispatch(
      options,
      startingBy(handler, () => monotonic() - asked <= writtenWithinMs),
    );
  });
  return {
    async fetch(url, { method, headers, body, signal }) {
      const { origin, pathname, search } = new URL(url);
      const answer = await punctual.request({ origin, path: pathname + search, method, headers, body, signal });
      return {
        status: answer.statusCode,
        headers: {
          get(name) {
            const value = answer.headers[name.toLowerCase()];
            return (Array.isArray(value) ? value[0] : value) ?? null;
          },
        },
        text: () => answer.body.text(),
        json: () => answer.body.json(),
      };
    },
    [Symbol.asyncDispose]: () => agent.close(),
  };
}

function openProxy({ url, except }: ProxyServer): Dispatcher {
  const ways = { httpProxy: "", httpsProxy: url, noProxy: except };
  return new EnvHttpProxyAgent({ ...ways, ...limits, proxyTls: connecting, clientFactory: openTunnels });
}

const noTunnel = "HOCVU_NO_TUNNEL";

/** Asks a proxy for tunnels. It must answer as soon as a host must: until there is a tunnel nothing is written. */
function openTunnels(proxy: URL, options: object): Dispatcher {
  const pool = new Pool(proxy, { ...options, headersTimeout: connecting.timeout });
  const ask = pool.connect.bind(pool) as (wanted: unknown) => Promise<Dispatcher.ConnectData>;
  const connect = (wanted: unknown) =>
    ask(wanted).catch((cause: unknown) => {
      throw Object.assign(new Error("the proxy makes no connection", { cause }), { code: noTunnel });
    });
  return Object.assign(pool, { connect });
}

/**
 * A request is written so soon after it was asked for, or not at all: longer than connecting may take, shorter than others
 * wait before they take a lane from a process that stands still. What was about to be written when this one was stopped would
 * else go out when it is woken, beside what the others send by then.
 */
const writtenWithinMs = 8_000;

const tooLate = "HOCVU_TOO_LATE";

/** The same handler, which calls the request off in the moment before its first byte is written, unless `mayStart`. */
function startingBy(handler: Dispatcher.DispatchHandler, mayStart: () => boolean): Dispatcher.DispatchHandler {
  return new Proxy(handler, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name === "onRequestStart")
        return (controller: Dispatcher.DispatchController, context: unknown) => {
          if (!mayStart()) controller.abort(Object.assign(new Error("not written in time"), { code: tooLate }));
          else target.onRequestStart?.(controller, context);
        };
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The object that an answer's body is; null: it is something else, such as a gateway's page. */
export function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Our own, and errors of name look-up and connecting that say nothing else; others must name the system call. */
const beforeWriting = new Set([
  tooLate,
  noTunnel,
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EAI_NODATA",
  "UND_ERR_CONNECT_TIMEOUT",
  "HOSTNAME_MISMATCH",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_UNSUPPORTED_PROTOCOL",
  "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
  "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
]);

/**
 * Whether `error` proves that the request was never written: name look-up, connecting or the TLS handshake failed, or it
 * was called off.
 * False for everything that may have happened after it (a reset, a hang-up, a time-out), and for what is unknown.
 */
export function neverWritten(error: unknown): boolean {
  return causes(error).some(({ code, syscall, message }) => {
    if (typeof code === "string" && (beforeWriting.has(code) || code.startsWith("CERT_"))) return true;
    if (syscall === "connect" || syscall === "getaddrinfo") return true;
    if (typeof message !== "string") return false;
    // What undici says where a proxy will not make a tunnel has no code of its own.
    return message.includes("before secure TLS connection was established") || message.startsWith("Proxy response (");
  });
}

/** The error and what it was made from: `cause` by the standard, `error` in grammY, `errors` when all addresses failed. */
function causes(error: unknown, depth = 0): Record<string, unknown>[] {
  if (typeof error !== "object" || error === null || depth > 4) return [];
  const seen = error as Record<string, unknown>;
  const inner = [seen.cause, seen.error, ...(Array.isArray(seen.errors) ? seen.errors : [])];
  return [seen, ...inner.flatMap((each) => causes(each, depth + 1))];
}
