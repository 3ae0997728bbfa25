/** How src/ is run: from what is kept of it, which is never another source's, or by hooks. On a program of two files. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runNode } from "../stories/program.ts";

const root = path.resolve(import.meta.dirname, "..", "..");
const compilers = ["esbuild", "@esbuild", "tsx", "get-tsconfig", "resolve-pkg-maps"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-program-"));
  for (const part of ["bin", "package.json", "package-lock.json", "tsconfig.json", "src/app/embedded/lock.mjs"])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  const modules = path.join(folder, "node_modules");
  mkdirSync(modules);
  for (const name of [".package-lock.json", ...compilers])
    symlinkSync(path.join(root, "node_modules", name), path.join(modules, name));
  write("app/exporting/thread.ts", "export {};");
  says("one");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, "src", file)), { recursive: true });
  writeFileSync(path.join(folder, "src", file), text);
};
/** A program of two files, which says what one is told by the other, and where it thinks it is. */
function says(word: string): void {
  write("domain/word.ts", `export const word: string = "${word}";\n`);
  write("app/main.ts", 'import { word } from "#domain/word.ts";\n\nconsole.log(word, import.meta.dirname);\n');
}
const program = () => path.join(folder, "bin", "hocvu.mjs");
const start = async () => (await runNode([program()], { PATH: process.env.PATH ?? "" })).stdout;
const said = (word: string) => `${word} ${path.join(folder, "src", "app")}\n`;
const shelf = () => path.join(folder, "node_modules", ".cache", "hocvu");
const withoutCompilers = () => {
  for (const name of compilers) rmSync(path.join(folder, "node_modules", name));
};

describe("what src/ compiles to", () => {
  test("is kept: a later start needs no compiler, and finds what lies beside the source", async () => {
    expect(await start()).toBe(said("one"));
    withoutCompilers();
    expect(await start()).toBe(said("one"));
    expect(readdirSync(shelf())).toHaveLength(1);
  });

  test("is that of this source, whatever was kept before, and is there again when the source is", async () => {
    const seen = [await start()];
    const times = statSync(path.join(folder, "src", "domain", "word.ts"));
    says("two");
    utimesSync(path.join(folder, "src", "domain", "word.ts"), times.atime, times.mtime);
    seen.push(await start());
    withoutCompilers();
    says("one");
    seen.push(await start());
    expect(seen).toEqual([said("one"), said("two"), said("one")]);
  });

  test("is made whole by whoever is first, when several start at once", async () => {
    expect(await Promise.all([start(), start(), start()])).toEqual([said("one"), said("one"), said("one")]);
    expect(readdirSync(shelf())).toHaveLength(1);
  });

  test("can be read by everybody, whatever the umask of who installed", async () => {
    execFileSync("sh", ["-c", 'umask 077 && exec "$0" "$1"', process.execPath, program()]);
    const [kept] = readdirSync(shelf());
    const places = ["..", ".", kept!, `${kept}/app`, `${kept}/app/main.mjs`];
    expect(places.map((place) => statSync(path.join(shelf(), place)).mode & 0o777)).toEqual([
      0o755, 0o755, 0o755, 0o755, 0o644,
    ]);
  });

  test("goes when it is old and there are five newer ones", async () => {
    for (const name of ["a", "b", "c", "d", "e", "f"]) {
      mkdirSync(path.join(shelf(), name), { recursive: true });
      const hoursAgo = name === "f" ? 0.5 : 2 + "abcde".indexOf(name);
      const at = new Date(Date.now() - hoursAgo * 3_600_000);
      utimesSync(path.join(shelf(), name), at, at);
    }
    await start();
    const left = readdirSync(shelf());
    expect(left.filter((name) => name.length === 1).sort()).toEqual(["a", "b", "c", "f"]);
    expect(left).toHaveLength(5);
  });
});

test("the whole program runs from what is kept, without hooks", async () => {
  const [modules, installed] = [path.join(folder, "node_modules"), path.join(root, "node_modules")];
  for (const name of readdirSync(installed))
    if (!compilers.includes(name) && !name.startsWith("."))
      symlinkSync(path.join(installed, name), path.join(modules, name));
  rmSync(path.join(modules, "tsx"));
  cpSync(path.join(root, "src"), path.join(folder, "src"), { recursive: true });
  for (const args of [["--help"], ["lessons", "check", path.join(root, "lessons"), "--json"]]) {
    const { code, stdout, stderr } = await runNode([program(), ...args], { PATH: process.env.PATH ?? "" });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Usage: hocvu|"ok": ?true/);
  }
});

test("where nothing can be kept the program runs all the same, by hooks", async () => {
  const modules = path.join(folder, "node_modules");
  if (process.getuid?.() === 0) chownSync(modules, 65534, 65534);
  else chmodSync(modules, 0o555);
  expect(await start()).toBe(said("one"));
  expect(readdirSync(modules)).not.toContain(".cache");
  chmodSync(modules, 0o755);
});

test("a fault is told with the line of the source where it happened", async () => {
  write(
    "domain/word.ts",
    'interface Unused {\n  readonly left: "out";\n}\n\nexport const word = (null as unknown as Unused).left;\n',
  );
  const { stderr } = await runNode([program()], { PATH: process.env.PATH ?? "" });
  expect(stderr).toContain(`${path.join("src", "domain", "word.ts")}:5:`);
});
