/** Whom and what a question is about, as plain loops over the rows: units, cohorts and people that the asker may see. */
import type { Period, Subject } from "#domain/question.ts";
import type { Attempt, Cohort, Enrolment, Raw, Unit } from "./raw.ts";

/** The part of the world in which a figure is counted. */
export interface Part {
  readonly units: ReadonlySet<number>;
  readonly cohorts: ReadonlySet<number>;
  /** Null: everybody who holds a post in the units. */
  readonly person: number | null;
}

const zone = "Asia/Ho_Chi_Minh";
const calendar = new Intl.DateTimeFormat("en-CA", {
  timeZone: zone,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** The day on the wall in Vietnam. */
export const dayOf = (instant: string | Date): string => calendar.format(new Date(instant));

export const plusDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

/** The units somebody supervises and all that lies below them. */
export function seen(raw: Raw, viewer: number): Set<number> {
  const rights = raw.posts.filter(({ person_id, role }) => person_id === viewer && role === "supervisor");
  const roots = rights.map(({ unit_id }) => raw.units.find(({ id }) => id === unit_id)!);
  return new Set(raw.units.filter((unit) => roots.some((root) => isBelow(unit, root))).map(({ id }) => id));
}

/** True of the unit itself, too. */
const isBelow = (unit: Unit, above: Unit): boolean => unit.lineage.startsWith(above.lineage);

export function partOf(raw: Raw, subject: Subject, viewer: number): Part {
  const all = new Set(raw.cohorts.map(({ id }) => id));
  const whole: Part = { units: seen(raw, viewer), cohorts: all, person: null };
  switch (subject.kind) {
    case "own":
      return whole;
    case "me":
      return { units: new Set(raw.units.map(({ id }) => id)), cohorts: all, person: viewer };
    case "person":
      return { ...whole, person: subject.id };
    case "unit":
      return below(raw, whole, subject.id);
    case "cohort":
      return { ...whole, cohorts: new Set([subject.id]) };
    case "audience": {
      const cohorts = raw.cohorts.filter(({ course_id }) => course_id === subject.course);
      return { ...whole, cohorts: new Set(cohorts.map(({ id }) => id)) };
    }
  }
}

/** What of a part lies in a unit or below it. */
export function below(raw: Raw, part: Part, unit: number): Part {
  const root = raw.units.find(({ id }) => id === unit)!;
  const units = raw.units.filter(({ id, lineage }) => part.units.has(id) && lineage.startsWith(root.lineage));
  return { ...part, units: new Set(units.map(({ id }) => id)) };
}

const holdsNow = (raw: Raw, { units }: Part, person: number): boolean =>
  raw.posts.some(({ person_id, unit_id }) => person_id === person && units.has(unit_id));

/** Whether they held a post in the part when the day ended; a day that is not over: now. */
export function heldOn(raw: Raw, part: Part, person: number, day: string, today: string): boolean {
  if (day >= today) return holdsNow(raw, part, person);
  const end = Date.parse(`${plusDays(day, 1)}T00:00:00+07:00`);
  const begun = (since: string) => since === "-infinity" || Date.parse(since) < end;
  return (
    raw.posts.some((post) => post.person_id === person && part.units.has(post.unit_id) && begun(post.since)) ||
    raw.past_posts.some(
      (post) =>
        post.person_id === person && part.units.has(post.unit_id) && begun(post.since) && Date.parse(post.until) >= end,
    )
  );
}

const isErased = (raw: Raw, person: number) => raw.people.find(({ id }) => id === person)!.erased_at !== null;

/** The places on the roster in the part's cohorts, wherever their people hold posts. */
export const roster = (raw: Raw, { cohorts, person }: Part): Enrolment[] =>
  raw.enrolments.filter(
    ({ learner_id, cohort_id, left_at }) =>
      cohorts.has(cohort_id) &&
      (person === null || person === learner_id) &&
      (left_at === null || isErased(raw, learner_id)),
  );

/** Of these, the places of those who hold a post in the part now. */
export const seats = (raw: Raw, part: Part): Enrolment[] =>
  roster(raw, part).filter(({ learner_id }) => holdsNow(raw, part, learner_id));

export const peopleOf = (raw: Raw, part: Part): number[] => [
  ...new Set(seats(raw, part).map(({ learner_id }) => learner_id)),
];

/** The lessons of a module, by its number in each course. */
function moduleLessons(raw: Raw, courses: ReadonlySet<string>, number: number): Set<string> {
  const lessons = new Set<string>();
  for (const version of raw.course_versions) {
    const module = version.modules[number - 1];
    if (!version.current || module === undefined || !courses.has(version.course_id)) continue;
    for (const one of raw.course_lessons)
      if (one.course_version_id === version.id && one.module_id === module.id) lessons.add(one.lesson_id);
  }
  return lessons;
}

/** Every lesson of a cohort's course, or those of one of its modules. */
export function lessonsOfCohort(raw: Raw, { course_id }: Cohort, module: number | null): Set<string> {
  if (module !== null) return moduleLessons(raw, new Set([course_id]), module);
  const versions = raw.course_versions.filter((version) => version.current && version.course_id === course_id);
  const ids = new Set(versions.map(({ id }) => id));
  return new Set(raw.course_lessons.filter((one) => ids.has(one.course_version_id)).map(({ lesson_id }) => lesson_id));
}

const places = new WeakMap<Part, ReadonlySet<string>>();

/** The roster as keys, found once for each part: it is asked for every attempt. */
function placesOf(raw: Raw, part: Part): ReadonlySet<string> {
  const known = places.get(part);
  if (known !== undefined) return known;
  const found = new Set(roster(raw, part).map(({ learner_id, cohort_id }) => `${learner_id} ${cohort_id}`));
  places.set(part, found);
  return found;
}

/** Whether something done in an attempt on a day counts in the part and period. */
export function counts(raw: Raw, part: Part, period: Period, attempt: Attempt, day: string, today: string): boolean {
  const { learner_id, cohort_id, lesson_id } = attempt;
  if (!placesOf(raw, part).has(`${learner_id} ${cohort_id}`)) return false;
  if (period.kind === "days")
    return period.from <= day && day <= period.to && heldOn(raw, part, learner_id, day, today);
  if (!holdsNow(raw, part, learner_id)) return false;
  const cohort = raw.cohorts.find(({ id }) => id === cohort_id)!;
  return period.kind === "now" || lessonsOfCohort(raw, cohort, period.number).has(lesson_id);
}
