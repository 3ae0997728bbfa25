import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Pictures } from "#channels/pictures.ts";
import type { TokenSource } from "#channels/zalo-oa/tokens.ts";
import type { BotKey, FileId, PictureHash } from "#domain/ids.ts";
import type { Action, Button, Message } from "#domain/message.ts";
import { bold, plain } from "#domain/text.ts";
import { oaToken } from "../fakes/zalo-oa/api.ts";

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

const shownPicture = { hash: "a1b2c3" as PictureHash, alt: "Bốn nút bấm của kẻ gian" } as const;

/** A picture with the text that says the same. */
export const pictured: Message = {
  text: [bold("Học phần 4."), plain("Dừng lại & gọi lại số đã lưu.")],
  buttons: [],
  typedHint: null,
  picture: shownPicture,
};

/** The card that asks for a phone number, with the text in its place. */
export const askingPhone: Message = {
  text: [plain("Anh/Chị hỏi người phụ trách.")],
  buttons: [],
  typedHint: null,
  asksPhone: { title: "Anh/Chị chưa có mã?", subtitle: "Bấm vào đây để gửi số điện thoại." },
};

/** A PNG of 4 × 5 dots, with what every reader of one looks at. */
export const samplePng = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAFCAIAAADtz9qMAAAADklEQVR4nGP4DwUMlDEAcoMp1wMIL4UAAAAASUVORK5CYII=",
  "base64",
);

/** The picture of `pictured` and no other, under an address of `files`. What is remembered is kept in `uploads`. */
export const madePicture = { file: 7 as FileId, alt: "Biểu đồ" } as const;
export const madeBook = { file: 8 as FileId } as const;
export const madeBookBytes = Buffer.from("PK as a workbook begins");

export const madeTable = { file: 9 as FileId } as const;

/** `madePicture`, `madeBook` and `madeTable`, and no other private files. */
export function picturesOf(uploads = new Map<string, string>()): Pictures {
  const known = (hash: PictureHash) => hash === shownPicture.hash;
  return {
    png: async (hash) => (known(hash) ? samplePng : null),
    path: async (hash) => (known(hash) ? "/files/unguessable.png" : null),
    uploaded: async (bot, hash) => uploads.get(`${bot} ${hash}`) ?? null,
    async remember(bot, hash, id) {
      uploads.set(`${bot} ${hash}`, id);
    },
    async file(id) {
      if (id === madePicture.file) return { kind: "png", bytes: samplePng };
      if (id === madeTable.file) return { kind: "csv", bytes: Buffer.from("\ufeffđơn vị,5\r\n") };
      return id === madeBook.file ? { kind: "xlsx", bytes: madeBookBytes } : null;
    },
    filePath: async (id) => (id === madePicture.file ? "/files/unguessable.png" : null),
  };
}

/** Serves the sample's picture as a public address does. */
export async function serveSample(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    const found = request.url === "/files/unguessable.png" || request.url === "/hoc-vu.png";
    response.writeHead(found ? 200 : 404, { "content-type": found ? "image/png" : "text/html" });
    response.end(found ? samplePng : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const saying = (text: string): Message => ({ text: [plain(text)], buttons: [], typedHint: null });

export const to = (bot: BotKey, chat: string) => ({ bot, chat });

/** A token that never changes. */
export function oneToken(value = oaToken): TokenSource {
  const token = { value, generation: 1 };
  return { current: async () => token, renew: async () => token };
}

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
