/** A rehearsal, day by day, on a clock of its own: planned by the program's own plan, sent and answered in sets. */

import { shutLane } from "#db/delivery/lanes.ts";
import { expirePlanned } from "#db/delivery/moves.ts";
import { planLessons } from "#db/delivery/plan.ts";
import { learnSizes, readPlanned } from "#db/rehearsal/rehearsal.ts";
import { planDay, planningInstants } from "#delivery/plan.ts";
import { quotaMonth } from "#delivery/settle.ts";
import { planForSilent } from "#delivery/silence.ts";
import { isStudyDay } from "#domain/calendar.ts";
import { mondayOf } from "#domain/digest.ts";
import { answersToday, beginsAt } from "#domain/rehearsal/behaviour.ts";
import { join } from "#domain/rehearsal/line.ts";
import { beginMonth, endDay, endMonth } from "#domain/rehearsal/tally.ts";
import { pushWindow, quietUntil, windowFrom } from "#domain/schedule.ts";
import { addDays, addMinutes, daysBetween, instantOf, type LocalDate, type LocalTime } from "#domain/time.ts";
import { lastWordOrdinal, passageAt } from "#domain/zalo-window.ts";
import { playMinutes } from "./minutes.ts";
import { freshLoad, later, openPlay, type Play, personDay } from "./play.ts";
import { Interrupted, type World } from "./world.ts";
import { writePiece } from "./writing.ts";

export interface Playing {
  readonly days: number;
  readonly seed: number;
  readonly told: (share: number, what: string) => void;
  /** Aborted: whoever started it ends it. */
  readonly signal: AbortSignal;
  /** Called in the evening of each day, counted from 1. @param written when all of it is */
  readonly evening: (day: number, date: LocalDate, written: Promise<void>) => Promise<void>;
}

export async function playYear(world: World, { days, evening, seed, signal, told }: Playing): Promise<Play> {
  const play = openPlay(world, seed);
  play.heardAt.fill(minuteOf(instantOf(world.calendar.zone, addDays(world.start, -1), "12:00" as LocalTime)));
  try {
    for (let day = 0; day < days; day++) {
      const date = addDays(world.start, day);
      told(day / days, date.slice(0, 7));
      await playDay(play, day, date, signal);
      await evening(day + 1, date, play.behind);
      if (day < 3 || day === 7 || day % 30 === 29) await learnSizes(world.db);
    }
  } finally {
    await play.behind;
  }
  endMonth(play.tally);
  return play;
}

const minuteOf = (instant: Date): number => Math.floor(instant.getTime() / 60_000);

async function playDay(play: Play, day: number, date: LocalDate, signal: AbortSignal): Promise<void> {
  const { world } = play;
  const { calendar, db } = world;
  const [dawn, end] = [date, addDays(date, 1)].map((at) => instantOf(calendar.zone, at, "00:00" as LocalTime)) as [
    Date,
    Date,
  ];
  play.day = day;
  play.dawn = minuteOf(dawn);
  play.isStudyDay = isStudyDay(calendar, date);
  play.isFirstOfWeek = play.isStudyDay && !studiedThisWeek(play, date);
  play.load = freshLoad(date);
  await beginMonthAt(play, quotaMonth(dawn));
  comeBack(play, date);
  const instants = await pieces(play, dawn, end);
  for (const [at, instant] of instants.entries()) {
    if (signal.aborted) throw new Interrupted("interrupted");
    if (at > 0) await plan(play, instant, date);
    const until = instants[at + 1] ?? end;
    playMinutes(play, minuteOf(instant), minuteOf(until));
    await writePiece(play, date, quotaMonth(dawn), until);
    await expirePlanned(db, until);
  }
  endDay(play.tally, play.load);
}

function studiedThisWeek({ world }: Play, date: LocalDate): boolean {
  for (let day = mondayOf(date); day < date; day = addDays(day, 1)) if (isStudyDay(world.calendar, day)) return true;
  return false;
}

/** With a new month every bot may send again. */
async function beginMonthAt(play: Play, month: string): Promise<void> {
  if (play.months[0]?.month === month) return;
  const { bots, db } = play.world;
  play.months = beginMonth(play.tally, month, bots.length);
  for (const [at, state] of play.bots.entries()) {
    if (state.shut) await shutLane(db, bots[at]!.key, null);
    Object.assign(state, { monthSent: 0, spentVnd: 0, shut: false });
  }
}

/** From when to when nothing new is planned: the day, cut where something may be; where silence counts, at each full hour, too. */
async function pieces({ world }: Play, dawn: Date, end: Date): Promise<Date[]> {
  const { calendar, db } = world;
  const before = (at: Date) => new Date(at.getTime() - 1);
  const cuts = new Set((await planningInstants(db, dawn, before(end), calendar.zone)).map((at) => at.getTime()));
  if (countsSilence(world))
    for (let at = dawn; at < end; at = addMinutes(at, 60))
      if (quietUntil(calendar.zone, at) === null) cuts.add(at.getTime());
  cuts.delete(dawn.getTime());
  return [dawn, ...[...cuts].sort((a, b) => a - b).map((ms) => new Date(ms))];
}

const countsSilence = ({ bots }: World): boolean => bots.some(({ vndPerMonth }) => vndPerMonth !== null);

/** Who would learn today, and is shut off by their silence, turns to us by themselves. */
function comeBack(play: Play, date: LocalDate): void {
  const { botOf, bots, calendar, people, taught } = play.world;
  if (!countsSilence(play.world) || !play.isStudyDay) return;
  const push = pushWindow(calendar.zone, date, taught.pushTime).dueAt;
  for (let person = 0; person < people.length; person++) {
    if (bots[botOf[person]!]!.vndPerMonth === null) continue;
    const closed = play.paused[person] || passageAt(new Date(play.heardAt[person]! * 60_000), push) === "closed";
    const day = personDay(play, person);
    if (closed && answersToday(day)) later(play.tapping, play.dawn + beginsAt(day, minuteOf(push) - play.dawn), person);
  }
}

/** The program plans; what it planned joins the bots' lines. */
async function plan(play: Play, now: Date, date: LocalDate): Promise<void> {
  const { calendar, cohort, db } = play.world;
  const instants = await planningInstants(db, new Date(now.getTime() - 1), now, calendar.zone);
  if (instants.length > 0) await planDay(db, now, calendar.zone);
  else await planForSilent(db, now);
  if (play.cameBack && play.isStudyDay && quietUntil(calendar.zone, now) === null) {
    const window = { cohort, day: date, pushTime: null, ordinal: 0, ...windowFrom(calendar.zone, now) };
    await planLessons(db, [window], now);
  }
  play.cameBack = false;
  await joinLines(play);
}

async function joinLines(play: Play): Promise<void> {
  const { botOf, places, start } = play.world;
  for (const one of await readPlanned(play.world.db, play.lastPlanned)) {
    play.lastPlanned = Math.max(play.lastPlanned, one.id);
    const person = places.get(one.learner)!;
    const bot = botOf[person]!;
    if (one.kind === "lesson") play.months[bot]!.planned++;
    if (one.ordinal === lastWordOrdinal && one.kind === "reminder") play.paused[person] = 1;
    join(play.bots[bot]!.line, {
      ...{ id: one.id, kind: one.kind, rank: one.rank, person, ordinal: one.ordinal, version: one.version ?? 0 },
      day: daysBetween(start, one.day),
      due: minuteOf(one.dueAt),
      expires: one.expiresAt === null ? null : minuteOf(one.expiresAt),
      taught: true,
      entitled: one.entitled,
    });
  }
}
