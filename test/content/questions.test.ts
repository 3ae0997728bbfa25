import { describe } from "vitest";
import { type Case, itIsToldOf } from "./cases.ts";

const questions: readonly Case[] = [
  [
    "no right option",
    "- [x] Gấp",
    "- [ ] Gấp",
    ["31: câu hỏi chưa có ý nào đúng: ở ý đúng, viết “- [x]” thay cho “- [ ]”"],
  ],
  [
    "all options right",
    "- [ ] Bấm thử đường dẫn",
    "- [x] Bấm thử đường dẫn",
    ["42: mọi ý đều đánh dấu đúng: ở ý sai, viết “- [ ]” thay cho “- [x]”"],
  ],
  [
    "one option",
    "- [x] Gấp\n- [ ] Bí mật\n  Tin không dặn giữ kín.\n",
    "",
    [
      "31: câu hỏi có 1 ý để chọn: viết từ 2 đến 5 ý",
      "31: câu hỏi chưa có ý nào đúng: ở ý đúng, viết “- [x]” thay cho “- [ ]”",
    ],
  ],
  [
    "six options",
    "- [x] Gấp",
    "- [x] Gấp\n- [x] a\n- [x] b\n- [x] c",
    ["31: câu hỏi có 6 ý để chọn: viết từ 2 đến 5 ý"],
  ],
  ["an option twice", "- [x] Gấp", "- [x] tham", ["35: ý “tham” đã có ở dòng 33: viết ý khác"]],
  [
    "an option without a box",
    "- [x] Gấp",
    "- Gấp",
    ["35: ý chưa có ô đánh dấu: nếu đúng, viết “- [x] Gấp”, nếu sai, viết “- [ ] Gấp”"],
  ],
  [
    "a box written tight",
    "- [ ] Tham\n  - Tin này không hứa cho gì cả.\n",
    "-[ ] Tham\n\n",
    ["33: ô đánh dấu viết chưa đúng (sát lề, đủ dấu cách, dấu gạch nối ngắn): viết lại thành “- [ ] Tham”"],
  ],
  [
    "a right option written tight behind a line of text",
    "- [x] Gấp",
    "-[x] Gấp",
    ["35: ô đánh dấu viết chưa đúng (sát lề, đủ dấu cách, dấu gạch nối ngắn): viết lại thành “- [x] Gấp”"],
  ],
  [
    "a dash that a word processor made long",
    "  - Tin này không hứa cho gì cả.\n",
    "  - Tin này không hứa cho gì cả.\n– [ ] Lo\n",
    ["35: ô đánh dấu viết chưa đúng (sát lề, đủ dấu cách, dấu gạch nối ngắn): viết lại thành “- [ ] Lo”"],
  ],
  [
    "a second right option without its dash",
    "  - Tin này không hứa cho gì cả.\n",
    "  - Tin này không hứa cho gì cả.\n[x] Vội\n",
    ["35: ô đánh dấu viết chưa đúng (sát lề, đủ dấu cách, dấu gạch nối ngắn): viết lại thành “- [x] Vội”"],
  ],
  [
    "an option indented by mistake",
    "- [x] Gấp",
    "  - [x] Gấp",
    [
      "31: câu hỏi chưa có ý nào đúng: ở ý đúng, viết “- [x]” thay cho “- [ ]”",
      "35: ý này thụt vào trong ý trên: bắt đầu sát lề bằng “- [ ]” hoặc “- [x]”, không có dấu cách ở trước",
    ],
  ],
  [
    "two lines of feedback",
    "  Tin không dặn giữ kín.",
    "  Tin không dặn giữ kín.\n  - Thật vậy.",
    ["36: dưới ý này có nhiều hơn một lời nhắc: gộp thành một dòng “  - …”"],
  ],
  [
    "feedback without indent",
    "  Tin không dặn giữ kín.",
    "Tin không dặn giữ kín.",
    ["37: dòng này không thuộc ý nào: nếu là lời nhắc của ý trên, thụt vào thành “  - Tin không dặn giữ kín.”"],
  ],
  [
    "an option of 91",
    "- [x] Gấp",
    `- [x] ${"ấ".repeat(91)}`,
    ["35: lựa chọn này dài 91 ký tự: rút gọn còn tối đa 90 ký tự (bớt 1)"],
  ],
  [
    "feedback of 161",
    "Tin không dặn giữ kín.",
    "ấ".repeat(161),
    ["36: lời nhắc dưới lựa chọn này dài 161 ký tự: rút gọn còn tối đa 160 ký tự (bớt 1)"],
  ],
  [
    "an explanation of 301",
    "> Gấp, sợ, tham và bí mật.",
    `> ${"ấ".repeat(301)}`,
    ["69: lời giải thích dài 301 ký tự: rút gọn còn tối đa 300 ký tự (bớt 1)"],
  ],
  [
    "no explanation",
    "> Gấp, sợ, tham và bí mật.",
    "",
    ["65: câu hỏi chưa có lời giải thích: dưới các ý, viết một dòng “> Vì sao như vậy”"],
  ],
  [
    "two explanations",
    "> Gấp, sợ, tham và bí mật.",
    "> Gấp\n\n> sợ",
    ["71: câu hỏi có hai lời giải thích: nối thành một, bỏ dòng trống ở giữa"],
  ],
  [
    "an explanation without its mark",
    "> Gấp, sợ, tham và bí mật.",
    "Gấp, sợ, tham và bí mật.",
    [
      "69: dòng này không thuộc phần nào của câu hỏi: nếu là lời giải thích, viết lại thành “> Gấp, sợ, tham và bí mật.”",
    ],
  ],
  [
    "a question of 201",
    "Bài này kể mấy nút bấm?",
    "ấ".repeat(201),
    ["65: câu hỏi dài 201 ký tự: rút gọn còn tối đa 200 ký tự (bớt 1)"],
  ],
  [
    "a question twice",
    "Bài này kể mấy nút bấm?",
    "nút nào   HỨA cho bạn quà?",
    ["65: câu hỏi này đã có ở dòng 59: hỏi cách khác, hoặc xóa một câu"],
  ],
  [
    "no answer",
    "= 4 | 4,0",
    "",
    [
      "65: câu hỏi chưa có đáp án: ý đúng viết “- [x] Nội dung”, ý sai viết “- [ ] Nội dung”; hoặc viết “= đáp án | cách viết khác”; hoặc các bước “1. Bước đầu”",
    ],
  ],
  [
    "a half of a pair of bold in an option",
    "- [x] Gấp",
    "- [x] **Gấp",
    [
      "35: dấu ** này không đủ cặp, người học sẽ thấy dấu sao: thêm ** ở đầu hoặc cuối chữ đậm, hoặc bỏ đi, thành “- [x] Gấp”",
    ],
  ],
  [
    "two kinds of answers",
    "= 4 | 4,0",
    "= 4 | 4,0\n\n1. a\n2. b",
    ["65: câu hỏi trộn nhiều kiểu trả lời: chỉ giữ các ý có ô [ ], hoặc các bước 1. 2. 3., hoặc dòng “= ”"],
  ],
  ["an empty accepted text", "= 4 | 4,0", "= 4 |", ["67: một đáp án đang trống: viết từ 1 đến 90 ký tự"]],
  [
    "an accepted text twice",
    "= tham | nút tham",
    "= tham | THAM",
    ["61: đáp án “THAM” viết hai lần (không kể hoa thường): xóa một"],
  ],
  [
    "accepted texts on two lines",
    "= tham | nút tham",
    "= tham\n= nút tham",
    ["62: có chữ sau dòng đáp án: viết mọi đáp án trên một dòng, ví dụ “= sáu | 6”"],
  ],
  ["a step twice", "2. Gọi tên nút", "2. dừng lại", ["74: ý “dừng lại” đã có ở dòng 73: viết ý khác"]],
  [
    "a step with a box",
    "2. Gọi tên nút",
    "2. [x] Gọi tên nút",
    ["74: bước có đánh số thì không có ô đánh dấu: viết “1. Nội dung”, hoặc đổi cả câu thành “- [x] Nội dung”"],
  ],
  [
    "a question heading of level 4",
    "### Bài này",
    "#### Bài này",
    ["65: đầu câu hỏi phải có đúng ba dấu # và một dấu cách: sửa thành “### Nội dung câu hỏi”"],
  ],
  [
    "text before the first question",
    "## Câu hỏi\n",
    "## Câu hỏi\n\nTrả lời nhé.\n",
    ["31: dòng này đứng trước câu hỏi đầu tiên: nếu là câu hỏi thì viết “### ” ở đầu dòng, nếu không thì xóa"],
  ],
];

describe("a lesson's questions", () => {
  itIsToldOf(questions);
});
