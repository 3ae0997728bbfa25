import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Db } from "../src/db/connect.ts";
import { byChat, openPeople, openPlatform, type People, type Platform, startUp } from "./platform.ts";
import { type Planned, press, schedule } from "./pressing.ts";
import { settle } from "./processes.ts";
import { openSchool, showFirstLesson } from "./school.ts";
import { type Actor, type Asked, type Stage, until } from "./stage.ts";
import { quantile, type Row } from "./table.ts";

/** What the target is about: so many a second, of which 99 in a hundred have their feedback within so long. */
const wantedRate = 500;
const wantedMs = 40;

/** Where looking for the greatest rate begins, and below which it ends. */
const firstRate = 100;
const leastRate = 20;

/** One run of the program, and the presses that nobody has made yet. */
interface Classroom {
  readonly db: Db;
  readonly up: Actor;
  readonly platform: Platform;
  readonly people: People;
  readonly left: Planned[];
}

/** What became of the presses of one rate. */
interface Step {
  readonly perSecond: number;
  /** Milliseconds from each press to its feedback at the platform. */
  readonly waits: readonly number[];
  /** Presses not taken, and feedback that did not come within a minute. */
  readonly errors: number;
  /** Feedback a second, from the first to the last. */
  readonly fedBack: number;
}

/**
 * Learners answer at a steady rate; each answer until its feedback is at the platform. Without a rate asked for: the
 * greatest at which 99 in a hundred wait no longer than the target, and then the target's own rate.
 */
export async function measureAnswers(stage: Stage, short: boolean, { rate, seconds }: Asked): Promise<Row[]> {
  const length = seconds ?? (short ? 4 : 25);
  const warmUp = short ? 600 : 3000;
  if (rate !== undefined) {
    await using room = await openClassroom(stage, warmUp, rate * length, rate);
    const step = await measureAt(room, rate, length);
    const ceiling = { what: "a bare one-row commit, p99", value: (await bareCommits(room.db)).p99, unit: "ms" };
    return stepRows(step, length, { target: { bound: "at most", value: wantedMs }, ceiling });
  }
  const growth = short ? 1.5 : 1.25;
  await using room = await openClassroom(stage, warmUp, (short ? 20 : 160) * wantedRate, firstRate);
  const best = await greatestRate(room, length, growth);
  const beyond = await measureAt(room, wantedRate, length);
  const commits = await bareCommits(room.db);
  return [
    {
      figure: "answers",
      what: `greatest steady rate with p99 at most ${wantedMs} ms, in steps of ${length} s`,
      value: best?.perSecond ?? 0,
      unit: "/s",
      target: { bound: "at least", value: wantedRate },
      ceiling: { what: "bare one-row commits, one after another", value: commits.perSecond, unit: "/s" },
    },
    ...(best === null
      ? []
      : stepRows(best, length, { ceiling: { what: "a bare one-row commit, p99", value: commits.p99, unit: "ms" } })),
    ...stepRows(beyond, length, {}),
    {
      figure: "answers",
      what: `feedback while ${wantedRate}/s are asked for`,
      value: beyond.fedBack,
      unit: "/s",
    },
  ];
}

function stepRows({ perSecond, waits, errors }: Step, length: number, ofLast: Partial<Row>): Row[] {
  const at = `${Math.round(perSecond)}/s for ${length} s`;
  const row = (share: number): Row => ({
    figure: "answers",
    what: `press to feedback at the platform, ${at}, p${share * 100}`,
    value: quantile(waits, share),
    unit: "ms",
    ...(share === 0.99 ? ofLast : {}),
  });
  const lost: Row = {
    figure: "answers",
    what: `errors at ${at}: presses not taken, feedback that did not come within a minute`,
    value: errors,
    unit: "",
    target: { bound: "at most", value: 0 },
  };
  return [row(0.5), row(0.95), row(0.99), lost];
}

/** A program that has just started is slow for its first thousands of answers: it is measured once it has warmed up. */
async function openClassroom(
  stage: Stage,
  warmUp: number,
  presses: number,
  rate: number,
): Promise<Classroom & AsyncDisposable> {
  const { db, url } = await stage.database();
  const school = await openSchool(db, Math.ceil((warmUp + presses) / 3));
  await showFirstLesson(db, school);
  const platform = await openPlatform(stage);
  const { up, address } = await startUp(stage, platform, url, 5000);
  await settle(up.pid);
  const people = openPeople(address);
  const left = await schedule(db);
  const { refused } = await press(people, left.splice(0, warmUp), (share) => 30 + (rate - 30) * share);
  if (refused > 0) console.error(`answers: ${refused} of the first ${warmUp} presses were not taken`);
  const wanted = warmUp - refused;
  const isOver = async () => {
    await pause(200);
    return (await platform.count()) >= wanted;
  };
  await until("the first answers have their feedback", isOver, { actor: up });
  const end = async () => {
    await people[Symbol.asyncDispose]();
    await up.stop();
  };
  return { db, up, platform, people, left, [Symbol.asyncDispose]: end };
}

async function measureAt(room: Classroom, perSecond: number, seconds: number): Promise<Step> {
  const { db, up, platform, people, left } = room;
  const measured = left.splice(0, Math.round(perSecond * seconds));
  await platform.forget();
  const before = await storedAnswers(db);
  const { due, refused } = await press(people, measured, () => perSecond);
  const isOver = async () => {
    await pause(200);
    return (await platform.count()) >= measured.length;
  };
  await until("every answer has its feedback", isOver, { actor: up, withinSeconds: 60 }).catch(() => {});
  const arrivals = await platform.arrivals();
  const times = byChat(arrivals);
  const waits = due.flatMap(({ chat, at }) => {
    const feedback = times.get(chat)?.shift();
    return feedback === undefined ? [] : [feedback - at];
  });
  const notStored = before + measured.length - (await storedAnswers(db));
  const took = ((arrivals.at(-1)?.at ?? 0) - (arrivals[0]?.at ?? 0)) / 1000;
  return {
    perSecond,
    waits,
    errors: refused + (measured.length - waits.length) + notStored,
    fedBack: arrivals.length / took,
  };
}

/** Up by a factor until a rate does not hold, down by it where even the first does not, then once between the two. */
async function greatestRate(room: Classroom, length: number, growth: number): Promise<Step | null> {
  /** A step that misses is tried once more: one hiccup of the machine is not the program's rate. */
  const holds = async (rate: number) => {
    for (let time = 0; time < 2; time++) {
      const step = await measureAt(room, rate, length);
      const p99 = quantile(step.waits, 0.99);
      console.error(`answers: tried ${Math.round(rate)}/s: p99 ${Math.round(p99)} ms`);
      if (p99 <= wantedMs && step.errors === 0) return step;
    }
    return null;
  };
  let best = await holds(firstRate);
  let missed = best === null ? firstRate : null;
  while (best === null && missed !== null && missed / growth >= leastRate) {
    best = await holds(missed / growth);
    if (best === null) missed /= growth;
  }
  while (best !== null && missed === null && best.perSecond < wantedRate) {
    const rate: number = Math.min(wantedRate, best.perSecond * growth);
    const step: Step | null = await holds(rate);
    if (step === null) missed = rate;
    else best = step;
  }
  return best === null || missed === null ? best : ((await holds((best.perSecond + missed) / 2)) ?? best);
}

async function storedAnswers(db: Db): Promise<number> {
  const [row] = await db.execute<{ stored: number }>(sql`select count(*)::int as stored from answers`);
  return row!.stored;
}

/** A thousand one-row commits, one after another: how many a second, and milliseconds for the 99th of a hundred. */
async function bareCommits(db: Db): Promise<{ perSecond: number; p99: number }> {
  await db.execute(sql`create table if not exists bare (id bigint)`);
  const times: number[] = [];
  for (let n = 0; n < 1000; n++) {
    const start = performance.now();
    await db.execute(sql`insert into bare values (${n})`);
    times.push(performance.now() - start);
  }
  return { perSecond: 1e6 / times.reduce((sum, each) => sum + each, 0), p99: quantile(times, 0.99) };
}
