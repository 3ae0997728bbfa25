/** What people are to date: how far they have come, and what may keep them from learning. */
import { type SQL, sql } from "drizzle-orm";
import { isUnheard } from "../delivery/windows.ts";
import { notAwaySince } from "../learning/places.ts";
import type { Reach } from "./breadth.ts";
import { streakOf } from "./kept-streaks.ts";
import { type AbsenceSpan, ownDays } from "./own-days.ts";
import { type CohortDay, daysOf } from "./reports.ts";
import {
  eachOther,
  eachSingle,
  type Fact,
  keptWithin,
  learns,
  learntWithin,
  otherSeats,
  singles,
  undue,
} from "./seats.ts";
import type { Counting } from "./tally.ts";

/** A cohort's day, and how many of its lessons were due by the end of yesterday. */
export interface StandingDay extends CohortDay {
  readonly dueYesterday: number;
}

/** With the tables that it reads. */
interface Told extends Fact {
  readonly tables?: readonly SQL[];
}

/** Facts of whole people. */
function ofPeople(reach: Reach, { tables = [], ...fact }: Told): Counting {
  return {
    singles: eachSingle(reach, fact, (holds) => singles(reach, holds)),
    tables: sql`${sql.join([otherSeats(reach), ...tables], sql`, `)},
      held as (select learner_id, unit_id, erased from places),
      facts as (${eachOther(fact)})`,
    on: sql`f.learner_id = h.learner_id`,
  };
}

const ofDay = sql`left join days d on d.cohort = p.cohort_id`;

const works = {
  learnt: { joins: ofDay, part: learntWithin(sql`d.today`, sql`d.today`), whole: sql`1`, several: "any" },
  lessons: { part: sql`p.completed`, whole: sql`0`, several: "sum" },
  completion: {
    joins: ofDay,
    part: sql`p.completed`,
    whole: sql`least(d.due, d.lessons - ${undue})`,
    several: "sum",
  },
  score: { part: sql`p."right"`, whole: sql`p.tries`, several: "sum" },
} as const satisfies Record<string, Fact>;

/** The figures of a report. `learnt`: on each cohort's today. */
export const countDone = (measure: keyof typeof works, reach: Reach, days: readonly CohortDay[]): Counting =>
  ofPeople(reach, { ...works[measure], tables: [daysOf(days)] });

/** Whose every chat is blocked or gone. */
const shutOut = sql`
  shut as (
    select h.learner_id from chats h where h.learner_id in (select b.learner_id from chats b where b.state <> 'active')
    group by h.learner_id having bool_and(h.state <> 'active'))`;

/** `pausing`: who pauses on days `on` of the table `days d`. */
const pausing = (days: SQL, on: SQL): SQL => sql`
  pausing as materialized (
    select distinct z.learner_id, x.day from pauses z join (select distinct ${on} as day from ${days} d) x on x.day between z.from_day and z.to_day)`;

const pauses = (on: SQL): SQL => sql`((p.learner_id, ${on}) in (select z.learner_id, z.day from pausing z))`;

const states = (now: Date) =>
  ({
    people: { part: sql`true`, whole: sql`1`, several: "any" },
    joined: { part: sql`p.agreed`, whole: sql`1`, several: "any" },
    not_joined: {
      part: sql`not p.erased and (p.joined_day is null or not p.agreed)`,
      whole: sql`1`,
      several: "all",
    },
    unreachable: {
      tables: [shutOut],
      part: sql`p.agreed and not p.erased and (p.learner_id in (select x.learner_id from shut x)
        or (p.next_lesson_id is not null and ${isUnheard(sql`p.learner_id`, now)}))`,
      whole: sql`1`,
      several: "any",
    },
    paused: {
      tables: [pausing(sql`days`, sql`d.today`)],
      joins: ofDay,
      part: pauses(sql`d.today`),
      whole: sql`1`,
      several: "any",
    },
    overdue: {
      joins: ofDay,
      part: sql`${learns} and p.done + p.skipped < d."dueYesterday"`,
      whole: sql`1`,
      several: "any",
    },
    finished: { part: sql`p.agreed and p.next_lesson_id is null`, whole: sql`1`, several: "all" },
  }) as const satisfies Record<string, Told>;

export type StateMeasure = keyof ReturnType<typeof states>;

/** Who is in a state now, of all people. */
export function countState(measure: StateMeasure, reach: Reach, days: readonly StandingDay[], now: Date): Counting {
  const fact: Told = states(now)[measure];
  const table = sql`days as materialized (select * from jsonb_to_recordset(${JSON.stringify(days)}::jsonb)
    as d(cohort bigint, today date, "dueYesterday" int))`;
  return ofPeople(reach, { ...fact, tables: [table, ...(fact.tables ?? [])] });
}

/**
 * Who was to learn and kept no day of the span of one of their cohorts: joined it, or was brought back, on or before the first day, agreed, not
 * erased, with a lesson left, not paused on the last day, and not for days off of the cohort whose lessons they are sent.
 * @param spans of the cohorts that have a study day in it; people of others were not to learn
 */
export function countAbsent(reach: Reach, spans: readonly AbsenceSpan[]): Counting {
  const table = sql`spans as materialized (select * from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb)
    as d(cohort bigint, "from" date, "to" date))`;
  const { tables, had } = ownDays(reach, spans);
  return ofPeople(reach, {
    tables: [table, pausing(sql`spans`, sql`d."to"`), ...tables],
    joins: sql`left join spans d on d.cohort = p.cohort_id`,
    part: sql`${learns} and p.joined_day <= d."from" and not ${pauses(sql`d."to"`)} and not ${keptWithin(sql`d."from"`, sql`d."to"`)}
      and ${had} and ${notAwaySince(sql`d."from"`)}`,
    whole: sql`1`,
    several: "any",
  });
}

/** All points that people ever earned. */
export const countPoints = (reach: Reach): Counting =>
  ofPeople(reach, {
    joins: sql`left join lifetimes l on l.learner_id = p.learner_id`,
    part: sql`l.points`,
    whole: sql`0`,
    several: "once",
  });

/** The streaks at `now`. @param given those of everybody who was stale: see `streakOf` */
export function countStreaks(reach: Reach, given: Parameters<typeof streakOf>[0], now: Date): Counting {
  const { tables, joins, days } = streakOf(given, now);
  return ofPeople(reach, { tables: [tables], joins, part: days, whole: sql`1`, several: "once" });
}
