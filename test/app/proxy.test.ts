/** The program in a network that calls the outside by a proxy alone: `hocvu doctor` finds its bots there. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCertificate } from "../setup/certificate.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { openProxy } from "../setup/proxy.ts";
import { runNode } from "../stories/program.ts";
import { machineEnv } from "../stories/stage.ts";

let folder: string;
let platform: Server;
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-proxy-"));
  const own = makeCertificate("localhost");
  writeFileSync(path.join(folder, "own.crt"), own.cert);
  const me = { id: 123456789, is_bot: true, first_name: "Học Vụ", username: "hocvu_bot" };
  platform = createServer(own, (_, response) => void response.end(JSON.stringify({ ok: true, result: me })));
  await new Promise<void>((resolve) => platform.listen(0, "localhost", resolve));
});
afterAll(async () => {
  platform.close();
  await database.end();
  rmSync(folder, { recursive: true });
});

test.each([
  ["its platform, by a tunnel", "", 1],
  ["and without it where it is told to", "localhost", 0],
])("doctor asks %s", async (_, except, tunnels) => {
  await using proxy = await openProxy("makes tunnels");
  const { port } = platform.address() as AddressInfo;
  const { stdout, stderr } = await runNode(["bin/hocvu.mjs", "doctor"], {
    ...machineEnv(),
    DATABASE_URL: database.url,
    TELEGRAM_BOT_TOKEN: "123456789:AAtoken",
    TELEGRAM_API_ROOT: `https://localhost:${port}`,
    HTTPS_PROXY: proxy.url,
    NO_PROXY: except,
    NODE_EXTRA_CA_CERTS: path.join(folder, "own.crt"),
  });
  expect(stdout).toMatch(/ok +bot telegram:123456789 +Học Vụ|ok +bot telegram:123456789 +hocvu_bot/);
  expect(stdout).toContain("platforms by the proxy HTTPS_PROXY");
  expect(new Set(proxy.asked.map(({ target }) => target)).size).toBe(tunnels);
  expect(stdout + stderr).not.toContain("mat");
});

test("doctor asks about the proxy where nothing gets through it, and shows no password", async () => {
  const { stdout, stderr } = await runNode(["bin/hocvu.mjs", "doctor"], {
    ...machineEnv(),
    DATABASE_URL: database.url,
    TELEGRAM_BOT_TOKEN: "123456789:AAtoken",
    TELEGRAM_API_ROOT: "https://telegram.example.org",
    HTTPS_PROXY: "http://user:geheim@127.0.0.1:1",
  });
  expect(stdout).toMatch(/BAD +bot telegram:123456789 .*does the proxy HTTPS_PROXY run and let this machine/);
  expect(stdout + stderr).not.toContain("geheim");
});
