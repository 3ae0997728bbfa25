import { type ChildProcess, fork } from "node:child_process";
import { connect } from "#db/connect.ts";
import { simulate, type Verdict } from "./run.ts";
import type { Size } from "./world.ts";

export interface Wish {
  /** The server's address. */
  readonly url: string;
  /** A migrated database that each world is a copy of. */
  readonly template: string;
  readonly size: Size;
}

/** Lives through a world in a database of its own, which is gone afterwards. */
async function simulateIn({ url, template, size }: Wish, seed: number): Promise<Verdict> {
  await using admin = connect(url, { max: 1, applicationName: "simulation" });
  const name = `world_${process.pid}_${seed}`;
  await admin.sql`create database ${admin.sql(name)} template ${admin.sql(template)} strategy file_copy`;
  try {
    const own = new URL(url);
    own.pathname = `/${name}`;
    return await simulate(own.href, seed, size);
  } finally {
    await admin.sql`drop database ${admin.sql(name)} with (force)`;
  }
}

export interface Pool extends AsyncDisposable {
  /** Verdicts of `count` seeds from `first` on, as they come. */
  run(first: number, count: number, each: (verdict: Verdict) => void): Promise<void>;
}

/** So many processes, each with one world at a time. */
export function openPool(wish: Wish, jobs: number): Pool {
  const children = Array.from({ length: jobs }, () =>
    fork(new URL(import.meta.url), { execArgv: ["--import", "tsx"] }),
  );
  return {
    async run(first, count, each) {
      let next = first;
      const work = async (child: ChildProcess) => {
        while (next < first + count) each(await ask(child, wish, next++));
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
