import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { told } from "#app/told.ts";
import { reviewLessons } from "#content/editing/review.ts";
import { loadCatalogue } from "#content/load.ts";
import type { LocalDate } from "#domain/time.ts";
import { edited, goodCourse, goodLesson, goodLessons, goodPath, lessonsFolder } from "./sample.ts";

const good = { "an-toan/course.yaml": goodCourse, [goodPath]: goodLesson };

async function errorsOf(dir: string): Promise<string[]> {
  return told((await loadCatalogue(dir)).errors).map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

const errorsIn = async (files: Record<string, string | Uint8Array>) => errorsOf(await lessonsFolder(files));

describe("loading a lessons folder", () => {
  it("gives the course as it is written, with the defaults for what is not", async () => {
    const { catalogue, errors, warnings } = await loadCatalogue(goodLessons);
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    expect(catalogue.courses).toEqual([
      {
        id: "an-toan",
        title: "An toàn số cho đại biểu và cán bộ",
        passMark: 0.8,
        questionsPerLesson: 4,
        sequence: "unfinished",
        points: { rightFirst: 12, rightComeback: 4, lessonCompleted: 5, reviewRight: 3 },
        levels: [],
        paths: [],
        mandatory: [],
        requires: [],
        placement: [],
        confidence: false,
        complete: false,
        modules: [
          {
            id: "01-khoi-dong",
            title: "Khởi động: Quốc hội số và tôi",
            lessons: [expect.objectContaining({ id: "bon-nut-bam", validFrom: "2026-07-01", reviewBy: "2027-06-30" })],
          },
        ],
      },
    ]);
  });

  it("teaches modules in the order of the list and lessons in the order of their names", async () => {
    const lesson = (id: string) => edited(goodLesson, "id: bon-nut-bam", `id: ${id}`);
    const course = "title: T\nmodules: [{ id: 02-sau, title: Sau }, { id: 01-truoc, title: Trước }]";
    const { catalogue, errors } = await loadCatalogue(
      await lessonsFolder({
        "c/course.yaml": course,
        "c/01-truoc/10-b.md": lesson("mot"),
        "c/01-truoc/02-a.md": lesson("hai"),
        "c/02-sau/01-a.md": lesson("ba"),
      }),
    );
    expect(errors).toEqual([]);
    const order = catalogue.courses[0]!.modules.map((module) => [module.id, module.lessons.map(({ id }) => id)]);
    expect(order).toEqual([
      ["02-sau", ["ba"]],
      ["01-truoc", ["hai", "mot"]],
    ]);
  });

  it("keeps the sound lessons beside a bad one and reports every file, sorted", async () => {
    const { catalogue, errors } = await loadCatalogue(
      await lessonsFolder({
        ...good,
        "an-toan/01-khoi-dong/03-c.md": edited(edited(goodLesson, "id: bon-nut-bam", "id: c"), "level: 1", "level: 7"),
        "an-toan/01-khoi-dong/02-b.md": edited(
          edited(goodLesson, "id: bon-nut-bam", "id: b"),
          "- [x] Gấp",
          "- [ ] Gấp",
        ),
      }),
    );
    expect(errors.map(({ file, line }) => `${file}:${line}`)).toEqual([
      "lessons/an-toan/01-khoi-dong/02-b.md:31",
      "lessons/an-toan/01-khoi-dong/03-c.md:7",
    ]);
    expect(catalogue.courses[0]!.modules[0]!.lessons.map(({ id }) => id)).toEqual(["bon-nut-bam"]);
  });

  it("names both files of a lesson id used twice, even where one of them has other faults", async () => {
    const bad = edited(goodLesson, "level: 1", "level: 7");
    expect(await errorsIn({ ...good, "an-toan/01-khoi-dong/02-b.md": bad })).toEqual([
      `lessons/an-toan/01-khoi-dong/02-b.md:2: mã bon-nut-bam đã dùng cho bài lessons/${goodPath}: đặt mã khác ở mục id`,
      "lessons/an-toan/01-khoi-dong/02-b.md:7: mục level đang là 7: viết một trong các từ 1, 2, 3",
    ]);
  });

  it("finds a lesson id used twice in two courses", async () => {
    const twice = { ...good, "b/course.yaml": goodCourse, [goodPath.replace("an-toan", "b")]: goodLesson };
    expect(await errorsIn(twice)).toEqual([
      `lessons/b/01-khoi-dong/01-bon-nut-bam.md:2: mã bon-nut-bam đã dùng cho bài lessons/${goodPath}: đặt mã khác ở mục id`,
    ]);
  });

  it("tells of a module without a folder and of a folder that is no module", async () => {
    const course = edited(goodCourse, "  - { id: 01-khoi-dong,", "  - { id: 02-khac,");
    expect(await errorsIn({ ...good, "an-toan/course.yaml": course })).toEqual([
      'lessons/an-toan/01-khoi-dong:1: course.yaml chưa nêu thư mục này: thêm dòng - { id: 01-khoi-dong, title: "Tên học phần" } vào mục modules, hoặc chuyển bài sang đúng học phần',
      "lessons/an-toan/course.yaml:6: học phần 02-khac chưa có thư mục: tạo thư mục lessons/an-toan/02-khac, hoặc sửa id cho trùng tên thư mục đang có",
    ]);
  });

  it("tells when more questions are asked than the smallest bank holds", async () => {
    const course = edited(goodCourse, "questions-per-lesson: 4", "questions-per-lesson: 7");
    expect(await errorsIn({ ...good, "an-toan/course.yaml": course })).toEqual([
      `lessons/an-toan/course.yaml:3: mỗi bài hỏi 7 câu, mà lessons/${goodPath} chỉ có 6: viết questions-per-lesson: 6, hoặc viết thêm câu hỏi`,
    ]);
  });

  it.each([
    ["pass-mark: 0.8", "pass-mark: 80", "2: mục pass-mark đang là 80: viết một số từ 0 đến 1, ví dụ 0.7"],
    ["right-first: 12", "right-frist: 12", "4: không có mục nào tên “right-frist”: sửa thành right-first:"],
    ["right-first: 12", "right-first: -1", "4: mục points right-first đang là -1: viết một số nguyên từ 0 đến 1000"],
    [
      "id: 01-khoi-dong",
      "id: ../../etc",
      '6: mục modules thứ 1, id đang là "../../etc": chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, tối đa 64 ký tự, ví dụ etc',
    ],
    ["points:", "sequence: calendar\npoints:", '4: mục sequence đang là "calendar": viết unfinished, hoặc bỏ mục này'],
  ])("tells what is wrong with %j written as %j in course.yaml", async (from, to, error) => {
    const errors = await errorsIn({ ...good, "an-toan/course.yaml": edited(goodCourse, from, to) });
    expect(errors.filter((line) => line.includes("course.yaml:"))).toEqual([`lessons/an-toan/course.yaml:${error}`]);
  });

  it("tells of names that say nothing about the place of a lesson, and of files that belong nowhere", async () => {
    const strays = {
      "an-toan/01-khoi-dong/bai-hai.md": edited(goodLesson, "id: bon-nut-bam", "id: hai"),
      "an-toan/01-khoi-dong/03-anh.png": "x",
      "an-toan/course.yml": "x",
      "README.md": "how to write lessons",
      "note.txt": "x",
      "an-toan/.DS_Store": "x",
    };
    expect(await errorsIn({ ...good, ...strays })).toEqual([
      `lessons/an-toan/01-khoi-dong/03-anh.png:1: tệp ảnh không dùng được ở đây: xóa hoặc chuyển đi nơi khác; hình của học phần là tệp picture.svg`,
      `lessons/an-toan/01-khoi-dong/bai-hai.md:1: tên tệp bài học chưa đúng (hai chữ số, dấu gạch nối, rồi chữ thường không dấu, chữ số và dấu gạch nối, đuôi .md): đổi tên thành 01-bai-hai.md`,
      "lessons/an-toan/course.yml:1: không đúng chỗ: thư mục của khóa chỉ có course.yaml và các thư mục học phần; bài học để trong thư mục học phần",
      "lessons/note.txt:1: chỗ này chỉ để các khóa học: chuyển tệp này đi nơi khác; mỗi khóa là một thư mục có tệp course.yaml",
    ]);
  });

  it("checks the lessons of a course whose course.yaml is missing", async () => {
    expect(await errorsIn({ [goodPath]: edited(goodLesson, "level: 1", "level: 7") })).toEqual([
      `lessons/${goodPath}:7: mục level đang là 7: viết một trong các từ 1, 2, 3`,
      "lessons/an-toan/course.yaml:1: không có tệp này: tạo tệp, hoặc xem lại tên tệp có đúng từng chữ không",
    ]);
  });

  it("tells of a folder that is missing or empty", async () => {
    const dir = await lessonsFolder({});
    expect(await errorsOf(dir)).toEqual([
      "lessons:1: thư mục chưa có khóa học nào: tạo một thư mục cho khóa, ví dụ an-toan-so, trong đó có tệp course.yaml",
    ]);
    await rm(dir, { recursive: true });
    expect(await errorsOf(dir)).toEqual([
      "lessons:1: không có thư mục này: xem lại đường dẫn, viết tên thư mục chứa các khóa học, ví dụ lessons",
    ]);
  });

  it("tells an author who named one course, one module or one lesson which folder is meant, and no fault of theirs", async () => {
    const dir = await lessonsFolder(good);
    const meant = "không phải thư mục chứa các khóa học: viết tên thư mục chứa các khóa học, ví dụ lessons";
    expect(await errorsOf(join(dir, "an-toan"))).toEqual([`an-toan:1: đây là thư mục của một khóa, ${meant}`]);
    expect(await errorsOf(join(dir, "an-toan/01-khoi-dong"))).toEqual([
      `01-khoi-dong:1: đây là thư mục của một học phần, ${meant}`,
    ]);
    expect(await errorsOf(join(dir, goodPath))).toEqual([
      `01-bon-nut-bam.md:1: đây là một tệp, ${meant}; xem riêng một bài: hocvu lessons preview`,
    ]);
    const read = await loadCatalogue(join(dir, goodPath));
    expect(await reviewLessons(read, join(dir, goodPath), "2026-07-01" as LocalDate)).toEqual({
      errors: [],
      warnings: [],
    });
  });
});

describe("the bytes of a lesson file", () => {
  const lessonErrors = (bytes: string | Uint8Array) => errorsIn({ ...good, [goodPath]: bytes });
  const told = (message: string) => [`lessons/${goodPath}:${message}`];

  it("may have a byte order mark, Windows line ends and decomposed accents", async () => {
    const dir = await lessonsFolder({
      ...good,
      [goodPath]: `\ufeff${goodLesson.normalize("NFD").replaceAll("\n", "\r\n")}`,
    });
    expect(await loadCatalogue(dir)).toEqual(await loadCatalogue(goodLessons));
  });

  it("must be UTF-8", async () => {
    const bytes = Buffer.from(edited(goodLesson, "- [x] Gấp", "- [x] G?p"));
    bytes[bytes.indexOf("G?p") + 1] = 0xe2;
    expect(await lessonErrors(bytes)).toEqual(
      told(
        "35: chữ ở dòng này không theo bảng mã UTF-8 (có thể là VNI, TCVN3): chuyển sang Unicode, mở tệp, chọn Lưu thành (Save as), bảng mã (Encoding) UTF-8, rồi lưu lại",
      ),
    );
    expect(await lessonErrors(Buffer.from(`\ufeff${goodLesson}`, "utf16le"))).toEqual(
      told(
        "1: tệp lưu theo bảng mã UTF-16, máy không đọc được: mở tệp, chọn Lưu thành (Save as), bảng mã (Encoding) UTF-8, rồi lưu lại",
      ),
    );
  });

  it.each([
    ["\0", "0000"],
    ["\u200b", "200B"],
    ["\u202e", "202E"],
    ["\x07", "0007"],
  ])("must not hide %j", async (hidden, code) => {
    expect(await lessonErrors(edited(goodLesson, "- [x] Gấp", `- [x] G${hidden}ấp`))).toEqual(
      told(`35: ở ký tự thứ 8 của dòng có một dấu không nhìn thấy (U+${code}): xóa đoạn ấy và gõ lại bằng tay`),
    );
  });

  it("must be 64 KB or less", async () => {
    expect(await lessonErrors("a".repeat(65_537))).toEqual(
      told("1: tệp nặng 65537 byte: rút xuống còn tối đa 65536 byte (64 KB)"),
    );
  });

  it("must not lie outside the folder, though a link inside it is a file like another", async () => {
    const dir = await lessonsFolder({
      ...good,
      "an-toan/01-khoi-dong/02-b.md": edited(goodLesson, "id: bon", "id: hai"),
    });
    await writeFile(join(dir, "../secret.md"), "secret");
    await symlink("../../../secret.md", join(dir, "an-toan/01-khoi-dong/03-c.md"));
    await symlink("nowhere", join(dir, "an-toan/01-khoi-dong/04-d.md"));
    await mkdir(join(dir, "../outside"));
    await symlink("../../outside", join(dir, "an-toan/05-e"));
    expect(await errorsOf(dir)).toEqual([
      "lessons/an-toan/01-khoi-dong/03-c.md:1: đây là lối tắt dẫn ra ngoài thư mục bài học: chép chính tệp ấy vào đây",
      "lessons/an-toan/01-khoi-dong/04-d.md:1: không có tệp này: tạo tệp, hoặc xem lại tên tệp có đúng từng chữ không",
      "lessons/an-toan/05-e:1: không đúng chỗ: thư mục của khóa chỉ có course.yaml và các thư mục học phần; bài học để trong thư mục học phần",
    ]);
  });
});
