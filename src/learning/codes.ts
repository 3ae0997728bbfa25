import { countWrongCode, readWrongCodes } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import type { ChatId } from "#domain/ids.ts";
import { lockedUntil } from "#domain/wrong-codes.ts";

/** A wrong, a spent and an old code get the same answer, so nobody learns which codes were good once. */
export type WrongCode =
  | { readonly kind: "wrong_code" }
  /** Too many wrong codes: until then none is looked at, right ones neither. */
  | { readonly kind: "locked"; readonly until: Date };

/** Whether the chat may try a code (`locked` is null), and how many wrong ones all chats tried within a day. */
export async function readLock(
  tx: Tx,
  chat: ChatId,
  now: Date,
): Promise<{ readonly locked: WrongCode | null; readonly tried: number }> {
  const { wrong, everywhere, tried } = await readWrongCodes(tx, chat, now);
  const until = lockedUntil(wrong, everywhere, now);
  return { locked: until === null ? null : { kind: "locked", until }, tried };
}

export async function wrongCode(tx: Tx, chat: ChatId, now: Date): Promise<WrongCode> {
  await countWrongCode(tx, chat, now);
  return { kind: "wrong_code" };
}
