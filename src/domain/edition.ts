/** What changes when courses are published anew: compared lesson by lesson, before anybody is told anything. */
import type { Course, Lesson, Question } from "./course.ts";
import type { CourseId, LessonId, ModuleId } from "./ids.ts";

/** A course as it is taught, or as it would be. */
export interface Edition extends Pick<Course, "id" | "title" | "passMark" | "questionsPerLesson" | "points"> {
  /** Of all of it: the same hash is the same edition. */
  readonly hash: string;
  /** In teaching order. */
  readonly lessons: readonly EditionLesson[];
}

export interface EditionLesson {
  readonly module: ModuleId;
  readonly hash: string;
  readonly lesson: Lesson;
}

/** `retired`: its day has come; `removed`: it is not in the files, or not in this course, any more. */
export type Change = "new" | "changed" | "retired" | "removed" | "moved";

export interface LessonChange {
  readonly lesson: LessonId;
  readonly title: string;
  readonly change: Change;
  /** Where all this is so, in the order of the courses. */
  readonly courses: readonly CourseId[];
  /** What of a changed lesson, by the keys of its file: "title", "text", "action", "questions", …; "place" when it moved, too. */
  readonly fields: readonly string[];
  readonly questions: { readonly added: number; readonly removed: number; readonly changed: number };
  /** As it will be; where it is not taught any more, as it was. */
  readonly after: EditionLesson;
}

export interface CourseChange {
  readonly course: CourseId;
  readonly title: string;
  readonly change: "new" | "changed";
  /** Of its settings: "title", "pass-mark", "questions-per-lesson", "points"; "order" when its lessons are others or stand elsewhere. */
  readonly fields: readonly string[];
  /** In teaching order, as they will be. */
  readonly lessons: readonly LessonId[];
}

/**
 * What publishing `after` over `before` changes. A lesson that changes alike in several courses is told once. Courses that
 * are in `before` alone stay as they are.
 * @param retired the lessons of the files whose day has come
 */
export function changesBetween(
  before: readonly Edition[],
  after: readonly Edition[],
  retired: ReadonlySet<LessonId>,
): { readonly courses: readonly CourseChange[]; readonly lessons: readonly LessonChange[] } {
  const courses: CourseChange[] = [];
  const lessons = new Map<string, LessonChange>();
  for (const edition of after) {
    const old = before.find(({ id }) => id === edition.id) ?? null;
    if (old?.hash === edition.hash) continue;
    courses.push(courseChange(old, edition));
    for (const change of lessonChanges(old, edition, retired)) {
      const key = canonical([change.lesson, change.change, change.fields, change.questions, change.after.hash]);
      const known = lessons.get(key);
      lessons.set(key, known === undefined ? change : { ...known, courses: [...known.courses, ...change.courses] });
    }
  }
  return { courses, lessons: [...lessons.values()] };
}

function courseChange(before: Edition | null, after: Edition): CourseChange {
  const fields = (
    [
      ["title", before?.title, after.title],
      ["pass-mark", Math.fround(before?.passMark ?? 0), Math.fround(after.passMark)], // kept as a small float
      ["questions-per-lesson", before?.questionsPerLesson, after.questionsPerLesson],
      ["points", before?.points, after.points],
      ["order", before?.lessons.map(placeOf), after.lessons.map(placeOf)],
    ] as const
  ).flatMap(([name, was, is]) => (canonical(was) === canonical(is) ? [] : [name]));
  return {
    course: after.id,
    title: after.title,
    change: before === null ? "new" : "changed",
    fields: before === null ? [] : fields,
    lessons: after.lessons.map(({ lesson }) => lesson.id),
  };
}

const placeOf = ({ lesson, module }: EditionLesson) => [module, lesson.id];

function lessonChanges(before: Edition | null, after: Edition, retired: ReadonlySet<LessonId>): LessonChange[] {
  const old = new Map((before?.lessons ?? []).map((one) => [one.lesson.id, one]));
  const moved = movedBetween(before?.lessons ?? [], after.lessons);
  const changes: LessonChange[] = [];
  const add = (change: Change, one: EditionLesson, fields: readonly string[] = [], questions = noQuestions) => {
    const { id, title } = one.lesson;
    changes.push({ lesson: id, title, change, courses: [after.id], fields, questions, after: one });
  };
  for (const one of after.lessons) {
    const was = old.get(one.lesson.id);
    old.delete(one.lesson.id);
    if (was === undefined) add("new", one);
    else if (was.hash !== one.hash) {
      const fields = fieldsBetween(was.lesson, one.lesson);
      add(
        "changed",
        one,
        moved.has(one.lesson.id) ? [...fields, "place"] : fields,
        questionsBetween(was.lesson, one.lesson),
      );
    } else if (moved.has(one.lesson.id)) add("moved", one);
  }
  for (const one of old.values()) add(retired.has(one.lesson.id) ? "retired" : "removed", one);
  return changes;
}

const noQuestions = { added: 0, removed: 0, changed: 0 };

/** What each key of a lesson is called in its file. */
const names: Readonly<Partial<Record<keyof Lesson, string>>> = {
  body: "text",
  validFrom: "valid-from",
  reviewBy: "review-by",
  replacedBy: "replaced-by",
};

function fieldsBetween(before: Lesson, after: Lesson): string[] {
  const keys = new Set([...Object.keys(after), ...Object.keys(before)] as (keyof Lesson)[]);
  return [...keys].flatMap((key) => (canonical(before[key]) === canonical(after[key]) ? [] : [names[key] ?? key]));
}

function questionsBetween(before: Lesson, after: Lesson): LessonChange["questions"] {
  const old = new Map(before.questions.map((question) => [question.id, question]));
  const kept = after.questions.filter(({ id }) => old.has(id));
  return {
    added: after.questions.length - kept.length,
    removed: before.questions.length - kept.length,
    changed: kept.filter((question: Question) => canonical(question) !== canonical(old.get(question.id))).length,
  };
}

/** Those in another module, and as few others as must be taken out for the rest to stand in their old order. */
function movedBetween(before: readonly EditionLesson[], after: readonly EditionLesson[]): Set<LessonId> {
  const old = new Map(before.map(({ lesson, module }, place) => [lesson.id, { module, place }]));
  const stayed = after.filter(({ lesson, module }) => old.get(lesson.id)?.module === module);
  const inOrder = new Set(longestRise(stayed.map(({ lesson }) => old.get(lesson.id)!.place)).map((at) => stayed[at]!));
  return new Set(after.filter((one) => old.has(one.lesson.id) && !inOrder.has(one)).map(({ lesson }) => lesson.id));
}

/** The indexes of a longest run of numbers that rise, others left out. */
function longestRise(numbers: readonly number[]): number[] {
  const best: number[][] = [];
  for (const [at, number] of numbers.entries()) {
    const earlier = best.filter((run) => numbers[run.at(-1)!]! < number);
    const longest = earlier.reduce<number[]>((most, run) => (run.length > most.length ? run : most), []);
    best.push([...longest, at]);
  }
  return best.reduce<number[]>((most, run) => (run.length > most.length ? run : most), []);
}

/** The same for the same data, in whatever order its keys were written. */
const canonical = (value: unknown): string => JSON.stringify(value ?? null, inOrder);

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
