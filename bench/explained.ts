/** What the server did for each statement, read from its own log: `auto_explain` writes the plan of every one, as it ran. */
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import type { Db, Tx } from "../src/db/connect.ts";

/** A node of a plan, as far as it is looked at. */
interface Node {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly Plans?: readonly Node[];
}

/** One statement, however often it ran. */
export interface Explained {
  readonly text: string;
  runs: number;
  milliseconds: number;
  /** Most rows that one run looked at, in tables and indexes. */
  rows: number;
  /** Most pages of 8 kB that one run touched. */
  pages: number;
  /** How it found them, in the run that looked at most: "deliveries by deliveries_due", "people read whole". */
  ways: readonly string[];
}

/** From now on every statement of a new session on this database is explained in the server's log, those in triggers too. */
export async function explainAll(db: Db, database: string): Promise<void> {
  await db.execute(sql`load 'auto_explain'`);
  const settings = [
    "session_preload_libraries = auto_explain",
    ...explaining,
    "auto_explain.log_nested_statements = on",
  ];
  for (const setting of settings) await db.execute(sql.raw(`alter database ${database} set ${setting}`));
}

const explaining = [
  "auto_explain.log_min_duration = 0",
  "auto_explain.log_analyze = on",
  "auto_explain.log_buffers = on",
  "auto_explain.log_timing = off",
  "auto_explain.log_format = json",
  "auto_explain.log_parameter_max_length = 0",
] as const;

/** The same for this transaction alone, but not for what its triggers look up of each of a hundred thousand rows. */
export async function explainHere(tx: Tx): Promise<void> {
  await tx.execute(sql`load 'auto_explain'`);
  for (const setting of explaining) await tx.execute(sql.raw(`set local ${setting}`));
}

/** Every statement that the log explains after its first `from` bytes. */
export function readExplained(logFile: string, from: number): ReadonlyMap<string, Explained> {
  const lines = readFileSync(logFile).subarray(from).toString("utf8").split("\n");
  const found = new Map<string, Explained>();
  for (let at = 0; at < lines.length; at++) {
    const duration = /LOG: {2}duration: ([\d.]+) ms {2}plan:$/.exec(lines[at]!)?.[1];
    if (duration === undefined) continue;
    let end = at + 1;
    while (lines[end]?.startsWith("\t")) end++;
    if (end === lines.length) break; // not yet written to its end
    note(found, JSON.parse(lines.slice(at + 1, end).join("\n")) as Logged, Number(duration));
    at = end - 1;
  }
  return found;
}

interface Logged {
  readonly "Query Text": string;
  readonly Plan: Node;
}

function note(found: Map<string, Explained>, { "Query Text": query, Plan: plan }: Logged, milliseconds: number): void {
  const text = query.replaceAll(/\s+/g, " ").trim();
  const reads = nodesOf(plan).filter((node) => node["Node Type"].endsWith("Scan") && touches(node));
  const rows = Math.round(reads.reduce((sum, node) => sum + rowsOf(node), 0)); // of many loops the server tells the mean
  const pages = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
  const known = found.get(text);
  const ways = [...new Set(reads.map(wayOf))];
  if (known === undefined) {
    found.set(text, { text, runs: 1, milliseconds, rows, pages, ways });
    return;
  }
  if (rows > known.rows) known.ways = ways;
  known.runs += 1;
  known.milliseconds += milliseconds;
  known.rows = Math.max(known.rows, rows);
  known.pages = Math.max(known.pages, pages);
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

const touches = (node: Node): boolean => node["Relation Name"] !== undefined;

const rowsOf = (node: Node): number =>
  (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0)) *
  node["Actual Loops"];

const wayOf = (node: Node): string =>
  node["Index Name"] === undefined
    ? `${node["Relation Name"]} ${node["Node Type"] === "Seq Scan" ? "read whole" : "by a bitmap"}`
    : `${node["Relation Name"]} by ${node["Index Name"]}`;
