import { readCohortDays } from "#db/learning/cohorts.ts";
import { pushNow } from "#delivery/plan.ts";
import type { CohortId } from "#domain/ids.ts";
import { quietUntil } from "#domain/schedule.ts";
import { dateIn, type LocalDate } from "#domain/time.ts";
import { type Answer, refused } from "./answer.ts";
import { findCohortById, noCohort, withDatabase } from "./session.ts";

export interface PushOptions {
  readonly cohort: number;
  readonly date?: string;
}

/** Plans the day's lesson now. Who sends looks every second, so nobody has to be woken. */
export const push = ({ cohort, date }: PushOptions): Promise<Answer> =>
  withDatabase(async ({ clock, db }) => {
    if ((await findCohortById(db, cohort)) === null) return noCohort(cohort);
    const id = cohort as CohortId;
    const now = clock.now();
    const [times] = await db.transaction((tx) => readCohortDays(tx, { kind: "cohort", id }, null));
    if (times === undefined)
      return {
        json: { planned: 0, alreadyPlanned: 0 },
        lines: ["nobody is in this cohort: hocvu roster import --help"],
      };
    const { zone } = times;
    const today = dateIn(zone, now);
    const day = (date as LocalDate | undefined) ?? today;
    if (day > today) {
      return refused(
        `${day} has not come: its lessons leave by themselves at their time; --date takes ${today} or a day before`,
      );
    }
    const { planned, alreadyPlanned } = await pushNow(db, { id, zone }, day, now);
    const until = quietUntil(zone, now);
    const when = until === null ? "at once" : `when the quiet hours end, ${until.toISOString()}`;
    const lines = [`${planned} lessons of ${day} leave ${when}; ${alreadyPlanned} were planned or had before`];
    return { json: { planned, alreadyPlanned }, lines };
  });
