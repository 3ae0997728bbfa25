import { createServer } from "node:net";
import { expect, test } from "vitest";
import { neverConnected, openWire } from "#channels/wire.ts";

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
  expect(neverConnected(failed(cause))).toBe(true);
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
  expect(neverConnected(failed(cause))).toBe(false);
});

test("looks into what was tried address by address, and at nothing that is no error", () => {
  const refused = Object.assign(new Error("x"), { code: "X", syscall: "connect" });
  expect(neverConnected(new TypeError("fetch failed", { cause: new AggregateError([refused]) }))).toBe(true);
  expect(neverConnected(null)).toBe(false);
  expect(neverConnected("ECONNREFUSED")).toBe(false);
});

test("a server that takes the connection and hangs up may have read the request", async () => {
  const server = createServer((socket) => socket.once("data", () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await using wire = openWire();
  const call = wire.fetch(`http://127.0.0.1:${port}/x`, {
    method: "POST",
    headers: {},
    body: "{}",
    signal: AbortSignal.timeout(5000),
    duplex: "half",
  });
  expect(neverConnected(await call.catch((error: unknown) => error))).toBe(false);
  server.close();
});
