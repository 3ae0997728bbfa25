/** Whether a finding's figures are the oracle's, and whether it tells of anybody the asker may not see. */
import type { Line } from "#domain/bound.ts";
import { fold } from "#domain/fold.ts";
import type { Finding, FoundRow, Question, Value } from "#domain/question.ts";
import type { DaySpan } from "#domain/streak.ts";
import { answerTo, type Figure, figure } from "./oracle.ts";
import { below, heldOn, type Part, partOf, peopleOf, plusDays, roster, seen } from "./part.ts";
import type { Raw, Unit } from "./raw.ts";
import { mostFirst } from "./reading.ts";
import { taughtFaults } from "./taught.ts";
import { now, today } from "./world.ts";

const mostNames = 60;

/** What is wrong with a finding's figures, by the words of src/domain/question.ts; empty: nothing. */
export function faultsOf(raw: Raw, finding: Finding, viewer: number, first: "most" | "fewest" | null): string[] {
  const { question } = finding;
  if (question.measure === "forecast") return forecastFaults(finding);
  const expected = answerTo(raw, question, viewer, now);
  if (expected === null) return [`${question.measure} has no figure in a period of the kind ${question.period.kind}`];
  const part = partOf(raw, question.subject, viewer);
  return [
    ...valueFaults("total", finding.total, expected, wholes(raw, question, part, expected)),
    ...(question.form.kind === "names" ? nameFaults(raw, finding, expected) : []),
    ...(question.form.kind === "ranking" ? rankingFaults(raw, finding, part, first) : []),
    ...(question.form.kind === "comparison" ? comparisonFaults(raw, finding, viewer) : []),
    ...(question.form.kind === "place" ? placeFaults(raw, finding, viewer) : []),
    ...(question.form.kind === "taught" ? taughtFaults(raw, finding, part) : []),
    ...reachedFaults(finding),
  ];
}

function forecastFaults({ total: { part, whole, range }, rows, question }: Finding): string[] {
  const values = [{ part, whole, range }, ...(question.form.kind === "total" ? [] : rows.map(({ value }) => value))];
  return values.flatMap((value) => {
    if (value.whole === 0) return [];
    if (value.range === undefined || value.whole === null) return ["a forecast without its range"];
    const { low, high } = value.range;
    const inOrder = 0 <= low && low <= value.part && value.part <= high && high <= value.whole;
    return inOrder ? [] : [`the forecast's ${low} <= ${value.part} <= ${high} <= ${value.whole} is out of order`];
  });
}

/**
 * Of how many people a figure about past days may be: those of the subject now, those who held a post in it on one of the
 * days, or all of these.
 */
function wholes(raw: Raw, { period, measure }: Question, part: Part, { value }: Figure): readonly (number | null)[] {
  if (period.kind !== "days" || (measure !== "learnt" && measure !== "not_learnt")) return [value.whole];
  const then = peopleThen(raw, part, period);
  return [value.whole, then.size, new Set([...peopleOf(raw, part), ...then]).size];
}

/** Who held a post in the part on one of the days. */
function peopleThen(raw: Raw, part: Part, { from, to }: DaySpan): ReadonlySet<number> {
  const then = new Set<number>();
  for (const { learner_id } of roster(raw, part))
    for (let day: string = from; day <= to && day <= today; day = plusDays(day, 1))
      if (heldOn(raw, part, learner_id, day, today)) then.add(learner_id);
  return then;
}

function valueFaults(what: string, found: Value, { value, people }: Figure, wholesOk: readonly (number | null)[]) {
  const isRate = people === null && value.whole !== null;
  // A rate is at most 1, in whichever way that is written.
  const part = (of: Value) => (isRate ? Math.min(of.part, of.whole ?? 0) : of.part);
  if (part(found) === part(value) && wholesOk.includes(found.whole)) return [];
  return [`${what} is ${found.part} of ${found.whole}, the oracle has ${value.part} of ${value.whole}`];
}

function nameFaults(raw: Raw, { people: found, total }: Finding, { people }: Figure): string[] {
  if (people === null) return ["names of what counts no people"];
  const named = [...people].filter((id) => raw.people.find((one) => one.id === id)!.erased_at === null);
  const ids = found.map(({ learnerId }) => learnerId as number);
  const strangers = ids.filter((id) => !named.includes(id));
  const wrongNames = found.filter(
    ({ learnerId, fullName }) => raw.people.find(({ id }) => id === learnerId)?.full_name !== fullName,
  );
  const enough = ids.length === Math.min(mostNames, named.length) && new Set(ids).size === ids.length;
  return [
    ...(strangers.length > 0 ? [`names people ${strangers.join(", ")}, who do not belong there`] : []),
    ...(wrongNames.length > 0 ? ["a name is not the person's"] : []),
    ...(enough ? [] : [`names ${ids.length} of ${named.length} people, the total says ${total.part}`]),
  ];
}

interface Candidate {
  /** Whether it may be left out: nobody is there, or nobody was on the days asked about, or there is nothing to divide by. */
  readonly spare: boolean;
  readonly path: string | null;
  readonly name: string;
  readonly figure: Figure;
}

/** The units that may stand in a ranking: those directly below the subject, or those of the level. */
function unitsOf(raw: Raw, { subject }: Question, part: Part, level: readonly string[]): Unit[] {
  const visible = raw.units.filter(({ id, ended_at }) => part.units.has(id) && ended_at === null);
  const tops = visible.filter(({ parent_id }) => parent_id === null || !part.units.has(parent_id));
  // All that somebody supervises is, where it is one unit, that unit: it does not lie below itself.
  const top = subject.kind === "unit" ? subject.id : tops.length === 1 ? tops[0]!.id : null;
  const inside = visible.filter(({ id }) => id !== top);
  if (level.length > 0) return inside.filter(({ name }) => level.some((word) => fold(name).split(" ")[0] === word));
  const parts = inside.filter(({ parent_id }) => tops.some(({ id }) => id === parent_id));
  // Of somebody who supervises several units, the parts are those units.
  return tops.length > 1 ? tops : parts;
}

function candidates(raw: Raw, question: Question, part: Part): Candidate[] {
  const { form, measure, period } = question;
  if (form.kind !== "ranking") return [];
  if (form.of === "units")
    return unitsOf(raw, question, part, form.level).map(({ id, name, path }) => {
      const inside = below(raw, part, id);
      const found = figure(raw, measure, inside, period, now)!;
      const spare = peopleOf(raw, inside).length === 0 || byShare(found.value) === null;
      return { path, name, figure: found, spare };
    });
  const people = new Set(peopleOf(raw, part));
  const then = period.kind === "days" ? peopleThen(raw, part, period) : people;
  return [...new Set([...people, ...then])].flatMap((id) => {
    const name = raw.people.find((one) => one.id === id)!.full_name;
    const own = figure(raw, measure, { ...part, person: id }, period, now)!;
    const spare = byShare(own.value) === null || !people.has(id) || !then.has(id);
    return name === null ? [] : [{ path: null, name, figure: own, spare }];
  });
}

const byPart = ({ part }: Value) => part;
const byShare = ({ part, whole }: Value) => (whole === null ? part : whole === 0 ? null : Math.min(1, part / whole));

function rankingFaults(raw: Raw, finding: Finding, part: Part, first: "most" | "fewest" | null): string[] {
  const { question, rows } = finding;
  const every = candidates(raw, question, part);
  const all = every.filter(({ figure: { value } }) => liesBeyond(question.form, value));
  const faults = lineFaults(finding, every, all);
  const left = [...all];
  for (const row of rows) {
    const at = left.findIndex((one) => isRow(raw, one, row, question.period.kind === "days"));
    if (at < 0)
      faults.push(`the row ${row.path ?? row.name} is ${row.value.part} of ${row.value.whole}: no such figure`);
    else left.splice(at, 1);
  }
  if (faults.length > 0 || question.form.kind !== "ranking") return faults;
  const { limit } = question.form;
  if (rows.length > limit || (rows.length < limit && !left.every(({ spare }) => spare)))
    faults.push(`${rows.length} rows of ${all.length}, at most ${limit} were asked for`);
  const most = mostFirst(question);
  const ways = most === null ? (first === null ? [true, false] : [first === "most"]) : [most];
  const inOrder = ways.some((way) => [byPart, byShare].some((key) => isOrdered(rows, left, key, way)));
  return inOrder ? faults : [...faults, "the rows are in no order that was asked for"];
}

/** By whole numbers: percent of hundreds, or what is counted. */
function liesBeyond(form: Question["form"], value: Value): boolean {
  if (form.kind !== "ranking" || form.beyond === undefined) return true;
  const { to, ...from } = form.beyond;
  return isOver(from, value) && (to === undefined || isOver(to, value));
}

function isOver({ side, line, in: unit }: Line, { part, whole }: Value): boolean {
  if (unit === "percent" && !whole) return false;
  const over = unit === "percent" ? part * 100 - line * whole! : part - line;
  return { below: over < 0, at_most: over <= 0, at_least: over >= 0, above: over > 0 }[side];
}

/** Whether a line was reached is told, and truly; of no figure it is not. */
function reachedFaults({ question: { form }, total, reached }: Finding): string[] {
  if (form.kind !== "reached") return reached === undefined ? [] : ["a line was reached that nobody asked after"];
  const { to, ...from } = form.beyond;
  const open = from.in === "percent" && !total.whole;
  const expected = open ? undefined : isOver(from, total) && (to === undefined || isOver(to, total));
  return reached === expected ? [] : [`reached is ${reached}, by the figures it is ${expected}`];
}

/** How many stand beyond the line, of how many that have a figure; who may be left out may be counted or not. */
function lineFaults({ question: { form }, rows, standing }: Finding, every: Candidate[], all: Candidate[]): string[] {
  if (form.kind !== "ranking" || form.beyond === undefined) return [];
  if (standing === undefined) return ["it is not told how many stand beyond the line"];
  const within = (count: number, of: Candidate[]) =>
    of.filter(({ spare }) => !spare).length <= count && count <= of.length;
  if (
    within(standing.part, all) &&
    within(standing.whole, every) &&
    rows.length === Math.min(form.limit, standing.part)
  )
    return [];
  return [
    `${standing.part} of ${standing.whole} beyond the line, ${rows.length} rows; the oracle has ${all.length} of ${every.length}`,
  ];
}

const good = [
  "people",
  "joined",
  "learnt",
  "lessons",
  "completion",
  "score",
  "points",
  "streak",
  "finished",
  "forecast",
];

/** Counts who does better, among the units beside the subject, or among all people that the asker supervises. */
function placeFaults(raw: Raw, finding: Finding, viewer: number): string[] {
  const { question, rows, standing } = finding;
  const { subject, measure, period } = question;
  const whole = partOf(raw, { kind: "own" }, viewer);
  const ranking = {
    kind: "ranking",
    of: subject.kind === "person" ? "people" : "units",
    level: [],
    best: true,
    limit: 1,
  };
  const all =
    subject.kind === "person"
      ? candidates(raw, { ...question, form: ranking } as Question, whole)
      : unitsBeside(raw, subject, whole).map(({ id, name, path }): Candidate => {
          const inside = below(raw, whole, id);
          const found = figure(raw, measure, inside, period, now)!;
          return {
            path,
            name,
            figure: found,
            spare: peopleOf(raw, inside).length === 0 || byShare(found.value) === null,
          };
        });
  const [row, second] = rows;
  if (row === undefined) {
    const lone = subject.kind !== "person" && unitsBeside(raw, subject, whole).length < 2;
    const mine = answerTo(raw, question, viewer, now);
    const has = !lone && mine !== null && byShare(mine.value) !== null && mine.value.whole !== 0;
    return lone === (standing === undefined) &&
      !(has && all.some(({ name }) => name === finding.name.split(" / ").at(-1)))
      ? []
      : ["a place is missing"];
  }
  if (second !== undefined || standing === undefined) return ["a place of several, or of nobody knows how many"];
  const key = measure === "people" || measure === "lessons" || measure === "points" ? byPart : byShare;
  const mine = key(row.value)!;
  const better = all.filter(({ spare, figure: { value } }) => {
    const worth = key(value);
    return !spare && worth !== null && (good.includes(measure) ? worth > mine : worth < mine);
  });
  const seats = all.filter(({ spare }) => !spare).length;
  const known = all.some((one) => isRow(raw, one, row, period.kind === "days"));
  if (known && row.place === better.length + 1 && seats <= standing.whole && standing.whole <= all.length) return [];
  return [`the place is ${row.place} of ${standing.whole}, the oracle has ${better.length + 1} of ${seats}`];
}

/** Below the same unit, in sight, communes among communes; the subject is one of them. */
function unitsBeside(raw: Raw, subject: Question["subject"], whole: Part): Unit[] {
  const there = raw.units.filter(({ id, ended_at }) => whole.units.has(id) && ended_at === null);
  const tops = there.filter(({ parent_id }) => parent_id === null || !whole.units.has(parent_id));
  const mine =
    subject.kind === "unit" ? there.find(({ id }) => id === subject.id) : tops.length === 1 ? tops[0] : undefined;
  const isCommune = ({ name }: Unit) => /^(xa|phuong) /.test(fold(name));
  return there.filter(
    (one) => mine !== undefined && one.parent_id === mine.parent_id && isCommune(one) === isCommune(mine),
  );
}

function isRow(raw: Raw, { path, name, figure: { value } }: Candidate, row: FoundRow, past: boolean): boolean {
  if (row.name !== name && row.name !== path) return false;
  if (path !== null && row.path !== path) return false;
  const same = row.value.part === value.part && row.value.whole === value.whole;
  const sameRate = value.whole !== null && byShare(row.value) === byShare(value) && row.value.whole === value.whole;
  return same || sameRate || (past && path !== null && value.whole !== null && wasMoved(raw, row.value, value));
}

/** Of past days a unit's whole may hold those who were there then. */
const wasMoved = (raw: Raw, found: Value, value: Value): boolean =>
  found.part === value.part && Math.abs((found.whole ?? 0) - (value.whole ?? 0)) <= raw.past_posts.length;

/** By this key, none that was left out comes before the last; equal ones share a place. */
function isOrdered(
  rows: readonly FoundRow[],
  left: readonly Candidate[],
  key: (value: Value) => number | null,
  most: boolean,
): boolean {
  const worth = (value: Value) => key(value) ?? (most ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const better = (a: number, b: number) => (most ? a > b : a < b);
  const keys = rows.map(({ value }) => worth(value));
  const sorted = keys.every((one, at) => at === 0 || !better(one, keys[at - 1]!));
  const last = keys.at(-1);
  const complete = last === undefined || left.every(({ figure, spare }) => spare || !better(worth(figure.value), last));
  const places = rows.every(({ place }, at) => place === keys.indexOf(keys[at]!) + 1 || sharesDensely(keys, at, place));
  return sorted && complete && places;
}

/** 1, 1, 2 is as good as 1, 1, 3. */
const sharesDensely = (keys: readonly number[], at: number, place: number): boolean =>
  place === new Set(keys.slice(0, at + 1)).size;

function comparisonFaults(raw: Raw, { question, rows }: Finding, viewer: number): string[] {
  if (question.form.kind !== "comparison") return [];
  const sides = [question, { ...question, ...question.form.with }];
  if (rows.length !== 2) return [`a comparison of ${rows.length}`];
  return sides.flatMap((side, at) => {
    const expected = answerTo(raw, side, viewer, now);
    if (expected === null) return [`${side.measure} has no figure in a period of the kind ${side.period.kind}`];
    const part = partOf(raw, side.subject, viewer);
    return valueFaults(`side ${at + 1}`, rows[at]!.value, expected, wholes(raw, side, part, expected));
  });
}

/** Names of people and units in a text that the asker may not see, and did not write. */
export function leaksIn(
  raw: Raw,
  text: string,
  viewer: number,
  written: string,
  everybody: readonly string[],
): string[] {
  const visible = seen(raw, viewer);
  const own = raw.posts.filter(({ person_id }) => person_id === viewer).map(({ unit_id }) => unit_id);
  const units = raw.units.filter(({ id, ended_at }) => ended_at === null && (visible.has(id) || own.includes(id)));
  const people = raw.people.filter(
    ({ id }) => id === viewer || raw.posts.some((post) => post.person_id === id && visible.has(post.unit_id)),
  );
  const known = [
    ...units.map(({ path }) => path),
    ...people.flatMap(({ full_name }) => full_name ?? []),
    ...raw.cohorts.map(({ name }) => name),
    written,
  ].map(fold);
  const shown = fold(text);
  const all = [...everybody, ...raw.units.map(({ name }) => name)].map(fold);
  return [...new Set(all)].filter((name) => shown.includes(name) && !known.some((one) => one.includes(name)));
}

/** Whether the text says the figure: the number itself, a percentage, or that there is none. */
export function says(text: string, { total, question, rows, standing, reached }: Finding): boolean {
  // Yes and no come first.
  const answer = reached === true ? /^(?:Đã đạt|Có,|Nằm trong)/u : /^(?:Chưa đạt|Không|Chưa trên)/u;
  if (reached !== undefined && !answer.test(text)) return false;
  const digits = text.replaceAll(/(?<=\d)[.\u00A0\u202F](?=\d{3}\b)/g, "");
  if (standing !== undefined && standing.whole > 1 && rows.length > 0) {
    const told = question.form.kind === "place" ? [rows[0]!.place, standing.whole] : [standing.part, standing.whole];
    if (!told.every((number) => new RegExp(`(?<!\\d)${number}(?!\\d)`).test(digits))) return false;
  }
  // Of those beyond a line a long list is cut, and says how many more there are.
  const more = standing === undefined ? null : /… và (\d+) dòng nữa/.exec(digits);
  const shown = more === null ? rows : rows.slice(0, standing!.part - Number(more[1]));
  if (more !== null && shown.length === 0) return false;
  const values = /^(?:ranking|comparison|taught)$/.test(question.form.kind) ? shown.map((r) => r.value) : [total];
  return values.every((value) => saysValue(digits, value));
}

function saysValue(text: string, { part, whole, range }: Value): boolean {
  const has = (number: number | string) => new RegExp(`(?<![\\d,.])${number}(?!\\d|[,.]\\d)`).test(text);
  if (part === 0 && /ch\u01B0a|kh\u00F4ng/i.test(text)) return true;
  // Of one person it is enough to say yes.
  if (part === 1 && whole === 1 && /c\u00F3|\u0111\u00E3|r\u1ED3i/i.test(text)) return true;
  if (range === undefined && has(part)) return true;
  if (whole === null || whole === 0) return whole === 0;
  const percent = Math.min(100, (100 * part) / whole);
  const tenths = (Math.round(percent * 10) / 10).toFixed(1).replace(".", ",");
  return [Math.round(percent), Math.floor(percent), tenths, tenths.replace(/,0$/, "")].some(has);
}
