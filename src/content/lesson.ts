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
  const end = source[0]?.trimEnd() === "---" ? source.findIndex((line, i) => i > 0 && line.trimEnd() === "---") : -1;
  if (end === -1) {
    notes.error(1, "front-matter-missing");
    return { lesson: null, id: null };
  }
  const front = readFrontMatter(source.slice(1, end).join("\n"), notes);
  const root = parseMarkdown("\n".repeat(end + 1) + source.slice(end + 1).join("\n"), notes);
  if (root === null) return { lesson: null, id: front.id };
  const sections = divideSections(root, notes);
  const id = front.id?.text ?? ("" as LessonId);
  const body = readBody(sections, end + 2, notes);
  const action = readAction(sections, notes);
  const questions = readQuestions(sections.questions, id, source, notes);
  noteBank(sections, notes);
  if (front.lesson === null) return { lesson: null, id: front.id };
  const lesson = { ...front.lesson, body: body.text, action: action.text, questions: questions.map((q) => q.question) };
  noteMessage(lesson, questions, notes);
  return { lesson: notes.failed() ? null : lesson, id: front.id };
}

function readBody(sections: Sections, line: number, notes: Notes): Prose {
  const body = readProse(sections.body, notes);
  const at = sections.body[0] === undefined ? line : firstLine(sections.body[0]);
  if (body.words < minWords || body.words > maxWords) {
    notes.error(at, "word-count", body.words, minWords, maxWords);
  }
  if (body.words > 0) noteLength(at, "body", plainText(body.text), maxBody, notes);
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
