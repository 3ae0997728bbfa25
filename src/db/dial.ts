import { connect as dial, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What postgres.js hands to whoever opens its sockets: its options, hosts in the order in which they are tried. */
interface Target {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path: string | false | undefined;
  readonly ssl: unknown;
}

/** No pool of ours opens so many connections at once. */
const mostInASecond = 30;

/** A connection that ended so soon after it was opened was of no use to anybody. */
const shortMs = 1500;

/**
 * Opens sockets for one client of postgres.js. When a server takes a connection and hangs up without a word (a pooler
 * whose server is gone, a relay with nothing behind it) that client (3.4.9) asks again at once and for ever, and its query
 * waits as long. Here the query is told, as if nobody had listened; where that cannot be seen, behind TLS, it is let ask
 * ever more slowly, once a second in the end.
 */
export function dialer(): (given: unknown) => Promise<Socket> {
  let turn = 0;
  let dialled: number[] = [];
  let last: { readonly socket: Socket; readonly at: number } | null = null;
  let short = 0;
  return async (given) => {
    const { host, port, path, ssl } = given as Target;
    const now = performance.now();
    dialled = [...dialled.filter((at) => now - at < 1000), now];
    const wasShort = ssl !== false && last?.socket.destroyed === true && now - last.at < shortMs;
    short = wasShort ? short + 1 : 0;
    const slowly = short < 2 ? 0 : Math.min(1000, 50 * 2 ** short);
    const wait = dialled.length > mostInASecond ? 1000 : slowly;
    if (wait > 0) await sleep(wait);
    const at = turn++ % host.length;
    const address = { host: host[at]!, port: port[at]! };
    const socket = path ? dial(path) : dial(address);
    last = { socket, at: performance.now() };
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
