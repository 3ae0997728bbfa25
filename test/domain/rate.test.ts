import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BudgetOptions, SlidingBudget } from "#domain/rate.ts";

/** How long one message takes there and back. */
type Line = (message: number) => { readonly out: number; readonly back: number };

interface Push {
  readonly budget: number;
  readonly messages: number;
  readonly line: Line;
  readonly options: BudgetOptions;
  /** Pauses asked for while message n departs: until so many milliseconds later. */
  readonly pauses?: ReadonlyMap<number, number>;
}

/** Sends as fast as the budget lets, in the time of a simulated clock. */
function push({ budget, messages, line, options, pauses = new Map() }: Push) {
  const slots = new SlidingBudget(budget, options);
  const underWay: { departed: number; answered: number }[] = [];
  const departures: number[] = [];
  const arrivals: number[] = [];
  let [now, mostUnderWay] = [0, 0];
  while (departures.length < messages) {
    const taken = slots.take(now);
    if (taken === true) {
      const message = departures.length;
      const { out, back } = line(message);
      departures.push(now);
      arrivals.push(now + out);
      underWay.push({ departed: now, answered: now + out + back });
      underWay.sort((a, b) => a.answered - b.answered);
      mostUnderWay = Math.max(mostUnderWay, underWay.length);
      const pause = pauses.get(message);
      if (pause !== undefined) slots.pauseUntil(now + pause);
      continue;
    }
    const next = underWay[0];
    if (next !== undefined && next.answered <= now + taken) {
      underWay.shift();
      now = next.answered;
      slots.answered(next.departed, now);
    } else {
      expect(taken).toBeGreaterThan(0);
      expect(taken).toBeLessThan(Number.POSITIVE_INFINITY);
      now += taken;
    }
  }
  return { departures, arrivals: arrivals.sort((a, b) => a - b), mostUnderWay };
}

/** The least time that any budget + 1 arrivals in a row took. */
function tightest(arrivals: readonly number[], budget: number): number {
  const spans = arrivals.slice(budget).map((arrival, index) => arrival - arrivals[index]!);
  return Math.min(Number.POSITIVE_INFINITY, ...spans);
}

/** Numbers from 0 up to 1 that a seed decides. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const budgets = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(1, 2, 8, 30, 500));
const somePauses = fc
  .array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 3000 })), { maxLength: 5 })
  .map((pairs) => new Map(pairs));

describe("the sliding budget", () => {
  test("lets no sliding second hold more, however each round trip splits, when it believes in no floor", () => {
    fc.assert(
      fc.property(
        budgets,
        fc.integer(),
        fc.integer({ min: 1, max: 2000 }),
        somePauses,
        (budget, seed, slowest, pauses) => {
          const random = chance(seed);
          const line: Line = () => {
            const whole = random() * slowest;
            const out = whole * random();
            return { out, back: whole - out };
          };
          const options = { maxUnderWay: 8, marginMs: 0, longestFloorMs: 0 };
          const { arrivals, mostUnderWay } = push({ budget, messages: budget * 3 + 100, line, options, pauses });
          expect(tightest(arrivals, budget)).toBeGreaterThanOrEqual(1000 - 1e-6);
          expect(mostUnderWay).toBeLessThanOrEqual(8);
        },
      ),
    );
  });

  test("lets no sliding second hold more when both ways have a floor and one message in ten meets no queue", () => {
    fc.assert(
      fc.property(
        budgets,
        fc.integer(),
        fc.record({ out: fc.nat(150), back: fc.nat(150), jitter: fc.nat(400) }),
        somePauses,
        (budget, seed, floor, pauses) => {
          const random = chance(seed);
          const line: Line = (message) => {
            const queue = message % 10 === 0 ? 0 : floor.jitter;
            return { out: floor.out + random() * queue, back: floor.back + random() * queue };
          };
          const options = { maxUnderWay: 8, marginMs: 1 };
          const { arrivals, mostUnderWay } = push({ budget, messages: budget * 3 + 300, line, options, pauses });
          expect(tightest(arrivals, budget)).toBeGreaterThanOrEqual(1000);
          expect(mostUnderWay).toBeLessThanOrEqual(8);
        },
      ),
    );
  });

  test("is not misled by a machine that is busy for a while, from the first message on or in the middle of a push", () => {
    const most = { busy: 90, calm: 600 };
    fc.assert(
      fc.property(
        fc.constantFrom(15, 30),
        fc.array(fc.record({ calm: fc.integer({ min: 1, max: most.calm }), busy: fc.nat(most.busy) }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 2, max: 200 }),
        fc.integer(),
        (budget, phases, slower, seed) => {
          const random = chance(seed);
          const queues = phases.flatMap(({ busy, calm }) => [
            ...Array.from({ length: busy }, () => slower * (0.5 + random())),
            ...Array.from({ length: calm }, () => 0),
          ]);
          const line: Line = (message) => ({ out: 1 + (queues[message] ?? 0), back: 1 });
          const options = { maxUnderWay: 8, marginMs: 1 };
          const { arrivals } = push({ budget, messages: queues.length + budget, line, options });
          expect(tightest(arrivals, budget)).toBeGreaterThanOrEqual(1000);
        },
      ),
    );
  });

  test("needs no quiet message when the jitter of a round trip is within the margin", () => {
    fc.assert(
      fc.property(budgets, fc.integer(), fc.nat(100), fc.nat(100), (budget, seed, out, back) => {
        const random = chance(seed);
        const line: Line = () => ({ out: out + random() * 5, back: back + random() * 5 });
        const options = { maxUnderWay: 8, marginMs: 10 };
        const { arrivals } = push({ budget, messages: budget * 3 + 300, line, options });
        expect(tightest(arrivals, budget)).toBeGreaterThanOrEqual(1000 - 1e-6);
      }),
    );
  });

  test.each([
    { budget: 1, floor: 10, jitter: 20, seconds: 200 },
    { budget: 30, floor: 0, jitter: 20, seconds: 30 },
    { budget: 30, floor: 150, jitter: 20, seconds: 30 },
    { budget: 300, floor: 5, jitter: 15, seconds: 20 },
  ])(
    "uses 95 % of $budget a second on a line of $floor ms and $jitter ms jitter",
    ({ budget, floor, jitter, seconds }) => {
      const random = chance(budget + floor);
      const line: Line = () => ({
        out: floor / 2 + (random() * jitter) / 2,
        back: floor / 2 + (random() * jitter) / 2,
      });
      const messages = budget * seconds + 1;
      const { arrivals } = push({ budget, messages, line, options: { maxUnderWay: 8, marginMs: 20 } });
      const took = (arrivals.at(-1)! - arrivals[0]!) / 1000;
      expect((messages - 1) / took / budget).toBeGreaterThanOrEqual(0.95);
    },
  );

  test("is for a sliding minute where it is told so", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.integer(),
        fc.integer({ min: 1, max: 5000 }),
        (budget, seed, slowest) => {
          const random = chance(seed);
          const line: Line = () => ({ out: random() * slowest, back: random() * slowest });
          const options = { maxUnderWay: 8, marginMs: 0, longestFloorMs: 0, windowMs: 60_000 };
          const { arrivals } = push({ budget, messages: budget * 3 + 20, line, options });
          expect(tightest(arrivals, budget)).toBeGreaterThanOrEqual(60_000 - 1e-6);
        },
      ),
    );
  });

  test("keeps, with another that has just ended, to what both together may in a minute", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(90_000), fc.integer(), (whole, endsAt, seed) => {
        const random = chance(seed);
        const afterTakeOver = Math.max(1, Math.floor(whole / 10));
        const options = { maxUnderWay: 8, marginMs: 0, windowMs: 60_000, afterTakeOver };
        const open = () => new SlidingBudget(whole - afterTakeOver, options);
        const left: number[] = [];
        const work = (slots: SlidingBudget, from: number, to: number) => {
          for (let now = from; now < to; ) {
            const taken = slots.take(now);
            if (taken === true) {
              left.push(now);
              slots.answered(now, now);
            }
            now += taken === true ? random() * 300 : taken;
          }
        };
        work(open(), 0, endsAt);
        const next = open();
        next.takeOver(endsAt);
        work(next, endsAt, endsAt + 200_000);
        expect(tightest(left, whole)).toBeGreaterThanOrEqual(60_000 - 1e-6);
        expect(left.some((at) => at >= endsAt && at < endsAt + 1000)).toBe(true); // whoever takes over has some at once
      }),
    );
  });

  test("has room for a call more of one under way, as long as it has any", () => {
    const slots = new SlidingBudget(3, { maxUnderWay: 2, marginMs: 0, windowMs: 60_000 });
    expect([slots.take(0), slots.take(0), slots.take(0)]).toEqual([true, true, Number.POSITIVE_INFINITY]);
    expect(slots.takeMore(0)).toBe(true);
    expect(slots.takeMore(0)).toBe(Number.POSITIVE_INFINITY);
    slots.answered(0, 100);
    expect(slots.takeMore(100)).toBe(60_000);
    slots.pauseUntil(70_000);
    expect(slots.takeMore(65_000)).toBe(5000);
    expect(slots.takeMore(70_000)).toBe(true);
  });

  test("knows beforehand how many slots a later time will have", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.nat(300), { maxLength: 80 }),
        fc.nat(1500),
        (budget, gaps, later) => {
          const slots = new SlidingBudget(budget, { maxUnderWay: Number.POSITIVE_INFINITY, marginMs: 1 });
          let now = 0;
          for (const gap of gaps) {
            now += gap;
            if (slots.take(now) === true && gap % 3 > 0) slots.answered(now, now);
          }
          const room = slots.roomBy(now + later);
          let taken = 0;
          while (slots.take(now + later) === true) taken++;
          expect(taken).toBe(room);
        },
      ),
    );
  });

  test("sends nothing until a pause is over, and a shorter one does not cut a longer one", () => {
    const slots = new SlidingBudget(30, { maxUnderWay: 8, marginMs: 0 });
    slots.pauseUntil(5000);
    slots.pauseUntil(2000);
    expect(slots.take(4000.5)).toBe(1000);
    expect(slots.take(5000)).toBe(true);
  });

  test("says that only an answer helps when eight are under way, or every slot is", () => {
    const eight = new SlidingBudget(30, { maxUnderWay: 8, marginMs: 0 });
    for (let i = 0; i < 8; i++) expect(eight.take(0)).toBe(true);
    expect(eight.take(0)).toBe(Number.POSITIVE_INFINITY);
    expect(eight.underWay).toBe(8);

    const one = new SlidingBudget(1, { maxUnderWay: 8, marginMs: 0 });
    expect(one.take(0)).toBe(true);
    expect(one.take(900)).toBe(Number.POSITIVE_INFINITY);
    one.answered(0, 950);
    expect(one.take(950)).toBe(1000);
    expect(one.take(1950)).toBe(true);
  });

  test("forgets a floor that the line no longer has, and takes a lower one at once", () => {
    const slots = new SlidingBudget(1, { maxUnderWay: 1, marginMs: 0 });
    let now = 0;
    const round = (trip: number): number => {
      expect(slots.take(now)).toBe(true);
      slots.answered(now, now + trip);
      now += trip;
      const wait = slots.take(now) as number;
      now += wait;
      return wait;
    };
    for (let i = 0; i < 99; i++) expect(round(100)).toBe(1000);
    expect(round(100)).toBe(900);
    expect(round(40)).toBe(960);
    for (let i = 0; i < 20_000; i++) round(100);
    expect(round(100)).toBe(900);
  });

  test("refuses an answer to nothing", () => {
    expect(() => new SlidingBudget(1, { maxUnderWay: 1, marginMs: 0 }).answered(0, 1)).toThrow();
  });

  test("is quick at 5,000 a second", () => {
    const line: Line = () => ({ out: 0.5, back: 0.5 });
    const { arrivals } = push({ budget: 5000, messages: 20_000, line, options: { maxUnderWay: 8, marginMs: 20 } });
    expect(tightest(arrivals, 5000)).toBeGreaterThanOrEqual(1000);
  });
});
