/**
 * What the answer to a question must be, worked out by brute force: rows in memory and loops, by the words of
 * src/domain/question.ts. It shares nothing with the program's SQL.
 */
import type { Measure, Period, Question, Value } from "#domain/question.ts";
import { counts, dayOf, heldOn, lessonsOfCohort, type Part, partOf, peopleOf, plusDays, seats } from "./part.ts";
import type { Cohort, Enrolment, Raw } from "./raw.ts";

/** An exact figure, and whom it counts where it counts people. */
export interface Figure {
  readonly value: Value;
  readonly people: ReadonlySet<number> | null;
}

/** The whole subject and period of a question; null: the definitions give such a question no figure. */
export const answerTo = (raw: Raw, question: Question, viewer: number, now: Date): Figure | null =>
  figure(raw, question.measure, partOf(raw, question.subject, viewer), question.period, now);

export function figure(raw: Raw, measure: Measure, part: Part, period: Period, now: Date): Figure | null {
  const today = dayOf(now);
  switch (measure) {
    case "learnt":
      return period.kind === "days" ? ofPeople(raw, part, learnt(raw, part, period, today)) : null;
    case "not_learnt":
      return period.kind === "days" ? ofPeople(raw, part, notLearnt(raw, part, period)) : null;
    case "lessons":
      return sum(raw.attempts.filter((one) => done(raw, part, period, one, today)).length);
    case "completion":
      return period.kind === "days" ? null : completion(raw, part, period, now);
    case "score":
      return score(raw, part, period, today);
    case "points":
      return period.kind === "module" ? null : sum(points(raw, part, period, today));
    case "streak":
      return period.kind === "now" ? streak(raw, part, today) : null;
    default:
      return period.kind === "now" ? ofPeople(raw, part, standing(raw, measure, part, today)) : null;
  }
}

const sum = (part: number): Figure => ({ value: { part, whole: null }, people: null });
const rate = (part: number, whole: number): Figure => ({ value: { part, whole }, people: null });

function ofPeople(raw: Raw, part: Part, people: ReadonlySet<number> | null): Figure | null {
  if (people === null) return null;
  return { value: { part: people.size, whole: peopleOf(raw, part).length }, people };
}

const done = (raw: Raw, part: Part, period: Period, attempt: Raw["attempts"][number], today: string): boolean =>
  attempt.completed_day !== null && counts(raw, part, period, attempt, attempt.completed_day, today);

const learnt = (raw: Raw, part: Part, period: Period, today: string): Set<number> =>
  new Set(raw.attempts.filter((one) => done(raw, part, period, one, today)).map(({ learner_id }) => learner_id));

function isStudyDay(raw: Raw, cohort: Cohort, day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return day >= cohort.start_day && cohort.weekdays.includes(weekday) && !raw.holidays.some((one) => one.day === day);
}

const cohortOf = (raw: Raw, { cohort_id }: Enrolment): Cohort => raw.cohorts.find(({ id }) => id === cohort_id)!;
const personOf = (raw: Raw, learner: number) => raw.people.find(({ id }) => id === learner)!;
const isPaused = (raw: Raw, learner: number, day: string) =>
  raw.pauses.some((one) => one.learner_id === learner && one.from_day <= day && day <= one.to_day);

const hasJoined = (raw: Raw, seat: Enrolment) =>
  seat.joined_day !== null && personOf(raw, seat.learner_id).agreed_at !== null;

/** Who was erased can learn nothing, so is not reproached. */
function notLearnt(raw: Raw, part: Part, { from, to }: Extract<Period, { kind: "days" }>): Set<number> {
  const people = new Set<number>();
  for (const seat of seats(raw, part)) {
    const { learner_id, joined_day, next_lesson_id } = seat;
    if (!hasJoined(raw, seat) || joined_day! > from || next_lesson_id === null) continue;
    if (personOf(raw, learner_id).erased_at !== null || isPaused(raw, learner_id, to)) continue;
    let studyDays = 0;
    let ownDays = 0;
    for (let day: string = from; day <= to; day = plusDays(day, 1)) {
      if (isStudyDay(raw, cohortOf(raw, seat), day)) studyDays++;
      const home = sentBy(raw, learner_id, day);
      if (home !== undefined && isStudyDay(raw, cohortOf(raw, home), day)) ownDays++;
    }
    const kept = raw.streak_days.some((one) => one.learner_id === learner_id && from <= one.day && one.day <= to);
    if (studyDays > 0 && ownDays > 0 && !kept) people.add(learner_id);
  }
  return people;
}

/** Whose lessons they are sent on a day: the oldest cohort's that has begun, with a lesson left. */
const sentBy = (raw: Raw, learner: number, day: string): Enrolment | undefined =>
  raw.enrolments
    .filter((one) => one.learner_id === learner && one.left_at === null && one.next_lesson_id !== null)
    .filter((one) => one.joined_day !== null && one.joined_day <= day && cohortOf(raw, one).start_day <= day)
    .toSorted((a, b) => a.id - b.id)[0];

const skippedOf = (raw: Raw, learner: number, lessons: ReadonlySet<string>): number =>
  raw.skips.filter(
    (one) =>
      one.learner_id === learner &&
      lessons.has(one.lesson_id) &&
      !raw.attempts.some((a) => a.learner_id === learner && a.lesson_id === one.lesson_id && a.completed_at !== null),
  ).length;

/** How many lessons of a cohort were due when the day ended. */
function dueBy(raw: Raw, cohort: Cohort, last: string): number {
  let days = 0;
  for (let day = cohort.start_day; day <= last; day = plusDays(day, 1)) if (isStudyDay(raw, cohort, day)) days++;
  return Math.min(days, lessonsOfCohort(raw, cohort, null).size);
}

const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" });

function completion(raw: Raw, part: Part, period: Period, now: Date): Figure {
  let completed = 0;
  let due = 0;
  for (const seat of seats(raw, part)) {
    const cohort = cohortOf(raw, seat);
    const lessons = lessonsOfCohort(raw, cohort, period.kind === "module" ? period.number : null);
    completed += raw.attempts.filter(
      (one) =>
        one.learner_id === seat.learner_id &&
        one.cohort_id === seat.cohort_id &&
        lessons.has(one.lesson_id) &&
        one.completed_at !== null,
    ).length;
    const elsewhere = raw.attempts.filter(
      (one) =>
        one.learner_id === seat.learner_id &&
        one.cohort_id !== seat.cohort_id &&
        lessons.has(one.lesson_id) &&
        one.completed_at !== null,
    ).length;
    const taught = lessons.size - skippedOf(raw, seat.learner_id, lessons) - (period.kind === "module" ? 0 : elsewhere);
    const pushed = clock.format(now) >= cohort.push_time.slice(0, 5);
    const last = pushed ? dayOf(now) : plusDays(dayOf(now), -1);
    due += period.kind === "module" ? taught : Math.min(taught, dueBy(raw, cohort, last));
  }
  return rate(completed, due);
}

function score(raw: Raw, part: Part, period: Period, today: string): Figure {
  const attempts = new Map(raw.attempts.map((attempt) => [attempt.id, attempt]));
  let right = 0;
  let tries = 0;
  for (const { attempt_id, comeback, right: isRight, answered_at } of raw.answers) {
    const attempt = attempts.get(attempt_id)!;
    if (comeback || (part.person !== null && attempt.learner_id !== part.person)) continue;
    if (!counts(raw, part, period, attempt, dayOf(answered_at), today)) continue;
    tries++;
    if (isRight) right++;
  }
  return rate(right, tries);
}

function points(raw: Raw, part: Part, period: Period, today: string): number {
  const people = new Set(peopleOf(raw, part));
  let earned = 0;
  for (const row of raw.points_ledger) {
    const within =
      period.kind === "days"
        ? period.from <= row.earned_on &&
          row.earned_on <= period.to &&
          onRoster(raw, part, row.learner_id) &&
          heldOn(raw, part, row.learner_id, row.earned_on, today)
        : people.has(row.learner_id);
    if (within) earned += row.points;
  }
  return earned;
}

const onRoster = (raw: Raw, { cohorts, person }: Part, learner: number): boolean =>
  (person === null || person === learner) &&
  raw.enrolments.some(
    (one) =>
      one.learner_id === learner &&
      cohorts.has(one.cohort_id) &&
      (one.left_at === null || personOf(raw, learner).erased_at !== null),
  );

function streak(raw: Raw, part: Part, today: string): Figure | null {
  if (part.person !== null) return sum(streakOf(raw, part.person, today));
  return ofPeople(raw, part, new Set(peopleOf(raw, part).filter((learner) => streakOf(raw, learner, today) > 0)));
}

/** Kept study days in a row: a freeze at the start, one more for every five kept, two at most; today does no harm. */
function streakOf(raw: Raw, learner: number, today: string): number {
  const places = raw.enrolments.filter((one) => one.learner_id === learner && hasJoined(raw, one));
  const first = places.map(({ joined_day }) => joined_day!).sort()[0];
  if (first === undefined) return 0;
  let [current, freezes, begun] = [0, 1, false];
  for (let day = first; day <= today; day = plusDays(day, 1)) {
    const place = livesBy(raw, places, day);
    if (place === undefined || !isStudyDay(raw, cohortOf(raw, place), day) || isPaused(raw, learner, day)) continue;
    if (raw.streak_days.some((one) => one.learner_id === learner && one.day === day)) {
      current++;
      begun = true;
      if (current % 5 === 0 && freezes < 2) freezes++;
    } else if (day !== today && begun) {
      if (freezes > 0) freezes--;
      else current = 0;
    }
  }
  return current;
}

/** The oldest cohort that has begun and is not finished; else one that is finished; else one to come. */
function livesBy(raw: Raw, places: readonly Enrolment[], day: string): Enrolment | undefined {
  const here = places.filter((one) => one.joined_day! <= day && (one.left_at === null || day < dayOf(one.left_at)));
  const rank = (place: Enrolment) => {
    const finished = finishedDay(raw, place);
    if (finished !== null && finished < day) return 1;
    return cohortOf(raw, place).start_day <= day ? 0 : 2;
  };
  return here.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id)[0];
}

function finishedDay(raw: Raw, place: Enrolment): string | null {
  if (place.next_lesson_id !== null) return null;
  const lessons = lessonsOfCohort(raw, cohortOf(raw, place), null);
  const days = [
    ...raw.attempts.filter((one) => one.learner_id === place.learner_id && lessons.has(one.lesson_id)),
  ].flatMap(({ completed_day }) => completed_day ?? []);
  const skipped = raw.skips.filter((one) => one.learner_id === place.learner_id && lessons.has(one.lesson_id));
  return [...days, ...skipped.map(({ skipped_day }) => skipped_day)].sort().at(-1) ?? null;
}

/** The people of whom something is so now; null for what is no such thing. */
function standing(raw: Raw, measure: Measure, part: Part, today: string): Set<number> | null {
  const places = seats(raw, part);
  const of = (learner: number) => places.filter(({ learner_id }) => learner_id === learner);
  const joined = (learner: number) => personOf(raw, learner).agreed_at !== null;
  const alive = (learner: number) => personOf(raw, learner).erased_at === null;
  const holds: Partial<Record<Measure, (learner: number) => boolean>> = {
    people: () => true,
    joined,
    not_joined: (learner) => alive(learner) && of(learner).every((seat) => !hasJoined(raw, seat)),
    unreachable: (learner) =>
      alive(learner) &&
      joined(learner) &&
      raw.chats.filter(({ learner_id }) => learner_id === learner).every(({ state }) => state === "blocked"),
    paused: (learner) => isPaused(raw, learner, today),
    overdue: (learner) => joined(learner) && of(learner).some((seat) => isOverdue(raw, seat, today)),
    finished: (learner) => joined(learner) && of(learner).every(({ next_lesson_id }) => next_lesson_id === null),
  };
  const test = holds[measure];
  return test === undefined ? null : new Set(peopleOf(raw, part).filter(test));
}

function isOverdue(raw: Raw, seat: Enrolment, today: string): boolean {
  if (seat.next_lesson_id === null || seat.joined_day === null) return false;
  const cohort = cohortOf(raw, seat);
  const lessons = lessonsOfCohort(raw, cohort, null);
  const completed = raw.attempts.filter(
    (one) => one.learner_id === seat.learner_id && one.completed_at !== null && lessons.has(one.lesson_id),
  ).length;
  return completed + skippedOf(raw, seat.learner_id, lessons) < dueBy(raw, cohort, plusDays(today, -1));
}
