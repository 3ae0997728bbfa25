/** Reads what an operator wants of the tree of units: finds what is meant, and works out the change or why there is none. */
import type { Tx } from "#db/connect.ts";
import { drawUnitId, type UnitChange } from "#db/units/changes.ts";
import { findPeopleIn } from "#db/units/post-moves.ts";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { spellingKey } from "#domain/spelling.ts";
import {
  mergeUnits,
  moveUnit,
  renameUnit,
  splitUnit,
  type TreeChange,
  type TreeFault,
  type TreeUnit,
} from "#domain/tree-change.ts";
import { deepestUnit, parseUnitPath } from "#domain/unit-path.ts";
import { findUnit } from "./scope.ts";

/** Units are named by their paths, or by a name that only one of them has. */
export type UnitWish =
  | { readonly kind: "rename"; readonly unit: string; readonly name: string }
  /** `under` null: to the top. */
  | { readonly kind: "move"; readonly unit: string; readonly under: string | null }
  | {
      readonly kind: "merge";
      readonly units: readonly string[];
      readonly into: string;
      /** Supervisors of what ends are so in what it becomes; else they become learners there. */
      readonly keepSupervisors: boolean;
    }
  | {
      readonly kind: "split";
      readonly unit: string;
      readonly name: string;
      /** Their numbers, or the organisation's own ids for them. */
      readonly people: readonly string[];
      /** Units right below it, by name or path. */
      readonly children: readonly string[];
    };

/** What will be done. */
export interface UnitPlan {
  readonly kind: UnitWish["kind"];
  readonly change: TreeChange;
  /** Posts end in the one and begin in the other; `people` null: everybody's. */
  readonly posts: readonly { readonly from: UnitId; readonly to: UnitId }[];
  readonly people: readonly LearnerId[] | null;
  readonly keepSupervisors: boolean;
  /** Whose people may be seen by others from now on, with those below. */
  readonly concerned: readonly UnitId[];
  /** What is kept about it. */
  readonly history: readonly UnitChange[];
}

/** The plan, or one line that says what cannot be and what to write instead. Changes nothing. */
export async function planUnits(tx: Tx, tree: readonly TreeUnit[], wish: UnitWish): Promise<Result<UnitPlan, string>> {
  switch (wish.kind) {
    case "rename":
      return planRename(tx, tree, wish);
    case "move":
      return planMove(tx, tree, wish);
    case "merge":
      return planMerge(tx, tree, wish);
    case "split":
      return planSplit(tx, tree, wish);
  }
}

type Wish<Kind extends UnitWish["kind"]> = Extract<UnitWish, { readonly kind: Kind }>;
type Planned = Promise<Result<UnitPlan, string>>;

const nobody = { posts: [], people: null, keepSupervisors: true } as const;
const nothing = { formerName: null, formerParent: null, into: null } as const;

async function planRename(tx: Tx, tree: readonly TreeUnit[], wish: Wish<"rename">): Planned {
  const unit = await meant(tx, tree, wish.unit);
  if (!unit.ok) return unit;
  const name = readName(wish.name);
  if (!name.ok) return name;
  const { id, name: formerName } = unit.value;
  const change = renameUnit(tree, id, name.value);
  if (!change.ok) return fail(explain(change.problem));
  const history = [{ ...nothing, unit: id, kind: "rename", formerName }] as const;
  return ok({ kind: "rename", change: change.value, ...nobody, concerned: [], history });
}

async function planMove(tx: Tx, tree: readonly TreeUnit[], wish: Wish<"move">): Planned {
  const unit = await meant(tx, tree, wish.unit);
  if (!unit.ok) return unit;
  const under = wish.under === null ? ok(null) : await meant(tx, tree, wish.under);
  if (!under.ok) return under;
  const { id } = unit.value;
  const change = moveUnit(tree, id, under.value?.id ?? null);
  if (!change.ok) return fail(explain(change.problem));
  const history = movesIn(tree, change.value);
  return ok({ kind: "move", change: change.value, ...nobody, concerned: [id], history });
}

async function planMerge(tx: Tx, tree: readonly TreeUnit[], wish: Wish<"merge">): Planned {
  const into = await meant(tx, tree, wish.into);
  if (!into.ok) return into;
  const sources: UnitId[] = [];
  for (const text of wish.units) {
    const source = await meant(tx, tree, text);
    if (!source.ok) return source;
    sources.push(source.value.id);
  }
  const change = mergeUnits(tree, sources, into.value.id);
  if (!change.ok) return fail(explain(change.problem));
  const { endings } = change.value;
  const before = new Map(tree.map((unit) => [unit.id, unit]));
  const merges = endings.map(({ unit, into: next }): UnitChange => {
    const { name, parentId } = before.get(unit)!;
    return { unit, kind: "merge", formerName: name, formerParent: parentId, into: next };
  });
  return ok({
    kind: "merge",
    change: change.value,
    posts: endings.map(({ unit, heir }) => ({ from: unit, to: heir })),
    people: null,
    keepSupervisors: wish.keepSupervisors,
    concerned: [...sources, into.value.id],
    history: [...merges, ...movesIn(tree, change.value)],
  });
}

async function planSplit(tx: Tx, tree: readonly TreeUnit[], wish: Wish<"split">): Planned {
  const unit = await meant(tx, tree, wish.unit);
  if (!unit.ok) return unit;
  const { id, path } = unit.value;
  const name = readName(wish.name);
  if (!name.ok) return name;
  const people = await peopleOf(tx, unit.value, wish.people);
  if (!people.ok) return people;
  const children = childrenOf(tree, unit.value, wish.children);
  if (!children.ok) return children;
  if (people.value.length + children.value.length === 0)
    return fail(
      `nobody and nothing of ${path} would go to the new unit: name people with --people or units with --units`,
    );
  const fresh = await drawUnitId(tx);
  const change = splitUnit(tree, id, { id: fresh, ...name.value }, children.value);
  if (!change.ok) return fail(explain(change.problem));
  return ok({
    kind: "split",
    change: change.value,
    posts: [{ from: id, to: fresh }],
    people: people.value,
    keepSupervisors: true,
    concerned: [id],
    history: [{ ...nothing, unit: id, kind: "split", into: fresh }, ...movesIn(tree, change.value)],
  });
}

/** Units that live and have another parent, which they had not when they began. */
function movesIn(tree: readonly TreeUnit[], { units }: TreeChange): UnitChange[] {
  const before = new Map(tree.map((unit) => [unit.id, unit]));
  return units.flatMap(({ id, parentId, ended }) => {
    const former = before.get(id);
    if (ended || former === undefined || former.parentId === parentId) return [];
    return [{ ...nothing, unit: id, kind: "move" as const, formerParent: former.parentId }];
  });
}

async function meant(tx: Tx, tree: readonly TreeUnit[], text: string): Promise<Result<TreeUnit, string>> {
  const found = await findUnit(tx, text, null);
  if (found.ok && found.value.scope.kind === "unit") {
    const { id } = found.value.scope;
    return ok(tree.find((unit) => unit.id === id)!);
  }
  if (!found.ok && found.problem.kind === "ambiguous")
    return fail(
      `several units are called ${text}, write one path in full: ${found.problem.names.slice(0, 5).join("; ")}`,
    );
  return fail(`there is no unit ${text}: hocvu unit list shows the paths`);
}

function readName(text: string): Result<{ name: string; nameKey: string }, string> {
  const path = parseUnitPath(text);
  if (path.ok && path.value.length === 1) return ok({ name: path.value[0]!, nameKey: spellingKey(path.value[0]!) });
  if (path.ok) return fail(`the name ${text} holds “ / ”, which parts one unit from the next: write one name`);
  switch (path.problem.kind) {
    case "part_too_long":
      return fail("the name is longer than 200 characters: write the unit's name only");
    case "unsafe_character":
      return fail("the name holds a control or direction character: type it again by hand");
    case "empty":
    case "empty_part":
    case "too_deep":
      return fail(`the name ${text} is no name of one unit: write one name without “ / ”`);
  }
}

async function peopleOf(tx: Tx, unit: TreeUnit, named: readonly string[]): Promise<Result<LearnerId[], string>> {
  const found = await findPeopleIn(tx, unit.id, named);
  const nobody = found.find(({ ids }) => ids.length === 0);
  if (nobody !== undefined)
    return fail(
      `${nobody.name} holds no post in ${unit.path}: write learner numbers or codes of its people, see hocvu unit show`,
    );
  const several = found.find(({ ids }) => ids.length > 1);
  if (several !== undefined)
    return fail(
      `${several.name} is one person's code and another's number (${several.ids.join(", ")}): write the code of the one who is meant`,
    );
  return ok([...new Set(found.flatMap(({ ids }) => ids))]);
}

function childrenOf(tree: readonly TreeUnit[], unit: TreeUnit, named: readonly string[]): Result<UnitId[], string> {
  const below = tree.filter(({ parentId, ended }) => parentId === unit.id && !ended);
  const ids: UnitId[] = [];
  for (const text of named) {
    const key = spellingKey(text);
    const child = below.find(({ nameKey, path }) => nameKey === key || spellingKey(path) === key);
    if (child === undefined)
      return fail(`${text} is no unit right below ${unit.path}: hocvu unit list shows the paths`);
    ids.push(child.id);
  }
  return ok(ids);
}

function explain(fault: TreeFault): string {
  switch (fault.kind) {
    case "below_itself":
      return `${fault.path} cannot go to itself or to what lies below it: name a unit outside it`;
    case "name_taken":
      return `there is a unit ${fault.path} already: merge the two, or write another name`;
    case "too_deep":
      return `${fault.path} would be ${fault.levels} levels deep: at most ${deepestUnit} are possible`;
    case "as_it_is":
      return "nothing would change: it is called so and lies there already";
  }
}
