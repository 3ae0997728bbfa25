/** Question banks in the formats of other tools, both ways. */
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

export const bankFormats = ["gift", "moodle-xml", "aiken", "csv"] as const;
export type BankFormat = (typeof bankFormats)[number];

interface Dialect {
  readonly writer: BankWriter;
  readonly read: (text: string, notes: Notes) => QuestionRead[];
}

const dialects: Readonly<Record<BankFormat, Dialect>> = {
  gift: { writer: giftWriter, read: readGift },
  "moodle-xml": { writer: moodleXmlWriter, read: readMoodleXml },
  aiken: { writer: aikenWriter, read: readAiken },
  csv: { writer: csvWriter, read: readBankCsv },
};

/** What a question lost on the way, in words. */
export interface Loss {
  /** The id of ours; of another tool's, which has none, its text. */
  readonly question: string;
  readonly what: string;
}

export interface BankWritten {
  readonly text: string;
  /** Those that are in the text, perhaps not all of each. */
  readonly questions: readonly Question[];
  readonly lost: readonly Loss[];
}

export function writeBanks(banks: readonly Bank[], format: BankFormat): BankWritten {
  const { writer } = dialects[format];
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
  return { text: `${pieces.join("")}${writer.close}`, questions, lost };
}

export interface BankRead {
  readonly questions: readonly BankQuestion[];
  readonly lost: readonly (Loss & { readonly line: number })[];
  /** With any of these the questions are not all that the file holds. */
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

/** A bank of one lesson seldom has a hundredth of it. */
export const maxBankBytes = 1024 * 1024;

/** Reads the bytes of a file. Never throws: strangers write such files. */
export function readBank(bytes: Uint8Array, format: BankFormat): BankRead {
  const lists = { errors: [] as ContentProblem[], warnings: [] as ContentProblem[] };
  const notes = notesOn("", lists);
  const text = bytes.length > maxBankBytes ? tooLong(notes) : decode(bytes, notes);
  const found = text === null ? [] : dialects[format].read(text, notes);
  const fits = ({ question }: QuestionRead) => question === null || !isOutsized(question);
  const read = found.filter(fits);
  for (const { line } of found.filter((one) => !fits(one)))
    notes.error(line, "the question has more than 100 answers, or a text of more than 10000 characters: shorten it");
  return {
    questions: read.flatMap(({ question }) => question ?? []),
    lost: read.flatMap(({ line, lost, prompt }) => lost.map((what) => ({ line, question: prompt, what }))),
    errors: sorted(lists.errors).map(({ line, message }) => ({ line, message })),
  };
}

function tooLong(notes: Notes): null {
  notes.error(1, `the file has more than ${maxBankBytes} bytes (1 MB): part it`);
  return null;
}
