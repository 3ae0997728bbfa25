/**
 * How many lessons a cohort will have completed when its last lesson falls due, from the pace of its people.
 *
 * Of everyone the last study days are known: on `days` of them they could learn, and completed `lessons`. Their pace m is
 * their own, drawn towards the group's as far as the days are few (Buehlmann's credibility; H. Buehlmann, "Experience Rating
 * and Credibility", ASTIN Bulletin 4 (1967), 199 to 207):
 *
 *   m = (lessons + k · g) / (days + k)    with k = s² / b²
 *
 * g: the group's lessons ÷ its days; s²: the variance from day to day within a person; b²: the variance of the paces
 * between persons, beyond what s² alone would make of so few days. In d days left X lessons would follow, as many as are
 * left (L) at most. X is taken as normal with mean µ = d · m and variance σ² = d · v + d² · v / (days + k), v being the
 * person's own variance from day to day: the first part is the days to come, the second that m is only an estimate. For a
 * normal variable held down to L (z = (L − µ) / σ, Φ and φ the normal distribution and density)
 *
 *   E min(X, L)  = µ Φ(z) + L (1 − Φ(z)) − σ φ(z)
 *   E min(X, L)² = (µ² + σ²) Φ(z) − σ (µ + L) φ(z) + L² (1 − Φ(z))
 *
 * which gives each person's mean and variance. People of a cohort also have good and bad days together (a holiday's eve, a
 * meeting): t² is the variance of the group's mean from day to day beyond what chance would make of it, as a share of g²,
 * and adds (d + d² / known days) · t² · (Σ m Φ(z))². The range is the sum ± 1.2816 standard deviations, four times in five.
 */

/** People of a cohort who are alike in everything that decides what they will still complete. */
export interface PaceGroup {
  readonly members: number;
  /** Lessons they have completed, all together. */
  readonly done: number;
  /** Lessons each has left, of whoever may still complete some. */
  readonly left: number;
  /** Who does not (not joined, erased, finished) completes none. */
  readonly learns: boolean;
  /** Of the last study days, those on which they could have learnt. */
  readonly days: number;
  /** Lessons completed on the last study days. */
  readonly lessons: number;
  /** The squares of the lessons of each day, summed. */
  readonly squares: number;
  /** Study days from now until the last lesson falls due. */
  readonly daysLeft: number;
}

/** One of the last study days: how many could learn, and what they completed together. */
export interface PaceDay {
  readonly learners: number;
  readonly lessons: number;
}

/** What a group's past says about any of its people. */
export interface Prior {
  /** Lessons per person and day; null: nothing is known yet. */
  readonly pace: number | null;
  /** s² above. */
  readonly within: number;
  /** k above: as many days as the group's pace weighs. */
  readonly weight: number;
  /** t² above. */
  readonly shared: number;
  readonly knownDays: number;
}

export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** The days of a person's own variance are outweighed by the group's below this many. */
const varianceWeight = 5;
const [leastWeight, mostWeight] = [0.5, 1000];

export function priorOf(groups: readonly PaceGroup[], days: readonly PaceDay[]): Prior {
  const known = groups.filter((group) => group.learns && group.days > 0);
  const sum = (of: (group: PaceGroup) => number) =>
    known.reduce((total, group) => total + group.members * of(group), 0);
  const persons = sum(() => 1);
  const all = sum((group) => group.days);
  if (all === 0) return { pace: null, within: 0, weight: mostWeight, shared: 0, knownDays: 0 };
  const pace = sum((group) => group.lessons) / all;
  const floor = roughVariance(pace, all);
  const spread = sum((group) => group.squares - group.lessons ** 2 / group.days);
  const within = Math.max(all > persons ? spread / (all - persons) : 0, floor);
  const between =
    persons < 2 ? 0 : sum((group) => (group.lessons / group.days - pace) ** 2 - within / group.days) / (persons - 1);
  const weight = between <= 0 ? mostWeight : Math.min(mostWeight, Math.max(leastWeight, within / between));
  return { pace, within, weight, shared: sharedVariance(days, pace, within), knownDays: days.length };
}

/** For who did the same every day: half a lesson on one day more is not ruled out. */
function roughVariance(pace: number, days: number): number {
  const share = Math.min(1, (pace * days + 0.5) / (days + 1));
  return share * (1 - share);
}

function sharedVariance(days: readonly PaceDay[], pace: number, within: number): number {
  const some = days.filter(({ learners }) => learners > 0);
  if (some.length < 3 || pace === 0) return 0;
  const means = some.map(({ learners, lessons }) => lessons / learners);
  const middle = means.reduce((total, mean) => total + mean, 0) / means.length;
  const seen = means.reduce((total, mean) => total + (mean - middle) ** 2, 0) / (means.length - 1);
  const chance = some.reduce((total, { learners }) => total + within / learners, 0) / some.length;
  return Math.max(0, seen - chance) / pace ** 2;
}

/** The lessons that these people will have completed. Their prior is that of the whole group they belong to. */
export function foresee(groups: readonly PaceGroup[], prior: Prior): Moments {
  let [mean, variance, common, longest] = [0, 0, 0, 0];
  for (const group of groups) {
    mean += group.done;
    if (!group.learns || group.left === 0 || group.daysLeft === 0) continue;
    const own = foreseePerson(group, prior);
    mean += group.members * own.mean;
    variance += group.members * own.variance;
    common += group.members * own.common;
    longest = Math.max(longest, group.daysLeft);
  }
  // Where nothing is known, people are as likely to learn nothing as all that the plan holds, and all alike.
  if (prior.pace === null) return { mean, variance: common ** 2 / 12 };
  const days = longest + longest ** 2 / Math.max(1, prior.knownDays);
  return { mean, variance: variance + days * prior.shared * common ** 2 };
}

function foreseePerson(group: PaceGroup, { pace, within, weight }: Prior): Moments & { readonly common: number } {
  if (pace === null) {
    const most = Math.min(group.left, group.daysLeft);
    return { mean: most / 2, variance: 0, common: most };
  }
  const own = (group.lessons + weight * pace) / (group.days + weight);
  const spread = group.days === 0 ? 0 : group.squares - group.lessons ** 2 / group.days;
  const daily = (spread + varianceWeight * within) / (Math.max(0, group.days - 1) + varianceWeight);
  const d = group.daysLeft;
  const sigma = Math.sqrt(d * daily + (d ** 2 * daily) / (group.days + weight));
  const { mean, variance, share } = heldDown(d * own, sigma, group.left);
  return { mean, variance, common: own * share };
}

/** Mean and variance of a normal variable, at least 0, that cannot exceed `limit`; `share`: how likely it stays below. */
function heldDown(mu: number, sigma: number, limit: number): Moments & { readonly share: number } {
  const z = (limit - mu) / sigma;
  const share = normal(z);
  const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const mean = mu * share + limit * (1 - share) - sigma * density;
  const square = (mu ** 2 + sigma ** 2) * share - sigma * (mu + limit) * density + limit ** 2 * (1 - share);
  return { mean: Math.min(limit, Math.max(0, mean)), variance: Math.max(0, square - mean ** 2), share };
}

/** The normal distribution function (Abramowitz and Stegun 26.2.17: off by at most 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) * sum;
  return z >= 0 ? 1 - upper : upper;
}

/** Half of what lies outside the range is below it, a tenth. */
const tenth = 1.2816;

export interface Forecast {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** The sum of independent cohorts with its range, in whole lessons. @param done so many are; @param most so many there are */
export function forecastOf(parts: readonly Moments[], done: number, most: number): Forecast {
  const mean = parts.reduce((total, part) => total + part.mean, 0);
  const deviation = Math.sqrt(parts.reduce((total, part) => total + part.variance, 0));
  const held = (value: number) => Math.min(most, Math.max(done, value));
  return {
    expected: Math.round(held(mean)),
    low: Math.floor(held(mean - tenth * deviation)),
    high: Math.ceil(held(mean + tenth * deviation)),
  };
}
