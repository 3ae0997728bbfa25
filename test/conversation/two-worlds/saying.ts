import { handle } from "#conversation/handle.ts";
import type { Tx } from "#db/connect.ts";
import type { BotKey, InboxId } from "#domain/ids.ts";
import type { IncomingContent, Message } from "#domain/message.ts";
import type { Zone } from "#domain/time.ts";
import type { TestDatabase } from "../../setup/database.ts";
import { bot, chatOf, now } from "./lay.ts";

let updates = 0;

/** Handles one update as the program does, gives what it replies to `look`, and takes back what it wrote. */
export async function hears<Seen>(
  { db }: TestDatabase,
  person: number,
  content: IncomingContent,
  look: (tx: Tx, messages: readonly Message[]) => Promise<Seen>,
): Promise<Seen> {
  const incoming = {
    address: { bot: bot as BotKey, chat: chatOf(person) },
    content,
    ...{ writtenAt: null, displayName: "" },
  };
  const undone = new Error("taken back");
  let seen: { value: Seen } | null = null;
  await db
    .transaction(async (tx) => {
      const reply = await handle(deps, tx, { incoming, at: now, inbox: ++updates as InboxId, now });
      seen = { value: await look(tx, reply?.messages ?? []) };
      throw undone;
    })
    .catch((error) => {
      if (error !== undone) throw error;
    });
  return seen!.value;
}

const deps = {
  countsMessages: () => false,
  elsewhere: () => [],
  dashboardLink: () => null,
  files: null,
  quotaOf: () => null,
  platformOf: () => "webchat",
  asksPhone: () => false,
  digits: () => "123456",
  zone: "Asia/Ho_Chi_Minh" as Zone,
};
