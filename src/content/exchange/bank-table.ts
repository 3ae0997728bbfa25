/** Questions as the rows of a table with named columns, which a CSV file and a workbook hold alike: nothing of ours is lost. */
import type { BankLoss } from "#domain/bank-loss.ts";
import { columnLetters } from "#domain/cell-address.ts";
import type { Question } from "#domain/course.ts";
import type { BankCellFault } from "#domain/lesson-fault.ts";
import type { Cell } from "#domain/sheet-cell.ts";
import type { Notes } from "../problem.ts";
import {
  type Bank,
  type BankQuestion,
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
export const bankColumns: readonly string[] = [
  ...["lesson", "lesson_title", "type", "question"],
  ...options,
  ...["right", "accepted"],
  ...feedbacks,
  "explanation",
];

const needed = ["type", "question"];

/** Titles and notes that people put above the columns' names seldom take more rows. */
const mostTitles = 10;

/** A question as the cells of its row. */
export function questionCells(question: Question, { id, title }: Bank): string[] {
  const { accepted, explanation, prompt, type } = question;
  const right = type === "order" ? [] : question.options.flatMap((option, at) => (option.right ? [letters[at]!] : []));
  return [
    ...[id, title, type, prompt],
    ...letters.map((_, at) => question.options[at]?.text ?? ""),
    ...[right.join(" ").toUpperCase(), accepted.join(" | ")],
    ...letters.map((_, at) => question.options[at]?.feedback ?? ""),
    explanation,
  ];
}

/** A cell of a question. */
export type BankCell = Cell<BankCellFault>;

/** A row that holds anything, its cells by their place from 0. */
export interface TableRow {
  readonly line: number;
  readonly cells: ReadonlyMap<number, BankCell>;
}

/** A table with faults gives fewer questions, and notes on its rows. */
export function readTable(rows: readonly TableRow[], notes: Notes): QuestionRead[] {
  const [first] = rows;
  if (first === undefined) {
    notes.error(1, "table-empty", bankColumns);
    return [];
  }
  const above = rows.slice(0, mostTitles).findIndex((row) => needed.every((name) => namesOf(row).includes(name)));
  const head = rows[above] ?? first;
  const names = new Map([...head.cells].map(([at, cell]) => [at, nameOf(cell)]));
  if (!isSoundHead(namesOf(head), head.line, notes)) return [];
  return [
    ...rows.slice(0, Math.max(0, above)).map(title),
    ...rows.slice(Math.max(0, above) + 1).flatMap((row) => readRow(row, names, notes) ?? []),
  ];
}

const text = (cell: BankCell | undefined): string => (typeof cell === "string" ? blanked(cell) : "");
const nameOf = (cell: BankCell): string => text(cell).toLowerCase();
const namesOf = ({ cells }: TableRow): string[] => [...cells.values()].map(nameOf);

function isSoundHead(names: readonly string[], line: number, notes: Notes): boolean {
  const missing = needed.filter((name) => !names.includes(name));
  const twice = bankColumns.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  for (const name of missing) notes.error(line, "column-missing", name, bankColumns);
  for (const name of twice) notes.error(line, "column-twice", name);
  return missing.length + twice.length === 0;
}

function title({ line, cells }: TableRow): QuestionRead {
  const prompt = blanked([...cells.values()].map(text).join(" "));
  return { line, prompt, question: null, lost: [["left-out", "above-columns"]] };
}

/** The known cells of one row, by column. */
type Row = Readonly<Record<string, string>>;

function readRow({ line, cells }: TableRow, names: ReadonlyMap<number, string>, notes: Notes): QuestionRead | null {
  const row: Record<string, string> = {};
  const lost: BankLoss[] = [];
  let sound = true;
  for (const [at, cell] of cells) {
    const name = names.get(at) ?? "";
    if (!bankColumns.includes(name)) {
      if (typeof cell !== "string" || blanked(cell) !== "")
        lost.push(name === "" ? ["column-unnamed", columnLetters(at)] : ["column", name]);
    } else if (typeof cell === "string") row[name] = cell;
    else {
      notes.error(line, "cell", `${columnLetters(at)}${line}`, cell.fault);
      sound = false;
    }
  }
  const question = sound ? readQuestion(row, line, lost, notes) : undefined;
  return question === undefined ? null : { line, prompt: blanked(row.question ?? ""), question, lost };
}

/** Null: nothing we could ask, which `lost` tells; undefined: a fault, which is noted. */
function readQuestion(row: Row, line: number, lost: BankLoss[], notes: Notes): BankQuestion | null | undefined {
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
      notes.error(line, "question-type");
      return undefined;
  }
}

function readChoice(
  row: Row,
  texts: readonly string[],
  line: number,
  lost: BankLoss[],
  notes: Notes,
): BankQuestion | undefined {
  const right = blanked(row.right ?? "").toLowerCase();
  const named: readonly string[] = right.match(/[a-e]/g) ?? [];
  const sound =
    /^[a-e]?(?:[ ,;|]*[a-e])*$/.test(right) && named.every((one) => texts[letters.indexOf(one as "a")] !== "");
  if (named.length === 0 || !sound) {
    notes.error(line, "right-column");
    return undefined;
  }
  const said = letters.flatMap((letter, at) =>
    texts[at] === ""
      ? []
      : [{ text: texts[at]!, right: named.includes(letter), feedback: row[feedbacks[at]!] ?? null }],
  );
  return choiceQuestion(row.question ?? "", said, row.explanation ?? "", lost);
}
