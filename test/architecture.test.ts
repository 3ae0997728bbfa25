/**
 * Holds the rooms of `src/` to their arrows and habits, as docs/architecture.md draws them. Reads the source as text:
 * what an import line says is what it is.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** Which rooms each may import. */
const arrows = {
  domain: [],
  content: ["domain"],
  wording: ["domain"],
  db: ["domain"],
  queue: ["domain"],
  channels: ["domain"],
  delivery: ["domain", "wording", "db", "queue", "channels"],
  learning: ["domain", "db"],
  supervision: ["domain", "wording", "db", "delivery"],
  conversation: ["domain", "wording", "db", "delivery", "learning", "supervision"],
  http: ["domain", "wording", "db", "channels", "supervision"],
  app: [
    "domain",
    "content",
    "wording",
    "db",
    "queue",
    "channels",
    "delivery",
    "learning",
    "supervision",
    "conversation",
    "http",
  ],
} as const satisfies Record<string, readonly string[]>;

type Room = keyof typeof arrows;

/** Where each library may be named: a room, or a folder or file of it. `domain` and `wording` may name no other. */
const homes: Readonly<Record<string, readonly string[]>> = {
  "@resvg/resvg-js": ["content/picture"],
  bullmq: ["queue"],
  commander: ["app/cli", "app/main.ts"],
  "csv-parse": ["content", "supervision"],
  "drizzle-orm": ["db"],
  echarts: ["content/picture"],
  exceljs: ["content/exchange", "supervision"],
  fastify: ["http"],
  grammy: ["channels/telegram"],
  ioredis: ["queue"],
  mdast: ["content"],
  "mdast-util-to-string": ["content"],
  "node-cron": ["app"],
  pg: ["queue"],
  pino: ["app"],
  postgres: ["db"],
  "prom-client": ["http"],
  "remark-gfm": ["content"],
  "remark-parse": ["content"],
  saxes: ["content/exchange"],
  "temporal-polyfill": ["domain/time.ts"],
  undici: ["channels"],
  unified: ["content"],
  yaml: ["content"],
  zod: ["app/config.ts", "app/variables.ts", "channels", "content", "http"],
};

/** Rooms that are told the time, and draw nothing: the same facts give the same answer. */
const pure: readonly Room[] = ["domain", "wording", "learning", "supervision", "conversation"];

/**
 * Vietnamese that stands outside `wording/` and `lessons/`: the words of the lesson files' format, examples for operators,
 * and words that a comment is about. Everything else that is Vietnamese is said to people, and belongs to `wording/`.
 */
const quotable: Readonly<Record<string, readonly string[]>> = {
  app: ["Học Vụ", "UBND tỉnh / Sở Nội vụ"],
  channels: ["Việt Nam", "Hà Nội"],
  content: ["Làm ngay", "Câu hỏi", "nền", "đúng", "Đúng", "An toàn", "số", "5 phút", "Thông tư 02/2025/TT-BGDĐT"],
  conversation: ["điểm"],
  db: ["Học Vụ", "Hùng", "Hưng", "Xã Tân", "Xã Tấn"],
  domain: [
    ...["Hoà", "Hòa", "Xã Tân", "Xã Tấn", "UBND tỉnh / Sở Nội vụ / Phòng", "ạ", "đường", "đ", "ĐÁP", "Án"],
    ...["Thông tư 02/2025/TT-BGDĐT", "nền", "Làm ngay"],
  ],
  http: ["Thứ Hai"],
  supervision: ["Nguyễn Văn An", "Tỉnh A / Xã B", "Lớp 1", "Chuyên viên"],
};

/** Knows the letters of legacy encodings by sight. */
const aboutLetters = ["domain/garbled.ts"];

interface Source {
  /** From src/: "domain/streak.ts". */
  readonly file: string;
  readonly room: Room;
  readonly text: string;
  /** Without comments. */
  readonly code: string;
  /** What it imports, types too. */
  readonly imports: readonly string[];
}

const importLine = /^(?:import|export)\s+(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm;
const lazyImport = /\bimport\("([^"]+)"\)/g;

function readSources(): Source[] {
  const files = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" });
  return files
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => /\.(ts|mts|mjs|js)$/.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(path.join(root, "src", file), "utf8");
      const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "$1");
      const imports = [importLine, lazyImport].flatMap((form) => [...code.matchAll(form)].map(([, from]) => from!));
      return { file, room: file.split("/")[0] as Room, text, code, imports };
    });
}

const sources = readSources();

/** Which libraries are loaded with a file: by what it imports, by what that imports, and so on. Lazy imports wait. */
function loadedWith(...files: readonly string[]): ReadonlyMap<string, string> {
  const libraries = new Map<string, string>();
  const waiting = [...files];
  for (const file of waiting) {
    const source = sources.find((one) => one.file === file);
    for (const [line, from] of source?.code.matchAll(importLine) ?? []) {
      if (/^(?:import|export) type\b/.test(line)) continue;
      const target = from!.startsWith("#") ? from!.slice(1) : path.posix.join(path.posix.dirname(file), from!);
      if (!/^[.#]/.test(from!)) libraries.set(libraryOf(from!), file);
      else if (!waiting.includes(target)) waiting.push(target);
    }
  }
  return libraries;
}
const within = (file: string, home: string) => file === home || file.startsWith(`${home}/`);
const libraryOf = (from: string) =>
  from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");

/** Every fault as "file: what", so that a red test says where to go. */
const faults = (find: (source: Source) => readonly string[]) =>
  sources.flatMap((source) => find(source).map((what) => `src/${source.file}: ${what}`));

describe("the rooms", () => {
  test("are those that the table names", () => {
    expect([...new Set(sources.map(({ room }) => room))].sort()).toEqual(Object.keys(arrows).sort());
    expect(sources.length).toBeGreaterThan(150);
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(600);
  });

  test("import only what their arrows allow", () => {
    const found = faults(({ room, imports }) =>
      imports.flatMap((from) => {
        const target = /^#([a-z]+)\//.exec(from)?.[1];
        if (target === undefined || (arrows[room] as readonly string[]).includes(target)) return [];
        return [`may not import ${from}`];
      }),
    );
    expect(found).toEqual([]);
  });

  test("are named by every import across them, never reached by ../", () => {
    const found = faults(({ file, room, imports }) =>
      imports.flatMap((from) => {
        if (from.startsWith(`#${room}/`)) return [`imports its own room as ${from}: write ./ or ../`];
        const target = path.posix.join(path.posix.dirname(file), from);
        return from.startsWith(".") && !target.startsWith(`${room}/`) ? [`leaves its room by ${from}`] : [];
      }),
    );
    expect(found).toEqual([]);
  });

  test("give each library one home", () => {
    const found = faults(({ file, imports }) =>
      imports.flatMap((from) => {
        if (/^(?:node:|#|\.)/.test(from)) return [];
        const allowed = homes[libraryOf(from)];
        if (allowed === undefined) return [`names ${from}, which has no home in test/architecture.test.ts`];
        return allowed.some((home) => within(file, home)) ? [] : [`may not name ${from}`];
      }),
    );
    expect(found).toEqual([]);
  });

  test("keep grammY, undici and the platforms' names apart in channels", () => {
    const found = faults(({ file, imports }) => {
      const folder = /^channels\/([a-z-]+)\//.exec(file)?.[1];
      return imports.flatMap((from) => {
        const target = path.posix.join(path.posix.dirname(file), from);
        const other = from.startsWith(".") ? /^channels\/([a-z-]+)\//.exec(target)?.[1] : undefined;
        return folder !== undefined && other !== undefined && other !== folder
          ? [`knows another platform: ${from}`]
          : [];
      });
    });
    expect(found).toEqual([]);
  });
});

describe("what a start waits for", () => {
  const serving = loadedWith("app/main.ts", "app/cli/serve.ts", "app/database.ts", "app/roles.ts", "app/run.ts");

  test("is the whole program, without what reads lessons, makes workbooks, draws, or calls a platform", () => {
    expect([...serving.keys()]).toEqual(
      expect.arrayContaining(["bullmq", "commander", "drizzle-orm", "fastify", "zod"]),
    );
    const reading = ["remark-gfm", "remark-parse", "saxes", "unified", "yaml"];
    const heavy = ["@resvg/resvg-js", "echarts", "exceljs", "grammy", "undici", ...reading];
    expect(
      heavy.flatMap((library) => (serving.has(library) ? [`${serving.get(library)} loads ${library}`] : [])),
    ).toEqual([]);
  });
});

describe("time, chance and the environment", () => {
  // A stopwatch (performance.now) may run anywhere: how long something took decides nothing about learning.
  const impure = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.env\b|\bcrypto\b/g;

  test("are arguments in the rooms that decide", () => {
    const found = faults(({ room, code }) => (pure.includes(room) ? (code.match(impure) ?? []) : []));
    expect(found).toEqual([]);
  });

  test("are not the database's own: SQL is told the time", () => {
    const own = /(?<![.\w])(?:now\(\)|current_date\b|current_time(?:stamp)?\b|localtime(?:stamp)?\b)/g;
    const found = faults(({ room, code }) => (room === "db" ? (code.match(own) ?? []) : []));
    expect(found).toEqual([]);
  });

  test("come in through app alone", () => {
    const found = faults(({ room, code }) => (room === "app" ? [] : (code.match(/\bprocess\.env\b/g) ?? [])));
    expect(found).toEqual([]);
  });
});

describe("wording", () => {
  const wording = sources.filter(({ room }) => room === "wording");

  test("decides nothing: of domain it uses how to write and what a measure means, never what to do", () => {
    const helpers = ["fold", "measure", "name", "text", "time"].map((name) => `#domain/${name}.ts`);
    const found = wording.flatMap(({ file, code }) =>
      [...code.matchAll(/^import\s+\{([^}]*)\}\s+from\s+"(#domain\/[^"]+)"/gm)]
        .filter(([, names, from]) => !helpers.includes(from!) && /(?:^|,)\s*(?!type\s)\w/.test(names!))
        .map(([, , from]) => `${file}: uses ${from}`),
    );
    expect(found).toEqual([]);
  });

  test("waits for nothing", () => {
    expect(wording.filter(({ code }) => /\basync\b|\bawait\b|\bPromise\b/.test(code)).map(({ file }) => file)).toEqual(
      [],
    );
  });

  test("is where all Vietnamese stands", () => {
    const vietnamese = /[\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u1EA0-\u1EF9]/;
    const found = faults(({ file, room, text }) => {
      if (room === "wording" || aboutLetters.includes(file)) return [];
      const longestFirst = (quotable[room] ?? []).toSorted((a, b) => b.length - a.length);
      return text.split("\n").flatMap((line, at) => {
        const rest = longestFirst.reduce((left, words) => left.replaceAll(words, ""), line.normalize("NFC"));
        return vietnamese.test(rest) ? [`line ${at + 1} speaks Vietnamese: ${line.trim()}`] : [];
      });
    });
    expect(found).toEqual([]);
  });
});

describe("files", () => {
  test("export by name, without barrels", () => {
    const found = faults(({ code }) => code.match(/^export (?:default\b|\*|\{[^}]*\}\s*from).*$/gm) ?? []);
    expect(found).toEqual([]);
  });

  test("are named by subject", () => {
    const kinds = /(?:^|\/)(?:utils?|helpers?|types|services?|common|misc|index|constants)(?:\/|\.ts$)/;
    expect(faults(({ file }) => (kinds.test(file) ? ["is named by its kind"] : []))).toEqual([]);
  });

  test("have at most 300 lines", () => {
    const found = faults(({ text }) => {
      const lines = text.trimEnd().split("\n").length;
      return lines <= 300 ? [] : [`has ${lines} lines: look for the second noun`];
    });
    expect(found).toEqual([]);
  });
});
