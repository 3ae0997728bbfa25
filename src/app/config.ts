import { isIP } from "node:net";
import { z } from "zod";
import type { ProxyServer } from "#channels/wire.ts";
import type { BotKey } from "#domain/ids.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { parseZone, type Zone } from "#domain/time.ts";
import { apiRoot, databaseUrl, folder, integer, secretKey, secretKeys, secrets, tokens, url } from "./variables.ts";
import { type OaConfig, oaFault, oaOf } from "./zalo-oa/config.ts";

const publicRoots = {
  telegram: "https://api.telegram.org",
  zalo: "https://bot-api.zaloplatforms.com",
  zaloOa: "https://openapi.zalo.me",
  zaloBusiness: "https://business.openapi.zalo.me",
  zaloOauth: "https://oauth.zaloapp.com",
} as const;

/** One bot of one platform, with the part of the configuration that is its own. */
export interface BotConfig {
  readonly platform: "telegram" | "zalo";
  readonly key: BotKey;
  readonly token: string;
  readonly apiRoot: string;
  readonly messagesPerSecond: number;
  readonly messagesPerMonth: number | null;
  /** Secrets a webhook may come with, the newest first; empty without PUBLIC_URL. */
  readonly webhookSecrets: readonly string[];
  /** Where its webhook is served: "/telegram/webhook", "/telegram/webhook/2", … */
  readonly webhookPath: string;
}

/** What each platform's bots may send, whether there is one or not. */
export interface Limits {
  readonly telegramPerSecond: number;
  readonly zaloPerSecond: number;
  readonly zaloPerMonth: number;
  readonly oaPerMinute: number;
  readonly oaVndPerMonth: number;
}

export interface Config {
  /** What https: platforms are called by; null: themselves. */
  readonly proxy: ProxyServer | null;
  /** Null: the embedded server. */
  readonly databaseUrl: string | null;
  /** Null: BullMQ on the database. */
  readonly redisUrl: string | null;
  readonly dataDir: string;
  /** Where this machine's nightly dumps lie; null: nobody watches them here. */
  readonly backupDir: string | null;
  readonly bots: readonly BotConfig[];
  /** The Zalo Official Account; null: there is none. */
  readonly oa: OaConfig | null;
  readonly limits: Limits;
  readonly publicUrl: string | null;
  readonly host: string;
  readonly port: number;
  /** Where a process without the role web serves health and metrics; null: it does not. */
  readonly metricsPort: number | null;
  readonly timezone: Zone;
  readonly demo: boolean;
  /** Keys that secrets in the database are sealed with, as written, the newest first; empty: nothing can be sealed. */
  readonly secretKeys: readonly string[];
  /** What operators log in with to see the queues; null: nobody does. */
  readonly operatorPassword: string | null;
  /** Whether a machine whose clock is far from the database's may start. */
  readonly anyClock: boolean;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
}

const environment = z.object({
  DATABASE_URL: databaseUrl.optional(),
  HTTPS_PROXY: url("http:", "https:").optional(),
  NO_PROXY: z.string().default(""),
  REDIS_URL: url("redis:", "rediss:").optional(),
  HOCVU_DATA_DIR: folder.default(".hocvu"),
  HOCVU_BACKUP_DIR: folder.optional(),
  TELEGRAM_BOT_TOKEN: tokens.optional(),
  TELEGRAM_API_ROOT: apiRoot.default(publicRoots.telegram),
  ZALO_BOT_TOKEN: tokens.optional(),
  ZALO_API_ROOT: apiRoot.default(publicRoots.zalo),
  PUBLIC_URL: url("http:", "https:")
    .refine((text) => !/[?#@]/.test(text), "must be an address without ?, # and @")
    .transform((text) => text.replace(/\/+$/, ""))
    .optional(),
  TELEGRAM_WEBHOOK_SECRET: secrets.optional(),
  ZALO_WEBHOOK_SECRET: secrets.optional(),
  TELEGRAM_MESSAGES_PER_SECOND: integer(1, 5000).default(30),
  ZALO_MESSAGES_PER_SECOND: integer(1, 5000).default(1),
  ZALO_MESSAGES_PER_MONTH: integer(1, 100_000_000).default(3000),
  ZALO_OA_APP_ID: z
    .string()
    .refine((text) => /^\d{5,25}$/.test(text), "is no app id: it has digits alone")
    .optional(),
  ZALO_OA_APP_SECRET: secretKey.optional(),
  ZALO_OA_SECRET_KEY: secretKey.optional(),
  ZALO_OA_API_ROOT: apiRoot.default(publicRoots.zaloOa),
  ZALO_OA_OAUTH_ROOT: apiRoot.default(publicRoots.zaloOauth),
  ZALO_OA_BUSINESS_API_ROOT: apiRoot.default(publicRoots.zaloBusiness),
  ZALO_OA_TEMPLATE_ID: z
    .string()
    .refine((text) => /^\d{1,20}$/.test(text), "is no template's number: it has digits alone")
    .optional(),
  ZALO_OA_REQUESTS_PER_MINUTE: integer(2, 4000).default(100),
  ZALO_OA_BUDGET_VND_PER_MONTH: integer(0, 1_000_000_000).default(0),
  HOST: z
    .string()
    .refine((h) => isIP(h) > 0 || /^[A-Za-z0-9.-]+$/.test(h), "is no address")
    .default("127.0.0.1"),
  PORT: integer(0, 65_535).default(3000),
  METRICS_PORT: integer(0, 65_535).optional(),
  HOCVU_TIMEZONE: z
    .string()
    .transform((text, context) => {
      const zone = parseZone(text);
      if (zone !== null) return zone;
      context.addIssue({ code: "custom", message: "is no zone that this machine knows" });
      return z.NEVER;
    })
    .default("Asia/Ho_Chi_Minh" as Zone),
  HOCVU_SECRET_KEY: secretKeys.optional(),
  HOCVU_OPERATOR_PASSWORD: z
    .string()
    .regex(/^[\x21-\x7e]{16,128}$/, "must be 16 to 128 letters, digits and signs, without a space")
    .optional(),
  HOCVU_DEMO: z.enum(["0", "1"], "must be 0 or 1").default("0"),
  HOCVU_ANY_CLOCK: z.enum(["0", "1"], "must be 0 or 1").default("0"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], "is no level").default("info"),
});

type Variable = keyof z.infer<typeof environment>;

const examples: Record<Variable, string> = {
  DATABASE_URL: "postgres://hocvu:password@127.0.0.1:5432/hocvu",
  HTTPS_PROXY: "http://proxy.example.vn:3128",
  NO_PROXY: "localhost,.example.vn",
  REDIS_URL: "redis://127.0.0.1:6379",
  HOCVU_DATA_DIR: "/var/lib/hocvu",
  HOCVU_BACKUP_DIR: "/var/lib/hocvu-backup",
  TELEGRAM_BOT_TOKEN: "123456789:AAExampleOfASecretPart",
  TELEGRAM_API_ROOT: publicRoots.telegram,
  ZALO_BOT_TOKEN: "918273645:ExampleOfASecretPart",
  ZALO_API_ROOT: publicRoots.zalo,
  PUBLIC_URL: "https://hocvu.example.org",
  TELEGRAM_WEBHOOK_SECRET: "a-long-random-word",
  ZALO_WEBHOOK_SECRET: "another-long-random-word",
  TELEGRAM_MESSAGES_PER_SECOND: "30",
  ZALO_MESSAGES_PER_SECOND: "1",
  ZALO_MESSAGES_PER_MONTH: "3000",
  ZALO_OA_APP_ID: "1900220033004400551",
  ZALO_OA_APP_SECRET: "ExampleOfAnAppSecret",
  ZALO_OA_SECRET_KEY: "ExampleOfAnOaSecretKey",
  ZALO_OA_API_ROOT: publicRoots.zaloOa,
  ZALO_OA_OAUTH_ROOT: publicRoots.zaloOauth,
  ZALO_OA_BUSINESS_API_ROOT: publicRoots.zaloBusiness,
  ZALO_OA_TEMPLATE_ID: "412345",
  ZALO_OA_REQUESTS_PER_MINUTE: "100",
  ZALO_OA_BUDGET_VND_PER_MONTH: "500000",
  HOST: "127.0.0.1",
  PORT: "3000",
  METRICS_PORT: "9464",
  HOCVU_TIMEZONE: "Asia/Ho_Chi_Minh",
  HOCVU_SECRET_KEY: "the-64-signs-that-openssl-rand-hex-32-prints",
  HOCVU_OPERATOR_PASSWORD: "what-openssl-rand-hex-16-prints",
  HOCVU_DEMO: "1",
  HOCVU_ANY_CLOCK: "1",
  LOG_LEVEL: "info",
};

/** Every variable that is read. */
export const variables = Object.keys(examples) as readonly Variable[];

const wrong = (variable: Variable, fault: string) =>
  fail(`${variable} ${fault}. Write for example ${variable}=${examples[variable]}`);

/**
 * Reads the environment. A wrong value is one line that names the variable, the fault and a right example; the value
 * itself is never in it, since it may be a secret. Blanks and line ends around a value are not part of it; an empty
 * variable counts as unset.
 * @param demoWithoutTokens with no bot token set, be a demo: the web chat is then the way in
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  demoWithoutTokens = false,
): Result<Config, string> {
  // A file that was written on Windows ends its lines with a sign nobody sees: it would be part of a folder's name.
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim() ?? ""] as const);
  const set: Record<string, string> = Object.fromEntries(trimmed.filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const variable = issue.path[0] as Variable;
    const isQuoted = /^(["']).*\1$/.test(set[variable] ?? "");
    return wrong(
      variable,
      isQuoted ? `${issue.message}: its quotes are read as part of it, leave them out` : issue.message,
    );
  }
  const values = parsed.data;
  const channels = [values.TELEGRAM_BOT_TOKEN, values.ZALO_BOT_TOKEN, values.ZALO_OA_APP_ID];
  const tokenless = channels.every((channel) => channel === undefined);
  const demo = values.HOCVU_DEMO === "1" || (demoWithoutTokens && tokenless && set.HOCVU_DEMO === undefined);
  const fault = crossCheck(values, demo);
  if (fault !== null) return fault;
  return ok({
    proxy: proxyOf(values),
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    dataDir: values.HOCVU_DATA_DIR,
    backupDir: values.HOCVU_BACKUP_DIR ?? null,
    bots: [...botsOf("telegram", values), ...botsOf("zalo", values)],
    oa: oaOf(values, proxyOf(values)),
    limits: {
      telegramPerSecond: values.TELEGRAM_MESSAGES_PER_SECOND,
      zaloPerSecond: values.ZALO_MESSAGES_PER_SECOND,
      zaloPerMonth: values.ZALO_MESSAGES_PER_MONTH,
      oaPerMinute: values.ZALO_OA_REQUESTS_PER_MINUTE,
      oaVndPerMonth: values.ZALO_OA_BUDGET_VND_PER_MONTH,
    },
    publicUrl: values.PUBLIC_URL ?? null,
    host: values.HOST,
    port: values.PORT,
    metricsPort: values.METRICS_PORT ?? null,
    timezone: values.HOCVU_TIMEZONE,
    demo,
    secretKeys: values.HOCVU_SECRET_KEY ?? [],
    operatorPassword: values.HOCVU_OPERATOR_PASSWORD ?? null,
    anyClock: values.HOCVU_ANY_CLOCK === "1",
    logLevel: values.LOG_LEVEL,
  });
}

type Values = z.infer<typeof environment>;

const proxyOf = ({ HTTPS_PROXY, NO_PROXY }: Values): ProxyServer | null =>
  HTTPS_PROXY === undefined ? null : { url: HTTPS_PROXY, except: NO_PROXY };

function crossCheck(values: Values, demo: boolean) {
  const oa = oaFault(values);
  if (oa !== null) return wrong(...oa);
  if (values.ZALO_OA_APP_ID !== undefined && values.HOCVU_SECRET_KEY === undefined) {
    return wrong("HOCVU_SECRET_KEY", "is missing: ZALO_OA_APP_ID needs it; openssl rand -hex 32 makes one");
  }
  const platforms = [
    [
      "TELEGRAM",
      values.TELEGRAM_BOT_TOKEN,
      values.TELEGRAM_API_ROOT,
      values.TELEGRAM_WEBHOOK_SECRET,
      publicRoots.telegram,
    ],
    ["ZALO", values.ZALO_BOT_TOKEN, values.ZALO_API_ROOT, values.ZALO_WEBHOOK_SECRET, publicRoots.zalo],
    ["ZALO_OA", values.ZALO_OA_APP_ID, values.ZALO_OA_API_ROOT, undefined, publicRoots.zaloOa],
  ] as const;
  for (const [name, token, root, secret, publicRoot] of platforms) {
    if (token === undefined) continue;
    if (demo && root === publicRoot) {
      return wrong("HOCVU_DEMO", `is 1, but ${name}_API_ROOT is the public one: a demo never writes to real people`);
    }
    if (values.PUBLIC_URL === undefined) continue;
    if (name !== "ZALO_OA" && secret === undefined)
      return wrong(`${name}_WEBHOOK_SECRET`, "is missing: PUBLIC_URL needs it");
    if (values.PUBLIC_URL.startsWith("http:") && (root === publicRoot || !isLoopback(values.PUBLIC_URL))) {
      return wrong("PUBLIC_URL", "must start with https://");
    }
  }
  return null;
}

const isLoopback = (address: string) => ["127.0.0.1", "localhost", "[::1]"].includes(new URL(address).hostname);

function botsOf(platform: "telegram" | "zalo", values: Values): BotConfig[] {
  const telegram = platform === "telegram";
  const tokenList = (telegram ? values.TELEGRAM_BOT_TOKEN : values.ZALO_BOT_TOKEN) ?? [];
  return tokenList.map((token, at) => ({
    platform,
    key: `${platform}:${token.split(":")[0]}` as BotKey,
    token,
    apiRoot: telegram ? values.TELEGRAM_API_ROOT : values.ZALO_API_ROOT,
    messagesPerSecond: telegram ? values.TELEGRAM_MESSAGES_PER_SECOND : values.ZALO_MESSAGES_PER_SECOND,
    messagesPerMonth: telegram ? null : values.ZALO_MESSAGES_PER_MONTH,
    webhookSecrets: (telegram ? values.TELEGRAM_WEBHOOK_SECRET : values.ZALO_WEBHOOK_SECRET) ?? [],
    webhookPath: `/${platform}/webhook${at === 0 ? "" : `/${at + 1}`}`,
  }));
}
