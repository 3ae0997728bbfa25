import { describe } from "vitest";
import { type Case, itIsToldOf } from "./cases.ts";

const stray =
  'text that belongs to nothing: begin the explanation with "> ", an option with "- [ ] ", an accepted answer with "= "';
const questions: readonly Case[] = [
  ["no right option", "- [x] Gấp", "- [ ] Gấp", ['31: no option is right: mark the right one with "- [x]"']],
  [
    "all options right",
    "- [ ] Bấm thử đường dẫn",
    "- [x] Bấm thử đường dẫn",
    ['42: every option is right: mark the wrong ones with "- [ ]"'],
  ],
  [
    "one option",
    "- [x] Gấp\n- [ ] Bí mật\n  Tin không dặn giữ kín.\n",
    "",
    ["31: the question has 1 option: write 2 to 5", '31: no option is right: mark the right one with "- [x]"'],
  ],
  [
    "six options",
    "- [x] Gấp",
    "- [x] Gấp\n- [x] a\n- [x] b\n- [x] c",
    ["31: the question has 6 options: write 2 to 5"],
  ],
  ["an option twice", "- [x] Gấp", "- [x] tham", ['35: the option "tham" stands on line 33 too: write another text']],
  [
    "an option without a box",
    "- [x] Gấp",
    "- Gấp",
    [
      '31: no option is right: mark the right one with "- [x]"',
      '35: an option without a box: write "- [x] text" for a right one, "- [ ] text" for a wrong one',
    ],
  ],
  [
    "a box written tight",
    "- [ ] Tham\n  - Tin này không hứa cho gì cả.\n",
    "-[ ] Tham\n\n",
    ['33: an option is not written right: write "- [x] text" or "- [ ] text", with these spaces'],
  ],
  [
    "a right option written tight behind a line of text",
    "- [x] Gấp",
    "-[x] Gấp",
    [
      '31: no option is right: mark the right one with "- [x]"',
      '35: an option is not written right: write "- [x] text" or "- [ ] text", with these spaces',
    ],
  ],
  [
    "a dash that a word processor made long",
    "  - Tin này không hứa cho gì cả.\n",
    "  - Tin này không hứa cho gì cả.\n– [ ] Lo\n",
    ['35: an option is not written right: write "- [x] text" or "- [ ] text", with these spaces'],
  ],
  [
    "a second right option without its dash",
    "  - Tin này không hứa cho gì cả.\n",
    "  - Tin này không hứa cho gì cả.\n[x] Vội\n",
    ['35: an option is not written right: write "- [x] text" or "- [ ] text", with these spaces'],
  ],
  [
    "an option indented by mistake",
    "- [x] Gấp",
    "  - [x] Gấp",
    [
      '31: no option is right: mark the right one with "- [x]"',
      '35: an option nested in an option: begin its line with "- [ ]", without spaces before it',
    ],
  ],
  [
    "two lines of feedback",
    "  Tin không dặn giữ kín.",
    "  Tin không dặn giữ kín.\n  - Thật vậy.",
    ["36: an option with more than one feedback: write one nested line under it"],
  ],
  [
    "feedback without indent",
    "  Tin không dặn giữ kín.",
    "Tin không dặn giữ kín.",
    ['37: text that belongs to nothing: indent it as "  - text" if it is the feedback of the option above'],
  ],
  ["an option of 91", "- [x] Gấp", `- [x] ${"ấ".repeat(91)}`, ["35: an option has 91 characters: shorten it to 90"]],
  [
    "feedback of 161",
    "Tin không dặn giữ kín.",
    "ấ".repeat(161),
    ["36: the feedback of an option has 161 characters: shorten it to 160"],
  ],
  [
    "an explanation of 301",
    "> Gấp, sợ, tham và bí mật.",
    `> ${"ấ".repeat(301)}`,
    ["69: the explanation has 301 characters: shorten it to 300"],
  ],
  [
    "no explanation",
    "> Gấp, sợ, tham và bí mật.",
    "",
    ['65: the question has no explanation: write a line "> why it is so" under its answers'],
  ],
  [
    "two explanations",
    "> Gấp, sợ, tham và bí mật.",
    "> Gấp\n\n> sợ",
    ["71: a second explanation: join it to the first, without an empty line"],
  ],
  [
    "an explanation without its mark",
    "> Gấp, sợ, tham và bí mật.",
    "Gấp, sợ, tham và bí mật.",
    ['65: the question has no explanation: write a line "> why it is so" under its answers', `69: ${stray}`],
  ],
  [
    "a question of 201",
    "Bài này kể mấy nút bấm?",
    "ấ".repeat(201),
    ["65: the question has 201 characters: shorten it to 200"],
  ],
  [
    "a question twice",
    "Bài này kể mấy nút bấm?",
    "nút nào   HỨA cho bạn quà?",
    ["65: the same question stands on line 59: ask it in other words or delete it"],
  ],
  [
    "no answer",
    "= 4 | 4,0",
    "",
    [
      '65: the question has no answer: write "- [x] right" and "- [ ] wrong" lines, or "= accepted | accepted", or steps "1. first"',
    ],
  ],
  [
    "two kinds of answers",
    "= 4 | 4,0",
    "= 4 | 4,0\n\n1. a\n2. b",
    ['65: the question mixes kinds of answers: keep the options, or the steps, or the "= " line'],
  ],
  ["an empty accepted text", "= 4 | 4,0", "= 4 |", ["67: an accepted answer is empty: write 1 to 90 characters"]],
  [
    "an accepted text twice",
    "= tham | nút tham",
    "= tham | THAM",
    ['61: the accepted answer "THAM" stands here twice: delete one (case does not matter)'],
  ],
  [
    "accepted texts on two lines",
    "= tham | nút tham",
    "= tham\n= nút tham",
    ['62: text after the accepted answers: write them on one line, "= a | b"'],
  ],
  [
    "a step twice",
    "2. Gọi tên nút",
    "2. dừng lại",
    ['74: the option "dừng lại" stands on line 73 too: write another text'],
  ],
  [
    "a step with a box",
    "2. Gọi tên nút",
    "2. [x] Gọi tên nút",
    ['74: a numbered item with a box: write "- [x] text", or "1. text" without a box'],
  ],
  [
    "a question heading of level 4",
    "### Bài này",
    "#### Bài này",
    ['65: a heading of another level: begin a question with "### ", exactly three #'],
  ],
  [
    "text before the first question",
    "## Câu hỏi\n",
    "## Câu hỏi\n\nTrả lời nhé.\n",
    ['31: text before the first question: begin a question with "### "'],
  ],
];

describe("a lesson's questions", () => {
  itIsToldOf(questions);
});
