import type { AddressInfo } from "node:net";
import { createServer, connect as dial, type Socket } from "node:net";

/** A line to a server that a test can cut, hold still, and mend. */
export interface Line extends AsyncDisposable {
  /** The address given, by this line. */
  readonly url: string;
  /** Cuts all, and nobody gets through. */
  cut(): Promise<void>;
  /** Nothing passes, and nobody is told. */
  hold(): void;
  /** Cuts all; whoever calls is taken and hung up on at once, as by a pooler with no server behind it. */
  hangUp(): void;
  /** How many calls were taken, so far. */
  calls(): number;
  /** Whoever calls from now on is led to another server; who is through already stays where they are. */
  lead(url: string): void;
  /** As at first. */
  mend(): Promise<void>;
}

export async function openLine(url: string): Promise<Line> {
  let { hostname, port: theirs } = new URL(url);
  const sockets = new Set<Socket>();
  let isHeld = false;
  let hangsUp = false;
  let calls = 0;
  const server = createServer((near) => {
    calls += 1;
    if (hangsUp)
      return near
        .on("error", () => {})
        .resume()
        .end();
    const far = dial(Number(theirs), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
    if (isHeld) for (const socket of [near, far]) socket.pause();
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const own = new URL(url);
  own.hostname = "127.0.0.1";
  own.port = String(port);
  return {
    url: own.href,
    cut,
    hangUp: () => {
      hangsUp = true;
      for (const socket of sockets) socket.destroy();
    },
    calls: () => calls,
    lead: (to) => {
      ({ hostname, port: theirs } = new URL(to));
    },
    hold: () => {
      isHeld = true;
      for (const socket of sockets) socket.pause();
    },
    mend: async () => {
      isHeld = false;
      hangsUp = false;
      for (const socket of sockets) socket.resume();
      if (!server.listening) await listen(port);
    },
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await cut();
    },
  };
}
