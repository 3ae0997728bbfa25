/**
 * What a question is answered from raw rows alone, one person and one day after the other: slow, and with nothing of the
 * program's own queries. It knows the definitions of `domain/question.ts` and the calendar.
 */
import { sql } from "drizzle-orm";
import type { Db } from "#db/connect.ts";
import type { RiskReason } from "#domain/at-risk.ts";
import { type Calendar, isStudyDay, studyDaysBetween } from "#domain/calendar.ts";
import type { DigestCounts, DigestSpans } from "#domain/digest.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { Measure, Period, Subject } from "#domain/question.ts";
import { riskLimits } from "#domain/risk-limits.ts";
import {
  addDays,
  dateIn,
  daysBetween,
  earlier,
  instantOf,
  type LocalDate,
  type LocalTime,
  timeIn,
  type Weekday,
  type Zone,
} from "#domain/time.ts";
import { readStreak } from "#learning/streak.ts";

const queries = {
  units: "select id, parent_id as parent, name, lineage, path, ended_at as ended from units",
  people:
    "select id, full_name as name, agreed_at as agreed, erased_at as erased, left(push_time::text, 5) as time from people",
  posts: "select person_id as person, unit_id as unit, role, nullif(since, '-infinity') as since from posts",
  past: "select person_id as person, unit_id as unit, nullif(since, '-infinity') as since, until from past_posts",
  cohorts: `select id, name, course_id as course, start_day as start, weekdays, zone, left(push_time::text, 5) as push from cohorts`,
  enrolments:
    "select id, learner_id as person, cohort_id as cohort, joined_day as joined, left_at as gone, next_lesson_id as next from enrolments",
  attempts: `select a.id, a.learner_id as person, a.cohort_id as cohort, a.lesson_id as lesson, a.completed_at as at, a.completed_day as day, a.completed_at is not null as done from attempts a`,
  answers: `select attempt_id as attempt, comeback, "right", answered_at as at from answers`,
  points: "select learner_id as person, deed, points, earned_on as day from points_ledger",
  kept: "select learner_id as person, day from streak_days",
  pauses: "select learner_id as person, from_day as from, to_day as to from pauses",
  skips: "select learner_id as person, lesson_id as lesson from skips",
  chats: "select learner_id as person, state from chats",
  holidays: "select day from holidays",
  lessons: `select v.course_id as course, l.lesson_id as lesson, l.module_id as module from course_versions v
    join course_lessons l on l.course_version_id = v.id where v.current order by v.course_id, l.position`,
} as const;

interface Row {
  readonly [name: string]: never;
}

type Rows = Readonly<Record<keyof typeof queries, readonly Row[]>>;

export interface Expected {
  readonly people: number;
  /** Who has a part, with the paths of the units they have it in. */
  readonly counted: ReadonlyMap<number, readonly string[]>;
  readonly part: number;
  readonly whole: number;
  /** Of every person held. */
  readonly each: ReadonlyMap<
    number,
    { readonly part: number; readonly whole: number; readonly paths: readonly string[] }
  >;
}

export interface Raw extends Rows {
  readonly now: Date;
  readonly zone: Zone;
  readonly streaks: ReadonlyMap<number, number>;
}

export async function readRaw(db: Db, now: Date, zone: Zone): Promise<Raw> {
  const found = {} as Record<keyof typeof queries, readonly Row[]>;
  for (const [name, query] of Object.entries(queries)) {
    found[name as keyof typeof queries] = await db.execute<Row>(sql.raw(query));
  }
  const streaks = new Map<number, number>();
  const held = new Set(as<{ person: number }>(found.enrolments).map(({ person }) => person));
  for (const { id, time } of as<{ id: LearnerId; time: LocalTime | null }>(found.people)) {
    if (!held.has(id)) continue;
    const { current } = await db.transaction((tx) => readStreak(tx, id, time, now));
    streaks.set(id, current);
  }
  return { ...found, now, zone, streaks };
}

type Unit = { id: number; parent: number | null; name: string; lineage: string; path: string; ended: Date | null };
type Cohort = { id: number; course: string; start: LocalDate; weekdays: Weekday[]; zone: Zone; push: LocalTime };
type Place = {
  id: number;
  person: number;
  cohort: number;
  joined: LocalDate | null;
  gone: Date | null;
  next: string | null;
};
type Post = { person: number; unit: number; since: Date | null; until?: Date };

const as = <Kind>(rows: readonly Row[]) => rows as unknown as readonly Kind[];

export function visibleUnits(raw: Raw, viewer: number): readonly Unit[] {
  const me = as<{ id: number; erased: Date | null }>(raw.people).find(({ id }) => id === viewer);
  if (me === undefined || me.erased !== null) return [];
  const units = as<Unit>(raw.units);
  const own = as<{ person: number; unit: number; role: string }>(raw.posts)
    .filter(({ person, role }) => person === viewer && role === "supervisor")
    .map(({ unit }) => units.find(({ id }) => id === unit)!.lineage);
  return units.filter(({ lineage }) => own.some((above) => lineage.startsWith(above)));
}

const partOf = (subject: Subject, viewer: number): Exclude<Subject, { kind: "me" }> =>
  subject.kind === "me" ? { kind: "person", id: viewer as LearnerId } : subject;

/** Units in which the people of the subject may be seen; null: any, and none is needed. */
export function unitsOf(raw: Raw, subject: Subject, viewer: number): readonly Unit[] | null {
  const part = partOf(subject, viewer);
  if (part.kind === "person" && part.id === viewer) return null;
  const seen = visibleUnits(raw, viewer);
  if (part.kind !== "unit") return seen;
  const root = as<Unit>(raw.units).find(({ id }) => id === part.id);
  return root === undefined ? [] : seen.filter(({ lineage }) => lineage.startsWith(root.lineage));
}

function placesOf(raw: Raw, subject: Subject, viewer: number): readonly Place[] {
  const part = partOf(subject, viewer);
  return as<Place>(raw.enrolments).filter(({ person, cohort, gone }) => {
    const someone = as<{ id: number; erased: Date | null }>(raw.people).find(({ id }) => id === person)!;
    if (gone !== null && someone.erased === null) return false;
    if (part.kind === "person") return person === part.id;
    if (part.kind === "cohort") return cohort === part.id;
    return part.kind !== "audience" || cohortOf(raw, cohort).course === part.course;
  });
}

const cohortOf = (raw: Raw, id: number) => as<Cohort>(raw.cohorts).find((one) => one.id === id)!;
const calendarOf = (raw: Raw, cohort: Cohort): Calendar => ({
  ...cohort,
  holidays: new Set(as<{ day: LocalDate }>(raw.holidays).map(({ day }) => day)),
});

/** Whether the viewer may ask at all. */
export function mayAsk(raw: Raw, subject: Subject, viewer: number): boolean {
  const part = partOf(subject, viewer);
  const someone = as<{ id: number; erased: Date | null }>(raw.people).find(
    ({ id }) => part.kind === "person" && id === part.id,
  );
  if (part.kind === "person" && (someone === undefined || someone.erased !== null)) return false;
  const units = unitsOf(raw, subject, viewer);
  if (units === null) return true;
  return placesOf(raw, subject, viewer).some(({ person }) => postsNow(raw, person, units).length > 0);
}

const postsNow = (raw: Raw, person: number, units: readonly Unit[]) =>
  units.filter(({ id }) => as<Post>(raw.posts).some((post) => post.person === person && post.unit === id));

/** The units among these in which the person held a post when the day ended, by that zone's clock. */
function postsOn(raw: Raw, person: number, day: LocalDate, zone: Zone, units: readonly Unit[]): readonly Unit[] {
  if (day >= dateIn(zone, raw.now)) return postsNow(raw, person, units);
  const end = instantOf(zone, addDays(day, 1), "00:00" as LocalTime);
  const held = [...as<Post>(raw.posts), ...as<Post>(raw.past)].filter(
    ({ person: whose, since, until }) =>
      whose === person && (since === null || since < end) && (until === undefined || until >= end),
  );
  return units.filter(({ id }) => held.some(({ unit }) => unit === id));
}

/** What the measure of the subject is within these units (null: anywhere). */
export function evaluate(
  raw: Raw,
  measure: Exclude<Measure, "forecast">,
  subject: Subject,
  period: Period,
  viewer: number,
  units: readonly Unit[] | null,
): Expected {
  const places = placesOf(raw, subject, viewer);
  return period.kind === "days" && measure !== "not_learnt"
    ? onDays(raw, measure, places, period, units, unitsOf(raw, subject, viewer) ?? [])
    : toDate(raw, measure, places, period, units);
}

const noUnit: Unit = { id: 0, parent: null, name: "", lineage: "", path: "", ended: null };

function toDate(
  raw: Raw,
  measure: Exclude<Measure, "forecast">,
  places: readonly Place[],
  period: Period,
  units: readonly Unit[] | null,
): Expected {
  const inModule = (place: Place) =>
    period.kind !== "module" || moduleOf(raw, cohortOf(raw, place.cohort).course, period.number).length > 0;
  const each = new Map<number, { part: number; whole: number; paths: string[] }>();
  const ofSubject = places.filter(inModule);
  for (const person of new Set(ofSubject.map((place) => place.person))) {
    const held = units === null ? [selfUnit(raw, person)] : postsNow(raw, person, units);
    if (held.length === 0) continue;
    const own = places.filter((place) => place.person === person);
    const { part, whole } = ofPerson(raw, measure, own, period);
    each.set(person, { part, whole, paths: held.map(({ path }) => path) });
  }
  return summed(each, new Map([...each].filter(([, { part }]) => part > 0).map(([id, { paths }]) => [id, paths])));
}

/** Somebody's own first path: one asks about oneself wherever one is. */
const selfUnit = (raw: Raw, person: number): Unit =>
  postsNow(raw, person, as<Unit>(raw.units)).toSorted((a, b) => (a.path < b.path ? -1 : 1))[0] ?? noUnit;

const summed = (each: Expected["each"], counted: Expected["counted"]): Expected => {
  const all = [...each.values()];
  const sum = (of: "part" | "whole") => all.reduce((total, one) => total + one[of], 0);
  return { people: each.size, counted, part: sum("part"), whole: sum("whole"), each };
};

const moduleOf = (raw: Raw, course: string, number: number) => {
  const lessons = as<{ course: string; lesson: string; module: string }>(raw.lessons).filter(
    (one) => one.course === course,
  );
  const module = [...new Set(lessons.map((one) => one.module))][number - 1];
  return lessons.filter((one) => one.module === module).map(({ lesson }) => lesson);
};

const courseOf = (raw: Raw, place: Place) =>
  as<{ course: string; lesson: string }>(raw.lessons)
    .filter(({ course }) => course === cohortOf(raw, place.cohort).course)
    .map(({ lesson }) => lesson);

type Attempt = {
  id: number;
  person: number;
  cohort: number;
  lesson: string;
  at: Date | null;
  day: LocalDate | null;
  done: boolean;
};
type Answer = { attempt: number; comeback: boolean; right: boolean; at: Date };

const isDone = (raw: Raw, person: number, lesson: string) =>
  as<Attempt>(raw.attempts).some((one) => one.person === person && one.lesson === lesson && one.done);
const isSkipped = (raw: Raw, person: number, lesson: string) =>
  !isDone(raw, person, lesson) &&
  as<{ person: number; lesson: string }>(raw.skips).some((one) => one.person === person && one.lesson === lesson);
const skippedOf = (raw: Raw, place: Place) =>
  courseOf(raw, place).filter((lesson) => isSkipped(raw, place.person, lesson)).length;
/** Lessons of the cohort's course that are not due in it: skipped, or completed where they were begun, in another. */
const undueOf = (raw: Raw, place: Place) =>
  skippedOf(raw, place) +
  as<Attempt>(raw.attempts).filter(
    ({ person, cohort, lesson, done }) =>
      person === place.person && cohort !== place.cohort && done && courseOf(raw, place).includes(lesson),
  ).length;
const pausedOn = (raw: Raw, person: number, day: LocalDate) =>
  as<{ person: number; from: LocalDate; to: LocalDate }>(raw.pauses).some(
    (one) => one.person === person && one.from <= day && day <= one.to,
  );
const triesOf = (raw: Raw, attempt: Attempt) =>
  as<Answer>(raw.answers).filter((one) => one.attempt === attempt.id && !one.comeback);

function dueBy(raw: Raw, place: Place, day: LocalDate): number {
  const cohort = cohortOf(raw, place.cohort);
  return Math.min(studyDaysBetween(calendarOf(raw, cohort), cohort.start, day), courseOf(raw, place).length);
}

/** The last day whose lesson is due already. */
const dueDay = (raw: Raw, { zone, push }: Cohort) =>
  timeIn(zone, raw.now) >= push ? dateIn(zone, raw.now) : addDays(dateIn(zone, raw.now), -1);

function ofPerson(
  raw: Raw,
  measure: Exclude<Measure, "forecast">,
  places: readonly Place[],
  period: Period,
): { part: number; whole: number } {
  const { person } = places[0]!;
  const someone = as<{ id: number; agreed: Date | null; erased: Date | null }>(raw.people).find(
    ({ id }) => id === person,
  )!;
  const flag = (holds: boolean) => ({ part: holds ? 1 : 0, whole: 1 });
  const present = someone.agreed !== null && someone.erased === null;
  const todayOf = (place: Place) => dateIn(cohortOf(raw, place.cohort).zone, raw.now);
  const lessons = (place: Place) =>
    period.kind === "module" ? moduleOf(raw, cohortOf(raw, place.cohort).course, period.number) : null;
  const work = as<Attempt>(raw.attempts).filter((one) =>
    places.some(
      (place) =>
        place.person === one.person && place.cohort === one.cohort && (lessons(place)?.includes(one.lesson) ?? true),
    ),
  );
  const chats = as<{ person: number; state: string }>(raw.chats).filter((one) => one.person === person);
  switch (measure) {
    case "people":
      return flag(true);
    case "joined":
      return flag(someone.agreed !== null);
    case "not_joined":
      return flag(someone.erased === null && places.every((place) => place.joined === null || someone.agreed === null));
    case "learnt":
      return flag(
        work.some(
          (one) =>
            one.done &&
            (period.kind === "module" || one.day === todayOf(places.find(({ cohort }) => cohort === one.cohort)!)),
        ),
      );
    case "not_learnt":
      return flag(present && places.some((place) => wasAbsent(raw, place, period)));
    case "lessons":
      return { part: work.filter((one) => one.done).length, whole: 0 };
    case "completion": {
      if (period.kind === "module") {
        const all = [...new Set(places.flatMap((place) => lessons(place)!))].filter(
          (lesson) => !isSkipped(raw, person, lesson),
        );
        return { part: all.filter((lesson) => isDone(raw, person, lesson)).length, whole: all.length };
      }
      const due = places.map((place) =>
        Math.min(
          dueBy(raw, place, dueDay(raw, cohortOf(raw, place.cohort))),
          courseOf(raw, place).length - undueOf(raw, place),
        ),
      );
      return { part: work.filter((one) => one.done).length, whole: due.reduce((sum, one) => sum + one, 0) };
    }
    case "score": {
      const tries = work.flatMap((one) => triesOf(raw, one));
      return { part: tries.filter(({ right }) => right).length, whole: tries.length };
    }
    case "points": {
      const own = as<{ person: number; deed: string; points: number }>(raw.points).filter(
        (one) => one.person === person,
      );
      const some =
        period.kind === "module"
          ? own.filter(({ deed }) => work.some(({ id }) => deed.split(":")[1] === String(id)))
          : own;
      return { part: some.reduce((sum, { points }) => sum + points, 0), whole: 0 };
    }
    case "streak":
      return { part: raw.streaks.get(person) ?? 0, whole: 1 };
    case "unreachable":
      return flag(present && chats.length > 0 && chats.every(({ state }) => state === "blocked"));
    case "paused":
      return flag(places.some((place) => pausedOn(raw, person, todayOf(place))));
    case "overdue":
      return flag(
        present &&
          places.some(
            (place) =>
              place.joined !== null && place.next !== null && isBehind(raw, place, addDays(todayOf(place), -1)),
          ),
      );
    case "finished":
      return flag(someone.agreed !== null && places.every(({ next }) => next === null));
  }
}

function isBehind(raw: Raw, place: Place, day: LocalDate): boolean {
  const behind = courseOf(raw, place).filter(
    (lesson) => isDone(raw, place.person, lesson) || isSkipped(raw, place.person, lesson),
  );
  return behind.length < dueBy(raw, place, day);
}

function wasAbsent(raw: Raw, place: Place, period: Period): boolean {
  if (place.joined === null) return false;
  const cohort = cohortOf(raw, place.cohort);
  if (period.kind === "module") {
    const all = moduleOf(raw, cohort.course, period.number);
    return (
      all.length > 0 &&
      all.every((lesson) => !isDone(raw, place.person, lesson) && !isSkipped(raw, place.person, lesson))
    );
  }
  const today = dateIn(cohort.zone, raw.now);
  const from = period.kind === "now" ? today : period.from;
  const to = period.kind === "now" || period.to > today ? today : period.to;
  const days = daysOf(from, to);
  return (
    place.next !== null &&
    place.joined <= from &&
    days.length > 0 &&
    !pausedOn(raw, place.person, to) &&
    days.some((day) => isStudyDay(calendarOf(raw, cohort), day)) &&
    days.some((day) => livesByStudyDay(raw, place.person, day)) &&
    !as<{ person: number; day: LocalDate }>(raw.kept).some(
      (one) => one.person === place.person && days.includes(one.day),
    )
  );
}

/** By the oldest cohort that has begun and in which they have a lesson left. */
function livesByStudyDay(raw: Raw, person: number, day: LocalDate): boolean {
  const places = as<Place>(raw.enrolments).filter(
    (one) => one.person === person && one.gone === null && one.next !== null,
  );
  const begun = places.filter(
    ({ joined, cohort }) => joined !== null && joined <= day && cohortOf(raw, cohort).start <= day,
  );
  const [home] = begun.toSorted((a, b) => a.id - b.id);
  return home !== undefined && isStudyDay(calendarOf(raw, cohortOf(raw, home.cohort)), day);
}

function daysOf(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

function onDays(
  raw: Raw,
  measure: Exclude<Measure, "forecast">,
  places: readonly Place[],
  period: { readonly from: LocalDate; readonly to: LocalDate },
  units: readonly Unit[] | null,
  visible: readonly Unit[],
): Expected {
  const here = places.filter(({ person }) => units === null || postsNow(raw, person, visible).length > 0);
  const cohorts = [...new Set(here.map(({ cohort }) => cohort))].map((id) => cohortOf(raw, id));
  const latest = [dateIn(raw.zone, raw.now), ...cohorts.map(({ zone }) => dateIn(zone, raw.now))].sort().at(-1)!;
  const days = daysOf(period.from, earlier(period.to, latest));
  const each = new Map<number, { part: number; whole: number; paths: string[] }>();
  const counted = new Map<number, string[]>();
  for (const person of new Set(places.map((place) => place.person))) {
    const own = places.filter((place) => place.person === person);
    const where = (day: LocalDate, place: Place) =>
      units === null ? [selfUnit(raw, person)] : postsOn(raw, person, day, cohortOf(raw, place.cohort).zone, units);
    const held = [...new Set(own.flatMap((place) => days.flatMap((day) => where(day, place).map(({ path }) => path))))];
    if (held.length === 0) continue;
    let [part, whole] = [0, 0];
    const paths = new Set<string>();
    for (const day of days) {
      for (const place of own) {
        const here = where(day, place);
        if (here.length === 0) continue;
        const found = onDay(raw, measure, place, day);
        part += found.part;
        whole += found.whole;
        if (found.part > 0) for (const { path } of here) paths.add(path);
      }
      if (measure !== "points") continue;
      const here = own.flatMap((place) => [...where(day, place)]);
      const earned = as<{ person: number; points: number; day: LocalDate }>(raw.points).filter(
        (one) => one.person === person && one.day === day,
      );
      if (here.length > 0) part += earned.reduce((sum, { points }) => sum + points, 0);
    }
    each.set(person, { part, whole, paths: held });
    if (paths.size > 0) counted.set(person, [...paths]);
  }
  return summed(each, counted);
}

function onDay(
  raw: Raw,
  measure: Exclude<Measure, "forecast">,
  place: Place,
  day: LocalDate,
): { part: number; whole: number } {
  const work = as<Attempt>(raw.attempts).filter((one) => one.person === place.person && one.cohort === place.cohort);
  const done = work.filter((one) => one.done && one.day === day).length;
  const cohort = cohortOf(raw, place.cohort);
  if (measure === "learnt" || measure === "lessons") return { part: done, whole: 0 };
  if (measure === "completion") {
    const fell = day <= dueDay(raw, cohort) && isStudyDay(calendarOf(raw, cohort), day);
    const ordinal = studyDaysBetween(calendarOf(raw, cohort), cohort.start, day);
    return { part: done, whole: fell && ordinal <= courseOf(raw, place).length - undueOf(raw, place) ? 1 : 0 };
  }
  if (measure !== "score") return { part: 0, whole: 0 };
  const tries = work.flatMap((one) => triesOf(raw, one)).filter(({ at }) => dateIn(cohort.zone, at) === day);
  return { part: tries.filter(({ right }) => right).length, whole: tries.length };
}

/** What a forecast is a share of: every lesson of the subject's people that they did not skip; and how many are completed. */
export function allLessons(
  raw: Raw,
  subject: Subject,
  viewer: number,
  units: readonly Unit[] | null,
): { done: number; whole: number } {
  const places = placesOf(raw, subject, viewer).filter(
    ({ person }) => units === null || postsNow(raw, person, units).length > 0,
  );
  const lessons = places.flatMap((place) => courseOf(raw, place).map((lesson) => ({ lesson, person: place.person })));
  return {
    done: lessons.filter(({ person, lesson }) => isDone(raw, person, lesson)).length,
    whole: lessons.filter(({ person, lesson }) => !isSkipped(raw, person, lesson)).length,
  };
}

const ownPlaces = (raw: Raw, viewer: number) =>
  placesOf(raw, { kind: "own" }, viewer).filter(
    ({ person }) => postsNow(raw, person, visibleUnits(raw, viewer)).length > 0,
  );

/** What a digest counts, of the people whom the viewer sees now. */
export function digestOf(raw: Raw, viewer: number, { from, to, before }: DigestSpans): DigestCounts {
  const places = ownPlaces(raw, viewer);
  const done = (place: Place, first: LocalDate | null, last: LocalDate) =>
    as<Attempt>(raw.attempts).filter(
      ({ person, cohort, day }) =>
        person === place.person && cohort === place.cohort && day !== null && (first ?? day) <= day && day <= last,
    ).length;
  const sum = (of: (place: Place) => number) => places.reduce((total, place) => total + of(place), 0);
  const learnt = (first: LocalDate, last: LocalDate) =>
    new Set(places.filter((place) => done(place, first, last) > 0).map(({ person }) => person)).size;
  const due = (place: Place, last: LocalDate) =>
    Math.min(dueBy(raw, place, last), courseOf(raw, place).length - undueOf(raw, place));
  return {
    learnt: learnt(from, to),
    learntBefore: learnt(before.from, before.to),
    lessons: sum((place) => done(place, from, to)),
    lessonsBefore: sum((place) => done(place, before.from, before.to)),
    done: sum((place) => done(place, null, to)),
    due: sum((place) => due(place, to)),
    doneBefore: sum((place) => done(place, null, before.to)),
    dueBefore: sum((place) => due(place, before.to)),
  };
}

/** Why people whom the viewer sees need help, of those who do. @param listed when everybody came on the roster */
export function risksOf(raw: Raw, viewer: number, listed: Date): ReadonlyMap<number, readonly RiskReason[]> {
  const places = ownPlaces(raw, viewer);
  const risks = new Map<number, readonly RiskReason[]>();
  for (const { id, agreed, erased } of as<{ id: number; agreed: Date | null; erased: Date | null }>(raw.people)) {
    const own = places.filter(({ person }) => person === id);
    if (erased !== null || own.length === 0) continue;
    const why: RiskReason[] = [];
    const waited = own.map(({ cohort }) => {
      const { zone } = cohortOf(raw, cohort);
      return daysBetween(dateIn(zone, listed), dateIn(zone, raw.now));
    });
    const isIn = own.some(({ joined }) => agreed !== null && joined !== null);
    if (!isIn && Math.max(...waited) >= riskLimits.notJoinedDays)
      why.push({ kind: "not_joined", days: Math.max(...waited) });
    const chats = as<{ person: number; state: string }>(raw.chats).filter(({ person }) => person === id);
    if (isIn && chats.every(({ state }) => state !== "active")) why.push({ kind: "unreachable" });
    if (agreed !== null) why.push(...laggingOf(raw, own));
    const score = lastScore(raw, own);
    if (score !== null && score < riskLimits.score) why.push({ kind: "low_score", score });
    if (why.length > 0) risks.set(id, why);
  }
  return risks;
}

/** By the oldest place with a lesson left; one that has begun goes before one that has not. */
function laggingOf(raw: Raw, own: readonly Place[]): RiskReason[] {
  const todayOf = (place: Place) => dateIn(cohortOf(raw, place.cohort).zone, raw.now);
  const waits = (place: Place) => (cohortOf(raw, place.cohort).start > todayOf(place) ? 1 : 0);
  const [place] = own
    .filter((one) => one.joined !== null && one.next !== null && !pausedOn(raw, one.person, todayOf(one)))
    .toSorted((a, b) => waits(a) - waits(b) || a.id - b.id);
  if (place === undefined || waits(place) === 1) return [];
  const cohort = cohortOf(raw, place.cohort);
  const yesterday = addDays(todayOf(place), -1);
  const kept = as<{ person: number; day: LocalDate }>(raw.kept).filter(({ person }) => person === place.person);
  const last = kept
    .map(({ day }) => day)
    .sort()
    .at(-1);
  const since = [place.joined!, cohort.start, ...(last === undefined ? [] : [addDays(last, 1)])].sort().at(-1)!;
  const studyDays = daysOf(since, yesterday).filter(
    (day) => isStudyDay(calendarOf(raw, cohort), day) && !pausedOn(raw, place.person, day),
  ).length;
  const settled = courseOf(raw, place).filter(
    (lesson) => isDone(raw, place.person, lesson) || isSkipped(raw, place.person, lesson),
  ).length;
  const lessons = dueBy(raw, place, yesterday) - settled;
  return [
    ...(studyDays >= riskLimits.silentStudyDays ? [{ kind: "silent", studyDays } as const] : []),
    ...(lessons >= riskLimits.lessonsBehind ? [{ kind: "behind", lessons } as const] : []),
  ];
}

/** Of the lessons completed last, of which some were asked something. */
function lastScore(raw: Raw, own: readonly Place[]): number | null {
  const last = as<Attempt>(raw.attempts)
    .filter((one) => one.done && own.some(({ person, cohort }) => person === one.person && cohort === one.cohort))
    .toSorted((a, b) => b.at!.getTime() - a.at!.getTime() || b.id - a.id)
    .slice(0, riskLimits.scoredLessons);
  const asked = last.map((one) => triesOf(raw, one)).filter((tries) => tries.length > 0);
  const tries = asked.flat();
  return asked.length < riskLimits.fewestScoredLessons
    ? null
    : tries.filter(({ right }) => right).length / tries.length;
}

/** How each place of the subject within these units has learnt lately, as `readPaces` groups them: see `PaceGroup`. */
export function pacesOf(raw: Raw, subject: Subject, viewer: number, units: readonly Unit[]) {
  const places = placesOf(raw, subject, viewer).filter(({ person }) => postsNow(raw, person, units).length > 0);
  return places.map((place) => {
    const { today, days, daysAfter, todayCounts } = paceWindowOf(raw, place.cohort);
    const [someone] = as<{ id: number; agreed: Date | null; erased: Date | null }>(raw.people).filter(
      ({ id }) => id === place.person,
    );
    const learns = someone!.agreed !== null && someone!.erased === null && place.joined !== null && place.next !== null;
    const work = as<Attempt>(raw.attempts).filter(({ person, day }) => person === place.person && day !== null);
    const own = learns ? days.filter((day) => place.joined! <= day && !pausedOn(raw, place.person, day)) : [];
    const each = own.map((day) => work.filter((one) => one.cohort === place.cohort && one.day === day).length);
    const done = courseOf(raw, place).filter((lesson) => isDone(raw, place.person, lesson)).length;
    return {
      cohort: place.cohort,
      learns,
      done,
      left: courseOf(raw, place).length - skippedOf(raw, place) - done,
      days: own.length,
      lessons: each.reduce((sum, one) => sum + one, 0),
      squares: each.reduce((sum, one) => sum + one ** 2, 0),
      daysLeft: daysAfter + (todayCounts && !work.some(({ day }) => day === today) ? 1 : 0),
    };
  });
}

/** The last study days of a cohort that are over, the latest first, and those on which a lesson has yet to fall due. */
export function paceWindowOf(raw: Raw, id: number) {
  const cohort = cohortOf(raw, id);
  const calendar = calendarOf(raw, cohort);
  const today = dateIn(cohort.zone, raw.now);
  const lessons = as<{ course: string }>(raw.lessons).filter(({ course }) => course === cohort.course).length;
  const days = daysOf(cohort.start, addDays(today, -1)).filter((day) => isStudyDay(calendar, day));
  const left = Math.max(0, lessons - days.length);
  const todayCounts = left > 0 && isStudyDay(calendar, today);
  return {
    cohort: cohort.id as CohortId,
    today,
    days: days.slice(-20).toReversed(),
    daysAfter: left - (todayCounts ? 1 : 0),
    todayCounts,
    lessons,
  };
}
