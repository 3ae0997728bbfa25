/**
 * What an exception says, without what it was doing it to: a failed query's message holds its parameters, which may be
 * personal, and the cause beneath it says what happened.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message.startsWith("Failed query:"))
    return error.cause === undefined ? "a query failed" : messageOf(error.cause);
  const several = error instanceof AggregateError && error.message === "" ? error.errors[0] : undefined;
  return several === undefined ? error.message || error.name : messageOf(several);
}

/** The place of an exception, for LOG_LEVEL=debug: frames only. */
export function stackOf(error: unknown): string {
  const frames: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    frames.push(`${at.name}:`, ...(at.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)));
  }
  return frames.join("\n");
}
