import type { Log } from "#domain/log.ts";

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A log that can be read back: each line is its level, its message and its facts. */
export function recordingLog(): Log & { readonly lines: { level: string; message: string; facts: object }[] } {
  const lines: { level: string; message: string; facts: object }[] = [];
  const at = (level: string) => (facts: object, message: string) => void lines.push({ level, message, facts });
  return { lines, info: at("info"), warn: at("warn"), error: at("error") };
}
