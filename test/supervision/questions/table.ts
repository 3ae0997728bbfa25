/** The score as a table, and what failed as lines that say where to look. */
import { isReading } from "./reading.ts";
import type { Outcome, Result } from "./score.ts";

const outcomes: readonly Outcome[] = ["right", "asked back", "missed", "wrong", "leak"];

/** In which form the first meaning is asked for. */
export function formOf({ question: { means } }: Result): string {
  const [first] = means;
  if (first === undefined || !isReading(first)) return first === undefined ? "?" : Object.keys(first)[0]!;
  return first.how.form === "ranking" ? `ranking of ${first.how.of}` : first.how.form;
}

export function table(groups: ReadonlyMap<string, readonly Result[]>): string {
  const head = ["", "questions", ...outcomes];
  const lines = [...groups].map(([name, results]) => [
    name,
    String(results.length),
    ...outcomes.map((outcome) => String(results.filter((one) => one.outcome === outcome).length)),
  ]);
  const widths = head.map((_, at) => Math.max(...[head, ...lines].map((line) => line[at]!.length)));
  const pad = (cell: string, at: number) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!));
  return [head, ...lines].map((line) => line.map(pad).join("  ")).join("\n");
}

export function failures(results: readonly Result[]): string[] {
  return results
    .filter(({ outcome }) => outcome !== "right" && outcome !== "asked back")
    .map(({ question: { asker, after = [], text }, outcome, why }) =>
      [`${outcome}: ${asker}:`, [...after, text].map((one) => `“${one}”`).join(" → "), why].join(" "),
    );
}

export const grouped = (results: readonly Result[], by: (result: Result) => string): Map<string, Result[]> => {
  const groups = new Map<string, Result[]>();
  for (const result of results) groups.set(by(result), [...(groups.get(by(result)) ?? []), result]);
  return groups;
};
