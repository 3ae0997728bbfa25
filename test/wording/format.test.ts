import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LocalDate } from "#domain/time.ts";
import {
  barInWords,
  clipped,
  dateInWords,
  dayInWords,
  eitherInWords,
  named,
  percentInWords,
  weekdayInWords,
} from "#wording/format.ts";
import { givenNameOf } from "#wording/names.ts";

const on = (text: string) => text as LocalDate;

describe("days and figures in Vietnamese", () => {
  it("draws a share in ten cells: something is never nothing, and almost all is not all", () => {
    expect([0, 0.004, 1 / 3, 0.96, 1, 1.7].map(barInWords)).toEqual([
      "□□□□□□□□□□",
      "■□□□□□□□□□",
      "■■■□□□□□□□",
      "■■■■■■■■■□",
      "■■■■■■■■■■",
      "■■■■■■■■■■",
    ]);
    expect(barInWords(null)).toBe("");
  });

  it("writes days as people say them", () => {
    expect(dateInWords(on("2026-03-02"))).toBe("02/03/2026");
    expect(weekdayInWords(on("2026-03-08"))).toBe("Chủ nhật");
    expect(dayInWords(on("2026-03-02"), on("2026-03-02"))).toBe("hôm nay");
    expect(dayInWords(on("2026-03-01"), on("2026-02-28"))).toBe("ngày mai");
    expect(dayInWords(on("2026-03-04"), on("2026-03-02"))).toBe("thứ Tư, 04/03/2026");
    expect(dayInWords(on("2026-03-01"), on("2026-03-02"))).toBe("Chủ nhật, 01/03/2026");
  });
  it.each([
    [2 / 3, "66,7%"],
    [0, "0%"],
    [1, "100%"],
    [0.005, "0,5%"],
    [null, "chưa có"],
    [Number.NaN, "chưa có"],
  ])("writes %j as %s", (ratio, text) => expect(percentInWords(ratio)).toBe(text));

  it("rounds as whole numbers do, for all that so many can be of so many", () => {
    const wrong: string[] = [];
    for (let whole = 1; whole <= 500; whole++) {
      for (let part = 0; part <= whole; part++) {
        const tenths = Math.floor((part * 2000 + whole) / (2 * whole));
        const told = percentInWords(part / whole);
        if (told !== `${String(tenths / 10).replace(".", ",")}%`) wrong.push(`${part} of ${whole}: ${told}`);
      }
    }
    expect(wrong).toEqual([]);
  });
  it("joins choices with hoặc", () => {
    expect(eitherInWords(["A", "B", "C"])).toBe("A, B hoặc C");
    expect(eitherInWords(["A"])).toBe("A");
  });
});

describe("names", () => {
  it("greet by the last word", () => {
    expect(givenNameOf("Nguyễn Thị  Lan ")).toBe("Lan");
    expect(givenNameOf("Y Blia Niê-Kdăm")).toBe("Niê-Kdăm");
  });
  it("stay one short line whatever they hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.integer({ min: 1, max: 120 }), (text, units) => {
        const name = named(text, units);
        expect(name.length).toBeLessThanOrEqual(units);
        expect(name).not.toMatch(/[\n\r\u2028\u2029\u202e]/);
      }),
    );
  });
  it("are never cut inside a letter", () => {
    expect(clipped("a👨‍👩‍👧b", 4)).toBe("a…");
    expect(clipped("vừa đủ", 6)).toBe("vừa đủ");
  });
});
