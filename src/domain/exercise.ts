import type { Level } from "./course.ts";
import type { LessonId, LessonVersionId, ModuleId } from "./ids.ts";

/** A question of an exercise. */
export interface ExerciseItem {
  readonly version: LessonVersionId;
  /** Index in the lesson version's bank. */
  readonly question: number;
  readonly lesson: LessonId;
  readonly module: ModuleId;
  readonly level: Level;
  /** In a placement, the share of right answers from which on the item's level is passed; in practice 0. */
  readonly pass: number;
}
