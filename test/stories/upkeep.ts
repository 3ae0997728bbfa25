import { setTimeout as pause } from "node:timers/promises";
import { type Env, type Program, tailOf } from "./program.ts";
import type { Role, World } from "./world.ts";

/** So soon somebody who has ended is started again. */
const restMs = 200;

/** What a machine's service manager does: whatever of these has ended is started again, until it is told to leave off. */
export class Upkeep {
  readonly #world: World;
  readonly #places = new Map<Role, { readonly env: Env; program: Program }>();
  readonly #killed = new Set<Program>();
  readonly #fallen: Program[] = [];
  readonly #stop = new AbortController();
  readonly #work: Promise<void>;

  constructor(world: World, roles: Readonly<Partial<Record<Role, Env>>>) {
    this.#world = world;
    for (const [role, env] of Object.entries(roles) as [Role, Env][])
      this.#places.set(role, { env, program: world.spawn(role, env) });
    this.#work = this.#keep();
    this.#work.catch(() => {}); // the story is over: whoever leaves off is told
  }

  get roles(): Role[] {
    return [...this.#places.keys()];
  }

  /** `kill -9`; another takes its place. */
  async kill(role: Role): Promise<void> {
    const { program } = this.#places.get(role)!;
    this.#killed.add(program);
    await program.kill();
  }

  /** The last words of those who ended though nobody killed them, and though they had what they needed to start. */
  get fallen(): string[] {
    return this.#fallen.map((program) => tailOf(program, 8)).filter((tail) => !couldNotStart.test(tail));
  }

  async leaveOff(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  async #keep(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      for (const [role, place] of this.#places) {
        if (place.program.alive()) continue;
        if (!this.#killed.has(place.program)) this.#fallen.push(place.program);
        place.program = this.#world.spawn(role, place.env);
      }
      await pause(restMs, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }
}

/** Somebody who starts while the database is away ends with a line that says so, and is started again. */
const couldNotStart = /the database, DATABASE_URL, cannot be used|the start failed/;
