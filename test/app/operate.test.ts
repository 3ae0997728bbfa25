/** The files of docs/operate/ fit the program: its variables, roles, addresses and times. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { checkBackups } from "#app/backups.ts";
import { readConfig } from "#app/config.ts";
import { allRoles } from "#app/roles.ts";

const root = path.resolve(import.meta.dirname, "..", "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const unit = read("docs/operate/hocvu@.service");
const dockerfile = read("docs/operate/Dockerfile");
const nginx = read("docs/operate/nginx.conf");
const heap = /--max-old-space-size=\d+/.exec(read("bin/hocvu.mjs"))![0];

const farewellSeconds =
  Number(/farewellMs = ([\d_]+)/.exec(read("src/app/cli/serve.ts"))![1]!.replaceAll("_", "")) / 1000;

interface Service {
  readonly image: string;
  readonly command: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly volumes?: readonly string[];
  readonly working_dir?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
  readonly restart: string;
  readonly healthcheck: { readonly test: readonly string[] };
}
const compose = parse(read("docs/operate/compose.yml"), { merge: true }) as { services: Record<string, Service> };

const setting = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1];

describe("the unit", () => {
  test("starts node itself, with its memory bounded as everywhere, and restarts it for ever", () => {
    expect(setting("ExecStart")).toContain(`exec /usr/bin/node ${heap} bin/hocvu.mjs`);
    expect(setting("Restart")).toBe("always");
    expect(setting("StartLimitIntervalSec")).toBe("0");
  });

  test("waits longer for its end than the program does, and signals node alone first", () => {
    expect(Number(setting("TimeoutStopSec"))).toBeGreaterThan(farewellSeconds + 10);
    expect(setting("KillMode")).toBe("mixed");
  });

  test("lets it touch its own data alone, and run what it compiles", () => {
    for (const name of ["NoNewPrivileges", "PrivateTmp", "ProtectHome", "RestrictSUIDSGID"])
      expect(setting(name)).toBe("yes");
    expect(setting("ProtectSystem")).toBe("strict");
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute=yes/m);
    expect(unit).toMatch(/HOCVU_DATA_DIR=\/var\/lib\/hocvu/);
    expect(setting("StateDirectory")).toBe("hocvu");
  });
});

test("the backup leaves in the quiet hours of the zone that lessons are sent in, wherever the machine stands", () => {
  const timer = read("docs/operate/hocvu-backup.timer");
  expect(/^OnCalendar=.* (\d\d:\d\d):00 (\S+)$/m.exec(timer)?.slice(1)).toEqual(["23:30", "Asia/Ho_Chi_Minh"]);
});

test("what installs makes every folder before something is laid there, and starts the backups too", () => {
  const [, block] = /```sh\n(sudo useradd[\s\S]*?)```/.exec(read("docs/operate.md"))!;
  const made = new Set(["/etc/systemd/system"]);
  for (const line of block!.split("\n")) {
    const target = /tar .* -C (\S+)|--prefix (\S+)|install -m .* (\S+)\/[^/]+$|ln -sfn (\S+)|cp .* (\S+?)\/?$/.exec(
      line,
    );
    const place = target?.slice(1).find((one) => one !== undefined);
    if (place !== undefined) expect([...made]).toContain(place);
    const folder = /install -d (?:-m \d+ )?(\S+)/.exec(line)?.[1];
    if (folder !== undefined) made.add(folder);
  }
  expect(block).toMatch(/npm --prefix (\S+) ci --omit=dev\nsudo node \1\/bin\/hocvu\.mjs --help\n/);
  expect(block).toMatch(/systemctl enable --now .*hocvu-backup\.timer$/m);
});

test("the example of an environment is one that the program takes", () => {
  const lines = read("docs/operate/hocvu.env.example")
    .split("\n")
    .filter((line) => /^[A-Z]/.test(line));
  const config = readConfig(Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))));
  expect(config).toMatchObject({ ok: true });
  const variables = [...read("README.md").matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  expect(lines.map((line) => line.split("=")[0]).filter((name) => !variables.includes(name))).toEqual([]);
});

describe("the compose file", () => {
  const roles = Object.entries(compose.services).filter(([, { image }]) => image === "hocvu");

  test("runs every role, each by its name, from one image", () => {
    expect(roles.map(([name]) => name).sort()).toEqual([...allRoles].sort());
    for (const [name, { command, restart, read_only: readOnly }] of roles)
      expect({ command, restart, readOnly }).toEqual({ command: [name], restart: "always", readOnly: true });
  });

  test("gives the program its time to end, and asks each where it serves health", () => {
    for (const [name, { stop_grace_period: grace, healthcheck, environment }] of roles) {
      expect(Number.parseInt(grace!, 10)).toBeGreaterThan(farewellSeconds + 10);
      const port = name === "web" ? "3000" : environment!.METRICS_PORT!;
      expect(healthcheck.test.join(" ")).toContain(`127.0.0.1:${port}/healthz`);
    }
  });

  test("sets variables that the program reads, to what it takes", () => {
    const { environment } = roles[0]![1];
    const filled = JSON.parse(JSON.stringify(environment).replaceAll(/\$\{POSTGRES_PASSWORD[^}]*\}/g, "secret"));
    expect(readConfig(filled)).toMatchObject({ ok: true, value: { metricsPort: 9464 } });
  });

  test("keeps the queue in a Redis that throws nothing away, and on disk", () => {
    const { command } = compose.services.redis!;
    expect(command.join(" ")).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  });

  test("keeps what people wrote out of the database's log", () => {
    expect(compose.services.postgres!.command).toEqual(
      expect.arrayContaining(["--log_min_error_statement=panic", "--log_error_verbosity=terse"]),
    );
  });
});

describe("the backup of the compose file", () => {
  const { entrypoint, environment, image, volumes, working_dir: folder } = compose.services.backup!;
  const fitted = (text: string) => text.replaceAll("$$", "$");
  let home: string;
  let backups: string;
  const dumps = () => readdirSync(backups);

  beforeEach(() => {
    home = mkdtempSync(path.join(os.tmpdir(), "hocvu-operate-"));
    backups = mkdtempSync(path.join(home, "backups-"));
    // A night of waiting ends the script: it is asked once whether a dump is due.
    writeFileSync(path.join(home, "sleep"), "#!/bin/sh\nexit 9\n", { mode: 0o700 });
    dumping('echo "$*" > new.part');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const dumping = (script: string) =>
    writeFileSync(path.join(home, "pg_dump"), `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  const run = (what: string) =>
    new Promise<unknown>((resolve) => {
      const [shell, ...args] = [...entrypoint!, what].map(fitted);
      const env = { ...environment, PATH: `${home}:${process.env.PATH}` };
      execFile(shell!, args, { cwd: backups, env }, (error) => resolve(error?.code ?? 0));
    });
  const old = (name: string, hours: number) => {
    writeFileSync(path.join(backups, name), "");
    const at = Date.now() / 1000 - hours * 3600;
    utimesSync(path.join(backups, name), at, at);
  };

  test("is made with the server's own tools, of the server's database, and the program looks where it lies", () => {
    expect(image).toBe(compose.services.postgres!.image);
    expect(environment).toMatchObject({ PGHOST: "postgres", PGUSER: "hocvu", PGDATABASE: "hocvu" });
    expect(volumes).toEqual([`./backups:${folder}`]);
    for (const role of allRoles) {
      const { environment: own, volumes: seen } = compose.services[role]!;
      expect([own!.HOCVU_BACKUP_DIR, seen]).toEqual([folder, [`./backups:${folder}:ro`]]);
    }
  });

  test("is whole, its owner's alone, without the queue, and such that doctor is content", async () => {
    old("hocvu-2026-01-01-2330.dump", 24 * 32);
    expect(await run("now")).toBe(0);
    expect(dumps()).toEqual([expect.stringMatching(/^hocvu-\d{4}-\d\d-\d\d-\d{4}\.dump$/)]);
    const dump = path.join(backups, dumps()[0]!);
    expect(readFileSync(dump, "utf8")).toContain("--format=custom --exclude-schema=bullmq");
    expect(statSync(dump).mode & 0o077).toBe(0);
    expect(await checkBackups(backups)).toMatchObject({ ok: true });
  });

  test("that fails leaves no dump, takes none away, and is said", async () => {
    old("hocvu-2026-01-01-2330.dump", 24 * 32);
    dumping("exit 1");
    expect(await run("now")).not.toBe(0);
    expect(await run("nightly")).toBe(9); // it waits, to try again
    expect(dumps()).toEqual(["hocvu-2026-01-01-2330.dump"]);
  });

  test("is made every night, by the zone that lessons are sent in, and at once where a night went by without", async () => {
    expect(environment!.TZ).toBe("ICT-7");
    expect(entrypoint!.join(" ")).toContain("date -d 23:30");
    old("hocvu-2026-03-01-2330.dump", 25);
    expect(await run("nightly")).toBe(9);
    expect(dumps()).toHaveLength(2);
    expect(await run("nightly")).toBe(9);
    expect(dumps()).toHaveLength(2);
  });
});

test("the image holds all that the program reads, and starts it with its memory bounded", () => {
  for (const name of ["bin", "migrations", "lessons", "src"]) expect(dockerfile).toContain(`COPY ${name} ./${name}`);
  expect(dockerfile).toContain(`"${heap}"`);
  expect(dockerfile).toMatch(/^RUN node bin\/hocvu\.mjs --help.*\nUSER node$/m);
  const [major] = /(?<=^ARG NODE=)\d+/m.exec(dockerfile)!;
  expect(Number(major)).toBeGreaterThanOrEqual(20);
});

describe("the proxy", () => {
  /** The location that a path falls into, as nginx would choose: exact, then regular expressions unless ^~, then prefixes. */
  function locationOf(address: string): string {
    const server = nginx.slice(nginx.indexOf("listen 443"));
    const found = [...server.matchAll(/location (=|~|\^~)? ?(\S+) \{([^}]*)\}/g)].map(([, kind, path, body]) => ({
      ...{ kind, path: path!, body: body! },
    }));
    const exact = found.find(({ kind, path }) => kind === "=" && path === address);
    const prefixes = found.filter(({ kind, path }) => kind !== "~" && kind !== "=" && address.startsWith(path));
    const longest = prefixes.sort((a, b) => b.path.length - a.path.length)[0];
    const matched = found.find(({ kind, path }) => kind === "~" && new RegExp(path).test(address));
    return (exact ?? (longest?.kind === "^~" ? longest : undefined) ?? matched ?? longest)!.body;
  }

  test.each([
    ["/telegram/webhook", "10s"],
    ["/zalo/webhook/2", "10s"],
    ["/zalo-oa/webhook", "2s"],
    ["/files/abc.png", "10s"],
    ["/hoc-vu.png", "10s"],
    ["/dashboard", "30s"],
    ["/dashboard/xuat", "30s"],
    ["/dashboard/vao/abc", "10s"],
    ["/dashboard.css", "30s"],
    ["/icon.svg", "30s"],
  ])("passes %s, and waits %s", (address, wait) => {
    const body = locationOf(address);
    expect(body).toContain("proxy_pass http://hocvu_web;");
    expect(/proxy_read_timeout (\w+);/.exec(body)![1]).toBe(wait);
  });

  test.each(["/metrics", "/readyz", "/healthz", "/queues", "/chat", "/api/demo", "/telegram/webhookx", "/"])(
    "keeps %s inside",
    (address) => {
      expect(locationOf(address)).toContain("return 404;");
    },
  );

  test("lets updates be as large as the program does, and writes no link of the dashboard down", () => {
    for (const address of ["/telegram/webhook", "/zalo-oa/webhook"])
      expect(locationOf(address)).toContain("client_max_body_size 1m;");
    expect(locationOf("/dashboard/vao/abc")).toContain("access_log off;");
  });
});

test("the English and the Vietnamese guide have the same sections, and show the same files", () => {
  const english = read("docs/operate.md");
  const vietnamese = read("docs/van-hanh.md");
  const files = (text: string) =>
    [...new Set([...text.matchAll(/\]\(operate\/([^)]+)\)/g)].map(([, file]) => file))].sort();
  expect(files(vietnamese)).toEqual(files(english));
  const sections = (text: string) => [...text.matchAll(/^## /gm)].length;
  expect(sections(vietnamese)).toBe(sections(english) - 1); // the table of figures is one for both
  const shell = (text: string) => [...text.matchAll(/^```(?:sh|sql)\n([\s\S]*?)^```/gm)].map(([, block]) => block);
  expect(shell(vietnamese)).toEqual(shell(english));
});
