import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { lessonHash } from "#content/hash.ts";
import { loadCatalogue } from "#content/load.ts";
import type { Db } from "#db/connect.ts";
import { publishCourse } from "#db/learning/catalogue.ts";
import { type Course, taughtCourses } from "#domain/course.ts";
import type { Edition } from "#domain/edition.ts";
import type { Log } from "#domain/log.ts";
import type { Drawings } from "./drawing.ts";
import { lessonDay } from "./home.ts";
import { told } from "./told.ts";

/** The courses that come with the program. */
export const lessonsFolder = fileURLToPath(new URL("../../lessons", import.meta.url));

const courseHash = (course: Course): string =>
  createHash("sha256")
    .update(
      JSON.stringify({
        ...course,
        modules: course.modules.map((module) => ({ ...module, lessons: module.lessons.map(lessonHash) })),
      }),
    )
    .digest("hex");

/** What publishing the courses would make of them. */
export const editionsOf = (courses: readonly Course[]): Edition[] =>
  courses.map((course) => ({
    ...course,
    hash: courseHash(course),
    lessons: course.modules.flatMap((module) =>
      module.lessons.map((lesson) => ({ module: module.id, hash: lessonHash(lesson), lesson })),
    ),
  }));

/**
 * Publishes what `lessons/` holds and what of it is taught on the day. With any fault in it nothing is published: the
 * courses that are taught stay as they are. Returns the drawings of its pictures, which nobody has to wait for.
 */
export async function publishLessons(db: Db, now: Date, log: Log, folder = lessonsFolder): Promise<Drawings> {
  const { catalogue, drawings, errors } = await loadCatalogue(folder);
  for (const { file, line, message } of told(errors.slice(0, 20))) log.error({ file, line }, message);
  if (errors.length > 0) {
    log.error({ faults: errors.length }, "lessons/ has faults: nothing was published; run: hocvu lessons check");
    return new Map();
  }
  for (const course of taughtCourses(catalogue, lessonDay(now))) {
    const fresh = await db.transaction((tx) => publishCourse(tx, course, courseHash(course), lessonHash, now));
    if (fresh) log.info({ course: course.id }, "published a course");
  }
  return drawings;
}
