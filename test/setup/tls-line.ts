import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Certificate } from "./certificate.ts";

/** A server of PostgreSQL's language behind TLS, as a pooler is: what it does with a call once it is encrypted. */
export interface TlsLine extends AsyncDisposable {
  readonly port: number;
  /** How many calls were encrypted, so far. */
  calls(): number;
}

/** PostgreSQL's question whether there is TLS (its protocol's "SSLRequest"), answered with yes. */
export async function openTlsLine({ cert, key }: Certificate, serve: (call: TLSSocket) => void): Promise<TlsLine> {
  const sockets = new Set<Socket>();
  let calls = 0;
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}).on("close", () => sockets.delete(socket)));
    socket.once("data", () => {
      socket.write("S");
      const call = new TLSSocket(socket, { isServer: true, cert, key });
      call.on("error", () => socket.destroy());
      call.once("secure", () => {
        calls += 1;
        serve(call);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const end = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: (server.address() as AddressInfo).port, calls: () => calls, [Symbol.asyncDispose]: end };
}

/** Hands a call on to the server at this address, which hears no TLS. */
export const handOn =
  (url: string) =>
  (call: TLSSocket): void => {
    const { hostname, port } = new URL(url);
    const far = dial(Number(port), hostname);
    far.on("error", () => call.destroy()).on("close", () => call.destroy());
    call.on("close", () => far.destroy());
    call.pipe(far).pipe(call);
  };
