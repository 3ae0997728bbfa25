import { expect, test } from "vitest";
import { Waiting } from "#app/waiting.ts";

/** Handles one thing at a time, each when it is let go. */
function oneByOne() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const waiting = new Waiting<string>(1, (id) => {
    begun.push(id);
    return new Promise<void>((resolve) => ends.push(resolve));
  });
  const all = async () => {
    for (let at = 0; at < begun.length; at++) {
      ends[at]!();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return begun.join("");
  };
  return { waiting, all };
}

test("what comes now goes before what comes later, each in its order, and what comes later goes on nevertheless", async () => {
  const { waiting, all } = oneByOne();
  waiting.add(["a", "b", "c"], "later");
  waiting.add(["1", "2", "3", "4", "5", "6", "7"], "now");
  expect([waiting.length("later"), waiting.length("now")]).toEqual([2, 7]);
  expect(await all()).toBe("a12b345c67");
});

test("what was not begun is given back when it ends", async () => {
  const { waiting, all } = oneByOne();
  waiting.add(["a", "b"], "later");
  waiting.add(["1"], "now");
  expect(waiting.end()).toEqual(["1", "b"]);
  expect(await all()).toBe("a");
  await waiting.idle();
});
