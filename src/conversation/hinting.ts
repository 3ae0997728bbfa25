import { isDeepStrictEqual } from "node:util";
import { findChat, takeHint } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Visitor } from "#learning/visit.ts";
import type { Said } from "./receive.ts";

/** What decides whether something is worth a message. */
interface Asked {
  readonly deps: { readonly countsMessages: (bot: BotKey) => boolean };
  readonly tx: Tx;
  readonly said: Said;
  readonly visitor: Visitor;
}

/**
 * Anybody may write to a bot, and where messages are counted a stranger must not use up what is there for learners:
 * they get one answer a minute, but for a code that worked and each step of a join that goes on.
 */
export async function mayAnswer({ deps, tx, said, visitor }: Asked): Promise<boolean> {
  if (visitor.learner !== null || !deps.countsMessages(visitor.bot)) return true;
  const chat = await findChat(tx, said.incoming.address);
  const wentOn = chat?.learnerId != null || !isDeepStrictEqual(chat?.dialog ?? null, visitor.dialog);
  return wentOn || takeHint(tx, visitor.id, said.now);
}

/** A hint is worth a message, but where messages are counted no more than one a minute. */
export async function hint({ deps, tx, said, visitor }: Asked, message: Message): Promise<Message | null> {
  const due = await takeHint(tx, visitor.id, said.now);
  return due || !deps.countsMessages(visitor.bot) ? message : null;
}
