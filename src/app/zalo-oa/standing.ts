import type { Fetch } from "#channels/wire.ts";
import { askAllowance, reliedOnUntil } from "#channels/zalo-oa/allowance.ts";
import { askTemplate } from "#channels/zalo-oa/template.ts";
import type { TokenSource } from "#channels/zalo-oa/tokens.ts";
import type { Db } from "#db/connect.ts";
import { markAllowance, putAllowance } from "#db/delivery/allowance.ts";
import { noteTemplate, putTemplate, readTemplate } from "#db/delivery/oa-templates.ts";
import type { Log } from "#domain/log.ts";
import { addDays, type Clock, dateIn, instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import { allowanceMargin } from "#domain/zalo-window.ts";
import type { OaConfig } from "./config.ts";

export interface StandingDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly log: Log;
}

const hanoi = "Asia/Ho_Chi_Minh" as Zone;

/**
 * Asks the platform what the package still has of messages beyond the free hours, and how its operators' approved text stands, and
 * keeps both for all processes. What it does not tell stays as it was, and is relied on for a short time only. Rejects when
 * the database is away.
 */
export async function keepStanding(oa: OaConfig, deps: StandingDeps, tokens: TokenSource): Promise<void> {
  const token = await tokens.current();
  await noteTemplate(deps.db, oa.key, oa.templateId);
  if (token === null) return;
  await keepAllowance(oa, deps, token.value);
  if (oa.templateId !== null) await keepTemplate(oa, oa.templateId, deps, token.value);
}

async function keepAllowance({ apiRoot, key }: OaConfig, { clock, db, fetch }: StandingDeps, token: string) {
  const mark = await markAllowance(db, key);
  if (mark === null) return; // nobody has sent for this account yet
  const now = clock.now();
  const told = await askAllowance(apiRoot, token, fetch);
  if (told === null) return;
  const until = reliedOnUntil(told, now, monthEnd(now));
  await putAllowance(db, key, { remain: told.remain, until }, mark, allowanceMargin);
}

async function keepTemplate(oa: OaConfig, id: string, { clock, db, fetch, log }: StandingDeps, token: string) {
  const answer = await askTemplate(oa.businessRoot, token, id, fetch);
  if (answer.kind === "away" || (answer.kind === "refused" && isAboutUs(answer.code))) return;
  const before = await readTemplate(db, oa.key);
  await putTemplate(db, oa.key, id, answer.kind === "ok" ? answer.template : null, clock.now());
  const after = await readTemplate(db, oa.key);
  if (after?.usable === false && before?.usable !== false)
    log.warn({ bot: oa.key, template: id, status: after.status }, "the approved text cannot be sent: hocvu doctor");
}

/** The platform's numbers that say nothing of the text: tokens, and too many requests. */
const isAboutUs = (code: number): boolean => [-32, -124, -216, -220].includes(code);

/** When the month ends in which the platform bills `now`. */
function monthEnd(now: Date): Date {
  const first = `${dateIn(hanoi, now).slice(0, 7)}-01` as LocalDate;
  const inNext = addDays(first, 31);
  return instantOf(hanoi, `${inNext.slice(0, 7)}-01` as LocalDate, "00:00" as LocalTime);
}
