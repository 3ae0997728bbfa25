import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../setup/port.ts";
import type { Chance } from "../simulation/chance.ts";
import { type Program, tailOf } from "./program.ts";
import type { Role, World } from "./world.ts";

/** Where one of several processes of a role stands; when it dies another takes its place. */
export interface Place {
  readonly name: string;
  readonly role: Role;
  /** Where its health and figures are: PORT of who has pages, METRICS_PORT of the others. */
  readonly port: number;
  program: Program;
  /** What those who died here had done, by the name of the figure, as far as it was read before. */
  readonly done: Map<string, number>;
}

/** What becomes of a place, or of all at once. */
const endings = ["killed", "ended", "killed, and the next one in its start"] as const;
type Ending = (typeof endings)[number];

/** What of a place's figures is read. */
export const figures = {
  handled: "hocvu_handling_seconds_count",
  sent: "hocvu_messages_sent_total",
  ticks: "hocvu_ticks_total",
} as const;

/**
 * A process must be ready after so many looks, two minutes and a half at least: on a machine that has other things to do
 * each look takes longer, too.
 */
const [mostLooks, lookMs] = [600, 250];

/** Who is asked to end must have ended so soon. */
const endedMs = 30_000;

/** Processes of every role, which are ended and started again at random, one after another. */
export class Fleet {
  readonly places: readonly Place[];
  /** How often each ending befell somebody. */
  readonly ended: Record<string, number> = {};
  /** Places whose process did not end by itself when it was told to, or not in order. */
  readonly stubborn: string[] = [];
  readonly #world: World;
  readonly #chance: Chance;

  private constructor(world: World, chance: Chance, places: readonly Place[]) {
    this.#world = world;
    this.#chance = chance;
    this.places = places;
  }

  /** Starts one for each entry, and waits until all are ready. @param wanted its role, and its port, or null for any */
  static async start(
    world: World,
    chance: Chance,
    wanted: readonly { readonly role: Role; readonly name: string; readonly port?: number }[],
  ): Promise<Fleet> {
    const places: Place[] = [];
    for (const { role, name, port } of wanted) {
      const at = port ?? (await freePort());
      places.push({ name, role, port: at, program: spawn(world, role, at), done: new Map() });
    }
    const fleet = new Fleet(world, chance, places);
    for (const place of places) await fleet.#ready(place);
    return fleet;
  }

  /** Ends every place once, in an order of chance, and goes on so until the signal. Between two of them `also` may happen. */
  async chaos(until: AbortSignal, also: () => Promise<void>): Promise<void> {
    for (let round = 0; round === 0 || !until.aborted; round++) {
      for (const place of this.#chance.shuffled(this.places)) {
        if (round > 0 && until.aborted) return;
        const ending = this.#chance.pick(endings);
        this.ended[ending] = (this.ended[ending] ?? 0) + 1;
        await this.#end(place, ending);
        await also();
        await pause(this.#chance.whole(0, 1_500));
      }
    }
  }

  async #end(place: Place, ending: Ending): Promise<void> {
    await this.#note(place);
    if (ending === "ended") {
      const code = await place.program.stop(endedMs);
      if (code !== 0) this.stubborn.push(`${place.name}: ${code ?? "killed"}\n${tailOf(place.program, 5)}`);
    } else await place.program.kill();
    place.program = spawn(this.#world, place.role, place.port);
    if (ending === "killed, and the next one in its start") {
      await pause(this.#chance.whole(0, 1_500));
      await place.program.kill();
      place.program = spawn(this.#world, place.role, place.port);
    }
    await this.#ready(place);
  }

  /** Has `during` happen while a place has nobody: its process is killed before, and its next one is ready after. */
  async without(place: Place, during: () => Promise<void>): Promise<void> {
    await this.#note(place);
    await place.program.kill();
    await during();
    place.program = spawn(this.#world, place.role, place.port);
    await this.#ready(place);
  }

  async #ready({ name, program, port }: Place): Promise<void> {
    for (let looks = 0; (await get(port, "/readyz")) === null; looks++) {
      if (!program.alive()) throw new Error(`${name} ended by itself: ${tailOf(program)}`);
      if (looks === mostLooks) throw new Error(`${name} (port ${port}) is not ready: ${tailOf(program)}`);
      await pause(lookMs);
    }
  }

  /** Adds up what a place's process has done, before it dies. */
  async #note({ done, port }: Place): Promise<void> {
    const text = (await get(port, "/metrics")) ?? "";
    for (const figure of Object.values(figures)) done.set(figure, (done.get(figure) ?? 0) + sumOf(text, figure));
  }

  /** What has been done at each place of a role, as far as it is known. */
  async work(role: Role, figure: (typeof figures)[keyof typeof figures]): Promise<Record<string, number>> {
    const places = this.places.filter((place) => place.role === role);
    const sums = places.map(async ({ name, done, port }) => {
      const now = sumOf((await get(port, "/metrics")) ?? "", figure);
      return [name, (done.get(figure) ?? 0) + now] as const;
    });
    return Object.fromEntries(await Promise.all(sums));
  }
}

const spawn = (world: World, role: Role, port: number): Program =>
  world.spawn(role, { [role === "web" ? "PORT" : "METRICS_PORT"]: String(port) });

/** The text of a page that is answered with 200; null: it is not. */
async function get(port: number, page: string): Promise<string | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${page}`, { signal: AbortSignal.timeout(4_000) });
    const text = await answer.text();
    return answer.status === 200 ? text : null;
  } catch {
    return null;
  }
}

/** The sum of a figure over its labels. */
const sumOf = (text: string, figure: string): number =>
  text
    .split("\n")
    .filter((line) => line.startsWith(`${figure}{`) || line.startsWith(`${figure} `))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
