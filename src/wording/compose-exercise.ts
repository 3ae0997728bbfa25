import type { Moment, Rating } from "#domain/confidence.ts";
import type { CohortId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { bold } from "#domain/text.ts";
import { commandAction, ratingAction } from "./actions.ts";
import { type Paragraph, part, type Reply, rowsOf, say, titled } from "./build.ts";
import { type QuestionView, questionPart, questionReply } from "./compose-question.ts";
import { named } from "./format.ts";
import { exerciseWords as words } from "./vi-exercise.ts";
import { lessonWords } from "./vi-lesson.ts";

/** A question of a placement: the first with why it is asked, the others without a verdict, which would teach by halves. */
export function placementMessage(question: QuestionView): Message {
  const first = question.number === 1;
  const opening = first ? titled(words.placement, words.placementWhy(question.of)) : part(words.noted);
  return say([opening, questionPart(question)], questionReply(question));
}

export interface PlacedView {
  readonly right: number;
  readonly asked: number;
  readonly start: number;
  readonly levelName: string | null;
  /** How many lessons may be skipped now. */
  readonly skippable: number;
}

export function placedMessage(view: PlacedView): Message {
  const { skippable } = view;
  const result = titled(words.placement, words.placed(view.right, view.asked), words.start(view.start, view.levelName));
  if (skippable === 0) return say([result, part(words.nothingToSkip)], openLesson);
  return say([result, part(words.maySkip(skippable))], {
    buttons: [
      [{ kind: "press", label: words.skipButton(skippable), action: commandAction("vaothang") }],
      [{ kind: "press", label: words.learnAll, action: commandAction("baihoc") }],
    ],
    typedHint: words.typeSkip,
  });
}

/** @param lessons how many were skipped just now */
export function skippedMessage(lessons: number, ask: ConfidenceView | null): Message {
  const done = part(lessons === 0 ? words.skippedBefore : words.skipped(lessons));
  return ask === null ? say([done, part(words.goOn)], openLesson) : say([done, ...askParts(ask)], askReply(ask));
}

export const notPlacedMessage = (): Message => say([part(words.notPlaced)]);

export const noPlacementMessage = (): Message => say([part(words.noPlacement)], openLesson);

/** The question of extra practice that is open. @param title of the lesson practised; null: it was told before */
export function practiceMessage(title: string | null, question: QuestionView): Message {
  const opening = title === null ? null : titled(words.practice(title), words.notCounted);
  return say([opening, questionPart(question)], questionReply(question));
}

/** How extra practice ended. */
export const practisedPart = (right: number, asked: number): Paragraph =>
  part(bold(words.practised(right, asked)), words.notCounted, words.practiseMore, words.goOn);

/** A question of how sure somebody is of themselves. */
export interface ConfidenceView {
  readonly cohort: CohortId;
  /** The module's place in the course, from 1. */
  readonly number: number;
  readonly title: string;
  readonly moment: Moment;
}

export const askParts = (ask: ConfidenceView): Paragraph[] => [
  part(bold(words[ask.moment](named(ask.title, 120))), words.scale),
];

const ratings: readonly Rating[] = [1, 2, 3, 4, 5];

export const askReply = (ask: ConfidenceView): Reply => ({
  buttons: rowsOf(
    ratings.map((rating) => ({ kind: "press", label: String(rating), action: ratingAction(ask, rating) })),
  ),
  typedHint: words.typeRating,
});

/** A rating was given. @param next what is asked after it */
export function ratedMessage(next: ConfidenceView | null): Message {
  if (next === null) return say([part(words.rated)]);
  return say([part(words.rated), ...askParts(next)], askReply(next));
}

export const notRatableMessage = (): Message => say([part(words.notRatable)]);

const openLesson: Reply = {
  buttons: [[{ kind: "press", label: lessonWords.openLesson, action: commandAction("baihoc") }]],
  typedHint: lessonWords.typeLesson,
};
