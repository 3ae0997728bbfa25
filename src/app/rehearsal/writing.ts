import type { Tx } from "#db/connect.ts";
import { openAttempts } from "#db/delivery/deliveries.ts";
import { countSent, shutLane } from "#db/delivery/lanes.ts";
import {
  type Completion,
  type Earned,
  type GivenTry,
  recordActive,
  recordCharges,
  recordCompletions,
  recordEarned,
  recordEnded,
  recordExchanges,
  recordHeard,
  recordLeft,
  recordSpent,
  recordTries,
} from "#db/rehearsal/day.ts";
import { quotaSpent } from "#delivery/settle.ts";
import type { DeliveryId, LessonVersionId } from "#domain/ids.ts";
import { answerPoints, completionPoints } from "#domain/points.ts";
import { type Answered, askedQuestions, nextTurn, passed, score } from "#domain/quiz.ts";
import type { LocalDate } from "#domain/time.ts";
import { messagePriceVnd } from "#domain/zalo-window.ts";
import { type Play, type Study, takeUnwritten, type Unwritten } from "./play.ts";

/**
 * Writes what a piece of the day brought, in sets: first what the next plan depends on, in one transaction. The rest is
 * written behind it, while the next piece is planned and played.
 * @param until its end
 */
export async function writePiece(play: Play, day: LocalDate, month: string, until: Date): Promise<void> {
  const { db } = play.world;
  const unwritten = takeUnwritten(play);
  const lessons = await db.transaction((tx) => writePlanned(play, tx, unwritten, { day, month, until }));
  await play.behind;
  play.behind = db.transaction(async (tx) => {
    for (const some of slicesOf(unwritten.exchanges)) await recordExchanges(tx, some, month);
    for (const some of slicesOf(lessons.tries)) await recordTries(tx, some);
    for (const some of slicesOf(lessons.earned)) await recordEarned(tx, some);
  });
  play.behind.catch(() => {}); // whoever awaits it hears of it
}

/** So many rows at a time: enough for a statement to be cheap, few enough for its text to be small. */
const sliceRows = 4_000;

const slicesOf = <Row>(all: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(all.length / sliceRows) }, (_, at) => all.slice(at * sliceRows, (at + 1) * sliceRows));

interface Piece {
  readonly day: LocalDate;
  readonly month: string;
  readonly until: Date;
}

async function writePlanned(play: Play, tx: Tx, unwritten: Unwritten, { day, month, until }: Piece): Promise<Answers> {
  await openLessons(play, tx, unwritten, until);
  await recordLeft(
    tx,
    unwritten.left.map(({ at, one }) => leftOf(play, one.id, one.person, one.kind === "lesson", at)),
  );
  await recordEnded(tx, unwritten.ended as { id: DeliveryId; reason: string }[]);
  const lessons = answersOf(play, unwritten.completed, day);
  await recordCompletions(tx, lessons.completed);
  await recordActive(tx, unwritten.exchanges);
  await recordHeard(
    tx,
    [...unwritten.heard].map(([person, at]) => ({ chat: play.world.chats[person]!, at })),
  );
  await recordCharges(tx, chargesOf(play, unwritten), month);
  for (const [at, bot] of play.world.bots.entries()) await writeBot(play, tx, at, bot.key, month);
  return lessons;
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

interface Answers {
  readonly completed: readonly Completion[];
  readonly tries: readonly GivenTry[];
  readonly earned: readonly Earned[];
}

/** Questions, verdicts and points by the domain's own rules; only which answer is right was drawn. */
function answersOf(play: Play, studies: readonly Study[], day: LocalDate): Answers {
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
  return { completed, tries, earned };
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
