/**
 * What becomes of the tree of units when one is renamed, moved, merged or split: worked out from the whole tree, so that
 * what is foretold and what is done are the same. Ids stay; a unit that ended stays below what it became.
 */
import type { UnitId } from "./ids.ts";
import { fail, ok, type Result } from "./result.ts";
import { deepestUnit } from "./unit-path.ts";

export interface TreeUnit {
  readonly id: UnitId;
  readonly parentId: UnitId | null;
  readonly name: string;
  /** What tells names below one parent apart. */
  readonly nameKey: string;
  /** Ids from the root to this unit, each followed by a slash. */
  readonly lineage: string;
  /** Names from the root, joined by " / ". */
  readonly path: string;
  readonly ended: boolean;
}

export type TreeFault =
  /** It would lie below itself, or end in what lies below it. */
  | { readonly kind: "below_itself"; readonly path: string }
  /** A unit of this name is there already. */
  | { readonly kind: "name_taken"; readonly path: string }
  | { readonly kind: "too_deep"; readonly path: string; readonly levels: number }
  /** Nothing would change. */
  | { readonly kind: "as_it_is" };

export interface Ending {
  readonly unit: UnitId;
  /** What it lies below from now on. */
  readonly into: UnitId;
  /** Who takes its people: `into`, or what that one ends in by the same change. */
  readonly heir: UnitId;
}

export interface TreeChange {
  /** The units that are not what they were, as they will be, in the order of the tree given; a new one last. */
  readonly units: readonly TreeUnit[];
  readonly endings: readonly Ending[];
}

type Changed = Result<TreeChange, TreeFault>;
type Names = Pick<TreeUnit, "name" | "nameKey">;

/** The unit has another name, or another spelling of it. */
export function renameUnit(tree: readonly TreeUnit[], unit: UnitId, names: Names): Changed {
  const draft = draw(tree);
  put(draft, unit, names);
  return settle(tree, draft);
}

/** The unit and all below it lie somewhere else. @param parent null: at the top */
export function moveUnit(tree: readonly TreeUnit[], unit: UnitId, parent: UnitId | null): Changed {
  const draft = draw(tree);
  if (parent !== null && isWithin(draft, parent, unit)) return belowItself(draft, unit);
  put(draft, unit, { parentId: parent });
  return settle(tree, draft);
}

/**
 * Units end in another one. What lies below them lies below it from now on; where a unit of the same name is there, the
 * two become one in the same way.
 */
export function mergeUnits(tree: readonly TreeUnit[], sources: readonly UnitId[], into: UnitId): Changed {
  const draft = draw(tree);
  const swallowing = sources.find((source) => isWithin(draft, into, source));
  if (swallowing !== undefined) return belowItself(draft, swallowing);
  const depth = (unit: UnitId) => draft.units.get(unit)!.lineage.split("/").length;
  // The deepest first: one that is named itself goes where it was sent, not where its parent's children go.
  for (const source of [...new Set(sources)].sort((a, b) => depth(b) - depth(a))) absorb(draft, source, into);
  return settle(tree, draft);
}

/** A part of the unit becomes a new unit beside it, with some of the units below it. */
export function splitUnit(
  tree: readonly TreeUnit[],
  unit: UnitId,
  fresh: Names & { readonly id: UnitId },
  children: readonly UnitId[],
): Changed {
  const draft = draw(tree);
  const { parentId } = draft.units.get(unit)!;
  draft.units.set(fresh.id, { ...fresh, parentId, lineage: "", path: "", ended: false });
  draft.children.set(fresh.id, new Set());
  draft.children.get(parentId)!.add(fresh.id);
  for (const child of children) put(draft, child, { parentId: fresh.id });
  return settle(tree, draft);
}

/** A tree to be changed: `lineage` and `path` in it are those of before. */
interface Draft {
  readonly units: Map<UnitId, TreeUnit>;
  /** Those that have not ended. */
  readonly children: Map<UnitId | null, Set<UnitId>>;
  readonly ends: Map<UnitId, UnitId>;
}

function draw(tree: readonly TreeUnit[]): Draft {
  const children = new Map<UnitId | null, Set<UnitId>>([[null, new Set()]]);
  for (const { id } of tree) children.set(id, new Set());
  for (const { id, parentId, ended } of tree) if (!ended) children.get(parentId)!.add(id);
  return { units: new Map(tree.map((unit) => [unit.id, unit])), children, ends: new Map() };
}

function put({ units, children }: Draft, id: UnitId, change: Partial<TreeUnit>): void {
  const before = units.get(id)!;
  const after = { ...before, ...change };
  units.set(id, after);
  children.get(before.parentId)!.delete(id);
  if (!after.ended) children.get(after.parentId)!.add(id);
}

function absorb(draft: Draft, unit: UnitId, into: UnitId): void {
  put(draft, unit, { parentId: into, ended: true });
  draft.ends.set(unit, into);
  for (const child of [...draft.children.get(unit)!]) {
    const { nameKey } = draft.units.get(child)!;
    const twin = [...draft.children.get(into)!].find((one) => draft.units.get(one)!.nameKey === nameKey);
    if (twin === undefined) put(draft, child, { parentId: into });
    else absorb(draft, child, twin);
  }
}

function isWithin({ units }: Draft, unit: UnitId, above: UnitId): boolean {
  for (let at: UnitId | null = unit; at !== null; at = units.get(at)!.parentId) if (at === above) return true;
  return false;
}

const belowItself = (draft: Draft, unit: UnitId) =>
  fail({ kind: "below_itself" as const, path: draft.units.get(unit)!.path });

/** Lineages and paths anew, and what may not be. */
function settle(tree: readonly TreeUnit[], draft: Draft): Changed {
  const placed = place(draft);
  const before = new Map(tree.map((unit) => [unit.id, unit]));
  const units = [...placed.values()].filter((unit) => !isSame(unit, before.get(unit.id)));
  if (units.length === 0) return fail({ kind: "as_it_is" });
  for (const unit of units.filter(({ ended }) => !ended)) {
    const siblings = [...draft.children.get(unit.parentId)!];
    if (siblings.some((one) => one !== unit.id && placed.get(one)!.nameKey === unit.nameKey))
      return fail({ kind: "name_taken", path: unit.path });
    const levels = unit.lineage.split("/").length - 1;
    if (levels > deepestUnit) return fail({ kind: "too_deep", path: unit.path, levels });
  }
  return ok({ units, endings: [...draft.ends].map(([unit, into]) => ({ unit, into, heir: heirOf(draft, into) })) });
}

function heirOf({ ends }: Draft, unit: UnitId): UnitId {
  let heir = unit;
  for (let next = ends.get(heir); next !== undefined; next = ends.get(heir)) heir = next;
  return heir;
}

function place({ units }: Draft): Map<UnitId, TreeUnit> {
  const placed = new Map<UnitId, TreeUnit>();
  const one = (id: UnitId): TreeUnit => {
    const known = placed.get(id);
    if (known !== undefined) return known;
    const unit = units.get(id)!;
    const parent = unit.parentId === null ? null : one(unit.parentId);
    const lineage = `${parent?.lineage ?? ""}${id}/`;
    const path = parent === null ? unit.name : `${parent.path} / ${unit.name}`;
    placed.set(id, { ...unit, lineage, path });
    return placed.get(id)!;
  };
  for (const id of units.keys()) one(id);
  return new Map([...units.keys()].map((id) => [id, placed.get(id)!]));
}

const isSame = (a: TreeUnit, b: TreeUnit | undefined) =>
  b !== undefined &&
  a.parentId === b.parentId &&
  a.name === b.name &&
  a.lineage === b.lineage &&
  a.path === b.path &&
  a.ended === b.ended;
