import { createHash } from "node:crypto";
import * as fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./install.mjs";

/**
 * Runs a file of src/ in this process. What src/ compiles to is kept below node_modules, where one file holds many: it is
 * loaded in a third of the time that hooks take, which are asked about every import, and without their thread. The name of
 * its folder is a digest of all it was made from, so it is that of this source, or not there. Where it can be neither
 * found nor kept, hooks compile as they load.
 * @param {string} file from src/, with "/"
 */
export async function run(file) {
  const kept = await keptProgram().catch(() => null); // best effort: whatever is wrong with the source, the hooks tell
  if (kept === null) {
    const { register } = await import("tsx/esm/api");
    register({ tsconfig: path.join(root, "tsconfig.json") });
    await import(`../src/${file}`);
  } else {
    process.setSourceMapsEnabled(true);
    await import(pathToFileURL(path.join(kept, file.replace(/\.ts$/, ".mjs"))).href);
  }
}

const source = path.join(root, "src");
const begins = ["app/main.ts", "app/exporting/thread.ts"];

/** Of those that were kept the newest stay, and any for an hour: what runs may still load a part of the one it began with. */
const mostKept = 5;
const keptForMs = 3_600_000;

/** The folder of what src/ compiles to, made if need be; null: it is not there, and not ours to make. */
async function keptProgram() {
  const texts = readSource();
  const modules = path.join(root, "node_modules");
  const shelf = path.join(modules, ".cache", "hocvu");
  const folder = path.join(shelf, digest(texts));
  if (fs.existsSync(folder)) return folder;
  // Only whoever installed may lay something there: what root left in somebody's folder could not be removed by them.
  if (process.getuid !== undefined && fs.statSync(modules).uid !== process.getuid()) return null;
  makeFolder(shelf);
  const draft = fs.mkdtempSync(path.join(shelf, "draft-"));
  try {
    for (const { path: file, contents } of await compile(texts, draft)) write(file, contents);
    fs.chmodSync(draft, 0o755);
    fs.renameSync(draft, folder);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error; // else another start was faster
  }
  forgetOld(shelf);
  return folder;
}

/** Every file that may be compiled, by its path. */
function readSource() {
  const files = fs
    .readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.m?ts$|\.mjs$/.test(file));
  return new Map(
    files.sort().map((file) => [path.join(source, file), fs.readFileSync(path.join(source, file), "utf8")]),
  );
}

function digest(texts) {
  const hash = createHash("sha256").update(root);
  // The last says how the compiler's version and ours.
  for (const name of ["tsconfig.json", "package.json", "package-lock.json", path.join("bin", "program.mjs")])
    hash.update(`\0${fs.readFileSync(path.join(root, name), "utf8")}`);
  for (const [file, text] of texts) hash.update(`\0${file}\0${text}`);
  return hash.digest("hex").slice(0, 32);
}

/** Compiles the very texts that were digested. A file goes on finding what lies beside its source. */
async function compile(texts, folder) {
  const { build, stop } = await import("esbuild");
  const said = (file) => ({
    "import.meta.url": JSON.stringify(pathToFileURL(file).href),
    "import.meta.dirname": JSON.stringify(path.dirname(file)),
  });
  const asRead = {
    name: "as read",
    setup: ({ onLoad }) =>
      onLoad({ filter: /./ }, ({ path: file }) => {
        const text = texts.get(file);
        if (text === undefined) return { errors: [{ text: `${file} was not digested` }] };
        const contents = text.replaceAll(/\bimport\.meta\.(?:url|dirname)\b/g, (name) => said(file)[name]);
        return { contents, loader: file.endsWith("ts") ? "ts" : "js" };
      }),
  };
  const { outputFiles } = await build({
    entryPoints: begins.map((file) => path.join(source, file)),
    outbase: source,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    charset: "utf8",
    sourcemap: true,
    sourcesContent: false,
    absWorkingDir: root,
    logLevel: "silent",
    write: false,
    plugins: [asRead],
  });
  await stop(); // the compiler is a process of its own, which would stay for as long as this one
  return outputFiles;
}

/** On disk before the folder gets its name, whatever the power does. Everybody may read it. */
function write(file, contents) {
  makeFolder(path.dirname(file));
  const handle = fs.openSync(file, "wx", 0o644);
  fs.writeFileSync(handle, contents);
  fs.fchmodSync(handle, 0o644);
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}

/** Whatever the umask says. */
function makeFolder(folder) {
  const first = fs.mkdirSync(folder, { recursive: true });
  for (let place = folder; first !== undefined && place.length >= first.length; place = path.dirname(place))
    fs.chmodSync(place, 0o755);
}

function forgetOld(shelf) {
  const found = fs.readdirSync(shelf).map((name) => path.join(shelf, name));
  // Another start may be tidying up, too.
  const age = (place) => fs.statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const byAge = found.map((place) => ({ place, at: age(place) })).sort((a, b) => b.at - a.at);
  for (const { place, at } of byAge.slice(mostKept))
    if (at < Date.now() - keptForMs) fs.rmSync(place, { recursive: true, force: true });
}
