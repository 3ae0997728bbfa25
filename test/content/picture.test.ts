import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { told } from "#app/told.ts";
import { readXml } from "#content/exchange/xml.ts";
import { loadCatalogue } from "#content/load.ts";
import { drawnWith, drawPicture, pictureHash } from "#content/picture/png.ts";
import { wordsIn } from "#content/picture/svg.ts";
import { notesOn } from "#content/problem.ts";
import { plainText } from "#domain/text.ts";
import { goodCourse, goodLesson, goodPath, lessonsFolder } from "./sample.ts";

const drawing = (inside = '<text x="20" y="40">Dừng lại</text>', title = "<title>Ba việc</title>", open = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 450"${open}>\n${title}\n${inside}\n</svg>\n`;

/** What is said of a module with these two files. */
async function checked(svg: string | null, text: string | null = "**Ba việc**: Dừng lại.\n", course = goodCourse) {
  const at = "an-toan/01-khoi-dong";
  const folder = await lessonsFolder({
    "an-toan/course.yaml": course,
    [goodPath]: goodLesson,
    ...(svg === null ? {} : { [`${at}/picture.svg`]: svg }),
    ...(text === null ? {} : { [`${at}/picture.md`]: text }),
  });
  const { catalogue, drawings, errors, warnings } = await loadCatalogue(folder);
  const said = (all: typeof errors) =>
    told(all).map(({ file, line, message }) => `${file.replace(`lessons/${at}/`, "")}:${line}: ${message}`);
  const picture = catalogue.courses[0]?.modules[0]?.picture;
  return { picture, drawings, errors: said(errors), warnings: said(warnings) };
}

describe("a module's picture", () => {
  it("belongs to the module, with the text that says the same", async () => {
    const svg = drawing();
    const { picture, drawings, ...said } = await checked(svg);
    expect(said).toEqual({ errors: [], warnings: [] });
    expect(picture).toMatchObject({ hash: pictureHash(svg), alt: "Ba việc" });
    expect(plainText(picture!.text)).toBe("Ba việc: Dừng lại.");
    expect(drawings.get(picture!.hash)).toBe(svg);
  });

  it("is another one as soon as a dot of it changes", () => {
    expect(pictureHash(drawing())).not.toBe(pictureHash(drawing().replace('y="40"', 'y="41"')));
  });

  it.each([
    ["a tag that is not closed", drawing("<g>"), "picture.svg:4: chỗ này không đúng dạng XML"],
    ["no drawing at all", "<html></html>", "picture.svg:1: đây không phải hình vẽ SVG: bắt đầu tệp bằng"],
    ["a document type", `<!DOCTYPE svg>\n${drawing()}`, "picture.svg:1: không dùng được dòng <!DOCTYPE …>"],
    ["a script", drawing("<script>alert(1)</script>"), "picture.svg:3: trong hình không được có mã lệnh"],
    ["a script in an attribute", drawing('<g onclick="x()"/>'), "picture.svg:3: onclick là mã lệnh"],
    ["a picture from elsewhere", drawing("<image/>"), "picture.svg:3: không dùng được <image> trong hình"],
    ["an address", drawing('<g href="https://x.vn"/>'), "picture.svg:3: href dẫn ra ngoài tệp hình"],
    ["a file as address", drawing('<g xlink:href="file:///etc/passwd"/>'), "xlink:href dẫn ra ngoài tệp hình"],
    ["a style from elsewhere", drawing("<style>@import 'x.css';</style>"), "picture.svg:3: @import dẫn ra ngoài"],
    ["a fill from elsewhere", drawing('<rect fill="url(https://x.vn/a#b)"/>'), "picture.svg:3: url( dẫn ra ngoài"],
    ["a letter the font lacks", drawing("<text>Giữ lửa 🔥 汉</text>"), "picture.svg:3: phông chữ không có 🔥 汉"],
    ["no words for the blind", drawing(undefined, ""), "picture.svg:1: hình chưa có câu đọc cho người không nhìn thấy"],
    ["empty words for the blind", drawing(undefined, "<title> </title>"), "picture.svg:2: hình chưa có câu đọc"],
    [
      "the size of a desk",
      drawing().replace("360 450", "1080 1350"),
      "picture.svg:1: khung hình không đúng cỡ điện thoại",
    ],
    ["200 kB and more", drawing(`<!--${"x".repeat(200_000)}-->`), "rút xuống còn tối đa 200000 byte (195 KB)"],
  ])("is told of %s", async (_, svg, message) => {
    const { errors, picture } = await checked(svg);
    expect(errors[0]).toContain(message);
    expect(picture).toBeUndefined();
  });

  it("may point at a part of itself", async () => {
    expect((await checked(drawing('<g fill="url(#a)"><g href="#b"/></g>'))).errors).toEqual([]);
  });

  it.each([
    ["nothing", " \n", "picture.md:1: tệp đang trống"],
    ["more than a caption holds", "dài ".repeat(300), "picture.md:1: lời dài 1199 ký tự: rút gọn còn tối đa 900"],
    ["a heading", "# Ba việc\n\nDừng lại.", "picture.md:1: tiêu đề không dùng được ở đây"],
  ])("is told of a text that is %s", async (_, text, message) => {
    expect((await checked(drawing(), text)).errors).toEqual([expect.stringContaining(message)]);
  });

  it("is told which words the text leaves out, but for those that only decorate", async () => {
    const inside = '<text>Dừng <tspan>lại, 5 PHÚT</tspan></text>\n<g aria-hidden="true"><text>Trang trí</text></g>';
    expect((await checked(drawing(inside))).warnings).toEqual([
      "picture.svg:3: hình có chữ “5”, “phút” mà picture.md không có: viết thêm vào picture.md",
    ]);
  });

  it("is told of letters too small for a phone", async () => {
    const inside = '<style>.a { font-size: 13px }</style>\n<text font-size="12">Dừng lại</text>';
    expect((await checked(drawing(inside))).warnings).toEqual([
      "picture.svg:3: cỡ chữ 13 quá nhỏ trên điện thoại: viết từ 14 trở lên",
      "picture.svg:4: cỡ chữ 12 quá nhỏ trên điện thoại: viết từ 14 trở lên",
    ]);
  });

  it("is not shown without its text, nor a text without its picture", async () => {
    const half = { errors: [], picture: undefined };
    expect(await checked(drawing(), null)).toMatchObject({
      ...half,
      warnings: ["picture.svg:1: thiếu tệp picture.md nên hình chưa hiện: thêm tệp ấy vào cùng thư mục"],
    });
    expect(await checked(null)).toMatchObject({
      ...half,
      warnings: ["picture.md:1: thiếu tệp picture.svg nên hình chưa hiện: thêm tệp ấy vào cùng thư mục"],
    });
  });

  it("is missed only in a course that claims to be complete", async () => {
    expect((await checked(null, null)).warnings).toEqual([]);
    const { warnings } = await checked(null, null, `${goodCourse}complete: true\n`);
    expect(warnings).toEqual([
      expect.stringMatching(/course\.yaml:\d+: học phần 01-khoi-dong chưa có hình: vẽ an-toan\/01-khoi-dong\/pic/),
    ]);
  });

  it("becomes a PNG of a phone's width, three dots to a unit", async () => {
    const png = await drawPicture(drawing());
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1080, 1350]);
  });

  it("shows every Vietnamese letter: none is drawn as the empty box of a missing one", async () => {
    const alphabet = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
    const letters = [...alphabet, ...alphabet.toUpperCase()].filter((letter) => letter !== "a");
    const { errors } = await checked(drawing(`<text>Dừng lại ${letters.join("")}</text>`));
    expect(errors).toEqual([]);
    const missing = await drawPicture(drawing('<text x="20" y="40">汉</text>'));
    for (const letter of ["ừ", "Đ", "ặ", "đ", "ữ", "Ễ"]) {
      expect(missing.equals(await drawPicture(drawing(`<text x="20" y="40">${letter}</text>`)))).toBe(false);
    }
  });

  it("is drawn with the packages that package.json names", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    const named = ["@resvg/resvg-js", "@expo-google-fonts/be-vietnam-pro"].map(
      (name) => `${name} ${dependencies[name]}`,
    );
    expect(drawnWith).toBe(`${named.join(", ")}, 1080`);
  });
});

describe("the pictures of hoc-vu-so", () => {
  const course = path.resolve("lessons/hoc-vu-so");
  const modules = readdirSync(course, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it.each(modules.map(({ name }) => name))(
    "%s: says only what a lesson of the module says, in few words",
    async (name) => {
      const folder = path.join(course, name);
      const lessons = readdirSync(folder)
        .filter((file) => /^\d\d-.*\.md$/.test(file))
        .map((file) => wordsIn(readFileSync(path.join(folder, file), "utf8")).join(" "))
        .join("\n");
      const root = readXml(
        readFileSync(path.join(folder, "picture.svg"), "utf8"),
        notesOn("", { errors: [], warnings: [] }),
      );
      const phrases: string[] = [];
      const visit = (element: NonNullable<typeof root>, text = ""): string => {
        const said = [text, element.text, ...element.children.map((child) => visit(child))].join(" ");
        const banner = /\b(?:name|number|brand)\b/.test(element.attributes.class ?? "");
        if (element.name === "text" && !banner) phrases.push(wordsIn(said).join(" "));
        return said;
      };
      visit(root!);
      expect(phrases.filter((phrase) => !/^\d$/.test(phrase) && !lessons.includes(phrase))).toEqual([]);
      expect(phrases.flatMap((phrase) => phrase.split(" ")).length).toBeLessThanOrEqual(50);
    },
  );

  it("have no fault, and are small enough for every platform", async () => {
    const { drawings, errors, warnings } = await loadCatalogue(path.dirname(course));
    expect([...errors, ...warnings].filter(({ file }) => file.includes("picture"))).toEqual([]);
    expect(drawings.size).toBe(8);
    for (const svg of drawings.values()) expect((await drawPicture(svg)).length).toBeLessThan(300_000);
  });
});
