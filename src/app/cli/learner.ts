import { lockLearner } from "#db/roster/people.ts";
import type { LearnerId } from "#domain/ids.ts";
import { showLearner } from "#learning/state.ts";
import { readStreak } from "#learning/streak.ts";
import type { Answer } from "./answer.ts";
import { facts, table } from "./print.ts";
import { noLearner, withDatabase } from "./session.ts";

export const show = (id: number): Promise<Answer> =>
  withDatabase(async ({ clock, db }) => {
    const learner = await db.transaction((tx) => showLearner(tx, id as LearnerId, clock.now()));
    if (learner === null) return noLearner(id);
    const { streak, answers, channels } = learner;
    const lines = facts({
      id: learner.id,
      name: learner.fullName ?? "(erased)",
      unit: learner.unit ?? "-",
      role: learner.role,
      state: learner.state,
      points: learner.points,
      streak: `${streak.current} (best ${streak.best}, freezes ${streak.freezes})`,
      lessons: `${learner.lessonsCompleted} completed, ${learner.lessonsSkipped} skipped`,
      answers: `${answers.right} right, ${answers.wrong} wrong`,
      "last active": learner.lastActiveDate ?? "-",
      channels: channels.map(({ channel, state }) => `${channel} ${state}`).join(", ") || "-",
    });
    return { json: learner, lines };
  });

export const streak = (id: number): Promise<Answer> =>
  withDatabase(async ({ clock, db }) => {
    const found = await db.transaction(async (tx) => {
      const learner = await lockLearner(tx, id as LearnerId);
      return learner === null ? null : await readStreak(tx, learner.id, learner.pushTime, clock.now());
    });
    if (found === null) return noLearner(id);
    const days = found.days.map(({ date, kind, why: { because, ...details } }) => ({
      date,
      kind,
      why: because,
      ...details,
    }));
    if (days.length === 0) return { json: { days }, lines: ["no day counts yet"] };
    const cells = days.map(({ date, kind, why }) => [date, kind, why.replaceAll("_", " ")]);
    return { json: { days }, lines: table(["date", "kind", "why"], cells) };
  });
