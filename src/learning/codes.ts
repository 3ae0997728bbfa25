import { countWrongCode, readWrongCodes } from "#db/chats.ts";
import type { Tx } from "#db/connect.ts";
import type { ChatId } from "#domain/ids.ts";
import { addMinutes } from "#domain/time.ts";

const mostWrongCodes = 5;

/** A wrong, a spent and an old code get the same answer, so nobody learns which codes were good once. */
export type WrongCode =
  | { readonly kind: "wrong_code" }
  /** Five wrong codes within an hour: until the hour is over none is looked at, right ones neither. */
  | { readonly kind: "locked"; readonly until: Date };

/** Null: the chat may try a code. */
export async function codesLocked(tx: Tx, chat: ChatId, now: Date): Promise<WrongCode | null> {
  const wrong = await readWrongCodes(tx, chat, now);
  if (wrong === null || wrong.count < mostWrongCodes) return null;
  return { kind: "locked", until: addMinutes(wrong.since, 60) };
}

export async function wrongCode(tx: Tx, chat: ChatId, now: Date): Promise<WrongCode> {
  await countWrongCode(tx, chat, now);
  return { kind: "wrong_code" };
}
