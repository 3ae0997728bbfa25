import { type SQL, sql } from "drizzle-orm";
import type { BotKey, ChatId, CohortId, InboxId, LearnerId, UnitId } from "#domain/ids.ts";
import type { ChatAddress } from "#domain/message.ts";
import type { Question } from "#domain/question.ts";
import { floodFrom, shortCodesUntil, type WrongCodes } from "#domain/wrong-codes.ts";
import type { Db, Tx } from "../connect.ts";
import { storableJson, storableText } from "../json.ts";
import type { Scope } from "../units/scope.ts";

/** What we are in the middle of asking a chat. */
export type Dialog =
  | { readonly kind: "join_name"; readonly cohortId: CohortId }
  | {
      readonly kind: "join_unit";
      readonly cohortId: CohortId;
      readonly fullName: string;
      /** The unit whose parts are shown; null: the tops of the tree. */
      readonly parent: UnitId | null;
      /** From 0. */
      readonly page: number;
      /** When this level was opened, as ISO text. */
      readonly since: string;
    }
  /** `at`: when it was asked. */
  | { readonly kind: "confirm_erase"; readonly at?: string }
  | { readonly kind: "confirm_leave"; readonly cohortId: CohortId }
  /** To whom an announcement is to go. */
  | { readonly kind: "announce_to" }
  /** What it is to say. */
  | { readonly kind: "announce_text"; readonly scope: Scope; readonly name: string }
  /** Whether it is to be sent as it was shown in answer to the update `draft`. */
  | {
      readonly kind: "announce";
      readonly scope: Scope;
      readonly name: string;
      readonly text: string;
      readonly draft: InboxId;
    }
  /** A question about progress was answered, at this ISO text: the next one may go on from it. Ids only, no names. */
  | { readonly kind: "asked"; readonly question: Question; readonly at: string }
  /** One was asked back in answer to the update `asked`: which of these is meant? `before`: what was answered until then. */
  | {
      readonly kind: "which";
      readonly asked: InboxId;
      readonly questions: readonly Question[];
      readonly at: string;
      readonly before?: Question;
    }
  /** The person was erased; the chat is kept only until they have been told. */
  | { readonly kind: "goodbye" };

export interface Chat {
  readonly id: ChatId;
  readonly bot: BotKey;
  readonly learnerId: LearnerId | null;
  readonly dialog: Dialog | null;
}

export async function findChat(tx: Tx, { bot, chat }: ChatAddress): Promise<Chat | null> {
  const [row] = await tx.execute<Chat & Record<string, unknown>>(sql`
    select id, bot, learner_id as "learnerId", dialog from chats where bot = ${bot} and address = ${storableText(chat)}`);
  return row ?? null;
}

/** A stranger's first words. Harmless where the chat is known. */
export async function insertChat(tx: Tx, { bot, chat }: ChatAddress, at: Date): Promise<void> {
  await tx.execute(sql`
    insert into chats (bot, address, last_used_at) values (${bot}, ${storableText(chat)}, ${at}::timestamptz)
    on conflict on constraint chats_once do nothing`);
}

/**
 * The person was there at `at`: the chat is open again and is the one used last. A goodbye that waited there is over.
 * Null when the chat is no longer what was read of it: it was erased or bound to someone since.
 * @param spoke they wrote or pressed; false: they only came in
 */
export async function useChat(
  tx: Tx,
  chat: Chat,
  address: ChatAddress,
  at: Date,
  spoke: boolean,
): Promise<Chat | null> {
  const [row] = await tx.execute<Chat & Record<string, unknown>>(sql`
    update chats set state = 'active', last_used_at = greatest(last_used_at, ${at}::timestamptz),
      dialog = case when dialog ->> 'kind' = 'goodbye' then null else dialog end,
      door = case when ${spoke} then 'talking' else door end
    where id = ${chat.id} and learner_id is not distinct from ${chat.learnerId}::bigint
      and address = ${storableText(address.chat)}
    returning id, bot, learner_id as "learnerId", dialog`);
  return row ?? null;
}

export async function setDialog(tx: Tx, chat: ChatId, dialog: Dialog | null): Promise<void> {
  const json = dialog === null ? null : storableJson(dialog);
  await tx.execute(sql`update chats set dialog = ${json}::jsonb where id = ${chat}`);
}

/**
 * From here on the chat is the learner's; whatever was being asked there is over. Its wrong codes stay: who comes by a
 * cohort's code and then declines is as much a stranger as before.
 */
export async function bindChat(tx: Tx, chat: ChatId, learner: LearnerId): Promise<void> {
  await tx.execute(sql`update chats set learner_id = ${learner}, dialog = null where id = ${chat}`);
}

const recentlyWrong = (now: Date): SQL =>
  sql`wrong_codes > 0 and wrong_codes_since > ${now}::timestamptz - interval '1 day'`;

/** Wrong codes of all chats within a day. */
const triedByAll = (now: Date): SQL => sql`(select coalesce(sum(n), 0)::int from (
  select wrong_codes as n from chats where ${recentlyWrong(now)} limit ${shortCodesUntil}) tried)`;

/**
 * Wrong codes of the chat since the first of them, as long as that is no longer ago than a day; those of all chats that are
 * nobody's (`everywhere`: `floodFrom` stands for more, too); and those of all (`tried`: `shortCodesUntil` does).
 */
export async function readWrongCodes(
  tx: Tx,
  chat: ChatId,
  now: Date,
): Promise<{ readonly wrong: WrongCodes | null; readonly everywhere: number; readonly tried: number }> {
  const recent = recentlyWrong(now);
  const [row] = await tx.execute<{ count: number | null; since: Date | null; everywhere: number; tried: number }>(sql`
    select mine.count, mine.since, ${triedByAll(now)} as tried, (select coalesce(sum(n), 0)::int from (
      select wrong_codes as n from chats where learner_id is null and ${recent} limit ${floodFrom}) others) as everywhere
    from (values (1)) one left join (
      select wrong_codes as count, wrong_codes_since as since from (select * from chats where id = ${chat} offset 0) own where ${recent}) mine on true`);
  const { count, since, everywhere, tried } = row!;
  return { wrong: count === null || since === null ? null : { count, since }, everywhere, tried };
}

/** How many wrong codes all chats tried within a day; `shortCodesUntil` stands for more, too. */
export async function countTriedCodes(tx: Tx, now: Date): Promise<number> {
  const [row] = await tx.execute<{ tried: number }>(sql`select ${triedByAll(now)} as tried`);
  return row!.tried;
}

/** One more wrong code; the first one begins the day. */
export async function countWrongCode(tx: Tx, chat: ChatId, now: Date): Promise<void> {
  const fresh = sql`wrong_codes = 0 or wrong_codes_since is null or wrong_codes_since <= ${now}::timestamptz - interval '1 day'`;
  await tx.execute(sql`
    update chats set wrong_codes = case when ${fresh} then 1 else wrong_codes + 1 end,
      wrong_codes_since = case when ${fresh} then ${now}::timestamptz else wrong_codes_since end
    where id = ${chat}`);
}

/** Whether the chat may get a hint now: on a counted platform at most one a minute. Taking it starts the minute. */
export async function takeHint(tx: Tx, chat: ChatId, now: Date): Promise<boolean> {
  const rows = await tx.execute(sql`
    update chats set hinted_at = ${now}::timestamptz
    where id = ${chat} and (hinted_at is null or hinted_at <= ${now}::timestamptz - interval '1 minute')`);
  return rows.count > 0;
}

/**
 * Whether somebody who has just come in is to be greeted: once, until they wrote and went away again. Whoever wrote was
 * answered, also where the platform tells of their coming in only after that.
 */
export async function takeGreeting(tx: Tx, chat: ChatId): Promise<boolean> {
  const rows = await tx.execute(sql`update chats set door = 'greeted' where id = ${chat} and door is null`);
  return rows.count > 0;
}

/** Whether the chat may be asked for a phone number: at most once in 24 hours. Asking begins them. */
export async function takePhoneAsk(tx: Tx, chat: ChatId, now: Date): Promise<boolean> {
  const rows = await tx.execute(sql`
    update chats set phone_asked_at = ${now}::timestamptz
    where id = ${chat} and (phone_asked_at is null or phone_asked_at <= ${now}::timestamptz - interval '1 day')`);
  return rows.count > 0;
}

/** The open chats of those who supervise a unit, by the platform's name of them. */
export async function listSupervisorChats(tx: Db, bot: BotKey): Promise<string[]> {
  const rows = await tx.execute<{ address: string }>(sql`
    select h.address from chats h where h.bot = ${bot} and h.state = 'active'
      and h.learner_id = any(array(select o.person_id from posts o where o.role = 'supervisor')) order by h.id`);
  return rows.map((row) => row.address);
}
