import { openWire } from "#channels/wire.ts";
import { askAccount } from "#channels/zalo-oa/account.ts";
import { openOauth } from "#channels/zalo-oa/oauth.ts";
import type { TokenSource } from "#channels/zalo-oa/tokens.ts";
import { readGrant } from "#db/chats/oa-grants.ts";
import type { Db } from "#db/connect.ts";
import type { Log } from "#domain/log.ts";
import type { Clock } from "#domain/time.ts";
import { openSealing } from "../sealing.ts";
import type { OaConfig } from "../zalo-oa/config.ts";
import { openGrant } from "./grant.ts";
import { type Keeper, keeperTimes, openKeeper } from "./keeper.ts";
import { keepStanding } from "./standing.ts";

export interface OaDeps {
  readonly db: Db;
  readonly databaseUrl: string;
  /** Of the configuration, the newest first. */
  readonly secretKeys: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** The tokens of the configuration's Official Account, and what its platform tells of it, kept for as long as this process lives. */
export function openOaTokens(oa: OaConfig, deps: OaDeps): Keeper {
  const { appId, appSecret, apiRoot, oauthRoot } = oa;
  const wire = openWire(oa.proxy);
  const keeper = openKeeper({
    ...deps,
    ...keeperTimes,
    appId,
    sealing: openSealing(deps.secretKeys),
    oauth: openOauth({ appId, appSecret, oauthRoot, fetch: wire.fetch }),
    askAccount: (access) => askAccount(apiRoot, access, wire.fetch),
    monotonic: () => performance.now(),
  });
  const close = async () => {
    await keeper[Symbol.asyncDispose]();
    await wire[Symbol.asyncDispose]();
  };
  const tick = async () => {
    await keeper.tick();
    await keepStanding(oa, { ...deps, fetch: wire.fetch }, keeper);
  };
  return { ...keeper, tick, [Symbol.asyncDispose]: close };
}

/** The tokens as they are stored, for who looks and changes nothing: one that is refused stays so. */
export const storedTokens =
  (db: Db, secretKeys: readonly string[]) =>
  ({ appId }: OaConfig): TokenSource => ({
    async current() {
      const row = await readGrant(db, appId);
      if (row === null || row.state !== "live") return null;
      const tokens = openGrant(openSealing(secretKeys), row);
      return tokens.kind === "open" ? { value: tokens.access, generation: row.generation } : null;
    },
    renew: async (refused) => refused,
  });
