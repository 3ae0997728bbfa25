/** A random organisation as plain rows: the same rows are laid into a whole database and into one that holds a part. */
import { fold } from "#domain/fold.ts";
import { spellingKey } from "#domain/spelling.ts";
import { addDays, type LocalDate } from "#domain/time.ts";

export interface UnitRow {
  readonly id: number;
  readonly parent: number | null;
  readonly name: string;
  readonly lineage: string;
  readonly path: string;
}

export interface PersonRow {
  readonly id: number;
  readonly name: string;
  readonly posts: readonly { readonly unit: number; readonly role: "learner" | "supervisor" }[];
  readonly cohort: number;
  readonly joined: boolean;
  readonly blocked: boolean;
  /** Days on which a lesson was completed, with how many first tries were right of three. */
  readonly lessons: readonly { readonly day: LocalDate; readonly right: number }[];
}

export interface Tree {
  readonly units: readonly UnitRow[];
  readonly people: readonly PersonRow[];
}

export const firstDay = "2026-03-02" as LocalDate;
export const today = "2026-03-12" as LocalDate;
export const cohortNames = ["Lớp một", "Lớp một B", "Lớp kín"];

/** Prefixes of each other, words of the grammar, slashes and quotes: names that are meant to confuse. */
const unitNames = [
  ...["Xã Tân", "Xã Tân Lập", "Xã Tấn Lập", "Xã 1", "Xã 10", "Phường Học Tốt", "Tổ Chưa Học", "Phòng KH/TC", 'Ban "A"'],
  ...[
    "Sở Nội vụ",
    "Văn phòng",
    "Tổ 1/2",
    "Đoàn O'Neil",
    "Hôm Nay",
    "Tỉnh <b>Đậm</b>",
    "UBND",
    "HĐND",
    "Phòng %_",
    "Ban\u00a0A",
  ],
];
const middleNames = ["Văn", "Thị", "Hữu", "Ngọc"];

/** A number from 0 to below `below`. */
export type Draw = (below: number) => number;

const pick = <Value>(draw: Draw, from: readonly Value[]): Value => from[draw(from.length)]!;

export function drawTree(draw: Draw): Tree {
  const units: UnitRow[] = [];
  const wanted = 8 + draw(10);
  for (let id = 1; id <= wanted; id++) {
    const parent = id <= 2 || draw(8) === 0 ? null : pick(draw, units);
    const name = pick(draw, unitNames);
    const taken = units.some(
      (unit) => unit.parent === (parent?.id ?? null) && spellingKey(unit.name) === spellingKey(name),
    );
    const own = taken ? `${name} ${id}` : name;
    const path = parent === null ? own : `${parent.path} / ${own}`;
    units.push({ id, parent: parent?.id ?? null, name: own, lineage: `${parent?.lineage ?? ""}${id}/`, path });
  }
  const people = Array.from({ length: wanted * 2 }, (_, at) => drawPerson(draw, at + 1, units));
  return { units, people };
}

function drawPerson(draw: Draw, id: number, units: readonly UnitRow[]): PersonRow {
  const places = new Set([pick(draw, units).id, ...(draw(5) === 0 ? [pick(draw, units).id] : [])]);
  const posts = [...places].map((unit) => ({
    unit,
    role: draw(2) === 0 ? ("supervisor" as const) : ("learner" as const),
  }));
  const supervises = posts.some(({ role }) => role === "supervisor");
  const joined = supervises || draw(4) > 0;
  const days = joined ? Array.from({ length: 9 }, (_, at) => addDays(firstDay, at)).filter(() => draw(2) === 0) : [];
  return {
    id,
    name: `${pick(draw, ["Nguyễn", "Trần", "Lê"])} ${pick(draw, middleNames)} ${pick(draw, ["Hùng", "Hưng", "An", "Ân", "Học"])}${draw(3) === 0 ? "" : ` ${letters(id)}`}`,
    posts,
    cohort: 1 + draw(3),
    joined,
    blocked: !supervises && joined && draw(6) === 0,
    lessons: days.slice(0, 5).map((day) => ({ day, right: draw(4) })),
  };
}

const letters = (id: number) =>
  `Q${String.fromCharCode(97 + (id % 26))}${String.fromCharCode(97 + Math.floor(id / 26))}`;

/** Who supervises something, with the lineages of what they supervise. */
export const supervisors = ({ units, people }: Tree) =>
  people
    .map((person) => ({ person, lineages: lineagesOf(person, units) }))
    .filter(({ lineages }) => lineages.length > 0);

const lineagesOf = ({ posts }: PersonRow, units: readonly UnitRow[]): string[] =>
  posts.filter(({ role }) => role === "supervisor").map(({ unit }) => units.find(({ id }) => id === unit)!.lineage);

/**
 * The part of the tree that somebody with these rights may see, as if there were nothing else: units below their own,
 * who holds a post there, and of their posts those there. What lies above is there by name alone, since paths name it.
 */
export function seenPart({ units, people }: Tree, lineages: readonly string[], self: number): Tree {
  const seen = (unit: UnitRow) => lineages.some((lineage) => unit.lineage.startsWith(lineage));
  const visible = new Set(units.filter(seen).map(({ id }) => id));
  const kept = people.flatMap((person) => {
    const posts = person.posts.filter(({ unit }) => visible.has(unit) || person.id === self);
    return posts.length === 0 ? [] : [{ ...person, posts }];
  });
  const held = new Set(kept.flatMap(({ posts }) => posts.map(({ unit }) => unit)));
  const named = units.filter(({ id }) => visible.has(id) || held.has(id)).map(({ lineage }) => lineage);
  return { units: units.filter((unit) => named.some((lineage) => lineage.startsWith(unit.lineage))), people: kept };
}

export const keyOf = (name: string) => ({ nameKey: spellingKey(name), folded: fold(name) });
