import type { ExerciseTurn } from "#learning/exercise.ts";
import type { LessonView as OpenLesson, TurnView } from "#learning/lesson.ts";
import type { LessonView } from "#wording/compose-lesson.ts";
import type { QuestionView } from "#wording/compose-question.ts";

/** A question that waits for an answer: a lesson's, or an exercise's. */
export type OpenTurn = TurnView | ExerciseTurn;

export const isExercise = (turn: OpenTurn): turn is ExerciseTurn => "exerciseId" in turn;

/** A turn in the words of the chat: options in the order this learner sees. */
export const questionView = (turn: OpenTurn): QuestionView => ({
  ref: isExercise(turn)
    ? { kind: "exercise", exercise: turn.exerciseId, item: turn.item }
    : { kind: "lesson", attempt: turn.attemptId, question: turn.question, comeback: turn.comeback },
  type: turn.asked.type,
  prompt: turn.asked.prompt,
  options: turn.order.map((option) => turn.asked.options[option]!.text),
  number: turn.number,
  of: turn.of,
});

export const lessonView = ({ lesson, position, lessons }: Omit<OpenLesson, "fresh" | "turn">): LessonView => ({
  title: lesson.title,
  number: position,
  of: lessons,
  body: lesson.body,
  addresses: lesson.addresses,
  action: lesson.action,
});
