/** A spreadsheet of questions as text, one a row. */
import { parse } from "csv-parse/sync";
import { csvRow, csvText, withoutGuard } from "#domain/csv.ts";
import type { Notes } from "../problem.ts";
import type { BankWriter, QuestionRead } from "./bank.ts";
import { bankColumns, questionCells, readTable, type TableRow } from "./bank-table.ts";

export const csvWriter: BankWriter = {
  open: csvText([bankColumns]),
  close: "",
  lesson: () => "",
  question: (question, bank) => ({ text: csvRow(questionCells(question, bank)), lost: [] }),
};

/** A file with faults gives fewer questions, and notes on its lines. */
export function readBankCsv(text: string, notes: Notes): QuestionRead[] {
  const rows = readRecords(text, notes);
  return rows === null ? [] : readTable(rows, notes);
}

const cellsOf = (cells: readonly string[]) => new Map(cells.map((cell, at) => [at, withoutGuard(cell)]));

/** Null for what is no CSV, which is noted. */
function readRecords(text: string, notes: Notes): TableRow[] | null {
  try {
    const head = (/^[^\n]*/.exec(text.trimStart())?.[0] ?? "").replace(/"[^"]*"/g, "");
    const delimiter = head.split(";").length > head.split(",").length ? ";" : ",";
    const found: TableRow[] = [];
    let next = 1;
    parse(text, {
      delimiter,
      relax_column_count: true,
      on_record: (cells: string[], { lines }: { lines: number }) => {
        if (cells.some((cell) => cell.trim() !== "")) found.push({ line: next, cells: cellsOf(cells) });
        next = lines + 1;
        return null;
      },
    });
    return found;
  } catch (error) {
    const line = error instanceof Error && "lines" in error ? Number(error.lines) : 1;
    notes.error(line, "csv-broken");
    return null;
  }
}
