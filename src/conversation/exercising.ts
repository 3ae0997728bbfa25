import type { Tx } from "#db/connect.ts";
import type { LockedLearner } from "#db/roster/people.ts";
import type { Rating } from "#domain/confidence.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { type RatedModule, rate, readOpenAsk } from "#learning/confidence.ts";
import { answerExercise, currentExerciseTurn, type ExerciseTurn } from "#learning/exercise.ts";
import { currentTurn } from "#learning/lesson.ts";
import { openPlacement, skipKnown } from "#learning/placement.ts";
import type { QuestionRef } from "#wording/actions.ts";
import {
  noPlacementMessage,
  notPlacedMessage,
  notRatableMessage,
  placedMessage,
  placementMessage,
  practiceMessage,
  ratedMessage,
  skippedMessage,
} from "#wording/compose-exercise.ts";
import { feedbackMessage } from "#wording/compose-feedback.ts";
import { alreadyAnsweredMessage, expiredButtonMessage, hintMessage } from "#wording/compose-hints.ts";
import { nothingToLearnMessage } from "#wording/compose-learner.ts";
import { type OpenTurn, questionView } from "./question-view.ts";
import type { Said } from "./receive.ts";
import { chosenIn, rightAnswer } from "./studying.ts";
import type { AnswerIntent } from "./understand.ts";

/** The question that a typed answer belongs to: the exercise's, where one was shown last, else the lesson's. */
export async function currentQuestion(tx: Tx, { id, currentExerciseId }: LockedLearner): Promise<OpenTurn | null> {
  const exercise = currentExerciseId === null ? null : await currentExerciseTurn(tx, id, currentExerciseId);
  return exercise ?? currentTurn(tx, id);
}

/** `/dauvao`: the placement's open question, or what it showed. */
export async function showPlacement(tx: Tx, learner: LearnerId, now: Date): Promise<Message> {
  const opened = await openPlacement(tx, learner, now);
  switch (opened.kind) {
    case "turn":
      return placementMessage(questionView(opened.turn));
    case "placed":
      return placedMessage(opened);
    case "none":
      return noPlacementMessage();
    case "finished":
      return nothingToLearnMessage(true);
  }
}

/** `/vaothang`: what the placement showed to be known is skipped. */
export async function takeSkip(tx: Tx, learner: LearnerId, now: Date): Promise<Message> {
  const skipped = await skipKnown(tx, learner, now);
  if (skipped.kind === "not_placed") return notPlacedMessage();
  return skippedMessage(skipped.lessons, await readOpenAsk(tx, learner, skipped.cohort));
}

/** How sure the person is of themselves. @param of null: typed, about whatever is open */
export async function takeRating(
  tx: Tx,
  learner: LearnerId,
  of: RatedModule | null,
  rating: Rating,
  said: Said,
): Promise<Message> {
  const { kept, next } = await rate(tx, learner, of, rating, said.at, said.now);
  return kept ? ratedMessage(next) : notRatableMessage();
}

type ExerciseQuestion = Extract<QuestionRef, { kind: "exercise" }>;

/** An answer to a question of an exercise, by button or in words. */
export async function takeExerciseAnswer(
  tx: Tx,
  learner: LearnerId,
  intent: AnswerIntent,
  of: ExerciseQuestion,
  said: Said,
): Promise<Message> {
  const given = {
    learner,
    exerciseId: of.exercise,
    item: of.item,
    chosen: (open: ExerciseTurn) => chosenIn(intent, open),
  };
  const answered = await answerExercise(tx, given, said.at);
  switch (answered.kind) {
    case "verdict":
      return answered.exercise.kind === "practice" ? practised(answered) : goOn(tx, learner, answered.next, said.now);
    case "already":
      return answered.turn === null ? alreadyAnsweredMessage() : again(answered.turn);
    case "stale":
      return answered.turn === null ? expiredButtonMessage() : again(answered.turn);
    case "unfit":
      return hintMessage({ kind: "ambiguous" }, questionView(answered.turn));
  }
}

const goOn = async (tx: Tx, learner: LearnerId, next: ExerciseTurn | null, now: Date): Promise<Message> =>
  next === null ? showPlacement(tx, learner, now) : placementMessage(questionView(next));

const again = (turn: ExerciseTurn): Message =>
  turn.kind === "placement" ? placementMessage(questionView(turn)) : practiceMessage(null, questionView(turn));

function practised(given: Extract<Awaited<ReturnType<typeof answerExercise>>, { kind: "verdict" }>): Message {
  const { right, skipped, feedback, question, marks, next } = given;
  const answer = right ? null : rightAnswer(given);
  const verdict = { right, skipped, comesBack: false, feedback, answer, explanation: question.explanation, points: 0 };
  if (next !== null) return feedbackMessage(verdict, { kind: "question", question: questionView(next) });
  return feedbackMessage(verdict, { kind: "practised", right: marks.filter((one) => one).length, asked: marks.length });
}
