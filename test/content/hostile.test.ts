import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { told } from "#app/told.ts";
import { readCourseFile } from "#content/course-file.ts";
import { readLesson } from "#content/lesson.ts";
import { decode } from "#content/plain-file.ts";
import { notesOn, type ProblemLists } from "#content/problem.ts";
import { goodCourse, goodLesson } from "./sample.ts";

/** Reads bytes as both kinds of file; a file is either used or refused with a reason on a line that exists. */
function readAnyhow(bytes: Uint8Array): void {
  for (const kind of ["lesson", "course"] as const) {
    const lists: ProblemLists = { errors: [], warnings: [] };
    const notes = notesOn("x", lists);
    const text = decode(bytes, notes);
    const read =
      text === null ? null : kind === "lesson" ? readLesson(text, notes).lesson : readCourseFile(text, notes);
    expect(read === null).toBe(notes.failed());
    const lines = Buffer.from(bytes)
      .toString("latin1")
      .split(/\r\n|\r|\n/).length;
    for (const { line, message } of told([...lists.errors, ...lists.warnings])) {
      expect(message).not.toMatch(/undefined|NaN|\[object|\n/);
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines + 1);
    }
  }
}

const front = goodLesson.slice(0, goodLesson.indexOf("Bảy giờ"));

/** Pieces that mean something to YAML or Markdown, where plain noise would seldom. */
const piece = fc.constantFrom(
  ..."- [x] |- [ ] |> |### |## Câu hỏi\n|= a | b|1. |---\n|```|<b>|[a](b)|![a](b)|[^1]: |*|_|~~|&|{|}|[|]|: |? |!!x |\n|\n\n|  |\t|\0|\\|".split(
    "|",
  ),
);

describe("reading a hostile file", () => {
  it("never throws on random bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), readAnyhow));
  });

  it("never throws on a piece put anywhere into good files, in place of anything", () => {
    const edit = fc.record({ at: fc.nat(3000), drop: fc.nat(60), pieces: fc.array(piece, { maxLength: 6 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(goodLesson, goodCourse),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        (file, edits) => {
          const text = edits.reduce(
            (before, { at, drop, pieces }) => before.slice(0, at) + pieces.join("") + before.slice(at + drop),
            file,
          );
          readAnyhow(Buffer.from(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("never throws on marks alone", () => {
    const marks = fc.array(piece, { maxLength: 200 }).map((pieces) => pieces.join(""));
    fc.assert(fc.property(marks, (text) => readAnyhow(Buffer.from(front + text))));
  });

  it.each([
    "[",
    "> ",
    "- ",
    "1. ",
    "*a_ ",
    "*a **a ",
    "`a``",
    "![[](",
    "[a](",
    "* [ ] ",
    "a***",
    "a@b.c ",
    "[a]: b\n",
    "[^a]: ",
    "a|\n-|\n",
    "a\n",
    "\\",
  ])("is not stopped by 30,000 characters of %j after the front matter", (mark) => {
    readAnyhow(Buffer.from(front + mark.repeat(30_000 / mark.length)));
  });

  it.each([
    "[",
    "{",
    "- ",
    "? ",
    "{a: ",
    "&a ",
    "!a ",
    '"',
    "a: ",
    "- - \n",
    "a:\n",
    "- !a &a ",
    "[[],",
    "a: &a [*a]\n",
  ])("is not stopped by 30,000 characters of %j as YAML", (mark) => {
    const yaml = mark.repeat(30_000 / mark.length);
    readAnyhow(Buffer.from(yaml));
    readAnyhow(Buffer.from(`---\n${yaml}\n---\n`));
  });

  it("refuses YAML that nests line by line", () => {
    const steps = Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n");
    readAnyhow(Buffer.from(steps));
  });
});
