import { setTimeout as sleep } from "node:timers/promises";
import { openWire } from "#channels/wire.ts";
import { type Account, askAccount } from "#channels/zalo-oa/account.ts";
import { openOauth, type PairOutcome, type TokenPair } from "#channels/zalo-oa/oauth.ts";
import { noteAccount, putGrant, readGrant } from "#db/chats/oa-grants.ts";
import { connect } from "#db/connect.ts";
import { takeSessionLock } from "#db/session.ts";
import { openSealing } from "../sealing.ts";
import type { OaConfig } from "../zalo-oa/config.ts";
import { oauthFault } from "./faults.ts";
import { sealPair } from "./grant.ts";
import { keeperTimes } from "./keeper.ts";
import type { OaDeps } from "./open.ts";
import { lockOf } from "./refresh.ts";

export interface Connected {
  readonly generation: number;
  /** Null: the platform made the pair, and did not say whose it is. */
  readonly account: Account | null;
  /** The account whose tokens these replaced, where it is another one. */
  readonly before: string | null;
}

/** What an operator was given: by the console a refresh token, by the permission page a code. */
export interface Given {
  readonly kind: "token" | "code";
  readonly text: string;
}

/**
 * Makes a pair of what the operator was given, at once, so that what was copied and pasted is worth nothing any more; it
 * takes the place of any other. A line that says why, where there is none.
 */
export async function connectOa(oa: OaConfig, deps: OaDeps, given: Given): Promise<Connected | string> {
  await using session = connect(deps.databaseUrl, { max: 1, applicationName: "hocvu oa tokens" });
  const until = performance.now() + keeperTimes.settleMs;
  while ((await takeSessionLock(session.db, lockOf(oa.appId))) === null) {
    if (performance.now() > until) return "another process renews these tokens just now: try again in a minute";
    await sleep(200);
  }
  await using wire = openWire(oa.proxy);
  const { appId, appSecret, oauthRoot, apiRoot } = oa;
  const oauth = openOauth({ appId, appSecret, oauthRoot, fetch: wire.fetch });
  const outcome = await (given.kind === "token" ? oauth.refresh(given.text) : oauth.exchange(given.text));
  if (outcome.kind !== "made") return whyNot(outcome);
  const { generation, before } = await store(oa, deps, outcome.pair);
  const answer = await askAccount(apiRoot, outcome.pair.access, wire.fetch);
  if (answer.kind !== "ok") return { generation, account: null, before: null };
  await noteAccount(deps.db, appId, answer.account);
  const isOther = before !== null && before !== answer.account.oaId;
  return { generation, account: answer.account, before: isOther ? before : null };
}

async function store({ appId }: OaConfig, { db, secretKeys, clock }: OaDeps, pair: TokenPair) {
  const sealed = sealPair(openSealing(secretKeys), appId, pair, clock.now());
  return await db.transaction(async (tx) => {
    const before = (await readGrant(tx, appId))?.account?.oaId ?? null;
    return { generation: await putGrant(tx, appId, sealed), before };
  });
}

function whyNot(outcome: Exclude<PairOutcome, { readonly kind: "made" }>): string {
  switch (outcome.kind) {
    case "unreached":
      return "the platform was not reached, and nothing was used up: is ZALO_OA_OAUTH_ROOT right and the network up? Try again";
    case "unknown":
      return "the line broke before the answer: try the same once more; if it is refused then, take a new one from the console (Tools, API Explorer)";
    case "refused":
      return oauthFault(outcome.code, outcome.name) ?? refusedGiven(outcome.code, outcome.name);
  }
}

const refusedGiven = (code: number, name: string): string =>
  `the platform does not take it (${`${code} ${name}`.trim()}): each is good once; take a new refresh token, not the access token, from the console (Tools, API Explorer, OA Access Token)`;
