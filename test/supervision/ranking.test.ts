import { describe, expect, test } from "vitest";
import type { UnitId } from "#domain/ids.ts";
import { rankUnits } from "#supervision/ranking.ts";

const unit = (id: number, part: number, whole: number) => ({
  id: id as UnitId,
  name: `Xã ${id}`,
  path: `Tỉnh / Xã ${id}`,
  value: { part, whole },
});
const units = [unit(1, 4, 11), unit(2, 2, 4), unit(3, 4, 8)];
const placed = (cut: Parameters<typeof rankUnits>[2], measure: "not_learnt" | "completion" = "not_learnt") =>
  rankUnits(units, measure, cut).rows.map(({ place, name }) => `${place}. ${name}`);

describe("units of which people are counted", () => {
  test("are ranked by the share of their people, so that their size decides nothing", () => {
    expect(placed({ best: false, limit: 5 })).toEqual(["1. Xã 2", "1. Xã 3", "3. Xã 1"]);
  });

  test("or by their number, where that is asked for", () => {
    expect(placed({ best: false, limit: 5, by: "number" })).toEqual(["1. Xã 1", "1. Xã 3", "3. Xã 2"]);
    expect(placed({ best: true, limit: 1, by: "number" })).toEqual(["1. Xã 2"]);
  });

  test("a rate is never ranked by a number", () => {
    expect(placed({ best: true, limit: 5, by: "number" }, "completion")).toEqual(["1. Xã 2", "1. Xã 3", "3. Xã 1"]);
  });
});
