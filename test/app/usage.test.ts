import { describe, expect, test } from "vitest";
import { hocvu, hocvuInside, startHocvu } from "./hocvu.ts";

/** What was typed, and a piece of the line that must answer it. */
const wrong: readonly (readonly [line: string, said: string])[] = [
  ["", "hocvu --help lists the commands"],
  ["fly", "unknown command 'fly'"],
  ["cohort", "write: hocvu cohort create|list"],
  ["cohort create --course c --start 2026-03-02 --at 07:30", "--name <text>"],
  ["cohort create --name x --course c --start 2026-02-30 --at 07:30", "for example 2026-03-02"],
  ["cohort create --name x --course c --start 2026-03-02 --at 25:00", "for example 07:30"],
  ["cohort create --name x --course c --start 2026-03-02 --at 07:30 --remind 9:00,10:00,11:00", "11:30,19:00"],
  ["cohort create --name x --course c --start 2026-03-02 --at 07:30 --days monday", "mon,wed,fri"],
  ["cohort create --name x --course c --start 2026-03-02 --at 07:30 --tz Saigon", "Asia/Ho_Chi_Minh"],
  ["roster import --cohort 1", "missing required argument 'file'"],
  ["push --cohort one", "its number, for example 3"],
  ["push --cohort 1 --tomorrow", "unknown option '--tomorrow'"],
  ["learner show 1 2", "write: hocvu learner show <id> [--json]"],
  ["report", "either --cohort or --unit"],
  ["report --cohort 1 --unit x", "either --cohort or --unit"],
  ["report --cohort 1 --format pdf", "json, csv, xlsx, png"],
  ["report --cohort 1 --format csv --json", "--out report.csv"],
  ["report --cohort 1 --format xlsx", "--out report.xlsx"],
  ["report --unit x --format png", "--out report.png"],
  ["rehearse-cost --cohort 1 --days 0", "a whole number from 1 to 366"],
  ["rehearse-cost --cohort 1 --answering 50 60", "at most 100 together"],
  ["rehearse-cost --cohort 1 --answering many", "--answering 50 30 10"],
  ["rehearse --days 365", "--cohort <file>"],
  ["rehearse --cohort a.csv --days 0", "a whole number from 1 to 400"],
  ["rehearse --cohort a.csv --days 401", "a whole number from 1 to 400"],
  ["rehearse --cohort a.csv --seed x", "for example 42"],
  ["rehearse --cohort a.csv --channels telegram=60,zalo=30", "comes to 90 percent, not to 100"],
  ["rehearse --cohort a.csv --channels viber", "telegram, zalo, zalo-oa"],
  ["rehearse --cohort a.csv --behaviour lazy=100", "diligent, usual, weekly, fading, silent"],
  ["lessons export --format gift", "either a lesson, for example bon-nut-bam, or --course"],
  ["lessons export bon-nut-bam --course hoc-vu-so --format gift", "either a lesson"],
  ["lessons export bon-nut-bam", "--format <format>"],
  ["lessons import a.docx --format docx", "gift, moodle-xml, aiken, csv, xlsx"],
  ["unit", "write: hocvu unit list|show|rename|move|merge|split"],
  ["unit merge A", "write: hocvu unit merge <path...> [--on <day>] [--dry-run] --into <path>"],
  ["unit merge A --into B --supervisors all", "keep"],
  ["unit rename A B --on tomorrow", "for example 2026-03-02"],
  ["audit", "write: hocvu audit verify|head|list"],
  ["audit verify --noted 12", "a colon and 64 hex digits"],
  ["demo advance", "one of --days, --hours and --to"],
  ["demo advance --days -1", "a number above 0"],
  ["demo advance --to tomorrow", "2026-03-02T07:30:00+07:00"],
];

describe("wrong usage is answered by one line that names the right form, and exit code 2", () => {
  test.for(wrong)("hocvu %s", async ([line, said]) => {
    const { code, stdout, stderr } = await hocvuInside(line === "" ? [] : line.split(" "));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^hocvu: [^\n]+\n$/);
    expect(stderr).toContain(said);
  });
});

test("the process ends with that line and that code", async () => {
  const { code, stdout, stderr } = await hocvu(["push", "--cohort", "one", "--json"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^hocvu: [^\n]+\n$/);
});

test("what was typed cannot write a second line or move the terminal's cursor", async () => {
  const { code, stderr } = await hocvuInside(["push", "--cohort", "1\n\u{1b}[2J\u{202e}x"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^hocvu: [^\n\u{1b}\u{202e}]+\n$/u);
});

describe("every command explains itself", () => {
  const commands = [
    "",
    ..."up bot worker scheduler web migrate doctor status push report rehearse rehearse-cost lessons cohort roster unit audit learner demo export erase".split(
      " ",
    ),
    "lessons check",
    "lessons list",
    "lessons export",
    "lessons import",
    "cohort create",
    "cohort list",
    "roster import",
    "roster undo",
    "roster invites",
    "unit merge",
    "unit split",
    "audit verify",
    "learner show",
    "learner streak",
    "demo advance",
    "export learner",
    "erase learner",
  ];
  test.for(commands)("hocvu %s --help", async (command) => {
    const { code, stdout, stderr } = await hocvuInside([...command.split(" ").filter(Boolean), "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage: hocvu${command === "" ? "" : ` ${command}`}`);
  });
});

test("a reader who leaves early is no failure", async () => {
  const child = startHocvu(["lessons", "list", "--json", "--answers"]);
  child.stdout!.destroy();
  let stderr = "";
  child.stderr!.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

describe("a wrong environment stops a command with one line, without a secret, and exit code 1", () => {
  const cases: readonly (readonly [name: string, args: string, env: Record<string, string>, said: string])[] = [
    ["a malformed token", "status", { TELEGRAM_BOT_TOKEN: "geheim" }, "TELEGRAM_BOT_TOKEN"],
    ["a malformed token", "up", { TELEGRAM_BOT_TOKEN: "geheim" }, "TELEGRAM_BOT_TOKEN"],
    ["no PostgreSQL there", "status", { DATABASE_URL: "postgres://u:geheim@127.0.0.1:9/x" }, "ECONNREFUSED"],
    ["no PostgreSQL there", "worker", { DATABASE_URL: "postgres://u:geheim@127.0.0.1:9/x" }, "ECONNREFUSED"],
    ["a folder below a file", "status", { HOCVU_DATA_DIR: "/etc/passwd/x" }, "HOCVU_DATA_DIR /etc/passwd/x"],
    ["a file for a folder", "worker", { HOCVU_DATA_DIR: "/etc/passwd" }, "HOCVU_DATA_DIR /etc/passwd"],
  ];
  test.for(cases)("%s: hocvu %s", async ([, args, env, said]) => {
    const run = ["up", "worker"].includes(args) ? hocvu : hocvuInside;
    const { code, stdout, stderr } = await run([args], { ...env, LOG_LEVEL: "fatal" });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^hocvu: [^\n]+\n$/);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain("geheim");
  });
});
