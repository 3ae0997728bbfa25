import { createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import { neverWritten, openWire } from "#channels/wire.ts";

const failed = (cause: object) => new TypeError("fetch failed", { cause: Object.assign(new Error("x"), cause) });

test.each([
  { code: "ECONNREFUSED", syscall: "connect" },
  { code: "ECONNREFUSED" },
  { code: "ENOTFOUND", syscall: "getaddrinfo" },
  { code: "EAI_AGAIN", syscall: "getaddrinfo" },
  { code: "EHOSTUNREACH", syscall: "connect" },
  { code: "ETIMEDOUT", syscall: "connect" },
  { code: "ECONNRESET", syscall: "connect" },
  { code: "UND_ERR_CONNECT_TIMEOUT" },
  { code: "CERT_HAS_EXPIRED" },
  { code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
  { code: "ERR_TLS_CERT_ALTNAME_INVALID" },
  { code: "ECONNRESET", message: "Client network socket disconnected before secure TLS connection was established" },
])("%o proves that nothing was written", (cause) => {
  expect(neverWritten(failed(cause))).toBe(true);
});

test.each([
  { code: "ECONNRESET", syscall: "read" },
  { code: "EPIPE", syscall: "write" },
  { code: "ETIMEDOUT", syscall: "read" },
  { code: "EHOSTUNREACH", syscall: "read" },
  { code: "UND_ERR_SOCKET", message: "other side closed" },
  { code: "UND_ERR_HEADERS_TIMEOUT" },
  { code: "UND_ERR_BODY_TIMEOUT" },
  { code: "UND_ERR_ABORTED" },
  { name: "TimeoutError" },
  {},
])("%o may have come after it was written", (cause) => {
  expect(neverWritten(failed(cause))).toBe(false);
});

test("looks into what was tried address by address, and at nothing that is no error", () => {
  const refused = Object.assign(new Error("x"), { code: "X", syscall: "connect" });
  expect(neverWritten(new TypeError("fetch failed", { cause: new AggregateError([refused]) }))).toBe(true);
  expect(neverWritten(null)).toBe(false);
  expect(neverWritten("ECONNREFUSED")).toBe(false);
});

const post = { method: "POST", headers: {}, body: "{}", duplex: "half" } as const;

/** A server on a port of its own that answers like this, and how many requests came. */
async function serve(answer: (socket: Socket) => void) {
  let asked = 0;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      asked++;
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/x`,
    asked: () => asked,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

test("a server that takes the connection and hangs up may have read the request", async () => {
  await using server = await serve((socket) => socket.destroy());
  await using wire = openWire();
  const call = wire.fetch(server.url, { ...post, signal: AbortSignal.timeout(60_000) });
  expect(neverWritten(await call.catch((error: unknown) => error))).toBe(false);
  expect(server.asked()).toBe(1);
});

test("who was stopped between a request and its writing writes nothing when it is woken", async () => {
  await using server = await serve((socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
  const standsStill = async (milliseconds: number) => {
    const times = [0, milliseconds];
    await using wire = openWire(null, () => times.shift()!);
    return await wire
      .fetch(server.url, { ...post, signal: AbortSignal.timeout(60_000) })
      .catch((error: unknown) => error);
  };
  expect(await standsStill(8_000)).toMatchObject({ status: 204 });
  expect(neverWritten(await standsStill(8_001))).toBe(true);
  expect(server.asked()).toBe(1);
});

test("an answer without an end is cut off", async () => {
  const piece = "x".repeat(1024 * 1024);
  await using server = await serve((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n");
    let pieces = 0;
    const more = () => {
      while (pieces < 200 && !socket.destroyed) {
        pieces++;
        if (!socket.write(piece)) return void socket.once("drain", more);
      }
      socket.end();
    };
    more();
  });
  await using wire = openWire();
  const answer = await wire.fetch(server.url, { ...post, signal: AbortSignal.timeout(60_000) });
  const error = await answer.text().catch((error: unknown) => error);
  expect(error).toMatchObject({ code: "UND_ERR_RES_EXCEEDED_MAX_SIZE" });
  expect(neverWritten(error)).toBe(false);
});
