/** The approved text that an Official Account may send to who is silent for too long, and what its platform gave notice of. */
import { type SQL, sql } from "drizzle-orm";
import type { BotKey, LearnerId } from "#domain/ids.ts";
import { type TemplateFacts, type TemplateParam, templateFault, withVat } from "#domain/zalo-template.ts";
import type { Db, Tx } from "../connect.ts";

/** A text of the configuration, as it was read last. */
export interface OaTemplate {
  readonly id: string;
  readonly name: string | null;
  readonly status: string | null;
  /** VND, VAT included; null: not told. */
  readonly priceVnd: number | null;
  readonly params: readonly TemplateParam[];
  readonly usable: boolean;
  readonly readAt: Date | null;
  readonly heldUntil: Date | null;
  readonly heldReason: string | null;
}

/** One that may leave now. */
export interface UsableTemplate extends OaTemplate {
  readonly priceVnd: number;
}

/** What was read so long ago says nothing any more: prices and reviews change. */
const goodFor = sql.raw("interval '2 days'");

/** Whether the text `t` may be sent at `at`: read lately, approved, with a price, and not held. */
export const isUsable = (at: SQL): SQL =>
  sql`(t.usable and t.read_at > ${at} - ${goodFor} and (t.held_until is null or t.held_until <= ${at}))`;

/** The configuration's text, null: none. Another one than before is not known yet. */
export async function noteTemplate(tx: Db, bot: BotKey, id: string | null): Promise<void> {
  await tx.execute(sql`
    insert into oa_templates (bot, template_id) values (${bot}, ${id})
    on conflict (bot) do update set template_id = excluded.template_id, name = null, status = null, price_vnd = null,
      params = null, usable = false, read_at = null, held_until = null, held_reason = null
      where oa_templates.template_id is distinct from excluded.template_id`);
}

/**
 * What the platform tells of the text; null: it has none of that number. What holds a text back ends by the clock alone, or by a notice.
 */
export async function putTemplate(
  db: Db,
  bot: BotKey,
  id: string,
  facts: TemplateFacts | null,
  now: Date,
): Promise<void> {
  const price = facts?.priceVnd == null ? null : withVat(facts.priceVnd);
  const usable = facts !== null && templateFault(facts) === null;
  await db.execute(sql`
    update oa_templates set name = ${facts?.name ?? null}, status = ${facts?.status ?? "none"}, price_vnd = ${price}::int,
      params = ${JSON.stringify(facts?.params ?? [])}::jsonb, usable = ${usable}, read_at = greatest(read_at, ${now}::timestamptz)
    where bot = ${bot} and template_id = ${id}`);
}

/** Moves what was read lately along with a clock that was moved on purpose: it was read as shortly before `to` as it was before `from`. */
export async function carryTemplates(tx: Db, from: Date, to: Date): Promise<void> {
  await tx.execute(sql`
    update oa_templates set read_at = read_at + (${to}::timestamptz - ${from}::timestamptz)
    where read_at > ${from}::timestamptz - ${goodFor} and read_at <= ${from}::timestamptz`);
}

/** Null: the account has no text, or none yet. */
export async function readTemplate(db: Db, bot: BotKey): Promise<OaTemplate | null> {
  const [row] = await db.execute<OaTemplate & Record<string, unknown>>(sql`
    select template_id as id, name, status, price_vnd as "priceVnd", coalesce(params, '[]'::jsonb) as params, usable, read_at as "readAt",
      held_until as "heldUntil", held_reason as "heldReason"
    from oa_templates where bot = ${bot} and template_id is not null`);
  return row ?? null;
}

/** The text that may leave at `now`; null: none may. */
export async function usableTemplate(db: Db, bot: BotKey, now: Date): Promise<UsableTemplate | null> {
  const rows = await db.execute(sql`
    select 1 from oa_templates t where t.bot = ${bot} and t.template_id is not null and ${isUsable(sql`${now}::timestamptz`)}`);
  return rows.length === 0 ? null : ((await readTemplate(db, bot)) as UsableTemplate | null);
}

/** Whether any account has a text that may leave at `now`. */
export async function hasUsableTemplate(db: Db, now: Date): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from oa_templates t where t.template_id is not null and ${isUsable(sql`${now}::timestamptz`)} limit 1`);
  return rows.length > 0;
}

/** The platform takes none of them until then, whoever they are for. */
export async function holdTemplate(tx: Tx, bot: BotKey, reason: string, until: Date): Promise<void> {
  await tx.execute(sql`
    update oa_templates set held_until = ${until}::timestamptz, held_reason = ${reason} where bot = ${bot}`);
}

/** What the platform gave notice of; the text is looked at anew, and what held it back may have ended. */
export async function noteNotice(db: Db, bot: BotKey, notice: string, at: Date): Promise<void> {
  await db.execute(sql`
    insert into oa_templates (bot, notice, notice_at) values (${bot}, ${notice}, ${at}::timestamptz)
    on conflict (bot) do update set notice = excluded.notice, notice_at = excluded.notice_at, held_until = null, held_reason = null`);
}

/** The last notice; null: there was none. */
export async function readNotice(
  db: Db,
  bot: BotKey,
): Promise<{ readonly notice: string; readonly noticeAt: Date } | null> {
  const [row] = await db.execute<{ notice: string; noticeAt: Date }>(sql`
    select notice, notice_at as "noticeAt" from oa_templates where bot = ${bot} and notice is not null`);
  return row ?? null;
}

/** What a learner's course is called now; null: they learn in none. */
export async function readCourseTitle(tx: Tx, learner: LearnerId): Promise<string | null> {
  const [row] = await tx.execute<{ title: string }>(sql`
    select v.title from enrolments e join cohorts c on c.id = e.cohort_id
    join course_versions v on v.course_id = c.course_id and v.current
    where e.learner_id = ${learner} and e.left_at is null order by (e.next_lesson_id is not null) desc, e.id limit 1`);
  return row?.title ?? null;
}
