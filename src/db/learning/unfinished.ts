import { type SQL, sql } from "drizzle-orm";

/**
 * How many the query is about. Of `one` person each lesson is looked up by its key: a statement is planned once in the
 * life of a connection, and one that was planned while nobody had learnt anything would else go on reading everybody's
 * attempts. Of `many` the server may read them all at once. (`offset 0` is what makes it look up.)
 */
export type Breadth = "one" | "many";

/** At the end of a subquery. */
export const lookedUp = (of: Breadth): SQL => (of === "one" ? sql`offset 0` : sql``);

/** True where the learner has completed the lesson, in whatever course. */
export const completed = (
  learner: SQL,
  lesson: SQL,
  of: Breadth = "one",
): SQL => sql`exists (select 1 from attempts done
  where done.learner_id = ${learner} and done.lesson_id = ${lesson} and done.completed_at is not null ${lookedUp(of)})`;

const everSkipped = (learner: SQL, lesson: SQL): SQL => sql`exists (select 1 from skips skip
  where skip.learner_id = ${learner} and skip.lesson_id = ${lesson} offset 0)`;

/** True where the learner skipped the lesson and has not completed it since. */
export const skipped = (learner: SQL, lesson: SQL): SQL =>
  sql`(${everSkipped(learner, lesson)} and not ${completed(learner, lesson)})`;

/** True where the lesson is still before the learner: neither completed nor skipped. */
export const unfinished = (learner: SQL, lesson: SQL): SQL =>
  sql`(not ${completed(learner, lesson)} and not ${everSkipped(learner, lesson)})`;
