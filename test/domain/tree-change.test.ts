import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UnitId } from "#domain/ids.ts";
import { spellingKey } from "#domain/spelling.ts";
import { mergeUnits, moveUnit, renameUnit, splitUnit, type TreeChange, type TreeUnit } from "#domain/tree-change.ts";

const id = (n: number) => n as UnitId;
const named = (name: string) => ({ name, nameKey: spellingKey(name) });

/** From paths, parents first; the numbers count from 1. */
function treeOf(...paths: string[]): TreeUnit[] {
  const tree: TreeUnit[] = [];
  for (const path of paths) {
    const cut = path.lastIndexOf(" / ");
    const parent = cut === -1 ? null : tree.find((unit) => unit.path === path.slice(0, cut))!;
    const lineage = `${parent?.lineage ?? ""}${tree.length + 1}/`;
    const name = cut === -1 ? path : path.slice(cut + 3);
    tree.push({ id: id(tree.length + 1), parentId: parent?.id ?? null, ...named(name), lineage, path, ended: false });
  }
  return tree;
}

const applied = (tree: readonly TreeUnit[], { units }: TreeChange): TreeUnit[] => [
  ...new Map([...tree, ...units].map((unit) => [unit.id, unit])).values(),
];

const outcome = (tree: readonly TreeUnit[], change: ReturnType<typeof moveUnit>) => {
  if (!change.ok) throw new Error(JSON.stringify(change.problem));
  return applied(tree, change.value).map(({ path, ended }) => (ended ? `(${path})` : path));
};

describe("a change of the tree", () => {
  test("renames a unit and the paths below it, and nobody whose name begins the same", () => {
    const tree = treeOf("Tỉnh", "Tỉnh / Xã A", "Tỉnh / Xã A1", "Tỉnh / Xã A / Thôn");
    const expected = ["Tỉnh", "Tỉnh / Xã B", "Tỉnh / Xã A1", "Tỉnh / Xã B / Thôn"];
    expect(outcome(tree, renameUnit(tree, id(2), named("Xã B")))).toEqual(expected);
    expect(renameUnit(tree, id(2), named("Xã A1"))).toMatchObject({ problem: { kind: "name_taken" } });
    expect(renameUnit(tree, id(2), named("Xã A"))).toMatchObject({ problem: { kind: "as_it_is" } });
    expect(outcome(tree, renameUnit(tree, id(2), named("XÃ A")))[3]).toBe("Tỉnh / XÃ A / Thôn");
  });

  test("moves a unit with all below it, never below itself, never deeper than twelve levels", () => {
    const tree = treeOf("A", "A / B", "A / B / C", "D", "D / B");
    expect(outcome(tree, moveUnit(tree, id(3), id(4)))).toEqual(["A", "A / B", "D / C", "D", "D / B"]);
    expect(outcome(tree, moveUnit(tree, id(2), null))).toEqual(["A", "B", "B / C", "D", "D / B"]);
    expect(moveUnit(tree, id(1), id(3))).toMatchObject({ problem: { kind: "below_itself", path: "A" } });
    expect(moveUnit(tree, id(2), id(2))).toMatchObject({ problem: { kind: "below_itself" } });
    expect(moveUnit(tree, id(2), id(4))).toMatchObject({ problem: { kind: "name_taken", path: "D / B" } });
    expect(moveUnit(tree, id(2), id(1))).toMatchObject({ problem: { kind: "as_it_is" } });
    const deep = treeOf(
      ...Array.from({ length: 12 }, (_, n) =>
        Array(n + 1)
          .fill("X")
          .join(" / "),
      ),
      "Y",
      "Y / Z",
    );
    expect(moveUnit(deep, id(13), id(11))).toMatchObject({ problem: { kind: "too_deep", levels: 13 } });
    expect(moveUnit(deep, id(13), id(10)).ok).toBe(true);
  });

  test("merges units, and children of the same name, however deep; what ended lies below what it became", () => {
    const tree = treeOf("A", "A / X", "A / X / P", "A / Y", "B", "B / X", "B / X / P", "B / X / Q");
    const change = mergeUnits(tree, [id(5)], id(1));
    expect(outcome(tree, change)).toEqual([
      ...["A", "A / X", "A / X / P", "A / Y", "(A / B)", "(A / X / X)", "(A / X / P / P)", "A / X / Q"],
    ]);
    expect(change.ok && change.value.endings).toEqual([
      { unit: 5, into: 1, heir: 1 },
      { unit: 6, into: 2, heir: 2 },
      { unit: 7, into: 3, heir: 3 },
    ]);
  });

  test("merges a unit into what it lies below, also where a child has its name, and not into what lies below it", () => {
    const tree = treeOf("A", "A / B", "A / B / B");
    expect(outcome(tree, mergeUnits(tree, [id(2)], id(1)))).toEqual(["A", "(A / B)", "A / B"]);
    expect(mergeUnits(tree, [id(1)], id(3))).toMatchObject({ problem: { kind: "below_itself" } });
    expect(mergeUnits(tree, [id(1)], id(1))).toMatchObject({ problem: { kind: "below_itself" } });
  });

  test("names who takes the people where one ends in another that ends too", () => {
    const tree = treeOf("T", "T / k", "B", "B / j", "B / j / z", "B / j / z / k");
    const change = mergeUnits(tree, [id(2), id(5)], id(1));
    expect(change.ok && change.value.endings).toContainEqual({ unit: 6, into: 2, heir: 1 });
    expect(outcome(tree, change)).toEqual(["T", "(T / k)", "B", "B / j", "(T / z)", "(T / k / k)"]);
  });

  test("splits a unit into itself and a new one beside it, with units that lay below", () => {
    const tree = treeOf("A", "A / B", "A / B / C", "A / B / D");
    const expected = ["A", "A / B", "A / B / C", "A / E / D", "A / E"];
    expect(outcome(tree, splitUnit(tree, id(2), { id: id(9), ...named("E") }, [id(4)]))).toEqual(expected);
    expect(splitUnit(tree, id(2), { id: id(9), ...named("b") }, [])).toMatchObject({ problem: { kind: "name_taken" } });
  });
});

const names = ["Xã", "Xã A", "Xã A1", "xã a", "O'\"", "%_\\", "KH/TC"];
const start = fc.array(fc.record({ parent: fc.nat(), name: fc.constantFrom(...names) }), { maxLength: 14 });
const wish = fc.record({
  kind: fc.constantFrom("rename", "move", "merge", "split"),
  picks: fc.array(fc.nat(), { minLength: 3, maxLength: 4 }),
  name: fc.constantFrom(...names),
});

type Wish = typeof wish extends fc.Arbitrary<infer Value> ? Value : never;

function changed(tree: readonly TreeUnit[], { kind, picks, name }: Wish) {
  const living = tree.filter(({ ended }) => !ended).map((unit) => unit.id);
  const [one, two, ...more] = picks.map((pick) => living[pick % living.length]!) as [UnitId, UnitId, ...UnitId[]];
  if (kind === "rename") return renameUnit(tree, one, named(name));
  if (kind === "move") return moveUnit(tree, one, picks[1]! % 5 === 0 ? null : two);
  if (kind === "merge") return mergeUnits(tree, [one, ...more], two);
  const children = tree.filter((unit) => unit.parentId === one && !unit.ended).map((unit) => unit.id);
  return splitUnit(tree, one, { id: id(tree.length + 1), ...named(name) }, children.slice(0, picks[1]! % 3));
}

test("whatever is done in a row: paths and lineages follow the parents, names differ below each, nothing is lost", () => {
  fc.assert(
    fc.property(start, fc.array(wish, { maxLength: 12 }), (begun, wishes) => {
      let tree = treeOf("Gốc");
      for (const { parent, name } of begun) {
        const grown = splitUnit(tree, id(1), { id: id(tree.length + 1), ...named(name) }, []);
        if (!grown.ok) continue;
        const moved = moveUnit(applied(tree, grown.value), id(tree.length + 1), id((parent % tree.length) + 1));
        tree = applied(applied(tree, grown.value), moved.ok ? moved.value : { units: [], endings: [] });
      }
      for (const one of wishes) {
        const change = changed(tree, one);
        if (!change.ok) continue;
        const before = tree;
        tree = applied(tree, change.value);
        check(before, tree, change.value);
      }
    }),
  );
});

function check(before: readonly TreeUnit[], tree: readonly TreeUnit[], change: TreeChange): void {
  const byId = new Map(tree.map((unit) => [unit.id, unit]));
  expect(before.every(({ id }) => byId.has(id))).toBe(true);
  const taken = new Set<string>();
  for (const unit of tree) {
    const parent = unit.parentId === null ? null : byId.get(unit.parentId)!;
    expect(unit.lineage).toBe(`${parent?.lineage ?? ""}${unit.id}/`);
    expect(unit.path).toBe(parent === null ? unit.name : `${parent.path} / ${unit.name}`);
    if (unit.ended) expect(parent).not.toBeNull();
    else expect(parent?.ended ?? false).toBe(false);
    if (unit.ended) continue;
    expect(unit.lineage.split("/").length - 1).toBeLessThanOrEqual(12);
    const place = `${unit.parentId} ${unit.nameKey}`;
    expect(taken.has(place)).toBe(false);
    taken.add(place);
  }
  for (const { unit, heir } of change.endings) {
    expect(byId.get(heir)!.ended).toBe(false);
    expect(byId.get(unit)!.lineage.startsWith(byId.get(heir)!.lineage)).toBe(true);
  }
}
