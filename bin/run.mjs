import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureInstalled, requireNode, root } from "./install.mjs";
import { ensureTools } from "./tools.mjs";

const tool = (...parts) => path.join(root, "node_modules", ...parts);
const vitest = [tool("vitest", "vitest.mjs"), "run"];

const jobs = {
  test: runTests,
  check: runChecks,
  simulate: (args) => node("--import", "tsx", path.join(root, "test", "simulation", "main.ts"), ...args),
  bench: runBench,
  campaigns: runCampaigns,
};

/** A half hour off, and with a clock that changes, is the third. */
const zones = ["UTC", "Asia/Ho_Chi_Minh", "America/St_Johns"];

/** The long forms of tests that `npm test` runs in a short one. */
const campaigns = {
  histories: ["test/domain/histories.test.ts", { HOCVU_LEARNER_DAYS: "10000000" }],
  simulation: ["test/simulation/simulation.test.ts", { HOCVU_SIMULATION_SEEDS: "1000" }],
  "scope-chat": ["test/conversation/two-worlds", { HOCVU_SCOPE_PAIRS: "10000" }],
  "scope-http": ["test/http/outside.test.ts", { HOCVU_SCOPE_PAIRS: "10000" }],
  kills: ["test/stories/kills.test.ts", { HOCVU_KILLS: "300" }],
  rotation: ["test/stories/rotation.test.ts", { HOCVU_ROTATION_KILLS: "200" }],
  "scale-out": ["test/stories/scale-out.test.ts", { HOCVU_SCALE_MINUTES: "30" }],
  "wrong-codes": [
    ["test/learning/codes.test.ts", "test/conversation/guessing.test.ts"],
    { HOCVU_WRONG_CODES: "20000" },
  ],
  zones: [["--exclude=test/stories/**", "--exclude=test/simulation/**"], {}, zones],
};

/** The exit code of `node …` in the project's folder; the terminal is the child's. */
function node(...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
    const pass = (signal) => child.kill(signal);
    process.on("SIGTERM", pass).on("SIGINT", pass);
    child.once("close", (code) => {
      process.off("SIGTERM", pass).off("SIGINT", pass);
      resolve(code ?? 1);
    });
  });
}

/** One of the figures is for a queue in Redis. */
function runBench(args) {
  ensureTools();
  return node("--import", "tsx", path.join(root, "bench", "main.ts"), ...args);
}

/** All of them, or those that are named; what the environment says of their length goes before. */
async function runCampaigns(names) {
  const strange = names.filter((name) => !Object.hasOwn(campaigns, name));
  if (strange.length > 0) {
    process.stderr.write(`no campaign is called ${strange.join(", ")}: ${Object.keys(campaigns).join(", ")}\n`);
    return 2;
  }
  ensureTools();
  const usual = { ...process.env };
  const broken = [];
  for (const name of names.length > 0 ? names : Object.keys(campaigns)) {
    const [where, length, zones] = campaigns[name];
    const args = [where].flat();
    process.stdout.write(`\n— ${name}: ${args.join(" ")}\n`);
    Object.assign(process.env, length, usual);
    const passed = zones === undefined ? (await node(...vitest, ...args)) === 0 : await inZones(zones, args);
    if (!passed) broken.push(name);
  }
  process.stdout.write(`\n${broken.length === 0 ? "all campaigns passed" : `failed: ${broken.join(", ")}`}\n`);
  return broken.length === 0 ? 0 : 1;
}

/** The same tests with the same seed in each zone of the process and its databases: they pass, and are the same ones. */
async function inZones(zones, args) {
  const { TZ, HOCVU_SEED } = process.env;
  process.env.HOCVU_SEED ??= String(Math.floor(Math.random() * 2 ** 31));
  const outcomes = [];
  for (const zone of zones) {
    process.stdout.write(`\n— in ${zone}, HOCVU_SEED=${process.env.HOCVU_SEED}\n`);
    process.env.TZ = zone;
    const { code, report } = await reported(args);
    outcomes.push({ zone, code, tests: namesOf(report) });
  }
  for (const [name, value] of Object.entries({ TZ, HOCVU_SEED })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  const [first, ...others] = outcomes;
  for (const { zone, tests } of others) {
    const odd = [
      ...tests.filter((test) => !first.tests.includes(test)),
      ...first.tests.filter((test) => !tests.includes(test)),
    ];
    if (odd.length > 0) process.stdout.write(`\nnot the same in ${zone}: ${odd.slice(0, 10).join("\n  ")}\n`);
  }
  return outcomes.every(({ code, tests }) => code === 0 && tests.length > 0 && tests.join() === first.tests.join());
}

/** What became of each test, in the order of their names. */
const namesOf = (report) =>
  (report?.testResults ?? [])
    .flatMap((file) => file.assertionResults.map((test) => `${test.fullName}: ${test.status}`))
    .toSorted();

/** Runs them; the report is null when the run itself fell over. */
async function reported(args) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-report-"));
  const file = path.join(folder, "report.json");
  const code = await node(...vitest, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...args);
  let report = null;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // no report was written
  }
  rmSync(folder, { recursive: true, force: true });
  return { code, report };
}

/** The last line counts: "12 passed, 0 failed". A file that does not even load counts as one failure. */
async function runTests(args) {
  const without = ensureTools();
  if (without.length > 0 && process.env.CI === "true") {
    process.stdout.write("\n0 passed, 1 failed\n");
    return 1;
  }
  process.env.HOCVU_TESTS_WITHOUT = without.join(",");
  const { code, report } = await reported(args);
  const { passed, failed } = tally(report);
  const broken = code !== 0 && failed === 0 ? 1 : failed;
  if (without.length > 0) process.stdout.write(`\n!!! left out: the tests that need ${without.join(" and ")}\n`);
  process.stdout.write(`\n${passed} passed, ${broken} failed\n`);
  return broken === 0 ? code : code || 1;
}

function tally(report) {
  if (report === null) return { passed: 0, failed: 1 };
  const unloaded = report.testResults.filter(
    (one) => one.status === "failed" && !one.assertionResults.some((test) => test.status === "failed"),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

/** Every step runs, whatever came of the one before; each that fails gets a line that says how to run it alone. */
async function runChecks() {
  const steps = [
    ["format and lint", [tool("@biomejs", "biome", "bin", "biome"), "check", "."], "npx biome check ."],
    ["types", [tool("typescript", "bin", "tsc"), "-p", "."], "npx tsc -p ."],
    ["unused code", [tool("knip", "bin", "knip.js"), "--no-config-hints"], "npx knip"],
    ["architecture", [...vitest, "test/architecture.test.ts"], "npx vitest run test/architecture.test.ts"],
  ];
  const failed = [];
  for (const [name, command, alone] of steps) {
    process.stdout.write(`\n— ${name}\n`);
    if ((await node(...command)) !== 0) failed.push(`${name}: not right yet, see above; alone: ${alone}`);
  }
  process.stdout.write(`\n${failed.length === 0 ? "all checks passed" : failed.join("\n")}\n`);
  return failed.length === 0 ? 0 : 1;
}

requireNode();
const [name, ...args] = process.argv.slice(2);
if (!Object.hasOwn(jobs, name ?? "")) {
  process.stderr.write(`usage: node bin/run.mjs ${Object.keys(jobs).join("|")} [arguments]\n`);
  process.exit(2);
}
await ensureInstalled({ development: true });
process.exit(await jobs[name](args));
