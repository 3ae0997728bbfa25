/**
 * A lesson told to nobody: every message that learners may get of it, composed as they are, with figures made up where
 * a learner's own would stand. The questions stand in the order of the file and each is asked; options are shuffled as
 * for one learner, always the same one.
 */
import type { Lesson, Points } from "#domain/course.ts";
import { type Chosen, grade } from "#domain/grading.ts";
import type { AttemptId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { answerPoints, completionPoints } from "#domain/points.ts";
import { type Answered, passed, score } from "#domain/quiz.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import type { Answer, LessonSummary } from "#learning/answer.ts";
import { openTurn, type TurnView } from "#learning/lesson.ts";
import { lessonMessage, questionMessage } from "#wording/compose-lesson.ts";
import { lessonView, questionView } from "./question-view.ts";
import { told } from "./studying.ts";

export interface RehearsedLesson {
  readonly lesson: Lesson;
  /** Its place in the course, from 1. */
  readonly number: number;
  readonly of: number;
  readonly passMark: number;
  readonly points: Points;
}

/** How a question is answered: options by their place as shown, or words; null: any other words. */
export type RehearsedAnswer =
  | { readonly kind: "options"; readonly positions: readonly number[] }
  | { readonly kind: "words"; readonly text: string | null };

export interface Told {
  readonly answer: RehearsedAnswer;
  readonly right: boolean;
  /** The question came back and is answered the second time. */
  readonly comeback: boolean;
  readonly message: Message;
  /** The line of the message with which the next question begins; null: none does. */
  readonly goesOn: number | null;
}

export interface RehearsedQuestion {
  /** As shown. */
  readonly options: readonly string[];
  /** The question by itself. */
  readonly message: Message;
  /** What each answer is told: first the right ones, then the wrong ones, last a wrong one at the comeback. */
  readonly told: readonly Told[];
}

export interface Rehearsal {
  /** The day's push, the lesson and its first question, by the question: any may be asked first. */
  readonly pushes: readonly Message[];
  readonly questions: readonly RehearsedQuestion[];
}

const attemptId = 1 as AttemptId;

export function rehearse(given: RehearsedLesson): Rehearsal {
  const { lesson, number, of } = given;
  const turns = lesson.questions.map((_, at) => turnAfter(lesson, allRight(at))!);
  const view = lessonView({ lesson, position: number, lessons: of });
  const questions = turns.map((turn) => ({
    options: turn.order.map((option) => turn.asked.options[option]!.text),
    message: questionMessage(questionView(turn)),
    told: toldOf(turn, given),
  }));
  return { pushes: turns.map((turn) => lessonMessage(view, questionView(turn))), questions };
}

const allRight = (questions: number): Answered[] =>
  Array.from({ length: questions }, (_, question) => ({ question, comeback: false, right: true }));

const turnAfter = (lesson: Lesson, answers: readonly Answered[]): TurnView | null =>
  openTurn({ id: attemptId, lesson, questions: lesson.questions.length, completed: false, answers });

/** Each first try as if all before it were right; the comeback as if all other questions were. */
function toldOf(turn: TurnView, given: RehearsedLesson): Told[] {
  const first = answersTo(turn).map((answer) => toldOnce(turn, answer, allRight(turn.question), given));
  const wrong = first.find(({ right }) => !right);
  if (wrong === undefined) return first;
  const others = allRight(given.lesson.questions.length).map((answered) =>
    answered.question === turn.question ? { ...answered, right: false } : answered,
  );
  return [
    ...first.toSorted((a, b) => Number(b.right) - Number(a.right)),
    toldOnce({ ...turn, comeback: true }, wrong.answer, others, given),
  ];
}

function answersTo({ asked, order }: TurnView): RehearsedAnswer[] {
  const places = order.map((_, position) => position);
  const options = (positions: readonly number[]): RehearsedAnswer => ({ kind: "options", positions });
  switch (asked.type) {
    case "single":
    case "truefalse":
      return places.map((position) => options([position]));
    case "multiple": {
      const isRight = (position: number) => asked.options[order[position]!]!.right;
      const right = places.filter(isRight);
      const more = places.filter((position) => !isRight(position)).map((wrong) => [...right, wrong]);
      const fewer = right.length > 1 ? [right.slice(0, -1)] : [];
      return [right, ...more, ...fewer].map((positions) => options(positions.toSorted((a, b) => a - b)));
    }
    case "order":
      return [asked.options.map((_, option) => order.indexOf(option)), places].map(options);
    case "short":
    case "numeric":
      return [asked.accepted[0]!, null].map((text) => ({ kind: "words", text }));
  }
}

function chosenBy(answer: RehearsedAnswer, { order }: TurnView): Chosen {
  if (answer.kind === "options")
    return { kind: "options", indexes: answer.positions.map((position) => order[position]!) };
  return { kind: "text", text: answer.text ?? "\u{2205}" }; // a sign that no author accepts
}

function toldOnce(turn: TurnView, answer: RehearsedAnswer, before: readonly Answered[], given: RehearsedLesson): Told {
  const { right, feedback } = grade(turn.asked, chosenBy(answer, turn));
  const answered: Answered = { question: turn.question, comeback: turn.comeback, right };
  const answers = [...before, answered];
  const next = turnAfter(given.lesson, answers);
  const verdict: Answer = {
    kind: "verdict",
    right,
    skipped: false,
    comesBack: !right && !turn.comeback,
    question: turn.asked,
    feedback,
    points: sum(answerPoints(attemptId, answered, given.points)),
    next,
    summary: next === null ? summaryOf(given, answers) : null,
  };
  const message = told(verdict, false);
  return { answer, right, comeback: turn.comeback, message, goesOn: next === null ? null : beginningOf(next, message) };
}

/** Its heading is the last one of its words: nothing is said after a question. */
function beginningOf(next: TurnView, { text }: Message): number {
  const heading = questionMessage(questionView(next)).text[0]?.[0]?.text;
  return text.findLastIndex(([first]) => first?.bold === true && first.text === heading);
}

const sum = (entries: readonly { readonly points: number }[]): number =>
  entries.reduce((total, { points }) => total + points, 0);

const today = "2026-03-02" as LocalDate;
const tomorrow = "2026-03-03" as LocalDate;

/** The end of somebody's first lesson; the next one comes at the time that most classes have. */
function summaryOf(given: RehearsedLesson, answers: readonly Answered[]): LessonSummary {
  const asked = given.lesson.questions.map((_, question) => question);
  const reached = score(asked, answers);
  const points =
    sum(answers.flatMap((answered) => answerPoints(attemptId, answered, given.points))) +
    sum(completionPoints(attemptId, given.points));
  return {
    title: given.lesson.title,
    passMark: given.passMark,
    score: reached,
    right: answers.filter(({ right, comeback }) => right && !comeback).length,
    asked: asked.length,
    passed: passed(reached, given.passMark),
    day: today,
    pointsToday: points,
    pointsTotal: points,
    streak: { current: 1, best: 1, freezes: 0, keptToday: true, earnedFreeze: false },
    nextLesson: null,
    confidence: null,
    coming: { kind: "at", day: tomorrow, time: "07:30" as LocalTime, today },
  };
}
