/** The page about the daily path: which statement, out of which file, reads how much, by which way. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Explained } from "./explained.ts";
import { figure } from "./table.ts";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const pageOfDay = path.join(root, "docs", "daily-path.md");

/** What works for everybody at once, by its nature: a statement for a cohort, a bot or a table, not one for each person. */
const ofSets: Readonly<Record<string, string>> = {
  "src/db/delivery/plan.ts": "a push writes a row for everyone who is due, in one statement",
  "src/db/figures/streaks.ts": "a tick works out the streaks of some hundreds, in one statement",
  "src/db/figures/kept-streaks.ts": "the same",
};

/** What tells of all the days that lie behind, by its nature. */
const ofAllDays: Readonly<Record<string, string>> = {
  "src/db/records/my-data.ts": "whoever asks is given all that is kept about them",
  "src/db/figures/item-statistics.ts":
    "once a night every answer is looked at, for the questions their authors should look at",
};

interface Source {
  readonly file: string;
  readonly text: string;
}

const flat = (text: string): string => text.replaceAll(/\s+/g, " ");

const folders = ["src/db", "migrations"];

const sources: readonly Source[] = folders.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|sql)$/.test(name))
    .map((name) => {
      const file = path.posix.join(folder, name);
      return { file, text: flat(readFileSync(path.join(root, file), "utf8")) };
    }),
);

const piece = 24;

/** The file that holds most of a statement's words; a migration's, where a trigger ran it. */
function sourceOf(text: string): string {
  const votes = new Map<string, number>();
  for (let at = 0; at + piece <= text.length; at += piece / 2) {
    const words = text.slice(at, at + piece);
    const holders = sources.filter((source) => source.text.includes(words));
    if (holders.length > 4) continue; // words that many say tell nothing
    for (const { file } of holders) votes.set(file, (votes.get(file) ?? 0) + 1);
  }
  const [first] = [...votes].sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
  return first?.[0] ?? "the queue and the driver";
}

export const isOfSets = (text: string): boolean => sourceOf(text) in ofSets;
export const isOfAllDays = (text: string): boolean => sourceOf(text) in ofAllDays;

type Day = ReadonlyMap<string, Explained>;

/** A day among few learners, among as many who have learnt for weeks, and among many. */
interface Days {
  readonly few: Day;
  readonly late: Day;
  readonly many: Day;
}

/** @param sizes how many learners few and many are @param past on how many days they had learnt in `late` */
export function describeDay(days: Days, sizes: readonly [number, number], past: number): string {
  const files = new Map<string, Explained[]>();
  for (const one of days.many.values()) {
    const file = sourceOf(one.text);
    files.set(file, [...(files.get(file) ?? []), one]);
  }
  const sections = [...files]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([file, statements]) => section(file, statements, days, sizes));
  return [...head(days.many.size, sizes, past), ...sections.flat()].join("\n");
}

function head(statements: number, [few, many]: readonly [number, number], past: number): string[] {
  const [less, more] = [few, many].map((size) => size.toLocaleString("en-GB"));
  return [
    "# What a day reads",
    "",
    "Written by `npm run bench -- --only daily-path`: the program runs, a lesson is pushed, 24 people answer it to the end, some ask",
    `for their standing, the scheduler ticks for a minute; PostgreSQL explains each statement as it ran (\`auto_explain\`, triggers included). ${statements} statements,`,
    `once among ${less} learners, once among ${more}, and once among ${less} who had ${past} lessons before (“later”: nothing of these days is swept away). Rows are those looked at in`,
    "tables and indexes by the run that looked at most; a page has 8 kB. What is one person's reads as many rows among ten times the people; what works for everybody at once says so.",
    "What tells of all the days that lie behind says so, too; nothing else reads more because of them.",
    "",
  ];
}

function section(
  file: string,
  statements: readonly Explained[],
  { few, late }: Days,
  sizes: readonly [number, number],
): string[] {
  const [less, more] = sizes.map((size) => size.toLocaleString("en-GB"));
  const rows = statements
    .toSorted((a, b) => b.rows - a.rows || a.text.localeCompare(b.text))
    .map((one) => {
      const rowsThen = (then: Day) => String(then.get(one.text)?.rows ?? "–");
      const cells = [
        `\`${brief(one.text)}\``,
        String(one.runs),
        figure(one.milliseconds / one.runs),
        rowsThen(few),
        rowsThen(late),
        String(one.rows),
        String(one.pages),
        one.ways.join(", "),
      ];
      return `| ${cells.join(" | ")} |`;
    });
  return [
    `## ${file}`,
    "",
    ...(file in ofSets ? [`For all at once: ${ofSets[file]}.`, ""] : []),
    ...(file in ofAllDays ? [`Of all days: ${ofAllDays[file]}.`, ""] : []),
    `| statement | runs | ms each | rows of ${less} | later | rows of ${more} | pages | found by |`,
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ];
}

/** Its first words, without what would break a table's cell. */
const brief = (text: string): string => {
  const words = text.replaceAll("|", "¦").replaceAll("`", "'");
  return words.length > 110 ? `${words.slice(0, 109)}…` : words;
};
