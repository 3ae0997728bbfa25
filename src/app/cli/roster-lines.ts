/** What an import did, would do, or was refused for, as lines for people. */
import type { ChangedFact, ChangedPerson, RosterDiff } from "#supervision/roster-diff.ts";
import type { RowNote } from "#supervision/roster-grid.ts";

/** More than a terminal can show helps nobody; --json has all of it. */
const mostShown = 50;

/** The first fifty lines, and how many there are besides. */
export function shortened(lines: readonly string[]): string[] {
  const left = lines.length - mostShown;
  return left > 0 ? [...lines.slice(0, mostShown), `… and ${left} more: --json shows all`] : [...lines];
}

const lineOf = ({ row, column, cell, message }: RowNote): string => {
  if (row === 0) return message;
  const place = [`row ${row}`, ...(column === "" ? [] : [column])].join(", ");
  return `${place}${cell === "" ? "" : ` (${cell})`}: ${message}`;
};

/** One line for each, the first fifty of them. */
export const noteLines = (notes: readonly RowNote[], before = ""): string[] =>
  shortened(notes.map((note) => `${before}${lineOf(note)}`));

const words: Readonly<Record<ChangedFact["what"], string>> = {
  name: "name",
  email: "e-mail",
  phone: "phone",
  code: "code",
  unit: "transfer",
  post: "post",
  main_post: "main post",
  role: "role",
  title: "title",
  cohort: "cohort",
};

function factOf({ what, from, to }: ChangedFact): string {
  if (what === "post") return from === null ? `one more post: ${to}` : `one post less: ${from}`;
  if (what === "cohort") return to === "in" ? "comes into the cohort" : "leaves the cohort";
  return `${words[what]}: ${from ?? "(none)"} → ${to ?? "(none)"}`;
}

const changeOf = ({ row, learnerId, fullName, changes }: ChangedPerson): string =>
  `~ ${row === null ? "" : `row ${row}, `}${learnerId} ${fullName ?? ""}: ${changes.map(factOf).join("; ")}`;

/** Who would leave comes first, then units, people who would change, and new ones. */
export function diffLines(diff: RosterDiff): string[] {
  return shortened([
    ...diff.leaving.map(({ learnerId, fullName, unit }) => `- leaves: ${learnerId} ${fullName ?? ""}, ${unit ?? ""}`),
    ...diff.units.map((path) => `+ unit: ${path}`),
    ...diff.changed.map(changeOf),
    ...diff.created.map(({ row, fullName, units }) => `+ row ${row}: ${fullName}, ${units.join("; ")}`),
  ]);
}
