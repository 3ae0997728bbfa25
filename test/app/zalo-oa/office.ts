import { randomBytes } from "node:crypto";
import { openSealing } from "#app/sealing.ts";
import { sealPair } from "#app/zalo-oa/grant.ts";
import { type Keeper, type KeeperDeps, keeperTimes, openKeeper } from "#app/zalo-oa/keeper.ts";
import { openWire } from "#channels/wire.ts";
import { askAccount } from "#channels/zalo-oa/account.ts";
import { openOauth } from "#channels/zalo-oa/oauth.ts";
import { type GrantRow, putGrant, readGrant } from "#db/chats/oa-grants.ts";
import { FakeGrants } from "../../fakes/zalo-oa/grants.ts";
import { type GrantsServer, serveGrants } from "../../fakes/zalo-oa/serve-grants.ts";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import { recordingLog } from "../../setup/log.ts";

export const hour = 3_600_000;

/** An Official Account, its platform, and a database that holds its grant; time passes when told. */
export interface Office extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly grants: FakeGrants;
  readonly server: GrantsServer;
  readonly log: ReturnType<typeof recordingLog>;
  readonly key: string;
  now(): number;
  pass(milliseconds: number): void;
  /** A person has allowed us: the pair is stored. */
  allow(): Promise<void>;
  row(): Promise<GrantRow>;
  /** Another process that knows the same database. */
  keeper(changed?: Partial<KeeperDeps>): Keeper;
}

export async function openOffice(): Promise<Office> {
  const database = await freshDatabase();
  let now = Date.UTC(2026, 10, 2, 1);
  const grants = new FakeGrants({ now: () => now });
  const server = await serveGrants(grants);
  const wire = openWire();
  const key = randomBytes(32).toString("hex");
  const sealing = openSealing([key]);
  const log = recordingLog();
  const keepers: Keeper[] = [];
  const { appId, appSecret } = grants;
  const { root } = server;
  const clock = { now: () => new Date(now), fromWall: (instant: Date) => instant };
  return {
    ...{ database, grants, server, log, key },
    now: () => now,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    async allow() {
      const pair = { ...grants.grant(), expiresInSeconds: 90_000 };
      await putGrant(database.db, appId, sealPair(sealing, appId, pair, clock.now()));
    },
    row: async () => (await readGrant(database.db, appId))!,
    keeper(changed = {}) {
      const keeper = openKeeper({
        ...{ db: database.db, databaseUrl: database.url, appId, sealing, clock, log },
        oauth: openOauth({ appId, appSecret, oauthRoot: root, fetch: wire.fetch, callMs: 1000 }),
        askAccount: (access) => askAccount(root, access, wire.fetch, 1000),
        monotonic: () => performance.now(),
        ...{ ...keeperTimes, patienceMs: 5000 },
        ...changed,
      });
      keepers.push(keeper);
      return keeper;
    },
    async [Symbol.asyncDispose]() {
      for (const keeper of keepers) await keeper[Symbol.asyncDispose]();
      await wire[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await database.end();
    },
  };
}
