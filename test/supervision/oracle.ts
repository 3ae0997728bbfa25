/**
 * What a question is answered from raw rows alone, one person and one day after the other: slow, and with nothing of the
 * program's own queries. It knows the definitions of `domain/question.ts` and the calendar.
 */
import { sql } from "drizzle-orm";
import type { Db } from "#db/connect.ts";
import { type Calendar, isStudyDay, studyDaysBetween } from "#domain/calendar.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { Measure, Period, Subject } from "#domain/question.ts";
import {
  addDays,
  dateIn,
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
  people: "select id, full_name as name, agreed_at as agreed, erased_at as erased from people",
  posts: "select person_id as person, unit_id as unit, role, nullif(since, '-infinity') as since from posts",
  past: "select person_id as person, unit_id as unit, nullif(since, '-infinity') as since, until from past_posts",
  cohorts: `select id, name, course_id as course, start_day as start, weekdays, zone, left(push_time::text, 5) as push from cohorts`,
  enrolments:
    "select learner_id as person, cohort_id as cohort, joined_day as joined, left_at as gone, next_lesson_id as next from enrolments",
  attempts: `select a.id, a.learner_id as person, a.cohort_id as cohort, a.lesson_id as lesson, a.completed_day as day, a.completed_at is not null as done from attempts a`,
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
  for (const { id } of as<{ id: LearnerId }>(found.people)) {
    const { current } = await db.transaction((tx) => readStreak(tx, id, null, now));
    streaks.set(id, current);
  }
  return { ...found, now, zone, streaks };
}

type Unit = { id: number; parent: number | null; name: string; lineage: string; path: string; ended: Date | null };
type Cohort = { id: number; course: string; start: LocalDate; weekdays: Weekday[]; zone: Zone; push: LocalTime };
type Place = { person: number; cohort: number; joined: LocalDate | null; gone: Date | null; next: string | null };
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

type Attempt = { id: number; person: number; cohort: number; lesson: string; day: LocalDate | null; done: boolean };
type Answer = { attempt: number; comeback: boolean; right: boolean; at: Date };

const isDone = (raw: Raw, person: number, lesson: string) =>
  as<Attempt>(raw.attempts).some((one) => one.person === person && one.lesson === lesson && one.done);
const isSkipped = (raw: Raw, person: number, lesson: string) =>
  !isDone(raw, person, lesson) &&
  as<{ person: number; lesson: string }>(raw.skips).some((one) => one.person === person && one.lesson === lesson);
const skippedOf = (raw: Raw, place: Place) =>
  courseOf(raw, place).filter((lesson) => isSkipped(raw, place.person, lesson)).length;
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
          courseOf(raw, place).length - skippedOf(raw, place),
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
    !as<{ person: number; day: LocalDate }>(raw.kept).some(
      (one) => one.person === place.person && days.includes(one.day),
    )
  );
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
    return { part: done, whole: fell && ordinal <= courseOf(raw, place).length - skippedOf(raw, place) ? 1 : 0 };
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
