import type { Lesson } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";
import { plainText } from "#domain/text.ts";
import { noteLength } from "./answers.ts";
import { type Prose, readProse } from "./body.ts";
import { type FrontMatterRead, readFrontMatter } from "./front-matter.ts";
import { firstLine, parseMarkdown } from "./markdown.ts";
import type { Notes } from "./problem.ts";
import { type QuestionRead, readQuestions } from "./questions.ts";
import { divideSections, type Sections } from "./sections.ts";
import { withMarks } from "./slips.ts";

export interface LessonRead {
  /** Null when the file has a fault. */
  readonly lesson: Lesson | null;
  readonly id: FrontMatterRead["id"];
}

const minWords = 180;
const maxWords = 250;
const maxBody = 1_250;
const maxAction = 250;
const minQuestions = 5;

/** The smallest platform's message, less what is said around a lesson: its headings, letters and how to answer. */
const maxMessage = 1_900 - 180;

/** Reads one lesson file: front matter between two lines "---", then Markdown. */
export function readLesson(text: string, notes: Notes): LessonRead {
  const source = text.split("\n");
  const end = frontMatterEnd(source, notes);
  if (end === null) return { lesson: null, id: null };
  const front = readFrontMatter(source.slice(1, end).join("\n"), notes);
  const meant = withMarks(source, end + 1, notes);
  const root = parseMarkdown("\n".repeat(end + 1) + meant.slice(end + 1).join("\n"), notes);
  if (root === null) return { lesson: null, id: front.id };
  const sections = divideSections(root, notes);
  const id = front.id?.text ?? ("" as LessonId);
  const body = readBody(sections, end + 2, notes);
  const action = readAction(sections, notes);
  const questions = readQuestions(sections.questions, id, meant, notes);
  noteBank(sections, notes);
  if (front.lesson === null) return { lesson: null, id: front.id };
  const lesson = { ...front.lesson, body: body.text, action: action.text, questions: questions.map((q) => q.question) };
  noteMessage(lesson, questions, notes);
  return { lesson: notes.failed() ? null : lesson, id: front.id };
}

/** Dashes that somebody, or a word processor, took for "---". */
const dashes = /^[-\u2010-\u2015\u2212_=*]+$/;

/** What may stand within a front matter. */
const within = /^(?:[\w-]+\s*:|\s|- |#|$)/;

/** The index of the line that closes the front matter; null, and a note, where one of its two lines is missing. */
function frontMatterEnd(source: readonly string[], notes: Notes): number | null {
  const lines = source.map((line) => line.trim());
  const isClosing = (line: string, at: number) => at > 0 && line.trimEnd() === "---";
  const end = source[0]?.trimEnd() === "---" ? source.findIndex(isClosing) : -1;
  if (end !== -1) return end;
  const begun = lines.findIndex((line) => line !== "");
  if (begun === -1) notes.error(1, "file-empty");
  else if (lines[0] === "---") {
    const after = source.findIndex((line, at) => at > 0 && !within.test(line));
    const blank = source.findIndex((line, at) => at > 0 && line.trim() === "");
    const at = after === -1 ? source.length - 1 : blank > 0 && blank < after ? blank : after;
    if (after !== -1 && dashes.test(lines[after]!)) notes.error(after + 1, "front-matter-dashes");
    else notes.error(at + 1, "front-matter-open");
  } else if (lines[begun] === "---") notes.error(1, "front-matter-late", begun + 1);
  else if (dashes.test(lines[begun]!)) notes.error(begun + 1, "front-matter-dashes");
  else if (/^<(?:!doctype html|html)/i.test(lines[begun]!)) notes.error(1, "not-text", "web");
  else notes.error(1, "front-matter-missing");
  return null;
}

function readBody(sections: Sections, line: number, notes: Notes): Prose {
  const body = readProse(sections.body, notes);
  const at = sections.body[0] === undefined ? line : firstLine(sections.body[0]);
  if (body.words < minWords || body.words > maxWords) {
    notes.error(at, "word-count", body.words, minWords, maxWords);
  }
  if (body.words > 0 && body.words <= maxWords) noteLength(at, "body", plainText(body.text), maxBody, notes);
  return body;
}

/** Says nothing of sections that are missing: that is noted already. */
function readAction({ action, actionLine }: Sections, notes: Notes): Prose {
  const prose = readProse(action, notes);
  if (actionLine === null) return prose;
  noteLength(actionLine, "action", plainText(prose.text), maxAction, notes);
  return prose;
}

function noteBank({ questions, questionsLine }: Sections, notes: Notes): void {
  if (questionsLine === null || questions.length >= minQuestions) return;
  notes.error(questionsLine, "few-questions", questions.length, minQuestions);
}

/** Any question may be asked first, in one message with the lesson. */
function noteMessage(lesson: Lesson, questions: readonly QuestionRead[], notes: Notes): void {
  const addresses = lesson.addresses.reduce((sum, { name, address }) => sum + name.length + address.length + 3, 0);
  const around = lesson.title.length + plainText(lesson.body).length + plainText(lesson.action).length + addresses;
  for (const { question, line } of questions) {
    const options = question.options.reduce((sum, { text }) => sum + text.length + "A. \n".length, 0);
    const length = around + question.prompt.length + options;
    if (length > maxMessage) notes.error(line, "message-too-long", length, maxMessage);
  }
}
