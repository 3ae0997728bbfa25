import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bindChat, findChat, insertChat } from "#db/chats/chats.ts";
import { noteFailure, storeUpdate } from "#db/chats/inbox.ts";
import { openAttempt } from "#db/learning/attempts.ts";
import type { BotKey, CohortId, LearnerId, LessonId } from "#domain/ids.ts";
import { agree } from "#learning/join.ts";
import { serveFakes } from "../fakes/shell.ts";
import { FakeTelegram } from "../fakes/telegram.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { hocvu, hocvuInside } from "./hocvu.ts";

const now = new Date();
const bot = "telegram:123456789" as BotKey;
let database: TestDatabase;
let folder: string;
let cohort: { id: number; name: string; course: string; code: string };
/** Who agreed and holds an open chat. */
let learner: LearnerId;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-commands-"));
  cohort = (await json(
    "cohort create --name Lớp-một --course hoc-vu-so --start 2026-01-05 --at 07:30 --remind 11:30,19:00",
  )) as typeof cohort;
  const roster = file(
    "roster.csv",
    "ho_ten,don_vi,vai_tro\nNguyễn An,UBND tỉnh / Sở A,\nTrần Bình,UBND tỉnh,quan_ly\n",
  );
  expect(await json(`roster import ${roster} --cohort ${cohort.id}`)).toEqual({
    created: 2,
    updated: 0,
    unchanged: 0,
    left: 0,
    errors: [],
    warnings: [],
  });
  learner = await join();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.end();
});

/** The first of the roster joins with a chat. */
async function join(): Promise<LearnerId> {
  return await database.db.transaction(async (tx) => {
    const rows = await tx.execute<{ id: LearnerId }>("select id from people order by id limit 1");
    const { id } = rows[0]!;
    const address = { bot, chat: "77" as never };
    await insertChat(tx, address, now);
    await bindChat(tx, (await findChat(tx, address))!.id, id);
    await agree(tx, id, now);
    await openAttempt(tx, id, cohort.id as CohortId, "bon-nut-bam" as LessonId, now);
    await tx.execute("delete from deliveries");
    return id;
  });
}

function file(name: string, content: string): string {
  const whole = path.join(folder, name);
  writeFileSync(whole, content);
  return whole;
}

const run = (line: string, env: Record<string, string> = {}) =>
  hocvuInside(line.split(" "), { DATABASE_URL: database.url, ...env });

/** The one document that a command prints; it must end well. */
async function json(line: string, env: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await run(`${line} --json`, env);
  expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: "" });
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** So many people answer the first question of the lesson, one in ten of them right. */
async function answerOften(lesson: string, people: number): Promise<{ id: string; prompt: string }> {
  const [row] = await database.sql<{ version: number; question: { id: string; prompt: string } }[]>`
    select id as version, content -> 'questions' -> 0 as question from lesson_versions
    where course_id = 'hoc-vu-so' and lesson_id = ${lesson}`;
  await database.sql`
    with born as (
      insert into people (full_name, name_key, created_at)
      select 'Người ' || n, 'many ' || n, ${now} from generate_series(1, ${people}::int) n returning id),
    opened as (
      insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at)
      select id, ${lesson}, ${row!.version}, ${cohort.id}, 3, ${now} from born returning id)
    insert into answers (attempt_id, question, comeback, "right", answered_at)
    select id, 0, false, id % 10 = 0, ${now} from opened`;
  return row!.question;
}

const keys = (value: unknown) => Object.keys(value as object).sort();

describe("what commands print as JSON", () => {
  test("cohort create gives the id and the join code", () => {
    expect(cohort).toEqual({
      id: 1,
      name: "Lớp-một",
      course: "hoc-vu-so",
      code: expect.stringMatching(/^[A-Z2-9]{8}$/),
    });
  });

  test("cohort list, as its users run it", async () => {
    const { code, stdout, stderr } = await hocvu(["cohort", "list", "--json"], { DATABASE_URL: database.url });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { cohorts } = JSON.parse(stdout) as { cohorts: object[] };
    expect(cohorts).toEqual([{ ...cohort, learners: 2, start: "2026-01-05" }]);
  });

  test("roster invites, without those whose person has joined", async () => {
    const { invites } = (await json("roster invites --cohort 1")) as { invites: Record<string, unknown>[] };
    expect(invites).toHaveLength(1);
    expect(invites[0]).toMatchObject({ fullName: "Trần Bình", unit: "UBND tỉnh", role: "quan_ly", telegramLink: null });
    expect(invites[0]!.zaloText).toContain(invites[0]!.code);
  });

  test("roster invites links to the bot by the name that Telegram gives it, and doctor says it", async () => {
    const fake = new FakeTelegram();
    await using server = await serveFakes([fake]);
    const env = { TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: server.root };
    const { invites } = (await json("roster invites --cohort 1", env)) as { invites: Record<string, unknown>[] };
    expect(invites[0]!.telegramLink).toBe(`https://t.me/hocvu_bot?start=${invites[0]!.code}`);
    const { checks } = (await json("doctor", env)) as { checks: object[] };
    expect(checks).toContainEqual({ name: expect.stringMatching(/^bot telegram:\d+$/), ok: true, detail: "hocvu_bot" });
  });

  test("learner show and learner streak", async () => {
    const shown = await json(`learner show ${learner}`);
    expect(shown).toMatchObject({
      id: learner,
      fullName: "Nguyễn An",
      unit: "UBND tỉnh / Sở A",
      role: "hoc_vien",
      state: "active",
      points: 0,
      streak: { current: 0, best: 0, freezes: 1 },
      lessonsCompleted: 0,
      answers: { right: 0, wrong: 0 },
      channels: [{ channel: "telegram", state: "active" }],
    });
    const { days } = (await json(`learner streak ${learner}`)) as { days: unknown[] };
    expect(days).toBeInstanceOf(Array);
  });

  test("report, for a cohort and for a unit", async () => {
    const whole = await json("report --cohort 1");
    expect(keys(whole)).toEqual(
      expect.arrayContaining([
        "cohort",
        "asOf",
        "learners",
        "joined",
        "active7d",
        "completedToday",
        "completionRate",
        "averageScore",
        "units",
      ]),
    );
    expect(whole).toMatchObject({ cohort: 1, learners: 2, joined: 1 });
    expect(keys((whole.units as object[])[0])).toEqual(
      ["unit", "learners", "joined", "completedToday", "completionRate", "averageScore", "lessonsSkipped"].sort(),
    );
    const { code, stdout } = await hocvuInside(["report", "--unit", "UBND tỉnh / Sở A", "--json"], {
      DATABASE_URL: database.url,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ cohort: null, learners: 1, joined: 1 });
  });

  test("report as a file", async () => {
    const out = path.join(folder, "report.csv");
    expect((await run(`report --cohort 1 --format csv --out ${out}`)).code).toBe(0);
    expect(readFileSync(out, "utf8")).toMatch(/^\u{feff}[^\n]+\r\n/u);
  });

  test("what a month would cost, and what months did cost", async () => {
    const asked = (await json("rehearse-cost --cohort Lớp-một --days 28 --answering 50 25 25")) as {
      rows: { answering: string; vnd: number }[];
      expectedVnd: number;
    };
    const vnd = Object.fromEntries(asked.rows.map((row) => [row.answering, row.vnd]));
    expect(vnd.daily).toBe(0);
    expect(vnd["study days"]).toBeGreaterThan(0);
    expect(asked.expectedVnd).toBe(Math.round(2 * (0.25 * vnd["study days"]! + 0.25 * vnd.weekly!)));
    expect((await run("rehearse-cost --cohort 1")).stdout).toContain("VND a learner");
    expect(await json("report --cohort 1")).toMatchObject({ costs: [] });
    await database.db.execute(`
      with d as (insert into deliveries (kind, lane, bot, chat_id, learner_id, due_at, created_at, state)
        select 'nudge', 2, h.bot, h.id, h.learner_id, now(), now(), 'sent' from chats h where h.learner_id = ${learner} limit 1 returning id)
      insert into charges (delivery_id, try, bot, month, charge, vnd) select id, 1, 'zalo-oa:1', '2026-11', 'wallet', 55 from d`);
    const costs = [{ month: "2026-11", learners: 1, messages: 1, vnd: 55 }];
    expect(await json("report --cohort 1")).toMatchObject({ costs });
    expect((await run("report --cohort 1")).stdout).toMatch(/2026-11 +1 +1 +55 +55/);
    await database.db.execute("delete from charges");
    await database.db.execute("delete from deliveries");
  });

  test("status", async () => {
    const status = await json("status");
    expect(status).toMatchObject({ unknownEver: 0, workers: 0, outages: [] });
    expect(keys(status.deliveries)).toEqual(["cancelled", "failed", "planned", "queued", "sending", "sent", "unknown"]);
    expect(keys(status.queues)).toEqual(expect.arrayContaining(["inbox", "ticks"]));
  });

  test("doctor finds a fresh installation well, every check with what was seen", async () => {
    const { ok, checks } = (await json("doctor")) as {
      ok: boolean;
      checks: { name: string; ok: boolean; detail: string }[];
    };
    expect(checks.filter((check) => !check.ok || check.detail === "")).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "configuration",
        "database",
        "migrations",
        "connections",
        "queue",
        "lessons",
        "clock",
        "sums",
      ]),
    );
    expect(ok).toBe(true);
  });

  test("doctor names a bot whose platform does not answer, and never its token", async () => {
    const env = { TELEGRAM_BOT_TOKEN: "123456789:geheimesWort", TELEGRAM_API_ROOT: "http://127.0.0.1:9" };
    const { code, stdout, stderr } = await run("doctor --json", env);
    expect(code).toBe(1);
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: string; ok: boolean }[] };
    expect(ok).toBe(false);
    expect(checks.filter((check) => !check.ok).map(({ name }) => name)).toEqual(["bot telegram:123456789"]);
    expect(stdout + stderr).not.toContain("geheimesWort");
  });

  test("migrate, where nothing is missing", async () => {
    expect(await json("migrate")).toEqual({ applied: [] });
    expect(await json("migrate --dry-run")).toEqual({ applied: [], missing: [] });
  });

  test("lessons check and lessons list need no database", async () => {
    const none = { DATABASE_URL: "postgres://127.0.0.1:9/none" };
    const { warnings, ...checked } = (await json("lessons check", none)) as { warnings: { message: string }[] };
    expect(checked).toMatchObject({ ok: true, errors: [] });
    // Lessons are due for review by and by; nothing else is remarked on them.
    expect(warnings.filter(({ message }) => !message.includes("review-by"))).toEqual([]);
    const { courses } = (await json("lessons list --course hoc-vu-so --answers", none)) as {
      courses: { lessons: { questions: { type: string; options: string[]; correct: (number | string)[] }[] }[] }[];
    };
    const questions = courses.flatMap((course) => course.lessons).flatMap((lesson) => lesson.questions);
    expect(questions.length).toBeGreaterThan(0);
    for (const { type, options, correct } of questions) {
      expect(correct.length).toBeGreaterThan(0);
      const inWords = type === "short" || type === "numeric";
      expect(correct.every((one) => (inWords ? typeof one === "string" : options[one as number] !== undefined))).toBe(
        true,
      );
    }
    const { courses: unanswered } = (await json("lessons list", none)) as { courses: unknown[] };
    expect(JSON.stringify(unanswered)).not.toContain('"correct"');
  });

  test("lessons check --fix mends files once and says which", async () => {
    const copy = path.join(folder, "fix", "lessons");
    cpSync(path.join(import.meta.dirname, "..", "content", "fixtures", "lessons"), copy, { recursive: true });
    const file = path.join(copy, "an-toan", "01-khoi-dong", "01-bon-nut-bam.md");
    const good = readFileSync(file, "utf8");
    writeFileSync(file, good.replaceAll("\n", "  \n"));
    const fixed = ["lessons/an-toan/01-khoi-dong/01-bon-nut-bam.md"];
    expect(await json(`lessons check ${copy} --fix`)).toMatchObject({ ok: true, fixed });
    expect(readFileSync(file, "utf8")).not.toMatch(/ \n/);
    expect(await json(`lessons check ${copy} --fix`)).toMatchObject({ ok: true, fixed: [] });
  });

  test("lessons coverage tells what the lessons teach, as Markdown or as JSON", async () => {
    const none = { DATABASE_URL: "postgres://127.0.0.1:9/none" };
    const { courses } = (await json("lessons coverage", none)) as {
      courses: { lessons: number; topics: { lessons: string[] }[]; competences: unknown[]; levels: unknown[] }[];
    };
    const [course] = courses;
    expect([course!.topics.length, course!.competences.length, course!.levels.length]).toEqual([26, 24, 3]);
    expect(new Set(course!.topics.flatMap(({ lessons }) => lessons)).size).toBe(course!.lessons);
    const { stdout } = await hocvu(["lessons", "coverage"], none);
    expect(stdout).toMatch(/^\| 7 \| \d+ \| [\d., ]+ \|$/m);
  });

  test("lessons items judges every question that is taught, the flagged ones first, for people and as JSON", async () => {
    const question = await answerOften("bon-nut-bam", 30);
    const { items } = (await json("lessons items --course hoc-vu-so")) as {
      items: { lesson: string; asked: number }[];
    };
    expect(items[0]).toEqual({
      question: question.id,
      lesson: "bon-nut-bam",
      prompt: question.prompt,
      ...{ asked: 30, right: 0.1, discrimination: null, medianSeconds: null, flags: ["too_hard"] },
    });
    expect(items.filter(({ asked }) => asked > 0)).toHaveLength(1);
    expect(new Set(items.map(({ lesson }) => lesson)).size).toBeGreaterThan(50);
    const { stdout } = await run("lessons items --course hoc-vu-so-hdnd-xa");
    expect(stdout).toMatch(/^số lượt +đúng ngay +độ phân biệt +số giây +cần xem +mã câu +câu hỏi\n/);
    expect(stdout.split("\n")[1]).toMatch(/^ *30 +10% +- +- +quá khó +bon-nut-bam#[0-9a-f]{8} +\S/);
    await database.sql`truncate answers`;
    await database.sql`delete from attempts where learner_id <> ${learner}`;
    await database.sql`delete from people where name_key like 'many %'`;
  });

  test("a report is a workbook or a picture by what --out is called, for its owner's eyes, and says so", async () => {
    for (const [name, beginning] of [
      ["report.xlsx", "PK"],
      ["report.png", "PNG"],
    ] as const) {
      const out = path.join(folder, name);
      const { code, stdout, stderr } = await run(`report --cohort 1 --out ${out}`);
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `written to ${out}\n`, stderr: "" });
      expect(readFileSync(out, "latin1").slice(0, 4)).toContain(beginning);
      expect(statSync(out).mode & 0o077).toBe(0);
    }
    expect(await database.sql`select actor, subject from audit where deed = 'export'`).toEqual([
      { actor: "operator", subject: "cohort:1" },
    ]);
  });

  test("holidays are added once, listed and removed", async () => {
    expect(await json("holiday add 2026-09-02 Quốc-khánh")).toEqual({ date: "2026-09-02", added: true });
    expect(await json("holiday add 2026-09-02 Quốc-khánh")).toEqual({ date: "2026-09-02", added: false });
    expect(await json("holiday list")).toEqual({ holidays: [{ date: "2026-09-02", name: "Quốc-khánh" }] });
    expect(await json("holiday remove 2026-09-02")).toEqual({ date: "2026-09-02", removed: true });
  });

  test("an update that was parked is listed and can be put back", async () => {
    const id = await database.db.transaction(async (tx) => {
      const update = { bot, updateKey: "1", chat: "77", payload: { text: "riêng tư" }, receivedAt: now };
      const stored = (await storeUpdate(tx, update))!;
      for (let tries = 0; tries < 3; tries++) await noteFailure(tx, stored, "TypeError at handle");
      return stored;
    });
    const { parked } = (await json("inbox parked")) as { parked: object[] };
    expect(parked).toMatchObject([{ id, bot, tries: 3, error: "TypeError at handle" }]);
    expect(JSON.stringify(parked)).not.toContain("riêng tư");
    expect(await json(`inbox retry ${id}`)).toEqual({ id, state: "waiting" });
    expect((await run(`inbox retry ${id}`)).code).toBe(1);
  });
});

test("a push is planned once", async () => {
  expect(await json("push --cohort 1")).toEqual({ planned: 1, alreadyPlanned: 0 });
  expect(await json("push --cohort 1")).toEqual({ planned: 0, alreadyPlanned: 1 });
});

test("a person's data is handed out, then erased for good", async () => {
  const out = path.join(folder, "person.json");
  expect(await json(`export learner ${learner}`)).toMatchObject({ person: { fullName: "Nguyễn An" } });
  expect((await run(`export learner ${learner} --out ${out}`)).code).toBe(0);
  expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ person: { id: learner } });
  expect(await json(`erase learner ${learner}`)).toMatchObject({ id: learner, erased: true });
  expect(await json(`erase learner ${learner}`)).toMatchObject({ id: learner, erased: true });
  expect(await json(`learner show ${learner}`)).toMatchObject({ state: "erased", fullName: null });
  expect((await run("doctor")).code).toBe(0);
});

describe("what is refused is refused in one line, and exit code 1", () => {
  const refusals: readonly (readonly [line: string, said: string])[] = [
    ["push --cohort 99", "there is no cohort 99: hocvu cohort list shows them"],
    ["report --cohort 99", "there is no cohort 99"],
    ["rehearse-cost --cohort nowhere", "there is no cohort nowhere: hocvu cohort list shows their numbers"],
    ["report --unit nowhere", "there is no unit nowhere"],
    ["report --cohort 1 --format xlsx --out /nowhere/x.xlsx", "name a file in a folder that exists"],
    ["report --cohort 1 --format xlsx --out /tmp", "(EISDIR): it is a folder: add the file's name"],
    ["learner show 999", "there is no learner 999"],
    ["learner streak 999", "there is no learner 999"],
    ["export learner 999", "there is no learner 999"],
    ["erase learner 999", "there is no learner 999"],
    ["cohort create --name x --course none --start 2026-03-02 --at 07:30", "there is: hoc-vu-so"],
    ["cohort create --name x --course hoc-vu-so --start 2026-03-02 --at 05:00", "quiet hours"],
    ["lessons list --course none", "không có khóa nào mã none; đang có: hoc-vu-so"],
    ["lessons items --course none", "đang dạy các khóa: hoc-vu-so"],
    ["roster import /nowhere.csv --cohort 1", "there is no such file"],
    ["demo advance --days 1", "HOCVU_DEMO=1"],
  ];
  test.for(refusals)("hocvu %s", async ([line, said]) => {
    const { code, stdout, stderr } = await run(line);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^hocvu: [^\n]+\n$/);
    expect(stderr).toContain(said);
  });

  test("a roster with a bad row changes nothing, and its faults are the JSON document", async () => {
    const bad = file("bad.csv", "ho_ten,don_vi,vai_tro\nLê Chi,UBND tỉnh,boss\nLê Dung,UBND tỉnh,\n");
    const { code, stdout, stderr } = await run(`roster import ${bad} --cohort 1 --json`);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ created: 0, errors: [{ row: 2, column: "vai_tro" }] });
    expect(stderr).toMatch(/^hocvu: [^\n]+--skip-bad-rows\n$/);
  });

  test("lessons with a fault are shown as file:line: message", async () => {
    file("course.yaml", "");
    const { code, stdout, stderr } = await run(`lessons check ${folder}`);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^[^:\n]+:\d+: \S/);
    expect(stderr).toMatch(/^hocvu: [^\n]+\n$/);
  });
});
