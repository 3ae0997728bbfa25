import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { widthOf, wrapped } from "#app/picture/lines.ts";
import { drawProgress, progressSvg } from "#app/picture/progress.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import type { ProgressPicture } from "#supervision/progress-chart.ts";

const longNames = [
  "Ủy ban nhân dân phường Hoàng Liệt",
  "Trung tâm Phục vụ hành chính công phường Nghĩa Đô",
  "Sở Nông nghiệp và Phát triển nông thôn",
  "Xã Ứng Hòa",
  "Đảng ủy – HĐND – UBND xã Ngọc Lặc",
  "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường Đông Hưng Thuận, khu phố 12, tổ dân phố số 3",
  "Công an xã Đắk Ơ",
];
const unitsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    unit: `UBND tỉnh / ${longNames[at % longNames.length]}${at < longNames.length ? "" : ` ${at}`}`,
    itself: false,
    learners: 20,
    rate: 1 - at / count,
  }));
const daysOf = (count: number, times: number) =>
  Array.from({ length: count }, (_, at) => ({
    day: new Date(Date.UTC(2026, 1, 20 + at)).toISOString().slice(0, 10) as LocalDate,
    people: ((at * 37) % 11) * times,
  }));

const view: ProgressPicture = {
  scope: "UBND tỉnh / Ủy ban nhân dân phường Hoàng Liệt",
  asOf: { day: "2026-03-05" as LocalDate, time: "09:00" as LocalTime },
  learners: 1234,
  rate: 0.625,
  units: unitsOf(7),
  days: daysOf(14, 3),
};

/** The texts of a drawing, each line of them. */
const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
    text!.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  );
const shown = async (changed: Partial<ProgressPicture>) => textsOf(await progressSvg({ ...view, ...changed }));

describe("the picture of a scope's progress", () => {
  test("says in words what it is about, as of when, and how much is completed", async () => {
    const texts = (await shown({})).join(" ");
    expect(texts).toContain("UBND tỉnh / Ủy ban nhân dân phường Hoàng Liệt");
    expect(texts).toContain("Tính đến 09:00 ngày 05/03/2026");
    expect(texts).toContain("1.234 học viên đã học xong 62,5% số bài được giao.");
  });

  test("shows each unit with its figure, and each day with its count: nothing hangs on a colour", async () => {
    const texts = await shown({ units: [{ unit: "A / Xã Ứng Hòa", itself: false, learners: 2, rate: 1 / 3 }] });
    expect(texts).toContain("Xã Ứng Hòa");
    expect(texts).toContain("33,3%");
    for (const { people } of view.days) expect(texts).toContain(String(people));
    expect(texts).toContain("nay");
  });

  test("of many units shows both ends, and says how many lie between", async () => {
    const texts = await shown({ units: unitsOf(40) });
    expect(texts.filter((text) => /^[\d,]+%$/.test(text))).toHaveLength(8);
    expect(texts).toContain("… và 32 đơn vị khác, từ 12,5% đến 90%");
  });

  test("tells two units of one name apart, and who is in a unit itself", async () => {
    const unit = (path: string, itself = false) => ({ unit: path, itself, learners: 1, rate: 0.5 });
    const texts = await shown({ units: [unit("T / A / Văn phòng"), unit("T / B / Văn phòng"), unit("T", true)] });
    expect(texts).toContain("Văn phòng, A");
    expect(texts).toContain("Văn phòng, B");
    expect(texts).toContain("T (trực tiếp)");
  });

  test("compares nothing where nothing is due", async () => {
    const texts = await shown({ rate: null, days: [] });
    expect(texts.join(" ")).toContain("Chưa có bài nào đến hạn.");
    expect(texts.filter((text) => text.includes("%"))).toEqual([]);
  });

  test("shows a name that looks like markup letter for letter", async () => {
    const evil = "<b>Xã</b> & {a|b} {b}";
    expect(await shown({ scope: evil, units: [{ unit: evil, itself: false, learners: 1, rate: 1 }] })).toContain(evil);
  });

  test.each<[string, Partial<ProgressPicture>]>([
    ["usual", {}],
    ["many", { units: unitsOf(40), days: daysOf(14, 1700), learners: 98_765 }],
    ["nothing-due", { rate: null, days: [] }],
    ["one", { units: unitsOf(1), days: daysOf(2, 1), scope: "Xã A", learners: 3, rate: 0 }],
  ])("is a PNG as wide as a phone asks for: %s (artifacts/progress-%s.png)", async (name, changed) => {
    const png = await drawProgress({ ...view, ...changed });
    mkdirSync("artifacts", { recursive: true });
    writeFileSync(`artifacts/progress-${name}.png`, png);
    expect(png.toString("latin1", 1, 4)).toBe("PNG");
    expect(png.readUInt32BE(16)).toBe(1080);
    const height = png.readUInt32BE(20);
    expect(height).toBeLessThan(1080 * 3);
    expect(png.length).toBeLessThan(1_000_000);
  });
});

describe("lines", () => {
  const room = { width: 328, lines: 2, size: 15 };

  test.each(longNames)("%s is parted between words and fits", (name) => {
    const lines = wrapped(name, room);
    expect(lines.length).toBeLessThanOrEqual(2);
    for (const line of lines) expect(widthOf(line, room.size)).toBeLessThanOrEqual(room.width + 15);
    const whole = lines.join(" ");
    if (!whole.endsWith("…")) expect(whole).toBe(name);
  });

  test("a name is cut between letters as people see them, however it is written", () => {
    const [line] = wrapped("ệ".normalize("NFD").repeat(100), { ...room, lines: 1 });
    expect(line!.endsWith("…")).toBe(true);
    expect(line!.slice(0, -1).normalize("NFC")).toMatch(/^ệ+$/);
  });

  test("a word longer than the line is parted", () => {
    expect(wrapped("W".repeat(60), room)).toHaveLength(2);
  });
});
