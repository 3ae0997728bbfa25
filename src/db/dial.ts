import { connect as dial, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What postgres.js hands to whoever opens its sockets: its options, hosts in the order in which they are tried. */
interface Target {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path: string | false | undefined;
}

/** No pool of ours opens so many connections at once. */
const mostInASecond = 30;

/**
 * Opens sockets for one client of postgres.js. When a server takes a connection and hangs up without a word (a pooler
 * whose server is gone, a relay with nothing behind it) that client (3.4.9) asks again at once and for ever, and its query
 * waits as long. Here the query is told, as if nobody had listened; where that cannot be seen, behind TLS, it asks slowly.
 */
export function dialer(): (given: unknown) => Promise<Socket> {
  let turn = 0;
  let dialled: number[] = [];
  return async (given) => {
    const now = performance.now();
    dialled = [...dialled.filter((at) => now - at < 1000), now];
    if (dialled.length > mostInASecond) await sleep(1000);
    const { host, port, path } = given as Target;
    const at = turn++ % host.length;
    const address = { host: host[at]!, port: port[at]! };
    const socket = path ? dial(path) : dial(address);
    socket.once("end", () => {
      if (socket.bytesRead === 0) socket.destroy(hungUp(address));
    });
    return Object.assign(socket, address); // as the client does, for what it says of errors
  };
}

/** Its code stands for a lost connection wherever there is one. */
const hungUp = ({ host, port }: { readonly host: string; readonly port: number }): Error =>
  Object.assign(new Error(`${host}:${port} takes connections and hangs up at once: is there a database behind it?`), {
    code: "CONNECTION_CLOSED",
  });
