import { expect, it } from "vitest";
import { told } from "#app/told.ts";
import { readLesson } from "#content/lesson.ts";
import { type ContentProblem, notesOn, sorted } from "#content/problem.ts";
import { edited, goodLesson } from "./sample.ts";

/** What is said of a lesson file, "line: message", in order. */
export function problems(text: string): { errors: string[]; warnings: string[] } {
  const lists = { errors: [] as ContentProblem[], warnings: [] as ContentProblem[] };
  readLesson(text, notesOn("x.md", lists));
  const say = (all: readonly ContentProblem[]) => told(sorted(all)).map(({ line, message }) => `${line}: ${message}`);
  return { errors: say(lists.errors), warnings: say(lists.warnings) };
}

/** What the author did to the good lesson, from what, to what, and what must be said of it: no more, no less. */
export type Case = readonly [deed: string, from: string, to: string, errors: readonly string[]];

export function itIsToldOf(cases: readonly Case[]): void {
  it.each(cases.map(([deed, from, to, errors]) => ({ deed, from, to, errors })))(
    "is told of $deed",
    ({ from, to, errors }) => {
      expect(problems(edited(goodLesson, from, to)).errors).toEqual(errors);
    },
  );
}
