import { describe, expect, it } from "vitest";
import { type Case, itIsToldOf, problems } from "./cases.ts";
import { edited, goodLesson } from "./sample.ts";

const half = "dấu ** này không đủ cặp, người học sẽ thấy dấu sao: thêm ** ở đầu hoặc cuối chữ đậm, hoặc bỏ đi, thành";
const loose = "dấu ** phải sát chữ đậm và đủ cặp, nếu không người học thấy dấu sao: viết lại thành";

const bodies: readonly Case[] = [
  [
    "a heading in the body",
    "Một tin nhắn thật",
    "### Nghĩ\n\nMột tin nhắn thật",
    [
      "23: tiêu đề không dùng được ở đây: viết chữ đậm, ví dụ **Ba việc cần nhớ**; bài chỉ có “## Làm ngay” và “## Câu hỏi”",
    ],
  ],
  [
    "a table",
    "Một tin nhắn thật",
    "| a | b |\n| - | - |\n\nMột tin nhắn thật",
    ["23: ứng dụng chat không hiện được bảng: viết thành danh sách, mỗi dòng bắt đầu bằng “- ”"],
  ],
  [
    "HTML and an image within a line",
    "Một tin nhắn thật",
    "Một <b>tin</b> ![ảnh](x.png) nhắn thật",
    [
      "23: ứng dụng chat không hiện được mã HTML (chữ trong dấu < >): viết chữ thường, muốn đậm thì **chữ đậm**",
      "23: ứng dụng chat không hiện được ảnh: xóa dòng ảnh, diễn tả bằng lời",
    ],
  ],
  [
    "a fenced block",
    "Một tin nhắn thật",
    "```\nx\n```\n\nMột tin nhắn thật",
    ["23: dòng này thụt vào quá sâu, hoặc nằm trong khung ```: xóa dấu cách ở đầu dòng, bắt đầu bằng chữ"],
  ],
  [
    "a rule",
    "Một tin nhắn thật",
    "***\n\nMột tin nhắn thật",
    ["23: đường kẻ (---, ***) không dùng được ở đây: xóa, để một dòng trống"],
  ],
  [
    "a footnote",
    "Một tin nhắn thật",
    "[^1]: x\n\nMột[^1] tin nhắn thật",
    [
      "23: ứng dụng chat không hiện được chú thích [^1]: chuyển nguồn lên mục sources ở đầu bài",
      "25: ứng dụng chat không hiện được chú thích [^1]: chuyển nguồn lên mục sources ở đầu bài",
    ],
  ],
  [
    "a half of a pair of bold",
    "- **Sợ**",
    "- **Sợ",
    [`19: ${half} “- Sợ: dọa khóa tài khoản, dọa bắt, dọa mất chức.”`],
  ],
  [
    "bold that is never opened",
    "**nút** mà",
    "nút** mà",
    [`27: ${half} “Mở tin nhắn lạ gần nhất trong máy bạn và gọi tên nút mà tin ấy bấm vào.”`],
  ],
  [
    "blanks inside bold",
    "**nút** mà",
    "** nút ** mà",
    [`27: ${loose} “Mở tin nhắn lạ gần nhất trong máy bạn và gọi tên **nút** mà tin ấy bấm vào.”`],
  ],
  [
    "bold that ends in a sign before a letter",
    "**nút** mà",
    "**nút:**mà",
    [`27: ${loose} “Mở tin nhắn lạ gần nhất trong máy bạn và gọi tên **nút:** mà tin ấy bấm vào.”`],
  ],
  [
    "a nested list",
    "- **Sợ**: dọa",
    "  - con\n- **Sợ**: dọa",
    ["19: mỗi ý trong danh sách chỉ có một đoạn: viết thành ý mới, bắt đầu sát lề bằng “- ”"],
  ],
  [
    "a checkbox in the body",
    "- **Sợ**",
    "- [x] **Sợ**",
    ["19: ô đánh dấu [ ] chỉ dùng dưới câu hỏi: ở đây chỉ viết “- ” rồi nội dung"],
  ],
  [
    "a body of long words",
    "chuyển tiền gấp",
    `chuyển ${"ấ".repeat(300)} gấp`,
    ["16: nội dung bài dài 1309 ký tự: rút gọn còn tối đa 1250 ký tự (bớt 59)"],
  ],
  [
    "no action",
    "Mở tin nhắn lạ gần nhất trong máy bạn và gọi tên **nút** mà tin ấy bấm vào.\n",
    "",
    ["25: việc ở mục “## Làm ngay” đang trống: viết từ 1 đến 250 ký tự"],
  ],
  [
    "no action section",
    "## Làm ngay\n",
    "",
    ["1: thiếu phần việc làm ngay: sau nội dung bài, thêm dòng “## Làm ngay” rồi viết một việc nhỏ"],
  ],
  [
    "a section at the wrong level",
    "## Làm ngay",
    "### Lam ngay:",
    ["25: tên phần viết chưa đúng: sửa dòng này thành “## Làm ngay”"],
  ],
  [
    "a section twice",
    "## Câu hỏi",
    "## Làm ngay\n\n## Câu hỏi",
    ["29: “## Làm ngay” đã có ở dòng 25: giữ một, xóa một"],
  ],
  [
    "no questions section",
    "## Câu hỏi",
    "",
    ["1: thiếu phần câu hỏi: ở cuối tệp, thêm dòng “## Câu hỏi” rồi viết ít nhất 5 câu"],
  ],
];

describe("a lesson's body, action and sections", () => {
  itIsToldOf(bodies);

  it.each(["số 0912***678", "mã \\*\\*\\*", "2\\*\\*3", "`**`", "2 * 3", "**một** và **hai:** ba"])(
    "may have asterisks that are meant: %s",
    (text) => {
      expect(problems(edited(goodLesson, "gọi tên **nút** mà", text)).errors).toEqual([]);
    },
  );
});
