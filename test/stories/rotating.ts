/**
 * One of the processes of the rotation story: calls the platform again and again with the token that all of them share.
 * Everything it is told stands in ROTATING, as JSON.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { openSealing } from "#app/sealing.ts";
import { openKeeper } from "#app/zalo-oa/keeper.ts";
import { type Fetch, openWire } from "#channels/wire.ts";
import { askAccount } from "#channels/zalo-oa/account.ts";
import { openOauth } from "#channels/zalo-oa/oauth.ts";
import { connect } from "#db/connect.ts";
import type { Log } from "#domain/log.ts";

export interface Rotating {
  readonly name: string;
  readonly databaseUrl: string;
  readonly root: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly key: string;
  readonly callMs: number;
  readonly settleMs: number;
}

/** Between two calls of one process. */
const restMs = 30;

const told = JSON.parse(process.env.ROTATING ?? "{}") as Rotating;
const { name, databaseUrl, root, appId, appSecret, key, callMs, settleMs } = told;

const said = (level: string) => (facts: object, message: string) => {
  const { err, ...rest } = facts as { err?: unknown };
  const error = err instanceof Error ? { error: err.name } : {};
  process.stderr.write(`${JSON.stringify({ level, name, at: Date.now(), ...rest, ...error, message })}\n`);
};
const log: Log = { info: said("info"), warn: said("warn"), error: said("error") };

const wire = openWire();
/** The platform hears who calls, and what for. */
const as =
  (purpose: string): Fetch =>
  (url, init) =>
    wire.fetch(url, { ...init, headers: { ...init.headers, process: name, purpose } });

const keeper = openKeeper({
  db: connect(databaseUrl, { max: 2, applicationName: "hocvu rotating" }).db,
  databaseUrl,
  appId,
  sealing: openSealing([key]),
  oauth: openOauth({ appId, appSecret, oauthRoot: root, fetch: as("refresh"), callMs }),
  askAccount: (access) => askAccount(root, access, as("look back"), callMs),
  clock: { now: () => new Date(), fromWall: (instant) => instant },
  monotonic: () => performance.now(),
  log,
  settleMs,
  cacheMs: 60_000,
  patienceMs: 60_000,
  youngestMs: 0,
});

process.stdout.write("ready\n");
while (true) {
  try {
    await callOnce();
  } catch (error) {
    log.warn({ err: error }, "the database is away");
  }
  await sleep(restMs);
}

async function callOnce(): Promise<void> {
  const token = await keeper.current();
  if (token === null) return await sleep(200);
  const answer = await askAccount(root, token.value, as("work"), callMs);
  if (answer.kind === "token") await keeper.renew(token);
}
