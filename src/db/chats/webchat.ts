import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import type { Db } from "../connect.ts";
import { storableJson } from "../json.ts";
import { webchatMessages } from "../schema/system.ts";

export interface NewWebchatMessage {
  readonly chat: string;
  readonly fromBot: boolean;
  readonly view: object;
  readonly at: Date;
}

export interface WebchatMessage {
  readonly id: number;
  readonly fromBot: boolean;
  readonly view: unknown;
  readonly at: Date;
}

/** Keeps what one side of a demo chat said. Returns its id; ids grow over all chats. */
export async function storeWebchatMessage(tx: Db, { chat, fromBot, view, at }: NewWebchatMessage): Promise<number> {
  const [row] = await tx.execute<{ id: number }>(sql`
    insert into webchat_messages (chat, from_bot, view, at)
    values (${chat}, ${fromBot}, ${storableJson(view)}::jsonb, ${at}::timestamptz) returning id`);
  await tx.execute(sql`select pg_notify(${webchatChannel}, '')`);
  return row!.id;
}

/** Told of every new message, in whichever process it was stored. */
export const webchatChannel = "hocvu_webchat";

/** The newest `limit` messages of a chat with a higher id than `sinceId`, oldest first. */
export async function webchatMessagesSince(
  tx: Db,
  chat: string,
  sinceId: number,
  limit = 200,
): Promise<WebchatMessage[]> {
  const { id, fromBot, view, at } = webchatMessages;
  const newest = tx
    .select({ id, fromBot, view, at })
    .from(webchatMessages)
    .where(and(eq(webchatMessages.chat, chat), gt(id, sinceId)))
    .orderBy(desc(id))
    .limit(limit)
    .as("newest");
  return tx.select().from(newest).orderBy(asc(newest.id));
}
