/** A spreadsheet of questions, one a row: nothing of ours is lost in it. */
import { parse } from "csv-parse/sync";
import type { Question } from "#domain/course.ts";
import { csvRow, csvText, withoutGuard } from "#domain/csv.ts";
import type { Notes } from "../problem.ts";
import {
  type Bank,
  type BankQuestion,
  type BankWriter,
  blanked,
  choiceQuestion,
  orderQuestion,
  type QuestionRead,
  typedQuestion,
} from "./bank.ts";

const letters = ["a", "b", "c", "d", "e"] as const;
const options = letters.map((letter) => `option_${letter}`);
const feedbacks = letters.map((letter) => `feedback_${letter}`);

/** The columns, in the order they are written; they are read by name, in any order. */
const bankColumns = [
  ...["lesson", "lesson_title", "type", "question"],
  ...options,
  ...["right", "accepted"],
  ...feedbacks,
  "explanation",
];

const needed = ["type", "question"];

export const csvWriter: BankWriter = { open: csvText([bankColumns]), close: "", lesson: () => "", question: writeRow };

function writeRow(question: Question, { id, title }: Bank) {
  const { accepted, explanation, prompt, type } = question;
  const right = type === "order" ? [] : question.options.flatMap((option, at) => (option.right ? [letters[at]!] : []));
  const cells = [
    ...[id, title, type, prompt],
    ...letters.map((_, at) => question.options[at]?.text ?? ""),
    ...[right.join(" ").toUpperCase(), accepted.join(" | ")],
    ...letters.map((_, at) => question.options[at]?.feedback ?? ""),
    explanation,
  ];
  return { text: csvRow(cells), lost: [] };
}

type Row = Readonly<Record<string, string>>;

/** A file with faults gives fewer questions, and notes on its lines. */
export function readBankCsv(text: string, notes: Notes): QuestionRead[] {
  const records = readRecords(text, notes);
  const [head, ...rows] = records;
  if (head === undefined) return [];
  const names = head.cells.map((cell) => blanked(cell).toLowerCase());
  const missing = needed.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => name !== "" && !bankColumns.includes(name));
  for (const name of missing)
    notes.error(head.line, `the column ${name} is missing: the first row names the columns, ${bankColumns.join(", ")}`);
  if (missing.length > 0) return [];
  return rows.flatMap(({ line, cells }) => {
    const row = Object.fromEntries(names.map((name, at) => [name, withoutGuard(cells[at] ?? "")]));
    return readRow(row, unknown, line, notes) ?? [];
  });
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

function readRecords(text: string, notes: Notes): CsvRecord[] {
  try {
    const head = (/^[^\n]*/.exec(text.trimStart())?.[0] ?? "").replace(/"[^"]*"/g, "");
    const delimiter = head.split(";").length > head.split(",").length ? ";" : ",";
    const found: CsvRecord[] = [];
    let next = 1;
    parse(text, {
      delimiter,
      relax_column_count: true,
      on_record: (cells: string[], { lines }: { lines: number }) => {
        if (cells.some((cell) => cell.trim() !== "")) found.push({ line: next, cells });
        next = lines + 1;
        return null;
      },
    });
    if (found.length === 0) notes.error(1, `is empty: the first row names the columns, ${bankColumns.join(", ")}`);
    return found;
  } catch (error) {
    const line = error instanceof Error && "lines" in error ? Number(error.lines) : 1;
    notes.error(line, "is no well-formed CSV: a quote is opened and not closed, or stands inside a cell");
    return [];
  }
}

function readRow(row: Row, unknown: readonly string[], line: number, notes: Notes): QuestionRead | null {
  const lost = unknown.filter((name) => blanked(row[name] ?? "") !== "").map((name) => `the column ${name}`);
  const question = readQuestion(row, line, lost, notes);
  return question === undefined ? null : { line, prompt: blanked(row.question ?? ""), question, lost };
}

/** Null: nothing we could ask, which `lost` tells; undefined: a fault, which is noted. */
function readQuestion(row: Row, line: number, lost: string[], notes: Notes): BankQuestion | null | undefined {
  const { accepted = "", explanation = "", question = "" } = row;
  const texts = options.map((name) => blanked(row[name] ?? ""));
  const filled = texts.filter((text) => text !== "");
  switch (blanked(row.type ?? "").toLowerCase()) {
    case "short":
    case "numeric":
      return typedQuestion(question, accepted.split("|"), explanation, lost);
    case "order":
      return orderQuestion(question, filled, explanation, lost);
    case "single":
    case "multiple":
    case "truefalse":
      return readChoice(row, texts, line, lost, notes);
    default:
      notes.error(line, "the type is not one of ours: write single, multiple, truefalse, short, numeric or order");
      return undefined;
  }
}

function readChoice(
  row: Row,
  texts: readonly string[],
  line: number,
  lost: string[],
  notes: Notes,
): BankQuestion | undefined {
  const right = blanked(row.right ?? "").toLowerCase();
  const named: readonly string[] = right.match(/[a-e]/g) ?? [];
  const sound =
    /^[a-e]?(?:[ ,;|]*[a-e])*$/.test(right) && named.every((one) => texts[letters.indexOf(one as "a")] !== "");
  if (named.length === 0 || !sound) {
    notes.error(
      line,
      'the column right does not name the right options: write their letters, for example "A" or "A C"',
    );
    return undefined;
  }
  const said = letters.flatMap((letter, at) =>
    texts[at] === ""
      ? []
      : [{ text: texts[at]!, right: named.includes(letter), feedback: row[feedbacks[at]!] ?? null }],
  );
  return choiceQuestion(row.question ?? "", said, row.explanation ?? "", lost);
}
