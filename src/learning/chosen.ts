import type { Question } from "#domain/course.ts";
import type { Chosen } from "#domain/grading.ts";

/** Whether this can be an answer to the question at all: taps and words come from outside. */
export function fits({ type, options }: Question, chosen: Chosen): boolean {
  const wordy = type === "short" || type === "numeric";
  if (chosen.kind === "text") return wordy && chosen.text.trim() !== "";
  const { indexes } = chosen;
  if (wordy || new Set(indexes).size !== indexes.length || !indexes.every((index) => options[index] !== undefined)) {
    return false;
  }
  if (type === "order") return indexes.length === options.length;
  return type === "multiple" ? indexes.length > 0 : indexes.length === 1;
}

/** Nothing chosen is stored as no option. */
export function stored(chosen: Chosen | null): readonly number[] | string {
  if (chosen === null) return [];
  return chosen.kind === "text" ? chosen.text : chosen.indexes;
}
