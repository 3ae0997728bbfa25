/** Question banks in the formats of other tools, both ways. */
import type { BankLoss } from "#domain/bank-loss.ts";
import type { Question } from "#domain/course.ts";
import { decode } from "../plain-file.ts";
import { type ContentProblem, type Notes, notesOn, sorted } from "../problem.ts";
import { aikenWriter, readAiken } from "./aiken.ts";
import { type Bank, type BankQuestion, type BankWriter, isOutsized, type QuestionRead } from "./bank.ts";
import { csvWriter, readBankCsv } from "./bank-csv.ts";
import { readGift } from "./gift-read.ts";
import { giftWriter } from "./gift-write.ts";
import { readMoodleXml } from "./moodle-xml-read.ts";
import { moodleXmlWriter } from "./moodle-xml-write.ts";

export const bankFormats = ["gift", "moodle-xml", "aiken", "csv", "xlsx"] as const;
export type BankFormat = (typeof bankFormats)[number];

interface Dialect {
  readonly write: (banks: readonly Bank[]) => Promise<BankWritten>;
  readonly read: (bytes: Uint8Array, notes: Notes) => Promise<readonly QuestionRead[]>;
}

const dialects: Readonly<Record<BankFormat, Dialect>> = {
  gift: inText(giftWriter, readGift),
  "moodle-xml": inText(moodleXmlWriter, readMoodleXml),
  aiken: inText(aikenWriter, readAiken),
  csv: inText(csvWriter, readBankCsv),
  xlsx: { write: writeXlsx, read: async (bytes, notes) => (await workbooks()).readBankXlsx(bytes, notes) },
};

/** The library for workbooks is most of what a command would load, and few ever see one. */
const workbooks = () => import("./bank-xlsx.ts");

/** What a question lost on the way. */
export interface Loss {
  /** The id of ours; of another tool's, which has none, its text. */
  readonly question: string;
  readonly what: BankLoss;
}

export interface BankWritten {
  /** A text, or the bytes of a workbook. */
  readonly content: string | Uint8Array;
  /** Those that are in it, perhaps not all of each. */
  readonly questions: readonly Question[];
  readonly lost: readonly Loss[];
}

export const writeBanks = (banks: readonly Bank[], format: BankFormat): Promise<BankWritten> =>
  dialects[format].write(banks);

function inText(writer: BankWriter, read: (text: string, notes: Notes) => QuestionRead[]): Dialect {
  return {
    write: async (banks) => writeText(banks, writer),
    read: async (bytes, notes) => {
      const text = decode(bytes, notes);
      return text === null ? [] : read(text, notes);
    },
  };
}

function writeText(banks: readonly Bank[], writer: BankWriter): BankWritten {
  const pieces = [writer.open];
  const questions: Question[] = [];
  const lost: Loss[] = [];
  for (const bank of banks) {
    pieces.push(writer.lesson(bank));
    for (const question of bank.questions) {
      const written = writer.question(question, bank);
      lost.push(...written.lost.map((what) => ({ question: question.id, what })));
      if (written.text === null) continue;
      pieces.push(written.text);
      questions.push(question);
    }
  }
  return { content: `${pieces.join("")}${writer.close}`, questions, lost };
}

async function writeXlsx(banks: readonly Bank[]): Promise<BankWritten> {
  const { lostInXlsx, writeBankXlsx } = await workbooks();
  const lost = banks.flatMap((bank) =>
    bank.questions.flatMap((question) => lostInXlsx(question, bank).map((what) => ({ question: question.id, what }))),
  );
  return { content: await writeBankXlsx(banks), questions: banks.flatMap(({ questions }) => questions), lost };
}

export interface BankRead {
  readonly questions: readonly BankQuestion[];
  readonly lost: readonly (Loss & { readonly line: number })[];
  /** With any of these the questions are not all that the file holds. */
  readonly errors: readonly Pick<ContentProblem, "line" | "fault">[];
}

/** A bank of one lesson seldom has a hundredth of it. */
export const maxBankBytes = 1024 * 1024;

/** Reads the bytes of a file. Never throws: strangers write such files. */
export async function readBank(bytes: Uint8Array, format: BankFormat): Promise<BankRead> {
  const lists = { errors: [] as ContentProblem[], warnings: [] as ContentProblem[] };
  const notes = notesOn("", lists);
  const found = bytes.length > maxBankBytes ? tooLong(notes) : await dialects[format].read(bytes, notes);
  const fits = ({ question }: QuestionRead) => question === null || !isOutsized(question);
  const read = found.filter(fits);
  for (const { line } of found.filter((one) => !fits(one))) notes.error(line, "question-outsized");
  return {
    questions: read.flatMap(({ question }) => question ?? []),
    lost: read.flatMap(({ line, lost, prompt }) => lost.map((what) => ({ line, question: prompt, what }))),
    errors: sorted(lists.errors).map(({ line, fault }) => ({ line, fault })),
  };
}

function tooLong(notes: Notes): [] {
  notes.error(1, "bank-too-big", maxBankBytes);
  return [];
}
