import type { Exchange } from "#db/rehearsal/day.ts";
import type { AttemptId, LessonVersionId } from "#domain/ids.ts";
import { behaviourNames, behaviours, type PersonDay } from "#domain/rehearsal/behaviour.ts";
import { type Line, openLine, type Waiting } from "#domain/rehearsal/line.ts";
import { type BotMonth, type DayLoad, openTally, type Tally } from "#domain/rehearsal/tally.ts";
import { instantOf, type LocalTime } from "#domain/time.ts";
import type { World } from "./world.ts";

/** Somebody at work on the lesson of a day. */
export interface Study {
  readonly person: number;
  /** Whether they are right: first tries, then what comes back. */
  readonly tries: readonly boolean[];
  /** When each was given, in minutes since 1970. */
  readonly times: number[];
}

/** A bot as it stands. */
export interface BotState {
  readonly line: Line;
  /** Counted by the platform. */
  monthSent: number;
  /** Not yet written down. */
  unwritten: number;
  spentVnd: number;
  /** The month's messages are used up. */
  shut: boolean;
}

/** What a piece of a day brought and is not yet written. */
export interface Unwritten {
  readonly left: { readonly one: Waiting; readonly at: number }[];
  readonly ended: { readonly id: number; readonly reason: string }[];
  readonly exchanges: Exchange[];
  readonly completed: Study[];
  readonly heard: Map<number, number>;
  /** Deliveries that cost something. */
  readonly paid: Set<number>;
}

const blank = (): Unwritten => ({
  left: [],
  ended: [],
  exchanges: [],
  completed: [],
  heard: new Map(),
  paid: new Set(),
});

/** A rehearsal under way: what everybody did so far, as far as the next minute depends on it. */
export interface Play {
  readonly world: World;
  readonly seed: number;
  readonly tally: Tally;
  readonly bots: readonly BotState[];
  months: readonly BotMonth[];
  load: DayLoad;
  /** The first minute of all. */
  readonly first: number;
  /** The day under way, counted from the start, and its first minute. */
  day: number;
  dawn: number;
  isFirstOfWeek: boolean;
  isStudyDay: boolean;
  /** The last delivery that was read, and the number of the next exchange. */
  lastPlanned: number;
  exchange: number;
  /** Of each person: the day whose lesson they took up, the last on which they completed one, the lesson shown to them. */
  readonly begun: Int32Array;
  readonly done: Int32Array;
  readonly shown: LessonVersionId[];
  readonly attempts: AttemptId[];
  /** Whose silence is counted: when they were last heard of, in minutes; whether they were told that the lessons pause. */
  readonly heardAt: Float64Array;
  readonly paused: Uint8Array;
  readonly studies: (Study | null)[];
  /** What people do in minutes to come. */
  readonly answering: Map<number, Study[]>;
  readonly tapping: Map<number, number[]>;
  /** Somebody turned to us whose lesson did not come by itself. */
  cameBack: boolean;
  unwritten: Unwritten;
  /** What is being written while the play goes on. */
  behind: Promise<void>;
}

export function openPlay(world: World, seed: number): Play {
  const count = world.people.length;
  const { calendar, start } = world;
  return {
    world,
    seed,
    tally: openTally(count),
    bots: world.bots.map(() => ({ line: openLine(), monthSent: 0, unwritten: 0, spentVnd: 0, shut: false })),
    months: [],
    load: freshLoad(start),
    first: instantOf(calendar.zone, start, "00:00" as LocalTime).getTime() / 60_000,
    ...{ day: 0, dawn: 0, isFirstOfWeek: false, isStudyDay: false, lastPlanned: 0, exchange: 0 },
    begun: new Int32Array(count).fill(-1),
    done: new Int32Array(count).fill(-1),
    shown: new Array<LessonVersionId>(count),
    attempts: new Array<AttemptId>(count),
    heardAt: new Float64Array(count),
    paused: new Uint8Array(count),
    studies: new Array<Study | null>(count).fill(null),
    answering: new Map(),
    tapping: new Map(),
    cameBack: false,
    unwritten: blank(),
    behind: Promise.resolve(),
  };
}

export const freshLoad = (day: string): DayLoad => ({ day, lessons: 0, due: 0, last: 0, peak: 0 });

/** Takes what is not yet written. */
export function takeUnwritten(play: Play): Unwritten {
  const { unwritten } = play;
  play.unwritten = blank();
  return unwritten;
}

/** One person on the day under way. */
export const personDay = ({ day, isFirstOfWeek, seed, world }: Play, person: number): PersonDay => ({
  seed,
  person,
  behaviour: behaviours[behaviourNames[world.behaviourOf[person]!]!],
  day,
  first: isFirstOfWeek,
});

/** Somebody does something in a minute to come. */
export function later<Thing>(map: Map<number, Thing[]>, minute: number, thing: Thing): void {
  const list = map.get(minute);
  if (list === undefined) map.set(minute, [thing]);
  else list.push(thing);
}
