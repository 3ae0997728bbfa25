import type { Message } from "#domain/message.ts";
import { bold, type Line, plain, type RichText } from "#domain/text.ts";
import type { TemplateValues } from "#domain/zalo-template.ts";
import { commandAction } from "./actions.ts";
import { type Paragraph, part, say, titled, yielding } from "./build.ts";
import { type QuestionView, questionPart, questionReply } from "./compose-question.ts";
import { type Moment, named, numberInWords } from "./format.ts";
import { givenNameOf } from "./names.ts";
import { lessonWords as words } from "./vi-lesson.ts";

export interface LessonView {
  readonly title: string;
  /** Its place in the course, from 1. */
  readonly number: number;
  readonly of: number;
  readonly body: RichText;
  readonly addresses: readonly { readonly name: string; readonly address: string }[];
  readonly action: RichText;
}

export const lessonParts = (lesson: LessonView): (Paragraph | null)[] => [
  part(bold(words.lesson(lesson.number, lesson.of, lesson.title))),
  yielding(...lesson.body),
  lesson.addresses.length > 0 ? part(...lesson.addresses.map(words.address)) : null,
  lesson.action.length > 0 ? titled(words.doNow, ...lesson.action) : null,
];

/** The day's push: the lesson and its first question in one message. */
export function lessonMessage(lesson: LessonView, question: QuestionView): Message {
  return say([...lessonParts(lesson), questionPart(question)], questionReply(question));
}

/** The same lesson once more, with the question where the person stopped. */
export function lessonAgainMessage(lesson: LessonView, question: QuestionView): Message {
  const stopped = part(words.stoppedAt(question.number, question.of));
  return say([...lessonParts(lesson), stopped, questionPart(question)], questionReply(question));
}

/** An open question alone: after a hint, or where the lesson was read a moment ago. */
export function questionMessage(question: QuestionView): Message {
  return say([questionPart(question)], questionReply(question));
}

export interface ReminderView {
  readonly fullName: string;
  /** First or second of the day. */
  readonly nth: 1 | 2;
  readonly lessonTitle: string;
  /** Where the person stopped; null: the lesson was not opened and is asked for with /baihoc. */
  readonly question: QuestionView | null;
  /** What the streak will be once today is kept; null where it would not grow. */
  readonly streakAfter: number | null;
}

export function reminderMessage(reminder: ReminderView): Message {
  const title = reminder.lessonTitle;
  const invitation = reminder.nth === 1 ? words.reminderFirst(title) : words.reminderSecond(title);
  const { streakAfter } = reminder;
  const streak = streakAfter !== null && streakAfter > 1 ? [words.reminderStreak(streakAfter)] : [];
  const opening = part(words.reminder(givenNameOf(reminder.fullName)), invitation, ...streak);
  return withQuestion(opening, reminder.question);
}

/** Two days without a word, on a platform where a tap keeps the lessons coming: one button, and it opens the lesson. */
export function keepRhythmMessage(fullName: string, lessonTitle: string): Message {
  const button = { kind: "press", label: words.keepRhythm, action: commandAction("baihoc") } as const;
  const opening = part(words.reminder(givenNameOf(fullName)), words.reminderFirst(lessonTitle));
  return say([opening, part(words.rhythm)], { buttons: [[button]], typedHint: words.typeLesson });
}

/** The last word to who has been silent for six days: the lessons pause, and one tap goes on. */
export function lessonsPauseMessage(fullName: string): Message {
  const button = { kind: "press", label: words.goOn, action: commandAction("baihoc") } as const;
  const opening = part(words.reminder(givenNameOf(fullName)), words.lessonsPause, words.nothingLost);
  return say([opening, part(words.goOnHow)], { buttons: [[button]], typedHint: words.goOnTyped });
}

export interface WaitingView {
  readonly fullName: string;
  /** How many lessons are still to be learnt, at least 1. */
  readonly lessons: number;
  readonly courseTitle: string;
  readonly lessonTitle: string;
}

/** What stands in the places of an operator's approved text; none is empty. */
export const waitingValues = ({ courseTitle, fullName, lessonTitle, lessons }: WaitingView): TemplateValues => ({
  ten: named(fullName) || words.anybody,
  so_bai: numberInWords(lessons),
  ten_khoa: courseTitle || words.anyCourse,
  ten_bai: lessonTitle || words.comingLesson,
});

/** To who is silent for weeks, as the approved text that we propose says it. */
export function lessonsWaitMessage({ so_bai: lessons, ten, ten_khoa: course }: TemplateValues): Message {
  const button = { kind: "press", label: words.goOn, action: commandAction("baihoc") } as const;
  const opening = part(words.waiting(ten, lessons, course), words.nothingLost);
  return say([opening, part(words.goOnHow)], { buttons: [[button]], typedHint: words.goOnTyped });
}

/** To who asks where their lesson is. @param at when it comes by itself; null: it will not */
export function lessonWaitsMessage(lessonTitle: string, at: Moment | null): Message {
  const button = { kind: "press", label: words.openLesson, action: commandAction("baihoc") } as const;
  const comes = at === null ? [] : [words.nextLesson(at)];
  return say([part(words.reminderFirst(lessonTitle), ...comes)], {
    buttons: [[button]],
    typedHint: words.typeLesson,
  });
}

/** After an outage: a question left open by it, offered once more. */
export function reofferMessage(question: QuestionView | null): Message {
  return withQuestion(part(words.reoffer, words.reofferCost), question);
}

/** To who learnt from a lesson that was wrong: what was, and what is right. Nothing is asked. */
export function correctionMessage(lessonTitle: string, text: string): Message {
  return say([part(words.correction(lessonTitle)), part(text)]);
}

/** A supervisor's reminder. It names the unit that sends it, never a person. */
export function nudgeMessage(unit: string, lessonTitle: string | null, question: QuestionView | null): Message {
  const from = named(unit, 120);
  const line = lessonTitle === null ? words.nudgeWithoutLesson(from) : words.nudge(from, lessonTitle);
  return withQuestion(part(line), question);
}

function withQuestion(opening: Paragraph, question: QuestionView | null): Message {
  if (question === null) {
    const button = { kind: "press", label: words.openLesson, action: commandAction("baihoc") } as const;
    return say([opening, part(words.threeMinutes)], { buttons: [[button]], typedHint: words.typeLesson });
  }
  const stopped: Line[] = [plain(words.stoppedAt(question.number, question.of))];
  return say([opening, part(...stopped), questionPart(question)], questionReply(question));
}
