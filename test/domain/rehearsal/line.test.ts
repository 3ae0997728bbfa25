import fc from "fast-check";
import { expect, test } from "vitest";
import { expireIn, join, leaveInMinute, openLine, type Waiting } from "#domain/rehearsal/line.ts";

const blank: Waiting = {
  ...{ id: 0, kind: "lesson", rank: 1, person: 0, ordinal: 0, day: 0, version: 1 },
  ...{ due: 0, expires: null, taught: true, entitled: false },
};

const waiting = fc.record({
  rank: fc.constantFrom(0, 1, 2),
  due: fc.integer({ min: 0, max: 20 }),
  lasts: fc.integer({ min: 1, max: 15 }),
  wanted: fc.boolean(),
});

test("nothing leaves early, late or twice, no minute holds more than its room, and answers go before all else", () => {
  fc.assert(
    fc.property(fc.array(waiting, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (given, room) => {
      const line = openLine();
      const all = given
        .toSorted((a, b) => a.due - b.due)
        .map((one, id) => ({
          ...one,
          ...blank,
          id,
          rank: one.rank,
          due: one.due,
          expires: one.rank === 0 ? null : one.due + one.lasts,
        }));
      for (const one of all) join(line, one);
      const gone = new Map<number, string>();
      const note = (one: Waiting, what: string) => {
        expect(gone.has(one.id)).toBe(false);
        gone.set(one.id, what);
      };
      for (let minute = 0; minute < 60; minute++) {
        const lanes: number[] = [];
        leaveInMinute(
          line,
          minute,
          room,
          (one) => note(one, "expired"),
          (one) => {
            expect(one.due).toBeLessThanOrEqual(minute);
            expect(one.expires ?? Infinity).toBeGreaterThan(minute);
            const { wanted } = all[one.id]!;
            note(one, wanted ? "left" : "ended");
            if (wanted) lanes.push(one.rank);
            return wanted;
          },
        );
        expect(lanes.length).toBeLessThanOrEqual(room);
        expect(lanes).toEqual(lanes.toSorted());
        // A minute with room to spare leaves nothing behind that could have left.
        if (lanes.length < room) expect(all.filter(({ due, id }) => due <= minute && !gone.has(id))).toEqual([]);
        expireIn(line, minute + 1, (one) => note(one, "expired"));
      }
      expect(gone.size).toBe(all.length);
    }),
  );
});
