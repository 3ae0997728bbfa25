/** The self-study library: every lesson of the learner's course, to read again, and to practise without counting. */

import type { Tx } from "#db/connect.ts";
import { redirectLessons } from "#db/delivery/moves.ts";
import { readLessonVersion } from "#db/learning/catalogue.ts";
import { deleteSkip, findPractice, insertExercise, readExercise, setCurrentExercise } from "#db/learning/exercises.ts";
import { type LibraryLesson, listLibrary } from "#db/learning/library.ts";
import { renewNextLesson } from "#db/learning/places.ts";
import type { Lesson } from "#domain/course.ts";
import type { ExerciseItem } from "#domain/exercise.ts";
import type { LearnerId, ModuleId } from "#domain/ids.ts";
import { shuffled } from "#domain/shuffle.ts";
import { coursePlace } from "./coming-lesson.ts";
import { type ExerciseTurn, exerciseTurn } from "./exercise.ts";
import { readLife, todayIn } from "./life.ts";

export interface LibraryModule {
  /** Its place in the course, from 1. */
  readonly number: number;
  readonly id: ModuleId;
  readonly title: string;
  /** In teaching order: the first is number 1. */
  readonly lessons: readonly LibraryLesson[];
}

export interface Library {
  readonly course: string;
  readonly modules: readonly LibraryModule[];
}

/** The course the learner is in now, or was in last. */
export async function readLibrary(tx: Tx, learner: LearnerId, now: Date): Promise<Library> {
  const life = await readLife(tx, learner);
  const place = coursePlace(life, todayIn(life, now));
  const modules: (LibraryModule & { lessons: LibraryLesson[] })[] = [];
  for (const lesson of await listLibrary(tx, learner, place.cohortId)) {
    const last = modules.at(-1);
    if (last?.id === lesson.module) last.lessons.push(lesson);
    else modules.push({ number: modules.length + 1, id: lesson.module, title: lesson.moduleTitle, lessons: [lesson] });
  }
  return { course: place.courseTitle, modules };
}

/** A lesson by its numbers, both from 1: "4.2" is the second lesson of the fourth module. */
export interface LessonNumber {
  readonly module: number;
  readonly lesson: number;
}

export const lessonAt = ({ modules }: Library, { module, lesson }: LessonNumber): LibraryLesson | null =>
  modules[module - 1]?.lessons[lesson - 1] ?? null;

/** What a lesson says, in the version this person is shown. */
export const rereadLesson = (tx: Tx, { version }: LibraryLesson): Promise<Lesson> => readLessonVersion(tx, version);

/**
 * Opens extra practice with all questions of a completed lesson, or goes on with it. Null: that lesson is not completed,
 * and its questions are first answered there, where they count.
 */
export async function openPractice(
  tx: Tx,
  learner: LearnerId,
  lesson: LibraryLesson,
  now: Date,
): Promise<ExerciseTurn | null> {
  if (lesson.state !== "completed") return null;
  const unfinished = await findPractice(tx, learner, lesson.version);
  const id = unfinished?.id ?? (await draw(tx, learner, lesson, now));
  const exercise = await readExercise(tx, id, learner);
  const turn = exercise === null ? null : await exerciseTurn(tx, exercise);
  if (turn !== null) await setCurrentExercise(tx, learner, id);
  return turn;
}

async function draw(tx: Tx, learner: LearnerId, lesson: LibraryLesson, now: Date) {
  const bank = Array.from({ length: lesson.questions }, (_, index) => index);
  const items = shuffled(bank, `${learner}/practice/${lesson.id}/${now.getTime()}`).map(
    (question): ExerciseItem => ({
      version: lesson.version,
      question,
      lesson: lesson.id,
      module: lesson.module,
      level: 1,
      pass: 0,
    }),
  );
  return insertExercise(tx, learner, { kind: "practice", courseId: lesson.course, items }, now);
}

/** A lesson that was skipped is before the learner again. False: it was not skipped. */
export async function takeBack(tx: Tx, learner: LearnerId, lesson: LibraryLesson): Promise<boolean> {
  if (lesson.state !== "skipped" || !(await deleteSkip(tx, learner, lesson.id))) return false;
  await renewNextLesson(tx, learner);
  await redirectLessons(tx, learner);
  return true;
}
