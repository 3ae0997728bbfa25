import type { Chance } from "./chance.ts";
import type { Lease } from "./sessions.ts";
import type { Timeline } from "./timeline.ts";

/** What waits for this waits for ever: the process it belonged to is dead. */
export const never = new Promise<never>(() => {});

/** One life of a process: what it knows and its database sessions end with it. */
export class Life {
  readonly id: number;
  readonly name: string;
  alive = true;
  readonly leases: Lease[] = [];
  readonly ended: Promise<void>;
  #end: () => void = () => {};

  constructor(id: number, name: string) {
    this.id = id;
    this.name = name;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  end(): void {
    this.alive = false;
    this.#end();
  }
}

export interface Steps {
  readonly timeline: Timeline;
  readonly chance: Chance;
  /** The share of steps at which the process dies; it falls to 0 when the world comes to its end. */
  crashShare: number;
  /** Until then the machine sleeps, and every process with it. */
  frozenUntil: number;
  /** While above 0 whoever runs goes on without a break. */
  alone: number;
  readonly crash: (life: Life, where: string) => void;
}

/** Between two steps of a process: others may come in between, and it may die here. A dead one never gets further. */
export async function step(steps: Steps, life: Life, where: string): Promise<void> {
  if (!life.alive) return never;
  if (steps.frozenUntil > steps.timeline.now()) await rest(steps, life, steps.frozenUntil - steps.timeline.now());
  if (steps.alone > 0) return;
  if (steps.crashShare > 0 && steps.chance.of(steps.crashShare)) {
    steps.crash(life, where);
    return never;
  }
  if (steps.chance.of(0.2)) await rest(steps, life, steps.chance.whole(0, 12));
}

/** Time passes for a process; if it dies meanwhile, for ever. */
export async function rest({ timeline }: Steps, life: Life, milliseconds: number): Promise<void> {
  await timeline.sleep(milliseconds);
  if (!life.alive) return never;
}

/** What is handed to a process, unless it has died. */
export async function alive<Value>(life: Life, value: Value): Promise<Value> {
  return life.alive ? value : never;
}
