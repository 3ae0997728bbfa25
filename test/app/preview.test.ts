import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goodLessons } from "../content/sample.ts";
import { eventually } from "../setup/eventually.ts";
import { hocvuInside, startHocvu } from "./hocvu.ts";

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-preview-"));
  cpSync(goodLessons, path.join(folder, "lessons"), { recursive: true });
  file = path.join(folder, "lessons/an-toan/01-khoi-dong/01-bon-nut-bam.md");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const beside = (name: string, text: string): string => {
  const made = path.join(path.dirname(file), name);
  writeFileSync(made, text);
  return made;
};

describe("lessons preview --text", () => {
  test("prints every message of the lesson as it goes out without buttons, and ends", async () => {
    const { code, stdout, stderr } = await hocvuInside(["lessons", "preview", file, "--text"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^Bài 1\/1\. /);
    expect(lines).toContain("Làm ngay");
    expect(lines).toContainEqual(expect.stringMatching(/^Câu 2\/6\. /));
    expect(lines).toContainEqual(expect.stringMatching(/^── Câu 1, trả lời: [A-E]\. .*: đúng \(\d+\/1\.900 ký tự\)$/));
    expect(lines).toContain("Chưa đúng.");
    expect(lines).toContainEqual(expect.stringMatching(/^Trả lời: gõ A/));
  });

  test("as JSON tells messages and lengths", async () => {
    const { stdout } = await hocvuInside(["lessons", "preview", file, "--text", "--json"]);
    const { ok, errors, messages } = JSON.parse(stdout);
    expect({ ok, errors }).toEqual({ ok: true, errors: [] });
    expect(messages[0]).toMatchObject({ body: expect.stringMatching(/^Bài 1\/1\. /), tooLong: false });
  });

  test("of a file with faults says each as file:line: message, and is refused", async () => {
    const bad = beside("02-hong.md", readFileSync(file, "utf8").replaceAll("- [x]", "- [ ]"));
    const { code, stdout, stderr } = await hocvuInside(["lessons", "preview", bad, "--text"]);
    rmSync(bad);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^hocvu: lessons\/an-toan\/01-khoi-dong\/02-hong\.md:\d+: câu hỏi chưa có ý nào đúng/);
    expect(stderr).toMatch(/ có \d+ lỗi: sửa rồi xem thử lại\n$/);
  });
});

describe("lessons preview", () => {
  test("takes a lesson of a course, and says in one line what anything else is", async () => {
    const alone = path.join(folder, "mot", "hai");
    mkdirSync(alone, { recursive: true });
    writeFileSync(path.join(alone, "01-le-loi.md"), "x");
    for (const [name, said] of [
      [path.join(folder, "khong-co.md"), "không có tệp này"],
      [path.dirname(file), "đây là thư mục, viết thêm tên tệp"],
      [beside("ghi-chu.md", "x"), "đây không phải bài học, tên tệp bài học gồm hai chữ số và mã"],
      [path.join(folder, "lessons/an-toan/course.yaml"), "đây không phải bài học"],
      [path.join(alone, "01-le-loi.md"), "tệp không nằm trong khóa nào, để vào <khóa>/<học phần>/"],
    ] as const)
      for (const more of [[], ["--text"]]) {
        const { code, stdout, stderr } = await hocvuInside(["lessons", "preview", name, ...more]);
        expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
        expect(stderr).toContain(`hocvu: không xem thử được ${name}: ${said}`);
        expect(stderr.split("\n")).toHaveLength(2);
      }
  });

  test.each([
    [[]],
    [["x.md", "--port", "many"]],
    [["x.md", "--port", "70000"]],
    [["x.md", "--text", "--port", "1"]],
    [["x.md", "--json"]],
  ])("is told how it is used: %j", async (args) => {
    const { code, stdout, stderr } = await hocvuInside(["lessons", "preview", ...args]);
    expect({ code, stdout, lines: stderr.split("\n").length }).toEqual({ code: 2, stdout: "", lines: 2 });
  });

  test("names a port that is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await hocvuInside(["lessons", "preview", file, "--port", String(port)]);
    other.close();
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`port ${port} is taken`) });
  });

  test("opens a page with nothing else running, until Ctrl-C", async () => {
    const child = startHocvu(["lessons", "preview", file]);
    let said = "";
    child.stdout!.on("data", (chunk) => {
      said += chunk;
    });
    const ended = once(child, "close");
    try {
      await eventually("it says where it is", () => /: http:\/\/127\.0\.0\.1:\d+/.test(said), 240_000);
      const address = /http:\S+/.exec(said)![0];
      expect(await (await fetch(address)).text()).toContain("Xem thử bài học");
    } finally {
      child.kill("SIGINT");
    }
    expect(await ended).toEqual([0, null]);
  });
});
