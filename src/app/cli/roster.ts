import type { Kept } from "#db/roster/undo.ts";
import type { CohortId } from "#domain/ids.ts";
import { type ImportResult, importRoster } from "#supervision/import-roster.ts";
import { invites as listInvites } from "#supervision/invites.ts";
import { readRoster } from "#supervision/roster-file.ts";
import { maxFileBytes } from "#supervision/roster-grid.ts";
import { undoRoster } from "#supervision/undo-roster.ts";
import { botNames } from "../probes.ts";
import { type Answer, refused, UsageError } from "./answer.ts";
import { table } from "./print.ts";
import { openProgress } from "./progress.ts";
import { diffLines, noteLines, shortened } from "./roster-lines.ts";
import { findCohortById, newCodes, noCohort, readBytes, withDatabase } from "./session.ts";

export interface ImportOptions {
  readonly cohort: number;
  readonly dryRun?: boolean;
  readonly skipBadRows?: boolean;
  readonly leavers?: boolean;
  readonly yes?: boolean;
  readonly rejoin?: boolean;
}

/** A smaller file is done before anyone would wonder. */
const worthTelling = 2_000;

export async function importFile(file: string, options: ImportOptions): Promise<Answer> {
  if (options.leavers === true && options.skipBadRows === true)
    throw new UsageError("--leavers needs every row to be good, since a bad one may be someone who would else leave");
  const bytes = await readBytes(file, maxFileBytes);
  if (typeof bytes === "string") return refused(`the roster ${file} cannot be read: ${bytes}`);
  const roster = await readRoster(bytes);
  if (!roster.ok) return refused(`the roster ${file} cannot be taken: ${roster.problem}`);
  return await withDatabase(async ({ clock, db }) => {
    if ((await findCohortById(db, options.cohort)) === null) return noCohort(options.cohort);
    const progress = roster.value.rows.length < worthTelling ? null : openProgress("roster");
    try {
      const whole = wholeOptions(options, clock.now(), progress?.told);
      return answerOf(await db.transaction((tx) => importRoster(tx, roster.value, whole)), options);
    } finally {
      progress?.end();
    }
  });
}

function wholeOptions(
  { cohort, dryRun = false, skipBadRows = false, leavers, yes, rejoin }: ImportOptions,
  now: Date,
  progress: ((share: number, what: string) => void) | undefined,
): Parameters<typeof importRoster>[2] {
  const who = leavers === true ? (yes === true ? "most" : "some") : undefined;
  return {
    cohort: cohort as CohortId,
    dryRun,
    skipBadRows,
    leavers: who,
    rejoin,
    now,
    inviteCodes: newCodes,
    progress,
  };
}

function answerOf(result: ImportResult, options: ImportOptions): Answer {
  const { created, updated, unchanged, left, errors, warnings, diff } = result;
  const lines = [
    ...noteLines(errors),
    ...noteLines(warnings, "warning: "),
    ...(diff === null ? [] : diffLines(diff)),
    `created ${created}, updated ${updated}, unchanged ${unchanged}${options.leavers ? `, left ${left}` : ""}`,
    ...(options.dryRun ? ["a dry run: nothing was changed"] : []),
  ];
  const json = { created, updated, unchanged, left, errors, warnings, ...(diff === null ? {} : { diff }) };
  const problem = problemOf(result, options);
  return problem === null ? { json, lines } : { json, lines, problem };
}

function problemOf({ errors, tooManyLeave, diff, left, members }: ImportResult, options: ImportOptions): string | null {
  if (errors.length > 0 && !options.skipBadRows) {
    const bad = new Set(errors.map(({ row }) => row)).size;
    const rest = options.leavers ? "mend the file" : "mend the file, or leave bad rows out with --skip-bad-rows";
    return `nothing was changed: ${bad} bad row${bad === 1 ? "" : "s"}, the first is row ${errors[0]!.row}; ${rest}`;
  }
  if (!tooManyLeave) return null;
  const who = diff === null ? "more than half of the cohort" : `${left} of ${members} people`;
  return `nothing was changed: ${who} would leave, since the file does not name them; look with --dry-run, and if it is right write --yes`;
}

const reasons: Readonly<Record<Kept, string>> = {
  erased: "erased since",
  joined: "joined since",
  in_another_cohort: "has a place in another cohort since",
  changed: "changed since",
  taken: "the earlier e-mail or code is someone else's now",
  unit_ended: "an earlier unit has ended since",
};

export const undo = (options: { readonly cohort: number; readonly dryRun?: boolean }): Promise<Answer> =>
  withDatabase(async ({ clock, db }) => {
    const { cohort, dryRun = false } = options;
    if ((await findCohortById(db, cohort)) === null) return noCohort(cohort);
    const undone = await db.transaction((tx) => undoRoster(tx, cohort as CohortId, dryRun, clock.now()));
    if (undone === null)
      return {
        json: { undone: { created: 0, updated: 0 }, kept: [], importedAt: null },
        lines: ["there is nothing more to undo: no import of this cohort changed anything since the last undo"],
      };
    const { created, updated, at } = undone;
    const kept = undone.kept.map(({ learnerId, why }) => ({ learnerId, why: reasons[why] }));
    const said = dryRun ? "would be taken back" : "taken back";
    const lines = [
      ...shortened(kept.map(({ learnerId, why }) => `kept: ${learnerId}, ${why}`)),
      `the import of ${at.toISOString()} ${said}: ${created} created, ${updated} updated; kept ${kept.length}`,
      ...(dryRun ? ["a dry run: nothing was changed"] : []),
    ];
    return { json: { undone: { created, updated }, kept, importedAt: at.toISOString() }, lines };
  });

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
