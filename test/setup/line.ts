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
  /** As at first. */
  mend(): Promise<void>;
}

export async function openLine(url: string): Promise<Line> {
  const { hostname, port: theirs } = new URL(url);
  const sockets = new Set<Socket>();
  let isHeld = false;
  const server = createServer((near) => {
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
    hold: () => {
      isHeld = true;
      for (const socket of sockets) socket.pause();
    },
    mend: async () => {
      isHeld = false;
      for (const socket of sockets) socket.resume();
      if (!server.listening) await listen(port);
    },
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await cut();
    },
  };
}
