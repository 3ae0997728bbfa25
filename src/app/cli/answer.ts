/** What a command that ran has to say. */
export type Answer =
  | {
      /** The one document of --json. */
      readonly json: object;
      /** The same for people; one string is a file, and goes out as it is. */
      readonly lines: readonly string[] | string;
      /** What people should know beside a file that goes to stdout: lines on stderr, which --json holds itself. */
      readonly notes?: readonly string[];
      /** It failed all the same: one line that says why and what to do. */
      readonly problem?: string;
    }
  | Refused;

/** Nothing was done: one line that says why and what to do. */
export interface Refused {
  readonly problem: string;
}

export const refused = (problem: string): Refused => ({ problem });

/** Arguments that fit each their own form, but not each other: wrong usage. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
