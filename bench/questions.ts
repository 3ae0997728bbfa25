import { isDeepStrictEqual } from "node:util";
import { sql } from "drizzle-orm";
import { type Connection, connect, type Tx } from "../src/db/connect.ts";
import type { CohortId, LearnerId, UnitId } from "../src/domain/ids.ts";
import type { Finding, Form, Measure, Period, Question, Subject, Value } from "../src/domain/question.ts";
import { addDays, weekdayOf } from "../src/domain/time.ts";
import { absent } from "../src/supervision/absent.ts";
import { ask } from "../src/supervision/ask.ts";
import { readAtRisk } from "../src/supervision/at-risk.ts";
import { openDigest } from "../src/supervision/digest.ts";
import { pictureOf } from "../src/supervision/progress-chart.ts";
import { report } from "../src/supervision/report.ts";
import { plainValue, type Whom } from "./plain-figures.ts";
import { buildProvince, type Province, type Size, zone } from "./province.ts";
import type { Stage } from "./stage.ts";
import { quantile, type Row } from "./table.ts";

/** In the first course, and in the second one after it. */
const whole: readonly Size[] = [
  { learners: 100_000, units: 3400, studyDays: 200, courses: 1 },
  { learners: 100_000, units: 3400, studyDays: 40, courses: 2 },
];
const small: readonly Size[] = [
  { learners: 5000, units: 700, studyDays: 20, courses: 1 },
  { learners: 5000, units: 700, studyDays: 20, courses: 2 },
];

/** Supervisors by what they supervise: the province, and a commune. */
const chair = 1 as LearnerId;
const head = 24 as LearnerId;
const province = { kind: "unit", id: 1 as UnitId } as const;

interface Entry {
  readonly measure: Measure;
  readonly viewer?: LearnerId;
  readonly subject?: Subject;
  readonly period?: Period;
  readonly form?: Form;
  /** What the subject holds, for the plain count; null: no plain count knows it. */
  readonly whom?: Whom | null;
}

const communes = ["xa", "phuong"];
const ranking = (of: "units" | "people", level: readonly string[] = communes): Form => ({
  kind: "ranking",
  of,
  level,
  best: true,
  limit: 10,
});

/** What supervisors ask, of the province and of a commune of it. */
function catalogue({ today }: Province): Entry[] {
  const back = (days: number): Period => ({ kind: "days", from: addDays(today, -days), to: today });
  const commune = { viewer: head, subject: { kind: "own" } as const };
  const cohort = { subject: { kind: "cohort", id: 3 as CohortId } as const, whom: { lineage: "1/", cohort: 3 } };
  return [
    { measure: "people" },
    { measure: "joined" },
    { measure: "not_joined", form: { kind: "names" } },
    { measure: "learnt" },
    { measure: "learnt", period: back(6) },
    { measure: "not_learnt" },
    { measure: "not_learnt", period: back(6), form: { kind: "names" } },
    { measure: "lessons" },
    { measure: "lessons", period: back(20) },
    { measure: "completion" },
    { measure: "completion", period: { kind: "module", number: 2 } },
    { measure: "score" },
    { measure: "score", period: back(6) },
    { measure: "points" },
    { measure: "points", period: back(6) },
    { measure: "unreachable" },
    { measure: "paused" },
    { measure: "overdue" },
    { measure: "finished" },
    { measure: "completion", form: ranking("units") },
    { measure: "learnt", period: back(6), form: ranking("units", []) },
    {
      measure: "completion",
      form: { kind: "comparison", with: { subject: { kind: "unit", id: 24 as UnitId }, period: { kind: "now" } } },
    },
    { measure: "completion", ...cohort },
    { measure: "not_learnt", ...cohort, form: { kind: "names" } },
    { measure: "forecast", whom: null },
    { measure: "streak", whom: null },
    { measure: "streak", form: ranking("people"), whom: null },
    { measure: "learnt", ...commune },
    { measure: "not_learnt", ...commune, form: { kind: "names" } },
    { measure: "lessons", ...commune, period: back(20), form: ranking("people") },
    { measure: "score", ...commune },
    { measure: "points", ...commune, period: back(20) },
    { measure: "overdue", ...commune, form: { kind: "names" } },
    { measure: "completion", ...commune, form: ranking("units", []) },
    { measure: "streak", ...commune, form: ranking("people"), whom: null },
    { measure: "forecast", ...commune, whom: null },
    { measure: "completion", viewer: chair, subject: { kind: "person", id: 500 as LearnerId }, whom: null },
  ];
}

/** What else is told of a province: by a command, on Mondays, on the dashboard. */
const tellings: Readonly<Record<string, (tx: Tx, built: Province) => Promise<unknown>>> = {
  "the report": (tx, { now }) => report(tx, named, now, chair),
  "the report and the figures of its picture": async (tx, { now }) => {
    const told = await report(tx, named, now, chair);
    return await pictureOf(tx, named, told!, zone, chair);
  },
  "who has not learnt, today and in a week": (tx, { now }) => absent(tx, province, now, 60, chair),
  "who needs help": (tx, { now }) => readAtRisk(tx, province, now, 60, chair),
  "the weekly digest": (tx, { now, today }) => openDigest(tx, chair, addDays(today, 1 - weekdayOf(today)), now),
};

const named = { scope: province, name: "Tỉnh" };

const questionOf = ({
  measure,
  subject = province,
  period = { kind: "now" },
  form = { kind: "total" },
}: Entry): Question => ({ measure, subject, period, form });

/** Questions about a province: how long each takes, and that each is answered as one counts from the rows themselves. */
export async function measureQuestions(stage: Stage, short: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of short ? small : whole) {
    const database = await stage.database();
    rows.push(...(await measureIn(database, await buildProvince(database.db, size), size, short)));
  }
  return rows;
}

/** In a province that stands. */
async function measureIn(
  database: Connection & { readonly url: string },
  built: Province,
  size: Size,
  short: boolean,
): Promise<Row[]> {
  const warm: number[] = [];
  const cold: number[] = [];
  let [different, compared] = [0, 0];
  await database.db.execute(sql`create extension if not exists pg_buffercache`);
  await using program = asTheProgram(database.url);
  for (const entry of catalogue(built)) {
    const first = await timed(() => inCold(database, built, entry));
    await put(program, built, entry);
    const again: number[] = [];
    for (let round = 0; round < 5; round++) again.push((await timed(() => put(program, built, entry))).milliseconds);
    const plain = await compare(database, built, entry, first.found, short);
    compared += plain.compared;
    different += plain.different;
    warm.push(...again);
    cold.push(first.found.milliseconds);
    console.error(
      `questions: ${nameOf(entry)}: warm ${Math.round(quantile(again, 0.5))} ms, cold ${Math.round(first.found.milliseconds)} ms, ${plain.different} of ${plain.compared} figures differ`,
    );
  }
  const learners = `${size.learners.toLocaleString("en-GB")} learners${size.courses === 1 ? "" : " in two courses each"}`;
  const of = `${warm.length / 5} questions about ${learners}, ${built.answers.toLocaleString("en-GB")} answers`;
  const row = (what: string, times: readonly number[], share: number, bound?: number): Row => ({
    figure: "questions",
    what: `${of}, ${what}, p${share * 100}`,
    value: quantile(times, share),
    unit: "ms",
    ...(bound === undefined ? {} : { target: { bound: "at most", value: bound } }),
  });
  const told: Row[] = [];
  for (const [what, tell] of Object.entries(tellings)) {
    const times: number[] = [];
    for (let round = 0; round < 3; round++)
      times.push((await timed(() => program.db.transaction((tx) => tell(tx, built)))).milliseconds);
    told.push({ figure: "questions", what: `${learners}: ${what}`, value: quantile(times, 0.5), unit: "ms" });
  }
  return [
    row("warm", warm, 0.5),
    row("warm", warm, 0.99, 150),
    row("cold", cold, 0.5),
    row("cold", cold, 0.99, 600),
    {
      figure: "questions",
      what: `of ${compared} figures of ${learners} compared with a plain count, how many differ`,
      value: different,
      unit: "",
      target: { bound: "at most", value: 0 },
    },
    ...told,
  ];
}

const nameOf = (entry: Entry) => {
  const { measure, subject, period, form } = questionOf(entry);
  return `${measure}, ${subject.kind}${entry.viewer === undefined ? " (province)" : ""}, ${period.kind}, ${form.kind}`;
};

async function timed<Found>(work: () => Promise<Found>): Promise<{ found: Found; milliseconds: number }> {
  const start = performance.now();
  return { found: await work(), milliseconds: performance.now() - start };
}

const put = ({ db }: Connection, { now }: Province, entry: Entry) =>
  db.transaction((tx) => ask(tx, questionOf(entry), entry.viewer ?? chair, zone, now));

/** As whoever handles what people write connects: see `byKey`. */
const asTheProgram = (url: string) => connect(url, { max: 1, applicationName: "hocvu bench", byKey: true });

/** On a connection that has planned nothing, by a server that holds nothing in its own memory (the system's cache stays). */
async function inCold(database: Connection & { readonly url: string }, built: Province, entry: Entry) {
  await database.db.execute(sql`select pg_buffercache_evict_all()`);
  await using connection = asTheProgram(database.url);
  await connection.db.execute(sql`select 1`);
  const { found, milliseconds } = await timed(() => put(connection, built, entry));
  return { found, milliseconds };
}

/**
 * The total, and in a ranking of units every row, beside the plain count.
 * @param patient counts days of a whole province plainly, too, which takes hours for a large one
 */
async function compare(
  { db }: Connection,
  built: Province,
  entry: Entry,
  { found }: { found: Finding | null },
  patient: boolean,
) {
  if (found === null) return { compared: 1, different: 1 };
  const { measure, period, form } = questionOf(entry);
  if (entry.whom === null || measure === "streak" || measure === "forecast") return { compared: 0, different: 0 };
  const lineage = entry.viewer === head ? `1/${head}/` : "1/";
  const pairs: { value: Value; plain: Value }[] = [];
  if (patient || period.kind !== "days" || entry.viewer === head) {
    const plain = await plainValue(db, measure, period, entry.whom ?? { lineage, cohort: null }, built);
    pairs.push({ value: found.total, plain });
  }
  for (const { path, value } of form.kind === "ranking" && form.of === "units" ? found.rows : []) {
    const [unit] = await db.execute<{ lineage: string }>(sql`select lineage from units where path = ${path}`);
    pairs.push({
      value,
      plain: await plainValue(db, measure, period, { lineage: unit!.lineage, cohort: null }, built),
    });
  }
  return {
    compared: pairs.length,
    different: pairs.filter(({ value, plain }) => !isDeepStrictEqual(value, plain)).length,
  };
}
