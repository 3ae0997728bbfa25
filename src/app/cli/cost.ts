import type { Db } from "#db/connect.ts";
import { readTemplate } from "#db/delivery/oa-templates.ts";
import { type CohortRow, listCohorts, readCohortDays } from "#db/learning/cohorts.ts";
import { readHolidays } from "#db/learning/holidays.ts";
import type { Calendar } from "#domain/calendar.ts";
import { answerings, type Rehearsed, rehearseCost } from "#domain/cost-rehearsal.ts";
import { fold } from "#domain/fold.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { dateIn, later } from "#domain/time.ts";
import { messagePriceVnd } from "#domain/zalo-window.ts";
import { type Answer, refused, UsageError } from "./answer.ts";
import { facts, table } from "./print.ts";
import { withDatabase } from "./session.ts";

export interface RehearsalOptions {
  /** Number or name. */
  readonly cohort: string;
  readonly days?: number;
  /** Percents who answer daily, on study days, once a week; the others are silent. */
  readonly answering?: readonly number[];
}

/** What the next days of a cohort would cost if all its people were on a Zalo Official Account: nothing is sent or changed. */
export async function rehearse({ cohort: typed, days = 30, answering }: RehearsalOptions): Promise<Answer> {
  const shares = answering === undefined ? null : sharesOf(answering);
  return await withDatabase(async ({ clock, config, db }) => {
    const found = await findCohort(db, typed);
    if (!found.ok) return refused(found.problem);
    const cohort = found.value;
    const times = await db.transaction((tx) => readCohortDays(tx, { kind: "cohort", id: cohort.id }, null));
    const [time] = times;
    if (time === undefined) return refused(`cohort ${cohort.id} has nobody in it: hocvu roster import --help`);
    const calendar: Calendar = { ...time, holidays: await readHolidays(db) };
    const from = later(time.start, dateIn(time.zone, clock.now()));
    const template = config.oa?.templateId == null ? null : await readTemplate(db, config.oa.key);
    const templateVnd = template?.id === config.oa?.templateId ? (template?.priceVnd ?? null) : null;
    const rows = answerings.map((way, at) => {
      const one = rehearseCost(calendar, time.pushTime, from, days, way, templateVnd);
      return { answering: way, share: shares?.[at] ?? null, ...one };
    });
    const { learners } = cohort;
    const expected =
      shares === null ? null : Math.round(rows.reduce((sum, row) => sum + row.vnd * row.share!, 0) * learners);
    const json = {
      cohort: cohort.id,
      name: cohort.name,
      from,
      days,
      learners,
      priceVnd: messagePriceVnd,
      templateId: config.oa?.templateId ?? null,
      templateVnd,
      rows,
      expectedVnd: expected,
    };
    return { json, lines: linesOf(json) };
  });
}

/** Shares of all four ways, 0 to 1; what is not named is silent. */
function sharesOf(percents: readonly number[]): number[] {
  const sum = percents.reduce((all, one) => all + one, 0);
  if (percents.length > 3 || sum > 100)
    throw new UsageError(
      "--answering takes up to three percents of at most 100 together, for example --answering 50 30 10",
    );
  const known = [0, 1, 2].map((at) => (percents[at] ?? 0) / 100);
  return [...known, (100 - sum) / 100];
}

async function findCohort(db: Db, typed: string): Promise<Result<CohortRow, string>> {
  const cohorts = await db.transaction((tx) => listCohorts(tx, null));
  const found = cohorts.filter(({ id, nameKey }) => String(id) === typed.trim() || nameKey === fold(typed));
  if (found.length === 1) return ok(found[0]!);
  const why = found.length === 0 ? "there is no cohort" : "several cohorts are called";
  return fail(`${why} ${typed}: hocvu cohort list shows their numbers`);
}

interface Shown {
  readonly name: string;
  readonly from: string;
  readonly days: number;
  readonly learners: number;
  readonly priceVnd: number;
  readonly templateId: string | null;
  /** Null: none is configured, or its price is not known yet. */
  readonly templateVnd: number | null;
  readonly rows: readonly (Rehearsed & { readonly answering: string; readonly share: number | null })[];
  readonly expectedVnd: number | null;
}

function linesOf({
  days,
  expectedVnd,
  from,
  learners,
  name,
  priceVnd,
  rows,
  templateId,
  templateVnd,
}: Shown): string[] {
  const heads = ["who answers", "free", "paid", "closed", "templates", "VND a learner", "VND if all did"];
  const templatePrice = templateVnd ?? (templateId === null ? "none is sent" : "not known yet: hocvu doctor");
  return [
    ...facts({ of: name, from, days, learners, "VND a message": priceVnd, "VND a template": templatePrice }),
    "",
    ...table(
      heads,
      rows.map(({ answering, closed, free, paid, templates, vnd }) => [
        answering,
        free,
        paid,
        closed,
        templates,
        vnd,
        vnd * learners,
      ]),
    ),
    ...(expectedVnd === null ? [] : ["", `expected: ${expectedVnd} VND`]),
  ];
}
