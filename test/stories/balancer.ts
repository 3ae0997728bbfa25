import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** What stands before several ingresses: each call goes to the next of those that answer. */
export interface Balancer extends AsyncDisposable {
  /** How many updates each has taken, by its port. */
  readonly taken: ReadonlyMap<number, number>;
  /** The updates that one of them has said "ok" to, by Telegram's number of each. */
  readonly accepted: ReadonlySet<number>;
}

const patienceMs = 5_000;

/** @param at where it listens @param ports where an ingress may listen, or not just now */
export async function startBalancer(at: number, ports: readonly number[]): Promise<Balancer> {
  const taken = new Map(ports.map((port) => [port, 0]));
  const accepted = new Set<number>();
  let turn = 0;
  const server = createServer(async (incoming, outgoing) => {
    try {
      const parts: Buffer[] = [];
      for await (const part of incoming) parts.push(part as Buffer);
      turn += 1;
      const order = ports.map((_, place) => ports[(turn + place) % ports.length]!);
      pass(order, Buffer.concat(parts), incoming, outgoing);
    } catch {
      outgoing.destroy(); // who called has left
    }
  });

  function pass(
    [port, ...others]: readonly number[],
    body: Buffer,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): void {
    if (port === undefined) return void outgoing.writeHead(502).end();
    const { method, url, headers } = incoming;
    const options = { port, host: "127.0.0.1", method, path: url, headers, timeout: patienceMs };
    const call = request(options, (answer) => {
      const update = updateIn(body);
      if (answer.statusCode === 200 && update !== null) {
        taken.set(port, taken.get(port)! + 1);
        accepted.add(update);
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.on("error", () => outgoing.destroy());
    });
    call.on("timeout", () => call.destroy());
    call.on("error", () => {
      // Died in the middle of an answer: the platform hears nothing, and comes again.
      if (outgoing.headersSent) outgoing.destroy();
      else pass(others, body, incoming, outgoing);
    });
    call.end(body);
  }

  await new Promise<void>((listening) => server.listen(at, "127.0.0.1", listening));
  return {
    taken,
    accepted,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Null: none, as when a platform only tries whether somebody is there. */
function updateIn(body: Buffer): number | null {
  try {
    const { update_id } = JSON.parse(body.toString()) as { update_id?: unknown };
    return typeof update_id === "number" ? update_id : null;
  } catch {
    return null;
  }
}
