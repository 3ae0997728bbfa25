/**
 * npm run simulate -- --seeds 1000 [--first 1] [--learners 10] [--days 12] [--jobs 2] [--events 60] [--stop]
 * Worlds from seed `first` on, on an own embedded database that forgets. Ends with 1 when a promise was broken.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { connect } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { startEmbedded } from "../../src/app/embedded/embedded.ts";
import { makeEmptiable } from "../setup/emptiable.ts";
import { silent } from "../setup/log.ts";
import { inWords, openPool } from "./pool.ts";

const text = (value: string) => ({ type: "string", default: value }) as const;
const { values } = parseArgs({
  options: {
    seeds: text("100"),
    first: text("1"),
    learners: text("10"),
    days: text("12"),
    jobs: text("2"),
    events: text("60"),
    /** Ends with the first broken promise. */
    stop: { type: "boolean", default: false },
  },
});
function whole(name: Exclude<keyof typeof values, "stop">, least = 1): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= least) return number;
  process.stderr.write(`--${name} is no whole number from ${least} on: write for example --${name} 12\n`);
  process.exit(2);
}

const [seeds, first, jobs, events] = [whole("seeds"), whole("first"), whole("jobs"), whole("events")];
const size = { learners: whole("learners", 2), days: whole("days", 5) };

const dataDir = mkdtempSync(path.join(os.tmpdir(), `hocvu-test-${process.pid}-`));
chmodSync(dataDir, 0o711);
const server = await startEmbedded({ dataDir, log: silent, durable: false });
const template = "simulation_template";
await using admin = connect(server.url, { max: 1, applicationName: "simulation" });
await admin.sql`create database ${admin.sql(template)}`;
const url = new URL(server.url);
url.pathname = `/${template}`;
await migrate(url.href);
const built = connect(url.href, { max: 1, applicationName: "simulation" });
await makeEmptiable(built.sql);
await built.end();

const sums = { events: 0, statements: 0, faults: 0, messages: 0, answers: 0 };
let [done, broken, seconds] = [0, 0, 0];
const begun = performance.now();
await using pool = openPool({ url: server.url, template, size }, Math.min(jobs, seeds));
await pool.run(first, seeds, (verdict) => {
  done++;
  seconds += verdict.figures.seconds;
  for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += verdict.figures[name];
  if (verdict.failures.length > 0) {
    broken++;
    console.log(inWords({ ...verdict, lastEvents: verdict.lastEvents.slice(-events) }, size));
  }
  if (done % 10 === 0 || done === seeds)
    console.log(`${done} of ${seeds} seeds from ${first} on, ${broken} broke a promise`);
  return values.stop && broken > 0;
});
const mean = Object.entries(sums).map(([name, sum]) => `${Math.round(sum / seeds)} ${name}`);
const took = Math.round((performance.now() - begun) / 1000);
console.log(`${took} s; a seed: ${(seconds / seeds).toFixed(1)} s, ${mean.join(", ")}`);

await pool[Symbol.asyncDispose]();
await admin.end();
await server.stop();
rmSync(dataDir, { recursive: true, force: true });
process.exit(broken === 0 ? 0 : 1);
