/** What stands where the database should be takes connections, and is none: the start ends with one line. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { connect } from "#db/connect.ts";
import { makeCertificate } from "../setup/certificate.ts";
import { freshDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { openLine } from "../setup/line.ts";
import { openTlsLine } from "../setup/tls-line.ts";
import { runNode } from "../stories/program.ts";
import { machineEnv } from "../stories/stage.ts";

/** As PostgreSQL and PgBouncer word an error in answer to the first message: severity, SQLSTATE, text. */
function fatal(code: string, text: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`);
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

const poolers: Readonly<Record<string, { readonly says: RegExp; readonly answer: (socket: Socket) => unknown }>> = {
  "hangs up at once": { says: /takes connections and hangs up at once/, answer: (socket) => socket.end() },
  "hears the first message and hangs up": {
    says: /takes connections and hangs up at once/,
    answer: (socket) => socket.once("data", () => socket.end()),
  },
  "breaks the line at once": { says: /ECONNRESET/, answer: (socket) => socket.resetAndDestroy() },
  "answers with an error and hangs up": {
    says: /no more connections allowed/,
    answer: (socket) =>
      socket.once("data", () => socket.end(fatal("08P01", "no more connections allowed (max_client_conn)"))),
  },
  "says nothing at all": { says: /CONNECT_TIMEOUT/, answer: (socket) => socket.resume() },
};

let server: Server | null = null;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
  server = null;
});

async function listen(answer: (socket: Socket) => unknown): Promise<string> {
  server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    answer(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `postgres://hocvu:geheim@127.0.0.1:${(server.address() as AddressInfo).port}/hocvu`;
}

const start = async (command: string, answer: (socket: Socket) => unknown) =>
  runNode(["bin/hocvu.mjs", command], {
    ...machineEnv(),
    DATABASE_URL: await listen(answer),
    ...{ HOCVU_DEMO: "1", LOG_LEVEL: "error", PORT: "0" },
  });

test.each(Object.entries(poolers))("hocvu up before one that %s ends with one line", async (_, one) => {
  const { code, stderr } = await start("up", one.answer);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^hocvu: the database, DATABASE_URL, cannot be used: [^\n]*\n$/);
  expect(stderr).toMatch(one.says);
  expect(stderr).not.toContain("geheim");
});

test("hocvu up before one that hangs up once it is encrypted ends with one line, and calls ever more slowly", async () => {
  await using pooler = await openTlsLine(makeCertificate("localhost"), (call) => call.end());
  const DATABASE_URL = `postgres://hocvu:geheim@127.0.0.1:${pooler.port}/hocvu?sslmode=require`;
  const env = { ...machineEnv(), DATABASE_URL, HOCVU_DEMO: "1", LOG_LEVEL: "error", PORT: "0" };
  const { code, stderr } = await runNode(["bin/hocvu.mjs", "up"], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^hocvu: the database, DATABASE_URL, cannot be used: [^\n]*no answer within 20000 ms[^\n]*\n$/,
  );
  expect(pooler.calls()).toBeGreaterThan(1);
  expect(pooler.calls()).toBeLessThan(60); // once a second, and a few to begin with
});

test("doctor names one that hangs up at once", async () => {
  const { code, stderr } = await start("doctor", (socket) => socket.end());
  expect(code).toBe(1);
  expect(stderr).toMatch(/^hocvu: not well: database \([^\n]*takes connections and hangs up at once[^\n]*\)\n$/);
});

test("while it hangs up each query is told so, nobody calls in a loop, and the pool goes on when it is over", async () => {
  await using database = await freshDatabase();
  await using line = await openLine(database.url);
  await using pool = connect(line.url, { max: 4, applicationName: "pooled" });
  expect(await pool.sql`select 1 as one`).toEqual([{ one: 1 }]);
  line.hangUp();
  const before = line.calls();
  const queries = 20;
  for (let query = 0; query < queries; query++)
    await expect(pool.sql`select 1 as one`).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(line.calls() - before).toBeLessThanOrEqual(2 * queries);
  await line.mend();
  await eventually("the pool goes on", () =>
    pool.sql`select 1 as one`.then(
      () => true,
      () => false,
    ),
  );
});
