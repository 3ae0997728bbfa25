import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { freshDatabase } from "../setup/database.ts";
import { runNode } from "./program.ts";
import { machineEnv } from "./stage.ts";

const up = (env: Record<string, string>, role = "up") => {
  // Nothing is there: only what is wrong before anything is opened may be said.
  const nowhere = { DATABASE_URL: "postgres://nobody:nothing@127.0.0.1:1/none", HOCVU_DATA_DIR: "/nonexistent" };
  return runNode(["bin/hocvu.mjs", role], { ...machineEnv(), ...nowhere, ...env });
};

const token = { TELEGRAM_BOT_TOKEN: "123456789:AAExampleOfASecretPart" };

describe("a wrong value stops the start with one line that names the variable and a right example", () => {
  test.each<[string, Record<string, string>]>([
    ["DATABASE_URL", { DATABASE_URL: "mysql://hush@db/hocvu" }],
    ["REDIS_URL", { REDIS_URL: "hush" }],
    ["TELEGRAM_BOT_TOKEN", { TELEGRAM_BOT_TOKEN: "hush" }],
    ["TELEGRAM_BOT_TOKEN", { TELEGRAM_BOT_TOKEN: "1:AAhushhush,1:BBhushhush" }],
    ["TELEGRAM_API_ROOT", { TELEGRAM_API_ROOT: "hush" }],
    ["ZALO_BOT_TOKEN", { ZALO_BOT_TOKEN: "12:hush:hush" }],
    ["ZALO_API_ROOT", { ZALO_API_ROOT: "ftp://hush" }],
    ["PUBLIC_URL", { PUBLIC_URL: "hush" }],
    ["PUBLIC_URL", { ...token, TELEGRAM_WEBHOOK_SECRET: "hush-hush", PUBLIC_URL: "http://hocvu.example.org" }],
    ["TELEGRAM_WEBHOOK_SECRET", { ...token, PUBLIC_URL: "https://hocvu.example.org" }],
    ["TELEGRAM_WEBHOOK_SECRET", { TELEGRAM_WEBHOOK_SECRET: "hush!" }],
    ["ZALO_WEBHOOK_SECRET", { ZALO_WEBHOOK_SECRET: "hush 1" }],
    ["TELEGRAM_MESSAGES_PER_SECOND", { TELEGRAM_MESSAGES_PER_SECOND: "0" }],
    ["ZALO_MESSAGES_PER_SECOND", { ZALO_MESSAGES_PER_SECOND: "1.5" }],
    ["ZALO_MESSAGES_PER_MONTH", { ZALO_MESSAGES_PER_MONTH: "-1" }],
    ["HOST", { HOST: "not a host" }],
    ["PORT", { PORT: "65536" }],
    ["METRICS_PORT", { METRICS_PORT: "hush" }],
    ["HOCVU_OPERATOR_PASSWORD", { HOCVU_OPERATOR_PASSWORD: "too hush" }],
    ["HOCVU_TIMEZONE", { HOCVU_TIMEZONE: "Asia/Atlantis" }],
    ["HOCVU_DEMO", { HOCVU_DEMO: "yes" }],
    ["HOCVU_DEMO", { ...token, HOCVU_DEMO: "1" }],
    ["LOG_LEVEL", { LOG_LEVEL: "loud" }],
  ])("%s %o", async (variable, env) => {
    const { code, stdout, stderr } = await up(env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^hocvu: ${variable} [^\\n]* Write for example ${variable}=\\S+\\n$`));
    expect(stderr.replace(/Write for example.*/, "")).not.toMatch(/hush|AAExample/);
  });
});

test("a database or a Redis that nobody answers for is named in one line", async () => {
  const [database, redis] = await Promise.all([
    up({}, "worker"),
    (async () => {
      await using fresh = await freshDatabase({ max: 1 });
      return await up({ DATABASE_URL: fresh.url, REDIS_URL: "redis://:hush@127.0.0.1:1" }, "worker");
    })(),
  ]);
  for (const { code, stderr } of [database, redis]) {
    expect(code).toBe(1);
    const lines = stderr
      .trimEnd()
      .split("\n")
      .filter((line) => !line.startsWith("{"));
    expect(lines).toEqual([expect.stringMatching(/^hocvu: /)]);
    expect(stderr).not.toMatch(/hush|nothing/);
  }
  expect(redis.stderr).toMatch(/Redis/i);
});

test("a port that is taken is named in one line", async () => {
  await using database = await freshDatabase({ max: 1 });
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await up({ DATABASE_URL: database.url, PORT: String(port), LOG_LEVEL: "error" });
  other.close();
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^hocvu: PORT ${port} is taken: [^\\n]*\\n$`));
});
