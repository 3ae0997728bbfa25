import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FakeAnswer, FakeGrants, FakeRequest } from "./grants.ts";

/** What `getoa` tells, or the number it refuses with. */
export type FakeOa = Readonly<Record<string, unknown>> | number;

const anOa = {
  oaid: "4100998877665544332",
  name: "Học Vụ Mẫu",
  is_verified: true,
  oa_type: 2,
  package_name: "Toàn diện",
  package_valid_through_date: "31/12/2026",
} as const;

export interface GrantsServer extends AsyncDisposable {
  /** Both roots, of the API and of OAuth. */
  readonly root: string;
  oa: FakeOa;
  /** What else it tells, by the path, or the number that it refuses with. */
  readonly tells: Map<string, object | number>;
  /** So far the platform's clock is ahead of this machine's, in milliseconds. */
  aheadMs: number;
  /** Every access token that was tried while it was dead. */
  readonly refused: string[];
  /** Calls for tokens whose caller had left before the answer did. */
  unheard: number;
  /** Told of every call of the API, and whether its token was good. */
  onCall: (request: FakeRequest, token: string, good: boolean) => void;
}

const tokenPath = "/v4/oa/access_token";

/** The token endpoint and `getoa` on a port of this machine. */
export async function serveGrants(grants: FakeGrants): Promise<GrantsServer> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const headers = incoming.headers as FakeRequest["headers"];
    const body = Buffer.concat(chunks).toString("utf8");
    const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers, body };
    const answer = await route(request);
    if (incoming.socket.destroyed && request.path === tokenPath) self.unheard += 1;
    if (answer === "cut") incoming.socket.destroy();
    else {
      const date = new Date(Date.now() + self.aheadMs).toUTCString();
      outgoing.writeHead(answer.status, { "content-type": "application/json", date }).end(answer.body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const self: GrantsServer = {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    oa: anOa,
    tells: new Map(),
    refused: [],
    unheard: 0,
    aheadMs: 0,
    onCall: () => {},
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function route(request: FakeRequest): Promise<FakeAnswer> {
    if (request.path === tokenPath) return await grants.handle(request);
    const told = self.tells.get(request.path.split("?")[0]!);
    if (request.path !== "/v2.0/oa/getoa" && told === undefined) return { status: 404, body: "" };
    const token = request.headers.access_token ?? "";
    const good = grants.has(token);
    self.onCall(request, token, good);
    if (!good) {
      self.refused.push(token);
      return error(-216, "Access token is invalid");
    }
    const data = told ?? self.oa;
    if (typeof data === "number") return error(data, "refused");
    return { status: 200, body: JSON.stringify({ error: 0, message: "Success", data }) };
  }

  return self;
}

const error = (code: number, message: string): FakeAnswer => ({
  status: 200,
  body: JSON.stringify({ error: code, message }),
});
