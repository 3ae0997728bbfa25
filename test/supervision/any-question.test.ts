import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bound } from "#domain/bound.ts";
import { fold } from "#domain/fold.ts";
import type { CohortId, CourseId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Finding, Form, Measure, Period, Question, Subject, Value } from "#domain/question.ts";
import { addDays, type Zone } from "#domain/time.ts";
import { ask } from "#supervision/ask.ts";
import { freshenStreaks } from "#supervision/streaks.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { allLessons, type Expected, evaluate, mayAsk, type Raw, readRaw, unitsOf, visibleUnits } from "./oracle.ts";
import {
  after,
  build,
  firstDay,
  lastDay,
  publishBoth,
  type SmallWorld,
  smallWorld,
  walkingWorld,
} from "./small-world.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await publishBoth(database.db);
});
afterAll(() => database.end());

const put = (question: Question, viewer: number, now: Date) =>
  database.db.transaction((tx) => ask(tx, question, viewer as LearnerId, zone, now));

const measures: readonly Measure[] = [
  ...(["people", "joined", "not_joined", "learnt", "not_learnt", "lessons", "completion", "score", "points"] as const),
  ...(["streak", "unreachable", "paused", "overdue", "finished", "forecast"] as const),
];
const ofNow = ["people", "joined", "not_joined", "streak", "unreachable", "paused", "overdue", "finished", "forecast"];
const ofPeople = [
  "people",
  "joined",
  "not_joined",
  "learnt",
  "not_learnt",
  "streak",
  "unreachable",
  "paused",
  "overdue",
  "finished",
];
const byPerson = ["lessons", "completion", "score", "points", "streak"];

/** Every measure in every form, about something that the numbers pick. */
function questions(world: SmallWorld, picks: readonly number[]): Question[] {
  let at = 0;
  const pick = <Item>(items: readonly Item[]): Item => items[picks[at++ % picks.length]! % items.length]!;
  const subjects: readonly Subject[] = [
    { kind: "me" },
    { kind: "own" },
    { kind: "own" },
    { kind: "audience", course: "du-lieu" as CourseId },
    { kind: "audience", course: "an-toan" as CourseId },
    ...world.cohorts.map((_, n) => ({ kind: "cohort", id: (n + 1) as CohortId }) as const),
    ...world.units.map((_, n) => ({ kind: "unit", id: (n + 1) as UnitId }) as const),
    ...[...world.people, 0].map((_, n) => ({ kind: "person", id: (n + 1) as LearnerId }) as const),
  ];
  const period = (): Period => {
    const [from, days] = [pick([-3, 0, 1, 2, 4, 6, 8, 11, 14]), pick([0, 0, 1, 3, 6, 9])];
    const span = { from: addDays(firstDay, from), to: addDays(firstDay, from + days) };
    return pick<Period>([
      { kind: "now" },
      { kind: "days", ...span },
      { kind: "days", ...span },
      { kind: "module", number: pick([1, 2, 3]) },
    ]);
  };
  // Lines that figures of a small world lie on.
  const line = (measure: Measure, of: "units" | "people"): Bound => {
    const rate = measure === "completion" || measure === "score" || (of === "units" && pick([0, 0, 1]) === 1);
    const numbers = measure === "points" ? [0, 10, 15, 45, 100] : [0, 1, 1, 2, 3];
    return {
      side: pick(["below", "at_most", "at_least", "above"]),
      line: pick(rate ? [0, 33.33, 50, 66.67, 100] : numbers),
      in: pick([0, 0, 0, 0, 0, 1]) === 1 ? pick(["percent", "number"]) : rate ? "percent" : "number",
    };
  };
  const forms = (measure: Measure): readonly Form[] => [
    { kind: "total" },
    { kind: "names" },
    {
      kind: "ranking",
      of: "units",
      level: pick([[], ["xa"], ["xa", "phuong"], ["xa dao"]]),
      best: pick([true, false]),
      limit: pick([1, 3, 50]),
    },
    { kind: "ranking", of: "people", level: [], best: pick([true, false]), limit: pick([1, 3, 50]) },
    { kind: "comparison", with: { subject: pick(subjects), period: period() } },
    {
      kind: "ranking",
      of: "units",
      level: pick([[], ["xa"]]),
      best: pick([true, false]),
      limit: pick([1, 50]),
      beyond: line(measure, "units"),
    },
    {
      kind: "ranking",
      of: "people",
      level: [],
      best: pick([true, false]),
      limit: pick([1, 50]),
      beyond: line(measure, "people"),
    },
    { kind: "place" },
  ];
  return measures.flatMap((measure) =>
    forms(measure).map((form) => ({ measure, subject: pick(subjects), period: period(), form })),
  );
}

/** What is asked of every world: figures of modules, which some learn in two courses. */
const always: readonly Question[] = ([1, 2] as const).flatMap((number) =>
  (["learnt", "not_learnt", "lessons", "completion"] as const).map(
    (measure): Question => ({
      measure,
      subject: { kind: "own" },
      period: { kind: "module", number },
      form: { kind: "total" },
    }),
  ),
);

const unwelcome = ["not_joined", "not_learnt", "unreachable", "paused", "overdue"];
type Ranking = Extract<Form, { kind: "ranking" }>;

const collator = new Intl.Collator("vi");
const unitNames = new Intl.Collator("vi", { numeric: true });
const first = (paths: readonly string[]) => paths.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))[0]!;

/** Names and figures by hand. */
class Hand {
  readonly raw: Raw;
  readonly viewer: number;
  readonly question: Question;

  constructor(raw: Raw, viewer: number, question: Question) {
    [this.raw, this.viewer, this.question] = [raw, viewer, question];
  }

  readonly alone = (subject: Subject) => subject.kind === "me" || subject.kind === "person";

  period(asked: Period): Period {
    return ofNow.includes(this.question.measure) ? { kind: "now" } : asked;
  }

  found(subject: Subject, period: Period, units = unitsOf(this.raw, subject, this.viewer)): Expected {
    return evaluate(this.raw, this.question.measure as "people", subject, this.period(period), this.viewer, units);
  }

  value({ people, counted, part, whole }: Expected, alone: boolean): Value {
    switch (this.question.measure) {
      case "completion":
        return { part: Math.min(part, whole), whole };
      case "score":
        return { part, whole };
      case "lessons":
      case "points":
        return { part, whole: null };
      case "streak":
        return alone ? { part, whole: null } : { part: counted.size, whole: people };
      default:
        return { part: counted.size, whole: people };
    }
  }

  total = (subject: Subject, period: Period) => this.value(this.found(subject, period), this.alone(subject));

  people(subject: Subject, period: Period) {
    return [...this.found(subject, period).counted]
      .flatMap(([id, paths]) => {
        const name = this.name(id);
        return name === null ? [] : [{ learnerId: id, fullName: name, unit: first(paths) }];
      })
      .sort(
        (a, b) =>
          collator.compare(a.unit, b.unit) || collator.compare(a.fullName, b.fullName) || a.learnerId - b.learnerId,
      );
  }

  name = (id: number) =>
    (this.raw.people as unknown as { id: number; name: string | null }[]).find((one) => one.id === id)!.name;

  /** The rows of a ranking, and of one beyond a line how many there are of how many. */
  ranking(subject: Subject, period: Period, form: Ranking): Pick<Finding, "rows" | "standing"> {
    const { measure } = this.question;
    const rows = form.of === "people" ? this.persons(subject, period) : this.units(subject, period, form.level);
    const sums = ["people", "lessons", "points"].includes(measure);
    const beyond = form.beyond !== undefined && this.hasLine(form.of, form.beyond) ? form.beyond : undefined;
    const bySum = beyond === undefined ? sums : beyond.in === "number";
    const figure = ({ part, whole }: Value) => (bySum || whole === null ? part : part / whole);
    const sign = this.descends(form.best, beyond) ? -1 : 1;
    const having = rows.filter(({ value }) => sums || value.whole !== 0);
    const kept = having.filter(({ value }) => beyond === undefined || isBeyond(value, beyond));
    const names = form.of === "units" ? unitNames : collator;
    const sorted = kept.toSorted((a, b) => sign * (figure(a.value) - figure(b.value)) || names.compare(a.name, b.name));
    const placed = sorted.map((row) => ({
      ...row,
      place: 1 + kept.filter(({ value }) => sign * (figure(value) - figure(row.value)) < 0).length,
    }));
    const cut = placed.slice(0, form.limit);
    return beyond === undefined ? { rows: cut } : { rows: cut, standing: { part: kept.length, whole: having.length } };
  }

  /** A rate has lines in percent, a sum or a person's days in numbers, people of a unit both. */
  private hasLine(of: "units" | "people", { in: unit }: Bound): boolean {
    const { measure } = this.question;
    if (["completion", "score"].includes(measure)) return unit === "percent";
    return unit === "number" || (of === "units" && !["people", "lessons", "points"].includes(measure));
  }

  private descends(best: boolean, beyond: Bound | undefined): boolean {
    if (beyond !== undefined) return beyond.side === "above" || beyond.side === "at_least";
    return best !== unwelcome.includes(this.question.measure);
  }

  /** The place of a unit among those beside it, or of a person among all that the viewer supervises. */
  place(subject: Subject, period: Period): Pick<Finding, "rows" | "standing"> {
    const { measure } = this.question;
    if (!mayAsk(this.raw, { kind: "own" }, this.viewer)) return { rows: [] };
    const asked: Ranking = { kind: "ranking", of: "people", level: [], best: true, limit: 10_000 };
    if (subject.kind === "person") {
      const { rows } = this.ranking({ kind: "own" }, period, asked);
      const name = this.name(subject.id);
      const mine = new Map([...this.found({ kind: "own" }, period).each]).has(subject.id);
      const all = this.persons({ kind: "own" }, period).filter(({ value }) => value.whole !== 0);
      const own = mine ? this.persons(subject, period, unitsOf(this.raw, { kind: "own" }, this.viewer)) : [];
      const one = own.find(({ value }) => value.whole !== 0);
      const row = rows.find((one2) => one !== undefined && one2.name === name && same(one2.value, one.value));
      return { rows: row === undefined ? [] : [row], standing: { part: 1, whole: all.length } };
    }
    const seen = unitsOf(this.raw, { kind: "own" }, this.viewer)!.filter(({ ended }) => ended === null);
    const tops = seen.filter(({ parent }) => !seen.some(({ id }) => id === parent));
    const mine = subject.kind === "unit" ? seen.find(({ id }) => id === subject.id) : tops[0];
    if (mine === undefined || (subject.kind === "own" && tops.length > 1)) return { rows: [] };
    const isCommune = (name: string) => /^(xa|phuong|thi tran|dac khu)( |$)/.test(fold(name));
    const beside = seen.filter(
      ({ parent, name }) => parent === mine.parent && isCommune(name) === isCommune(mine.name),
    );
    if (beside.length === 1) return { rows: [] };
    const having = this.figures(beside, { kind: "own" }, period).filter(
      ({ value }) => ["people", "lessons", "points"].includes(measure) || value.whole !== 0,
    );
    const worth = ({ part, whole }: Value) => (whole === null || measure === "people" ? part : part / whole);
    const better = (a: Value, b: Value) => (unwelcome.includes(measure) ? worth(a) < worth(b) : worth(a) > worth(b));
    const row = having.find(({ path }) => path === mine.path);
    const standing = { part: 1, whole: having.length };
    if (row === undefined) return { rows: [], standing };
    return { rows: [{ ...row, place: 1 + having.filter(({ value }) => better(value, row.value)).length }], standing };
  }

  private persons(subject: Subject, period: Period, units = unitsOf(this.raw, subject, this.viewer)) {
    return [...this.found(subject, period, units).each].flatMap(([id, { part, whole, paths }]) => {
      const name = this.name(id);
      const one: Expected = { people: 1, counted: new Map(), part, whole, each: new Map() };
      return name === null ? [] : [{ name, path: first(paths), value: this.value(one, true) }];
    });
  }

  private units(subject: Subject, period: Period, level: readonly string[]) {
    const inside = unitsOf(this.raw, subject, this.viewer)!;
    const seen = inside.filter(({ id, ended }) => ended === null && !(subject.kind === "unit" && subject.id === id));
    const tops = seen.filter(({ parent }) => !seen.some(({ id }) => id === parent));
    const root = subject.kind !== "unit" && tops.length === 1 ? tops[0] : undefined;
    const named = seen.filter(({ name }) =>
      level.some((word) => fold(name) === word || fold(name).startsWith(`${word} `)),
    );
    const direct = root === undefined ? tops : seen.filter(({ parent }) => parent === root.id);
    const chosen = level.length === 0 ? direct : subject.kind === "own" ? named.filter((unit) => unit !== root) : named;
    return this.figures(chosen, subject, period);
  }

  private figures(units: NonNullable<ReturnType<typeof unitsOf>>, subject: Subject, period: Period) {
    const inside = unitsOf(this.raw, subject, this.viewer)!;
    return units.flatMap(({ name, path, lineage }) => {
      const below = inside.filter((unit) => unit.lineage.startsWith(lineage));
      const found = this.found(subject, period, below);
      return found.people === 0 ? [] : [{ name, path, value: this.value(found, false) }];
    });
  }
}

const standingOf = ({ standing }: Finding) => (standing === undefined ? {} : { standing });
const hasParts = ({ kind }: Subject): boolean => kind === "unit" || kind === "own";
const same = (one: Value, other: Value): boolean => one.part === other.part && one.whole === other.whole;

/** Cross-multiplied, in whole numbers. */
function isBeyond({ part, whole }: Value, { side, line, in: unit }: Bound): boolean {
  const over =
    unit === "percent" ? part * 10_000 - Math.round(line * 100) * whole! : part * 100 - Math.round(line * 100);
  return { below: over < 0, at_most: over <= 0, at_least: over >= 0, above: over > 0 }[side];
}

function check(raw: Raw, viewer: number, question: Question, found: Finding | null): void {
  const hand = new Hand(raw, viewer, question);
  const { measure, subject, period, form } = question;
  const outside =
    !mayAsk(raw, subject, viewer) || (form.kind === "comparison" && !mayAsk(raw, form.with.subject, viewer));
  if (outside || found === null) {
    expect([found === null, outside]).toEqual([true, true]);
    return;
  }
  if (measure === "forecast") {
    checkForecast(raw, viewer, question, found);
    return;
  }
  const alone = hand.alone(subject);
  expect(found.total).toEqual(hand.total(subject, period));
  if (form.kind === "names" && ofPeople.includes(measure) && !(alone && measure === "streak"))
    expect(found.people).toEqual(hand.people(subject, period));
  else expect(found.people).toEqual([]);
  if (form.kind === "ranking" && !alone && (form.of === "units" || byPerson.includes(measure)))
    expect({ rows: found.rows, ...standingOf(found) }).toEqual(hand.ranking(subject, period, form));
  else if (form.kind === "place" && (subject.kind === "person" ? byPerson.includes(measure) : hasParts(subject)))
    expect({ rows: found.rows, ...standingOf(found) }).toEqual(hand.place(subject, period));
  else if (form.kind === "comparison")
    expect(found.rows.map(({ place, value }) => [place, value])).toEqual([
      [0, hand.total(subject, period)],
      [0, hand.total(form.with.subject, form.with.period)],
    ]);
  else expect(found.rows).toEqual([]);
}

function checkForecast(raw: Raw, viewer: number, { subject }: Question, found: Finding): void {
  const { done, whole } = allLessons(raw, subject, viewer, unitsOf(raw, subject, viewer));
  expect(found.total.whole).toBe(whole);
  for (const { part, range, whole: all } of [found.total, ...found.rows.map(({ value }) => value)]) {
    expect([range!.low, part, range!.high, all].toSorted((a, b) => a! - b!)).toEqual([
      range!.low,
      part,
      range!.high,
      all,
    ]);
  }
  expect(found.total.range!.low).toBeGreaterThanOrEqual(done);
}

/** Every name and path that was told lies where the viewer may see. */
function checkScope(raw: Raw, viewer: number, { subject }: Question, found: Finding | null): void {
  if (found === null || subject.kind === "me" || (subject.kind === "person" && subject.id === viewer)) return;
  const seen = new Set(visibleUnits(raw, viewer).map(({ path }) => path));
  const paths = [
    ...found.people.map(({ unit }) => unit),
    ...found.rows.filter(({ place }) => place > 0).map(({ path }) => path!),
  ];
  expect(paths.filter((path) => !seen.has(path))).toEqual([]);
}

/** Puts these questions to the world as it is at `hour`, and says how many were answered. */
async function checkAll(world: SmallWorld, hour: number, who: number, viewer: number, asked: readonly Question[]) {
  const now = after(hour + 0.5);
  await build(database.db, world, now);
  // Some streaks were worked out before, or are now; some were not.
  const earlier = new Date(now.getTime() - (hour * (who % 3) * 3_600_000) / 2);
  await database.db.transaction((tx) => freshenStreaks(tx, earlier, 1 + (who % 5)));
  const raw = await readRaw(database.db, now, zone);
  let answered = 0;
  for (const question of asked) {
    const found = await put(question, viewer, now);
    if (found !== null) answered++;
    try {
      check(raw, viewer, question, found);
      checkScope(raw, viewer, question, found);
    } catch (error) {
      throw new Error(`${JSON.stringify(question)} of ${viewer}: ${(error as Error).message}`, { cause: error });
    }
  }
  return answered;
}

const picks = fc.array(fc.nat(), { minLength: 60, maxLength: 90 });

describe("any question about any small world", () => {
  test("is answered as one counts from the raw rows, and with nobody outside the asker's units", async () => {
    const hours = fc.integer({ min: 1, max: (lastDay + 2) * 24 });
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(smallWorld, hours, picks, fc.nat(), async (world, hour, numbers, who) => {
        const bosses = world.people.flatMap(({ posts }, n) =>
          posts.some(({ supervisor }) => supervisor) ? [n + 1] : [],
        );
        const viewer =
          bosses.length > 0 && who % 8 > 0 ? bosses[who % bosses.length]! : 1 + (who % world.people.length);
        answered += await checkAll(world, hour, who, viewer, [...questions(world, numbers), ...always]);
      }),
      { numRuns: 15, endOnFailure: true },
    );
    expect(answered).toBeGreaterThan(50);
  }, 600_000);

  test("also of people who learn in two courses that share lessons", async () => {
    await fc.assert(
      fc.asyncProperty(walkingWorld, picks, fc.nat(), async (world, numbers, who) => {
        await checkAll(world, lastDay * 24, who, 1, [...questions(world, numbers), ...always]);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 600_000);
});
