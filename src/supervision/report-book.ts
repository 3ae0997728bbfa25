/** A report as a workbook: the whole, a sheet for each level of the tree, the people, and what the words mean. */
import { Writable } from "node:stream";
import ExcelJS from "exceljs";
import type { Tx } from "#db/connect.ts";
import type { PeopleCounts } from "#db/figures/reports.ts";
import { countRolledUp, type PersonRow, type RolledUp, readPeople } from "#db/figures/rollup.ts";
import type { Viewer } from "#db/units/scope.ts";
import { byName } from "#domain/name.ts";
import { sheetText } from "#domain/sheet-cell.ts";
import { dateIn, type LocalDate, timeIn, type Zone } from "#domain/time.ts";
import { stateWords, bookWords as words } from "#wording/report-book.ts";
import { recordExport } from "./export.ts";
import { readDays } from "./report.ts";
import type { NamedScope } from "./scope.ts";

/** How a column looks, and how wide it is in letters. */
interface Column {
  readonly head: string;
  readonly width: number;
  readonly form: keyof typeof forms;
}

/** A text stays a text when somebody edits it, whatever it begins with. */
const forms = { text: "@", count: "#,##0", share: "0.0%", day: "dd/mm/yyyy" } as const;

type Value = string | number | Date | null;

/**
 * The figures and the people of a scope as a workbook; null when the viewer may see nobody of it. All of it is as of `now`;
 * for a transaction that sees one state of the tables.
 * @param zone of the days and times that people read
 */
export async function writeBook(
  tx: Tx,
  named: NamedScope,
  now: Date,
  viewer: Viewer,
  zone: Zone,
): Promise<Buffer | null> {
  const days = await readDays(tx, named.scope, now, viewer);
  const { units, whole } = await countRolledUp(tx, named.scope, days, now, viewer);
  if (units.length === 0 && viewer !== null) return null;
  const written: Buffer[] = [];
  const out = new Writable({
    write(part: Buffer, _, done) {
      written.push(part);
      done();
    },
  });
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  book.creator = words.maker;
  book.lastModifiedBy = words.maker;
  book.created = now;
  book.modified = now;
  const asOf = words.asOf(named.name, dateIn(zone, now), timeIn(zone, now));
  const sheet = (name: string, columns: readonly Column[]) => openSheet(book, name, asOf, columns);
  addWhole(sheet(words.wholeSheet, wholeColumns), whole);
  addLevels(sheet, units);
  const people = sheet(words.peopleSheet, personColumns);
  for await (const portion of readPeople(tx, named.scope, days, now, viewer))
    for (const person of portion) people.add(personCells(person));
  people.end();
  const meanings = sheet(words.meaningsSheet, columnsOf(words.meaningsHead, [28, 90], ["text", "text"]));
  for (const row of words.meanings) meanings.add(row);
  meanings.end();
  await book.commit();
  return Buffer.concat(written);
}

/**
 * The workbook of a scope as far as the viewer may see it; null: nobody. It names people, so that it was made is written
 * down, with what it is about and no name.
 */
export async function bookOf(tx: Tx, named: NamedScope, now: Date, viewer: Viewer, zone: Zone): Promise<Buffer | null> {
  const book = await writeBook(tx, named, now, viewer, zone);
  if (book !== null) await recordExport(tx, named.scope, now, viewer);
  return book;
}

interface Sheet {
  /** @param form of the figures in this row alone */
  add(values: readonly Value[], form?: Column["form"]): void;
  end(): void;
}

type OpenSheet = (name: string, columns: readonly Column[]) => Sheet;

/** The first line says as of when, the second holds the heads; both stay in view, and the heads filter. */
function openSheet(
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  name: string,
  asOf: string,
  columns: readonly Column[],
): Sheet {
  const sheet = book.addWorksheet(name, { views: [{ state: "frozen", ySplit: 2 }] });
  sheet.columns = columns.map(({ width, form }) => ({
    width,
    style: { numFmt: forms[form], alignment: { vertical: "top", wrapText: form === "text" && width > 60 } },
  }));
  const first = sheet.addRow([sheetText(asOf)]);
  first.getCell(1).alignment = { wrapText: false };
  first.commit();
  const heads = sheet.addRow(columns.map(({ head }) => head));
  heads.font = { bold: true };
  heads.alignment = { vertical: "top", wrapText: true };
  heads.commit();
  sheet.autoFilter = { from: { row: 2, column: 1 }, to: { row: 2, column: columns.length } };
  return {
    add(values, form) {
      const row = sheet.addRow(values.map((value) => (typeof value === "string" ? sheetText(value) : value)));
      if (form !== undefined) row.getCell(values.length).numFmt = forms[form];
      row.commit();
    },
    end: () => sheet.commit(),
  };
}

const columnsOf = (
  heads: readonly string[],
  widths: readonly number[],
  kinds: readonly Column["form"][],
): readonly Column[] => heads.map((head, at) => ({ head, width: widths[at]!, form: kinds[at]! }));

const wholeColumns = columnsOf(words.wholeHead, [32, 16], ["text", "count"]);

const unitColumns = columnsOf(
  words.unitHead,
  [60, 11, 11, 13, 12, 12, 11, 13, 12, 12],
  ["text", "count", "count", "count", "count", "count", "count", "share", "share", "count"],
);

const personColumns = columnsOf(
  words.personHead,
  [30, 56, 26, 13, 12, 11, 13, 16, 11, 14, 20],
  ["text", "text", "text", "day", "count", "count", "share", "share", "count", "day", "text"],
);

function addWhole(sheet: Sheet, whole: PeopleCounts): void {
  const { learners, joined, active7d, completedToday, lessonsSkipped } = whole;
  const counts = { learners, joined, active7d, completedToday, lessonsSkipped };
  for (const [name, value] of Object.entries(counts)) sheet.add([words.whole[name as keyof typeof counts], value]);
  sheet.add([words.whole.completionRate, share(whole.lessonsCompleted, whole.lessonsDue)], "share");
  sheet.add([words.whole.averageScore, share(whole.firstTriesRight, whole.firstTries)], "share");
  sheet.end();
}

/** The levels count from the highest that the viewer sees. */
function addLevels(sheet: OpenSheet, units: readonly RolledUp[]): void {
  const levels = [...new Set(units.map(({ level }) => level))].sort((a, b) => a - b);
  for (const [at, level] of levels.entries()) {
    const opened = sheet(words.levelSheet(at + 1), unitColumns);
    const rows = units.filter((unit) => unit.level === level).sort((a, b) => byName(a.unit, b.unit));
    for (const row of rows) opened.add(unitCells(row));
    opened.end();
  }
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : Math.min(1, part / whole));

const unitCells = (unit: RolledUp): readonly Value[] => [
  unit.unit,
  unit.learners,
  unit.joined,
  unit.active7d,
  unit.completedToday,
  unit.lessonsCompleted,
  unit.lessonsDue,
  share(unit.lessonsCompleted, unit.lessonsDue),
  share(unit.firstTriesRight, unit.firstTries),
  unit.lessonsSkipped,
];

const personCells = (person: PersonRow): readonly Value[] => [
  person.fullName,
  person.units.join("; "),
  person.title,
  dayCell(person.joinedDay),
  person.lessonsCompleted,
  person.lessonsDue,
  share(person.lessonsCompleted, person.lessonsDue),
  share(person.firstTriesRight, person.firstTries),
  person.points,
  dayCell(person.lastActiveDay),
  stateWords[person.state],
];

/** A spreadsheet's days have no zone. */
const dayCell = (day: LocalDate | null): Date | null => (day === null ? null : new Date(`${day}T00:00:00Z`));
