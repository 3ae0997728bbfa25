import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isStudyDay } from "#domain/calendar.ts";
import { type KeptDay, ledger, type StreakFacts, type StreakLedger } from "#domain/streak.ts";
import { addDays, daysBetween, type LocalDate, type Weekday, type Zone } from "#domain/time.ts";
import { dayFrom } from "./arbitraries.ts";

const day = (text: string) => text as LocalDate;
const monday = day("2026-03-02");
const hanoi = "Asia/Ho_Chi_Minh" as Zone;

const daily: StreakFacts = {
  joined: monday,
  periods: [
    {
      from: monday,
      to: null,
      calendar: { zone: hanoi, start: monday, weekdays: [1, 2, 3, 4, 5, 6, 7], holidays: new Set() },
    },
  ],
  kept: [],
  pauses: [],
  outageDays: new Set(),
};

/**
 * A diary from the Monday on, a letter a day: K kept, R kept by review, . nothing done, P paused, O outage, H holiday.
 * The last letter is today.
 */
function diary(letters: string): StreakLedger {
  const on = (letter: string) =>
    [...letters].flatMap((each, index) => (each === letter ? [addDays(monday, index)] : []));
  const facts: StreakFacts = {
    ...daily,
    periods: [{ ...daily.periods[0]!, calendar: { ...daily.periods[0]!.calendar, holidays: new Set(on("H")) } }],
    kept: [
      ...on("K").map((date) => ({ date, by: "lesson" }) as const),
      ...on("R").map((date) => ({ date, by: "review" }) as const),
    ],
    pauses: on("P").map((date) => ({ from: date, to: date })),
    outageDays: new Set(on("O")),
  };
  return ledger(facts, addDays(monday, letters.length - 1));
}

describe("the streak", () => {
  test.each([
    ["K", 1, 1, 1, "today counts once kept"],
    ["KKK.", 3, 3, 1, "today does no harm until it is over"],
    ["KKR", 3, 3, 1, "a review of all that is due keeps a day too"],
    ["KKK.K", 4, 4, 0, "a missed day takes the freeze: the streak neither grows nor breaks"],
    ["KKK..", 3, 3, 0, "the day before was frozen, today is open"],
    ["KKK...", 0, 3, 0, "with no freeze left a missed day ends it"],
    ["KKK...K", 1, 3, 0, "after that it begins again at one"],
    ["KKKKK", 5, 5, 2, "five kept days earn a freeze"],
    ["KK.KKK", 5, 5, 1, "a frozen day neither counts towards the five nor interrupts them"],
    ["KKKKKKKKKK", 10, 10, 2, "never more than two are held"],
    ["KKKKKKKKKK..K", 11, 11, 0, "two freezes carry over two missed days"],
    ["KKKKKKKKKK...K", 1, 10, 0, "the third ends it"],
    ["....K.K", 2, 2, 0, "days before the first kept one take nothing"],
    ["KHPOK", 2, 2, 1, "a holiday, a paused and an outage day cost nothing"],
    ["KKKKKKKKKK....KKKKK.K", 6, 10, 0, "a new streak earns its freeze after five days of its own"],
    [".", 0, 0, 1, "nothing has happened yet"],
  ])("%s: %i, best %i, %i freezes (%s)", (letters, current, best, freezes) => {
    expect(diary(letters)).toMatchObject({ current, best, freezes });
  });

  test("tells the kind and the reason of every day", () => {
    expect(diary(".K.P.OKKKKRHK.").days.map(({ kind, why }) => ({ kind, ...why }))).toEqual([
      { kind: "missed", because: "not_begun" },
      { kind: "kept", because: "lesson", earnedFreeze: false },
      { kind: "frozen", because: "freeze_used", left: 0 },
      { kind: "paused", because: "paused" },
      { kind: "missed", because: "no_freeze_left", lost: 1 },
      { kind: "outage", because: "outage" },
      ...Array.from({ length: 4 }, () => ({ kind: "kept", because: "lesson", earnedFreeze: false })),
      { kind: "kept", because: "review", earnedFreeze: true },
      { kind: "off", because: "holiday" },
      { kind: "kept", because: "lesson", earnedFreeze: false },
    ]);
  });

  test("a day that was kept in spite of an outage is kept", () => {
    const facts = { ...daily, kept: [{ date: monday, by: "lesson" }] as const, outageDays: new Set([monday]) };
    expect(ledger(facts, monday)).toMatchObject({ current: 1, days: [{ kind: "kept" }] });
  });

  test("what is completed on a day off or a paused day earns nothing and costs nothing", () => {
    const calendar = { ...daily.periods[0]!.calendar, weekdays: [1, 2, 3, 4, 5] as Weekday[] };
    const saturday = day("2026-03-07");
    const friday = day("2026-03-06");
    const facts: StreakFacts = {
      ...daily,
      periods: [{ from: monday, to: null, calendar }],
      kept: [friday, saturday, day("2026-03-09"), day("2026-03-10")].map((date) => ({ date, by: "lesson" })),
      pauses: [{ from: day("2026-03-09"), to: day("2026-03-09") }],
    };
    const { current, days } = ledger(facts, day("2026-03-10"));
    expect(current).toBe(2);
    expect(days.slice(4).map(({ kind }) => kind)).toEqual(["kept", "off", "off", "paused", "kept"]);
  });

  test("follows the learner from one cohort to the next, and is off between", () => {
    const at = (start: string, weekdays: Weekday[]) => ({
      zone: hanoi,
      start: day(start),
      weekdays,
      holidays: new Set<LocalDate>(),
    });
    const facts: StreakFacts = {
      ...daily,
      periods: [
        { from: monday, to: day("2026-03-04"), calendar: at("2026-03-03", [1, 2, 3, 4, 5]) },
        { from: day("2026-03-06"), to: null, calendar: at("2026-03-06", [6]) },
      ],
      kept: [{ date: day("2026-03-04"), by: "lesson" }],
    };
    expect(ledger(facts, day("2026-03-08")).days.map(({ why }) => why.because)).toEqual([
      "before_start",
      "not_begun",
      "lesson",
      "no_cohort",
      "weekday",
      "freeze_used",
      "weekday",
    ]);
  });

  test("a later period counts where two overlap", () => {
    const six = { ...daily.periods[0]!.calendar, weekdays: [6] as Weekday[] };
    const facts = {
      ...daily,
      periods: [...daily.periods, { from: day("2026-03-03"), to: day("2026-03-03"), calendar: six }],
    };
    expect(ledger(facts, day("2026-03-04")).days.map(({ why }) => why.because)).toEqual(["not_begun", "weekday"]);
  });

  test("is empty before the day of joining", () => {
    expect(ledger(daily, day("2026-03-01"))).toEqual({ days: [], current: 0, best: 0, freezes: 1 });
  });
});

const span = 70;
const someDate = dayFrom(monday, span);
const spans = fc.tuple(someDate, fc.nat(9)).map(([from, days]) => ({ from, to: addDays(from, days - 1) }));
const someFacts: fc.Arbitrary<StreakFacts> = fc.record({
  joined: dayFrom(monday, 10),
  periods: fc.uniqueArray(
    fc.record({
      from: dayFrom(monday, 40),
      to: fc.option(someDate),
      calendar: fc.record({
        zone: fc.constant(hanoi),
        start: dayFrom(monday, 10),
        weekdays: fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 3 }),
        holidays: fc.array(someDate, { maxLength: 5 }).map((days) => new Set(days)),
      }),
    }),
    { minLength: 1, maxLength: 3, selector: ({ from }) => from },
  ),
  kept: fc
    .tuple(
      fc.integer({ min: 40, max: 95 }),
      fc.array(fc.tuple(fc.nat(99), fc.boolean()), { minLength: span, maxLength: span }),
    )
    .map(([diligence, draws]) =>
      draws.flatMap(([draw, review], index): KeptDay[] =>
        draw < diligence ? [{ date: addDays(monday, index), by: review ? "review" : "lesson" }] : [],
      ),
    ),
  pauses: fc.array(spans, { maxLength: 3 }),
  outageDays: fc.array(someDate, { maxLength: 5 }).map((days) => new Set(days)),
});

/** The rules once more, as slowly and plainly as can be: the letters of the days, then purses of freezes. */
function oracle(facts: StreakFacts, today: LocalDate): Pick<StreakLedger, "current" | "best" | "freezes"> {
  let letters = "";
  for (let n = 0; n <= daysBetween(facts.joined, today); n++) {
    const date = addDays(facts.joined, n);
    const covering = facts.periods.filter((p) => p.from <= date && (p.to ?? "9999-12-31") >= date);
    const newest = covering.reduce<(typeof covering)[number] | null>(
      (a, b) => (a !== null && a.from > b.from ? a : b),
      null,
    );
    if (newest === null || !isStudyDay(newest.calendar, date)) continue;
    if (facts.pauses.some((pause) => daysBetween(pause.from, date) >= 0 && daysBetween(date, pause.to) >= 0)) continue;
    if (facts.kept.some((kept) => kept.date === date)) letters += "K";
    else if (!facts.outageDays.has(date) && date !== today) letters += ".";
  }
  let [row, best, purse] = ["", 0, ["first"]];
  for (const letter of letters.replace(/^\.+/, "")) {
    if (letter === "K") {
      row += "K";
      if (/^(K{5})+$/.test(row)) purse = [...purse, "earned"].slice(0, 2);
      best = Math.max(best, row.length);
    } else if (purse.length > 0) purse.pop();
    else row = "";
  }
  return { current: row.length, best, freezes: purse.length };
}

const totals = ({ current, best, freezes }: StreakLedger) => ({ current, best, freezes });
const laws = { numRuns: 300 };

describe("laws of the streak", () => {
  test("it is what the slow reading of the rules says", () => {
    fc.assert(
      fc.property(someFacts, someDate, (facts, today) => {
        expect(totals(ledger(facts, today))).toEqual(oracle(facts, today));
      }),
      laws,
    );
  });

  test("the order of the facts is of no account, and telling one again changes nothing", () => {
    fc.assert(
      fc.property(someFacts, someDate, fc.nat(), (facts, today, pick) => {
        const again = <Fact>(list: readonly Fact[]) => [...list.toReversed(), ...list.slice(pick % (list.length + 1))];
        const retold: StreakFacts = {
          ...facts,
          periods: facts.periods.toReversed(),
          kept: again(facts.kept),
          pauses: again(facts.pauses),
          outageDays: new Set([...facts.outageDays].toReversed()),
        };
        expect(ledger(retold, today)).toEqual(ledger(facts, today));
      }),
      laws,
    );
  });

  test("best is never below current, freezes are none, one or two, and no day is missing or told twice", () => {
    fc.assert(
      fc.property(someFacts, someDate, (facts, today) => {
        const { days, current, best, freezes } = ledger(facts, today);
        expect(best).toBeGreaterThanOrEqual(current);
        expect([0, 1, 2]).toContain(freezes);
        expect(days.map(({ date }) => date)).toEqual(days.map((_, n) => addDays(facts.joined, n)));
        const undecided = daysBetween(facts.joined, today) + 1 - days.length;
        expect(undecided === 0 || undecided === 1 || today < facts.joined).toBe(true);
        expect(best).toBeLessThanOrEqual(days.filter(({ kind }) => kind === "kept").length);
      }),
      laws,
    );
  });

  test("an outage on a day not kept is worth exactly a holiday", () => {
    fc.assert(
      fc.property(someFacts, someDate, someDate, (facts, today, date) => {
        fc.pre(facts.kept.every((kept) => kept.date !== date));
        const withOutage = { ...facts, outageDays: new Set([...facts.outageDays, date]) };
        const withHoliday = {
          ...facts,
          periods: facts.periods.map((period) => ({
            ...period,
            calendar: { ...period.calendar, holidays: new Set([...period.calendar.holidays, date]) },
          })),
        };
        expect(totals(ledger(withOutage, today))).toEqual(totals(ledger(withHoliday, today)));
      }),
      laws,
    );
  });

  test("an outage costs nothing that day, and nothing later while no streak ends", () => {
    fc.assert(
      fc.property(someFacts, someDate, someDate, (facts, today, date) => {
        const withOutage = { ...facts, outageDays: new Set([...facts.outageDays, date]) };
        const [before, after] = [ledger(facts, addDays(date, 1)), ledger(withOutage, addDays(date, 1))];
        expect(after.current).toBeGreaterThanOrEqual(before.current);
        expect(after.freezes).toBeGreaterThanOrEqual(before.freezes);
        const plain = ledger(facts, today);
        const ended = plain.days.some(({ date: each, why }) => each >= date && why.because === "no_freeze_left");
        if (!ended) expect(ledger(withOutage, today).current).toBe(plain.current);
      }),
      laws,
    );
  });

  test("keeping today never lowers anything, and adds one to the streak on a study day", () => {
    fc.assert(
      fc.property(someFacts, someDate, (facts, today) => {
        fc.pre(facts.kept.every((kept) => kept.date !== today));
        const before = ledger(facts, today);
        const after = ledger({ ...facts, kept: [...facts.kept, { date: today, by: "lesson" }] }, today);
        expect([0, 1]).toContain(after.current - before.current);
        expect(after.current > before.current).toBe(
          after.days.at(-1)?.date === today && after.days.at(-1)?.kind === "kept",
        );
        expect(after.freezes).toBeGreaterThanOrEqual(before.freezes);
      }),
      laws,
    );
  });

  test("what a day was is settled once it is over: tomorrow adds to the ledger and changes none of it", () => {
    fc.assert(
      fc.property(someFacts, someDate, (facts, today) => {
        const past = (of: StreakLedger) => of.days.filter(({ date }) => date < today);
        expect(past(ledger(facts, addDays(today, 1)))).toEqual(past(ledger(facts, today)));
      }),
      laws,
    );
  });
});
