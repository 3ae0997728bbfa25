import { loadCatalogue } from "#content/load.ts";
import type { Tx } from "#db/connect.ts";
import { areNewCorrections, countOwed } from "#db/delivery/corrections.ts";
import { readZones } from "#db/delivery/plan.ts";
import { countNextLessons, countShown, readEditions, readOnly } from "#db/learning/editions.ts";
import { correctionWindow } from "#delivery/corrections.ts";
import { type Catalogue, type Correction, isRetired, taughtCourses } from "#domain/course.ts";
import { type CourseChange, changesBetween, type LessonChange } from "#domain/edition.ts";
import type { LessonId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import { diffWords } from "#wording/author-figures.ts";
import { checkWords } from "#wording/check.ts";
import { lessonDay } from "../home.ts";
import { editionsOf, lessonsFolder } from "../lessons.ts";
import { told, toldLine } from "../told.ts";
import type { Answer } from "./answer.ts";
import { pathFrom, withDatabase } from "./session.ts";

/** A lesson that a publish changes, and for whom. */
interface ChangedLesson extends Omit<LessonChange, "after"> {
  readonly retired: LocalDate | null;
  readonly replacedBy: LessonId | null;
  /** `isNew`: it was never published, so people are told. */
  readonly correction: (Correction & { readonly isNew: boolean }) | null;
  readonly people: {
    /** Were shown a version before this one. */
    readonly had: number;
    /** Are told the correction at once, in the quiet hours when they end. */
    readonly toCorrect: number;
    /** Are told when their pause is over or they can be reached again, within a month. */
    readonly toCorrectLater: number;
    /** Have it open, and finish it as it was shown to them. */
    readonly open: number;
  };
}

interface ChangedCourse extends Omit<CourseChange, "lessons"> {
  readonly lessons: number;
  /** Places whose next lesson is another one from then on. */
  readonly nextLessons: number;
}

/** What publishing the files would do to what is taught now, and to how many people. Writes nothing. */
export async function diff(folder: string | undefined): Promise<Answer> {
  const loaded = await loadCatalogue(folder === undefined ? lessonsFolder : pathFrom(folder));
  const errors = told(loaded.errors);
  const [first] = errors;
  if (first !== undefined) {
    return {
      json: { ok: false, errors },
      lines: errors.map(toldLine),
      problem: checkWords.untaught(errors.length, `${first.file}:${first.line}`),
    };
  }
  return withDatabase(({ clock, db }) => db.transaction((tx) => compare(tx, loaded.catalogue, clock.now())));
}

async function compare(tx: Tx, catalogue: Catalogue, now: Date): Promise<Answer> {
  await readOnly(tx);
  const today = lessonDay(now);
  const all = catalogue.courses.flatMap(({ modules }) => modules.flatMap(({ lessons }) => lessons));
  const retired = new Map(all.filter((lesson) => isRetired(lesson, today)).map((lesson) => [lesson.id, lesson]));
  const after = editionsOf(taughtCourses(catalogue, today));
  const changes = changesBetween(await readEditions(tx), after, new Set(retired.keys()));
  const nextLessons = await countNextLessons(tx, changes.courses);
  const courses = changes.courses.map(
    (course): ChangedCourse => ({
      ...course,
      lessons: course.lessons.length,
      nextLessons: nextLessons.get(course.course) ?? 0,
    }),
  );
  // The file of a retired lesson says since when, and what teaches instead.
  const written = changes.lessons.map((change) => {
    const file = retired.get(change.lesson);
    return file === undefined ? change : { ...change, after: { ...change.after, lesson: file } };
  });
  const lessons = await withPeople(tx, written, now);
  return { json: { ok: true, courses, lessons }, lines: linesOf(courses, lessons) };
}

async function withPeople(tx: Tx, changes: readonly LessonChange[], now: Date): Promise<ChangedLesson[]> {
  const shown = await countShown(
    tx,
    changes.map(({ after, change, courses, lesson }) =>
      change === "changed" ? { lesson, courses: null, except: after.hash } : { lesson, courses, except: null },
    ),
  );
  const candidates = changes.map(({ after }) => after);
  const isNew = await areNewCorrections(tx, candidates);
  const windows = (await readZones(tx)).map((zone) => correctionWindow(zone, now));
  const owed = await countOwed(tx, candidates, windows);
  return changes.map(({ after, ...change }, at) => {
    const { correction, replacedBy = null, retired = null } = after.lesson;
    const tells = change.change === "changed" && isNew[at] === true;
    return {
      ...change,
      retired,
      replacedBy,
      correction: correction === undefined ? null : { ...correction, isNew: tells },
      people: {
        had: shown[at]!.had,
        toCorrect: tells ? owed[at]!.now : 0,
        toCorrectLater: tells ? owed[at]!.later : 0,
        open: shown[at]!.open,
      },
    };
  });
}

function linesOf(courses: readonly ChangedCourse[], lessons: readonly ChangedLesson[]): string[] {
  if (courses.length === 0) return [diffWords.nothing];
  return [
    ...lessons.flatMap(linesOfLesson),
    ...courses.map((one) => diffWords.course(one, one.lessons, one.nextLessons)),
  ];
}

function linesOfLesson(one: ChangedLesson): string[] {
  const { correction, courses, people, replacedBy, retired } = one;
  const retiring = retired === null ? null : { since: retired, replacedBy };
  const tells = correction?.isNew === true;
  return [
    diffWords.lesson(one, retiring),
    diffWords.courses(courses),
    ...(one.fields.length === 0 ? [] : [diffWords.fields(one, retiring)]),
    ...(tells ? [diffWords.correction(correction.date, correction.text)] : []),
    `${diffWords.people(people.had, people.open)}${tells ? diffWords.told(people.toCorrect, people.toCorrectLater) : ""}`,
    "",
  ];
}
