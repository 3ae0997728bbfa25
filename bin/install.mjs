import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "../src/app/embedded/lock.mjs";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Ends the process with one line when this Node is too old to run the program. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`hocvu needs Node 20.19 or newer, this is ${process.versions.node}: install it from https://nodejs.org`);
}

/**
 * Makes node_modules what package-lock.json says, by `npm ci` when it is not. Two starts at once install once.
 * @param {{ development: boolean }} needs whether the tools for tests and checks are needed too
 */
export async function ensureInstalled({ development }) {
  if (isInstalled(development)) return;
  const folder = path.join(root, ".hocvu");
  // Others may have to pass through it: as root, the database under it belongs to an ordinary user.
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o711 });
  await withLock(path.join(folder, "install.lock"), async () => {
    if (isInstalled(development)) return;
    process.stderr.write("hocvu: installing what package-lock.json names (npm ci) …\n");
    await runNpm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", ...(development ? ["--include=dev"] : [])]);
  }).catch((error) => stop(`hocvu could not install its dependencies in ${root}: ${error.message}`));
}

/** Compares the lock file with the one npm leaves in node_modules, so that a clone or a copy changes nothing. */
function isInstalled(development) {
  const wanted = packagesOf(path.join(root, "package-lock.json"));
  const present = packagesOf(path.join(root, "node_modules", ".package-lock.json"));
  if (wanted === null || present === null) return false;
  return Object.entries(wanted).every(([place, { version, optional, dev }]) => {
    const found = present[place];
    if (found === undefined) return place === "" || optional === true || (dev === true && !development);
    return found.version === version;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return null; // absent, or cut off by a killed install
  }
}

/** What npm prints goes to stderr: stdout belongs to the command. */
function runNpm(args) {
  const script = process.env.npm_execpath;
  const byNode = script?.endsWith(".js") || script?.endsWith(".cjs");
  const [command, first] = byNode ? [process.execPath, [script]] : ["npm", []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      cwd: root,
      stdio: ["ignore", 2, 2],
      shell: !byNode && process.platform === "win32",
    });
    child.once("error", (error) => reject(new Error(`npm did not start (${error.message}): is it on the PATH?`)));
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`npm ci ended with ${code}, see above`))));
  });
}

function stop(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
