/** What README.md, docs/ and lessons/README.md tell is what the program does: commands, variables, paths, words, the example. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { loadCatalogue } from "#content/load.ts";
import { readRoster } from "#supervision/roster-file.ts";
import { columnNames } from "#supervision/roster-row.ts";
import { readCommand } from "#wording/keywords.ts";
import { learnerMenu, supervisorMenu } from "#wording/menu.ts";
import { lessonWords } from "#wording/vi-lesson.ts";
import { coverage } from "../src/app/cli/lessons.ts";
import { buildProgram } from "../src/app/cli/program.ts";
import { readConfig } from "../src/app/config.ts";

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const readme = read("README.md");
const documents = ["README.md", "lessons/README.md", ...markdownIn("docs")];

function markdownIn(folder: string): string[] {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".md"))
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, "/")));
}

/** Lines of the fenced blocks of one language, with the file they stand in. */
function linesOf(language: string): { file: string; line: string }[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm");
  return documents.flatMap((file) =>
    [...read(file).matchAll(fence)].flatMap(([, block]) =>
      block!
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.startsWith("#"))
        .map((line) => ({ file, line })),
    ),
  );
}

const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: object }).scripts);

/** The words of a shell line without variables and quotes: ours need no more than that. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, plain]) => quoted ?? plain!)
    .filter((word) => !/^[A-Z_]+=/.test(word));

function leaves(command: Command, names: readonly string[] = []): { name: string; command: Command }[] {
  return command.commands.flatMap((child) => {
    const path = [...names, child.name()];
    return child.commands.length > 0 ? leaves(child, path) : [{ name: path.join(" "), command: child }];
  });
}

/** Reads a command line as the program does, up to the point where it would begin to work. */
async function parse(args: readonly string[]): Promise<string | null> {
  const program = buildProgram({ answered: async () => {}, served: () => {} });
  let meant: string | null = null;
  for (const { name, command } of leaves(program)) {
    command.action(() => {
      meant = name;
    });
  }
  await program.parseAsync([...args], { from: "user" });
  return meant;
}

test("every way to start the program bounds its memory alike", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const unit = /^ExecStart=.*$/m.exec(readme)![0];
  const starts = [scripts.start, scripts.hocvu, unit, read("bin/hocvu.mjs").split("\n", 1)[0]];
  const heap = starts.map((line) => /--max-old-space-size=\d+/.exec(line!)?.[0]);
  expect(new Set(heap).size, starts.join("\n")).toBe(1);
  expect(heap[0]).toBeDefined();
});

test("the coverage that the documents show is that of the lessons", async () => {
  const answer = await coverage(undefined);
  if (!("lines" in answer)) throw new Error(answer.problem);
  expect(read("docs/curriculum.md")).toContain([answer.lines].flat().join("\n").trim());
});

describe("the commands it shows", () => {
  const shell = linesOf("sh");

  test("are many, and each is one of ours", () => {
    expect(shell.length).toBeGreaterThan(20);
    const ours =
      /^(?:[A-Z_]+=\S+ )*(?:npm (?:start|test|run) ?|node |pg_|psql |redis-cli |systemctl |tar |sudo |docker compose -f docs\/operate\/compose\.yml )/;
    expect(shell.filter(({ line }) => !ours.test(line))).toEqual([]);
  });

  test.each(shell.filter(({ line }) => wordsOf(line)[0] === "npm"))("$line ($file)", async ({ line }) => {
    const words = wordsOf(line).slice(1);
    const script = words[0] === "run" ? words.slice(1).find((word) => !word.startsWith("-"))! : words[0]!;
    expect(scripts).toContain(script);
    if (script !== "hocvu") return;
    expect(await parse(words.slice(words.indexOf("--") + 1))).not.toBeNull();
  });

  test("wrong ones would be noticed", async () => {
    await expect(parse(["cohort", "create", "--name", "A"])).rejects.toThrow();
    await expect(parse(["roster", "import", "a.csv", "--cohort", "one"])).rejects.toThrow();
    await expect(parse(["rooster"])).rejects.toThrow();
  });

  test("are all there are, with all their options", () => {
    const rows = readme.split("\n").filter((line) => line.startsWith("| `hocvu "));
    const missing = leaves(buildProgram({ answered: async () => {}, served: () => {} })).flatMap(
      ({ name, command }) => {
        const row = rows.find((line) => line.includes(`\`hocvu ${name}\``));
        if (row === undefined) return [name];
        const options = command.options.filter(({ hidden, long }) => !hidden && long !== "--json");
        return options.filter(({ long }) => !row.includes(`\`${long}\``)).map(({ long }) => `${name} ${long}`);
      },
    );
    expect(missing).toEqual([]);
    const known = leaves(buildProgram({ answered: async () => {}, served: () => {} })).map(({ name }) => name);
    const shown = rows.flatMap((row) => [...row.split("|")[1]!.matchAll(/`hocvu ([^`]+)`/g)].map(([, name]) => name!));
    expect(shown.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe("the variables it names", () => {
  const rows = [...readme.matchAll(/^\| `([A-Z][A-Z_]+)` \|(.*)$/gm)].map(([, name, rest]) => ({
    name: name!,
    rest: rest!,
  }));
  const examples = [...read("src/app/config.ts").matchAll(/^ {2}([A-Z][A-Z_]+): (?:"|publicRoots)/gm)].map(
    ([, name]) => name!,
  );

  test("are those that the program reads, no more and no fewer", () => {
    expect(rows.map(({ name }) => name).sort()).toEqual([...new Set(examples)].sort());
  });

  test("have the defaults it says", () => {
    const config = readConfig({});
    if (!config.ok) throw new Error(config.problem);
    const said = Object.fromEntries(rows.map(({ name, rest }) => [name, /`([^`]+)`/.exec(rest)?.[1]]));
    const { dataDir, host, port, timezone, logLevel, demo } = config.value;
    expect(said).toMatchObject({ HOCVU_DATA_DIR: dataDir, HOST: host, PORT: String(port), HOCVU_TIMEZONE: timezone });
    expect(said).toMatchObject({ LOG_LEVEL: logLevel, HOCVU_DEMO: demo ? "1" : "0" });
    const bots = readConfig({ TELEGRAM_BOT_TOKEN: "1:abcdef", ZALO_BOT_TOKEN: "2:abcdef" });
    if (!bots.ok) throw new Error(bots.problem);
    const [telegram, zalo] = bots.value.bots;
    const account = readConfig({
      ...{
        ZALO_OA_APP_ID: "1900220033004400551",
        ZALO_OA_APP_SECRET: "first-secret",
        ZALO_OA_SECRET_KEY: "second-secret",
        HOCVU_SECRET_KEY: "0123456789abcdef".repeat(4),
      },
      PUBLIC_URL: "https://x.example.org",
    });
    const oa = account.ok ? account.value.oa : null;
    expect(said).toMatchObject({
      TELEGRAM_API_ROOT: telegram!.apiRoot,
      ZALO_API_ROOT: zalo!.apiRoot,
      TELEGRAM_MESSAGES_PER_SECOND: String(telegram!.messagesPerSecond),
      ZALO_MESSAGES_PER_SECOND: String(zalo!.messagesPerSecond),
      ZALO_MESSAGES_PER_MONTH: String(zalo!.messagesPerMonth),
      ZALO_OA_API_ROOT: oa!.apiRoot,
      ZALO_OA_OAUTH_ROOT: oa!.oauthRoot,
      ZALO_OA_BUSINESS_API_ROOT: oa!.businessRoot,
      ZALO_OA_REQUESTS_PER_MINUTE: String(oa!.requestsPerMinute),
      ZALO_OA_BUDGET_VND_PER_MONTH: String(oa!.budgetVndPerMonth),
    });
  });
});

describe("what it says of chats and rosters", () => {
  test("every chat command of the menus is listed or announced, and every listed one is understood, its other word too", () => {
    const rows = [...readme.matchAll(/^\| `\/([a-z]+)(?: [^`]*)?` \| (?:`([a-z]+)`|a code alone) \|/gm)];
    const listed = rows.map(([, command]) => command!);
    const announced = [...readme.matchAll(/`\/(ontap|hoi|xuat|bang)` \(/g)].map(([, command]) => command!);
    const menu = new Set([...learnerMenu, ...supervisorMenu].map(({ command }) => command));
    expect([...listed, ...announced].filter((command) => command !== "start").sort()).toEqual([...menu].sort());
    for (const [, command, alias] of rows) {
      expect(readCommand(`/${command}`)?.command).toBe(command);
      if (alias !== undefined) expect(readCommand(`/${alias}`)?.command).toBe(command);
    }
  });

  test("the roster's columns are those that are read, and the example has no fault", async () => {
    const rows = [...readme.matchAll(/^\| `([a-z_]+)` \| (?:`([a-z_]+)`)? ?\|/gm)];
    const told = rows.map(([, first, second]) => [first, ...(second === undefined ? [] : [second])].join());
    expect(told).toEqual(Object.values(columnNames).map((names) => names.join()));
    const example = /^```csv\n([\s\S]*?)^```/m.exec(readme)![1]!;
    const roster = await readRoster(new TextEncoder().encode(example));
    expect(roster).toMatchObject({ ok: true, value: { errors: [] } });
    expect(roster.ok && roster.value.rows.map(({ role }) => role)).toEqual(["learner", "supervisor"]);
  });

  test("the exchange is one that the program has", async () => {
    const exchange = /^```\nHọc Vụ([\s\S]*?)^```/m.exec(readme)![1]!;
    for (const said of [
      lessonWords.right,
      lessonWords.notYet,
      lessonWords.comesBack,
      lessonWords.typeText,
      lessonWords.points(10),
    ])
      expect(exchange).toContain(said);
    const { catalogue } = await loadCatalogue(path.join(root, "lessons"));
    const prompts = catalogue.courses.flatMap(({ modules }) =>
      modules.flatMap(({ lessons }) => lessons.flatMap(({ questions }) => questions.map(({ prompt }) => prompt))),
    );
    const shown = [...exchange.matchAll(/Câu \d\/3\. (.+)$/gm)].map(([, prompt]) => prompt!);
    expect(shown.length).toBe(2);
    expect(shown.filter((prompt) => !prompts.includes(prompt))).toEqual([]);
  });
});

test("the lesson that authors copy is read without a fault or a warning, with every kind of question", async () => {
  const guide = read("lessons/README.md");
  const folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-example-"));
  try {
    const module = path.join(folder, "an-toan-so", "01-dien-thoai");
    mkdirSync(module, { recursive: true });
    writeFileSync(path.join(folder, "an-toan-so", "course.yaml"), /^```yaml\n([\s\S]*?)^```/m.exec(guide)![1]!);
    writeFileSync(path.join(module, "01-khoa-man-hinh.md"), /^```markdown\n([\s\S]*?)^```$/m.exec(guide)![1]!);
    const { catalogue, errors, warnings } = await loadCatalogue(folder);
    expect([errors, warnings]).toEqual([[], []]);
    const types = catalogue.courses[0]!.modules[0]!.lessons[0]!.questions.map(({ type }) => type);
    expect(types).toEqual(["single", "multiple", "truefalse", "short", "order"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("what it points to", () => {
  test("is there: links, and paths of files and folders", () => {
    const toBeMade = "lessons/an-toan-so/01-dien-thoai/"; // by the author who follows the guide
    const missing = documents.flatMap((file) => {
      const text = read(file).replaceAll(/^```[\s\S]*?^```/gm, "");
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) =>
        path.join(path.dirname(file), link!),
      );
      const paths = [...text.matchAll(/`((?:src|test|docs|migrations|bin|lessons)\/[\w./-]*[\w/])`/g)].map(
        ([, name]) => name!,
      );
      return [...links, ...paths]
        .filter((name) => !name.startsWith(toBeMade) && !existsSync(path.join(root, name)))
        .map((name) => `${file}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  test("has its headings where links say", () => {
    const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, "")
        .replaceAll(" ", "-"),
    );
    const wanted = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor!);
    expect(wanted.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });
});
