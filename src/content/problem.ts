import { isDeepStrictEqual } from "node:util";
import type { Fault } from "#domain/lesson-fault.ts";

/** One fault of one file. */
export interface ContentProblem {
  /** From the folder that holds `lessons/`, with "/": "lessons/hoc-vu-so/04-an-toan/01-bon-nut-bam.md". */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly fault: Fault;
}

/** Takes down the faults of one file while it is read; reading goes on, so that one run shows them all. */
export interface Notes {
  error(line: number, ...fault: Fault): void;
  warn(line: number, ...fault: Fault): void;
  /** Whether the file has an error so far: what was read from it is then not to be used. */
  failed(): boolean;
}

/** Where the notes of all files of one run end up. */
export interface ProblemLists {
  readonly errors: ContentProblem[];
  readonly warnings: ContentProblem[];
}

export function notesOn(file: string, lists: ProblemLists): Notes {
  let errors = 0;
  return {
    error(line, ...fault) {
      errors += 1;
      add(lists.errors, { file, line, fault });
    },
    warn: (line, ...fault) => add(lists.warnings, { file, line, fault }),
    failed: () => errors > 0,
  };
}

/** By file, then by line, then in the order they were found. */
export function sorted(problems: readonly ContentProblem[]): ContentProblem[] {
  return [...problems].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/** The same fault of the same line is told once. Only the latest few can repeat. */
function add(list: ContentProblem[], problem: ContentProblem): void {
  const said = list.slice(-20).some((old) => isDeepStrictEqual(old, problem));
  if (!said) list.push(problem);
}
