import { Writable } from "node:stream";
import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "./config.ts";

const tokenShape = /\b\d{5,20}(?::|%3A)[A-Za-z0-9_-]{10,}/gi;
const credentials = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi;

/**
 * Takes secrets out of a line, whoever put them there: the configured ones wherever they stand, also percent-encoded,
 * anything shaped like a bot token, and passwords in addresses.
 */
export function redactor(secrets: readonly string[]): (line: string) => string {
  const known = secrets
    .filter((secret) => secret.length >= 6)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  return (line) => {
    let clean = line;
    for (const secret of known) clean = clean.replaceAll(secret, "[secret]");
    return clean.replace(tokenShape, "[token]").replace(credentials, "$1[secret]@");
  };
}

/** Every secret of a configuration. */
export function secretsOf(config: Config): string[] {
  const passwords = [config.databaseUrl, config.redisUrl, config.proxy?.url ?? null].flatMap((address) =>
    address === null ? [] : [decodeURIComponent(new URL(address).password)],
  );
  const oa = config.oa === null ? [] : [config.oa.appSecret, config.oa.secretKey];
  const bots = config.bots.flatMap((bot) => [bot.token, ...bot.webhookSecrets]);
  const own = config.operatorPassword === null ? [] : [config.operatorPassword];
  return [...passwords, ...own, ...config.secretKeys, ...oa, ...bots];
}

/**
 * An error as it may be logged: its name, code and places, and its message unless it comes from the database or a
 * platform, whose messages quote what they were given.
 */
function loggableError(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { name: "not an error" };
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown };
  const quoting = /Drizzle|Postgres|Grammy|Zod/.test(error.name) || /Drizzle|Postgres/.test(error.constructor.name);
  return {
    name: error.name,
    ...(quoting ? {} : { message: error.message }),
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof constraint === "string" ? { constraint } : {}),
    at: (error.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim()),
    ...(error.cause === undefined || depth > 3 ? {} : { cause: loggableError(error.cause, depth + 1) }),
  };
}

/** The log: JSON lines on stderr. The redactor sits at the sink, so nothing can be logged around it. */
export function openLog(
  level: Config["logLevel"],
  secrets: readonly string[],
  sink: (line: string) => void = (line) => process.stderr.write(line),
): Logger {
  const redact = redactor(secrets);
  const stream: DestinationStream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      sink(redact(String(chunk)));
      done();
    },
  });
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error) => loggableError(error) },
    },
    stream,
  );
}
