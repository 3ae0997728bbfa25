/** What people who never programmed do to a lesson: each slip is one line, on its place, and nothing else is said. */
import { describe, expect, it } from "vitest";
import { told } from "#app/told.ts";
import { loadCatalogue } from "#content/load.ts";
import { edited, goodCourse, goodLesson, goodPath, lessonsFolder } from "./sample.ts";

async function saidOf(files: Record<string, string | Uint8Array>): Promise<string[]> {
  const { errors, warnings } = await loadCatalogue(
    await lessonsFolder({ "an-toan/course.yaml": goodCourse, [goodPath]: goodLesson, ...files }),
  );
  return told([...errors, ...warnings]).map(
    ({ file, line, message }) => `${file.replace("lessons/an-toan/", "")}:${line}: ${message}`,
  );
}

const at = goodPath.replace("an-toan/", "");
const saidOfLesson = async (lesson: string | Uint8Array) =>
  (await saidOf({ [goodPath]: lesson })).map((line) => line.replace(`${at}:`, ""));

const title = '"Gấp, sợ, tham, bí mật: bốn nút bấm của kẻ gian"';

/** As TCVN3 and VNI write some of our letters. */
const tcvn3 = (text: string) =>
  text.replaceAll(/[ấậ]/g, "Ê").replaceAll(/[ơợ]/g, "¬").replaceAll("đ", "®").replaceAll("ộ", "é");
const vni = (text: string) =>
  text
    .normalize("NFD")
    .replaceAll("a\u0302\u0301", "aá")
    .replaceAll("o\u0302\u0323", "oä")
    .replaceAll("đ", "ñ")
    .normalize("NFC");

describe("a slip in the front matter", () => {
  it.each([
    [
      "a tab before a key",
      "level: 1",
      "\tlevel: 1",
      "7: dòng này thụt vào bằng phím Tab: thay bằng dấu cách, viết lại thành “level: 1”",
    ],
    ["no colon", "level: 1", "level 1", "7: sau tên mục phải có dấu hai chấm rồi dấu cách: viết lại thành “level: 1”"],
    [
      "no blank behind the colon",
      "level: 1",
      "level:1",
      "7: sau tên mục phải có dấu hai chấm rồi dấu cách: viết lại thành “level: 1”",
    ],
    [
      "no colon, and one in the text",
      `title: ${title}`,
      `title ${title}`,
      `3: sau tên mục phải có dấu hai chấm rồi dấu cách: viết lại thành “title: ${title}”`,
    ],
    [
      "a key that is indented",
      "level: 1",
      "  level: 1",
      "7: dòng này thụt vào không đúng chỗ: viết sát lề, thành “level: 1”",
    ],
    [
      "a quote that is not closed",
      title,
      title.slice(0, -1),
      `3: thiếu một dấu nháy kép: mở thì phải đóng, viết lại thành “title: ${title}”`,
    ],
    [
      "a quote that is not opened",
      title,
      title.slice(1),
      `3: thiếu một dấu nháy kép: mở thì phải đóng, viết lại thành “title: ${title}”`,
    ],
    ["a list that is not closed", "[7, 20]", "[7, 20", "6: thiếu dấu ngoặc đóng: viết lại thành “topics: [7, 20]”"],
    ["a key in capitals", "level: 1", "Level: 1", "7: không có mục nào tên “Level”: sửa thành level:"],
    [
      "a long dash in place of its end",
      "\n---\n\n",
      "\n—\n\n",
      "14: dòng này phải là đúng ba dấu gạch nối ngắn: sửa thành ---",
    ],
    [
      "no end",
      "\n---\n\n",
      "\n\n",
      "14: thông tin đầu bài chưa được đóng: thêm một dòng --- ở đây, trước nội dung bài",
    ],
  ])("such as %s", async (_, from, to, said) => {
    expect(await saidOfLesson(edited(goodLesson, from, to))).toEqual([said]);
  });

  it("such as an empty line above it", async () => {
    expect(await saidOfLesson(`\n${goodLesson}`)).toEqual([
      "1: dòng --- đầu tiên phải là dòng 1 của tệp, hiện ở dòng 2: xóa những gì đứng trước nó",
    ]);
  });
});

describe("a slip in the text", () => {
  const mark =
    "đầu mỗi ý trong danh sách phải là dấu gạch nối ngắn và một dấu cách, nếu không các ý dính vào nhau: viết lại thành";
  const box = "ô đánh dấu viết chưa đúng (sát lề, đủ dấu cách, dấu gạch nối ngắn): viết lại thành";

  it.each([
    [
      "a long dash before an item",
      "- **Sợ**",
      "– **Sợ**",
      `19: ${mark} “- **Sợ**: dọa khóa tài khoản, dọa bắt, dọa mất chức.”`,
    ],
    [
      "a bullet before an item",
      "- **Sợ**",
      "•\t**Sợ**",
      `19: ${mark} “- **Sợ**: dọa khóa tài khoản, dọa bắt, dọa mất chức.”`,
    ],
    ["a long dash before feedback", "  - Tin này", "  – Tin này", `34: ${mark} “  - Tin này không hứa cho gì cả.”`],
    ["a long dash before an option", "- [x] Gấp", "– [x] Gấp", `35: ${box} “- [x] Gấp”`],
    ["a tick of one's own", "- [x] Gấp", "- [v] Gấp", `35: ${box} “- [x] Gấp”`],
    ["a box without a blank", "- [ ] Bí mật", "- [] Bí mật", `36: ${box} “- [ ] Bí mật”`],
    ["round brackets", "- [ ] Bí mật", "- ( ) Bí mật", `36: ${box} “- [ ] Bí mật”`],
    [
      "a section without a blank",
      "## Làm ngay",
      "##Làm ngay",
      "25: sau các dấu # phải có một dấu cách: viết lại thành “## Làm ngay”",
    ],
    [
      "a question without a blank",
      "### Bài này",
      "###Bài này",
      "65: sau các dấu # phải có một dấu cách: viết lại thành “### Bài này kể mấy nút bấm?”",
    ],
    [
      "an answer in words",
      "= 4 | 4,0",
      "Đáp án: 4",
      "67: dòng này không thuộc phần nào của câu hỏi: nếu là đáp án, viết lại thành “= 4”",
    ],
    [
      "an explanation without its mark",
      "> Gấp, sợ, tham và bí mật.",
      "Gấp, sợ.",
      "69: dòng này không thuộc phần nào của câu hỏi: nếu là lời giải thích, viết lại thành “> Gấp, sợ.”",
    ],
  ])("such as %s", async (_, from, to, said) => {
    expect(await saidOfLesson(edited(goodLesson, from, to))).toEqual([said]);
  });

  it.each([
    [
      "blanks of a word processor",
      goodLesson.replaceAll("- [", "-\u00a0[").replaceAll("# ", "#\u00a0").replace("level: ", "level:\u00a0"),
    ],
    ["a byte order mark and Windows line ends", `\ufeff${goodLesson.replaceAll("\n", "\r\n")}`],
    ["links that ask for something", goodLesson.replaceAll(/\.$/gm, " (a.vn/x?y=1).")],
    ["a sentence that somebody says", edited(goodLesson, "Một tin nhắn thật hiếm", "– Tin nhắn thật hiếm")],
  ])("is none: %s", async (_, lesson) => {
    expect(await saidOfLesson(lesson)).toEqual([]);
  });
});

describe("a file that is something else", () => {
  const unlike = "không phải tệp văn bản (đổi đuôi tên tệp không đủ)";

  it.each([
    ["nothing", "", "1: tệp đang trống"],
    ["blank lines", "\n \n\n", "1: tệp đang trống"],
    ["a Word file", Buffer.from("PK\x03\x04\x14\0\x06\0"), `1: đây là tệp Word hoặc tệp nén, ${unlike}`],
    ["an old Word file", Buffer.from("d0cf11e0a1b11ae1", "hex"), `1: đây là tệp Word hoặc tệp nén, ${unlike}`],
    ["rich text", "{\\rtf1\\ansi B\\'e0i 1}", `1: đây là tệp Word hoặc tệp nén, ${unlike}`],
    ["a PDF", "%PDF-1.7\n", `1: đây là tệp PDF, ${unlike}`],
    ["a web page", "<html><body>", `1: đây là trang web (HTML), ${unlike}`],
    ["UTF-16 without a mark", Buffer.from(goodLesson, "utf16le"), "1: tệp lưu theo bảng mã UTF-16"],
    ["TCVN3 that became UTF-8", tcvn3(goodLesson), "3: chữ Việt trong tệp bị sai bảng mã (VNI, TCVN3 hoặc tương tự)"],
    ["VNI that became UTF-8", vni(goodLesson), "3: chữ Việt trong tệp bị sai bảng mã (VNI, TCVN3 hoặc tương tự)"],
    [
      "TCVN3",
      Buffer.from(tcvn3(goodLesson), "latin1"),
      "3: chữ ở dòng này không theo bảng mã UTF-8 (có thể là VNI, TCVN3)",
    ],
    [
      "letters that were lost",
      goodLesson.replaceAll(/[^\0-\x7f]/g, "?"),
      "3: chữ Việt trong tệp đã mất dấu, thành dấu hỏi",
    ],
    [
      "letters that Windows-1252 lost",
      goodLesson.replaceAll(/[^\0-\xff]/g, "?"),
      "3: chữ Việt trong tệp đã mất dấu, thành dấu hỏi",
    ],
  ])("is told so: %s", async (_, bytes, said) => {
    expect(await saidOfLesson(bytes)).toEqual([expect.stringContaining(said)]);
  });
});

describe("a name", () => {
  it.each([
    ["02 Bài hai.md", "02-bai-hai.md"],
    ["02-bài-hai.md", "02-bai-hai.md"],
    ["02-hai.MD", "02-hai.md"],
    ["02-hai.md.txt", "02-hai.md"],
    ["Bài 3.docx", "03-bai-hoc.md"],
  ])("of a lesson that is none is told with one that would do: %s", async (name, right) => {
    const [said, ...more] = await saidOf({
      [`an-toan/01-khoi-dong/${name}`]: edited(goodLesson, "id: bon", "id: hai"),
    });
    expect([said, more]).toEqual([expect.stringContaining(right), []]);
  });

  it("of course.yaml that is not right is the one thing said", async () => {
    const folder = await lessonsFolder({ "an-toan/course.yaml.txt": goodCourse, [goodPath]: goodLesson });
    expect(told((await loadCatalogue(folder)).errors)).toEqual([
      { file: "lessons/an-toan/course.yaml.txt", line: 1, message: "tên tệp chưa đúng: đổi tên thành course.yaml" },
    ]);
  });

  it("that a system or an office program gave is passed over", async () => {
    const left = ["01-khoi-dong/Thumbs.db", "desktop.ini", "01-khoi-dong/~$-bon-nut-bam.docx", ".DS_Store"];
    expect(await saidOf(Object.fromEntries(left.map((name) => [`an-toan/${name}`, "x"])))).toEqual([]);
  });
});
