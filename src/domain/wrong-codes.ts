import { addMinutes } from "./time.ts";

/** Wrong codes of a chat that is nobody's yet, since the first of them, which is less than a day ago. */
export interface WrongCodes {
  readonly count: number;
  readonly since: Date;
}

const dayMinutes = 24 * 60;
const mostInFirstHour = 5;
const mostInDay = 10;

/** From so many wrong codes on, in chats that came to nothing within a day, somebody guesses from many of them. */
export const floodFrom = 1000;
const mostInFlood = 2;

/**
 * Until when no code of the chat is looked at, right ones neither; null: it may try. Five wrong ones in an hour end the
 * hour, ten the day, both from the first; while somebody guesses from many chats two do, so that whoever has a code of
 * their own still comes in.
 * @param everywhere wrong codes of all such chats within a day
 */
export function lockedUntil(wrong: WrongCodes | null, everywhere: number, now: Date): Date | null {
  if (wrong === null) return null;
  const hour = addMinutes(wrong.since, 60);
  if (wrong.count >= (everywhere >= floodFrom ? mostInFlood : mostInDay)) return addMinutes(wrong.since, dayMinutes);
  return wrong.count >= mostInFirstHour && now < hour ? hour : null;
}

/** From so many wrong codes on, of everybody within a day, who came in since or not, six digits are too few. */
export const shortCodesUntil = 100;

/**
 * How many digits a code of `/lienket` has at least: six are quickly typed, and of a million few are guessed as long as few
 * are tried; nine while many are.
 * @param tried wrong codes of all chats within a day
 */
export const linkCodeDigits = (tried: number): number => (tried >= shortCodesUntil ? 9 : 6);
