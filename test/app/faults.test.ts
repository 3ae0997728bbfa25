/** `doctor` names each fault in one line, ends with 1, and finds nothing else. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { checkDisk } from "#app/disk.ts";
import { connect } from "#db/connect.ts";
import { register } from "#db/processes.ts";
import { type FakeServer, serveFakes } from "../fakes/shell.ts";
import { FakeTelegram } from "../fakes/telegram.ts";
import { FakeZalo } from "../fakes/zalo.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { startOwnRedis } from "../setup/redis.ts";
import { hasRedis } from "../setup/tools.ts";
import { runNode } from "../stories/program.ts";
import { cohort, ids, importText, join, publish } from "../supervision/world.ts";
import { hocvuInside } from "./hocvu.ts";

const root = path.resolve(import.meta.dirname, "..", "..");
const now = new Date();
let folder: string;
let database: TestDatabase;
let telegram: FakeTelegram;
let zalo: FakeZalo;
let platforms: FakeServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-faults-"));
  database = await freshDatabase();
  telegram = new FakeTelegram();
  zalo = new FakeZalo();
  platforms = await serveFakes([telegram, zalo]);
});
afterAll(async () => {
  await platforms[Symbol.asyncDispose]();
  await database.end();
  rmSync(folder, { recursive: true, force: true });
});

type Env = Readonly<Record<string, string>>;
interface Fault {
  readonly name: string;
  /** What it is called by doctor. */
  readonly check: string;
  readonly says: RegExp;
  /** Plants it; returns what the environment then is, beside the usual. */
  readonly plant: () => Promise<Env> | Env;
  readonly mend?: () => unknown;
}

const bots = (): Env => ({ TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: platforms.root });
const zaloBot = (): Env => ({ ZALO_BOT_TOKEN: zalo.token, ZALO_API_ROOT: platforms.root });
const revoked = (token: string) => `${token.split(":")[0]}:RevokedSecretPart`;
const mending: (() => unknown)[] = [];

/** A process with these roles runs until it is mended. */
async function running(roles: readonly string[]): Promise<void> {
  const session = connect(database.url, { max: 1, applicationName: "hocvu tests" });
  await register(session.db, roles, now);
  mending.push(() => session.end());
}

function leaveDump(name: string, hoursAgo: number): void {
  const then = new Date(now.getTime() - hoursAgo * 3_600_000);
  writeFileSync(path.join(folder, name), "");
  utimesSync(path.join(folder, name), then, then);
}

const limitConnections = (most: number) =>
  database.sql.unsafe(`alter database ${new URL(database.url).pathname.slice(1)} connection limit ${most}`);

const cohortOf = (course: string) => database.sql`
  insert into cohorts (name, name_key, course_id, start_day, push_time, remind_times, weekdays, zone, questions_per_lesson, join_code, created_at)
  values ('A', 'a', ${course}, '2026-03-02', '07:30', '{}', '{1}', 'Asia/Ho_Chi_Minh', 3, 'ABCDEFGH', ${now})`;

const faults: readonly Fault[] = [
  {
    name: "a variable cannot be read",
    check: "configuration",
    says: /^PORT .*Write for example PORT=3000/,
    plant: () => ({ PORT: "http" }),
  },
  {
    name: "a variable is misspelt",
    check: "configuration",
    says: /^TELEGRAM_BOT_TOKN is no variable of this program: rename it TELEGRAM_BOT_TOKEN$/,
    plant: () => ({ TELEGRAM_BOT_TOKN: "123456789:geheim" }),
  },
  {
    name: "the database is away",
    check: "database",
    says: /DATABASE_URL.*does it run, and is the address right/,
    plant: () => ({ DATABASE_URL: "postgres://hocvu:geheim@127.0.0.1:1/hocvu" }),
  },
  {
    name: "the database's password is another one",
    check: "database",
    says: /password authentication failed.*write the role and its password as the server knows them/,
    plant: async () => {
      await database.sql.unsafe(`create role turned_away login password 'one'`);
      return {
        DATABASE_URL: Object.assign(new URL(database.url), { username: "turned_away", password: "another" }).href,
      };
    },
    mend: () => database.sql.unsafe("drop role turned_away"),
  },
  {
    name: "the database is not there",
    check: "database",
    says: /database "nowhere" does not exist; make it, or name the one that is there/,
    plant: () => ({ DATABASE_URL: Object.assign(new URL(database.url), { pathname: "/nowhere" }).href }),
  },
  {
    name: "the data directory is none",
    check: "database",
    says: /HOCVU_DATA_DIR .*cannot|HOCVU_DATA_DIR .*is no folder that can be made or used/,
    plant: () => {
      writeFileSync(path.join(folder, "file"), "");
      return { DATABASE_URL: "", HOCVU_DATA_DIR: path.join(folder, "file", "data") };
    },
  },
  {
    name: "the database is newer than the program",
    check: "database",
    says: /a migration that this program does not know .*run the newer program$/,
    plant: async () => {
      await database.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('forged', 9999999999999)`;
      return {};
    },
    mend: () => database.sql`delete from drizzle.__drizzle_migrations where hash = 'forged'`,
  },
  {
    name: "last night's backup is not there",
    check: "backups",
    says: /^the newest is 27 hours old in .*: journalctl -u hocvu-backup, or docker compose logs backup, says why/,
    plant: () => {
      leaveDump("hocvu-2026-03-01-2330.dump", 51);
      leaveDump("hocvu-2026-03-02-2330.dump", 27);
      leaveDump("new.part", 3); // of a backup that failed
      return { HOCVU_BACKUP_DIR: folder };
    },
  },
  {
    name: "there never was a backup",
    check: "backups",
    says: /^there is none in .*nowhere: journalctl/,
    plant: () => ({ HOCVU_BACKUP_DIR: path.join(folder, "nowhere") }),
  },
  {
    name: "Redis is away",
    check: "queue",
    says: /Redis does not answer \(REDIS_URL/,
    plant: () => ({ REDIS_URL: "redis://:geheim@127.0.0.1:1" }),
  },
  {
    name: "this machine's clock is an hour off",
    check: "clock",
    says: /^-?\d+ ms from the database's clock: set both machines by NTP/,
    plant: () => {
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
      return {};
    },
    mend: () => vi.useRealTimers(),
  },
  {
    name: "a demo moved the clock of what is now in earnest",
    check: "clock",
    says: /a demo moved the clock 90 minutes ahead/,
    plant: async () => {
      await database.sql`insert into clock ("only", ahead_ms) values (true, 5400000) on conflict ("only") do update set ahead_ms = 5400000`;
      return bots();
    },
    mend: () => database.sql`delete from clock`,
  },
  {
    name: "Telegram knows the token no more",
    check: "bot telegram:",
    says: /the platform says: .*(401|Unauthorized)/i,
    plant: () => ({ ...bots(), TELEGRAM_BOT_TOKEN: revoked(telegram.token) }),
  },
  {
    name: "Zalo knows the token no more",
    check: "bot zalo:",
    says: /the platform says: .*401/i,
    plant: () => ({ ...zaloBot(), ZALO_BOT_TOKEN: revoked(zalo.token) }),
  },
  {
    name: "nobody has registered the webhook at Telegram",
    check: "bot telegram:",
    says: /the platform has another webhook or none: does hocvu bot run/,
    plant: () => ({ ...bots(), PUBLIC_URL: "http://127.0.0.1:3000", TELEGRAM_WEBHOOK_SECRET: "a-secret-word" }),
  },
  {
    name: "nobody has registered the webhook at Zalo",
    check: "bot zalo:",
    says: /the platform has another webhook or none: does hocvu bot run/,
    plant: () => ({ ...zaloBot(), PUBLIC_URL: "http://127.0.0.1:3000", ZALO_WEBHOOK_SECRET: "a-secret-word" }),
  },
  {
    name: "Telegram cannot reach the webhook it has, as PUBLIC_URL leads nowhere",
    check: "bot telegram:",
    says: /but 1 updates wait there \(Connection refused\): does PUBLIC_URL lead to this program/,
    plant: async () => {
      await fetch(`${platforms.root}/bot${telegram.token}/setWebhook?url=http://127.0.0.1:1/telegram/webhook`);
      telegram.say(1, "chào");
      await eventually("the platform has tried", async () =>
        (await (await fetch(`${platforms.root}/bot${telegram.token}/getWebhookInfo`)).text()).includes("last_error"),
      );
      return { ...bots(), PUBLIC_URL: "http://127.0.0.1:1", TELEGRAM_WEBHOOK_SECRET: "a-secret-word" };
    },
    mend: () => fetch(`${platforms.root}/bot${telegram.token}/deleteWebhook?drop_pending_updates=true`),
  },
  {
    name: "a lane is shut",
    check: "bot telegram:",
    says: /but nothing leaves: the token died/,
    plant: async () => {
      const bot = `telegram:${telegram.token.split(":")[0]}`;
      await database.sql`insert into lanes (bot, shut) values (${bot}, 'the token died')`;
      await running(["web", "bot", "worker", "scheduler"]);
      return bots();
    },
    mend: async () => {
      await mending.pop()!();
      await database.sql`delete from lanes`;
    },
  },
  {
    name: "nothing runs of what ran before",
    check: "processes",
    says: /^none runs, so nothing leaves and nobody is answered: start hocvu up$/,
    plant: async () => {
      await database.sql`insert into lanes (bot) values (${`telegram:${telegram.token.split(":")[0]}`})`;
      return bots();
    },
    mend: () => database.sql`delete from lanes`,
  },
  {
    name: "the processes together may open more connections than the database takes",
    check: "connections",
    says: /^\d+ of 60 in use; running processes 2, up to 98 together: raise max_connections .* to 108, or run fewer processes$/,
    plant: async () => {
      await limitConnections(60);
      for (let process = 0; process < 2; process++) await running(["web", "bot", "worker", "scheduler"]);
      return {};
    },
    mend: async () => {
      for (const end of mending.splice(0)) await end();
      await limitConnections(-1);
    },
  },
  {
    name: "a cohort's course teaches nothing any more",
    check: "cohorts",
    says: /^cohort \d+ gets nothing: its course gone has no lessons now: hocvu lessons list$/,
    plant: async () => {
      await cohortOf("gone");
      return {};
    },
    mend: () => database.sql`delete from cohorts`,
  },
  {
    name: "no worker and no scheduler runs",
    check: "processes",
    says: /^none has the role worker or scheduler: start hocvu worker, hocvu scheduler$/,
    plant: async () => {
      await running(["web", "bot"]);
      return {};
    },
    mend: () => mending.pop()!(),
  },
  {
    name: "a sum is wrong",
    check: "sums",
    says: /: 1/,
    plant: async () => {
      await database.sql`
        with one as (insert into people (full_name, name_key, created_at) values ('A', 'a', ${now}) returning id)
        insert into earnings (learner_id, day, points) select id, '2026-03-02', 5 from one`;
      return {};
    },
    mend: () => database.sql`delete from people`,
  },
];

/** What doctor says is not well; it must say so in one line, and end with 1. */
async function illOf(env: Env): Promise<{ name: string; detail: string }[]> {
  const { code, stdout, stderr } = await hocvuInside(["doctor", "--json"], { DATABASE_URL: database.url, ...env });
  const { checks } = JSON.parse(stdout) as { checks: { name: string; ok: boolean; detail: string }[] };
  const ill = checks.filter(({ ok }) => !ok);
  expect(stdout + stderr).not.toMatch(/geheim|RevokedSecretPart/);
  for (const { detail } of ill) expect(detail).not.toContain("\n");
  expect(code).toBe(ill.length === 0 ? 0 : 1);
  const said = stderr.split("\n").filter((line) => line.startsWith("hocvu: "));
  expect(said.length).toBe(ill.length === 0 ? 0 : 1);
  return ill;
}

describe("doctor names what is wrong in one line, and that alone", () => {
  test("nothing, where nothing is", async () => {
    expect(await illOf({ ...bots(), ...zaloBot() })).toEqual([]);
  });

  test.each(faults)("$name", async ({ check, says, plant, mend }) => {
    const env = await plant();
    const ill = await illOf(env).finally(mend);
    expect(ill.map(({ name }) => name)).toEqual([expect.stringMatching(`^${check}`)]);
    expect(ill[0]!.detail).toMatch(says);
  });

  test.skipIf(!hasRedis)("a Redis that throws jobs away", async () => {
    await using redis = await startOwnRedis();
    const client = new Redis(redis.url);
    await client.config("SET", "maxmemory-policy", "allkeys-lru");
    expect(await illOf({ REDIS_URL: redis.url })).toEqual([
      expect.objectContaining({ name: "queue", detail: expect.stringMatching(/allkeys-lru\): set it to noeviction$/) }),
    ]);
    await client.config("SET", "maxmemory-policy", "noeviction");
    client.disconnect();
    expect(await illOf({ REDIS_URL: redis.url })).toEqual([]);
  });

  test.skipIf(!hasRedis)("a Redis that is full", async () => {
    await using redis = await startOwnRedis();
    const client = new Redis(redis.url);
    await client.config("SET", "maxmemory", "1");
    expect(await illOf({ REDIS_URL: redis.url })).toEqual([
      expect.objectContaining({ name: "queue", detail: expect.stringMatching(/^Redis is full \(maxmemory\)/) }),
    ]);
    await client.config("SET", "maxmemory", "0");
    client.disconnect();
    expect(await illOf({ REDIS_URL: redis.url })).toEqual([]);
  });

  test.skipIf(!hasRedis)("a Redis that wants another password", async () => {
    await using redis = await startOwnRedis();
    const client = new Redis(redis.url);
    await client.config("SET", "requirepass", "wort");
    for (const url of [redis.url, redis.url.replace("//", "//:geheim@")])
      expect(await illOf({ REDIS_URL: url })).toEqual([
        expect.objectContaining({
          name: "queue",
          detail: expect.stringMatching(/it wants a password, or another one/),
        }),
      ]);
    client.disconnect();
    expect(await illOf({ REDIS_URL: redis.url.replace("//", "//:wort@") })).toEqual([]);
  });

  test("lessons with a fault", async () => {
    const copy = path.join(folder, "program");
    for (const part of ["bin", "src", "migrations", "lessons", "package.json", "package-lock.json", "tsconfig.json"])
      cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
    symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
    const lesson = path.join(copy, "lessons", "hoc-vu-so", "04-an-toan", "01-bon-nut-bam.md");
    writeFileSync(lesson, readFileSync(lesson, "utf8").replace("title:", "titel:"));
    const { PATH = "", HOME = "" } = process.env;
    const env = { PATH, HOME, DATABASE_URL: database.url };
    const { code, stderr } = await runNode([path.join(copy, "bin", "hocvu.mjs"), "doctor"], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^hocvu: not well: lessons \(faults \d+: hocvu lessons check shows them\)\n$/m);
  });
});

test("what was forgotten about cohorts is remarked upon, and no fault", async () => {
  await using own = await freshDatabase();
  const remarks = async () => {
    const { stdout } = await hocvuInside(["doctor", "--json"], { DATABASE_URL: own.url });
    const { checks } = JSON.parse(stdout) as { checks: { name: string; ok: boolean; detail: string }[] };
    const { ok, detail } = checks.find(({ name }) => name === "cohorts")!;
    expect(ok).toBe(true);
    return detail.split("; ");
  };
  expect(await remarks()).toEqual(["cohorts 0, people 0"]);
  await publish(own.db);
  const id = await cohort(own.db);
  await importText(own.db, "ho_ten,don_vi\nAn,Tỉnh\nÂn,Tỉnh\n", { cohort: id });
  const noHoliday = expect.stringMatching(/^no holiday of \d{4} is known: hocvu holiday add$/);
  expect(await remarks()).toEqual([
    "cohorts 1, people 2",
    `nobody of the 2 people of cohort ${id} has joined: hocvu roster invites --cohort ${id}`,
    noHoliday,
  ]);
  await join(own.db, (await ids(own.db)).An!);
  expect(await remarks()).toEqual(["cohorts 1, people 2", noHoliday]);
  await own.sql`insert into holidays (day, name) select now()::date + n * 365, 'Tết' from generate_series(0, 1) n`;
  expect(await remarks()).toEqual(["cohorts 1, people 2"]);
});

test("a disk with less than a gigabyte left is named with the folder, one with more is well", async () => {
  const block = { bsize: 4096, blocks: 2_621_440 };
  expect(await checkDisk("/var/lib/hocvu", async () => ({ ...block, bavail: 131_072 }))).toEqual({
    ok: false,
    detail: "0.5 of 10.0 GB are free in /var/lib/hocvu: make room, or move HOCVU_DATA_DIR, before the database stops",
  });
  expect(await checkDisk("/var/lib/hocvu", async () => ({ ...block, bavail: 262_144 }))).toEqual({
    ok: true,
    detail: "1.0 of 10.0 GB are free",
  });
  expect((await checkDisk(os.tmpdir())).detail).toMatch(/^\d+\.\d of \d+\.\d GB are free/);
});
