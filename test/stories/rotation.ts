import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Embedded, startEmbedded } from "#app/embedded/embedded.ts";
import { openSealing } from "#app/sealing.ts";
import { openGrant, sealPair } from "#app/zalo-oa/grant.ts";
import { type GrantRow, putGrant, readGrant } from "#db/chats/oa-grants.ts";
import { type Connection, connect } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { FakeGrants } from "../fakes/zalo-oa/grants.ts";
import { type GrantsServer, serveGrants } from "../fakes/zalo-oa/serve-grants.ts";
import { silent } from "../setup/log.ts";
import { type Program, spawnNode, tailOf } from "./program.ts";
import type { Rotating } from "./rotating.ts";
import { machineEnv } from "./stage.ts";

/** A call may take this long; nobody begins so soon after another one has. */
const callMs = 2000;
const settleMs = 4000;

/** Looks often, for a minute at least; a machine that stood still meanwhile has not used the minute up. */
async function patiently(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 3000; looks++) {
    if (await holds()) return;
    await sleep(20);
  }
  throw new Error(`it did not come: ${what}`);
}

/** How the grant stands once nobody is at work on it. */
export type Standing =
  /** What is stored is what the platform has. */
  | "lives"
  /** The processes gave it up, and neither stored token is worth anything. */
  | "lost"
  /** The processes gave it up although the platform would have taken the stored refresh token. */
  | "thrown away";

/** Processes that share one grant, their platform within this process, and a database that may be killed. */
export class Rotation implements AsyncDisposable {
  readonly grants: FakeGrants;
  /** Processes that used a token again which had just been refused to them. */
  readonly stubborn: string[] = [];
  calls = 0;
  kills = 0;
  readonly #key = randomBytes(32).toString("hex");
  readonly #sealing = openSealing([this.#key]);
  readonly #refused = new Map<string, string>();
  readonly #folder: string;
  readonly #embedded: Embedded;
  readonly #server: GrantsServer;
  readonly #connection: Connection;
  readonly #programs = new Map<string, Program>();
  /** No token may stand in a log. */
  readonly #secrets: string[];
  #started = 0;

  private constructor(folder: string, embedded: Embedded, grants: FakeGrants, server: GrantsServer) {
    this.#folder = folder;
    this.#embedded = embedded;
    this.grants = grants;
    this.#server = server;
    this.#connection = connect(embedded.url, { max: 2, applicationName: "hocvu story" });
    this.#secrets = [this.#key, grants.appSecret];
    server.onCall = ({ headers }, token, good) => {
      if (headers.purpose === "work") this.#called(headers.process ?? "", token, good);
    };
  }

  static async open(): Promise<Rotation> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-story-"));
    chmodSync(folder, 0o711);
    const embedded = await startEmbedded({ dataDir: path.join(folder, "data"), log: silent });
    await migrate(embedded.url);
    const grants = new FakeGrants();
    return new Rotation(folder, embedded, grants, await serveGrants(grants));
  }

  #called(name: string, token: string, good: boolean): void {
    this.calls += 1;
    if (!good && this.#refused.get(name) === token) this.stubborn.push(name);
    if (good) this.#refused.delete(name);
    else this.#refused.set(name, token);
  }

  /** Calls for tokens whose caller had given up, or died, before the answer left. */
  get unheard(): number {
    return this.#server.unheard;
  }

  get names(): string[] {
    return [...this.#programs.keys()];
  }

  /** A process more. */
  start(): void {
    const name = `p${++this.#started}`;
    const { appId, appSecret } = this.grants;
    const told: Rotating = {
      ...{ name, databaseUrl: this.#embedded.url, root: this.#server.root, appId, appSecret, key: this.#key },
      ...{ callMs, settleMs },
    };
    const env = { ...machineEnv(), ROTATING: JSON.stringify(told) };
    const args = ["--import", "tsx", "test/stories/rotating.ts"];
    this.#programs.set(
      name,
      spawnNode(name, args, env, path.join(this.#folder, `${name}.log`), () => {}),
    );
  }

  /** `kill -9`, and another one takes its place. */
  async kill(name: string): Promise<void> {
    const program = this.#programs.get(name);
    if (program === undefined) return;
    this.#programs.delete(name);
    await program.kill();
    this.kills += 1;
    this.start();
  }

  killDatabase(): void {
    process.kill(this.#embedded.pid, "SIGKILL");
  }

  /** A person allows us, again. */
  async allow(): Promise<void> {
    const { appId } = this.grants;
    const pair = this.grants.grant();
    this.note(pair);
    const sealed = sealPair(this.#sealing, appId, { ...pair, expiresInSeconds: 90_000 }, new Date());
    await putGrant(this.#connection.db, appId, sealed);
  }

  /** A pair that no log may hold. */
  note({ access, refresh }: { readonly access: string; readonly refresh: string }): void {
    this.#secrets.push(access, refresh);
  }

  async row(): Promise<GrantRow | null> {
    return await readGrant(this.#connection.db, this.grants.appId).catch(() => null);
  }

  /** Waits until the grant is past `generation`, or given up. */
  async settled(generation: number): Promise<Standing> {
    let standing: Standing | null = null;
    await patiently(`the grant is past generation ${generation}, or given up`, async () => {
      standing = this.#standing(await this.row(), generation);
      return standing !== null;
    });
    return standing!;
  }

  #standing(row: GrantRow | null, generation: number): Standing | null {
    if (row === null) return null; // the database is away
    const tokens = openGrant(this.#sealing, row);
    if (tokens.kind !== "open") throw new Error(`the stored tokens are ${tokens.kind}`);
    const isTaken = this.grants.takes(tokens.refresh);
    if (row.state !== "live") return isTaken ? "thrown away" : "lost";
    const isDone = row.generation > generation && row.refreshStartedAt === null;
    return isDone && isTaken && this.grants.has(tokens.access) ? "lives" : null;
  }

  /** Every process has called, with a token that is good, since now. */
  async allWork(): Promise<void> {
    const before = new Set(this.names);
    const call = this.#server.onCall;
    this.#server.onCall = (request, token, good) => {
      call(request, token, good);
      if (good && request.headers.purpose === "work") before.delete(request.headers.process ?? "");
    };
    await patiently("every process calls with a token that is good", () => before.size === 0).catch((error: Error) => {
      const left = [...before].map((name) => tailOf(this.#programs.get(name)!, 8));
      throw new Error(`${error.message}; these do not:\n${left.join("\n")}`);
    });
    this.#server.onCall = call;
  }

  /** Log files that hold a token, the key or a secret. */
  leaks(): string[] {
    const logs = readdirSync(this.#folder).filter((file) => file.endsWith(".log"));
    return logs.filter((file) => {
      const text = readFileSync(path.join(this.#folder, file), "utf8");
      return this.#secrets.some((secret) => text.includes(secret));
    });
  }

  /** What the processes logged last. */
  tails(): string {
    const logs = readdirSync(this.#folder).filter((file) => file.endsWith(".log"));
    const lines = logs.flatMap((file) => readFileSync(path.join(this.#folder, file), "utf8").trim().split("\n"));
    const at = (line: string) => Number(/"at":(\d+)/.exec(line)?.[1] ?? 0);
    return lines
      .toSorted((a, b) => at(a) - at(b))
      .slice(-60)
      .join("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const program of this.#programs.values()) await program.kill();
    await this.#server[Symbol.asyncDispose]();
    await this.#connection.end();
    const cluster = realpathSync(path.join(this.#folder, "data", "postgres"));
    await this.#embedded.stop();
    rmSync(cluster, { recursive: true, force: true });
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
