import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** One measured figure. */
export interface Row {
  /** The part of the program: what `--only` names. */
  readonly figure: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: { readonly bound: "at least" | "at most"; readonly value: number };
  /** The best that could be had here, measured in the same run. */
  readonly ceiling?: { readonly what: string; readonly value: number; readonly unit: string };
  /** What others do with the same, in the same unit, measured in the same run. */
  readonly peers?: readonly { readonly who: string; readonly value: number }[];
}

export const met = ({ target, value }: Row): boolean =>
  target === undefined || (target.bound === "at least" ? value >= target.value : value <= target.value);

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly node: string;
  readonly postgresql: string;
  readonly date: string;
  /** Processes that wanted a core when the run began: above 0.5 something else was running. */
  readonly loadBefore: number;
}

export const describeMachine = (postgresql: string): Machine => ({
  cores: availableParallelism(),
  processor: cpus()[0]?.model.trim() ?? "unknown",
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  postgresql,
  date: new Date().toISOString().slice(0, 10),
  loadBefore: Math.round(loadavg()[0]! * 10) / 10,
});

/** Three significant digits, and no fewer than the whole number has. */
export function figure(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 0.01))));
  return value.toLocaleString("en-GB", { maximumFractionDigits: Math.min(digits, 3) });
}

/** A Markdown table, so that what is printed can stand in the documentation as it is. */
export function markdown(rows: readonly Row[]): string {
  const head =
    "| figure | measured | target | | ceiling in the same run | peers in the same run |\n| --- | --- | --- | --- | --- | --- |";
  const line = (row: Row) => {
    const target = row.target === undefined ? "" : `${row.target.bound} ${figure(row.target.value)}`;
    const ceiling =
      row.ceiling === undefined ? "" : `${figure(row.ceiling.value)} ${row.ceiling.unit} (${row.ceiling.what})`;
    const verdict = row.target === undefined ? "" : met(row) ? "met" : "**missed**";
    const peers = (row.peers ?? [])
      .map(({ who, value }) => `${who}: ${figure(value)} ${row.unit}`.trimEnd())
      .join("; ");
    return `| ${row.figure}: ${row.what} | ${figure(row.value)} ${row.unit} | ${target} | ${verdict} | ${ceiling} | ${peers} |`;
  };
  return [head, ...rows.map(line)].join("\n");
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
