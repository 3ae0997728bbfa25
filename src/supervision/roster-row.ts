import { fold } from "#domain/fold.ts";
import { inertName } from "#domain/name.ts";
import { nationalPhone } from "#domain/phone.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { parseUnitPath, type UnitPathProblem } from "#domain/unit-path.ts";

/** What a roster may say about a person, and nothing else: the header's words, Vietnamese first. */
export const columnNames = {
  fullName: ["ho_ten", "full_name"],
  unit: ["don_vi", "unit"],
  title: ["chuc_danh", "title"],
  role: ["vai_tro", "role"],
  email: ["email"],
  phone: ["dien_thoai", "phone"],
  code: ["ma", "code"],
} as const;

export type Column = keyof typeof columnNames;

/** What people write above these columns besides, folded. */
const headerWords: Readonly<Record<Column, readonly string[]>> = {
  fullName: ["ho va ten", "ho ten", "ho va ten can bo", "full name", "name"],
  unit: ["don vi", "don vi cong tac", "co quan don vi"],
  title: ["chuc danh", "chuc vu", "chuc vu chuc danh", "chuc danh chuc vu"],
  role: ["vai tro"],
  email: ["e mail", "thu dien tu", "dia chi email"],
  phone: ["dien thoai", "sdt", "so dien thoai", "so dt", "dien thoai di dong", "di dong"],
  code: ["ma", "ma can bo", "ma cb", "ma cbcc", "ma nhan vien", "ma nv"],
};

/** Numbers the rows and says nothing of a person: it is passed over. */
const ordinals = new Set(["stt", "tt", "so tt", "so thu tu"]);

/** Case, accents, signs and line ends in a header make no difference. */
const headerKey = (text: string): string => fold(text.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " "));

const columnsByWord = new Map<string, Column>(
  (Object.keys(columnNames) as Column[]).flatMap((column) =>
    [...columnNames[column], ...headerWords[column]].map((word) => [headerKey(word), column] as const),
  ),
);

const longestHeader = 200;

/** Which column a word of the header stands for; "ordinal" for the one that numbers the rows, null for any other. */
export function columnOf(word: string): Column | "ordinal" | null {
  if (word.length > longestHeader) return null;
  const key = headerKey(word);
  return ordinals.has(key) ? "ordinal" : (columnsByWord.get(key) ?? null);
}

/** What a right cell of each column looks like. */
export const examples: Readonly<Record<Column, string>> = {
  fullName: "Nguyễn Văn An",
  unit: "Tỉnh A / Xã B",
  title: "Chuyên viên",
  role: "hoc_vien",
  email: "an.nguyen@xa.gov.vn",
  phone: "0912345678",
  code: "CB01",
};

export interface RosterRow {
  /** As a spreadsheet numbers it: the first row of the file is 1. */
  readonly row: number;
  readonly fullName: string;
  /** From the root down, 1 to 12 names. */
  readonly unit: readonly string[];
  readonly title: string | null;
  /** Null where the file has no such column; an empty cell in it says learner. */
  readonly role: "learner" | "supervisor" | null;
  /** Lower-case. */
  readonly email: string | null;
  /** Digits only; a Vietnamese number begins with 0. */
  readonly phone: string | null;
  readonly code: string | null;
}

/** What one cell may hold: its value, or the fault and what to write instead; an example is put behind it. */
type Parsed<Value> = Result<Value, string>;

export function readFullName(text: string): Parsed<string> {
  if (text.length > 300) return fail("is longer than 300 characters: write the full name only");
  const name = inertName(text);
  if (!/\p{L}/u.test(name)) return fail("holds no name: write the full name");
  return ok(name);
}

export function readUnit(text: string): Parsed<readonly string[]> {
  const path = parseUnitPath(text);
  return path.ok ? path : fail(unitFault(path.problem));
}

function unitFault(problem: UnitPathProblem): string {
  switch (problem.kind) {
    case "empty":
      return "is empty: write the unit's path in every row (merged cells too)";
    case "empty_part":
      return `has an empty part ${problem.part}: write names separated by “ / ”`;
    case "too_deep":
      return `has ${problem.parts} levels: at most 12 are possible`;
    case "part_too_long":
      return `has a part ${problem.part} longer than 200 characters: write the unit's name only`;
    case "unsafe_character":
      return `has a control or direction character in part ${problem.part}: type the name again by hand`;
  }
}

export function readTitle(text: string): Parsed<string | null> {
  if (text.length > 120) return fail("is longer than 120 characters: write the title only");
  return ok(inertName(text) || null);
}

const roles = new Map<string, "learner" | "supervisor">([
  ["", "learner"],
  ["hoc_vien", "learner"],
  ["learner", "learner"],
  ["quan_ly", "supervisor"],
  ["supervisor", "supervisor"],
]);

export function readRole(text: string): Parsed<"learner" | "supervisor"> {
  const role = roles.get(fold(text).replaceAll(/[\s-]/g, "_"));
  return role === undefined ? fail("is no role: write hoc_vien or quan_ly (or learner, supervisor)") : ok(role);
}

export function readEmail(text: string): Parsed<string | null> {
  const email = text.trim().toLowerCase().normalize("NFC");
  if (email === "") return ok(null);
  const wellFormed = /^[^\s@<>()[\]\\,;:"'=\p{C}]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/u.test(email);
  return wellFormed && email.length <= 254 ? ok(email) : fail("is no e-mail address: write one");
}

/** A spreadsheet that took the number for a figure has lost its first 0. */
export function readPhone(text: string): Parsed<string | null> {
  if (text.replaceAll(/[\s.\-()\u00a0]/g, "").replace("'", "") === "") return ok(null);
  const phone = nationalPhone(text);
  return phone === null ? fail("is no phone number: write 8 to 15 digits") : ok(phone);
}

export function readCode(text: string): Parsed<string | null> {
  const code = text.normalize("NFC").trim();
  if (code === "") return ok(null);
  if (code.length > 64) return fail("is longer than 64 characters: write the organisation's own id for the person");
  if (/[\p{C}\s]/u.test(code.replaceAll(" ", ""))) return fail("holds an invisible character: type it again by hand");
  return ok(code);
}
