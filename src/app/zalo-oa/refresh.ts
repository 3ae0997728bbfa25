import { setTimeout as sleep } from "node:timers/promises";
import type { AccountAnswer } from "#channels/zalo-oa/account.ts";
import type { Oauth, TokenPair } from "#channels/zalo-oa/oauth.ts";
import { beginRefresh, endRefresh, type GrantRow, readGrant, storePair } from "#db/chats/oa-grants.ts";
import { type Connection, connect, type Db } from "#db/connect.ts";
import { takeSessionLock } from "#db/session.ts";
import type { Log } from "#domain/log.ts";
import type { Clock } from "#domain/time.ts";
import type { Sealing } from "../sealing.ts";
import { openGrant, sealPair, unreadable } from "./grant.ts";

export interface RefreshDeps {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly appId: string;
  readonly sealing: Sealing;
  readonly oauth: Pick<Oauth, "refresh">;
  /** Whose an access token is, if anybody's. */
  readonly askAccount: (access: string) => Promise<AccountAnswer>;
  readonly clock: Clock;
  readonly monotonic: () => number;
  readonly log: Log;
  /** Nobody begins so soon after another one has: its call may still be under way. At least twice a call's time limit. */
  readonly settleMs: number;
}

/**
 * - `made`, `moved`: there is a pair of a later generation, from us or from another.
 * - `dead`: there is no grant, or no more.
 * - `setup`: the platform refuses until an operator has mended the installation; the grant may live.
 * - `busy`: another one refreshes, or what became of an earlier try is not known yet.
 * - `away`: the platform cannot be asked now.
 * - `unreadable`: the tokens do not open.
 */
export type Refreshed = "made" | "moved" | "dead" | "setup" | "busy" | "away" | "unreadable";

/** The application is not active, its redirect address or its secret is wrong: no token was looked at. */
const setupCodes = [-14002, -14003, -14004];
const tooOften = -32;
/** Who stood still for this share of the settling time after saying that they begin does not begin. */
const late = 1 / 4;

/** The session lock of whoever makes pairs. */
export const lockOf = (appId: string): string => `oa grant ${appId}`;

/**
 * Makes the pair that follows `generation`, if nobody has and nobody is about to. Rejects when the database is away
 * before anything was asked of the platform; from then on it waits for the database.
 * @param stop aborts: the process ends, and waits for the database no longer
 */
export async function refresh(deps: RefreshDeps, generation: number, stop: AbortSignal): Promise<Refreshed> {
  await using session = connect(deps.databaseUrl, { max: 1, applicationName: "hocvu oa tokens" });
  const held = await takeSessionLock(session.db, lockOf(deps.appId));
  if (held === null) return "busy";
  const grant = await readGrant(session.db, deps.appId);
  if (grant === null || grant.state !== "live") return "dead";
  if (grant.generation !== generation) return "moved";
  const tokens = openGrant(deps.sealing, grant);
  if (tokens.kind !== "open") {
    deps.log.error({ app: deps.appId }, unreadable(tokens.kind));
    return "unreadable";
  }
  const before = await lookBack(deps, grant, tokens.access);
  if (before === "busy" || before === "away") return before;
  return await call(deps, session, held, grant, tokens.refresh, before === "lost", stop);
}

/**
 * What became of an earlier try that nobody saw the end of. The old access token tells: while it is good, no pair was
 * made; if it is not, the old refresh token has one more try, and a refusal of that is the end.
 */
async function lookBack(
  deps: RefreshDeps,
  grant: GrantRow,
  access: string,
): Promise<"clear" | "lost" | "busy" | "away"> {
  if (grant.refreshStartedAt === null) return "clear";
  if (deps.clock.now().getTime() - grant.refreshStartedAt.getTime() < deps.settleMs) return "busy";
  const answer = await deps.askAccount(access);
  if (answer.kind === "away") {
    deps.log.warn(
      { app: deps.appId },
      "a refresh was cut short, and the platform does not say whether a pair was made",
    );
    return "away";
  }
  const lost = answer.kind === "token";
  const found = lost ? "the old access token is dead: one more try" : "no pair was made: again";
  deps.log.warn({ app: deps.appId, generation: grant.generation }, `a refresh was cut short; ${found}`);
  return lost ? "lost" : "clear";
}

async function call(
  deps: RefreshDeps,
  session: Connection,
  held: number,
  grant: GrantRow,
  token: string,
  last: boolean,
  stop: AbortSignal,
): Promise<Refreshed> {
  const began = deps.monotonic();
  const startedAt = deps.clock.now();
  if (!(await beginRefresh(session.db, grant, held, startedAt))) return "busy";
  const end = (refused: string | null, state: GrantRow["state"] = "live") =>
    insist(deps, stop, () => endRefresh(deps.db, grant, startedAt, refused, state));
  if (deps.monotonic() - began > deps.settleMs * late) {
    await end(null);
    return "busy";
  }
  const outcome = await deps.oauth.refresh(token);
  const facts = { app: deps.appId, generation: grant.generation };
  switch (outcome.kind) {
    case "made":
      return await keep(deps, grant, outcome.pair, stop);
    case "unreached":
      deps.log.warn(facts, "the platform that renews the Official Account's tokens is not reached");
      await end(null);
      return "away";
    case "unknown":
      deps.log.warn(facts, "a refresh of the Official Account's tokens was cut short: it is looked into soon");
      return "busy";
    case "refused": {
      const said = `${outcome.code} ${outcome.name}`.trim();
      const meaning = meaningOf(outcome.code, last);
      if (meaning === "unclear") {
        deps.log.warn({ ...facts, said }, "the platform refused a refresh without saying why: it is looked into soon");
        return "busy";
      }
      await end(said, meaning === "dead" ? "needs_reauthorisation" : "live");
      deps.log.error({ ...facts, said }, complaints[meaning]);
      return meaning;
    }
  }
}

const complaints = {
  away: "the platform is asked for tokens too often",
  setup: "the platform refuses to renew the Official Account's tokens: hocvu doctor names the step to mend",
  dead: "the Official Account's grant is dead, nothing is sent there: run hocvu zalo-oa connect",
} as const;

/** What a refusal means. @param last nothing else can be tried: whatever it is, it is the end */
function meaningOf(code: number, last: boolean): "away" | "setup" | "dead" | "unclear" {
  if (code === tooOften) return "away";
  if (setupCodes.includes(code)) return "setup";
  return last || (code <= -14_000 && code > -15_000) ? "dead" : "unclear";
}

/** Nobody else will ever see this pair: it is stored before anything else, however long the database is away. */
async function keep(deps: RefreshDeps, grant: GrantRow, pair: TokenPair, stop: AbortSignal): Promise<Refreshed> {
  const { appId, generation } = grant;
  const sealed = sealPair(deps.sealing, appId, pair, deps.clock.now());
  const stored = await insist(deps, stop, () => storePair(deps.db, appId, generation, sealed));
  if (stored !== true) {
    // After a commit whose answer was lost our own pair stands there already.
    const now = stored === false ? await readGrant(deps.db, appId) : null;
    if (now !== null && Buffer.from(now.accessSealed).equals(sealed.access)) return "made";
    const why = stored === null ? "the database stayed away" : "another one took its place";
    deps.log.error({ app: appId, generation }, `a new pair of tokens was not kept: ${why}`);
    return "moved";
  }
  deps.log.info({ app: appId, generation: generation + 1 }, "the Official Account's tokens were renewed");
  return "made";
}

const againMs = 200;
const farewellMs = 10_000;

/** Does it until the database does. Null: the process ends, and the database stayed away. */
async function insist<Value>(deps: RefreshDeps, stop: AbortSignal, work: () => Promise<Value>): Promise<Value | null> {
  let until = Number.POSITIVE_INFINITY;
  let isTold = false;
  while (deps.monotonic() < until) {
    try {
      return await work();
    } catch (error) {
      if (stop.aborted) until = Math.min(until, deps.monotonic() + farewellMs);
      if (!isTold)
        deps.log.warn({ err: error, app: deps.appId }, "the outcome of a refresh cannot be stored yet, trying again");
      isTold = true;
      await sleep(againMs);
    }
  }
  return null;
}
