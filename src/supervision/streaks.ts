import type { Tx } from "#db/connect.ts";
import { listOutages } from "#db/delivery/pulses.ts";
import { keepRuns, takeStale } from "#db/figures/kept-streaks.ts";
import { readLives, readStaleLives } from "#db/figures/streaks.ts";
import { readHolidays } from "#db/learning/holidays.ts";
import type { Part, Viewer } from "#db/units/scope.ts";
import type { BotKey, LearnerId } from "#domain/ids.ts";
import { type Lifetime, type Run, runsAt } from "#domain/lifetime.ts";

/** What tells the run of one life after another, by what is in the outage book and the calendar. */
async function readRuns(tx: Tx, now: Date): Promise<(life: Lifetime) => Run> {
  const outages = (await listOutages(tx, new Date(0), null)).map(({ what, fromAt, toAt }) => ({
    from: fromAt,
    to: toAt,
    bot: what === "program" ? null : (what as BotKey),
  }));
  return runsAt(now, outages, await readHolidays(tx));
}

/** The streaks at `now` of those of the part whose kept one does not tell it, also where it is 0. */
export async function staleStreaks(
  tx: Tx,
  part: Part,
  viewer: Viewer,
  now: Date,
): Promise<{ readonly learner: LearnerId; readonly days: number }[]> {
  const runOf = await readRuns(tx, now);
  const streaks: { learner: LearnerId; days: number }[] = [];
  for await (const lives of readStaleLives(tx, part, viewer, now)) {
    for (const life of lives) streaks.push({ learner: life.learner, days: runOf(life).days });
  }
  return streaks;
}

/**
 * Works out streaks that are stale and keeps them, at most `limit` for each reason. Returns how much was found, some
 * people several times; less than `limit`: nothing is left. Repeating it, anywhere at once, changes nothing. Each of its statements has to
 * see what was committed before it: for a transaction of the usual kind.
 */
export async function freshenStreaks(tx: Tx, now: Date, limit: number): Promise<number> {
  const stale = await takeStale(tx, now, limit);
  if (stale === null || stale.learners.length === 0) return 0;
  const runOf = await readRuns(tx, now);
  const lives = await readLives(tx, stale.learners);
  const runs = lives.map((life) => ({
    learner: life.learner,
    keptFrom: life.keptFrom,
    kept: life.kept,
    ...runOf(life),
  }));
  if (runs.length > 0) await keepRuns(tx, stale.world, runs);
  return stale.found;
}
