import { createHash } from "node:crypto";
import type { Ground } from "./ground.ts";
import { judgeLearning } from "./judge-learning.ts";
import { judgeRest } from "./judge-rest.ts";
import { judgeSending } from "./judge-sending.ts";
import { live, stage } from "./scenario.ts";
import { digestRows, readTables } from "./tables.ts";
import { openWorld, type Simulated, type Size } from "./world.ts";

export interface Verdict {
  readonly seed: number;
  /** What broke a promise; empty: nothing did. */
  readonly failures: readonly string[];
  readonly lastEvents: readonly string[];
  readonly fingerprint: string;
  /** What stands for the rows of each table that has any, and for all that was said to the platforms. */
  readonly rows: Readonly<Record<string, string>>;
  readonly messages: string;
  readonly figures: {
    readonly seconds: number;
    readonly events: number;
    readonly statements: number;
    readonly faults: number;
    readonly messages: number;
    readonly answers: number;
  };
}

/** Lives through the world of a seed in an empty, migrated database, and judges it. */
export async function simulate(ground: Ground, seed: number, size: Size): Promise<Verdict> {
  const begun = performance.now();
  const world: Simulated = await openWorld(ground, seed, size);
  const failures: string[] = [];
  let answers = 0;
  try {
    stage(world, size);
    await live(world, size);
    const tables = await readTables(
      world.db,
      new Date(world.history.endedAt + 7 * 3_600_000).toISOString().slice(0, 10),
    );
    answers = tables.answers.length;
    failures.push(...judgeSending(world.history, tables));
    failures.push(...(await judgeLearning(world, tables)));
    failures.push(...(await judgeRest(world, tables)));
  } catch (error) {
    failures.push(`the simulation itself: ${error instanceof Error ? error.stack : error}`);
  }
  const calls = world.history.lines.flatMap((line) => line.calls);
  const verdict: Verdict = {
    seed,
    failures,
    lastEvents: world.lastEvents(),
    fingerprint: world.fingerprint(),
    rows: await digestRows(world.db),
    messages: createHash("sha256").update(JSON.stringify(calls)).digest("hex"),
    figures: {
      seconds: (performance.now() - begun) / 1000,
      events: world.timeline.steps,
      statements: world.timeline.statements,
      faults: world.history.losses.length + world.history.absences.length + calls.filter((c) => c.code !== 200).length,
      messages: calls.filter((c) => c.accepted).length,
      answers,
    },
  };
  await world.close();
  return verdict;
}
