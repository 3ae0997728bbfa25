import { randomInt } from "node:crypto";
import ExcelJS from "exceljs";
import type { Db } from "../src/db/connect.ts";
import type { CohortId } from "../src/domain/ids.ts";
import { codeMaker } from "../src/supervision/codes.ts";
import { importRoster } from "../src/supervision/import-roster.ts";
import { readRoster } from "../src/supervision/roster-file.ts";
import { undoRoster } from "../src/supervision/undo-roster.ts";
import { openSchool } from "./school.ts";
import type { Stage } from "./stage.ts";
import type { Row } from "./table.ts";

/** How many officials the program is meant for at first. */
const officials = 10_750;

/** From the file's bytes to the commit: a roster of nobody known, the same again, and its undo. */
export async function measureRoster(stage: Stage, short: boolean): Promise<Row[]> {
  const rows = [...(await measure(stage, officials, "xlsx"))];
  if (!short) rows.push(...(await measure(stage, 100_000, "csv")));
  return rows;
}

async function measure(stage: Stage, people: number, format: "csv" | "xlsx"): Promise<Row[]> {
  const { db } = await stage.database();
  const { cohort } = await openSchool(db, 1);
  const bytes = await (format === "csv" ? csvOf(people) : workbookOf(people));
  const fresh = await seconds(() => bringIn(db, cohort.id, bytes, people));
  const again = await seconds(() => bringIn(db, cohort.id, bytes, 0));
  const undone = await seconds(() => db.transaction((tx) => undoRoster(tx, cohort.id, false, new Date())));
  const row = (what: string, value: number): Row => ({
    figure: "roster",
    what: `${people.toLocaleString("en-GB")} rows of .${format}, ${what}`,
    value,
    unit: "s",
  });
  const first = row("everyone new", fresh);
  return [
    people === officials ? { ...first, target: { bound: "at most", value: 10 } } : first,
    row("nothing new", again),
    row("undone", undone),
  ];
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function bringIn(db: Db, cohort: CohortId, bytes: Uint8Array, created: number): Promise<void> {
  const roster = await readRoster(bytes);
  if (!roster.ok) throw new Error(roster.problem);
  const inviteCodes = codeMaker((below) => randomInt(below));
  const options = { cohort, dryRun: false, skipBadRows: false, now: new Date(), inviteCodes };
  const result = await db.transaction((tx) => importRoster(tx, roster.value, options));
  if (result.created !== created || result.errors.length > 0)
    throw new Error("the roster was not taken as it should be");
}

const header = ["ho_ten", "don_vi", "chuc_danh", "vai_tro", "email", "dien_thoai", "ma"];

/** One in two with a code, all with an e-mail, in some 500 communes of 20 provinces. */
const personOf = (n: number): string[] => [
  `Nguyễn Thị Đo ${n}`,
  `Tỉnh ${n % 20} / Xã ${n % 500}`,
  "Chuyên viên",
  n % 50 === 0 ? "quan_ly" : "hoc_vien",
  `nguoi${n}@example.vn`,
  `09${String(n).padStart(8, "0")}`,
  n % 2 === 0 ? `CB${n}` : "",
];

const list = (people: number): string[][] => [header, ...Array.from({ length: people }, (_, n) => personOf(n))];

const csvOf = async (people: number): Promise<Uint8Array> =>
  new TextEncoder().encode(
    list(people)
      .map((cells) => cells.join(","))
      .join("\n"),
  );

async function workbookOf(people: number): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet("Danh sách").addRows(list(people));
  return new Uint8Array(await book.xlsx.writeBuffer());
}
