import type { CohortId } from "#domain/ids.ts";
import { importRoster } from "#supervision/import-roster.ts";
import { invites as listInvites } from "#supervision/invites.ts";
import { readRoster } from "#supervision/roster-file.ts";
import { maxFileBytes, type RowError } from "#supervision/roster-grid.ts";
import { botNames } from "../probes.ts";
import { type Answer, refused } from "./answer.ts";
import { table } from "./print.ts";
import { findCohortById, newCodes, noCohort, readBytes, withDatabase } from "./session.ts";

export interface ImportOptions {
  readonly cohort: number;
  readonly dryRun?: boolean;
  readonly skipBadRows?: boolean;
}

/** More faults than a terminal can show help nobody; --json has them all. */
const mostShown = 50;

export async function importFile(file: string, options: ImportOptions): Promise<Answer> {
  const bytes = await readBytes(file, maxFileBytes);
  if (typeof bytes === "string") return refused(`the roster ${file} cannot be read: ${bytes}`);
  const roster = await readRoster(bytes);
  if (!roster.ok) return refused(`the roster ${file} cannot be taken: ${roster.problem}`);
  const { dryRun = false, skipBadRows = false } = options;
  return await withDatabase(async ({ clock, db }) => {
    if ((await findCohortById(db, options.cohort)) === null) return noCohort(options.cohort);
    const cohort = options.cohort as CohortId;
    const result = await db.transaction((tx) =>
      importRoster(tx, roster.value, { cohort, dryRun, skipBadRows, now: clock.now(), inviteCodes: newCodes }),
    );
    const { created, updated, unchanged, errors } = result;
    const lines = [...shown(errors), `created ${created}, updated ${updated}, unchanged ${unchanged}`];
    if (dryRun) lines.push("a dry run: nothing was changed");
    const answer = { json: { created, updated, unchanged, errors }, lines };
    if (errors.length === 0 || skipBadRows) return answer;
    const bad = new Set(errors.map(({ row }) => row)).size;
    return {
      ...answer,
      problem: `nothing was changed: ${bad} bad row${bad === 1 ? "" : "s"}, the first is row ${errors[0]!.row}; mend the file, or leave bad rows out with --skip-bad-rows`,
    };
  });
}

function shown(errors: readonly RowError[]): string[] {
  const lines = errors
    .slice(0, mostShown)
    .map(({ row, column, message }) => `row ${row}${column === "" ? "" : `, ${column}`}: ${message}`);
  const left = errors.length - lines.length;
  return left > 0 ? [...lines, `… and ${left} more: --json shows all`] : lines;
}

export const invites = (options: { readonly cohort: number }): Promise<Answer> =>
  withDatabase(async (session) => {
    if ((await findCohortById(session.db, options.cohort)) === null) return noCohort(options.cohort);
    const bots = await botNames(session);
    const rows = await session.db.transaction((tx) => listInvites(tx, options.cohort as CohortId, bots));
    const list = rows.map(({ role, ...invite }) => ({
      ...invite,
      role: role === "supervisor" ? "quan_ly" : "hoc_vien",
    }));
    if (list.length === 0)
      return { json: { invites: list }, lines: ["no invite is open: everyone has joined, or nobody is on the roster"] };
    const heads = ["id", "name", "unit", "role", "code", "Telegram"];
    const cells = list.map((one) => [
      one.learnerId,
      one.fullName,
      one.unit,
      one.role,
      one.code,
      one.telegramLink ?? "-",
    ]);
    return { json: { invites: list }, lines: table(heads, cells) };
  });
