import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..", "..");

/**
 * A later version of the program, whole, in `folder`, which does not exist yet: the present one with these migrations
 * more. Answers the command line that starts it.
 */
export function laterVersion(folder: string, migrations: Readonly<Record<string, string>>): string {
  for (const part of ["bin", "src", "lessons", "migrations", "package.json", "package-lock.json", "tsconfig.json"])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const journalFile = path.join(folder, "migrations", "meta", "_journal.json");
  const journal = JSON.parse(readFileSync(journalFile, "utf8")) as { entries: { idx: number; when: number }[] };
  for (const [tag, text] of Object.entries(migrations)) {
    const { idx, when } = journal.entries.at(-1)!;
    const entry = { idx: idx + 1, version: "7", when: when + 60_000, tag, breakpoints: true };
    journal.entries.push(entry);
    writeFileSync(path.join(folder, "migrations", `${tag}.sql`), text);
  }
  writeFileSync(journalFile, JSON.stringify(journal));
  return path.join(folder, "bin", "hocvu.mjs");
}
