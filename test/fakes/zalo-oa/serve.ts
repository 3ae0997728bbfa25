import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import type { Behaviour } from "../behaviour.ts";
import type { FakeZaloOa, OaRequestSeen } from "./api.ts";

/** What else the platform answers at the same address; null: this is not for it. */
export type More = (request: OaRequestSeen) => Promise<Behaviour | null>;

export interface OaServer extends AsyncDisposable {
  /** "http://127.0.0.1:8083": the API root. */
  readonly root: string;
}

/** Whose token it is; one that is nobody's goes to the first, to be refused. */
const pick = (fakes: readonly FakeZaloOa[], token: string | undefined): FakeZaloOa =>
  fakes.find(({ tokens }) => token !== undefined && tokens.has(token)) ?? fakes[0]!;

async function answer(fakes: readonly FakeZaloOa[], request: OaRequestSeen, more?: More): Promise<Behaviour> {
  return (await more?.(request)) ?? pick(fakes, request.headers.access_token).handle(request);
}

/** Accounts of the platform on a port of this machine. */
export async function serveOa(fakes: readonly FakeZaloOa[], more?: More): Promise<OaServer> {
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const body = await bytesOf(request);
    const behaviour = await answer(fakes, { method: request.method!, path: request.url!, headers, body }, more);
    if (behaviour.kind === "answer") response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
    else if (behaviour.kind !== "hang") request.socket.destroy();
  }

  return {
    root: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const fake of fakes) fake.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The same, without a network: a `fetch` for a channel in this process. */
export function oaFetch(fakes: readonly FakeZaloOa[], more?: More) {
  return async (
    url: string,
    init: {
      readonly method: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Readable | null;
      readonly signal: AbortSignal;
    },
  ): Promise<Response> => {
    const { pathname, search } = new URL(url);
    const body =
      typeof init.body === "string" ? Buffer.from(init.body) : init.body === null ? none : await bytesOf(init.body);
    const { method, headers, signal } = init;
    const behaviour = await answer(fakes, { method, path: pathname + search, headers, body }, more);
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

const none = Buffer.alloc(0);

const failed = (cause: object) => new TypeError("fetch failed", { cause });

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
