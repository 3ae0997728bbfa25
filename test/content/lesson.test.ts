import { describe, expect, it } from "vitest";
import { readLesson } from "#content/lesson.ts";
import { notesOn } from "#content/problem.ts";
import { problems } from "./cases.ts";
import { edited, goodLesson } from "./sample.ts";

const tooFew = edited(
  edited(goodLesson, goodLesson.slice(goodLesson.indexOf("### Xếp việc")), ""),
  "### Bài này kể mấy nút bấm?\n\n= 4 | 4,0\n\n> Gấp, sợ, tham và bí mật.\n",
  "",
);

describe("a lesson file", () => {
  it("gives no problem when it follows the example", () => {
    expect(problems(goodLesson)).toEqual({ errors: [], warnings: [] });
  });

  it("is told all its faults at once, whatever part they are in", () => {
    const bad = edited(
      edited(edited(goodLesson, "level: 1", "level: 9"), "- [x] Gấp", "- [ ] Gấp"),
      "## Làm ngay",
      "## Làm gì",
    );
    expect(problems(bad).errors.map((line) => line.slice(0, 30))).toEqual([
      "1: thiếu phần việc làm ngay: s",
      "7: mục level đang là 9: viết m",
      "25: tiêu đề không dùng được ở ",
      "31: câu hỏi chưa có ý nào đúng",
    ]);
  });

  it.each([
    [179, ["16: nội dung bài có 179 chữ: viết từ 180 đến 250 chữ"]],
    [180, []],
    [250, []],
    [251, ["16: nội dung bài có 251 chữ: viết từ 180 đến 250 chữ"]],
  ])("with %i words in its body is told %j", (words, errors) => {
    const [front, rest] = [goodLesson.split("\nBảy giờ")[0]!, goodLesson.slice(goodLesson.indexOf("## Làm ngay"))];
    const body = `- **đậm** ${"từ ".repeat(words - 3)}\n\nhai từ`;
    expect(problems(`${front}\n${body}\n\n${rest}`).errors).toEqual(errors);
  });

  it("keeps addresses apart from its text, and has room for them in its message", () => {
    const address = (...all: string[]) =>
      edited(goodLesson, "valid-from", `addresses:\n${all.map((one) => `  - ${one}\n`).join("")}valid-from`);
    const lists = { errors: [], warnings: [] };
    const { lesson } = readLesson(address('{ name: "Cổng", address: "a.gov.vn" }'), notesOn("x.md", lists));
    expect(lesson?.addresses).toEqual([{ name: "Cổng", address: "a.gov.vn" }]);
    const many = Array.from({ length: 12 }, (_, n) => `{ name: "${`${n}`.repeat(40)}", address: "${"a".repeat(80)}" }`);
    expect(problems(address(...many)).errors[0]).toContain(
      "không vừa một tin nhắn: rút gọn bài hoặc câu hỏi còn tối đa 1720",
    );
  });

  it("is told when it has fewer than five questions", () => {
    expect(problems(tooFew).errors).toEqual([
      "29: bài có 4 câu hỏi: viết ít nhất 5 câu, mỗi câu bắt đầu bằng “### ”, ví dụ ### Mã nào khó đoán hơn cả?",
    ]);
  });

  it("is told when a question does not fit one message with the lesson", () => {
    const long = "ấ".repeat(88);
    const options = ["a", "b", "c"].map((end) => `- [x] ${long}${end}`).join("\n");
    const bad = edited(edited(goodLesson, "- [x] Gấp", options), "chuyển tiền gấp", `chuyển tiền ${"ấ".repeat(230)}`);
    const asked = edited(bad, "bấm vào nút nào?", `bấm vào nút nào trong ${"ấ".repeat(50)}?`);
    expect(problems(asked).errors).toEqual([
      expect.stringMatching(
        /^31: cả bài cùng câu hỏi này dài \d+ ký tự, không vừa một tin nhắn: rút gọn bài hoặc câu hỏi còn tối đa 1720 \(bớt \d+\)$/,
      ),
    ]);
  });

  it.each([
    ["", "tệp đang trống: chép bài mẫu trong lessons/README.md vào rồi đổi chữ"],
    ["---", "thông tin đầu bài chưa được đóng: thêm một dòng --- ở đây, trước nội dung bài"],
    ["--\nid: x\n---\n", "dòng này phải là đúng ba dấu gạch nối ngắn: sửa thành ---"],
    [
      "# Chào",
      "thiếu thông tin đầu bài: dòng đầu tiên của tệp là ---, tiếp theo là id: và các mục khác, rồi một dòng --- nữa",
    ],
  ])("is told how to begin when it is %j", (text, said) => {
    expect(problems(text).errors).toEqual([`1: ${said}`]);
  });

  it("is warned, not refused, of a wrong option without feedback", () => {
    expect(problems(edited(goodLesson, "  - Tin này không hứa cho gì cả.\n", ""))).toEqual({
      errors: [],
      warnings: ["33: ý sai chưa có lời nhắc: ngay dưới, thụt vào hai dấu cách, viết “  - Vì sao chưa đúng”"],
    });
  });
});
