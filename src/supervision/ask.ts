import type { Tx } from "#db/connect.ts";
import { expectBreadth, expectLittle } from "#db/figures/breadth.ts";
import {
  readCohortName,
  readCourseName,
  readPersonName,
  readUnitName,
  type SubjectName,
} from "#db/figures/subjects.ts";
import { isSelf, type Part } from "#db/units/scope.ts";
import { supervisedUnits } from "#db/units/units.ts";
import { type Bound, isBeyond } from "#domain/bound.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { Finding, Form, FoundRow, Measure, Question, Subject, Value } from "#domain/question.ts";
import { dateIn, later, type Zone } from "#domain/time.ts";
import { type Asking, figuresOf, namesOf } from "./figures.ts";
import { type Asked, countingOf } from "./measures.ts";
import { placeOf, type Ranked, rankedPeople, rankUnits, type UnitFigure, unitsBeside, unitsToRank } from "./ranking.ts";
import { readDays } from "./report.ts";
import { sensible } from "./sensible.ts";
import { rankTaught } from "./taught.ts";

/** Names in the form `names`. */
const mostNames = 60;

/**
 * The answer to a question. Null where the viewer may see nobody of what it is about, or of what that is compared with:
 * what lies outside is answered like what does not exist. Whoever asks may always ask about themselves.
 *
 * What makes no sense is answered by the nearest that does, and the finding's question is the one that was answered: a
 * measure of the present asked of days is of now; names of a rate, and a ranking of or within one person, are a total.
 * @param zone of whoever asks: which day it is where nobody of the subject learns
 * @param mostRead so many first tries, or lessons of people, are read to count what is taught piece by piece while somebody waits: some
 * seconds. A year of ten thousand people has two million.
 */
export async function ask(
  tx: Tx,
  question: Question,
  viewer: LearnerId,
  zone: Zone,
  now: Date,
  mostRead = 3_000_000,
): Promise<Finding | null> {
  const found = await find(tx, sensible(question), { viewer, zone, now, mostRead });
  await expectLittle(tx);
  return found;
}

interface Asker {
  readonly viewer: LearnerId;
  readonly zone: Zone;
  readonly now: Date;
  readonly mostRead: number;
}

async function find(tx: Tx, asked: Question, { viewer, zone, now, mostRead }: Asker): Promise<Finding | null> {
  const about = await open(tx, asked.subject, viewer, zone, now);
  if (about === null) return null;
  const base = { question: asked, name: about.name, asOf: now };
  if (asked.form.kind === "comparison") {
    const { subject, period } = asked.form.with;
    // One after the other: what is opened says how broad everything is that is read from then on.
    const first = await totalOf(tx, asked, about);
    const other = await open(tx, subject, viewer, zone, now);
    if (other === null) return null;
    const second = await totalOf(tx, { ...asked, period }, other);
    return { ...base, total: first, people: [], rows: [rowOf(about, first), rowOf(other, second)] };
  }
  if (asked.form.kind !== "place") return { ...base, ...(await answerOf(tx, asked, asked.form, about, mostRead)) };
  const total = await totalOf(tx, asked, about);
  const all = asked.subject.kind === "me" ? null : await open(tx, { kind: "own" }, viewer, zone, now);
  const stood = all === null ? { rows: [] } : await placed(tx, asked, about, all);
  return { ...base, total, people: [], ...stood };
}

/** A subject that was found, with what it is called. */
interface Open extends Asked {
  readonly name: string;
  readonly label: SubjectName;
}

async function open(tx: Tx, subject: Subject, viewer: LearnerId, zone: Zone, now: Date): Promise<Open | null> {
  const part: Part = subject.kind === "me" ? { kind: "person", id: viewer } : subject;
  const label = await labelOf(tx, part, viewer);
  if (label === null) return null;
  const cohorts = await readDays(tx, part, now, viewer);
  if (cohorts.length === 0 && !isSelf(part, viewer)) return null;
  const reach = await expectBreadth(tx, part, viewer);
  const today = cohorts.reduce((latest, cohort) => later(latest, cohort.today), dateIn(zone, now));
  const name = part.kind === "unit" || part.kind === "own" ? (label.path ?? label.name) : label.name;
  return { ...reach, cohorts, today, now, name, label };
}

async function labelOf(tx: Tx, part: Part, viewer: LearnerId): Promise<SubjectName | null> {
  switch (part.kind) {
    case "person":
      return readPersonName(tx, part.id, viewer);
    case "unit":
      return readUnitName(tx, part.id);
    case "cohort":
      return readCohortName(tx, part.id);
    case "audience":
      return readCourseName(tx, part.course);
    case "own": {
      const [first, ...others] = await supervisedUnits(tx, viewer);
      if (first === undefined) return null;
      if (others.length === 0) return first;
      return { name: [first, ...others].map(({ path }) => path).join("; "), path: null };
    }
  }
}

const rowOf = ({ label }: Open, value: Value): FoundRow => ({ place: 0, name: label.name, path: label.path, value });

const totalOf = async (tx: Tx, question: Asking, about: Open): Promise<Value> =>
  (await figuresOf(tx, question, about, [])).total;

type Answered = Pick<Finding, "total" | "people" | "rows" | "standing" | "reached" | "tooMuch">;

/** The whole, and each of the units that holds somebody. */
async function figuresByUnit(tx: Tx, question: Asking, about: Open, units: Awaited<ReturnType<typeof unitsToRank>>) {
  const found = await figuresOf(
    tx,
    question,
    about,
    units.map(({ id }) => id),
  );
  const figures = units.flatMap((unit): UnitFigure[] => {
    const value = found.units.get(unit.id);
    return value === undefined ? [] : [{ ...unit, value }];
  });
  return { total: found.total, figures };
}

async function answerOf(
  tx: Tx,
  question: Asking,
  form: Exclude<Form, { kind: "place" }>,
  about: Open,
  mostRead: number,
): Promise<Answered> {
  const nobody = { people: [], rows: [] };
  if (form.kind === "ranking" && form.of === "units") {
    const { total, figures } = await figuresByUnit(tx, question, about, await unitsToRank(tx, about, form.level));
    return { ...nobody, total, ...cut(rankUnits(figures, question.measure, form), form) };
  }
  const { measure, period } = question;
  if (measure !== "forecast" && form.kind === "names") {
    return { ...nobody, ...(await namesOf(tx, { measure, period }, about, mostNames)) };
  }
  if (form.kind === "taught") {
    const total = await totalOf(tx, question, about);
    if ((await sizeOf(tx, measure, about)) > mostRead) return { ...nobody, total, tooMuch: true };
    return { ...nobody, total, rows: await rankTaught(tx, measure, period, about, form) };
  }
  if (form.kind === "reached") {
    const total = await totalOf(tx, question, about);
    return { ...nobody, total, ...reachedBy(total, form.beyond) };
  }
  if (measure === "forecast" || form.kind !== "ranking")
    return { ...nobody, total: await totalOf(tx, question, about) };
  const found = await rankedPeople(tx, await countingOf(tx, measure, period, about), measure, form);
  return { ...nobody, total: found.total, ...cut(found, form) };
}

/** How much is read to count what is taught piece by piece: first tries, or lessons of people. The sums that are kept tell it. */
async function sizeOf(tx: Tx, measure: Measure, about: Open): Promise<number> {
  const now = { period: { kind: "now" } as const };
  if (measure !== "completion") return (await totalOf(tx, { measure: "score", ...now }, about)).whole ?? 0;
  const { part: people } = await totalOf(tx, { measure: "people", ...now }, about);
  return people * Math.max(0, ...about.cohorts.map(({ lessons }) => lessons));
}

/** A share of nothing stands on neither side. */
const reachedBy = ({ part, whole }: Value, beyond: Bound) =>
  whole === 0 && beyond.in === "percent" ? {} : { reached: isBeyond(beyond, part, whole ?? 0) };

/** How many there are is told of those beyond a line. */
const cut = ({ rows, standing }: Ranked, { beyond }: Extract<Form, { kind: "ranking" }>) =>
  beyond === undefined ? { rows } : { rows, standing };

/** The place of a unit or a person among all that the viewer supervises. */
async function placed(tx: Tx, question: Asking, about: Open, all: Open): Promise<Pick<Finding, "rows" | "standing">> {
  const { measure, period } = question;
  if (about.part.kind === "person") {
    if (measure === "forecast") return { rows: [] };
    const cutting = { best: true, limit: 1 };
    const counting = await countingOf(tx, measure, period, all);
    const { rows, standing } = await rankedPeople(tx, counting, measure, cutting, about.part.id);
    return { rows, standing };
  }
  const beside = await unitsBeside(tx, about);
  if (beside === null || beside.length === 1) return { rows: [] };
  return placeOf(beside[0], (await figuresByUnit(tx, question, all, beside)).figures, measure);
}
