import { describe } from "vitest";
import { type Case, itIsToldOf } from "./cases.ts";

const bodies: readonly Case[] = [
  [
    "a heading in the body",
    "Một tin nhắn thật",
    "### Nghĩ\n\nMột tin nhắn thật",
    [
      '23: a heading has no place here: write the words in **bold**; the only sections are "## Làm ngay" and "## Câu hỏi"',
    ],
  ],
  [
    "a table",
    "Một tin nhắn thật",
    "| a | b |\n| - | - |\n\nMột tin nhắn thật",
    ['23: a table cannot be shown in chat: write a list, each line beginning with "- "'],
  ],
  [
    "HTML and an image within a line",
    "Một tin nhắn thật",
    "Một <b>tin</b> ![ảnh](x.png) nhắn thật",
    [
      "23: HTML cannot be shown in chat: write plain text, **bold** for emphasis",
      "23: an image cannot be shown in chat: say it in words",
    ],
  ],
  [
    "a fenced block",
    "Một tin nhắn thật",
    "```\nx\n```\n\nMột tin nhắn thật",
    ["23: an indented or fenced block cannot be shown in chat: begin the line with its text"],
  ],
  [
    "a rule",
    "Một tin nhắn thật",
    "***\n\nMột tin nhắn thật",
    ["23: a rule (---) has no place here: leave an empty line instead"],
  ],
  [
    "a footnote",
    "Một tin nhắn thật",
    "[^1]: x\n\nMột[^1] tin nhắn thật",
    [
      "23: a footnote cannot be shown in chat: put the source into the front matter, under sources",
      "25: a footnote cannot be shown in chat: put the source into the front matter, under sources",
    ],
  ],
  [
    "a nested list",
    "- **Sợ**: dọa",
    "  - con\n- **Sợ**: dọa",
    ['19: a list item is one paragraph: begin a new item with "- "'],
  ],
  [
    "a checkbox in the body",
    "- **Sợ**",
    "- [x] **Sợ**",
    ['19: a checkbox belongs under a question of "## Câu hỏi": write "- " alone here'],
  ],
  [
    "a body of long words",
    "chuyển tiền gấp",
    `chuyển ${"ấ".repeat(300)} gấp`,
    ["16: the body has 1309 characters: shorten it to 1250"],
  ],
  [
    "no action",
    "Mở tin nhắn lạ gần nhất trong máy bạn và gọi tên **nút** mà tin ấy bấm vào.\n",
    "",
    ['25: the action under "## Làm ngay" is empty: write 1 to 250 characters'],
  ],
  [
    "no action section",
    "## Làm ngay\n",
    "",
    ['1: the section "## Làm ngay" is missing: write it after the body, with one thing to do'],
  ],
  [
    "a section at the wrong level",
    "## Làm ngay",
    "### Lam ngay:",
    ['25: the heading of this section is not written right: write "## Làm ngay"'],
  ],
  [
    "a section twice",
    "## Câu hỏi",
    "## Làm ngay\n\n## Câu hỏi",
    ['29: "## Làm ngay" stands on line 25 already: keep one'],
  ],
  [
    "no questions section",
    "## Câu hỏi",
    "",
    ['1: the section "## Câu hỏi" is missing: write it last, with at least 5 questions'],
  ],
];

describe("a lesson's body, action and sections", () => {
  itIsToldOf(bodies);
});
