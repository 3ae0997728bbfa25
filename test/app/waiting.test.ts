import { expect, test } from "vitest";
import { type Ring, Waiting } from "#app/waiting.ts";

/** Handles one thing at a time, each when it is let go. `left` says how many more there are of whom it was for. */
function oneByOne(hands = 1, most = 100, left = new Map<string, number>()) {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const waiting = new Waiting<string>(hands, most, (id) => {
    begun.push(id);
    return new Promise<boolean>((resolve) => {
      ends.push(() => {
        const more = (left.get(id) ?? 1) - 1;
        left.set(id, more);
        resolve(more > 0);
      });
    });
  });
  const all = async () => {
    for (let at = 0; at < begun.length; at++) {
      ends[at]!();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return begun.join("");
  };
  return { waiting, all, begun, ends };
}

const each = (...ids: string[]): Ring<string>[] => ids.map((id) => ({ id, of: id }));

test("what comes now goes before what comes later, each in its order, and what comes later goes on nevertheless", async () => {
  const { waiting, all } = oneByOne();
  waiting.add(each("a", "b", "c"), "later");
  waiting.add(each("1", "2", "3", "4", "5", "6", "7"), "now");
  expect([waiting.length("later"), waiting.length("now")]).toEqual([2, 7]);
  expect(await all()).toBe("a12b345c67");
});

test("what was not begun is given back when it ends, and whoever has more left", async () => {
  const { waiting, all, ends } = oneByOne(1, 100, new Map([["a", 3]]));
  waiting.add(each("a", "b"), "later");
  waiting.add(each("1"), "now");
  const end = waiting.end();
  ends[0]!();
  expect(await end).toEqual(["1", "b", "a"]);
  expect(await all()).toBe("a");
});

test("whoever rings for much is served one thing at a time, in turn with everybody else", async () => {
  const { waiting, all } = oneByOne(1, 100, new Map([["x", 6]]));
  waiting.add(
    Array.from({ length: 5000 }, () => ({ id: "x", of: "x" })),
    "now",
  );
  expect(waiting.length("now")).toBe(0); // in hand, and there once
  waiting.add(each("1", "2", "3"), "now");
  expect(await all()).toBe("x123xxxxx");
});

test("has nobody's things in two hands, and serves others meanwhile", async () => {
  const { waiting, begun, ends } = oneByOne(2);
  waiting.add([{ id: "x", of: "x" }], "now");
  waiting.add([{ id: "y", of: "x" }, ...each("1", "2")], "now");
  expect(begun).toEqual(["x", "1"]);
  ends[1]!();
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual(["x", "1", "2"]);
  ends[0]!();
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual(["x", "1", "2", "y"]);
});

test("gives back at once those for whom there is no room", () => {
  const { waiting } = oneByOne(1, 2);
  waiting.add(each("0"), "now");
  expect(waiting.add(each("1", "2", "3", "4"), "now")).toEqual(["3", "4"]);
  expect(waiting.add([{ id: "6", of: "2" }, ...each("7")], "now")).toEqual(["7"]);
});
