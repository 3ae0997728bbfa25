import type { Db } from "#db/connect.ts";
import { type PastUnitChange, readFormerNames, readUnitHistory } from "#db/units/changes.ts";
import { countPeopleOfUnits, listMembers, type PeopledUnit } from "#db/units/people.ts";
import type { UnitId } from "#domain/ids.ts";
import { byName } from "#domain/name.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { dateIn, type LocalDate } from "#domain/time.ts";
import { type Restructured, restructure } from "#supervision/restructure.ts";
import { findUnit } from "#supervision/scope.ts";
import type { UnitWish } from "#supervision/unit-wish.ts";
import { type Answer, refused, UsageError } from "./answer.ts";
import { facts, table } from "./print.ts";
import { readBytes, withDatabase } from "./session.ts";

/** What every change of the tree takes. */
export interface ChangeOptions {
  readonly on?: string;
  readonly dryRun?: boolean;
}

export const list = ({ under }: { readonly under?: string }): Promise<Answer> =>
  withDatabase(async ({ db }) => {
    const top = under === undefined ? ok(null) : await idOf(db, under);
    if (!top.ok) return refused(top.problem);
    const units = inOrder(await db.transaction((tx) => countPeopleOfUnits(tx, top.value)));
    if (units.length === 0) return { json: { units: [] }, lines: ["no unit yet: hocvu roster import --help"] };
    const rows = units.map(({ unit, level }) => [`${"  ".repeat(level)}${unit.name}`, unit.people, unit.whole]);
    const json = units.map(({ unit: { id, path, people, whole } }) => ({ id, path, people, withBelow: whole }));
    return { json: { units: json }, lines: table(["unit", "people", "with below"], rows) };
  });

/** Each unit behind what it lies below, siblings as a Vietnamese index has them. */
function inOrder(units: readonly PeopledUnit[]): { readonly unit: PeopledUnit; readonly level: number }[] {
  const known = new Set(units.map(({ id }) => id));
  const children = new Map<UnitId | null, PeopledUnit[]>();
  for (const unit of units) {
    const parent = unit.parentId !== null && known.has(unit.parentId) ? unit.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), unit]);
  }
  const below = (parent: UnitId | null, level: number): { unit: PeopledUnit; level: number }[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) => byName(a.name, b.name))
      .flatMap((unit) => [{ unit, level }, ...below(unit.id, level + 1)]);
  return below(null, 0);
}

export const show = (path: string): Promise<Answer> =>
  withDatabase(async ({ config, db }) => {
    const found = await idOf(db, path);
    if (!found.ok) return refused(found.problem);
    const id = found.value;
    return await db.transaction(async (tx) => {
      const unit = (await countPeopleOfUnits(tx, id)).find((one) => one.id === id)!;
      const members = await listMembers(tx, id);
      const history = await readUnitHistory(tx, id);
      const formerNames = (await readFormerNames(tx, null)).get(id) ?? [];
      const supervisors = members.filter(({ role }) => role === "supervisor").map(({ learnerId }) => learnerId);
      const changes = history.map(({ at, ...change }) => ({ on: dateIn(config.timezone, at), ...change }));
      const json = { id, path: unit.path, people: unit.people, withBelow: unit.whole, supervisors, formerNames };
      const head = facts({
        unit: unit.path,
        people: `${unit.people}, with what lies below ${unit.whole}`,
        supervisors: supervisors.join(", ") || "none",
        "called before": formerNames.join("; ") || "-",
      });
      const rows = members.map((one) => [
        one.learnerId,
        one.fullName,
        one.role,
        one.title ?? "-",
        one.main ? "main" : "-",
      ]);
      const told = history.map((change) => `${dateIn(config.timezone, change.at)}  ${sentence(change, id)}`);
      const lines = [
        ...head,
        ...parted(rows.length, table(["id", "name", "role", "title", "post"], rows)),
        ...parted(told.length, told),
      ];
      return { json: { ...json, members, history: changes }, lines };
    });
  });

const parted = (count: number, lines: readonly string[]) => (count === 0 ? [] : ["", ...lines]);

function sentence({ kind, unit, path, formerName, formerParent, intoPath }: PastUnitChange, shown: UnitId): string {
  switch (kind) {
    case "rename":
      return `renamed, was ${formerName}`;
    case "move":
      return `moved, lay ${formerParent === null ? "at the top" : `below ${formerParent}`}`;
    case "merge":
      return unit === shown ? `merged into ${intoPath}` : `${formerName} was merged into it`;
    case "split":
      return unit === shown ? `a part of it became ${intoPath}` : `was a part of ${path}`;
  }
}

export const rename = (unit: string, name: string, options: ChangeOptions): Promise<Answer> =>
  change({ kind: "rename", unit, name }, options);

export interface MoveOptions extends ChangeOptions {
  readonly under?: string;
  readonly toTop?: boolean;
}

export async function move(unit: string, { under, toTop = false, ...options }: MoveOptions): Promise<Answer> {
  if ((under === undefined) !== toTop) throw new UsageError("say where it goes: either --under or --to-top");
  return await change({ kind: "move", unit, under: under ?? null }, options);
}

export interface MergeOptions extends ChangeOptions {
  readonly into: string;
  readonly supervisors?: "keep";
}

export const merge = (units: readonly string[], { into, supervisors, ...options }: MergeOptions): Promise<Answer> =>
  change({ kind: "merge", units, into, keepSupervisors: supervisors === "keep" }, options);

export interface SplitOptions extends ChangeOptions {
  readonly new: string;
  readonly people?: string;
  readonly units?: readonly string[];
}

export async function split(
  unit: string,
  { new: name, people, units = [], ...options }: SplitOptions,
): Promise<Answer> {
  const named = await readPeople(people);
  if (!named.ok) return refused(named.problem);
  return await change({ kind: "split", unit, name, people: named.value, children: units }, options);
}

const largestList = 1_000_000;

/** Numbers with commas between them, or a file with a number or a code on each line. */
async function readPeople(people: string | undefined): Promise<Result<readonly string[], string>> {
  if (people === undefined) return ok([]);
  if (/^\d+(?:,\d+)*$/.test(people)) return ok(people.split(","));
  const bytes = await readBytes(people, largestList);
  if (typeof bytes === "string") return fail(`the list --people ${people} cannot be read: ${bytes}`);
  if (bytes.length > largestList)
    return fail(`the list --people ${people} is larger than 1 MB: one number or code a line`);
  const lines = new TextDecoder().decode(bytes).normalize("NFC").split(/\r?\n/);
  return ok(lines.map((line) => line.trim()).filter((line) => line !== ""));
}

const change = (wish: UnitWish, { on, dryRun = false }: ChangeOptions): Promise<Answer> =>
  withDatabase(async ({ clock, config, db }) => {
    const options = { on: (on ?? null) as LocalDate | null, zone: config.timezone, now: clock.now(), dryRun };
    const done = await db.transaction((tx) => restructure(tx, wish, options));
    if (!done.ok) return refused(done.problem);
    return { json: done.value, lines: linesOf(done.value) };
  });

/** More than a terminal can show helps nobody; --json has them all. */
const mostShown = 50;

function linesOf({ on, dryRun, units, people, posts, demoted, promoted, sight, invites }: Restructured): string[] {
  const shown = units.slice(0, mostShown).map((one) => [one.change, one.before ?? "-", one.after]);
  const left = units.length - shown.length;
  const numbers = (list: readonly number[]) => list.join(", ") || "none";
  const seeing = sight.map((one) => [one.learner, one.gained, one.lost]);
  return [
    ...table(["change", "was", "is"], shown),
    ...(left > 0 ? [`… and ${left} more: --json shows all`] : []),
    "",
    ...facts({
      "from the day": on,
      people: `${people} hold a post elsewhere (posts ended ${posts.ended}, begun ${posts.begun})`,
      "supervisors who become learners": numbers(demoted),
      "supervisors of a unit that they come to": numbers(promoted),
      "open invites that name what was": invites,
    }),
    ...parted(seeing.length, table(["supervisor", "sees people anew", "sees no longer"], seeing)),
    ...(dryRun ? ["a dry run: nothing was changed"] : []),
  ];
}

async function idOf(db: Db, path: string): Promise<Result<UnitId, string>> {
  const found = await db.transaction((tx) => findUnit(tx, path, null));
  if (found.ok && found.value.scope.kind === "unit") return ok(found.value.scope.id);
  if (!found.ok && found.problem.kind === "ambiguous")
    return fail(`several units are called so, write one path in full: ${found.problem.names.slice(0, 5).join("; ")}`);
  return fail(`there is no unit ${path}: hocvu unit list shows the paths`);
}
