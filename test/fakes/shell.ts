import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Behaviour, FakeApi, Payload } from "./behaviour.ts";
import { realTimers, type Timers } from "./timers.ts";

export interface ShellOptions {
  /** How long every answer takes on its way. */
  readonly latencyMilliseconds?: number;
  readonly timers?: Timers;
}

export interface FakeServer extends AsyncDisposable {
  /** "http://127.0.0.1:8081": the API root. */
  readonly root: string;
  readonly port: number;
  latencyMilliseconds: number;
  /** Stops listening and cuts every connection: from now on nobody connects. */
  down(): Promise<void>;
  /** Listens again on the same port. */
  up(): Promise<void>;
}

/** Bots of one platform on a port of this machine. A token that is none of theirs goes to the first, to be refused. */
export async function serveFakes(fakes: readonly FakeApi[], port = 0, options: ShellOptions = {}): Promise<FakeServer> {
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => answer(response, 500, { error: String(error) }));
  });
  server.keepAliveTimeout = 30_000;
  const listen = (on: number) => new Promise<void>((resolve) => server.listen(on, "127.0.0.1", resolve));
  await listen(port);
  const actual = (server.address() as AddressInfo).port;
  const self: FakeServer = {
    root: `http://127.0.0.1:${actual}`,
    port: actual,
    latencyMilliseconds: options.latencyMilliseconds ?? 0,
    async down() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
    up: () => listen(actual),
    async [Symbol.asyncDispose]() {
      for (const fake of fakes) fake.close();
      await self.down();
    },
  };

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", self.root);
    const body = await readBody(request);
    if (url.pathname.startsWith("/control/")) return control(url, response, body);
    const call = /^\/bot([^/]*)\/([^/]*)$/.exec(decodeURIComponent(url.pathname));
    if (call === null) return answer(response, 404, { ok: false, error_code: 404, description: "Not Found" });
    const payload = await payloadOf(url, request, body);
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const behaviour = await pick(fakes, call[1]!).handle(call[1]!, call[2]!, payload, gone.signal);
    if (self.latencyMilliseconds > 0) await wait(options.timers ?? realTimers, self.latencyMilliseconds);
    behave(behaviour, request, response);
  }

  async function control(url: URL, response: ServerResponse, body: Buffer): Promise<void> {
    const action = url.pathname.slice("/control/".length);
    const given = { ...Object.fromEntries(url.searchParams), ...(body.length > 0 ? JSON.parse(body.toString()) : {}) };
    try {
      answer(
        response,
        200,
        (await controlShell(self, action, given)) ?? pickBot(fakes, given.bot).control(action, given) ?? {},
      );
    } catch (error) {
      answer(response, 400, { error: error instanceof Error ? error.message : String(error) });
    }
  }

  return self;
}

/** What concerns the line and not the platform: `latency` {milliseconds}, `down` {seconds}. */
async function controlShell(server: FakeServer, action: string, given: Payload): Promise<object | null> {
  if (action === "latency") {
    server.latencyMilliseconds = Number(given.milliseconds);
    return {};
  }
  if (action !== "down") return null;
  setImmediate(() => void server.down());
  setTimeout(() => void server.up(), Number(given.seconds) * 1000);
  return {};
}

/** The same, without a network: a `fetch` for clients in this process. */
export function fakeFetch(
  fakes: readonly FakeApi[],
  { latencyMilliseconds = 0, timers = realTimers }: ShellOptions = {},
) {
  return async (
    url: string,
    init: { readonly body?: unknown; readonly signal?: AbortSignal | null },
  ): Promise<Response> => {
    const [, token, method] = /\/bot([^/]*)\/([^/?]*)$/.exec(decodeURIComponent(new URL(url).pathname)) ?? ["", "", ""];
    const payload = typeof init.body === "string" ? (JSON.parse(init.body) as Payload) : {};
    const signal = init.signal ?? new AbortController().signal;
    const behaviour = await pick(fakes, token!).handle(token!, method!, payload, signal);
    if (latencyMilliseconds > 0) await wait(timers, latencyMilliseconds);
    signal.throwIfAborted();
    switch (behaviour.kind) {
      case "answer":
        return new Response(behaviour.body, { status: behaviour.status, headers: behaviour.headers });
      case "cut":
        throw failed({ code: "ECONNRESET", syscall: "read" });
      case "refused":
        throw failed({ code: "ECONNREFUSED", syscall: "connect" });
      case "hang":
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    }
  };
}

const failed = (cause: object) => new TypeError("fetch failed", { cause });

const wait = (timers: Timers, milliseconds: number) =>
  new Promise<void>((resolve) => timers.after(milliseconds, resolve));

const pick = (fakes: readonly FakeApi[], token: string): FakeApi =>
  fakes.find((fake) => fake.token === token) ?? fakes[0]!;

function pickBot(fakes: readonly FakeApi[], digits: unknown): FakeApi {
  const fake = digits === undefined ? fakes[0] : fakes.find(({ token }) => token.startsWith(`${String(digits)}:`));
  if (fake === undefined) throw new Error(`no such bot: ${String(digits)}`);
  return fake;
}

function behave(behaviour: Behaviour, request: IncomingMessage, response: ServerResponse): void {
  switch (behaviour.kind) {
    case "answer":
      response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
      return;
    case "cut":
    case "refused":
      request.socket.destroy();
      return;
    case "hang":
      return;
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Query, JSON, form or multipart, as both platforms take them; files become `{name, bytes}`. Null: not readable. */
async function payloadOf(url: URL, request: IncomingMessage, body: Buffer): Promise<Payload | null> {
  const query = Object.fromEntries(url.searchParams);
  const type = request.headers["content-type"] ?? "";
  if (body.length === 0) return query;
  try {
    if (type.startsWith("application/json")) return { ...query, ...JSON.parse(body.toString("utf8")) };
    const boundary = /^multipart\/form-data;\s*boundary="?([^";]+)"?/.exec(type)?.[1];
    if (boundary !== undefined) return { ...query, ...partsOf(body, boundary) };
    const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
    return { ...query, ...Object.fromEntries([...form].filter(([, value]) => typeof value === "string")) };
  } catch {
    return null;
  }
}

/**
 * As lenient as Telegram's server: it takes what grammY sends, which Node's own reader does not (no blank after
 * "form-data;", a file's name without quotes).
 */
export function partsOf(body: Buffer, boundary: string): Payload {
  const text = body.toString("latin1");
  if (!text.trimEnd().endsWith(`--${boundary}--`)) throw new Error("the last boundary is missing");
  const fields: Payload = {};
  for (const part of text.split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf("\r\n\r\n");
    const head = Buffer.from(part.slice(0, end), "latin1").toString("utf8");
    const bytes = Buffer.from(part.slice(end + 4, -2), "latin1");
    const name = /;\s*name="([^"]*)"/i.exec(head)?.[1];
    const file = /;\s*filename="?([^"\r\n]*)/i.exec(head)?.[1];
    if (name !== undefined) fields[name] = file === undefined ? bytes.toString("utf8") : { name: file, bytes };
  }
  return fields;
}
