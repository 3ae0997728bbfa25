import path from "node:path";
import type { Db, Tx } from "#db/connect.ts";
import { type Deed, recordDeeds } from "#db/records/audit.ts";
import type { CohortId } from "#domain/ids.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { pictureOf } from "#supervision/progress-chart.ts";
import { type Report, report, reportCsv } from "#supervision/report.ts";
import { findUnit, type NamedScope } from "#supervision/scope.ts";
import { type Answer, refused, UsageError } from "./answer.ts";
import { documentOf, facts, percent, table } from "./print.ts";
import { findCohortById, noCohort, type Session, withDatabase, writeOut } from "./session.ts";

const formats = ["json", "csv", "xlsx", "png"] as const;
type Format = (typeof formats)[number];

export interface ReportOptions {
  readonly cohort?: number;
  readonly unit?: string;
  readonly format?: Format;
  readonly out?: string;
  readonly json?: boolean;
}

/**
 * The figures of a cohort or a unit. A format is for a file: --out names it, or, for json and csv, it goes to stdout.
 * Without one people read it.
 */
export async function show(options: ReportOptions): Promise<Answer> {
  const format = options.format ?? formats.find((one) => path.extname(options.out ?? "") === `.${one}`);
  const { out } = options;
  if ((options.cohort === undefined) === (options.unit === undefined))
    throw new UsageError("name what the report is about: either --cohort or --unit");
  if (format === "csv" && options.json === true && out === undefined)
    throw new UsageError(
      "--json and --format csv both want stdout: name a file with --out, for example --out report.csv",
    );
  if ((format === "xlsx" || format === "png") && out === undefined)
    throw new UsageError(`--format ${format} is for a file: name it with --out, for example --out report.${format}`);
  return await withDatabase(async (session) => {
    const scope = await findScope(session.db, options);
    if (!scope.ok) return refused(scope.problem);
    const { found, file } = await fileOf(session, scope.value, format);
    if (out !== undefined) {
      const failure = await writeOut(out, file);
      return failure === null ? { json: found, lines: [`written to ${out}`] } : refused(failure);
    }
    return { json: found, lines: format === undefined ? linesOf(found) : (file as string) };
  });
}

/** That a file of these figures was handed out. */
function fileDeed({ scope }: NamedScope, format: Format, at: Date): Deed {
  const subject = scope.kind === "own" ? scope.kind : `${scope.kind}:${scope.id}`;
  return { at, actor: "operator", deed: "report", subject, detail: { format } };
}

/** The report, and the file that the format makes of it, of one state of the tables. */
async function fileOf({ clock, config, db }: Session, scope: NamedScope, format: Format | undefined) {
  const now = clock.now();
  const zone = config.timezone;
  const read = async (tx: Tx) => {
    const found = (await report(tx, scope, now, null))!;
    if (format !== undefined) await recordDeeds(tx, [fileDeed(scope, format, now)]);
    switch (format) {
      case "xlsx":
        return {
          found,
          file: (await (await import("#supervision/report-book.ts")).bookOf(tx, scope, now, null, zone))!,
        };
      case "png": {
        const { drawProgress } = await import("../picture/progress.ts");
        return { found, file: await drawProgress(await pictureOf(tx, scope, found, zone, null)) };
      }
      case "csv":
        return { found, file: reportCsv(found) };
      case "json":
      case undefined:
        return { found, file: documentOf(found) };
    }
  };
  return await db.transaction(read, { isolationLevel: "repeatable read" });
}

async function findScope(db: Db, { cohort, unit = "" }: ReportOptions): Promise<Result<NamedScope, string>> {
  if (cohort !== undefined) {
    const row = await findCohortById(db, cohort);
    if (row === null) return fail(noCohort(cohort).problem);
    return ok({ scope: { kind: "cohort", id: cohort as CohortId }, name: row.name });
  }
  const found = await db.transaction((tx) => findUnit(tx, unit, null));
  if (found.ok) return found;
  if (found.problem.kind === "ambiguous")
    return fail(`several units are called so, write one path in full: ${found.problem.names.slice(0, 5).join("; ")}`);
  return fail(`there is no unit ${unit}: write its path as in the roster, for example --unit "UBND tỉnh / Sở Nội vụ"`);
}

const confidenceHeads = ["module", "people", "sure before", "sure after"];

const confidenceRow = ({ title, people, before, after }: Report["confidence"][number]) => [
  title,
  people,
  before.toFixed(2),
  after.toFixed(2),
];

const costHeads = ["month", "written to", "messages", "VND", "VND a learner"];

const costRow = ({ month, learners, messages, vnd }: Report["costs"][number]) => [
  month,
  learners,
  messages,
  vnd,
  Math.round(vnd / learners),
];

function linesOf({ units, ...whole }: Report): string[] {
  const rate = (figures: { learners: number }, share: number) => (figures.learners === 0 ? "-" : percent(share));
  const heads = ["unit", "learners", "joined", "today", "completed", "score", "skipped"];
  const rows = units.map((one) => [
    one.unit,
    one.learners,
    one.joined,
    one.completedToday,
    rate(one, one.completionRate),
    rate(one, one.averageScore),
    one.lessonsSkipped,
  ]);
  return [
    ...facts({
      of: whole.name,
      "as of": whole.asOf.toISOString(),
      learners: whole.learners,
      joined: whole.joined,
      "active in 7 days": whole.active7d,
      "completed today": whole.completedToday,
      "lessons completed": rate(whole, whole.completionRate),
      "average score": rate(whole, whole.averageScore),
      "lessons skipped": whole.lessonsSkipped,
    }),
    ...(whole.confidence.length === 0 ? [] : ["", ...table(confidenceHeads, whole.confidence.map(confidenceRow))]),
    ...(whole.costs.length === 0 ? [] : ["", ...table(costHeads, whole.costs.map(costRow))]),
    ...(rows.length === 0 ? [] : ["", ...table(heads, rows)]),
  ];
}
