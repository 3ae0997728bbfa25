import type { Bank } from "#content/exchange/bank.ts";
import { type BankFormat, type Loss, maxBankBytes, readBank, writeBanks } from "#content/exchange/exchange.ts";
import { questionsSection } from "#content/exchange/markdown.ts";
import { loadCatalogue } from "#content/load.ts";
import { type Catalogue, isRetired, taughtCourses } from "#domain/course.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { bankWords } from "#wording/bank.ts";
import { lossInWords } from "#wording/bank-losses.ts";
import { checkWords } from "#wording/check.ts";
import { lessonDay } from "../home.ts";
import { lessonsFolder } from "../lessons.ts";
import { toldAt, toldLine } from "../told.ts";
import { type Answer, refused, UsageError } from "./answer.ts";
import { readBytes, writeOut } from "./session.ts";

export interface ExportOptions {
  readonly course?: string;
  readonly format: BankFormat;
  readonly out?: string;
}

export interface ImportOptions {
  readonly format: BankFormat;
  readonly out?: string;
}

/** More than a terminal can show helps nobody; --json has them all. */
const mostShown = 50;

/** Reads the lesson files alone: no database, no configuration. */
export async function exportQuestions(lesson: string | undefined, options: ExportOptions): Promise<Answer> {
  const { course, format, out } = options;
  if ((lesson === undefined) === (course === undefined))
    throw new UsageError("name what to export: either a lesson, for example bon-nut-bam, or --course");
  if (format === "xlsx" && out === undefined)
    throw new UsageError("a workbook is no text: say where to write it, for example --out cau-hoi.xlsx");
  const { catalogue, errors } = await loadCatalogue(lessonsFolder);
  if (errors.length > 0) return refused(checkWords.faulty(errors.length));
  const banks = course === undefined ? bankOf(catalogue, lesson!) : banksOf(catalogue, course);
  if (!banks.ok) return refused(banks.problem);
  const { content, lost: losses, questions } = await writeBanks(banks.value, format);
  const lost = losses.map(lossTold);
  const notes = lost.map(({ question, what }) => bankWords.lost(question, what));
  const summary = bankWords.written(questions.length, lost.length);
  const listed = questions.map(({ id, prompt, type }) => ({ id, type, prompt }));
  return await handOut(content, out, { questions: listed, lost }, shown(notes), summary);
}

function bankOf({ courses }: Catalogue, id: string): Result<Bank[], string> {
  const lessons = courses.flatMap(({ modules }) => modules.flatMap(({ lessons }) => lessons));
  const found = lessons.filter((lesson) => lesson.id === id);
  const retired = found.find((lesson) => isRetired(lesson, lessonDay(new Date())))?.retired;
  if (retired !== undefined) return fail(bankWords.retired(id, retired));
  return found.length > 0 ? ok(found) : fail(bankWords.noLesson(id));
}

function banksOf(catalogue: Catalogue, id: string): Result<Bank[], string> {
  const courses = taughtCourses(catalogue, lessonDay(new Date()));
  const course = courses.find((one) => one.id === id);
  if (course !== undefined) return ok(course.modules.flatMap(({ lessons }) => [...lessons]));
  return fail(
    bankWords.noCourse(
      id,
      courses.map((one) => one.id),
    ),
  );
}

/** Prints the questions as an author pastes them into a lesson; writes nothing of a file with faults. */
export async function importQuestions(file: string, { format, out }: ImportOptions): Promise<Answer> {
  const bytes = await readBytes(file, maxBankBytes);
  if (typeof bytes === "string") return refused(bankWords.unreadable(file));
  const { errors: faults, lost: losses, questions } = await readBank(bytes, format);
  const lost = losses.map(lossTold);
  if (faults.length > 0) {
    const errors = faults.map(toldAt);
    const lines = shown(errors.map(({ line, message }) => toldLine({ file, line, message })));
    const problem = bankWords.faulty(file, errors.length, format, errors[0]!.line);
    return { json: { questions, lost, errors }, lines: [], notes: lines, problem };
  }
  if (questions.length === 0 && lost.length === 0) return refused(bankWords.empty(file, format));
  const { text, todo: left } = questionsSection(questions);
  const todo = left.map(toldAt);
  const notes = [
    ...lost.map(({ line, question, what }) => `${file}:${line}: ${bankWords.lost(brief(question), what)}`),
    ...todo.map(({ line, message }) => bankWords.todo(out, line, message)),
  ];
  const summary = bankWords.read(questions.length, lost.length, todo.length);
  return await handOut(text, out, { questions, lost, todo }, shown(notes), summary);
}

const lossTold = <Of extends Loss>(loss: Of) => ({ ...loss, what: lossInWords(loss.what) });

/** A text to stdout or its file, what it lacks to stderr, everything into the document of --json. */
async function handOut(
  content: string | Uint8Array,
  out: string | undefined,
  json: object,
  notes: readonly string[],
  summary: string,
): Promise<Answer> {
  if (out === undefined) {
    const text = String(content); // a workbook has a place of its own
    return { json: { ...json, text }, lines: text, notes: [...notes, summary] };
  }
  const failure = await writeOut(out, content);
  return failure === null ? { json, lines: [bankWords.out(out, summary)], notes } : refused(failure);
}

const brief = (text: string): string => (text.length > 60 ? `“${text.slice(0, 59)}…”` : `“${text}”`);

function shown(notes: readonly string[]): string[] {
  const left = notes.length - mostShown;
  return left > 0 ? [...notes.slice(0, mostShown), bankWords.more(left)] : [...notes];
}
