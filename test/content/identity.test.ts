import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lessonHash } from "#content/hash.ts";
import { readLesson } from "#content/lesson.ts";
import { notesOn } from "#content/problem.ts";
import { questionId } from "#content/questions.ts";
import type { Lesson } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";
import { plainText } from "#domain/text.ts";
import { edited, goodLesson } from "./sample.ts";

function read(text: string): Lesson {
  const { lesson } = readLesson(text, notesOn("x.md", { errors: [], warnings: [] }));
  if (lesson === null) throw new Error("the sample is not sound");
  return lesson;
}

const lesson = read(goodLesson);
const id = "bon-nut-bam" as LessonId;

describe("what a sound lesson says", () => {
  it("keeps bold, makes items of lists and shows the address of a link", () => {
    expect(lesson.body.slice(1, 4)).toEqual([
      [],
      [{ text: "• " }, { text: "Gấp", bold: true }, { text: ": làm ngay kẻo muộn, không cho bạn thời gian hỏi ai." }],
      [{ text: "• " }, { text: "Sợ", bold: true }, { text: ": dọa khóa tài khoản, dọa bắt, dọa mất chức." }],
    ]);
    expect(plainText(lesson.body)).toContain("ví dụ cổng cảnh báo (https://canhbao.khonggianmang.vn), chứ không");
    expect(plainText(lesson.action)).toBe("Mở tin nhắn lạ gần nhất trong máy bạn và gọi tên nút mà tin ấy bấm vào.");
  });

  it.each([
    ["*nghiêng* và `mã` và _gạch_", "nghiêng và mã và gạch"],
    ["www.a.vn, https://a.vn/b_c_d và a@b.vn", "www.a.vn, https://a.vn/b_c_d và a@b.vn"],
    ["<https://a.vn> [](https://b.vn)", "https://a.vn https://b.vn"],
    ["~5 phút, ~10 phút", "~5 phút, ~10 phút"],
    ["một\ndòng  \nnữa\\\nthôi", "một dòng nữa thôi"],
    ["2 \\* 3 &lt; 7 &amp; 1 < 2", "2 * 3 < 7 & 1 < 2"],
    ["1. một\n2. hai\n\nba\n- bốn", "1. một\n2. hai\n\nba\n• bốn"],
  ])("reads %j as %j", (markdown, plain) => {
    const action = "Mở tin nhắn lạ gần nhất trong máy bạn và gọi tên **nút** mà tin ấy bấm vào.";
    expect(plainText(read(edited(goodLesson, action, markdown)).action)).toBe(plain);
  });

  it("tells every type of question", () => {
    const types = lesson.questions.map(({ type, options, accepted }) => [type, options.map((o) => +o.right), accepted]);
    expect(types).toEqual([
      ["single", [0, 1, 0], []],
      ["multiple", [1, 1, 0], []],
      ["truefalse", [0, 1], []],
      ["short", [], ["tham", "nút tham"]],
      ["numeric", [], ["4", "4,0"]],
      ["order", [1, 1, 1], []],
    ]);
  });

  it("takes feedback from a nested item and from an indented line, and joins the lines of an explanation", () => {
    const [first] = lesson.questions;
    expect(first!.prompt).toBe('Tin nhắn "tài khoản sẽ bị khóa trong 5 phút" bấm vào nút nào?');
    expect(first!.options).toEqual([
      { text: "Tham", right: false, feedback: "Tin này không hứa cho gì cả." },
      { text: "Gấp", right: true, feedback: null },
      { text: "Bí mật", right: false, feedback: "Tin không dặn giữ kín." },
    ]);
    expect(first!.explanation).toBe("Tin đặt hạn năm phút để bạn không kịp hỏi ai.");
  });
});

describe("a question's id", () => {
  it("is the lesson's id and the first 8 hex digits of its prompt's SHA-256", () => {
    expect(questionId(id, "Bài này kể mấy nút bấm?")).toBe("bon-nut-bam#5de95e1a");
    expect(lesson.questions.map((question) => question.id)).toContain("bon-nut-bam#5de95e1a");
  });

  it("survives changes of case, spacing and the way accents are encoded", () => {
    expect(questionId(id, "  BÀI này\nkể  mấy nút bấm? ".normalize("NFD"))).toBe("bon-nut-bam#5de95e1a");
  });
});

describe("a lesson's hash", () => {
  it("is the same however the keys are ordered", () => {
    const reversed = Object.fromEntries(Object.entries(lesson).reverse()) as unknown as Lesson;
    expect(lessonHash(reversed)).toBe(lessonHash(lesson));
    expect(lessonHash(lesson)).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is the same for a file with other line ends and layout of its front matter", () => {
    const moved = edited(edited(goodLesson, "level: 1\n", ""), "minutes: 3\n", "minutes: 3\nlevel: 1\n");
    expect(lessonHash(read(moved))).toBe(lessonHash(lesson));
  });

  it.each([
    ["level: 1", "level: 2"],
    ["**Sợ**", "Sợ"],
    ["- [ ] Tham", "- [ ] Tham lam"],
    ["Tin này không hứa cho gì cả.", "Tin không hứa gì."],
    ["= tham | nút tham", "= nút tham | tham"],
  ])("changes when %j becomes %j", (from, to) => {
    expect(lessonHash(read(edited(goodLesson, from, to)))).not.toBe(lessonHash(lesson));
  });

  it("changes with any title", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(lessonHash({ ...lesson, title: a }) === lessonHash({ ...lesson, title: b })).toBe(a === b);
      }),
    );
  });
});
