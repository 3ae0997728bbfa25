import { createServer } from "node:http";
import { type AddressInfo, connect as dial, type Socket } from "node:net";

/** What a proxy does with whoever asks it for a tunnel. */
export type Manner = "makes tunnels" | "refuses" | "says nothing" | "hangs up";

export interface ProxyStandIn extends AsyncDisposable {
  readonly url: string;
  /** "host:port" of each tunnel that was asked for, so far, and with which authorization. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | undefined }[];
}

/** An HTTP proxy on this machine: tunnels by CONNECT (RFC 9110, 9.3.6), and nothing else. */
export async function openProxy(manner: Manner): Promise<ProxyStandIn> {
  const asked: { target: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket)));
  };
  const server = createServer((_, response) => void response.writeHead(405).end());
  server.on("connection", keep);
  server.on("connect", (request, near: Socket) => {
    asked.push({ target: request.url!, authorization: request.headers["proxy-authorization"] });
    if (manner === "says nothing") return;
    if (manner === "hangs up") return near.destroy();
    if (manner === "refuses") return near.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const { hostname, port } = new URL(`http://${request.url}`);
    const far = dial(Number(port), hostname, () => {
      near.write("HTTP/1.1 200 Connection established\r\n\r\n");
      near.pipe(far).pipe(near);
    });
    keep(far);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const end = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { url: `http://hocvu:mat%20khau@127.0.0.1:${port}`, asked, [Symbol.asyncDispose]: end };
}
