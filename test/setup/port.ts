import { randomInt } from "node:crypto";
import net from "node:net";

/** Below the ports that a system gives out by itself: nobody's connection, and no server that asked for any port, has one of these. */
const [lowest, highest] = [10_240, 32_767];

/**
 * A port of 127.0.0.1 for a program that starts later, and may be started again. One that the system chose would be free
 * only until it gives it to somebody else: with a hundred programs about, that happens.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(lowest, highest + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${lowest} to ${highest}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ port }, () => server.close(() => resolve(true)));
  });
}
