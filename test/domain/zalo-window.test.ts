import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DeliveryKind } from "#domain/delivery-state.ts";
import { quietUntil } from "#domain/schedule.ts";
import { addDays, dateIn, instantOf, type LocalTime, type Zone } from "#domain/time.ts";
import {
  billingMonth,
  lastWordDay,
  lastWordOrdinal,
  passageAt,
  passageOf,
  rhythmOrdinal,
  rhythmRange,
  type Silence,
  silentInstants,
  templateDays,
  templateOrdinal,
} from "#domain/zalo-window.ts";
import { someZone } from "./arbitraries.ts";

const hanoi = "Asia/Ho_Chi_Minh" as Zone;
const hour = 3_600_000;
const monday = new Date("2026-03-02T12:00:00+07:00");
const later = (hours: number, from = monday) => new Date(from.getTime() + hours * hour);
const silence = (rest: Partial<Silence> = {}): Silence => ({
  lastInteraction: monday,
  refused: false,
  paused: false,
  ...rest,
});
const someInstant = fc.date({
  min: new Date("2026-01-01T00:00:00Z"),
  max: new Date("2028-01-01T00:00:00Z"),
  noInvalidDate: true,
});
const kinds = ["lesson", "reminder", "nudge", "reoffer", "correction", "digest", "announcement"] as const;

describe("what a message costs", () => {
  test.each([
    [0, "free"],
    [46.99, "free"],
    [47, "paid"],
    [48, "paid"],
    [165.99, "paid"],
    [166, "closed"],
    [168, "closed"],
    [10_000, "closed"],
  ])("%d hours after the last interaction: %s", (hours, passage) => {
    expect(passageAt(monday, later(hours))).toBe(passage);
  });

  test("nothing is open to who never turned to us", () => {
    expect(passageAt(null, monday)).toBe("closed");
  });

  test("it is never free or open by us where it is not by the platform, and never dearer the sooner it is", () => {
    const order = { free: 0, paid: 1, closed: 2 };
    fc.assert(
      fc.property(someInstant, fc.nat(10 * 24 * 60), fc.nat(600), (last, minutes, more) => {
        const at = new Date(last.getTime() + minutes * 60_000);
        const passage = passageAt(last, at);
        const platform = minutes < 48 * 60 ? "free" : minutes < 7 * 24 * 60 ? "paid" : "closed";
        expect(order[passage]).toBeGreaterThanOrEqual(order[platform]);
        expect(order[passageAt(last, new Date(at.getTime() + more * 60_000))]).toBeGreaterThanOrEqual(order[passage]);
      }),
    );
  });
});

describe("what may leave", () => {
  test("inside the free hours everything, beyond them the lesson and what is announced, then nothing", () => {
    const open = (hours: number) => kinds.filter((kind) => passageOf(kind, 0, silence(), later(hours)) !== "closed");
    expect(open(10)).toEqual(kinds);
    expect(open(60)).toEqual(["lesson", "announcement"]);
    expect(open(167)).toEqual([]);
  });

  test("a lesson beyond the free hours costs", () => {
    expect(passageOf("lesson", 0, silence(), later(60))).toBe("paid");
  });

  test("an answer to who is at the door always leaves", () => {
    for (const hours of [1, 60, 200])
      expect(passageOf("reply", 0, silence({ refused: true }), later(hours))).not.toBe("closed");
    expect(passageOf("reply", 0, silence({ lastInteraction: null }), monday)).toBe("free");
  });

  test("once the platform has refused, nothing more leaves before the person turns to us", () => {
    for (const kind of kinds) expect(passageOf(kind, 0, silence({ refused: true }), later(1))).toBe("closed");
  });

  test("once the lessons pause the last word alone leaves", () => {
    const paused = silence({ paused: true });
    expect(passageOf("lesson", 0, paused, later(150))).toBe("closed");
    expect(passageOf("reminder", lastWordOrdinal, paused, later(150))).toBe("paid");
    expect(passageOf("reminder", rhythmOrdinal, paused, later(150))).toBe("closed");
  });
});

test("the month is billed where the platform lives", () => {
  expect(billingMonth(new Date("2026-10-31T17:00:00Z"))).toBe("2026-11");
});

/** A naive reading: 44 hours later, or, if that is in the quiet hours or in the last hour before them, an hour before they begin. */
function naiveRhythm(zone: Zone, last: Date): Date {
  const due = later(44, last);
  const today = dateIn(zone, due);
  for (const day of [addDays(today, -1), today]) {
    const quiet = instantOf(zone, day, "21:30" as LocalTime);
    const morning = instantOf(zone, addDays(day, 1), "06:30" as LocalTime);
    const room = later(-1, quiet);
    if (due >= room && due < morning) return room;
  }
  return due;
}

describe("the reminder that keeps the window open", () => {
  test("leaves when 44 hours are over, or before the quiet hours these lie in", () => {
    const ask = (last: string, now: string) => {
      const range = rhythmRange(hanoi, new Date(`${now}:00+07:00`));
      const at = new Date(`${last}:00+07:00`);
      return range !== null && at > range.after && at <= range.upTo;
    };
    expect(ask("2026-03-02T12:00", "2026-03-04T07:59")).toBe(false);
    expect(ask("2026-03-02T12:00", "2026-03-04T08:00")).toBe(true);
    expect(ask("2026-03-02T12:00", "2026-03-04T10:59")).toBe(true);
    expect(ask("2026-03-02T12:00", "2026-03-04T11:00")).toBe(false); // it would cost
    expect(ask("2026-03-02T05:00", "2026-03-03T20:29")).toBe(false); // 01:00 at night is 44 hours
    expect(ask("2026-03-02T05:00", "2026-03-03T20:30")).toBe(true);
  });

  test("is due by the naive reading, whatever the zone, and never in the quiet hours", () => {
    fc.assert(
      fc.property(someZone, someInstant, fc.nat(60 * 60), (zone, last, minutes) => {
        const now = new Date(last.getTime() + minutes * 60_000);
        const range = rhythmRange(zone, now);
        const quiet = quietUntil(zone, now) !== null;
        expect(range === null).toBe(quiet);
        if (range === null) return;
        expect(last > range.after && last <= range.upTo).toBe(now >= naiveRhythm(zone, last) && now < later(47, last));
        expect(range.until > now).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  test("everybody has waking minutes in which it is free", () => {
    fc.assert(
      fc.property(someInstant, (last) => {
        const due = naiveRhythm(hanoi, last);
        expect(quietUntil(hanoi, due)).toBeNull();
        expect(passageAt(last, later(0.99, due))).toBe("free");
      }),
    );
  });
});

test("the last word's day is over before the window closes, in its waking hours", () => {
  fc.assert(
    fc.property(someInstant, (last) => {
      const day = lastWordDay(hanoi, last);
      for (const time of ["06:30", "21:29"] as LocalTime[])
        expect(passageAt(last, instantOf(hanoi, day, time))).toBe("paid");
    }),
  );
});

describe("the approved text", () => {
  test("leaves at a price when nothing else may, whatever the platform refused, and to nobody else", () => {
    const passage = (hours: number, rest: Partial<Silence> = {}) =>
      passageOf("reminder", templateOrdinal, silence(rest), later(hours));
    expect([10, 60, 165.9].map((hours) => passage(hours))).toEqual(["closed", "closed", "closed"]);
    expect(passage(166)).toBe("paid");
    expect(passage(400, { paused: true, refused: true })).toBe("paid");
    expect(passage(400, { lastInteraction: null })).toBe("closed");
  });

  test("is due on three days a week apart, all of them after the window has closed", () => {
    expect(templateDays(hanoi, monday)).toEqual(["2026-03-12", "2026-03-19", "2026-03-26"]);
    fc.assert(
      fc.property(someInstant, (last) => {
        for (const day of templateDays(hanoi, last))
          expect(passageAt(last, instantOf(hanoi, day, "06:30" as LocalTime))).toBe("closed");
      }),
    );
  });
});

describe("the instants at which a silence may bring something", () => {
  const pushTime = "07:30" as LocalTime;

  test("hold the one at which a tap is asked for", () => {
    fc.assert(
      fc.property(someZone, someInstant, (zone, lastInteraction) => {
        const due = naiveRhythm(zone, lastInteraction);
        const instants = silentInstants(
          { lastInteraction, pushTime, zone },
          lastInteraction,
          later(47, lastInteraction),
        );
        if (due < later(47, lastInteraction)) expect(instants).toContainEqual(due);
      }),
      { numRuns: 600 },
    );
  });

  test("hold the lesson's time on the days of the last word and of each approved text, and end after half a year", () => {
    fc.assert(
      fc.property(someInstant, (lastInteraction) => {
        const instants = silentInstants(
          { lastInteraction, pushTime, zone: hanoi },
          lastInteraction,
          later(9000, lastInteraction),
        );
        for (const day of [lastWordDay(hanoi, lastInteraction), ...templateDays(hanoi, lastInteraction)])
          expect(instants).toContainEqual(instantOf(hanoi, day, pushTime));
        expect(Math.max(...instants.map(Number))).toBeLessThan(later(181 * 24, lastInteraction).getTime());
      }),
    );
  });
});

test("who may have what never depends on the kind's number but for the last word and the approved text", () => {
  fc.assert(
    fc.property(fc.constantFrom<DeliveryKind>(...kinds), fc.nat(300), fc.nat(200), (kind, ordinal, hours) => {
      if (kind === "reminder" && (ordinal === lastWordOrdinal || ordinal === templateOrdinal)) return;
      expect(passageOf(kind, ordinal, silence(), later(hours))).toBe(passageOf(kind, 0, silence(), later(hours)));
    }),
  );
});
