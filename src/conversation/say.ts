import type { Tx } from "#db/connect.ts";
import { readSigned } from "#db/delivery/announcements.ts";
import { readCorrection } from "#db/delivery/corrections.ts";
import type { Leaving } from "#db/delivery/deliveries.ts";
import { readCourseTitle, usableTemplate } from "#db/delivery/oa-templates.ts";
import { readLessonVersion } from "#db/learning/catalogue.ts";
import { readRecipient } from "#db/roster/people.ts";
import type { Lesson } from "#domain/course.ts";
import type { AnnouncementId, CorrectionId, LessonVersionId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { fillTemplate } from "#domain/zalo-template.ts";
import { lastWordOrdinal, rhythmOrdinal, templateOrdinal } from "#domain/zalo-window.ts";
import { openTurn, type TurnView } from "#learning/lesson.ts";
import { readStreak } from "#learning/streak.ts";
import { announcementMessage } from "#wording/compose-announcement.ts";
import {
  correctionMessage,
  keepRhythmMessage,
  lessonAgainMessage,
  lessonMessage,
  lessonsPauseMessage,
  lessonsWaitMessage,
  nudgeMessage,
  reminderMessage,
  reofferMessage,
  waitingValues,
} from "#wording/compose-lesson.ts";
import { sayDigest } from "./digesting.ts";
import { lessonView, questionView } from "./question-view.ts";

/** Says what a push says at the moment it leaves. */
export type Say = (tx: Tx, leaving: Leaving, attempt: Leaving["attempt"], now: Date) => Promise<Message>;

/** Published lessons never change, so each is read once in the life of a process. */
export function openSay(): Say {
  const lessons = new Map<LessonVersionId, Lesson>();
  const lessonOf = async (tx: Tx, version: LessonVersionId) => {
    const lesson = lessons.get(version) ?? (await readLessonVersion(tx, version));
    lessons.set(version, lesson);
    return lesson;
  };
  return async (tx, leaving, attempt, now) => {
    if (leaving.kind === "correction") {
      const { title } = await lessonOf(tx, leaving.lessonVersionId!);
      return correctionMessage(title, await readCorrection(tx, leaving.ordinal as CorrectionId));
    }
    if (leaving.kind === "digest") return sayDigest(tx, leaving.learnerId!, leaving.studyDay!, now);
    if (leaving.kind === "announcement") return sayAnnouncement(tx, leaving);
    const version = attempt?.lessonVersionId ?? leaving.lessonVersionId;
    const lesson = version === null ? null : await lessonOf(tx, version);
    const turn = attempt === null || lesson === null ? null : openTurn({ ...attempt, lesson });
    return say(tx, leaving, lesson, turn, (attempt?.answers.length ?? 0) === 0, now);
  };
}

async function sayAnnouncement(tx: Tx, { id, ordinal }: Leaving): Promise<Message> {
  const signed = await readSigned(tx, ordinal as AnnouncementId);
  if (signed === null) throw new Error(`delivery ${id} has nothing to announce`);
  return announcementMessage(signed);
}

/** By the approved text where the platform takes nothing else; elsewhere in the same words. */
async function sayWaiting(
  tx: Tx,
  leaving: Leaving,
  fullName: string,
  lessonTitle: string,
  now: Date,
): Promise<Message> {
  const [course, template] = [
    await readCourseTitle(tx, leaving.learnerId!),
    await usableTemplate(tx, leaving.bot, now),
  ];
  const lessons = Math.max(1, leaving.lessons - leaving.position + 1);
  const values = waitingValues({ fullName, lessons, courseTitle: course ?? "", lessonTitle });
  const message = lessonsWaitMessage(values);
  if (template === null) return message;
  return { ...message, template: { id: template.id, data: fillTemplate(template.params, values) } };
}

async function say(
  tx: Tx,
  leaving: Leaving,
  lesson: Lesson | null,
  turn: TurnView | null,
  fresh: boolean,
  now: Date,
): Promise<Message> {
  const question = turn === null ? null : questionView(turn);
  switch (leaving.kind) {
    case "lesson": {
      if (lesson === null || question === null) throw new Error(`delivery ${leaving.id} has no lesson to show`);
      const view = lessonView({ lesson, position: leaving.position, lessons: leaving.lessons });
      return (fresh ? lessonMessage : lessonAgainMessage)(view, question);
    }
    case "reoffer":
      return reofferMessage(question);
    case "reminder":
    case "nudge": {
      const person = leaving.learnerId === null ? null : await readRecipient(tx, leaving.learnerId);
      if (person === null) throw new Error(`delivery ${leaving.id} is for nobody`);
      if (leaving.kind === "nudge") return nudgeMessage(person.unit ?? "", lesson?.title ?? null, question);
      if (leaving.ordinal === rhythmOrdinal) return keepRhythmMessage(person.fullName, lesson?.title ?? "");
      if (leaving.ordinal === lastWordOrdinal) return lessonsPauseMessage(person.fullName);
      if (leaving.ordinal === templateOrdinal)
        return sayWaiting(tx, leaving, person.fullName, lesson?.title ?? "", now);
      const { current } = await readStreak(tx, leaving.learnerId!, person.pushTime, now);
      const nth = leaving.ordinal === 2 ? 2 : 1;
      return reminderMessage({
        fullName: person.fullName,
        nth,
        lessonTitle: lesson?.title ?? "",
        question,
        streakAfter: current + 1,
      });
    }
    case "correction":
    case "digest":
    case "announcement":
    case "reply":
      throw new Error(`${leaving.kind} ${leaving.id} was written without words`);
  }
}
