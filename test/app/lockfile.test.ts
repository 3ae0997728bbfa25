import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Package {
  readonly optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")) as {
  packages: Record<string, Package>;
};

/** Where npm looks for `name` from `place`, nearest first. */
function* candidates(place: string, name: string): Generator<string> {
  for (let at = place; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    yield `${at}/node_modules/${name}`;
  }
  yield `node_modules/${name}`;
}

// npm leaves out what its registry lacks at that moment, and `npm ci` then refuses the whole file. An entry with
// version, os, cpu and optional is enough: it is fetched on its own platform only.
test("the lock file names the packages of every platform, so that npm ci works everywhere", () => {
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => ![...candidates(place, name)].some((path) => path in packages)),
  );
  expect(missing).toEqual([]);
});
