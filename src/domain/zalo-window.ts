/**
 * Zalo's Official Account and the silence of a person: what they last did opens it for free, then it costs, then it is
 * shut until they do something again. The platform's own bounds are 48 hours and 7 days; how sharp they are nobody says,
 * so we keep clear of them, and what we took for paid may turn out to be free, but not the other way round.
 */
import type { DeliveryKind } from "./delivery-state.ts";
import { quietFrom, quietTo, quietUntil } from "./schedule.ts";
import {
  addDays,
  addMinutes,
  dateIn,
  earlier,
  instantOf,
  type LocalDate,
  type LocalTime,
  later,
  type Zone,
} from "./time.ts";

/** What a message to a person costs: nothing, a message's price, or it would not be taken. */
export type Passage = "free" | "paid" | "closed";

/** VND of one consultation message beyond the free hours, from Zalo's price list of 1 June 2026 (zalo.solutions/oa/pricing). */
export const messagePriceVnd = 55;

/** So many of a package's messages we leave to others who write as the account, and to what is under way while it is counted. */
export const allowanceMargin = 20;

/** Of the platform's 48. */
export const freeHours = 47;

/** Of the platform's 168: 6 days and 22 hours. */
export const openHours = 166;

/** How silent a person is. */
export interface Silence {
  /** What they last did that the platform counts; null: nothing yet. */
  readonly lastInteraction: Date | null;
  /** The platform has refused a message since. */
  readonly refused: boolean;
  /** They were told since that the lessons pause. */
  readonly paused: boolean;
}

const hoursAfter = (instant: Date, hours: number): Date => addMinutes(instant, hours * 60);

/** By the clock alone: free before 47 hours are over, paid before 6 days and 22 hours are, then closed. */
export function passageAt(lastInteraction: Date | null, at: Date): Passage {
  if (lastInteraction === null || at >= hoursAfter(lastInteraction, openHours)) return "closed";
  return at < hoursAfter(lastInteraction, freeHours) ? "free" : "paid";
}

/** The reminder of a day that keeps the window open, and the last one before the lessons pause: numbers no cohort's reminder has. */
export const rhythmOrdinal = 44;
export const lastWordOrdinal = 144;

/** The same for the approved text to who is silent for longer than the platform takes messages. */
export const templateOrdinal = 168;

/** The first leaves on the tenth day of a silence, then one a week, three in all; after half a year nobody is written to any more. */
export const templateAfterDays = 10;
export const templateEveryDays = 7;
export const mostTemplates = 3;
export const templateWithinDays = 180;

/** What may cost a message's price: the day's lesson, and what a supervisor announces, who was shown the price. */
const payable = (kind: DeliveryKind): boolean => kind === "lesson" || kind === "announcement";

/**
 * What a message may leave at; closed: it may not. Inside the free hours everything may. Beyond them only the day's lesson, an
 * announcement, and the last word before the lessons pause; when all that is closed, an approved text, at a price of its own. An answer to who is at the door always leaves: they have just done something, even
 * if it is only that they follow us.
 */
export function passageOf(kind: DeliveryKind, ordinal: number, silence: Silence, at: Date): Passage {
  const passage = passageAt(silence.lastInteraction, at);
  if (kind === "reply") return passage === "closed" ? "free" : passage;
  if (kind === "reminder" && ordinal === templateOrdinal)
    return passage === "closed" && silence.lastInteraction !== null ? "paid" : "closed";
  if (silence.refused) return "closed";
  if (kind === "reminder" && ordinal === lastWordOrdinal) return passage;
  if (silence.paused || (passage === "paid" && !payable(kind))) return "closed";
  return passage;
}

/** The month that the platform bills, "2026-11". */
export const billingMonth = (at: Date): string => dateIn("Asia/Ho_Chi_Minh" as Zone, at).slice(0, 7);

/** After so many hours without an answer one tap is asked for, while it is free. */
export const rhythmHours = 44;

/** So long before the quiet hours it leaves at the latest: nobody is called at the last minute. */
const roomMinutes = 60;

/** A lesson asks for a tap, too: for so long nothing else does. */
export const lessonSpeaksMinutes = 90;

/** Whose reminder that keeps the window open may leave now: last heard of after `after` and not after `upTo`. */
export interface RhythmRange {
  readonly after: Date;
  readonly upTo: Date;
  /** When the quiet hours begin. */
  readonly until: Date;
}

/**
 * Who is asked for a tap at `now`: it is 44 hours since they were heard of, or it will be in the quiet hours that are next;
 * and the free hours are not over. Null in the quiet hours.
 */
export function rhythmRange(zone: Zone, now: Date): RhythmRange | null {
  if (quietUntil(zone, now) !== null) return null;
  const today = dateIn(zone, now);
  const until = instantOf(zone, today, quietFrom);
  const evening = now >= addMinutes(until, -roomMinutes);
  const morning = instantOf(zone, addDays(today, 1), quietTo);
  const asked = evening ? new Date(morning.getTime() - 1) : now;
  return { after: hoursAfter(now, -freeHours), upTo: hoursAfter(asked, -rhythmHours), until };
}

/**
 * The day on which who was last heard of at `lastInteraction` gets the last word: the sixth after that. All its waking hours
 * lie before the window closes.
 */
export const lastWordDay = (zone: Zone, lastInteraction: Date): LocalDate => addDays(dateIn(zone, lastInteraction), 6);

/**
 * The days from which the approved texts leave to who was last heard of at `lastInteraction`, if nothing keeps any of them
 * back; one that is late moves those after it.
 */
export function templateDays(zone: Zone, lastInteraction: Date): LocalDate[] {
  const first = addDays(dateIn(zone, lastInteraction), templateAfterDays);
  return Array.from({ length: mostTemplates }, (_, at) => addDays(first, at * templateEveryDays));
}

/** What a silence brings forth, and when, is known from this. */
export interface RunningSilence {
  readonly lastInteraction: Date;
  /** Of the cohort that the person learns in. */
  readonly zone: Zone;
  /** When their lesson leaves. */
  readonly pushTime: LocalTime;
}

/**
 * The instants after `after` and up to `until` at which a silence may bring something forth: around its 44th hour one request for
 * a tap, and from the sixth day on, at the time of the lesson, on whatever day of the week, the last word and approved texts. At
 * some of them there is nothing. In no order.
 */
export function silentInstants({ lastInteraction, pushTime, zone }: RunningSilence, after: Date, until: Date): Date[] {
  const asked = hoursAfter(lastInteraction, rhythmHours);
  const askedDay = dateIn(zone, asked);
  const evening = (day: LocalDate) => addMinutes(instantOf(zone, day, quietFrom), -roomMinutes);
  const afterLesson = addMinutes(instantOf(zone, askedDay, pushTime), lessonSpeaksMinutes);
  const instants = [asked, afterLesson, evening(askedDay), evening(addDays(askedDay, -1))];
  const lastDay = addDays(dateIn(zone, lastInteraction), templateWithinDays);
  const end = earlier(lastDay, dateIn(zone, until));
  const first = later(lastWordDay(zone, lastInteraction), dateIn(zone, after));
  for (let day = first; day <= end; day = addDays(day, 1)) instants.push(instantOf(zone, day, pushTime));
  return instants.filter((at) => at > after && at <= until);
}
