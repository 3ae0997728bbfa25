/**
 * What the program can do on this machine, each figure beside the best that could be had here in the same run:
 *   npm run bench -- [--only push,fan-out,…] [--short] [--json]
 *   npm run bench -- --only answers --rate 500 --seconds 600
 * Durable embedded PostgreSQL, real processes, fake platforms in processes of their own. Exit code 1: a target was missed.
 */
import { parseArgs } from "node:util";
import { measureAnswers } from "./answers.ts";
import { measureDailyPath } from "./daily-path.ts";
import { measureDisk } from "./disk.ts";
import { measureExport } from "./export.ts";
import { measureFanOut } from "./fan-out.ts";
import { measureFlood } from "./flood.ts";
import { measureMillion } from "./million.ts";
import { measurePeers } from "./peers.ts";
import { measurePlanning } from "./planning.ts";
import { measurePush } from "./push.ts";
import { measureQuestions } from "./questions.ts";
import { measureRoster } from "./roster.ts";
import { measureScale } from "./scale.ts";
import { type Asked, openStage, type Stage } from "./stage.ts";
import { measureMemory, measureStart } from "./start.ts";
import { describeMachine, figure, type Machine, markdown, met, type Row } from "./table.ts";

const figures: Readonly<Record<string, (stage: Stage, short: boolean, asked: Asked) => Promise<Row[]>>> = {
  start: measureStart,
  planning: measurePlanning,
  million: measureMillion,
  "fan-out": measureFanOut,
  answers: measureAnswers,
  scale: measureScale,
  disk: measureDisk,
  push: measurePush,
  peers: measurePeers,
  export: measureExport,
  flood: measureFlood,
  questions: measureQuestions,
  "daily-path": measureDailyPath,
  memory: measureMemory,
  roster: measureRoster,
};

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    short: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    rate: { type: "string" },
    seconds: { type: "string" },
  },
});
const wanted = values.only?.split(",") ?? Object.keys(figures);
const unknown = wanted.filter((name) => !(name in figures));
if (unknown.length > 0) {
  console.error(`no figure is called ${unknown.join(", ")}: choose from ${Object.keys(figures).join(", ")}`);
  process.exit(2);
}

const asked = { ...number("rate", values.rate), ...number("seconds", values.seconds) };

// The stage ends its processes when this one exits, not when it is killed.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const rows: Row[] = [];
let machine: Machine | null = null;
for (const name of wanted) {
  // Each on a server of its own: none pays for what another left behind.
  await using stage = await openStage();
  machine ??= describeMachine(await postgresqlOf(stage));
  const found = await figures[name]!(stage, values.short, asked);
  for (const row of found) console.error(`${row.figure}: ${row.what}: ${figure(row.value)} ${row.unit}`);
  rows.push(...found);
}

if (values.json)
  console.log(JSON.stringify({ machine, rows: rows.map((row) => ({ ...row, met: met(row) })) }, null, 2));
else {
  const { cores, processor, memoryGiB, node, postgresql, date, loadBefore } = machine!;
  console.log(
    `${date} · ${cores} cores (${processor}), ${memoryGiB} GiB · Node ${node} · PostgreSQL ${postgresql} · load before: ${loadBefore}\n`,
  );
  console.log(markdown(rows));
}
process.exit(rows.every(met) ? 0 : 1);

async function postgresqlOf(stage: Stage): Promise<string> {
  const { sql } = await stage.database();
  const [row] = await sql<{ server_version: string }[]>`show server_version`;
  return row!.server_version;
}

function number(option: keyof Asked, text: string | undefined): Asked {
  if (text === undefined) return {};
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return { [option]: value };
  console.error(`--${option} is a whole number above 0, for example --${option} 60; not ${text}`);
  process.exit(2);
}
