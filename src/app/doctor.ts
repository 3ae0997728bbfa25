import type { Logger } from "pino";
import { loadCatalogue } from "#content/load.ts";
import { countParked } from "#db/chats/parked.ts";
import type { Db } from "#db/connect.ts";
import { listLanes } from "#db/delivery/lanes.ts";
import { knowsHolidays, listCohortChecks } from "#db/learning/cohort-checks.ts";
import { readOnly } from "#db/learning/editions.ts";
import { pending } from "#db/migrate.ts";
import { listProcesses } from "#db/processes.ts";
import { verifyAudit } from "#db/records/audit-chain.ts";
import { readServer } from "#db/server.ts";
import { brokenSums } from "#db/sums.ts";
import { withoutRetired } from "#domain/course.ts";
import { addDays } from "#domain/time.ts";
import { openQueue } from "#queue/queues.ts";
import { checkBackups } from "./backups.ts";
import { openClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { type Database, encrypted, ofQueue } from "./database.ts";
import { checkDisk } from "./disk.ts";
import { clockOffsetMs } from "./figures/parts.ts";
import { lessonDay } from "./home.ts";
import { lessonsFolder } from "./lessons.ts";
import type { Misspelt } from "./misspelt.ts";
import { probeBots } from "./probes.ts";
import { everyRole, readRoom } from "./room.ts";
import { checkOa } from "./zalo-oa/checks.ts";

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen, and what to do where it is not well. Never a secret. */
  readonly detail: string;
}

interface Patient {
  readonly config: Config;
  readonly misspelt: readonly Misspelt[];
  readonly log: Logger;
  readonly database: Database;
  readonly db: Db;
}

type Finding = Omit<Check, "name">;

const well = (detail: string): Finding => ({ ok: true, detail });
const ill = (detail: string): Finding => ({ ok: false, detail });

const oldestServer = 15;
const largestOffsetMs = 2000;

/**
 * Everything that must be well for lessons to arrive, one check each; changes nothing but what opening the database
 * does. A check that throws is one that is not well: the others still run.
 */
export async function examine(patient: Patient): Promise<Check[]> {
  const { config, database, db } = patient;
  const checks: Check[] = [];
  const check = async (name: string, look: () => Promise<Finding>) => {
    const finding = await look().catch((error: unknown) => ill(error instanceof Error ? error.message : String(error)));
    checks.push({ name, ...finding });
  };
  await check("configuration", async () => checkConfiguration(patient));
  await check("database", async () => {
    const { version, major, encryption } = await readServer(db);
    if (major < oldestServer) return ill(`PostgreSQL ${version} is too old: ${oldestServer} or newer is needed`);
    return well(`PostgreSQL ${version}${encrypted(config.databaseUrl, encryption)}`);
  });
  await check("migrations", async () => {
    const missing = await pending(database.connection.sql);
    return missing.length === 0 ? well("current") : ill(`missing: ${missing.join(", ")}: run hocvu migrate`);
  });
  await check("connections", () => checkConnections(patient));
  if (config.databaseUrl === null) await check("disk", () => checkDisk(config.dataDir));
  const { backupDir } = config;
  if (backupDir !== null) await check("backups", () => checkBackups(backupDir));
  await check("processes", () => checkProcesses(patient));
  await check("queue", () => checkQueue(patient));
  checks.push(...(await checkBots(patient)));
  checks.push(...(await checkAccount(patient)));
  await check("lessons", checkLessons);
  await check("cohorts", () => checkCohorts(patient));
  await check("clock", () => checkClock(patient));
  await check("sums", async () => {
    const broken = await brokenSums(db);
    if (broken.length === 0) return well("points, completions, kept days and next lessons agree with the answers");
    return ill(broken.map(({ rule, rows }) => `${rule}: ${rows}`).join("; "));
  });
  await check("audit", () => checkAudit(patient));
  await check("inbox", async () => {
    const parked = await countParked(db);
    return well(parked === 0 ? "nothing is parked" : `${parked} updates are parked: hocvu inbox parked`);
  });
  return checks;
}

function checkConfiguration({ config, misspelt }: Patient): Finding {
  if (misspelt.length === 0) return well(describe(config));
  const renamed = misspelt.map(({ name, meant }) => `${name} is no variable of this program: rename it ${meant}`);
  return ill(renamed.join("; "));
}

function describe({ bots, oa, databaseUrl, dataDir, publicUrl, proxy, demo }: Config): string {
  const count = (platform: string) => bots.filter((bot) => bot.platform === platform).length;
  return [
    `telegram bots ${count("telegram")}, zalo bots ${count("zalo")}`,
    ...(oa === null ? [] : ["a zalo official account"]),
    databaseUrl === null ? `embedded database in ${dataDir}` : "database of DATABASE_URL",
    publicUrl === null ? "long polling" : `webhooks at ${publicUrl}`,
    ...(proxy === null ? [] : ["platforms by the proxy HTTPS_PROXY"]),
    ...(demo ? ["a demo"] : []),
  ].join(", ");
}

async function checkConnections({ config, db }: Patient): Promise<Finding> {
  const { running, most, allowed, inUse, remedy } = await readRoom(config, db);
  const sums = `${inUse} of ${allowed} in use; running processes ${running}, up to ${most} together`;
  return remedy === null ? well(sums) : ill(`${sums}: ${remedy}`);
}

/** Where no bot of ours was ever sent for none needs to run; else there must be one for everything. */
async function checkProcesses({ config, db }: Patient): Promise<Finding> {
  const running = await listProcesses(db);
  if (running.length === 0) {
    const sentFor = new Set((await listLanes(db)).map(({ bot }) => bot));
    const inEarnest = [...config.bots, ...(config.oa === null ? [] : [config.oa])].some(({ key }) => sentFor.has(key));
    return inEarnest ? ill("none runs, so nothing leaves and nobody is answered: start hocvu up") : well("none runs");
  }
  const missing = everyRole.filter((role) => !running.some(({ roles }) => roles.includes(role)));
  if (missing.length === 0) return well(`${running.length}, with every role`);
  return ill(`none has the role ${missing.join(" or ")}: start ${missing.map((role) => `hocvu ${role}`).join(", ")}`);
}

const lateTickSeconds = 60;

async function checkQueue({ config, database, db, log }: Patient): Promise<Finding> {
  await using queues = await openQueue({ ...ofQueue(database.url), redisUrl: config.redisUrl ?? undefined, log });
  await queues.ping();
  const remark = await queues.remark();
  if (remark !== null) return ill(remark);
  const ticks = (await listProcesses(db)).some(({ roles }) => roles.includes("scheduler"));
  const late = Object.entries(ticks ? await queues.overdueTicks() : {}).filter(([, late]) => late > lateTickSeconds);
  if (late.length > 0) {
    const said = late.map(([tick, seconds]) => `${tick} ${Math.round(seconds)} s`).join(", ");
    return ill(`ticks are late (${said}), though a scheduler runs: its log says why`);
  }
  return well(config.redisUrl === null ? "BullMQ on PostgreSQL" : "BullMQ on Redis");
}

async function checkBots({ config, db, database, log }: Patient): Promise<Check[]> {
  if (config.bots.length === 0 && config.oa === null) {
    const detail = config.demo ? "the demo's web chat" : "no token is set: npm start opens the web chat instead";
    return [{ name: "bots", ...well(detail) }];
  }
  const lanes = new Map((await listLanes(db)).map((lane) => [lane.bot as string, lane]));
  const clock = await openClock(database.connection);
  const probes = await probeBots({ config, log, clock, db });
  return probes.map(({ bot, name, detail, registered, waiting }) => {
    const shut = lanes.get(bot)?.shut ?? null;
    if (name === null) return { name: `bot ${bot}`, ...ill(`the platform says: ${detail}`) };
    if (registered === false) return { name: `bot ${bot}`, ...ill(`${name}, ${noWebhook}`) };
    if (waiting !== null) {
      const { updates, why } = waiting;
      return { name: `bot ${bot}`, ...ill(`${name}, but ${updates} updates wait there (${why}): ${noWayIn}`) };
    }
    return { name: `bot ${bot}`, ...(shut === null ? well(name) : ill(`${name}, but nothing leaves: ${shut}`)) };
  });
}

const noWayIn = "does PUBLIC_URL lead to this program, with the whole chain of its certificate?";

const noWebhook =
  "but the platform has another webhook or none: does hocvu bot run, and does no other program use this token?";

async function checkAccount({ config, db, database }: Patient): Promise<readonly Check[]> {
  const { oa, secretKeys, timezone: zone } = config;
  if (oa === null) return [];
  try {
    return await checkOa({ oa, secretKeys, db, zone, clock: await openClock(database.connection) });
  } catch (error) {
    return [{ name: "zalo-oa", ...ill(error instanceof Error ? error.message : String(error)) }];
  }
}

async function checkLessons(): Promise<Finding> {
  const { catalogue, errors } = await loadCatalogue(lessonsFolder);
  if (errors.length > 0) return ill(`faults ${errors.length}: hocvu lessons check shows them`);
  const modules = catalogue.courses.flatMap((course) => withoutRetired(course, lessonDay(new Date())).modules);
  const lessons = modules.reduce((sum, module) => sum + module.lessons.length, 0);
  return well(`courses ${catalogue.courses.length}, lessons ${lessons}, no faults`);
}

/** So many days before a year begins its holidays should be known. */
const holidaysAheadDays = 60;

/** What is forgotten most: lessons leave on a holiday nobody entered, and to nobody who was not invited. */
async function checkCohorts({ db }: Patient): Promise<Finding> {
  const cohorts = await listCohortChecks(db);
  const today = lessonDay(new Date());
  const taughtNothing = cohorts.filter(({ lessons }) => lessons === 0);
  if (taughtNothing.length > 0) {
    const [{ id, course }] = taughtNothing as [(typeof cohorts)[number]];
    return ill(`cohort ${id} gets nothing: its course ${course} has no lessons now: hocvu lessons list`);
  }
  const remarks = cohorts
    .filter(({ start, people, joined }) => start <= today && people > 0 && joined === 0)
    .map(
      ({ id, people }) =>
        `nobody of the ${people} people of cohort ${id} has joined: hocvu roster invites --cohort ${id}`,
    );
  const year = Number(addDays(today, holidaysAheadDays).slice(0, 4));
  if (cohorts.length > 0 && !(await knowsHolidays(db, year)))
    remarks.push(`no holiday of ${year} is known: hocvu holiday add`);
  const people = cohorts.reduce((sum, cohort) => sum + cohort.people, 0);
  return well([`cohorts ${cohorts.length}, people ${people}`, ...remarks].join("; "));
}

async function checkAudit({ db }: Patient): Promise<Finding> {
  const { rows, broken } = await db.transaction(async (tx) => {
    await readOnly(tx);
    return await verifyAudit(tx, null);
  });
  if (broken === null) return well(`${rows} deeds, each as it was written`);
  return ill(`row ${broken.seq}: ${broken.why}: hocvu audit verify`);
}

/** Against the database's: the only clock that all machines share. */
async function checkClock({ config, database, db }: Patient): Promise<Finding> {
  const offset = await clockOffsetMs(db);
  const clock = await openClock(database.connection);
  const ahead = Math.round((clock.now().getTime() - Date.now()) / 60_000);
  if (Math.abs(offset) > largestOffsetMs)
    return ill(`${offset} ms from the database's clock: set both machines by NTP`);
  // Without a token npm start is a demo by itself.
  if (ahead > 0 && !config.demo && config.bots.length > 0)
    return ill(`a demo moved the clock ${ahead} minutes ahead: begin anew with a database of its own`);
  return well(`${offset} ms from the database's clock${ahead > 0 ? `; the demo is ${ahead} minutes ahead` : ""}`);
}
