import { pause } from "#channels/pause.ts";
import type { AccessToken, TokenSource } from "#channels/zalo-oa/tokens.ts";
import { type GrantRow, readGrant } from "#db/chats/oa-grants.ts";
import { openGrant, unreadable } from "./grant.ts";
import { type RefreshDeps, type Refreshed, refresh } from "./refresh.ts";

export interface KeeperDeps extends RefreshDeps {
  /** So long what was read of the row is taken for true. */
  readonly cacheMs: number;
  /** So long somebody whose token is dead waits for the next one. */
  readonly patienceMs: number;
  /** A pair refused so soon after it was made is not renewed: that would go round and round. */
  readonly youngestMs: number;
}

/** With calls of 30 s at the most. */
export const keeperTimes = { settleMs: 60_000, cacheMs: 60_000, patienceMs: 75_000, youngestMs: 60_000 } as const;

/** The tokens of one application's Official Account, as this process knows them. */
export interface Keeper extends TokenSource, AsyncDisposable {
  /** Renews what ends soon, looks into what was cut short, and complains of what only a person can mend. Rejects when the database is away. */
  tick(): Promise<void>;
}

/** Renewed when the access token, good for 25 hours, has no more than this left. */
export const renewedBeforeMs = 5 * 3_600_000;
/** A refresh token is good for three months from its issue. */
const oldMs = 60 * 24 * 3_600_000;
const complainAgainMs = 24 * 3_600_000;
/** Waiting for another process, and for a platform or an operator. */
const lookMs = 200;
const restMs = 5_000;

interface Known extends AccessToken {
  readonly row: GrantRow;
}

export function openKeeper(deps: KeeperDeps): Keeper {
  const { db, appId, monotonic, clock, log, sealing } = deps;
  const stop = new AbortController();
  let known: { readonly grant: Known | null; readonly at: number } | null = null;
  /** Generations up to this one are dead. */
  let refusedUpTo = 0;
  let renewing: Promise<AccessToken | null> | null = null;
  let complainedAt = Number.NEGATIVE_INFINITY;
  let unreadableSaid = 0;

  async function read(): Promise<Known | null> {
    const row = await readGrant(db, appId);
    const grant = row === null || row.state !== "live" ? null : opened(row);
    known = { grant, at: monotonic() };
    return grant;
  }

  function opened(row: GrantRow): Known | null {
    const tokens = openGrant(sealing, row);
    if (tokens.kind === "open") return { value: tokens.access, generation: row.generation, row };
    if (unreadableSaid !== row.generation) log.error({ app: appId }, unreadable(tokens.kind));
    unreadableSaid = row.generation;
    return null;
  }

  /** As read within the last minute; a grant that is none is asked for again each time. */
  async function recent(): Promise<Known | null> {
    if (known?.grant != null && monotonic() - known.at < deps.cacheMs) return known.grant;
    try {
      return await read();
    } catch (error) {
      if (known?.grant == null) throw error;
      return known.grant; // the database is away: what it said last is the best there is
    }
  }

  const isDead = ({ generation, row }: Known) =>
    generation <= refusedUpTo || row.accessExpiresAt.getTime() <= clock.now().getTime();

  /** One at a time, whoever asks. */
  async function renewed(dead: AccessToken): Promise<AccessToken | null> {
    refusedUpTo = Math.max(refusedUpTo, dead.generation);
    renewing ??= waitForNext(dead).finally(() => {
      renewing = null;
    });
    const next = await renewing;
    return next !== null && next.generation < dead.generation ? dead : next;
  }

  async function waitForNext(dead: AccessToken): Promise<AccessToken | null> {
    const until = monotonic() + deps.patienceMs;
    do {
      const next = await tryOnce(dead);
      if (next !== "wait") return next;
      await pause(lookMs, stop.signal);
    } while (!stop.signal.aborted && monotonic() < until);
    return dead;
  }

  async function tryOnce(dead: AccessToken): Promise<AccessToken | null | "wait"> {
    try {
      const grant = await read();
      if (grant === null || grant.generation > refusedUpTo) return grant === null ? null : tokenOf(grant);
      const age = clock.now().getTime() - grant.row.refreshIssuedAt.getTime();
      if (grant.row.accessExpiresAt.getTime() > clock.now().getTime() && age < deps.youngestMs) return dead;
      return await follow(await refresh(deps, grant.generation, stop.signal), dead);
    } catch (error) {
      log.warn({ err: error, app: appId }, "the database cannot say which tokens there are");
      return "wait";
    }
  }

  async function following(dead: AccessToken): Promise<AccessToken | null | "wait"> {
    const grant = await read();
    if (grant === null) return null;
    return grant.generation > dead.generation ? tokenOf(grant) : "wait";
  }

  async function follow(ending: Refreshed, dead: AccessToken): Promise<AccessToken | null | "wait"> {
    switch (ending) {
      case "made":
      case "moved":
        return await following(dead);
      case "busy":
        return "wait";
      case "dead":
      case "setup":
      case "unreadable":
        return null;
      case "away":
        await pause(restMs, stop.signal);
        return dead;
    }
  }

  function complain(facts: object, message: string): void {
    if (monotonic() - complainedAt < complainAgainMs) return;
    complainedAt = monotonic();
    log.error({ app: appId, ...facts }, message);
  }

  return {
    async current() {
      const grant = await recent();
      if (grant === null) return null;
      return isDead(grant) ? await renewed(grant) : tokenOf(grant);
    },
    renew: (refused) => renewed(refused),
    async tick() {
      const row = await readGrant(db, appId);
      const now = clock.now().getTime();
      if (row === null) return;
      if (row.state !== "live")
        return complain({}, "nothing is sent to the Official Account: run hocvu zalo-oa connect");
      const days = Math.floor((now - row.refreshIssuedAt.getTime()) / 86_400_000);
      if (now - row.refreshIssuedAt.getTime() > oldMs)
        complain({ days }, "the refresh token is about to end: hocvu doctor");
      const due = row.refreshStartedAt !== null || row.accessExpiresAt.getTime() - now < renewedBeforeMs;
      if (!due) return;
      await refresh(deps, row.generation, stop.signal);
      await read(); // whoever asks next has the new pair, not the one that this ended
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await renewing;
    },
  };
}

const tokenOf = ({ value, generation }: Known): AccessToken => ({ value, generation });
