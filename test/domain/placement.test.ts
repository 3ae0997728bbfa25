import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Level } from "#domain/course.ts";
import type { LessonId, ModuleId } from "#domain/ids.ts";
import { type PlacementItem, placed, placementLength, skippable } from "#domain/placement.ts";

const item = (module: string, level: Level, pass = 0.8): PlacementItem => ({ module: module as ModuleId, level, pass });
const items = [
  ...["a", "b", "c", "d", "e"].map((module) => item(module, 1)),
  ...["b", "c", "f"].map((module) => item(module, 2)),
];
const marks = (text: string) => [...text].map((mark) => mark === "+");

/** The same rules, told naively: stage by stage, question by question. */
function naively(all: readonly PlacementItem[], given: readonly boolean[]) {
  let length = 0;
  let start = 1;
  for (const level of [1, 2, 3]) {
    const stage = all.flatMap((one, at) => (one.level === level ? [at] : []));
    if (stage.length === 0) continue;
    length += stage.length;
    if (given.length < length) break;
    const right = stage.filter((at) => given[at]).length;
    if (right * 100 < Math.round(all[stage[0]!]!.pass * 100) * stage.length) break;
    start = Math.min(3, level + 1);
  }
  return { length, start };
}

const rising = fc
  .tuple(fc.nat(6), fc.nat(4), fc.nat(3))
  .map((counts) => counts.flatMap((count, at) => Array.from({ length: count }, () => (at + 1) as Level)));
const worlds = rising.chain((levels) =>
  fc.record({
    items: fc.tuple(...levels.map((level) => fc.constantFrom("a", "b", "c", "d").map((one) => item(one, level)))),
    marks: fc.array(fc.boolean(), { maxLength: levels.length }),
  }),
);

describe("a placement", () => {
  it("asks five questions of who does not pass the first level, and eight of who does", () => {
    expect(placementLength(items, [])).toBe(5);
    expect(placementLength(items, marks("+++"))).toBe(5);
    expect(placementLength(items, marks("++-+-"))).toBe(5);
    expect(placementLength(items, marks("++-++"))).toBe(8);
    expect(placementLength(items, marks("+++++-"))).toBe(8);
  });

  it("starts at the level behind the last one passed", () => {
    expect(placed(items, marks("+-+-+")).start).toBe(1);
    expect(placed(items, marks("++++-++-")).start).toBe(2);
    expect(placed(items, marks("++++++++")).start).toBe(3);
  });

  it("knows no module in which anything was wrong", () => {
    expect([...placed(items, marks("+-+++++-")).known]).toEqual(["a", "c", "d", "e"]);
  });

  it("stops and starts as the rules say, whatever is answered", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const told = naively(world.items, world.marks);
        expect(placementLength(world.items, world.marks)).toBe(told.length);
        expect(placed(world.items, world.marks).start).toBe(told.start);
      }),
    );
  });

  it("never skips what is mandatory, of a level not passed, or of a module not shown to be known", () => {
    const lessons = fc.array(
      fc.record({
        id: fc.constantFrom("l1", "l2", "l3", "l4").map((id) => id as LessonId),
        module: fc.constantFrom("a", "b", "c", "z").map((id) => id as ModuleId),
        level: fc.constantFrom<Level>(1, 2, 3),
      }),
    );
    fc.assert(
      fc.property(worlds, lessons, (world, all) => {
        const shown = placed(world.items, world.marks);
        const skipped = skippable(all, ["l2" as LessonId], shown);
        const may = all.filter(
          ({ id, module, level }) =>
            id !== "l2" &&
            level < shown.start &&
            world.marks.some((right, at) => right && world.items[at]!.module === module) &&
            world.marks.every((right, at) => right || world.items[at]!.module !== module),
        );
        expect(skipped).toEqual(may);
      }),
    );
  });
});
