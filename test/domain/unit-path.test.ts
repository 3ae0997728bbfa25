import { describe, expect, test } from "vitest";
import { parseUnitPath } from "#domain/unit-path.ts";

const levels = (count: number) => Array.from({ length: count }, (_, n) => `Cấp ${n + 1}`).join(" / ");

describe("a unit's path", () => {
  test.each([
    ["UBND tỉnh", ["UBND tỉnh"]],
    ["UBND tỉnh / Sở Nội vụ / Phòng KH/TC", ["UBND tỉnh", "Sở Nội vụ", "Phòng KH/TC"]],
    ["  UBND   tỉnh  /  Sở\u00A0Nội vụ ", ["UBND tỉnh", "Sở Nội vụ"]],
    ["Sở Nội vụ".normalize("NFD"), ["Sở Nội vụ"]],
    ["Sở\u200B Nội vụ\uFEFF", ["Sở Nội vụ"]],
    ["Sở Nội vụ\u3164", ["Sở Nội vụ"]],
    [levels(12), levels(12).split(" / ")],
    [`A / ${"ơ".repeat(200)}`, ["A", "ơ".repeat(200)]],
    ["A/ B", ["A/ B"]],
  ])("%j is read as %j", (path, parts) => {
    expect(parseUnitPath(path)).toEqual({ ok: true, value: parts });
  });

  test.each([
    ["", { kind: "empty" }],
    ["  ", { kind: "empty" }],
    ["/", { kind: "empty_part", part: 1 }],
    ["/ A", { kind: "empty_part", part: 1 }],
    ["A / / B", { kind: "empty_part", part: 2 }],
    ["A / B / ", { kind: "empty_part", part: 3 }],
    ["A / \u200B", { kind: "empty_part", part: 2 }],
    [levels(13), { kind: "too_deep", parts: 13 }],
    [`A / ${"ơ".repeat(201)}`, { kind: "part_too_long", part: 2 }],
    ["A / B\u0000", { kind: "unsafe_character", part: 2 }],
    ["A\nB", { kind: "unsafe_character", part: 1 }],
    ["A / \u202EB", { kind: "unsafe_character", part: 2 }],
    ["A\u2067", { kind: "unsafe_character", part: 1 }],
    ["A\uD800", { kind: "unsafe_character", part: 1 }],
  ])("%j is refused: %j", (path, problem) => {
    expect(parseUnitPath(path)).toEqual({ ok: false, problem });
  });
});
