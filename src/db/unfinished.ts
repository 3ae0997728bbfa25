import { type SQL, sql } from "drizzle-orm";

/** True where the learner has completed the lesson, in whatever course. */
export const completed = (learner: SQL, lesson: SQL): SQL => sql`exists (select 1 from attempts done
  where done.learner_id = ${learner} and done.lesson_id = ${lesson} and done.completed_at is not null)`;

/** True where the learner skipped the lesson and has not completed it since. */
export const skipped = (learner: SQL, lesson: SQL): SQL => sql`(exists (select 1 from skips skip
  where skip.learner_id = ${learner} and skip.lesson_id = ${lesson}) and not ${completed(learner, lesson)})`;

/** True where the lesson is still before the learner: neither completed nor skipped. */
export const unfinished = (learner: SQL, lesson: SQL): SQL => sql`(not ${completed(learner, lesson)}
  and not exists (select 1 from skips skip where skip.learner_id = ${learner} and skip.lesson_id = ${lesson}))`;
