import type { ContentProblem } from "#content/problem.ts";
import { faultInWords } from "#wording/faults/in-words.ts";

/** A fault of a file as its author is told of it. */
export interface Told {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export const told = (problems: readonly ContentProblem[]): Told[] =>
  problems.map(({ file, line, fault }) => ({ file, line, message: faultInWords(fault) }));

/** The same where the file is known. */
export const toldAt = ({ line, fault }: Pick<ContentProblem, "line" | "fault">): Omit<Told, "file"> => ({
  line,
  message: faultInWords(fault),
});

/** As an editor can jump to it. */
export const toldLine = ({ file, line, message }: Told): string => `${file}:${line}: ${message}`;
