import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hocvuInside } from "./hocvu.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-exchange-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (line: string) => hocvuInside(line.split(" "));
const at = (name: string) => path.join(folder, name);
const readAgain = async (format: string, file: string) =>
  (await run(`lessons import ${file} --format ${format}`)).stdout;

async function exportedAndReadAgain(format: string): Promise<string> {
  await run(`lessons export bon-nut-bam --format ${format} --out ${at(`bank.${format}`)}`);
  return readAgain(format, at(`bank.${format}`));
}

describe("lessons export", () => {
  test("prints the file alone on stdout; what is lost goes to stderr", async () => {
    const { code, stdout, stderr } = await run("lessons export bon-nut-bam --format aiken");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[^\n]+\nA\. [^\n]+\nB\. /);
    expect(stderr).toMatch(/^hocvu: bon-nut-bam#[0-9a-f]{8}: mất: /);
    expect(stderr).toMatch(/ câu hỏi, \d+ điều bị mất\n$/);
  });

  test("as JSON says what is in the file and what is lost, and holds the file where it has no place of its own", async () => {
    const { code, stdout, stderr } = await run("lessons export bon-nut-bam --format aiken --json");
    const { questions, lost, text } = JSON.parse(stdout);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(questions[0]).toEqual({
      id: expect.stringMatching(/^bon-nut-bam#/),
      type: "single",
      prompt: expect.any(String),
    });
    expect(lost).toContainEqual({ question: questions[0].id, what: "lời giải thích: Aiken không có" });
    expect(text).toContain(questions[0].prompt);
  });

  test("of a course comes back whole by import", async () => {
    const out = at("course.xml");
    const written = await run(`lessons export --course hoc-vu-so --format moodle-xml --out ${out} --json`);
    const { questions, ...rest } = JSON.parse(written.stdout);
    expect(rest).toEqual({ lost: [] });
    const read = await run(`lessons import ${out} --format moodle-xml --json`);
    const back = JSON.parse(read.stdout);
    expect(back.questions.map(({ prompt }: { prompt: string }) => prompt)).toEqual(
      questions.map(({ prompt }: { prompt: string }) => prompt),
    );
    expect(back.todo).toEqual([]);
  });

  test("as a workbook goes to a file, which comes back whole by import", async () => {
    const out = at("bank.xlsx");
    const { code, stdout } = await run(`lessons export bon-nut-bam --format xlsx --out ${out}`);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/đã viết vào .*: \d+ câu hỏi, 0 điều bị mất/),
    });
    const fromSheet = await readAgain("xlsx", out);
    const fromText = await exportedAndReadAgain("csv");
    expect(fromSheet).toEqual(fromText);
    expect(fromSheet).toMatch(/^## Câu hỏi\n/);
  });

  test("as a workbook is no text for a terminal", async () => {
    const { code, stderr } = await run("lessons export bon-nut-bam --format xlsx");
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("for example --out cau-hoi.xlsx") });
  });

  test("names what it does not find", async () => {
    expect(await run("lessons export khong-co --format csv")).toEqual({
      code: 1,
      stdout: "",
      stderr: "hocvu: không có bài nào mã khong-co: chạy hocvu lessons list để xem các bài\n",
    });
    expect((await run("lessons export --course x --format csv")).stderr).toContain("đang có: hoc-vu-so");
  });

  test.runIf(existsSync("/dev/full"))("to a full disk says that the disk is full", async () => {
    const { code, stderr } = await run("lessons export bon-nut-bam --format gift --out /dev/full");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        "hocvu: --out /dev/full cannot be written (ENOSPC): the disk is full: make room, or name a file on another one\n",
    });
  });
});

describe("lessons import", () => {
  test("prints the part of a lesson; what is lost and what is to do go to stderr, on their lines", async () => {
    writeFileSync(at("a.gift"), "Hỏi <b>gì</b>? {=a ~b#Vì thế.}\n\nTự luận {}\n");
    const { code, stdout, stderr } = await run(`lessons import ${at("a.gift")} --format gift`);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "## Câu hỏi\n\n### Hỏi gì?\n\n- [x] a\n- [ ] b\n  - Vì thế.\n",
    });
    expect(stderr.split("\n")).toEqual([
      `hocvu: ${at("a.gift")}:1: “Hỏi gì?”: mất: định dạng HTML <b>`,
      `hocvu: ${at("a.gift")}:3: “Tự luận”: mất: bỏ cả câu: câu tự luận, phải có người chấm`,
      "hocvu: phần câu hỏi:3: cần sửa: câu hỏi chưa có lời giải thích: dưới các ý, viết một dòng “> Vì sao như vậy”",
      "hocvu: 1 câu hỏi, 2 điều bị mất, 1 chỗ cần sửa",
      "",
    ]);
  });

  test("writes to a file, and as JSON tells the same", async () => {
    const out = at("out.md");
    const { code, stdout } = await run(`lessons import ${at("a.gift")} --format gift --out ${out} --json`);
    const { questions, lost, todo } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(questions).toHaveLength(1);
    expect(lost).toContainEqual({ line: 1, question: "Hỏi gì?", what: "định dạng HTML <b>" });
    expect(todo).toEqual([{ line: 3, message: expect.stringContaining("chưa có lời giải thích") }]);
    expect(readFileSync(out, "utf8")).toMatch(/^## Câu hỏi\n/);
  });

  test("of a file with faults writes nothing, and says every fault as file:line: message", async () => {
    writeFileSync(at("bad.gift"), "Một {=a ~b\n\nHai {~a ~b}\n");
    const { code, stdout, stderr } = await run(`lessons import ${at("bad.gift")} --format gift --out ${at("no.md")}`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.split("\n").slice(0, 2)).toEqual([
      expect.stringContaining("bad.gift:1: dấu ngoặc { } của đáp án không khớp"),
      expect.stringContaining("bad.gift:3: chưa có ý nào đúng"),
    ]);
    expect(() => readFileSync(at("no.md"))).toThrow();
  });

  test("of a workbook with faults names the cells", async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet("a");
    sheet.addRow(["type", "question"]);
    sheet.addRow(["short", { formula: "A1" }]);
    writeFileSync(at("bad.xlsx"), Buffer.from(await book.xlsx.writeBuffer()));
    const { code, stdout, stderr } = await run(`lessons import ${at("bad.xlsx")} --format xlsx`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("bad.xlsx:2: ô B2 là công thức");
  });

  test.each(["gift", "aiken"])("of a file without a question, read as %s, is refused", async (format) => {
    writeFileSync(at("no.txt"), "\ufeff\r\n");
    expect(await run(`lessons import ${at("no.txt")} --format ${format} --out ${at("no.md")}`)).toEqual({
      code: 1,
      stdout: "",
      stderr: `hocvu: ${at("no.txt")} không có câu hỏi nào khi đọc theo ${format}: xem lại có đúng tệp, đúng định dạng (--format) không\n`,
    });
    expect(existsSync(at("no.md"))).toBe(false);
  });

  test("names a file that is not there", async () => {
    const { code, stderr } = await run(`lessons import ${at("none.csv")} --format csv`);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `hocvu: không đọc được tệp câu hỏi ${at("none.csv")}: xem lại đường dẫn, tên tệp và quyền đọc tệp\n`,
    });
  });
});
