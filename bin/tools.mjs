import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";

/** What some tests need besides Node: a second home for the queue, and a browser for the web chat. */
const tools = [
  { name: "redis", commands: ["redis-server"], packages: ["redis-server"] },
  {
    name: "browser",
    commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    packages: ["chromium", "fonts-noto-color-emoji"],
  },
];

const find = (command) =>
  (process.env.PATH ?? "").split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const missing = () => tools.filter(({ commands }) => !commands.some(find));

/**
 * Installs the tools that tests need where that can be done: as root, on a machine with apt-get. Returns the names of
 * those that are missing all the same, having said so loudly; in CI that is a failure, elsewhere their tests are left out.
 */
export function ensureTools() {
  const packages = missing().flatMap((tool) => tool.packages);
  if (packages.length > 0 && process.getuid?.() === 0 && find("apt-get")) {
    process.stderr.write(`installing what the tests need: ${packages.join(" ")}\n`);
    // Packages start their services when they are installed; the tests start their own Redis.
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
    const run = (...args) => spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] });
    run("update", "-qq");
    run("install", "-y", "-qq", "--no-install-recommends", ...packages);
  }
  const left = missing();
  for (const { commands, packages: wanted } of left) {
    process.stderr.write(
      `\n!!! ${commands[0]} IS MISSING: the tests that need it are left out. Install it, for example: apt-get install ${wanted.join(" ")}\n`,
    );
  }
  return left.map(({ name }) => name);
}
