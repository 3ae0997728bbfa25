import type { Level } from "./course.ts";
import type { ExerciseItem } from "./exercise.ts";
import type { LessonId, ModuleId } from "./ids.ts";

/** What of a placement's questions decides how it goes on. They stand in the order asked, level by level. */
export type PlacementItem = Pick<ExerciseItem, "module" | "level" | "pass">;

interface Stage {
  readonly level: Level;
  readonly pass: number;
  readonly from: number;
  /** Behind its last item. */
  readonly to: number;
}

function stagesOf(items: readonly PlacementItem[]): Stage[] {
  const starts = items.flatMap((item, at) => (at === 0 || items[at - 1]!.level !== item.level ? [at] : []));
  return starts.map((from, at) => {
    const { level, pass } = items[from]!;
    return { level, pass, from, to: starts[at + 1] ?? items.length };
  });
}

/** Shares are compared with a hair's breadth: 4 of 5 reaches 0.8. */
const reaches = (right: number, asked: number, pass: number) => right / asked >= pass - 1e-9;

/** The stages passed in a row from the first on. @param marks of the first items in order: which were right */
function passedStages(items: readonly PlacementItem[], marks: readonly boolean[]): Stage[] {
  const stages = stagesOf(items);
  const failed = stages.findIndex(
    ({ from, to, pass }) =>
      marks.length < to || !reaches(marks.slice(from, to).filter((right) => right).length, to - from, pass),
  );
  return failed === -1 ? stages : stages.slice(0, failed);
}

/** How many items are asked, as far as the marks show: whoever does not pass a level is not asked about the next. */
export function placementLength(items: readonly PlacementItem[], marks: readonly boolean[]): number {
  const stages = stagesOf(items);
  return (stages[passedStages(items, marks).length] ?? stages.at(-1))?.to ?? 0;
}

/** What a placement showed. */
export interface Placed {
  /** The level to begin with. */
  readonly start: Level;
  /** Modules that something was asked about, and nothing answered wrong. */
  readonly known: ReadonlySet<ModuleId>;
}

export function placed(items: readonly PlacementItem[], marks: readonly boolean[]): Placed {
  const passed = passedStages(items, marks).at(-1)?.level ?? 0;
  const wrong = new Set(marks.flatMap((right, at) => (right ? [] : [items[at]!.module])));
  const asked = marks.map((_, at) => items[at]!.module);
  return { start: Math.min(3, passed + 1) as Level, known: new Set(asked.filter((module) => !wrong.has(module))) };
}

/** The lessons that may be skipped: below the level to begin with, of a module known, not mandatory. */
export function skippable<Lesson extends { readonly id: LessonId; readonly module: ModuleId; readonly level: Level }>(
  lessons: readonly Lesson[],
  mandatory: readonly LessonId[],
  { start, known }: Placed,
): Lesson[] {
  return lessons.filter(({ id, module, level }) => level < start && known.has(module) && !mandatory.includes(id));
}
