import { type Fetch, openWire } from "#channels/wire.ts";
import { type Account, askAccount } from "#channels/zalo-oa/account.ts";
import { openOauth } from "#channels/zalo-oa/oauth.ts";
import { askTemplate } from "#channels/zalo-oa/template.ts";
import { lastReceived } from "#db/chats/inbox.ts";
import { type GrantRow, readGrant } from "#db/chats/oa-grants.ts";
import type { Db } from "#db/connect.ts";
import { keptEndpoint } from "#db/delivery/lanes.ts";
import { readTemplate } from "#db/delivery/oa-templates.ts";
import { listHolidays } from "#db/learning/holidays.ts";
import { type Clock, dateIn, weekdayOf, type Zone } from "#domain/time.ts";
import { templateFault, withVat } from "#domain/zalo-template.ts";
import { openSealing } from "../sealing.ts";
import type { OaConfig } from "../zalo-oa/config.ts";
import { apiFault, oauthFault, templateAdvice } from "./faults.ts";
import { openGrant, unreadable } from "./grant.ts";
import { stateBody, typeOfAccount } from "./kinds.ts";

/** One thing that must be well for an Official Account to work. */
export interface OaCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface OaPatient {
  readonly oa: OaConfig;
  readonly secretKeys: readonly string[];
  readonly db: Db;
  readonly clock: Clock;
  readonly zone: Zone;
}

type Finding = Omit<OaCheck, "name">;

const well = (detail: string): Finding => ({ ok: true, detail });
const ill = (detail: string): Finding => ({ ok: false, detail });

/** No refresh token looks so: the token endpoint looks at app and secret first, and nothing is used up. */
const noToken = "hocvu-doctor";
const patienceMs = 5000;
/** Webhooks are signed with the platform's time, and those of another hour are turned away. */
const largestOffsetMs = 5 * 60_000;
const oldDays = 60;
/** With no word on a working day for so long something is switched off. */
const silentMs = 24 * 3_600_000;

/** An installation of an Official Account, fault by fault, each with the step of the console that mends it. Changes nothing. */
export async function checkOa(patient: OaPatient): Promise<OaCheck[]> {
  const { oa, db } = patient;
  await using wire = openWire(oa.proxy);
  const watched = watchClock(wire.fetch);
  const grant = await readGrant(db, oa.appId);
  const app = await checkApp(oa, watched.fetch);
  const { token, finding } = checkGrant(patient, grant);
  const account = token === null ? null : await checkAccount(patient, token, watched.fetch);
  const template = token === null ? null : await checkTemplate(patient, token, watched.fetch);
  const webhook = grant === null ? null : await checkWebhook(patient, grant);
  const found: [string, Finding | null][] = [
    ["zalo-oa app", app],
    ["zalo-oa grant", finding],
    ["zalo-oa account", account],
    ["zalo-oa template", template],
    ["zalo-oa webhook", webhook],
    ["zalo-oa clock", watched.finding()],
  ];
  return found.flatMap(([name, one]) => (one === null ? [] : [{ name, ...one }]));
}

/** The platform's clock, as its answers tell. */
function watchClock(fetch: Fetch): { readonly fetch: Fetch; readonly finding: () => Finding | null } {
  let offset: number | null = null;
  const watching: Fetch = async (url, init) => {
    const answer = await fetch(url, init);
    const date = Date.parse(answer.headers.get("date") ?? "");
    if (Number.isFinite(date)) offset = Date.now() - date;
    return answer;
  };
  const finding = () => {
    if (offset === null) return null;
    const minutes = Math.round(offset / 60_000);
    return Math.abs(offset) <= largestOffsetMs
      ? well("as the platform's")
      : ill(`${minutes} minutes from the platform's clock, whose events would be turned away: set this machine by NTP`);
  };
  return { fetch: watching, finding };
}

async function checkApp({ appId, appSecret, oauthRoot }: OaConfig, fetch: Fetch): Promise<Finding> {
  const outcome = await openOauth({ appId, appSecret, oauthRoot, fetch, callMs: patienceMs }).refresh(noToken);
  if (outcome.kind === "refused") {
    const fault = oauthFault(outcome.code, outcome.name);
    return fault === null ? well("id and secret are taken") : ill(fault);
  }
  return outcome.kind === "unreached"
    ? ill("no connection to ZALO_OA_OAUTH_ROOT: is the address right and the network up?")
    : ill("ZALO_OA_OAUTH_ROOT gives no answer that makes sense: is the address right?");
}

/** @returns the access token too, where it may be tried */
function checkGrant(
  { secretKeys, clock }: OaPatient,
  grant: GrantRow | null,
): { token: string | null; finding: Finding } {
  const none = (detail: string) => ({ token: null, finding: ill(detail) });
  if (grant === null) return none("nobody has allowed us yet, step 5: hocvu zalo-oa connect");
  const tokens = openGrant(openSealing(secretKeys), grant);
  if (tokens.kind !== "open") return none(unreadable(tokens.kind));
  const said = grant.refused === null ? "" : ` (the platform said ${grant.refused})`;
  if (grant.state !== "live") return none(`the grant is dead${said}, nothing is sent, step 5: hocvu zalo-oa connect`);
  const days = Math.floor((clock.now().getTime() - grant.refreshIssuedAt.getTime()) / 86_400_000);
  const facts = `generation ${grant.generation}, refresh token ${days} days old`;
  if (days < oldDays) return { token: tokens.access, finding: well(facts) };
  const finding = ill(`${facts} of 90: does a process with the scheduler run? else hocvu zalo-oa connect${said}`);
  return { token: tokens.access, finding };
}

async function checkAccount(patient: OaPatient, token: string, fetch: Fetch): Promise<Finding> {
  const answer = await askAccount(patient.oa.apiRoot, token, fetch, patienceMs);
  switch (answer.kind) {
    case "ok":
      return await describe(patient, answer.account);
    case "token":
      return ill("the platform refuses the access token: a running hocvu renews it; else hocvu zalo-oa connect");
    case "refused":
      return ill(apiFault(answer.code));
    case "away":
      return ill("ZALO_OA_API_ROOT does not answer: is the address right and the network up?");
  }
}

async function describe({ oa, db, clock, zone }: OaPatient, account: Account): Promise<Finding> {
  const { name, type, verified, packageName, packageUntil } = account;
  if (verified === false) return ill(apiFault(-221));
  if (packageName === null) return ill(apiFault(-224));
  const until = dayOf(packageUntil);
  if (until !== null && until < dateIn(zone, clock.now())) return ill(`${apiFault(-224)}, it ended on ${until}`);
  const facts = `${name}, type ${typeOfAccount(type)}, package ${packageName}`;
  if (type !== stateBody) return well(facts);
  const endpoint = await keptEndpoint(db, oa.key).read();
  return endpoint === "v2"
    ? well(`${facts}: the v3 address refuses it (-235), it sends by v2`)
    : ill(
        `${facts}: the v3 address may refuse it (-235), then v2 is tried and remembered; write to one person before you promise anything`,
      );
}

/** "31/12/2026" as "2026-12-31"; null: it is written otherwise. */
function dayOf(text: string | null): string | null {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text ?? "") ?? [];
  return day === undefined ? null : `${year}-${month}-${day}`;
}

async function checkWebhook({ oa, db, clock, zone }: OaPatient, grant: GrantRow): Promise<Finding> {
  const last = await lastReceived(db, oa.key);
  const holidays = new Set((await db.transaction(listHolidays)).map(({ date }) => date as string));
  const working = (at: Date) => weekdayOf(dateIn(zone, at)) <= 5 && !holidays.has(dateIn(zone, at));
  const now = clock.now();
  // Days on which nobody works prove nothing: the silence is counted from before them.
  let since = new Date(now.getTime() - silentMs);
  while (!working(since)) since = new Date(since.getTime() - silentMs);
  const heard = last === null ? "nothing was ever heard" : `last heard of ${last.toISOString()}`;
  const isNew = last === null && grant.generation === 1 && grant.refreshIssuedAt > since;
  if (isNew) return well("nothing heard yet: write something to the account, and look again");
  if (!working(now) || (last !== null && last > since)) return well(heard);
  return ill(
    `${heard}, step 6: in the console, Webhook, save ${oa.webhookPath} below PUBLIC_URL, switch on every event, leave the syntax filter off`,
  );
}

/** The approved text of the configuration; null: there is none, so none is sent. */
async function checkTemplate({ oa, db, clock }: OaPatient, token: string, fetch: Fetch): Promise<Finding | null> {
  const { templateId: id } = oa;
  if (id === null) return null;
  const answer = await askTemplate(oa.businessRoot, token, id, fetch, patienceMs);
  if (answer.kind === "away")
    return ill("ZALO_OA_BUSINESS_API_ROOT does not answer: is the address right and the network up?");
  if (answer.kind === "refused")
    return ill(
      `the platform knows no template ${id} of this account (${answer.code}): look its number up at zalo.solutions`,
    );
  const { template } = answer;
  const fault = templateFault(template);
  if (fault !== null) return ill(`template ${id}: ${templateAdvice(fault)}`);
  const kept = await readTemplate(db, oa.key);
  const held = kept?.id === id && kept.heldUntil !== null && kept.heldUntil > clock.now() ? kept : null;
  if (held !== null)
    return ill(`template ${id}: none leaves until ${held.heldUntil?.toISOString()}: ${held.heldReason}`);
  const price = `${withVat(template.priceVnd!)} VND each with VAT`;
  const silenced = oa.budgetVndPerMonth === 0 ? ", and none leaves: ZALO_OA_BUDGET_VND_PER_MONTH is 0" : "";
  return well(`${id} ${template.name}, approved, ${price}${silenced}`);
}
