import { describe, expect, test } from "vitest";
import { readConfig } from "#app/config.ts";
import { misspelt } from "#app/misspelt.ts";

const token = "123456789:AAExampleOfASecretPart";

/** All that an Official Account needs. */
const oa = {
  PUBLIC_URL: "https://x.example.org",
  ZALO_OA_APP_ID: "1900220033004400551",
  ZALO_OA_APP_SECRET: "AppSecretOfTwentyAb",
  ZALO_OA_SECRET_KEY: "OaSecretKeyOfThese",
  HOCVU_SECRET_KEY: "5f".repeat(8) + "0123456789abcdef".repeat(3),
};

const faults: [string, Record<string, string>, RegExp][] = [
  [
    "a database that is no address",
    { DATABASE_URL: "localhost:5432" },
    /^DATABASE_URL is not an address.*postgres:\/\/hocvu/,
  ],
  [
    "a port that no address has",
    { DATABASE_URL: "postgres://u:p@127.0.0.1:99999/x" },
    /^DATABASE_URL cannot be read as an address.*65535.*postgres:\/\/hocvu/,
  ],
  [
    "a folder in quotes",
    { HOCVU_DATA_DIR: '"/var/lib/hocvu"' },
    /^HOCVU_DATA_DIR is no folder.*its quotes are read as part of it, leave them out.*=\/var\/lib\/hocvu$/,
  ],
  [
    "a home that only a shell would fill in",
    { HOCVU_BACKUP_DIR: "~/backup" },
    /^HOCVU_BACKUP_DIR begins with ~, which only a shell knows: write the whole path.*=\/var\/lib\/hocvu-backup$/,
  ],
  [
    "a password with a slash in it",
    { DATABASE_URL: "postgres://u:a/b@127.0.0.1/x" },
    /^DATABASE_URL cannot be read.*%2F/,
  ],
  ["a password with a bare %", { REDIS_URL: "redis://:100%sure@127.0.0.1" }, /^REDIS_URL cannot be read.*%25/],
  [
    "a way of TLS that nobody knows",
    { DATABASE_URL: "postgres://u:p@127.0.0.1/x?sslmode=prefer" },
    /^DATABASE_URL has an sslmode.*write one of disable, require, verify-ca, verify-full/,
  ],
  [
    "an authority, and no TLS",
    { DATABASE_URL: "postgres://u:p@127.0.0.1/x?sslrootcert=ca.crt" },
    /^DATABASE_URL names sslrootcert and no sslmode: write sslmode=verify-full/,
  ],
  [
    "TLS by an authority that is not named",
    { DATABASE_URL: "postgres://u:p@127.0.0.1/x?sslmode=verify-ca" },
    /^DATABASE_URL asks for verify-ca and names no authority: write sslrootcert=FILE/,
  ],
  [
    "webhooks at an address with a question",
    { PUBLIC_URL: "https://x.example.org/h?y=1", TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: "longenough" },
    /^PUBLIC_URL must be an address without/,
  ],
  [
    "an address in quotes",
    { REDIS_URL: '"redis://127.0.0.1"' },
    /^REDIS_URL is not an address.*its quotes are read as part of it, leave them out.*redis:\/\//,
  ],
  ["a Redis over http", { REDIS_URL: "http://127.0.0.1" }, /^REDIS_URL is not an address.*redis:\/\//],
  ["a token without a colon", { TELEGRAM_BOT_TOKEN: "abc" }, /^TELEGRAM_BOT_TOKEN holds something that is no token/],
  ["one bot named twice", { ZALO_BOT_TOKEN: `${token},${token}x` }, /^ZALO_BOT_TOKEN names the same bot twice/],
  [
    "a budget of nothing",
    { TELEGRAM_MESSAGES_PER_SECOND: "0" },
    /^TELEGRAM_MESSAGES_PER_SECOND must be from 1 to 5000/,
  ],
  ["a budget with a unit", { ZALO_MESSAGES_PER_SECOND: "1/s" }, /^ZALO_MESSAGES_PER_SECOND is not a whole number/],
  ["a port beyond the last", { PORT: "70000" }, /^PORT must be from 0 to 65535/],
  ["a zone of no map", { HOCVU_TIMEZONE: "Asia/Saigonn" }, /^HOCVU_TIMEZONE is no zone.*Asia\/Ho_Chi_Minh/],
  ["a level that is none", { LOG_LEVEL: "loud" }, /^LOG_LEVEL is no level/],
  ["a key that is too short", { HOCVU_SECRET_KEY: "AAExampleOfASecretPartx" }, /^HOCVU_SECRET_KEY must be 32 bytes/],
  ["a key of one letter", { HOCVU_SECRET_KEY: "a".repeat(64) }, /^HOCVU_SECRET_KEY can be guessed/],
  ["three keys", { HOCVU_SECRET_KEY: "a,b,c" }, /^HOCVU_SECRET_KEY must be one key, or two/],
  [
    "a demo on the public API",
    { HOCVU_DEMO: "1", TELEGRAM_BOT_TOKEN: token },
    /^HOCVU_DEMO is 1, but TELEGRAM_API_ROOT/,
  ],
  [
    "webhooks without a secret",
    { PUBLIC_URL: "https://x.example.org", ZALO_BOT_TOKEN: token },
    /^ZALO_WEBHOOK_SECRET is missing/,
  ],
  [
    "webhooks over plain http",
    { PUBLIC_URL: "http://127.0.0.1:3000", TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: "longenough" },
    /^PUBLIC_URL must start with https/,
  ],
  ["an app id with letters", { ...oa, ZALO_OA_APP_ID: "app-19" }, /^ZALO_OA_APP_ID is no app id.*digits/],
  [
    "an access token in place of the app's secret",
    { ...oa, ZALO_OA_APP_SECRET: "x".repeat(300) },
    /^ZALO_OA_APP_SECRET must be 8 to 64/,
  ],
  ["an app without its secret", { ...oa, ZALO_OA_APP_SECRET: "" }, /^ZALO_OA_APP_SECRET is missing.*Settings/],
  ["an app without the OA's secret", { ...oa, ZALO_OA_SECRET_KEY: "" }, /^ZALO_OA_SECRET_KEY is missing.*Webhook/],
  [
    "one secret in both places",
    { ...oa, ZALO_OA_SECRET_KEY: oa.ZALO_OA_APP_SECRET },
    /^ZALO_OA_SECRET_KEY is the app's secret/,
  ],
  [
    "an app without a key for its tokens",
    { ...oa, HOCVU_SECRET_KEY: "" },
    /^HOCVU_SECRET_KEY is missing: ZALO_OA_APP_ID/,
  ],
  ["a secret without its app", { ...oa, ZALO_OA_APP_ID: "" }, /^ZALO_OA_APP_ID is missing/],
  ["an OA that nothing reaches", { ...oa, PUBLIC_URL: "" }, /^PUBLIC_URL is missing.*webhook alone/],
  ["an OA over plain http", { ...oa, PUBLIC_URL: "http://127.0.0.1:3000" }, /^PUBLIC_URL must start with https/],
  ["a demo that writes to real people", { ...oa, HOCVU_DEMO: "1" }, /^HOCVU_DEMO is 1, but ZALO_OA_API_ROOT/],
  ["no request at all", { ...oa, ZALO_OA_REQUESTS_PER_MINUTE: "0" }, /^ZALO_OA_REQUESTS_PER_MINUTE must be from 2/],
  [
    "a budget in words",
    { ...oa, ZALO_OA_BUDGET_VND_PER_MONTH: "1 triệu" },
    /^ZALO_OA_BUDGET_VND_PER_MONTH is not a whole number/,
  ],
];

describe("a wrong environment", () => {
  test.each(faults)("%s is one line with a right example, and never shows the value", (_name, env, line) => {
    const result = readConfig(env);
    expect(result.ok).toBe(false);
    const problem = result.ok ? "" : result.problem;
    expect(problem).toMatch(line);
    expect(problem).toMatch(/Write for example [A-Z_]+=\S+$/);
    expect(problem).not.toContain("\n");
    expect(problem).not.toContain("AAExampleOfASecretPartx");
  });
});

describe("a right environment", () => {
  test("empty is the contract's defaults", () => {
    const result = readConfig({ PORT: "", TELEGRAM_BOT_TOKEN: "  " });
    expect(result).toMatchObject({
      ok: true,
      value: {
        databaseUrl: null,
        redisUrl: null,
        dataDir: ".hocvu",
        bots: [],
        port: 3000,
        demo: false,
        timezone: "Asia/Ho_Chi_Minh",
      },
    });
  });

  test("npm start is a demo only while no token is set and nobody said otherwise", () => {
    const demo = (env: Record<string, string>) => {
      const result = readConfig(env, true);
      return result.ok && result.value.demo;
    };
    expect(demo({})).toBe(true);
    expect(demo({ HOCVU_DEMO: "0" })).toBe(false);
    expect(demo({ TELEGRAM_BOT_TOKEN: token })).toBe(false);
  });

  test("what an editor on Windows leaves at the end of a line is no part of the value", () => {
    const written = { HOCVU_DATA_DIR: "/var/lib/hocvu", PORT: "4000", HOCVU_DEMO: "1", HOCVU_TIMEZONE: "Asia/Tokyo" };
    const lines = Object.fromEntries(Object.entries(written).map(([name, value]) => [name, `${value}\r`]));
    const read = readConfig({ ...lines, REDIS_URL: "\r", DATABASE_URL: " postgres://u:p@127.0.0.1/x\r" });
    expect(read).toMatchObject({
      ok: true,
      value: { dataDir: "/var/lib/hocvu", port: 4000, demo: true, timezone: "Asia/Tokyo", redisUrl: null },
    });
    expect(read).toMatchObject({ value: { databaseUrl: "postgres://u:p@127.0.0.1/x" } });
  });

  test("an Official Account is named after its app; blanks around what was pasted are dropped", () => {
    const result = readConfig({ ...oa, ZALO_OA_SECRET_KEY: ` ${oa.ZALO_OA_SECRET_KEY}\n` });
    expect(result.ok && result.value.oa).toMatchObject({
      key: "zalo-oa:1900220033004400551",
      secretKey: oa.ZALO_OA_SECRET_KEY,
      webhookPath: "/zalo-oa/webhook",
      proxy: null,
      budgetVndPerMonth: 0,
    });
    expect(readConfig({}, true)).toMatchObject({ ok: true, value: { oa: null, demo: true } });
    expect(readConfig(oa, true)).toMatchObject({ ok: true, value: { demo: false } });
  });

  test("several tokens are several bots, each with its own webhook; a blank around one is dropped", () => {
    const result = readConfig({
      TELEGRAM_BOT_TOKEN: `${token} , 22:AAsecondsecret\n`,
      PUBLIC_URL: "https://x.example.org/",
      TELEGRAM_WEBHOOK_SECRET: "newer-secret,older-secret",
    });
    expect(result.ok && result.value.bots.map((bot) => [bot.key, bot.webhookPath, bot.webhookSecrets.length])).toEqual([
      ["telegram:123456789", "/telegram/webhook", 2],
      ["telegram:22", "/telegram/webhook/2", 2],
    ]);
  });

  test("plain http is accepted only on this machine and with API roots that are not the public ones", () => {
    const env = {
      PUBLIC_URL: "http://127.0.0.1:3000",
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_WEBHOOK_SECRET: "longenough",
    };
    expect(readConfig({ ...env, TELEGRAM_API_ROOT: "http://127.0.0.1:8081" }).ok).toBe(true);
    expect(readConfig({ ...env, PUBLIC_URL: "http://10.0.0.1", TELEGRAM_API_ROOT: "http://127.0.0.1:8081" }).ok).toBe(
      false,
    );
  });
});

describe("a variable that nobody reads", () => {
  test.each([
    ["TELEGRAM_BOT_TOKN", "TELEGRAM_BOT_TOKEN"],
    ["TELEGRAM_BOT_TOKENS", "TELEGRAM_BOT_TOKEN"],
    ["telegram_bot_token", "TELEGRAM_BOT_TOKEN"],
    ["HOCVU_DMEO", "HOCVU_DEMO"],
    ["HOCVU_TIME_ZONE", "HOCVU_TIMEZONE"],
    ["HOCVU_DATADIR", "HOCVU_DATA_DIR"],
    ["DATABASE_URI", "DATABASE_URL"],
    ["LOGLEVEL", "LOG_LEVEL"],
  ])("%s is told to be %s, without its value", (name, meant) => {
    expect(misspelt({ [name]: token, PATH: "/bin" })).toEqual([{ name, meant }]);
  });

  test.each([
    [
      "another program's",
      { TELEGRAM_CHAT_ID: "5", ZALO: "1", HTTP_PROXY: "http://p", https_proxy: "http://p", HOSTS: "x" },
    ],
    ["a second bot's number", { TELEGRAM_BOT_TOKEN2: token, TELEGRAM_BOT_TOKEN_2: token }],
    ["an empty one", { DATABASE_URI: " " }],
    ["one beside the right one", { DATABASE_URI: "postgres://x", DATABASE_URL: "postgres://y" }],
  ])("is nobody's slip: %s", (_, env) => {
    expect(misspelt(env)).toEqual([]);
  });
});
