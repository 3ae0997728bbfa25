import { type ChildProcess, fork } from "node:child_process";
import { type Ground, openGround } from "./ground.ts";
import { simulate, type Verdict } from "./run.ts";
import type { Size } from "./world.ts";

export interface Wish {
  /** The server's address. */
  readonly url: string;
  /** A migrated database that each world is a copy of. */
  readonly template: string;
  readonly size: Size;
  /** The server's own time zone; unset: UTC. */
  readonly zone?: string;
}

let ground: Ground | null = null;

/** Lives through a world on the ground of this process; after one that broke a promise it is given up for a new one. */
async function simulateIn({ url, template, size, zone = "UTC" }: Wish, seed: number): Promise<Verdict> {
  ground ??= await openGround(url, template, `world_${process.pid}_${seed}`, zone);
  await ground.clear();
  const verdict = await simulate(ground, seed, size);
  if (verdict.failures.length > 0) {
    await ground[Symbol.asyncDispose]();
    ground = null;
  }
  return verdict;
}

export interface Pool extends AsyncDisposable {
  /** Verdicts of `count` seeds from `first` on, as they come, or until one of them is enough. */
  run(first: number, count: number, isEnough: (verdict: Verdict) => boolean): Promise<void>;
}

/** So many processes, each with one world at a time. @param more of their environment */
export function openPool(wish: Wish, jobs: number, more: Readonly<Record<string, string>> = {}): Pool {
  const env = { ...process.env, ...more };
  const children = Array.from({ length: jobs }, () =>
    fork(new URL(import.meta.url), { execArgv: ["--import", "tsx"], env }),
  );
  return {
    async run(first, count, isEnough) {
      let next = first;
      let enough = false;
      const work = async (child: ChildProcess) => {
        while (next < first + count && !enough) enough = isEnough(await ask(child, wish, next++)) || enough;
      };
      await Promise.all(children.map(work));
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill();
    },
  };
}

function ask(child: ChildProcess, wish: Wish, seed: number): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error(`the process that simulated seed ${seed} died`));
    child.once("exit", died);
    child.once("message", (verdict) => {
      child.off("exit", died);
      resolve(verdict as Verdict);
    });
    child.send({ wish, seed });
  });
}

/** One line that says what happened and how to see it again, then the last events before the end. */
export function inWords({ seed, failures, lastEvents }: Verdict, { learners, days }: Size): string {
  const replay = `npm run simulate -- --seeds 1 --first ${seed} --learners ${learners} --days ${days}`;
  const more = failures.slice(1, 6).map((failure) => `\n  ${failure}`);
  const events = lastEvents.map((event) => `\n    ${event}`);
  return `seed ${seed}: ${failures[0]} … replay: ${replay}${more.join("")}${events.join("")}`;
}

// A child of the pool: a seed comes, a verdict goes.
if (process.send !== undefined && process.argv[1] === new URL(import.meta.url).pathname) {
  process.on("message", (message) => {
    const { wish, seed } = message as { wish: Wish; seed: number };
    simulateIn(wish, seed).then(
      (verdict) => process.send!(verdict),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
