import type { Tx } from "#db/connect.ts";
import { type LearnerState, readCard } from "#db/roster/people.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import { readStreak } from "./streak.ts";

/** What `learner show` prints, with exactly these keys. */
export interface ShownLearner {
  readonly id: LearnerId;
  readonly fullName: string | null;
  readonly unit: string | null;
  /** As a roster writes it. */
  readonly role: "hoc_vien" | "quan_ly";
  readonly state: LearnerState;
  readonly points: number;
  readonly streak: { readonly current: number; readonly best: number; readonly freezes: number };
  readonly lessonsCompleted: number;
  /** A placement showed that they need not take these. */
  readonly lessonsSkipped: number;
  /** First tries of questions asked in lessons. */
  readonly answers: { readonly right: number; readonly wrong: number };
  readonly lastActiveDate: LocalDate | null;
  readonly channels: readonly { readonly channel: string; readonly state: "active" | "blocked" }[];
}

/** Null when there is no such person. */
export async function showLearner(tx: Tx, id: LearnerId, now: Date): Promise<ShownLearner | null> {
  const card = await readCard(tx, id, now);
  if (card === null) return null;
  const { channels, role, pushTime, ...rest } = card;
  const { current, best, freezes } = await readStreak(tx, id, pushTime, now);
  return {
    ...rest,
    role: role === "supervisor" ? "quan_ly" : "hoc_vien",
    streak: { current, best, freezes },
    channels: channels.map(({ bot, state }) => ({ channel: bot.slice(0, bot.indexOf(":")), state })),
  };
}
