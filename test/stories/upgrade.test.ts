import path from "node:path";
import { expect, test } from "vitest";
import { connect } from "#db/connect.ts";
import { pending } from "#db/migrate.ts";
import { listProcesses } from "#db/processes.ts";
import { dropDatabase, emptyDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { laterVersion } from "./next-version.ts";
import { type Program, runNode, spawnNode, tailOf } from "./program.ts";
import { allRun } from "./running.ts";
import { openStage, type Stage } from "./stage.ts";
import { Stream } from "./stream.ts";
import { World } from "./world.ts";

/** docs/operate.md: in this order they are replaced, one after another. */
const roles = ["web", "bot", "worker", "scheduler"] as const;
type Role = (typeof roles)[number];

const perSecond = 100;
const present = "bin/hocvu.mjs";

const adds =
  "-- only adds\nalter table people add column nickname text;\ncreate table nicknames (id bigint primary key);";
const breaks = "alter table people rename column full_name to name;";

/** One process of each role on one machine, each of the version that was put in its place last. */
class Machine {
  readonly #stage: Stage;
  readonly #world: World;
  readonly #running = new Map<Role, Program>();
  #started = 0;

  constructor(stage: Stage, world: World) {
    this.#stage = stage;
    this.#world = world;
  }

  /** Starts a role of a version, and waits until it runs. */
  async start(role: Role, version: string): Promise<Program> {
    const { closing, env, folder } = this.#stage;
    const name = `${role}-${++this.#started}`;
    const before = await this.#newest();
    const program = spawnNode(name, [version, role], env, path.join(folder, `${name}.log`), () => {});
    closing.push(() => program.kill());
    const runs = async () => {
      if (!program.alive()) throw new Error(`${name} ended: ${tailOf(program)}`);
      return role === "web" ? program.printed().includes("runs at") : (await this.#newest()) > before;
    };
    await eventually(`${name} runs`, runs, 240_000);
    this.#running.set(role, program);
    return program;
  }

  /** `systemctl restart`: what runs is told to end, and has; then the other version starts. */
  async replaceAll(version: string): Promise<void> {
    for (const role of roles) {
      expect(await this.#running.get(role)!.stop(120_000), `how ${role} ended`).toBe(0);
      await this.start(role, version);
    }
  }

  get tails(): string {
    return [...this.#running.values()].map((program) => tailOf(program)).join("\n\n");
  }

  async #newest(): Promise<number> {
    return Math.max(0, ...(await listProcesses(this.#world.database.db)).map(({ id }) => id));
  }
}

test("an upgrade that only adds, and the way back, role by role under 100 updates a second: each is handled once, and no backup is needed", {
  timeout: 900_000,
}, async ({ onTestFailed, onTestFinished }) => {
  const stage = await openStage({
    queue: "postgres",
    receive: "webhook",
    env: { TELEGRAM_MESSAGES_PER_SECOND: "1000" },
  });
  const world = new World(stage);
  const machine = new Machine(stage, world);
  let tails = "";
  onTestFailed(() => console.error(tails));
  onTestFinished(async () => {
    tails = machine.tails;
    await world[Symbol.asyncDispose]();
  });
  const next = laterVersion(path.join(stage.folder, "next"), { "9000_adds": adds });
  const after = laterVersion(path.join(stage.folder, "after"), { "9000_adds": adds, "9001_breaks": breaks });
  const migrate = (version: string, ...options: string[]) => runNode([version, "migrate", ...options], stage.env);
  const crowd = await world.crowd(200);
  await Promise.all(roles.map((role) => machine.start(role, present)));
  await allRun(world, roles);
  await eventually("telegram knows us", world.telegram.knowsUs);
  const stream = new Stream(world, crowd, perSecond);
  onTestFinished(() => stream[Symbol.asyncDispose]());
  await eventually("updates are taken", () => stream.taken > perSecond, 60_000);

  const told = await migrate(next, "--dry-run", "--json");
  expect(JSON.parse(told.stdout)).toEqual({ applied: [], missing: [{ name: "9000_adds", onlyAdds: true }] });
  expect(await migrate(next)).toMatchObject({ code: 0, stdout: "9000_adds\n" });
  await readyzSays(world, 200); // of the version that does not know it
  await machine.replaceAll(next);
  await readyzSays(world, 200);
  await machine.replaceAll(present);
  await readyzSays(world, 200);

  await stream.end(120_000);
  await world.settles(120_000);
  await expectEachOnce(world, stream);
  console.log(`${stream.taken} updates, ${stream.again} of them had to come again`);

  // What takes something away is another matter: nobody of an older version goes on, or starts.
  const warned = await migrate(after, "--dry-run");
  expect(warned.stdout).toMatch(/^9001_breaks +stop the old version first$/m);
  expect(await migrate(after)).toMatchObject({ code: 0 });
  await readyzSays(world, 503);
  for (const version of [present, next]) {
    const { code, stdout, stderr } = await runNode([version, "worker"], stage.env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^[^\n]*a migration that this program does not know[^\n]*run the newer program[^\n]*\n$/);
  }
});

/** It gives up after three seconds, which a machine under load may need for other things. */
const readyzSays = (world: World, status: number) =>
  eventually(`readyz says ${status}`, async () => (await world.get("/readyz")) === status, 60_000);

/** What got its 200 is stored once, handled once at the first try, and answered once. */
async function expectEachOnce(world: World, stream: Stream): Promise<void> {
  const inbox = await world.database.sql`select state, tries, count(*)::int as n from inbox group by 1, 2`;
  expect([...inbox]).toEqual([{ state: "done", tries: 0, n: stream.taken }]);
  const replies = await world.database.sql`
    select state, sends, unknowns, count(*)::int as n, count(distinct inbox_id)::int as updates
    from deliveries where kind = 'reply' group by 1, 2, 3`;
  expect([...replies]).toEqual([{ state: "sent", sends: 1, unknowns: 0, n: stream.taken, updates: stream.taken }]);
  const had = new Map<string, number>();
  for (const { chat } of await world.telegram.sent()) had.set(chat, (had.get(chat) ?? 0) + 1);
  expect(had).toEqual(stream.chats);
}

test("ten processes that start at once on an empty database bring it up once", async ({ onTestFinished }) => {
  const url = await emptyDatabase();
  const programs: Program[] = [];
  const stage = await openStage({ queue: "postgres", env: { DATABASE_URL: url } });
  onTestFinished(async () => {
    await Promise.all(programs.map((program) => program.kill()));
    for (const one of stage.closing.splice(0).reverse()) await one();
    await dropDatabase(url);
  });
  const spawn = (name: string, args: readonly string[]) => {
    const program = spawnNode(name, [present, ...args], stage.env, path.join(stage.folder, `${name}.log`), () => {});
    programs.push(program);
    return program;
  };
  const roles = ["worker", "scheduler", "bot"] as const;
  for (const role of roles) spawn(role, [role]);
  const commands = Array.from({ length: 7 }, (_, at) => spawn(`migrate-${at}`, ["migrate", "--json"]));
  for (const command of commands) expect(await command.ended, tailOf(command)).toBe(0);
  await using connection = connect(url, { max: 1, applicationName: "hocvu story" });
  const applied = commands.flatMap((command) => (JSON.parse(command.printed()) as { applied: string[] }).applied);
  expect(new Set(applied).size).toBe(applied.length);
  expect(await pending(connection.sql)).toEqual([]);
  const [{ rows, hashes } = { rows: 0, hashes: -1 }] = await connection.sql<{ rows: number; hashes: number }[]>`
    select count(*)::int as rows, count(distinct hash)::int as hashes from drizzle.__drizzle_migrations`;
  expect(hashes).toBe(rows);
  expect([0, rows]).toContain(applied.length); // a process may have been faster than all commands
  const running = async () => (await listProcesses(connection.db)).length === roles.length;
  await eventually("all three run", () => running().catch(() => false), 120_000);
});
