import { openWire } from "#channels/wire.ts";
import { type AccountAnswer, askAccount } from "#channels/zalo-oa/account.ts";
import { permissionLink } from "#channels/zalo-oa/oauth.ts";
import { type GrantRow, type OaAccount, readGrant } from "#db/chats/oa-grants.ts";
import type { Db } from "#db/connect.ts";
import { readAllowance } from "#db/delivery/allowance.ts";
import { countWithheld } from "#db/delivery/charges.ts";
import { keptEndpoint, listLanes } from "#db/delivery/lanes.ts";
import { type OaTemplate, readNotice, readTemplate } from "#db/delivery/oa-templates.ts";
import { billingMonth } from "#domain/zalo-window.ts";
import { openSealing } from "../sealing.ts";
import type { OaConfig } from "../zalo-oa/config.ts";
import { type Connected, connectOa } from "../zalo-oa/connect.ts";
import { apiFault } from "../zalo-oa/faults.ts";
import { openGrant, unreadable } from "../zalo-oa/grant.ts";
import { renewedBeforeMs } from "../zalo-oa/keeper.ts";
import { typeOfAccount } from "../zalo-oa/kinds.ts";
import { type Answer, refused } from "./answer.ts";
import { facts } from "./print.ts";
import { readSecret } from "./secret-input.ts";
import { type Session, withDatabase } from "./session.ts";

export interface ConnectOptions {
  /** Print the permission page's address; the callback as it is saved in the console. */
  readonly link?: string;
  /** What is read is the code of the permission page. */
  readonly code?: boolean;
}

/** The work on the Official Account of the configuration, if there is one. */
const withAccount = (work: (oa: OaConfig, session: Session) => Promise<Answer>): Promise<Answer> =>
  withDatabase(async (session) => {
    const { oa } = session.config;
    if (oa !== null) return await work(oa, session);
    return refused("no Official Account is configured: set ZALO_OA_APP_ID and what README.md names beside it");
  });

export const connect = ({ link, code = false }: ConnectOptions): Promise<Answer> =>
  withAccount(async (oa, { config, db, database, clock, log }) => {
    if (link !== undefined) return linkTo(permissionLink(oa.oauthRoot, oa.appId, link));
    const kind = code ? "code" : "token";
    const given = await readSecret(code ? "code (not shown): " : "refresh token (not shown): ");
    if (given === "") return refused(`nothing was given: pipe the ${kind} into this command, or paste it when asked`);
    const deps = { db, databaseUrl: database.url, secretKeys: config.secretKeys, clock, log };
    const connected = await connectOa(oa, deps, { kind, text: given });
    return typeof connected === "string" ? refused(connected) : told(connected);
  });

const linkTo = (link: string): Answer => ({
  json: { link },
  lines: [link, "The account's admin opens it and allows; then, within ten minutes: hocvu zalo-oa connect --code"],
});

function told({ generation, account, before }: Connected): Answer {
  const json = { generation, account, before };
  const kept = `generation ${generation} is stored; what was pasted is worth nothing any more`;
  if (account === null) {
    const problem = "the tokens are stored, but the platform does not say whose they are: hocvu doctor tells why";
    return { json, lines: [kept], problem };
  }
  const lines = [...facts(whose({ ...account })), kept];
  if (before === null) return { json, lines };
  const note = `another account than before (${before}): nobody who joined by that one is known to this one`;
  return { json, lines, notes: [note] };
}

const whose = ({ oaId, name, type, packageName }: OaAccount) => ({
  account: `${name} (${oaId})`,
  type: typeOfAccount(type),
  package: packageName ?? "none, or not told",
});

export const status = (): Promise<Answer> =>
  withAccount(async (oa, { config, db, clock }) => {
    const grant = await readGrant(db, oa.appId);
    if (grant === null) return refused("nobody has allowed us yet: hocvu zalo-oa connect");
    const answer = await asked(oa, config.secretKeys, grant);
    const account = typeof answer === "object" && answer.kind === "ok" ? answer.account : grant.account;
    const endpoint = await keptEndpoint(db, oa.key).read();
    const problem = problemOf(grant, answer);
    const now = clock.now();
    const standing = await readStanding(db, oa);
    const spending = await readSpending(db, oa, billingMonth(now));
    const json = {
      ...{ app: oa.appId, account, endpoint, generation: grant.generation, state: grant.state },
      ...{ accessExpiresAt: grant.accessExpiresAt, refreshIssuedAt: grant.refreshIssuedAt },
      ...{ refreshStartedAt: grant.refreshStartedAt, refused: grant.refused, problem },
      ...standing,
      spending,
    };
    const lines = facts({
      ...(account === null ? {} : whose(account)),
      "sends by": endpoint,
      state: grant.state === "live" ? "allowed" : "dead: hocvu zalo-oa connect",
      generation: grant.generation,
      "access token": `${span(grant.accessExpiresAt, now)} left, renewed with less than ${renewedBeforeMs / hourMs} h left`,
      "refresh token": `${span(now, grant.refreshIssuedAt)} old, good for 3 months`,
      "under way":
        grant.refreshStartedAt === null ? "nothing" : `a refresh, since ${span(now, grant.refreshStartedAt)}`,
      "last refusal": grant.refused ?? "none",
      ...shownStanding(standing, now),
      ...shownSpending(spending),
    });
    return problem === null ? { json, lines } : { json, lines, problem };
  });

/** What the platform told of it, as every process knows it. */
const readStanding = async (db: Db, { key, templateId }: OaConfig) => ({
  allowance: await readAllowance(db, key),
  templateId,
  template: await readTemplate(db, key),
  notice: await readNotice(db, key),
});

function shownStanding(
  { allowance, notice, template, templateId }: Awaited<ReturnType<typeof readStanding>>,
  now: Date,
) {
  const known = allowance !== null && allowance.until > now;
  return {
    "package's messages": known ? `${allowance.left} may still be taken beyond the free hours` : "not known just now",
    template:
      templateId === null
        ? "none"
        : template?.id === templateId
          ? shownTemplate(template, now)
          : `${templateId}, not looked up yet`,
    "last notice": notice === null ? "none" : `${notice.notice}, ${span(now, notice.noticeAt)} ago`,
  };
}

/** What the month's messages came to so far, and what did not leave. */
async function readSpending(db: Db, { key, budgetVndPerMonth: budgetVnd }: OaConfig, month: string) {
  const lane = (await listLanes(db)).find(({ bot }) => bot === key);
  const spentVnd = lane?.spentMonth === month ? lane.spentVnd : 0;
  return { month, budgetVnd, spentVnd, notSent: await countWithheld(db, key, month) };
}

function shownSpending({ budgetVnd, month, notSent, spentVnd }: Awaited<ReturnType<typeof readSpending>>) {
  const left = Math.max(0, budgetVnd - spentVnd);
  const budget = budgetVnd === 0 ? "0, nothing that costs is sent" : `${budgetVnd} VND a month, ${left} left`;
  const reasons = Object.entries(notSent).map(([reason, count]) => `${reason} ${count}`);
  return { budget, [`spent in ${month}`]: `${spentVnd} VND`, "ended without being sent": reasons.join(", ") };
}

function shownTemplate({ heldReason, heldUntil, id, priceVnd, readAt, status, usable }: OaTemplate, now: Date): string {
  if (readAt === null) return `${id}, not looked up yet`;
  if (heldUntil !== null && heldUntil > now)
    return `${id}, none leaves until ${heldUntil.toISOString()}: ${heldReason}`;
  return usable ? `${id}, ${priceVnd} VND each with VAT` : `${id}, ${status}, none leaves: hocvu doctor`;
}

const hourMs = 3_600_000;

/** "21 h 5 min", "3 days"; "0 min" where it is over. */
function span(later: Date, earlier: Date): string {
  const minutes = Math.max(0, Math.floor((later.getTime() - earlier.getTime()) / 60_000));
  if (minutes >= 2 * 24 * 60) return `${Math.floor(minutes / (24 * 60))} days`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What the platform says of the stored access token; a line that says why it was not asked. */
async function asked(oa: OaConfig, keys: readonly string[], grant: GrantRow): Promise<AccountAnswer | string> {
  const tokens = openGrant(openSealing(keys), grant);
  if (tokens.kind !== "open") return unreadable(tokens.kind);
  await using wire = openWire(oa.proxy);
  return await askAccount(oa.apiRoot, tokens.access, wire.fetch);
}

function problemOf(grant: GrantRow, answer: AccountAnswer | string): string | null {
  if (typeof answer === "string") return answer;
  if (grant.state !== "live") return "the grant is dead, nothing is sent: hocvu zalo-oa connect";
  if (answer.kind === "token") return "the platform refuses the access token: a running hocvu renews it";
  if (answer.kind === "away") return "the platform does not answer";
  return answer.kind === "refused" ? apiFault(answer.code) : null;
}
