import { listCohorts, listTaughtCourses } from "#db/learning/cohorts.ts";
import { type CohortWish, createCohort } from "#supervision/cohorts.ts";
import { publishLessons } from "../lessons.ts";
import { type Answer, refused } from "./answer.ts";
import { facts, table } from "./print.ts";
import { newCodes, type Session, withDatabase } from "./session.ts";

export interface CreateOptions extends Omit<CohortWish, "zone"> {
  /** HOCVU_TIMEZONE when not given. */
  readonly tz?: string;
}

export const create = ({ tz, ...wish }: CreateOptions): Promise<Answer> =>
  withDatabase(async (session) => {
    await publishIfNew(session, wish.course);
    const { clock, config, db } = session;
    const zone = tz ?? config.timezone;
    const made = await db.transaction((tx) => createCohort(tx, { ...wish, zone }, clock.now(), newCodes));
    if (!made.ok) return refused(made.problem);
    const { id, name, course, code } = made.value;
    return { json: { id, name, course, code }, lines: facts({ cohort: id, name, course, "join code": code }) };
  });

/** A course that is not taught yet may stand in lessons/: on a fresh clone nobody has published anything. */
async function publishIfNew({ clock, db, log }: Session, course: string): Promise<void> {
  const taught = await db.transaction(listTaughtCourses);
  if (!taught.some(({ id }) => id === course)) await publishLessons(db, clock.now(), log);
}

export const list = (): Promise<Answer> =>
  withDatabase(async ({ db }) => {
    const rows = await db.transaction((tx) => listCohorts(tx, null));
    const cohorts = rows.map(({ nameKey: _, ...cohort }) => cohort);
    if (cohorts.length === 0) return { json: { cohorts }, lines: ["no cohort yet: hocvu cohort create --help"] };
    const heads = ["id", "name", "course", "join code", "learners", "start"];
    return {
      json: { cohorts },
      lines: table(
        heads,
        cohorts.map(({ id, name, course, code, learners, start }) => [id, name, course, code, learners, start]),
      ),
    };
  });
