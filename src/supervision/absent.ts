import type { Tx } from "#db/connect.ts";
import { planNudges } from "#db/delivery/nudges.ts";
import { expectBreadth, expectLittle } from "#db/figures/breadth.ts";
import type { AbsenceSpan } from "#db/figures/own-days.ts";
import { countNotJoined } from "#db/figures/reports.ts";
import { countAbsent } from "#db/figures/standing.ts";
import { type Counting, listCounted } from "#db/figures/tally.ts";
import { recordDeeds, subjectOf } from "#db/records/audit.ts";
import type { Scope } from "#db/units/scope.ts";
import { studyDaysBetween } from "#domain/calendar.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { FoundPerson } from "#domain/question.ts";
import { quietUntil, windowFrom } from "#domain/schedule.ts";
import { addDays, earlier, type LocalDate } from "#domain/time.ts";
import { type DatedCohort, readDays } from "./report.ts";

export interface Absent {
  /** Someone of the scope was to learn today. */
  readonly studyDay: boolean;
  /** Who has not learnt today, where today is a study day. */
  readonly today: { readonly total: number; readonly people: readonly FoundPerson[] };
  /** Who has not learnt today or on the six days before. */
  readonly week: { readonly total: number; readonly people: readonly FoundPerson[] };
  /** Who is on the roster and has not joined yet: they cannot have learnt, and are in none of the lists. */
  readonly notJoined: number;
}

/**
 * Who of a scope is to learn and has not; at most `limit` names each, by unit. Empty outside the viewer's units. That
 * names were looked at is written in the audit.
 */
export async function absent(tx: Tx, scope: Scope, now: Date, limit: number, viewer: LearnerId): Promise<Absent> {
  const days = await readDays(tx, scope, now, viewer);
  const reach = await expectBreadth(tx, scope, viewer);
  const found = {
    studyDay: days.some((day) => day.studyDay),
    today: await namesOf(tx, countAbsent(reach, absenceSpans(days, daysBack(0))), limit),
    week: await namesOf(tx, countAbsent(reach, absenceSpans(days, daysBack(6))), limit),
    notJoined: await countNotJoined(tx, scope, viewer),
  };
  await expectLittle(tx);
  const named = new Set([...found.today.people, ...found.week.people].map(({ learnerId }) => learnerId)).size;
  if (named > 0) await recordDeeds(tx, [{ ...deedOf("absent_list", scope, now, viewer), detail: { named } }]);
  return found;
}

async function namesOf(tx: Tx, counting: Counting, limit: number) {
  const { total, people } = await listCounted(tx, counting, limit);
  return { total, people };
}

const deedOf = (deed: string, scope: Scope, at: Date, actor: LearnerId) => ({
  at,
  actor,
  deed,
  subject: subjectOf(scope, actor),
});

/** From so many days ago to today. */
const daysBack = (days: number) => (today: LocalDate) => ({ from: addDays(today, -days), to: today });

/** The days that matter of each cohort with a study day among them; none is later than its today. */
export function absenceSpans(
  days: readonly DatedCohort[],
  spanOf: (today: LocalDate) => { readonly from: LocalDate; readonly to: LocalDate },
): AbsenceSpan[] {
  return days.flatMap(({ cohort, today, calendar }) => {
    const { from, to: last } = spanOf(today);
    const to = earlier(last, today);
    return studyDaysBetween(calendar, from, to) > 0 ? [{ cohort, from, to }] : [];
  });
}

export type Nudged =
  | { readonly kind: "planned"; readonly planned: number; readonly alreadyNudged: number }
  /** It is between 21:30 and 06:30 for all of them: nobody is written to. */
  | { readonly kind: "quiet" };

/**
 * Reminds those of a scope who have not learnt today, at most once a day each; the audit says who did. The caller wakes the sender.
 * @param only these people of the scope; null: everybody in it
 */
export async function nudge(
  tx: Tx,
  scope: Scope,
  now: Date,
  viewer: LearnerId,
  only: readonly LearnerId[] | null = null,
): Promise<Nudged> {
  const days = await readDays(tx, scope, now, viewer);
  const open = days.filter(({ zone }) => quietUntil(zone, now) === null);
  if (days.length > 0 && open.length === 0) return { kind: "quiet" };
  const cohorts = open.map((day) => ({ ...day, expiresAt: windowFrom(day.zone, now).expiresAt }));
  const planned = await planNudges(tx, scope, cohorts, now, viewer, only);
  if (planned.planned > 0)
    await recordDeeds(tx, [{ ...deedOf("nudge", scope, now, viewer), detail: { planned: planned.planned } }]);
  return { kind: "planned", ...planned };
}
