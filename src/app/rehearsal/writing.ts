import type { Tx } from "#db/connect.ts";
import { openAttempts } from "#db/deliveries.ts";
import { countSent, shutLane } from "#db/lanes.ts";
import { renewNextLessons } from "#db/places.ts";
import {
  type Completion,
  type Earned,
  type GivenTry,
  recordCharges,
  recordCompletions,
  recordEnded,
  recordExchanges,
  recordHeard,
  recordLeft,
  recordSpent,
} from "#db/rehearsal-day.ts";
import { quotaSpent } from "#delivery/settle.ts";
import type { DeliveryId, LessonVersionId } from "#domain/ids.ts";
import { answerPoints, completionPoints } from "#domain/points.ts";
import { type Answered, askedQuestions, nextTurn, passed, score } from "#domain/quiz.ts";
import type { LocalDate } from "#domain/time.ts";
import { messagePriceVnd } from "#domain/zalo-window.ts";
import { type Play, type Study, takeUnwritten, type Unwritten } from "./play.ts";

/** Writes what a piece of the day brought, in one transaction and in sets. @param until its end */
export async function writePiece(play: Play, tx: Tx, day: LocalDate, month: string, until: Date): Promise<void> {
  const unwritten = takeUnwritten(play);
  await openLessons(play, tx, unwritten, until);
  await recordLeft(
    tx,
    unwritten.left.map(({ at, one }) => leftOf(play, one.id, one.person, one.kind === "lesson", at)),
  );
  const planned = unwritten.ended.filter(({ id }) => id !== 0);
  await recordEnded(tx, planned as { id: DeliveryId; reason: string }[]);
  await recordExchanges(tx, unwritten.exchanges, month);
  await writeLessons(play, tx, unwritten.completed, day);
  await recordHeard(
    tx,
    [...unwritten.heard].map(([person, at]) => ({ chat: play.world.chats[person]!, at })),
  );
  await recordCharges(tx, chargesOf(play, unwritten), month);
  for (const [at, bot] of play.world.bots.entries()) await writeBot(play, tx, at, bot.key, month);
}

const chargesOf = ({ world }: Play, { left, paid }: Unwritten) =>
  left
    .filter(({ one }) => world.bots[world.botOf[one.person]!]!.vndPerMonth !== null)
    .map(({ one }) => ({ id: one.id as DeliveryId, vnd: paid.has(one.id) ? messagePriceVnd : 0 }));

const leftOf = (play: Play, id: number, person: number, shows: boolean, at: number) => ({
  id: id as DeliveryId,
  at,
  attempt: shows ? play.attempts[person]! : null,
});

async function openLessons({ attempts, world }: Play, tx: Tx, { left }: Unwritten, now: Date): Promise<void> {
  const lessons = left.filter(({ one }) => one.kind === "lesson").map(({ one }) => one);
  const shown = lessons.map(({ id, person, version }) => ({
    learnerId: world.people[person]!,
    deliveryId: id as DeliveryId,
    lessonVersionId: version as LessonVersionId,
  }));
  const opened = await openAttempts(tx, shown, now);
  for (const { person } of lessons) attempts[person] = opened.get(world.people[person]!)!.id;
}

/** Questions, verdicts and points by the domain's own rules; only which answer is right was drawn. */
async function writeLessons(play: Play, tx: Tx, studies: readonly Study[], day: LocalDate): Promise<void> {
  if (studies.length === 0) return;
  const { isStudyDay: keeps, world } = play;
  const { lessons, passMark, points, questions } = world.taught;
  const banks = new Map(lessons.map(({ bank, version }) => [version, bank]));
  const completed: Completion[] = [];
  const tries: GivenTry[] = [];
  const earned: Earned[] = [];
  for (const { person, times, tries: drawn } of studies) {
    const [attempt, learner] = [play.attempts[person]!, world.people[person]!];
    const asked = askedQuestions(banks.get(play.shown[person]!)!, questions, attempt);
    const answers: Answered[] = [];
    for (let turn = nextTurn(asked, answers); turn !== null; turn = nextTurn(asked, answers)) {
      const [at, right] = [times[answers.length]!, drawn[answers.length]!];
      answers.push({ ...turn, right });
      tries.push({ ...turn, attempt, right, at });
      for (const entry of answerPoints(attempt, { ...turn, right }, points))
        earned.push({ ...entry, learner, day, at });
    }
    const at = times.at(-1)!;
    const reached = score(asked, answers);
    for (const entry of completionPoints(attempt, points)) earned.push({ ...entry, learner, day, at });
    completed.push({ attempt, learner, at, day, score: reached, passed: passed(reached, passMark), keeps });
  }
  await recordCompletions(tx, completed, tries, earned);
  await renewNextLessons(
    tx,
    completed.map(({ learner }) => learner),
  );
}

async function writeBot(
  play: Play,
  tx: Tx,
  at: number,
  key: Parameters<typeof countSent>[1],
  month: string,
): Promise<void> {
  const state = play.bots[at]!;
  const { perMonth, vndPerMonth } = play.world.bots[at]!;
  if (perMonth !== null && state.unwritten > 0) {
    await countSent(tx, key, month, state.unwritten);
    if (state.shut) await shutLane(tx, key, quotaSpent);
  }
  if (vndPerMonth !== null) await recordSpent(tx, key, month, state.spentVnd);
  state.unwritten = 0;
}
