import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "#db/connect.ts";
import { secured } from "#db/tls.ts";
import { openQueue } from "#queue/queues.ts";
import { type Certificate, makeCertificate } from "../setup/certificate.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { silent } from "../setup/log.ts";
import { handOn, openTlsLine, type TlsLine } from "../setup/tls-line.ts";

let folder: string;
let own: Certificate;
let database: TestDatabase;
let line: TlsLine;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-tls-"));
  own = makeCertificate("localhost");
  writeFileSync(path.join(folder, "own.crt"), own.cert);
  writeFileSync(path.join(folder, "other.crt"), makeCertificate("localhost").cert);
  database = await freshDatabase();
  line = await openTlsLine(own, handOn(database.url));
});
afterAll(async () => {
  await line[Symbol.asyncDispose]();
  await database.end();
  rmSync(folder, { recursive: true });
});

/** The address by the line, with what it says of TLS. */
function by(host: string, said: Record<string, string>): string {
  const url = new URL(database.url);
  url.host = `${host}:${line.port}`;
  for (const [name, value] of Object.entries(said))
    url.searchParams.set(name, name === "sslmode" ? value : path.join(folder, value));
  return url.href;
}

async function asks(address: string): Promise<string> {
  await using connection = connect(address, { max: 1, applicationName: "tls" });
  return await connection.sql`select 1 as one`.then(
    () => "answered",
    (error) => String(error.code),
  );
}

async function queues(address: string): Promise<string> {
  const { url, ssl } = secured(address);
  const opened = await openQueue({ databaseUrl: url, databaseTls: ssl, log: silent }).catch((error) => error);
  if (opened instanceof Error) return String((opened as NodeJS.ErrnoException).code);
  await using queue = opened;
  const rung = new Promise<string>((resolve) => {
    const worker = queue.workInbox(1, async () => {
      resolve("answered");
      void worker.stop();
    });
  });
  await queue.ringInbox([1 as never]);
  return await rung;
}

describe.each([
  ["whoever asks the database", asks],
  ["the queue in it", queues],
])("%s", (_, ask) => {
  test.each([
    ["require takes any certificate", "127.0.0.1", { sslmode: "require" }, "answered"],
    [
      "require believes one authority, where it is named",
      "127.0.0.1",
      { sslmode: "require", sslrootcert: "own.crt" },
      "answered",
    ],
    ["and no other", "127.0.0.1", { sslmode: "require", sslrootcert: "other.crt" }, "DEPTH_ZERO_SELF_SIGNED_CERT"],
    [
      "verify-ca believes it whatever the server is called",
      "127.0.0.1",
      { sslmode: "verify-ca", sslrootcert: "own.crt" },
      "answered",
    ],
    ["verify-full where it is called so", "localhost", { sslmode: "verify-full", sslrootcert: "own.crt" }, "answered"],
    [
      "and not where it is called otherwise",
      "127.0.0.1",
      { sslmode: "verify-full", sslrootcert: "own.crt" },
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ],
    ["verify-full believes nobody unknown", "localhost", { sslmode: "verify-full" }, "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ] as const)("%s", async (_name, host, said, expected) => {
    const before = line.calls();
    expect(await ask(by(host, said))).toBe(expected);
    expect(line.calls() > before || expected !== "answered").toBe(true);
  });
});

test("without sslmode, and with disable, nothing is encrypted", () => {
  for (const said of ["", "?sslmode=disable"]) {
    expect(secured(`postgres://hocvu:a%2Fb@db:5432/hocvu${said}`)).toEqual({
      url: "postgres://hocvu:a%2Fb@db:5432/hocvu",
      ssl: false,
    });
  }
});

test("a file that is not there is named", () => {
  expect(() => secured(by("localhost", { sslmode: "verify-full", sslrootcert: "none.crt" }))).toThrow("none.crt");
});
