import type { Message } from "#domain/message.ts";
import type { Line } from "#domain/text.ts";
import { type Paragraph, part, say, titled, yielding } from "./build.ts";
import { askParts, askReply, type ConfidenceView, practisedPart } from "./compose-exercise.ts";
import { type QuestionView, questionPart, questionReply } from "./compose-question.ts";
import type { Moment } from "./format.ts";
import { lessonWords as words } from "./vi-lesson.ts";

export interface VerdictView {
  readonly right: boolean;
  /** The person passed it over. */
  readonly skipped: boolean;
  /** It is asked once more at the end of the lesson. */
  readonly comesBack: boolean;
  /** What the author says to who chose these options. */
  readonly feedback: readonly string[];
  /** The right answer in words, where it is to be told; null: the explanation is enough. */
  readonly answer: string | null;
  readonly explanation: string;
  /** Points for this answer alone. */
  readonly points: number;
}

export interface StreakView {
  /** Today included when it was kept. */
  readonly current: number;
  readonly freezes: number;
  /** Whether today counts as kept. */
  readonly keptToday: boolean;
  readonly earnedFreeze: boolean;
}

export type Upcoming =
  | { readonly kind: "lesson"; readonly at: Moment }
  /** The course has no lesson left for this person. */
  | { readonly kind: "finished" }
  | { readonly kind: "unknown" };

export interface SummaryView {
  readonly title: string;
  readonly passMark: number;
  /** First tries that were right, and questions asked. */
  readonly right: number;
  readonly asked: number;
  readonly passed: boolean;
  readonly pointsToday: number;
  readonly streak: StreakView;
  readonly upcoming: Upcoming;
  /** How sure of themselves they are: asked with it; null: nothing is asked. */
  readonly confidence: ConfidenceView | null;
}

/** What comes after a verdict. `comeback`: the first of the questions that come back. */
export type AfterAnswer =
  | { readonly kind: "question"; readonly question: QuestionView }
  | { readonly kind: "comeback"; readonly question: QuestionView }
  | { readonly kind: "summary"; readonly summary: SummaryView }
  /** Extra practice is over. */
  | { readonly kind: "practised"; readonly right: number; readonly asked: number };

/** The one message an answer gets: the verdict, the explanation, then the next question or the summary. */
export function feedbackMessage(verdict: VerdictView, next: AfterAnswer): Message {
  const said = [verdictPart(verdict), feedbackPart(verdict), explanationPart(verdict)];
  if (next.kind === "practised") return say([...said, practisedPart(next.right, next.asked)]);
  if (next.kind === "summary") {
    const { summary } = next;
    const ask = summary.confidence;
    if (ask === null) return say([...said, ...summaryParts(summary)]);
    return say([...said, ...summaryParts(summary), ...askParts(ask)], askReply(ask));
  }
  const intro = next.kind === "comeback" ? part(words.comebackIntro) : null;
  return say([...said, intro, questionPart(next.question)], questionReply(next.question));
}

function verdictPart(verdict: VerdictView): Paragraph {
  const said = verdict.right ? words.right : verdict.skipped ? words.skipped : words.notYet;
  const earned = verdict.points > 0 ? [{ text: ` ${words.points(verdict.points)}` }] : [];
  const line: Line = [{ text: said, bold: true }, ...earned];
  return verdict.comesBack ? part(line, words.comesBack) : part(line);
}

const feedbackPart = (verdict: VerdictView): Paragraph => yielding(...verdict.feedback);

function explanationPart(verdict: VerdictView): Paragraph {
  const answer = verdict.answer === null ? [] : [words.answer(verdict.answer)];
  const explanation = verdict.explanation === "" ? [] : [verdict.explanation];
  return yielding(...answer, ...explanation);
}

function summaryParts(summary: SummaryView): Paragraph[] {
  const { title, passMark, right, asked } = summary;
  const mark = summary.passed ? words.passed : words.notPassed(passMark);
  const result = titled(
    words.completed(title),
    `${words.score(right, asked)} ${mark}`,
    words.pointsToday(summary.pointsToday),
  );
  return [result, part(...streakLines(summary.streak)), part(...upcomingLines(summary.upcoming))];
}

function streakLines(streak: StreakView): string[] {
  const days = streak.keptToday ? words.streakToday(streak.current) : words.streakKept(streak.current);
  const line = `${days} ${words.freezes(streak.freezes)}`;
  return streak.earnedFreeze ? [line, words.freezeEarned] : [line];
}

function upcomingLines(upcoming: Upcoming): string[] {
  switch (upcoming.kind) {
    case "lesson":
      return [words.nextLesson(upcoming.at), words.moreNow];
    case "finished":
      return [words.courseFinished];
    case "unknown":
      return [words.moreNow];
  }
}
