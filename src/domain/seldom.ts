/** Reasons that are kept apart; with more all begin anew. */
const mostReasons = 100;

/**
 * For what would be said every second while something is away. Asked with the reason and the milliseconds of any clock
 * that only goes forward, it answers how often the same was left unsaid since it was last said (0 the first time), or
 * null: it was said less than `everyMs` ago, and is left unsaid now.
 */
export function seldom(everyMs: number): (reason: string, nowMs: number) => number | null {
  const said = new Map<string, { readonly at: number; unsaid: number }>();
  return (reason, nowMs) => {
    const last = said.get(reason);
    if (last !== undefined && nowMs - last.at < everyMs) {
      last.unsaid++;
      return null;
    }
    if (said.size >= mostReasons) said.clear();
    said.set(reason, { at: nowMs, unsaid: 0 });
    return last?.unsaid ?? 0;
  };
}

/** What tells one fault from another, however many queries it met. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined ? reasonOf(error.cause) : String(error);
