import { learnSizes, readReached, readSizes, type TableSize } from "#db/rehearsal/rehearsal.ts";
import type { Log } from "#domain/log.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import { addDays, instantOf } from "#domain/time.ts";
import { outlook } from "#supervision/outlook.ts";
import { readDays } from "#supervision/report.ts";
import type { Play } from "./play.ts";
import { type Setting, setScene } from "./setting.ts";
import { openTemporary } from "./temporary.ts";
import { Interrupted, type World } from "./world.ts";
import { playYear } from "./year.ts";

/** How far everybody was in the evening of a day, and what the forecast said then. */
export interface Reached {
  /** Counted from 1. */
  readonly day: number;
  readonly date: LocalDate;
  readonly lessons: number;
  /** People who have completed every lesson. */
  readonly finished: number;
  /** Lessons completed when the last one falls due. */
  readonly forecast: { readonly expected: number; readonly low: number; readonly high: number };
}

export interface Rehearsed {
  readonly world: World;
  readonly play: Play;
  readonly reached: readonly Reached[];
  readonly modules: readonly { readonly module: string; readonly lessons: number }[];
  /** Of this run, not of the seed. */
  readonly sizes: readonly TableSize[];
  readonly seconds: number;
}

export interface Rehearsing {
  readonly days: number;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly told: (share: number, what: string) => void;
}

/** Rehearses in a database of its own, which is gone when it ends, however it ends. The problem is one line. */
export async function rehearse(setting: Setting, rehearsing: Rehearsing): Promise<Result<Rehearsed, string>> {
  const { days, log, signal, told } = rehearsing;
  const since = performance.now();
  told(0, "a database of its own");
  await using connection = await openTemporary(log);
  const { db } = connection;
  const scene = await setScene(db, setting, log, (what) => told(0, what));
  if (!scene.ok) return scene;
  const world = scene.value;
  const reached: Reached[] = [];
  const evening = async (day: number, date: LocalDate, written: Promise<void>) => {
    if (day !== 30 && day !== 90 && day !== days) return;
    await written;
    reached.push(await reachedOn(world, day, date));
  };
  try {
    const play = await playYear(world, { days, seed: setting.seed, told, signal, evening });
    await learnSizes(db);
    const { modules } = await db.transaction((tx) => readReached(tx, world.cohort));
    const seconds = (performance.now() - since) / 1000;
    return ok({ world, play, reached, modules, sizes: await readSizes(db), seconds });
  } catch (error) {
    if (error instanceof Interrupted) return fail("interrupted: nothing is left of the rehearsal");
    throw error;
  }
}

async function reachedOn({ calendar, cohort, db }: World, day: number, date: LocalDate): Promise<Reached> {
  const now = instantOf(calendar.zone, addDays(date, 1), "00:00" as LocalTime);
  return await db.transaction(async (tx) => {
    const part = { kind: "cohort", id: cohort } as const;
    const cohorts = await readDays(tx, part, now, null);
    const { finished, lessons } = await readReached(tx, cohort);
    const { total } = await outlook(
      tx,
      { part, viewer: null, many: true, several: false, cohorts, today: addDays(date, 1), now },
      [],
    );
    const forecast = { expected: total.part, ...(total.range ?? { low: total.part, high: total.part }) };
    return { day, date, lessons, finished, forecast };
  });
}
