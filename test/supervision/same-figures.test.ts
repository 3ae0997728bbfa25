import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Tx } from "#db/connect.ts";
import { expectBreadth } from "#db/figures/breadth.ts";
import { readPaces } from "#db/figures/pace.ts";
import { countParts, countUnits } from "#db/figures/reports.ts";
import { countRolledUp, readPeople } from "#db/figures/rollup.ts";
import type { Scope } from "#db/units/scope.ts";
import { listUnitPeople } from "#db/units/view.ts";
import { mondayOf } from "#domain/digest.ts";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Measure, Period } from "#domain/question.ts";
import { addDays, dateIn, type LocalDate, type Zone } from "#domain/time.ts";
import { absent } from "#supervision/absent.ts";
import { readAtRisk } from "#supervision/at-risk.ts";
import { openDigest } from "#supervision/digest.ts";
import { figuresOf, learntByDay } from "#supervision/figures.ts";
import { readDays } from "#supervision/report.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { digestOf, evaluate, pacesOf, paceWindowOf, type Raw, readRaw, risksOf, unitsOf } from "./oracle.ts";
import { after, build, lastDay, publishBoth, smallWorld, walkingWorld } from "./small-world.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await publishBoth(database.db);
});
afterAll(() => database.end());

type Units = ReturnType<typeof unitsOf>;

/** What is counted of a scope by hand, whoever is to tell it. */
class Hand {
  readonly raw: Raw;
  readonly scope: Scope;
  readonly viewer: number;
  readonly units: NonNullable<Units>;

  constructor(raw: Raw, scope: Scope, viewer: number) {
    [this.raw, this.scope, this.viewer] = [raw, scope, viewer];
    this.units = unitsOf(raw, scope, viewer)!;
  }

  of(measure: Exclude<Measure, "forecast">, units: Units = this.units, period: Period = { kind: "now" }) {
    return evaluate(this.raw, measure, this.scope, period, this.viewer, units);
  }

  counts(units: Units) {
    const [completion, score] = [this.of("completion", units), this.of("score", units)];
    return {
      learners: completion.people,
      joined: this.of("joined", units).counted.size,
      completedToday: this.of("learnt", units).counted.size,
      lessonsCompleted: completion.part,
      lessonsDue: completion.whole,
      firstTries: score.whole,
      firstTriesRight: score.part,
    };
  }

  /** The counts of groups of units, by path; those without anybody are left out. */
  groups(of: (unit: NonNullable<Units>[number]) => NonNullable<Units>): Record<string, unknown> {
    const found = this.units.map((unit) => [unit.path, this.counts(of(unit))] as const);
    return Object.fromEntries(found.filter(([, { learners }]) => learners > 0));
  }

  below = ({ lineage }: NonNullable<Units>[number]) => this.units.filter((unit) => unit.lineage.startsWith(lineage));

  /** The people who have a name, with what they did. */
  people(units: Units = this.units) {
    const [completion, score, points] = [
      this.of("completion", units),
      this.of("score", units),
      this.of("points", units),
    ];
    const named = this.raw.people as unknown as readonly { id: number; name: string | null }[];
    return [...completion.each].flatMap(([id, { part, whole }]) => {
      const name = named.find((one) => one.id === id)!.name;
      const { part: firstTriesRight, whole: firstTries } = score.each.get(id)!;
      const own = {
        lessonsCompleted: part,
        lessonsDue: whole,
        firstTries,
        firstTriesRight,
        points: points.each.get(id)!.part,
      };
      return name === null ? [] : [{ fullName: name, ...own }];
    });
  }
}

const byName = (a: { fullName: string }, b: { fullName: string }) => (a.fullName < b.fullName ? -1 : 1);

/** As much of a row as there is in another. */
const only = (row: object, like: object) =>
  Object.fromEntries(Object.keys(like).map((key) => [key, (row as Record<string, unknown>)[key]]));

async function checkScope(tx: Tx, raw: Raw, scope: Scope, viewer: number): Promise<void> {
  const { now } = raw;
  const who = viewer as LearnerId;
  const hand = new Hand(raw, scope, viewer);
  const days = await readDays(tx, scope, now, who);
  const counts = hand.counts(hand.units);
  const like = (found: object) => only(found, counts);
  const table = (rows: readonly (object & { unit: string })[]) =>
    Object.fromEntries(rows.map((row) => [row.unit, like(row)]));

  const report = await countUnits(tx, scope, days, now, who);
  expect(like(report.whole)).toEqual(counts);
  expect(table(report.units)).toEqual(hand.groups((unit) => [unit]));

  const book = await countRolledUp(tx, scope, days, now, who);
  expect(like(book.whole)).toEqual(counts);
  expect(table(book.units)).toEqual(hand.groups(hand.below));

  const ids = hand.units.map(({ id }) => id as UnitId);
  const parts = await countParts(tx, ids, scope, days, now, who);
  expect(like(parts.whole)).toEqual(counts);
  const told = hand.units.flatMap(({ id, path }) => {
    const found = parts.parts.get(id as UnitId);
    return found === undefined ? [] : [{ ...found, unit: path }];
  });
  expect(table(told)).toEqual(hand.groups(hand.below));

  const rows = [];
  for await (const portion of readPeople(tx, scope, days, now, who)) rows.push(...portion);
  const people = hand.people().sort(byName);
  expect(rows.toSorted(byName).map((row) => only(row, people[0]!))).toEqual(people);

  if (scope.kind === "unit") {
    const page = await listUnitPeople(
      tx,
      scope.id,
      days,
      now,
      { order: "name", descending: false },
      { from: 0, limit: 50 },
      who,
    );
    const own = hand.people(hand.units.filter(({ id }) => id === scope.id)).sort(byName);
    const narrow = (list: readonly { fullName: string; lessonsCompleted: number; lessonsDue: number }[]) =>
      list.map(({ fullName, lessonsCompleted, lessonsDue }) => ({ fullName, lessonsCompleted, lessonsDue }));
    expect(narrow(page.people.toSorted(byName))).toEqual(narrow(own));
    expect(page.total).toBe(own.length);
  }

  const today = dateIn(zone, now);
  const span = { from: addDays(today, -5), to: today };
  const learnt = await learntByDay(tx, scope, span, who);
  for (let day: LocalDate = span.from; day <= today; day = addDays(day, 1))
    expect([day, learnt.get(day) ?? 0]).toEqual([
      day,
      hand.of("learnt", hand.units, { kind: "days", from: day, to: day }).counted.size,
    ]);

  const away = await absent(tx, scope, now, 60, who);
  expect(away.today.people.map(({ learnerId }) => learnerId).sort()).toEqual(
    [...hand.of("not_learnt").counted.keys()].sort(),
  );
  expect(away.notJoined).toBe(hand.of("not_joined").counted.size);
}

/** What a forecast is made of: each place's pace, of the whole and of every unit with what lies below it. */
async function checkPaces(tx: Tx, { raw, scope, viewer, units, below }: Hand): Promise<void> {
  const days = await readDays(tx, scope, raw.now, viewer as LearnerId);
  const windows = days.map((day) => paceWindowOf(raw, day.cohort));
  const reach = await expectBreadth(tx, scope, viewer as LearnerId);
  const ids = units.map(({ id }) => id as UnitId);
  const { groups } = await readPaces(tx, reach, windows, ids);
  const told = (line: number) => {
    const rows = groups.filter((group) => group.line === line);
    const each = rows.flatMap(({ line: _, members, done, all, ...group }) =>
      Array.from({ length: members }, () => JSON.stringify(sorted(group))),
    );
    return { done: sum(rows.map(({ done }) => done)), all: sum(rows.map(({ all }) => all)), each: each.sort() };
  };
  const expected = (of: NonNullable<Units>) => {
    const places = pacesOf(raw, scope, viewer, of);
    const each = places.map(({ done: _, ...place }) => {
      const daysLeft = place.learns ? place.daysLeft : 0;
      return JSON.stringify(sorted({ ...place, daysLeft, left: daysLeft > 0 ? place.left : 0 }));
    });
    const done = sum(places.map((place) => place.done));
    return { done, all: done + sum(places.map(({ left }) => left)), each: each.sort() };
  };
  expect(told(0)).toEqual(expected(units));
  for (const unit of units) expect(told(unit.id)).toEqual(expected(below(unit)));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** Of many units it is added up in another way, and comes to the same. */
async function checkMany(tx: Tx, { raw, scope, viewer, units }: Hand): Promise<void> {
  const { now } = raw;
  const cohorts = await readDays(tx, scope, now, viewer as LearnerId);
  const asked = { part: scope, viewer: viewer as LearnerId, cohorts, today: dateIn(zone, now), now };
  const days = { kind: "days", from: addDays(asked.today, -4), to: asked.today } as const;
  for (const measure of ["learnt", "not_learnt", "lessons", "completion", "score", "points"] as const) {
    const told = async (many: boolean) => {
      const ids = units.map(({ id }) => id as UnitId);
      const found = await figuresOf(tx, { measure, period: days }, { ...asked, many, several: many }, ids);
      return [measure, found.total, [...found.units].toSorted(([a], [b]) => a - b)];
    };
    expect(await told(true)).toEqual(await told(false));
  }
}

const sorted = (row: object) => Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** What is told of all that somebody supervises, and of nothing else. */
async function checkOwn(tx: Tx, raw: Raw, viewer: number): Promise<void> {
  const { now } = raw;
  const { spans, counts } = await openDigest(tx, viewer as LearnerId, mondayOf(dateIn(zone, now)), now);
  expect(only(counts, digestOf(raw, viewer, spans))).toEqual(digestOf(raw, viewer, spans));
  const { total, people } = await readAtRisk(tx, { kind: "own" }, now, 100, viewer as LearnerId);
  const risks = risksOf(raw, viewer, after(0));
  expect(new Map(people.map(({ learnerId, reasons }) => [learnerId as number, reasons]))).toEqual(risks);
  expect(total).toBe(risks.size);
}

test("a report, its workbook, the dashboard and the lists tell the same figures, which are those of the raw rows", async () => {
  const hours = fc.integer({ min: 1, max: (lastDay + 2) * 24 });
  const worlds = 12;
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(smallWorld, walkingWorld), hours, fc.nat(), async (world, hour, who) => {
      const now = after(hour + 0.5);
      await build(database.db, world, now);
      const raw = await readRaw(database.db, now, zone);
      const bosses = world.people.flatMap(({ posts, erased }, n) =>
        erased > 0 && posts.some(({ supervisor }) => supervisor) ? [n + 1] : [],
      );
      fc.pre(bosses.length > 0);
      const viewer = bosses[who % bosses.length]!;
      fc.pre(new Hand(raw, { kind: "own" }, viewer).of("people").people > 0);
      const scopes: Scope[] = [
        { kind: "own" },
        ...[who, who + 1].map((n) => ({ kind: "unit", id: (1 + (n % world.units.length)) as UnitId }) as const),
        ...world.cohorts.map((_, n) => ({ kind: "cohort", id: (n + 1) as CohortId }) as const),
      ];
      await database.db.transaction((tx) => checkOwn(tx, raw, viewer));
      for (const scope of scopes) {
        if (new Hand(raw, scope, viewer).of("people").people === 0) continue;
        seen++;
        try {
          await database.db.transaction((tx) => checkScope(tx, raw, scope, viewer));
          await database.db.transaction((tx) => checkPaces(tx, new Hand(raw, scope, viewer)));
          await database.db.transaction((tx) => checkMany(tx, new Hand(raw, scope, viewer)));
        } catch (error) {
          throw new Error(`${JSON.stringify(scope)} of ${viewer}: ${(error as Error).message}`, { cause: error });
        }
      }
    }),
    { numRuns: worlds, endOnFailure: true },
  );
  expect(seen).toBeGreaterThanOrEqual(worlds);
}, 600_000);
