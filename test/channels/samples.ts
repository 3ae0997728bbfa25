import type { BotKey } from "#domain/ids.ts";
import type { Action, Button, Message } from "#domain/message.ts";
import { bold, plain } from "#domain/text.ts";

const action = (text: string) => text as Action;

export const press = (label: string, says: string): Button => ({ kind: "press", label, action: action(says) });

/** A question as a lesson asks it, the options in the text and under it. */
export const question: Message = {
  text: [bold("Câu 1"), plain("Mật khẩu nào <mạnh> & dễ nhớ?"), plain(""), plain("A. 123456"), plain("B. một câu dài")],
  buttons: [[press("A", "q:7:0"), press("B", "q:7:1")]],
  typedHint: "Trả lời: gõ A hoặc B",
};

export const severalChoice: Message = {
  text: [plain("Chọn mọi ý đúng"), plain("A. một"), plain("B. hai"), plain("C. ba")],
  buttons: [
    [
      { kind: "toggle", label: "A", index: 0 },
      { kind: "toggle", label: "B", index: 1 },
      { kind: "toggle", label: "C", index: 2 },
    ],
    [{ kind: "submit", label: "Gửi", action: action("q:8:") }],
  ],
  typedHint: "Trả lời: gõ các chữ, ví dụ A C",
};

export const saying = (text: string): Message => ({ text: [plain(text)], buttons: [], typedHint: null });

export const to = (bot: BotKey, chat: string) => ({ bot, chat });

/** Names and texts that people really have or try; each must come out as it went in. */
export const awkward = [
  "<b>Đậm</b> & <script>alert(1)</script>",
  "*sao* _gạch_ `mã` [chữ](https://example.org) {red}đỏ{/red}",
  "\u202Eược viết ng\u202C\u200F",
  "Nguyễn ".repeat(43).trim(),
  "👩🏽‍💻 🇻🇳 😀",
  "Ho\u0301a",
  "&lt;đã thoát&gt;",
];
