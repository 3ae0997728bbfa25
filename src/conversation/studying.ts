import type { Tx } from "#db/connect.ts";
import { isReplyUnseen } from "#db/delivery/replies.ts";
import { pictureOfFinished } from "#db/learning/pictures.ts";
import type { Question } from "#domain/course.ts";
import type { Chosen } from "#domain/grading.ts";
import type { ChatId, LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { type Answer, answer, type LessonSummary } from "#learning/answer.ts";
import { isNowhere } from "#learning/coming-lesson.ts";
import { currentTurn, openLesson, type TurnView } from "#learning/lesson.ts";
import { type Life, readLife } from "#learning/life.ts";
import type { QuestionRef } from "#wording/actions.ts";
import { type AfterAnswer, feedbackMessage } from "#wording/compose-feedback.ts";
import {
  alreadyAnsweredMessage,
  expiredButtonMessage,
  hintMessage,
  noOpenQuestionMessage,
  notJoinedMessage,
} from "#wording/compose-hints.ts";
import { noCohortMessage, nothingToLearnMessage } from "#wording/compose-learner.ts";
import { lessonAgainMessage, lessonMessage, questionMessage } from "#wording/compose-lesson.ts";
import { finishedPictureMessage } from "#wording/compose-picture.ts";
import { pausedNowMessage } from "#wording/compose-settings.ts";
import { isExercise, lessonView, type OpenTurn, questionView } from "./question-view.ts";
import type { Said } from "./receive.ts";
import type { AnswerIntent } from "./understand.ts";

/** `/baihoc`: today's lesson, or the next unfinished one, with the question where the person stopped. */
export async function showLesson(tx: Tx, learner: LearnerId, now: Date): Promise<Message> {
  const opened = await openLesson(tx, learner, now);
  switch (opened.kind) {
    case "not_agreed":
      return notJoinedMessage();
    case "paused":
      return pausedNowMessage(opened.until, opened.today);
    case "finished":
      return nothingLeft(await readLife(tx, learner));
    case "lesson": {
      const { fresh, turn } = opened.view;
      return (fresh ? lessonMessage : lessonAgainMessage)(lessonView(opened.view), questionView(turn));
    }
  }
}

/** No lesson is left: the courses are finished, or the person has left their class. */
export const nothingLeft = (life: Life): Message => (isNowhere(life) ? noCohortMessage() : nothingToLearnMessage(true));

type LessonQuestion = Extract<QuestionRef, { kind: "lesson" }>;

/**
 * An answer, by button or in words: the message that tells what came of it, and, with the last lesson of a module, its
 * picture.
 */
export async function takeAnswer(
  tx: Tx,
  learner: LearnerId,
  intent: AnswerIntent & { readonly of: LessonQuestion | null },
  said: Said,
): Promise<readonly Message[]> {
  const open = intent.of === null ? await currentTurn(tx, learner) : null;
  const of = intent.of ?? (open === null ? null : { ...open, attempt: open.attemptId });
  if (of === null) return [noOpenQuestionMessage()];
  const given = { learner, attemptId: of.attempt, question: of.question, comeback: of.comeback };
  const chosen = (turn: TurnView) => chosenIn(intent, turn);
  const answered = await answer(tx, { ...given, chosen }, said.at, said.inbox, said.now);
  if (intent.of !== null && "turn" in answered && answered.turn === null) return [alreadyAnsweredMessage()];
  const summary = answered.kind === "verdict" ? answered.summary : null;
  const last = summary !== null && summary.nextLesson === null;
  const verdict = told(answered, last && !isNowhere(await readLife(tx, learner)));
  const picture = summary === null ? null : await pictureOfFinished(tx, of.attempt);
  return picture === null ? [verdict] : [verdict, finishedPictureMessage(picture)];
}

/**
 * Whether a question of a lesson is not yet before the person's eyes in this chat: on a slow line people type their answer
 * again before they see what came of it, and that is no answer to the question that follows.
 */
export const isUnseen = async (tx: Tx, turn: OpenTurn, chat: ChatId): Promise<boolean> =>
  !isExercise(turn) && (await isReplyUnseen(tx, turn.attemptId, chat));

export function chosenIn({ said }: AnswerIntent, turn: OpenTurn): Chosen | null {
  switch (said.kind) {
    case "positions":
      return { kind: "options", indexes: said.positions.map((position) => turn.order[position] ?? -1) };
    case "text":
      return { kind: "text", text: said.text };
    case "skip":
      return null;
  }
}

/**
 * What an answer is told.
 * @param finished every lesson of the person's classes is completed by it
 */
export function told(given: Answer, finished: boolean): Message {
  switch (given.kind) {
    case "verdict":
      return feedbackMessage(
        {
          right: given.right,
          skipped: given.skipped,
          comesBack: given.comesBack,
          feedback: given.feedback,
          answer: given.right || given.comesBack ? null : rightAnswer(given),
          explanation: given.question.explanation,
          points: given.points,
        },
        whatNext(given, finished),
      );
    case "already":
      return given.turn === null ? alreadyAnsweredMessage() : questionMessage(questionView(given.turn));
    case "stale":
      return given.turn === null ? expiredButtonMessage() : questionMessage(questionView(given.turn));
    case "unfit":
      return hintMessage({ kind: "ambiguous" }, questionView(given.turn));
  }
}

type Verdict = Extract<Answer, { kind: "verdict" }>;

/** The right answer in words, once the question will not come back. */
export function rightAnswer({ question }: { readonly question: Question }): string {
  if (question.options.length === 0) return question.accepted[0] ?? "";
  const right = question.options.filter((option) => option.right).map((option) => option.text);
  return right.join(question.type === "order" ? " → " : "; ");
}

function whatNext({ next, summary }: Verdict, finished: boolean): AfterAnswer {
  if (summary !== null) return { kind: "summary", summary: summaryView(summary, finished) };
  if (next === null) throw new Error("a verdict has either a next question or a summary");
  return { kind: next.comeback ? "comeback" : "question", question: questionView(next) };
}

const summaryView = (
  summary: LessonSummary,
  finished: boolean,
): Extract<AfterAnswer, { kind: "summary" }>["summary"] => ({
  title: summary.title,
  passMark: summary.passMark,
  right: summary.right,
  asked: summary.asked,
  passed: summary.passed,
  pointsToday: summary.pointsToday,
  streak: summary.streak,
  confidence: summary.confidence,
  upcoming:
    summary.coming.kind === "at" ? { kind: "lesson", at: summary.coming } : { kind: finished ? "finished" : "unknown" },
});
