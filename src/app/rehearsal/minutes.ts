/** The minutes of a rehearsed day: what people do, and what leaves within each bot's budget. */
import { fate } from "#delivery/fate.ts";
import { scarceFrom } from "#delivery/settle.ts";
import { rankOf } from "#domain/delivery-state.ts";
import type { LessonVersionId } from "#domain/ids.ts";
import {
  answersToday,
  beginsAfterReminder,
  beginsAt,
  heedsReminder,
  tapsToday,
  triesOf,
} from "#domain/rehearsal/behaviour.ts";
import { expireIn, join, leaveInMinute, type Waiting } from "#domain/rehearsal/line.ts";
import { countLeft, countLesson, higher } from "#domain/rehearsal/tally.ts";
import { lastWordOrdinal, messagePriceVnd, type Passage, passageOf, rhythmOrdinal } from "#domain/zalo-window.ts";
import { later, type Play, personDay, type Study } from "./play.ts";

/** A question that came so long after the answer before it is not gone into: the lesson begins again when it comes again. */
const patienceMinutes = 180;

/** From `from` to before `until`, in minutes since 1970. */
export function playMinutes(play: Play, from: number, until: number): void {
  for (let minute = from; minute < until; minute++) {
    act(play, minute);
    let left = 0;
    for (const bot of play.bots.keys()) left += leave(play, bot, minute);
    play.tally.out = higher(play.tally.out, left, minute);
    play.load.peak = Math.max(play.load.peak, left);
  }
  for (const [at, bot] of play.bots.entries()) expireIn(bot.line, until, (one) => expired(play, at, one));
}

function act(play: Play, minute: number): void {
  const [studies, taps] = [play.answering.get(minute) ?? [], play.tapping.get(minute) ?? []];
  let count = taps.length;
  for (const person of taps) hear(play, person, minute);
  for (const study of studies) {
    if (play.studies[study.person] !== study) continue;
    count++;
    giveAnswer(play, study, minute);
  }
  play.answering.delete(minute);
  play.tapping.delete(minute);
  play.tally.in = higher(play.tally.in, count, minute);
}

function hear(play: Play, person: number, minute: number): void {
  if (play.world.bots[play.world.botOf[person]!]!.vndPerMonth === null) return;
  if (play.paused[person] || minute - play.heardAt[person]! >= openMinutes) play.cameBack = true;
  play.heardAt[person] = minute;
  play.paused[person] = 0;
  play.unwritten.heard.set(person, minute);
}

const openMinutes = 166 * 60;

function giveAnswer(play: Play, study: Study, minute: number): void {
  const { person, times, tries } = study;
  hear(play, person, minute);
  times.push(minute);
  join(play.bots[play.world.botOf[person]!]!.line, { ...blankReply, person, day: play.day, due: minute });
  if (times.length < tries.length) return;
  play.done[person] = play.day;
  play.unwritten.completed.push(study);
}

const blankReply = {
  id: 0,
  kind: "reply",
  rank: rankOf.reply,
  ordinal: 0,
  version: 0,
  expires: null,
  taught: true,
  entitled: true,
} as const;

/** Lets a bot's messages of a minute leave. Returns how many. */
function leave(play: Play, at: number, minute: number): number {
  const state = play.bots[at]!;
  const { perMinute, perMonth } = play.world.bots[at]!;
  if (state.shut) return 0;
  const room = Math.min(perMinute, perMonth === null ? perMinute : perMonth - state.monthSent);
  let count = 0;
  const leaves = (one: Waiting) => {
    const reason = whyNot(play, at, one, minute);
    if (reason !== null) end(play, at, one, reason);
    else {
      count++;
      state.monthSent++;
      state.unwritten++;
      left(play, at, one, minute);
    }
    return reason === null;
  };
  leaveInMinute(state.line, minute, room, (one) => expired(play, at, one), leaves);
  if (perMonth !== null && state.monthSent >= perMonth) {
    state.shut = true;
    play.months[at]!.usedUp = minute;
  }
  return count;
}

/** Why it does not leave after all, by the program's own law; null: it leaves, and is paid for. */
function whyNot(play: Play, at: number, one: Waiting, minute: number): string | null {
  const { perMonth, vndPerMonth } = play.world.bots[at]!;
  const state = play.bots[at]!;
  const now = new Date(minute * 60_000);
  const row = {
    ...{ kind: one.kind, chatOpen: true, erased: false, expiresAt: null, paused: false, left: false, attempt: null },
    entitled: one.entitled,
    lessonVersionId: one.version === 0 ? null : (one.version as LessonVersionId),
    position: one.taught ? 1 : 0,
    kept: one.kind !== "digest" && play.done[one.person] === one.day,
  };
  const reason = fate(row, now, perMonth !== null && state.monthSent / perMonth >= scarceFrom);
  if (reason !== null || vndPerMonth === null) return reason;
  const passage = passageTo(play, one, now);
  if (passage === "closed") return "window";
  if (passage === "free") return null;
  if (state.spentVnd + messagePriceVnd > vndPerMonth) return "budget";
  state.spentVnd += messagePriceVnd;
  play.months[at]!.paid++;
  play.unwritten.paid.add(one.id);
  return null;
}

function passageTo(play: Play, { kind, ordinal, person }: Waiting, now: Date): Passage {
  const lastInteraction = new Date(play.heardAt[person]! * 60_000);
  return passageOf(kind, ordinal, { lastInteraction, refused: false, paused: play.paused[person] === 1 }, now);
}

function end(play: Play, at: number, one: Waiting, reason: string): void {
  const month = play.months[at]!;
  play.unwritten.ended.push({ id: one.id, reason });
  if (reason === "quota") month.spared++;
  if (one.kind !== "lesson") return;
  if (reason === "window") month.closed++;
  if (reason === "budget") month.unpaid++;
}

/** Nobody writes it down: the program's own sweep does. */
function expired(play: Play, at: number, one: Waiting): void {
  const month = play.months[at]!;
  if (one.kind !== "lesson") return;
  if (play.bots[at]!.shut) month.stopped++;
  else month.late++;
}

function left(play: Play, at: number, one: Waiting, minute: number): void {
  countLeft(play.tally, play.months[at]!, one.kind, one.person);
  if (one.kind === "reply") goOn(play, one, minute);
  else play.unwritten.left.push({ one, at: minute });
  if (one.kind === "lesson") show(play, one, minute);
  else if (one.kind === "reminder") remind(play, one, minute);
}

/** A reply came: the next question is answered a minute later. */
function goOn(play: Play, { due, person }: Waiting, minute: number): void {
  const { exchange, studies, unwritten, world } = play;
  unwritten.exchanges.push({ n: exchange, chat: world.chats[person]!, asked: due, left: minute });
  play.exchange++;
  const study = studies[person];
  if (study === null || study === undefined) return;
  if (study.times.length < study.tries.length && minute - due <= patienceMinutes)
    later(play.answering, minute + 1, study);
  else studies[person] = null;
}

function show(play: Play, one: Waiting, minute: number): void {
  const { person } = one;
  countLesson(play.tally, play.load, one.due, minute);
  play.shown[person] = one.version as LessonVersionId;
  const day = personDay(play, person);
  if (play.begun[person] !== play.day && answersToday(day)) begin(play, person, beginsAt(day, minute - play.dawn));
}

function remind(play: Play, { ordinal, person }: Waiting, minute: number): void {
  const day = personDay(play, person);
  if (ordinal === rhythmOrdinal || ordinal === lastWordOrdinal) {
    if (tapsToday(day)) later(play.tapping, minute + 5, person);
  } else if (play.begun[person] !== play.day && heedsReminder(day, ordinal))
    begin(play, person, beginsAfterReminder(day, minute - play.dawn));
}

/** @param at minute of the day */
function begin(play: Play, person: number, at: number): void {
  const { taught } = play.world;
  const study: Study = { person, tries: triesOf(personDay(play, person), taught.questions), times: [] };
  play.begun[person] = play.day;
  play.studies[person] = study;
  later(play.answering, play.dawn + at, study);
}
