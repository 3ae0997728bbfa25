import { isRetired, type Lesson } from "#domain/course.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import type { LessonFile } from "../load.ts";
import type { Notes } from "../problem.ts";
import { lineOf, type NamedRetiring } from "../retiring.ts";

/** So long before its last day an author hears of a lesson that leaves a gap, and can still write another. */
const aheadDays = 30;

/** Notes a lesson that is soon retired and that nothing replaces. @param lessons of its course */
export function noteRetiring(
  { lesson, text }: LessonFile,
  lessons: readonly Lesson[],
  today: LocalDate,
  notes: Notes,
): void {
  const { replacedBy, retired } = lesson;
  if (retired === undefined || retired > addDays(today, aheadDays)) return;
  const replacement = lessons.find(({ id }) => id === replacedBy);
  if (replacement !== undefined && !isRetired(replacement, retired)) return;
  notes.warn(lineOf(text, "retired"), "retired-unreplaced", retired);
}

/**
 * Notes where a course still names a lesson that is retired: a fault for its author, and none that keeps the lesson
 * taught, for the law does not wait. Until the day has come it is a reminder.
 */
export function noteNamedRetired(named: readonly NamedRetiring[], today: LocalDate, notes: Notes): void {
  for (const { line, where, lesson } of named) {
    const { id, replacedBy = null, retired } = lesson;
    if (isRetired(lesson, today)) notes.error(line, "names-retired", where, id, retired, replacedBy);
    else if (retired <= addDays(today, aheadDays)) notes.warn(line, "names-retiring", where, id, retired, replacedBy);
  }
}
