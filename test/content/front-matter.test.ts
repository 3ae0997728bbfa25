import { describe, expect, it } from "vitest";
import { type Case, itIsToldOf, problems } from "./cases.ts";
import { goodLesson } from "./sample.ts";

const dateRule = "viết một ngày có thật theo năm-tháng-ngày, ví dụ 2026-07-01";
const slugRule = "chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, tối đa 64 ký tự, ví dụ bon-nut-bam";

const wordQuotes =
  "dấu nháy cong của Word không dùng được ở đây: dùng dấu nháy kép thẳng, hoặc bỏ nháy, viết lại thành";

const frontMatter: readonly Case[] = [
  ["a misspelt key", "title: ", "titel: ", ["3: không có mục nào tên “titel”: sửa thành title:"]],
  [
    "an underscore in a key",
    "valid-from",
    "valid_from",
    ["12: không có mục nào tên “valid_from”: sửa thành valid-from:"],
  ],
  [
    "a key from nowhere",
    "level: 1",
    "level: 1\ncolour: red",
    [
      "8: không có mục nào tên “colour”: xóa đi, hoặc dùng một trong các mục id, title, objective, competences, topics, level, audience, minutes, sources, addresses, valid-from, review-by, correction, retired, replaced-by",
    ],
  ],
  [
    "the key __proto__",
    "level: 1",
    "level: 1\n__proto__: { level: 2 }",
    [
      "8: không có mục nào tên “__proto__”: xóa đi, hoặc dùng một trong các mục id, title, objective, competences, topics, level, audience, minutes, sources, addresses, valid-from, review-by, correction, retired, replaced-by",
    ],
  ],
  [
    "a day that is none, written as people here do",
    "2026-07-01",
    "31/11/2026",
    [`12: mục valid-from đang là "31/11/2026": ${dateRule}`],
  ],
  ["a day that is none", "2026-07-01", "2026-02-30", [`12: mục valid-from đang là "2026-02-30": ${dateRule}`]],
  [
    "a day written the Vietnamese way",
    "2026-07-01",
    "01/07/2026",
    [`12: mục valid-from đang là "01/07/2026": ${dateRule}`],
  ],
  [
    "valid-from after review-by",
    "2027-06-30",
    "2026-06-30",
    ["13: ngày xem lại 2026-06-30 đứng trước ngày bắt đầu đúng 2026-07-01: viết ở review-by một ngày muộn hơn"],
  ],
  [
    "valid-from after review-by beside another fault",
    "level: 1\naudience: [tat-ca]\nminutes: 3",
    "level: 4\naudience: [tat-ca]\nminutes: 3\nvalid-from: 2028-01-01",
    ["13: mục này đã có ở dòng trên: xóa một trong hai"],
  ],
  [
    "an address as plain text",
    "valid-from",
    'addresses: ["dichvucong.gov.vn"]\nvalid-from',
    [
      '12: mục addresses thứ 1 đang là "dichvucong.gov.vn": viết các mục con, ví dụ { name: "…", address: "dichvucong.gov.vn" }',
    ],
  ],
  ["a level outside 1 to 3", "level: 1", "level: 4", ["7: mục level đang là 4: viết một trong các từ 1, 2, 3"]],
  [
    "an audience nobody knows",
    "[tat-ca]",
    "[tat-ca, moi-nguoi]",
    [
      '8: mục audience thứ 2 đang là "moi-nguoi": viết một trong các từ tat-ca, dai-bieu, van-phong, hdnd-tinh, hdnd-xa',
    ],
  ],
  ["a topic of 27", "[7, 20]", "[7, 27]", ["6: mục topics thứ 2 đang là 27: viết một số nguyên từ 1 đến 26"]],
  [
    "a topic twice",
    "[7, 20]",
    "[7, 7]",
    ["6: mục topics đang là danh sách 2 ý: trong danh sách có ý bị lặp, xóa bớt, ví dụ [7, 20]"],
  ],
  [
    "a competence without quotes",
    '["4.2", "nền"]',
    "[4.2]",
    [
      '5: mục competences thứ 1 đang là 4.2: viết thành phần năng lực từ "1.1" đến "6.3", có dấu nháy kép thẳng, hoặc "nền", ví dụ ["4.2"]',
    ],
  ],
  [
    "a competence that the circular has not",
    '"4.2"',
    '"4.7"',
    [
      '5: mục competences thứ 1 đang là "4.7": viết thành phần năng lực từ "1.1" đến "6.3", có dấu nháy kép thẳng, hoặc "nền", ví dụ ["4.2"]',
    ],
  ],
  ["an id with capitals", "id: bon-nut-bam", "id: Bon-Nut-Bam", [`2: mục id đang là "Bon-Nut-Bam": ${slugRule}`]],
  ["an empty id", "id: bon-nut-bam", "id:", [`2: mục id đang để trống: ${slugRule}`]],
  [
    "a confidence of one's own",
    "confidence: cao",
    "confidence: vừa",
    ['11: mục sources thứ 1, confidence đang là "vừa": viết một trong các từ cao, TB'],
  ],
  [
    "a title of 81",
    "Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian",
    "ă".repeat(81),
    [
      '3: mục title đang dài 81 ký tự: viết trên một dòng, từ 1 đến 80 ký tự, trong dấu nháy kép thẳng, ví dụ title: "…"',
    ],
  ],
  [
    "a title with a tab and a null in disguise",
    "Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian",
    "a\\0b",
    [
      '3: mục title đang là "a\\u0000b": viết trên một dòng, từ 1 đến 80 ký tự, trong dấu nháy kép thẳng, ví dụ title: "…"',
    ],
  ],
  [
    "a colon without quotes",
    '"Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian"',
    "Gấp: sợ",
    [
      '3: dòng này không đúng dạng: chữ có dấu hai chấm hay dấu ngoặc thì đặt trong dấu nháy kép thẳng, ví dụ title: "Bài 1: mở đầu"; nếu quên dấu hai chấm sau tên mục thì thêm vào',
    ],
  ],
  [
    "a title in the quotes of a word processor",
    '"Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian"',
    "“Gấp: sợ” # tạm",
    [`3: ${wordQuotes} title: "Gấp: sợ" # tạm`],
  ],
  [
    "quotes of which one half is plain",
    'kẻ gian"',
    "kẻ gian”",
    [`3: ${wordQuotes} title: "Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian"`],
  ],
  [
    "a source in such quotes, beside another fault of the line",
    '{ text: "Luật An ninh mạng 116/2025/QH15, hiệu lực 1/7/2026", confidence: cao }',
    "{ text: “Kiến thức, phổ thông”, confidence: ‘vừa’ }",
    [
      `11: ${wordQuotes} - { text: "Kiến thức, phổ thông", confidence: "vừa" }`,
      '11: mục sources thứ 1, confidence đang là "vừa": viết một trong các từ cao, TB',
    ],
  ],
  [
    "bold in a title",
    "Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian",
    "**Gấp**, sợ",
    ['3: mục title đang là "**Gấp**, sợ": ở đây không có chữ đậm, người học sẽ thấy dấu sao: bỏ các dấu **'],
  ],
  [
    "an alias",
    "minutes: 3",
    "minutes: &three 3\nlevel2: *three",
    [
      '9: nội dung bắt đầu bằng dấu & thì đặt trong dấu nháy kép thẳng, ví dụ title: "&Chú ý"',
      '10: nội dung không được bắt đầu bằng dấu *: bỏ các dấu * (ở đây không có chữ đậm), ví dụ title: "Chú ý"',
    ],
  ],
  [
    "a tag",
    "minutes: 3",
    "minutes: !js 3",
    ['9: nội dung bắt đầu bằng dấu ! thì đặt trong dấu nháy kép thẳng, ví dụ title: "!Chú ý"'],
  ],
];

describe("a lesson's front matter", () => {
  itIsToldOf(frontMatter);

  it.each([
    'title: "“Gấp” và “sợ”"',
    "title: “Gấp” và “sợ”",
    "title: Gấp, “sợ”",
    'title: "Gấp, “sợ”, tham" # “tham”',
    "title: Nói “Gấp”",
  ])("may quote words: %s", (title) => {
    expect(problems(goodLesson.replace(/^title:.*$/m, title)).errors).toEqual([]);
  });
});
