import type { Tx } from "#db/connect.ts";
import { isMonthly, keepOffers } from "#db/delivery/digests.ts";
import {
  countDigest,
  countOffers,
  type DigestCohort,
  listOffered,
  type OfferedPerson,
  type OfferGroup,
} from "#db/figures/digest.ts";
import { readCohortDays } from "#db/learning/cohorts.ts";
import { readHolidays } from "#db/learning/holidays.ts";
import { recordDeeds } from "#db/records/audit.ts";
import { supervisedUnits, visibleUnit } from "#db/units/units.ts";
import { studyDaysBetween } from "#domain/calendar.ts";
import {
  type DigestAction,
  type DigestCounts,
  type DigestSpans,
  monthsBefore,
  silentDays,
  weeksBefore,
} from "#domain/digest.ts";
import type { LearnerId } from "#domain/ids.ts";
import { addDays, dateIn, type LocalDate } from "#domain/time.ts";
import { type Nudged, nudge } from "./absent.ts";

/** How a unit's completion has moved, in shares of 1. */
export interface Moved {
  /** The unit's path. */
  readonly unit: string;
  readonly by: number;
}

/** Something to do, for so many people of a unit's path; null: of all units. */
export interface Offer {
  readonly action: DigestAction;
  readonly people: number;
  readonly unit: string | null;
  /** Some of their names. */
  readonly names: readonly string[];
}

export interface Digest {
  /** The units supervised, by their paths. */
  readonly scope: string;
  readonly monthly: boolean;
  readonly spans: DigestSpans;
  readonly counts: DigestCounts;
  /** The units whose completion rose and fell most; none in a week's digest. */
  readonly rose: readonly Moved[];
  readonly fell: readonly Moved[];
  /** In the order of their numbers, from 1. */
  readonly offers: readonly Offer[];
}

const mostOffers = 3;
const mostMoved = 3;

/** What a supervisor is told on `monday`, by the figures of now; what it offers is kept, so that a number means it later. */
export async function openDigest(tx: Tx, viewer: LearnerId, monday: LocalDate, now: Date): Promise<Digest> {
  const monthly = await isMonthly(tx, viewer);
  const spans = monthly ? monthsBefore(monday) : weeksBefore(monday);
  const cohorts = await readDigestCohorts(tx, viewer, spans, now);
  const [counts, ...units] = await countDigest(tx, viewer, spans, cohorts);
  const moved = monthly ? movedBy(units) : [];
  const offers = offersOf(await countOffers(tx, viewer, cohorts));
  await keepOffers(
    tx,
    viewer,
    monday,
    offers.map(({ action }) => action),
    now,
  );
  return {
    scope: (await supervisedUnits(tx, viewer)).map(({ path }) => path).join("; "),
    monthly,
    spans,
    counts: counts ?? nothing,
    rose: moved.filter(({ by }) => by > 0).slice(0, mostMoved),
    fell: moved
      .filter(({ by }) => by < 0)
      .slice(-mostMoved)
      .reverse(),
    offers,
  };
}

const nothing: DigestCounts = {
  learnt: 0,
  learntBefore: 0,
  lessons: 0,
  lessonsBefore: 0,
  done: 0,
  due: 0,
  doneBefore: 0,
  dueBefore: 0,
};

async function readDigestCohorts(
  tx: Tx,
  viewer: LearnerId,
  spans: DigestSpans | null,
  now: Date,
): Promise<DigestCohort[]> {
  const cohorts = await readCohortDays(tx, { kind: "own" }, viewer);
  const holidays = await readHolidays(tx);
  return cohorts.map((cohort) => {
    const calendar = { ...cohort, holidays };
    const today = dateIn(cohort.zone, now);
    const dueBy = (day: LocalDate) => Math.min(cohort.lessons, studyDaysBetween(calendar, cohort.start, day));
    return {
      cohort: cohort.id,
      today,
      lessons: cohort.lessons,
      due: spans === null ? 0 : dueBy(spans.to),
      dueBefore: spans === null ? 0 : dueBy(spans.before.to),
      studied: studyDaysBetween(calendar, addDays(today, -silentDays), addDays(today, -1)) > 0,
    };
  });
}

/** The units that have a figure for both spans, the greatest gain first. */
function movedBy(units: readonly (DigestCounts & { readonly unit: string | null })[]): Moved[] {
  const rate = (done: number, due: number) => Math.min(1, done / due);
  return units
    .filter(({ due, dueBefore }) => due > 0 && dueBefore > 0)
    .map(({ unit, done, due, doneBefore, dueBefore }) => ({
      unit: unit ?? "",
      by: rate(done, due) - rate(doneBefore, dueBefore),
    }))
    .sort((a, b) => b.by - a.by);
}

/** The largest group of each kind first, then the second largest ones, until there are three. */
function offersOf(groups: readonly OfferGroup[]): Offer[] {
  const inUnits = (kind: OfferGroup["kind"]) => groups.filter((group) => group.kind === kind && group.unit !== null);
  const [nudges, invites] = [inUnits("nudge"), inUnits("invite")];
  const lost = groups.filter(({ kind, unit }) => kind === "reach" && unit === null);
  const ranked = [nudges[0], invites[0], lost[0], nudges[1], invites[1], nudges[2], invites[2]];
  return ranked
    .filter((group) => group !== undefined)
    .slice(0, mostOffers)
    .map(({ kind, name, names, people, unit }) => ({ action: { kind, unit }, people, unit: name, names }));
}

/** What came of a digest's offer. */
export type Done =
  | { readonly kind: "nudge"; readonly scope: string; readonly nudged: Nudged }
  | {
      readonly kind: "invite" | "reach";
      readonly scope: string;
      readonly total: number;
      readonly people: readonly OfferedPerson[];
    }
  /** The unit is none of the viewer's, or is no more. */
  | { readonly kind: "unknown" }
  /** The viewer supervises nothing any more. */
  | { readonly kind: "no_right" };

/** Does what a digest offered, for whom it is right now: whoever has learnt or joined since is left alone. */
export async function doOffered(
  tx: Tx,
  { kind, unit }: DigestAction,
  viewer: LearnerId,
  limit: number,
  now: Date,
): Promise<Done> {
  const own = await supervisedUnits(tx, viewer);
  if (own.length === 0) return { kind: "no_right" };
  const scope = unit === null ? own.map(({ path }) => path).join("; ") : await visibleUnit(tx, unit, viewer);
  if (scope === null) return { kind: "unknown" };
  const cohorts = await readDigestCohorts(tx, viewer, null, now);
  if (kind === "nudge") {
    const { people } = await listOffered(tx, kind, unit, viewer, cohorts, Number.MAX_SAFE_INTEGER);
    const only = people.map(({ learnerId }) => learnerId);
    return { kind, scope, nudged: await nudge(tx, { kind: "own" }, now, viewer, only) };
  }
  const found = await listOffered(tx, kind, unit, viewer, cohorts, limit);
  const shown = found.people.map(({ learnerId }) => learnerId);
  const subject = unit === null ? `own:${viewer}` : `unit:${unit}`;
  await recordDeeds(tx, [{ at: now, actor: viewer, deed: "view", subject, detail: { list: kind, shown } }]);
  return { kind, scope, ...found };
}
