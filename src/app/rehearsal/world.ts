import type { Db } from "#db/connect.ts";
import type { TaughtCohort } from "#db/rehearsal/rehearsal.ts";
import type { Calendar } from "#domain/calendar.ts";
import type { BotKey, ChatId, CohortId, LearnerId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";

export type Platform = "telegram" | "zalo" | "zalo-oa";

export const platforms: readonly Platform[] = ["telegram", "zalo", "zalo-oa"];

/** A bot of a rehearsal: a line of messages with a budget. */
export interface RehearsedBot {
  readonly key: BotKey;
  readonly platform: Platform;
  readonly perMinute: number;
  /** Null: the platform counts no month. */
  readonly perMonth: number | null;
  /** Null: its messages cost nothing. */
  readonly vndPerMonth: number | null;
}

/** Everything that stands before the first day. People are named by their place in the lists. */
export interface World {
  readonly db: Db;
  readonly cohort: CohortId;
  readonly start: LocalDate;
  readonly calendar: Calendar;
  readonly taught: TaughtCohort;
  readonly bots: readonly RehearsedBot[];
  readonly people: readonly LearnerId[];
  readonly places: ReadonlyMap<LearnerId, number>;
  readonly chats: readonly ChatId[];
  /** Of each person: the place of their bot in `bots`, of their kind in `behaviourNames`. */
  readonly botOf: Uint8Array;
  readonly behaviourOf: Uint8Array;
}

/** Thrown when whoever started a rehearsal ends it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
