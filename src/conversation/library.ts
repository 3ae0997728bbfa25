import type { Tx } from "#db/connect.ts";
import { pictureOfModule } from "#db/learning/pictures.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import {
  type LessonNumber,
  type Library,
  type LibraryModule,
  lessonAt,
  openPractice,
  readLibrary,
  rereadLesson,
  takeBack,
} from "#learning/library.ts";
import { readLessonNumber } from "#wording/arguments.ts";
import { practiceMessage } from "#wording/compose-exercise.ts";
import {
  lessonAheadMessage,
  libraryMessage,
  moduleMessage,
  noSuchLessonMessage,
  noSuchModuleMessage,
  notPractisableMessage,
  notSkippedMessage,
  practiseHowMessage,
  relearnHowMessage,
  rereadMessage,
} from "#wording/compose-library.ts";
import { pictureMessage } from "#wording/compose-picture.ts";
import { lessonView, questionView } from "./question-view.ts";
import { showLesson } from "./studying.ts";

/**
 * `/thuvien`: the modules; with "4" the fourth, its picture where it has one and then its lessons; with "4.2" its second
 * lesson, to read again.
 */
export async function showLibrary(
  tx: Tx,
  learner: LearnerId,
  argument: string,
  now: Date,
): Promise<Message | readonly Message[]> {
  const library = await readLibrary(tx, learner, now);
  const asked = argument === "" ? null : readLessonNumber(argument);
  if (argument === "") return libraryMessage(library.course, library.modules);
  if (asked === null) return noSuchLessonMessage();
  const module = library.modules[asked.module - 1];
  if (module === undefined) return noSuchModuleMessage(library.modules.length);
  return asked.lesson === null ? showModule(tx, module) : reread(tx, library, { ...asked, lesson: asked.lesson });
}

async function showModule(tx: Tx, module: LibraryModule): Promise<readonly Message[]> {
  const [lesson] = module.lessons;
  const picture = lesson === undefined ? null : await pictureOfModule(tx, lesson.course, module.id);
  return [...(picture === null ? [] : [pictureMessage(picture)]), moduleMessage(module)];
}

async function reread(tx: Tx, library: Library, number: LessonNumber): Promise<Message> {
  const found = lessonAt(library, number);
  if (found === null) return noSuchLessonMessage();
  if (found.state === "ahead") return lessonAheadMessage();
  const lessons = library.modules.flatMap((module) => module.lessons);
  const place = { position: lessons.indexOf(found) + 1, lessons: lessons.length };
  const view = lessonView({ lesson: await rereadLesson(tx, found), ...place });
  return rereadMessage(view, `${number.module}.${number.lesson}`, found.state);
}

/** `/luyen 4.2`: all questions of a lesson completed, for practice alone. */
export async function practise(tx: Tx, learner: LearnerId, argument: string, now: Date): Promise<Message> {
  const number = numberIn(argument);
  if (number === null) return practiseHowMessage();
  const lesson = lessonAt(await readLibrary(tx, learner, now), number);
  if (lesson === null) return noSuchLessonMessage();
  const turn = await openPractice(tx, learner, lesson, now);
  return turn === null ? notPractisableMessage() : practiceMessage(lesson.title, questionView(turn));
}

/** `/hoclai 4.2`: a lesson that was skipped is learnt after all. */
export async function relearn(tx: Tx, learner: LearnerId, argument: string, now: Date): Promise<Message> {
  const number = numberIn(argument);
  if (number === null) return relearnHowMessage();
  const lesson = lessonAt(await readLibrary(tx, learner, now), number);
  if (lesson === null) return noSuchLessonMessage();
  return (await takeBack(tx, learner, lesson)) ? showLesson(tx, learner, now) : notSkippedMessage();
}

function numberIn(argument: string): LessonNumber | null {
  const read = readLessonNumber(argument);
  return read === null || read.lesson === null ? null : { module: read.module, lesson: read.lesson };
}
