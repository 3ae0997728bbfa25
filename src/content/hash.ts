import { createHash } from "node:crypto";
import type { Lesson } from "#domain/course.ts";

/**
 * The SHA-256 of all a lesson says, in hex. The same content gives the same hash on every machine, in whatever order
 * its keys were written; any change that a learner or a report could see gives another.
 */
export function lessonHash(lesson: Lesson): string {
  return createHash("sha256").update(JSON.stringify(lesson, keysInOrder)).digest("hex");
}

function keysInOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
