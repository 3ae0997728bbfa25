import { sql } from "drizzle-orm";
import type { Tx } from "#db/connect.ts";
import type { Person } from "./people.ts";
import type { School } from "./school.ts";

/** What must stay when somebody is erased. */
export interface Counts {
  readonly attempts: number;
  readonly completed: number;
  readonly answers: number;
  readonly right: number;
  readonly points: number;
  readonly kept: number;
}

/** Null for who is erased already. */
export async function countsOf(tx: Pick<Tx, "execute">, learner: number, erasedToo = false): Promise<Counts | null> {
  const [row] = await tx.execute<Counts & { erased: boolean } & Record<string, unknown>>(sql`
    select (select count(*)::int from attempts where learner_id = p.id) as attempts,
      (select count(*)::int from attempts where learner_id = p.id and completed_at is not null) as completed,
      (select count(*)::int from answers r join attempts a on a.id = r.attempt_id where a.learner_id = p.id) as answers,
      (select count(*)::int from answers r join attempts a on a.id = r.attempt_id where a.learner_id = p.id and r."right") as right,
      (select coalesce(sum(points), 0)::int from points_ledger where learner_id = p.id) as points,
      (select count(*)::int from streak_days where learner_id = p.id) as kept, p.erased_at is not null as erased
    from people p where p.id = ${learner}`);
  if (row === undefined || (row.erased && !erasedToo)) return null;
  const { erased: _, ...counts } = row;
  return counts;
}

/** The figures of "/tiendo", worked out row by row from what the tables hold at that moment. */
export interface Progress {
  readonly learners: number;
  readonly joined: number;
  readonly completedToday: number;
  readonly active7d: number;
  readonly completionRate: number;
  readonly averageScore: number;
}

interface Rows extends Record<string, unknown> {
  readonly learner: number;
  readonly path: string;
  readonly cohort: number;
  readonly agreed: boolean;
  readonly active: Date | null;
  readonly left: boolean;
  readonly erased: boolean;
}

/** Null where the answer must be that there is no such thing, or no right to it. */
export async function progressOf(
  tx: Tx,
  school: School,
  asker: Person,
  scope: string,
  now: Date,
): Promise<Progress | null> {
  if (!asker.supervisor || asker.erased) return null;
  const places = await tx.execute<Rows>(sql`
    select e.learner_id as learner, u.path, e.cohort_id as cohort, p.agreed_at is not null as agreed, p.last_active_at as active,
      e.left_at is not null as left, p.erased_at is not null as erased
    from enrolments e join people p on p.id = e.learner_id join posts o on o.person_id = p.id join units u on u.id = o.unit_id`);
  const attempts = await tx.execute<{ id: number; learner: number; cohort: number; day: string | null }>(sql`
    select id, learner_id as learner, cohort_id as cohort, completed_day as day from attempts`);
  const answers = await tx.execute<{ attempt: number; comeback: boolean; right: boolean }>(sql`
    select attempt_id as attempt, comeback, "right" as right from answers`);
  // Whoever has not agreed to the notice is asked to, whatever they write.
  if (!places.some(({ learner, agreed }) => learner === asker.learner && agreed)) return null;
  const mine = places.filter(
    ({ path, left, erased }) =>
      (path === school.supervised || path.startsWith(`${school.supervised} / `)) && (!left || erased),
  );
  const asked = mine.filter(({ path, cohort }) => {
    if (scope === "") return true;
    const named = school.cohorts.find(({ name }) => name === scope);
    if (named !== undefined) return cohort === named.id;
    return path === scope || path.startsWith(`${scope} / `) || path.endsWith(` / ${scope}`);
  });
  if (asked.length === 0) return null;
  const today = new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
  const time = new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(11, 16);
  const people = new Set(asked.map(({ learner }) => learner));
  const of = (filter: (row: Rows) => boolean) => new Set(asked.filter(filter).map(({ learner }) => learner)).size;
  let [due, completed, tries, right] = [0, 0, 0, 0];
  const doneToday = new Set<number>();
  for (const place of asked) {
    const cohort = school.cohorts.find(({ id }) => id === place.cohort)!;
    due += lessonsDue(cohort, school.holidays, today, time);
    for (const attempt of attempts) {
      if (attempt.learner !== place.learner || attempt.cohort !== place.cohort) continue;
      if (attempt.day !== null) completed++;
      if (attempt.day === today) doneToday.add(place.learner);
      const firsts = answers.filter((answer) => answer.attempt === attempt.id && !answer.comeback);
      tries += firsts.length;
      right += firsts.filter((answer) => answer.right).length;
    }
  }
  return {
    learners: people.size,
    joined: of(({ agreed }) => agreed),
    completedToday: doneToday.size,
    active7d: of(({ active }) => active !== null && now.getTime() - active.getTime() < 7 * 24 * 3_600_000),
    completionRate: due === 0 ? 0 : Math.min(1, completed / due),
    averageScore: tries === 0 ? 0 : right / tries,
  };
}

type Calendar = Pick<School["cohorts"][number], "start" | "weekdays" | "at" | "lessons">;

/** Study days so far, today's once its push time has come; never more than there are lessons. */
function lessonsDue(cohort: Calendar, holidays: readonly string[], today: string, time: string): number {
  let due = 0;
  for (let day = cohort.start; day <= today; day = nextDay(day)) {
    if (isStudyDay(cohort, holidays, day) && (day < today || time >= cohort.at)) due++;
  }
  return Math.min(due, cohort.lessons);
}

export const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10);

export function isStudyDay(
  cohort: Pick<School["cohorts"][number], "start" | "weekdays">,
  holidays: readonly string[],
  day: string,
): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return day >= cohort.start && cohort.weekdays.includes(weekday) && !holidays.includes(day);
}
