import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { Drawer } from "#content/picture/drawer.ts";
import { eventually } from "../setup/eventually.ts";

const dot = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>';

const folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-drawer-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that does this with what it is sent. */
function doing(code: string): URL {
  const file = path.join(folder, `${randomUUID()}.mjs`);
  writeFileSync(file, `process.on("message", ({ id, svg }) => { ${code} });`);
  return pathToFileURL(file);
}

test("many at once each get their own, and a drawing that is none says what is wrong with it", async () => {
  const drawer = new Drawer();
  const wide = (width: number) => drawer.draw(dot, { fitTo: { mode: "width", value: width } });
  const drawn = await Promise.all([wide(8), wide(300), drawer.draw("<svg>", {}).catch(String), wide(20)]);
  expect(drawn.map((one) => (typeof one === "string" ? one : one.readUInt32BE(16)))).toEqual([
    8,
    300,
    expect.stringMatching(/^Error: SVG data parsing failed/),
    20,
  ]);
});

test("a process that breaks takes the drawings it had along; the next ones have another", async () => {
  const drawer = new Drawer(
    doing(
      `if (svg === "break") process.kill(process.pid, "SIGSEGV"); else process.send({ id, png: Buffer.from(svg) });`,
    ),
  );
  const before = await drawer.draw("first", {});
  const broken = await Promise.allSettled([drawer.draw("break", {}), drawer.draw("behind it", {})]);
  expect(broken.map((one) => one.status === "rejected" && String(one.reason))).toEqual([
    "Error: the process that draws ended with SIGSEGV",
    "Error: the process that draws ended with SIGSEGV",
  ]);
  expect([before, await drawer.draw("after", {})].map(String)).toEqual(["first", "after"]);
});

test("it knows nothing of what the program was told", async () => {
  process.env.HOCVU_SECRET_OF_THE_TEST = "canary";
  const drawer = new Drawer(doing("process.send({ id, png: Buffer.from(JSON.stringify(process.env)) });"));
  expect(String(await drawer.draw("", {}))).not.toContain("canary");
  delete process.env.HOCVU_SECRET_OF_THE_TEST;
});

const running = (code: string) =>
  spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    encoding: "utf8",
    timeout: 120_000,
  });

/** Whether a process runs this file. */
const runs = (file: string) => execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).includes(file);

test.each(["", 'process.kill(process.pid, "SIGKILL");'])(
  "a program waits for its drawing, ends after it though the other would stay, and leaves nobody behind (%o)",
  async (ending) => {
    const real = path.resolve("src/content/picture");
    const file = path.join(folder, `${randomUUID()}.mjs`);
    writeFileSync(file, `import ${JSON.stringify(path.join(real, "drawer-process.mjs"))};`);
    const ended = running(`
      import { pathToFileURL } from "node:url";
      import { Drawer } from ${JSON.stringify(path.join(real, "drawer.ts"))};
      const drawer = new Drawer(pathToFileURL(${JSON.stringify(file)}));
      drawer.draw(${JSON.stringify(dot)}, {}).then((png) => {
        console.log(png.length);
        setTimeout(() => console.log("stays"), 5_000).unref();
        ${ending}
      });`);
    expect([ended.stderr, Number(ended.stdout) > 50, ended.error]).toEqual(["", true, undefined]);
    await eventually("nobody is left behind", () => !runs(file));
  },
);
