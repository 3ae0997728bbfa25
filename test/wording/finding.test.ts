import { describe, expect, test } from "vitest";
import type { Bound } from "#domain/bound.ts";
import type { InboxId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Finding, Form, Measure, Period, Question, Value } from "#domain/question.ts";
import type { LocalDate, Zone } from "#domain/time.ts";
import { askExamples, askHowMessage, findingMessage, whichQuestionMessage } from "#wording/compose-finding.ts";
import { typedOut } from "./messages.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;
/** 20:03 on 28/11/2026. */
const asOf = new Date("2026-11-28T13:03:00Z");
const today = { kind: "days", from: "2026-11-28" as LocalDate, to: "2026-11-28" as LocalDate } as const;
const unit = { kind: "unit", id: 2 as UnitId } as const;
const base: Question = { measure: "not_learnt", subject: unit, period: today, form: { kind: "names" } };
const found = (question: Partial<Question>, total: Value, more: Partial<Finding> = {}): string =>
  typedOut(
    findingMessage(
      { question: { ...base, ...question }, name: "Tỉnh / Xã Tân Lập", asOf, total, people: [], rows: [], ...more },
      zone,
    ),
  );
const person = (fullName: string, where: string) => ({ learnerId: 1 as LearnerId, fullName, unit: where });

describe("what was found is told", () => {
  test("the number first, the names, what it means, and when it was so", () => {
    const people = [person("Nguyễn Thị Lan", "Tỉnh / Xã Tân Lập / Tổ 1"), person("Lê Hoa", "Tỉnh / Xã Tân Lập")];
    expect(found({}, { part: 2, whole: 41 }, { people })).toBe(
      [
        "Chưa học hôm nay: 2 trên 41 người",
        "Tỉnh / Xã Tân Lập",
        "",
        "1. Nguyễn Thị Lan (Tổ 1)",
        "2. Lê Hoa (Xã Tân Lập)",
        "",
        "Tính người đến ngày học mà chưa học xong bài nào trong thời gian này; không tính người đang tạm dừng, chưa vào lớp.",
        "Tính đến 20:03 ngày 28/11/2026.",
      ].join("\n"),
    );
  });

  test("what it means of several days is said of those", () => {
    const days = { kind: "days", from: "2026-11-23", to: "2026-11-28" } as Period;
    expect(found({ period: days }, { part: 0, whole: 41 })).toContain(
      "Tính người đã vào lớp muộn nhất vào ngày đầu, đến ngày học mà chưa học xong bài nào trong thời gian này;",
    );
    const completion = found({ measure: "completion", period: days, form: { kind: "total" } }, { part: 4, whole: 5 });
    expect(completion).toContain("so với số bài đến lượt học, đều tính trong thời gian này.");
  });

  test("rates as whole percents with the fraction beside, all and nothing only where they are exact", () => {
    const rate = (part: number, whole: number) =>
      found({ measure: "completion", period: { kind: "now" }, form: { kind: "total" } }, { part, whole }).split(
        "\n",
      )[0];
    expect(rate(41, 50)).toBe("Tiến độ: 82 % (41/50)");
    expect(rate(999, 1000)).toBe("Tiến độ: 99 % (999/1.000)");
    expect(rate(1, 1000)).toBe("Tiến độ: 1 % (1/1.000)");
    expect(rate(0, 50)).toBe("Tiến độ: 0 % (0/50)");
    expect(rate(0, 0)).toBe("Tiến độ: chưa có gì để tính");
  });

  test("sums as Vietnamese writes numbers", () => {
    const total: Form = { kind: "total" };
    expect(found({ measure: "points", form: total }, { part: 12_345, whole: null })).toMatch(
      /^Điểm hôm nay: 12\.345 điểm\n/,
    );
    expect(found({ measure: "lessons", form: total }, { part: 7, whole: null })).toMatch(
      /^Số bài đã học xong hôm nay: 7 bài\n/,
    );
  });

  describe("whether a line was reached", () => {
    const now = { kind: "now" } as const;
    const told = (measure: Measure, beyond: Bound, part: number, whole: number | null, reached?: boolean) =>
      found(
        { measure, period: now, form: { kind: "reached", beyond } },
        { part, whole },
        reached === undefined ? {} : { reached },
      ).split("\n")[0];
    const percent = { line: 80, in: "percent" } as const;

    test("yes or no comes first, then the figure, which is not rounded onto the line", () => {
      expect(told("completion", { side: "at_least", ...percent }, 7_996, 10_000, false)).toBe(
        "Chưa đạt 80 %. Tiến độ: 79,9 % (7.996/10.000)",
      );
      expect(told("completion", { side: "at_least", ...percent }, 8, 10, true)).toBe(
        "Đã đạt 80 %. Tiến độ: 80 % (8/10)",
      );
      expect(told("completion", { side: "below", ...percent }, 8, 10, false)).toBe(
        "Không dưới 80 %. Tiến độ: 80 % (8/10)",
      );
      expect(told("score", { side: "above", ...percent }, 9, 10, true)).toBe(
        "Có, trên 80 %. Tỷ lệ trả lời đúng: 90 % (9/10)",
      );
      expect(told("joined", { side: "at_least", ...percent }, 3, 4, false)).toBe(
        "Chưa đạt 80 %. Đã tham gia lớp: 75 % (3/4)",
      );
    });

    test("of what is better less, and of two lines, in words that fit", () => {
      const three = { line: 3, in: "number" } as const;
      expect(told("not_learnt", { side: "at_least", ...three }, 2, 9, false)).toMatch(
        /^Không đến 3 người\. Chưa học: 2/,
      );
      expect(told("not_learnt", { side: "above", ...three }, 4, 9, true)).toMatch(/^Có, trên 3 người\./);
      expect(told("paused", { side: "at_most", ...three }, 4, 9, false)).toMatch(/^Không, đã quá 3 người\./);
      const to = { side: "below", line: 80, in: "percent" } as const;
      expect(told("completion", { side: "at_least", line: 50, in: "percent", to }, 6, 10, true)).toBe(
        "Nằm trong khoảng từ 50 % đến dưới 80 %. Tiến độ: 60 % (6/10)",
      );
    });

    test("of nothing that is due neither is said", () => {
      expect(told("completion", { side: "at_least", ...percent }, 0, 0)).toBe("Tiến độ: chưa có gì để tính");
    });
  });

  test("lessons that go worst are told with their modules, by share or by people", () => {
    const row = { place: 1, name: "Tin báo trúng thưởng", path: "An toàn", value: { part: 12, whole: 30 } };
    const form = { kind: "taught", of: "lessons", best: false, limit: 5 } as const;
    const told = (by: "share" | "people", rows: Finding["rows"]) =>
      found(
        { measure: "score", period: { kind: "now" }, form: { ...form, by } },
        { part: 50, whole: 90 },
        { rows },
      ).split("\n");
    expect(told("share", [row])).toEqual([
      "Tỷ lệ trả lời đúng: 56 % (50/90)",
      "Tỉnh / Xã Tân Lập",
      "",
      "Bài có tỷ lệ trả lời đúng thấp nhất:",
      "1. Tin báo trúng thưởng (An toàn): 40 % (12/30)",
      "",
      "Số câu đúng ngay lần đầu so với số câu đã trả lời của bài.",
      "Tính đến 20:03 ngày 28/11/2026.",
    ]);
    expect(told("people", [row])).toContain("1. Tin báo trúng thưởng (An toàn): 12 trên 30 người");
    expect(told("share", [])).toContain(
      "Chưa có bài nào đủ người trả lời để tính mà không lộ câu trả lời của riêng ai.",
    );
    const question = { measure: "score", period: { kind: "now" }, form: { ...form, by: "share" } } as const;
    expect(found(question, { part: 50, whole: 90 }, { tooMuch: true })).toMatch(
      /^Tỷ lệ trả lời đúng: 56 % \(50\/90\)\nTỉnh \/ Xã Tân Lập\n\nPhạm vi này đông quá,.* Mời Anh\/Chị hỏi theo một đơn vị hoặc một lớp\.\n/,
    );
  });

  describe("beyond a line", () => {
    const beyond = { side: "below", line: 50, in: "percent" } as const;
    const cut: Form = { kind: "ranking", of: "units", level: ["xa"], best: false, limit: 60, beyond };
    const row = (place: number, part: number, whole: number) => ({
      place,
      name: `Xã ${place}`,
      path: `Tỉnh / Xã ${place}`,
      value: { part, whole },
    });
    const asked = (form: Form, rows: Finding["rows"], part: number, whole: number) =>
      found(
        { measure: "completion", period: { kind: "now" }, form },
        { part: 10, whole: 12 },
        { name: "Tỉnh", rows, standing: { part, whole } },
      );

    test("how many there are comes first, and no figure is rounded onto the line", () => {
      expect(asked(cut, [row(1, 1, 3), row(2, 4997, 10_000)], 2, 5)).toMatch(
        /^Tiến độ dưới 50 %: 2 trên 5 đơn vị\nTỉnh\n\n1\. Xã 1: 33 % \(1\/3\)\n2\. Xã 2: 49,9 % \(4\.997\/10\.000\)\n/,
      );
      const above: Form = { ...cut, beyond: { side: "above", line: 99, in: "percent" } };
      expect(asked(above, [row(1, 997, 1000)], 1, 5)).toContain("1. Xã 1: 99,7 % (997/1.000)");
    });

    test("and without one it is said by what units stand, where people are counted", () => {
      const { beyond: _, ...sorted } = cut as Extract<Form, { kind: "ranking" }>;
      const told = (form: Form, measure: "not_joined" | "completion") =>
        found(
          { measure, period: { kind: "now" }, form },
          { part: 3, whole: 9 },
          { name: "Tỉnh", rows: [row(1, 2, 4), row(2, 1, 5)] },
        );
      expect(told(sorted, "not_joined")).toContain("Xếp theo tỷ lệ trên số học viên của từng đơn vị.\nTính đến");
      expect(told({ ...sorted, by: "number" }, "not_joined")).toContain("Xếp theo số người.\nTính đến");
      expect(told(sorted, "completion")).not.toContain("Xếp theo");
    });

    test("all that there was no room for are counted", () => {
      const rows = Array.from({ length: 60 }, (_, at) => row(at + 1, at, 200));
      const text = asked(cut, rows, 75, 80);
      const told = text.match(/^\d+\. /gm)!.length;
      expect(text).toContain(`… và ${75 - told} dòng nữa`);
    });

    test("nobody is said, and where nobody could be it is said otherwise", () => {
      expect(asked(cut, [], 0, 5)).toContain("dưới 50 %: 0 trên 5 đơn vị\nTỉnh\n\nKhông có đơn vị nào.");
      expect(asked(cut, [], 0, 0)).toContain("Không có đơn vị nào như vậy ở cấp dưới.");
    });
  });

  test("a place among how many, or that there is nobody to stand among", () => {
    const rows = [{ place: 2, name: "Xã Tân Lập", path: "Tỉnh / Xã Tân Lập", value: { part: 5, whole: 10 } }];
    const place = (more: Partial<Finding>, subject: Question["subject"] = unit) =>
      found(
        { measure: "completion", period: { kind: "now" }, subject, form: { kind: "place" } },
        { part: 5, whole: 10 },
        more,
      );
    expect(place({ rows, standing: { part: 1, whole: 7 } })).toMatch(
      /^Tiến độ: 50 % \(5\/10\)\nTỉnh \/ Xã Tân Lập\n\nĐứng thứ 2 trên 7 đơn vị cùng cấp mà Anh\/Chị xem được\.\n/,
    );
    expect(place({})).toContain("không có đơn vị cùng cấp nào khác để so");
    expect(place({ standing: { part: 1, whole: 0 } })).toContain("Chưa đủ số liệu để xếp thứ hạng.");
    const somebody = { kind: "person", id: 3 as LearnerId } as const;
    expect(place({ rows, standing: { part: 1, whole: 7 } }, somebody)).toContain(
      "Đứng thứ 2 trên 7 người mà Anh/Chị phụ trách.",
    );
    expect(place({}, { kind: "me" })).toContain("gõ xếp hạng");
  });

  test("nobody, and nobody to be seen, kindly", () => {
    expect(found({}, { part: 0, whole: 41 })).toMatch(/Không có ai\./);
    expect(found({ measure: "learnt" }, { part: 0, whole: 41 })).toMatch(/\nKhông có ai\./);
    expect(found({}, { part: 0, whole: 0 })).toMatch(/Chưa có học viên nào ở đây\./);
  });

  test("of one person as yes or no, and their streak in days", () => {
    const one = { subject: { kind: "me" }, form: { kind: "total" } } as const;
    expect(found({ ...one, measure: "learnt" }, { part: 1, whole: 1 })).toMatch(/^Đã học hôm nay: có\n/);
    expect(found({ ...one, measure: "streak", period: { kind: "now" } }, { part: 5, whole: null })).toMatch(
      /: 5 ngày\n/,
    );
  });

  test("a ranking line by line, a comparison with both, a forecast with its range", () => {
    const rows = [
      { place: 1, name: "Tổ 1", path: "Tỉnh / Xã Tân Lập / Tổ 1", value: { part: 9, whole: 10 } },
      { place: 2, name: "Tổ 2", path: "Tỉnh / Xã Tân Lập / Tổ 2", value: { part: 1, whole: 2 } },
    ];
    const ranking: Form = { kind: "ranking", of: "units", level: [], best: true, limit: 5 };
    const now = { kind: "now" } as const;
    expect(found({ measure: "completion", period: now, form: ranking }, { part: 10, whole: 12 }, { rows })).toContain(
      "1. Tổ 1: 90 % (9/10)\n2. Tổ 2: 50 % (1/2)",
    );
    const yesterday = { kind: "days", from: "2026-11-27" as LocalDate, to: "2026-11-27" as LocalDate } as const;
    const comparison: Form = { kind: "comparison", with: { subject: unit, period: yesterday } };
    expect(found({ measure: "learnt", form: comparison }, { part: 3, whole: 4 })).toMatch(
      /^Đã học hôm nay so với hôm qua: /,
    );
    const one = { place: 0, name: "Xã Tân Lập", path: "Tỉnh / Xã Tân Lập" };
    const beside = [
      { ...one, value: { part: 3, whole: 4 } },
      { ...one, value: { part: 2, whole: 4 } },
    ];
    expect(found({ measure: "learnt", form: comparison }, { part: 3, whole: 4 }, { rows: beside })).toContain(
      "- Hôm nay: 3 trên 4 người\n- Hôm qua: 2 trên 4 người",
    );
    const apart = [beside[0]!, { ...beside[1]!, name: "Tổ 2", path: "Tỉnh / Xã Tân Lập / Tổ 2" }];
    expect(found({ measure: "learnt", form: comparison }, { part: 3, whole: 4 }, { rows: apart })).toContain(
      "- Xã Tân Lập, hôm nay: 3 trên 4 người\n- Tổ 2, hôm qua: 2 trên 4 người",
    );
    const range = { part: 80, whole: 100, range: { low: 70, high: 90 } };
    expect(found({ measure: "forecast", period: now, form: { kind: "total" } }, range)).toContain(
      "Có lẽ từ 70 % đến 90 %.",
    );
  });

  test("a name from outside cannot look like a line of ours", () => {
    const people = [person("Lan\nTính đến 00:00", "Tổ\n1")];
    expect(found({}, { part: 1, whole: 2 }, { people })).toContain("1. Lan Tính đến 00:00 (Tổ 1)");
  });
});

describe("whatever is found", () => {
  const measures: readonly Measure[] = [
    "people",
    "learnt",
    "lessons",
    "completion",
    "score",
    "points",
    "streak",
    "forecast",
  ];
  const forms: readonly Form[] = [
    { kind: "total" },
    { kind: "names" },
    { kind: "ranking", of: "people", level: [], best: true, limit: 60 },
    { kind: "comparison", with: { subject: { kind: "own" }, period: today } },
  ];
  const long = "Hội đồng nhân dân xã Tân Lập ".repeat(8);
  const people = Array.from({ length: 60 }, () => person(long, `${long} / ${long}`));
  const rows = people.map((_, at) => ({
    place: at + 1,
    name: long,
    path: `${long} / ${long}`,
    value: { part: 9, whole: 10 },
  }));

  test.each(measures.flatMap((measure) => forms.map((form) => [measure, form.kind, form] as const)))(
    "%s as %s fits a message and says how many are left off",
    (measure, kind, form) => {
      const text = found({ measure, form }, { part: 3000, whole: 4000 }, { people, rows, name: `${long}; ${long}` });
      expect(text.length).toBeLessThanOrEqual(1900);
      expect(text).not.toMatch(/undefined|null|NaN|\n{3}/);
      if (kind === "names") expect(text).toMatch(/… và 2\.9\d\d người nữa/);
      if (kind === "ranking" || kind === "comparison") expect(text).toMatch(/… và \d+ dòng nữa/);
    },
  );

  test("what is asked back fits too, and so does what can be asked", () => {
    const nine = Array.from({ length: 9 }, () => long);
    const asked = 7 as InboxId;
    expect(typedOut(whichQuestionMessage(nine, asked))).toMatch(/gõ số từ 1 đến 9$/);
    expect(typedOut(whichQuestionMessage(nine, asked)).length).toBeLessThanOrEqual(1900);
    expect(typedOut(whichQuestionMessage(["Đã học: Xã A"], asked))).toMatch(/gõ 1 nếu đúng$/);
    expect(typedOut(askHowMessage(askExamples(long), asked)).length).toBeLessThanOrEqual(1900);
  });
});
