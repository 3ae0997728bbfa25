import { setDialog } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import type { Message } from "#domain/message.ts";
import { type ComingLesson, learningPlace, readNextLesson } from "#learning/coming-lesson.ts";
import { leaveCohort } from "#learning/leave.ts";
import { readLife, todayIn } from "#learning/life.ts";
import { issueLinkCode } from "#learning/link.ts";
import { longestPauseDays, pause, resume } from "#learning/pause.ts";
import { readPushTime, setPushTime } from "#learning/settings.ts";
import { readStanding, readUnitBoard } from "#learning/standing.ts";
import { readStreak } from "#learning/streak.ts";
import type { Visitor } from "#learning/visit.ts";
import { readDays, readTime } from "#wording/arguments.ts";
import { welcomeBackMessage } from "#wording/compose-join.ts";
import { boardMessage, lessonsLeftMessage, scoreMessage, streakMessage } from "#wording/compose-learner.ts";
import {
  type Comes,
  type LinkView,
  leaveAskMessage,
  leftMessage,
  linkMessage,
  pausedMessage,
  pauseHowMessage,
  resumedMessage,
  timeNowMessage,
  timeRefusedMessage,
  timeSetMessage,
} from "#wording/compose-settings.ts";
import { nothingLeft } from "./studying.ts";

/** A learner who agreed: what the commands about oneself take. */
export type Learner = NonNullable<Visitor["learner"]>;

/** `/start` from someone known: the lesson they have not had is offered. */
export async function welcomeBack(tx: Tx, learner: Learner, now: Date): Promise<Message> {
  const life = await readLife(tx, learner.id);
  const next = await readNextLesson(tx, life, todayIn(life, now));
  return welcomeBackMessage(learner.fullName, next?.title ?? null);
}

export async function tellScore(tx: Tx, learner: Learner, now: Date): Promise<Message> {
  return scoreMessage(await readStanding(tx, learner, now));
}

export async function tellLessonsLeft(tx: Tx, learner: Learner, now: Date): Promise<Message> {
  return lessonsLeftMessage(await readStanding(tx, learner, now));
}

export async function tellStreak(tx: Tx, learner: Learner, now: Date): Promise<Message> {
  const { current, freezes, days } = await readStreak(tx, learner.id, learner.pushTime, now);
  return streakMessage(current, freezes, days);
}

export async function tellRank(tx: Tx, learner: Learner): Promise<Message> {
  return boardMessage((await readUnitBoard(tx, learner)) ?? { unit: "", of: 0, rows: [] });
}

/** `/gio`: alone it tells the time; with a time it sets it. */
export async function changeTime(tx: Tx, learner: Learner, argument: string, now: Date): Promise<Message> {
  if (argument === "") return timeNowMessage(await readPushTime(tx, learner, now));
  const time = readTime(argument);
  if (time === null) return timeRefusedMessage(null);
  const set = await setPushTime(tx, learner, time, now);
  if (set.kind === "not_allowed") return timeRefusedMessage(set);
  const today = todayIn(await readLife(tx, learner.id), now);
  return timeSetMessage(set.time, today, comesIn(set.coming));
}

export async function takePause(tx: Tx, learner: Learner, argument: string, now: Date): Promise<Message> {
  const days = readDays(argument);
  const paused = days === null ? null : await pause(tx, learner, days, now);
  return paused?.kind === "paused" ? pausedMessage(paused.until, paused.today) : pauseHowMessage(longestPauseDays);
}

/** Null: there was no pause. */
export async function endPause(tx: Tx, learner: Learner, now: Date): Promise<Message | null> {
  const resumed = await resume(tx, learner, now);
  return resumed.kind === "resumed" ? resumedMessage(comesIn(resumed.coming)) : null;
}

function comesIn(coming: ComingLesson): Comes {
  if (coming.kind === "now") return "now";
  return coming.kind === "at" ? coming : null;
}

/** `/roilop`: asked for once it says what it means, asked for again it is done. */
export async function leave(tx: Tx, visitor: Visitor, learner: Learner, now: Date): Promise<Message> {
  const life = await readLife(tx, learner.id);
  const place = learningPlace(life, todayIn(life, now));
  if (place === null) return nothingLeft(life);
  const { dialog } = visitor;
  if (dialog?.kind !== "confirm_leave" || dialog.cohortId !== place.cohortId) {
    await setDialog(tx, visitor.id, { kind: "confirm_leave", cohortId: place.cohortId });
    return leaveAskMessage(place.cohortName);
  }
  await leaveCohort(tx, learner.id, place.cohortId, learner.id, now);
  return leftMessage(place.cohortName);
}

/** `/lienket`. @param elsewhere the platforms on which the code can be used */
export async function giveLinkCode(
  tx: Tx,
  learner: Learner,
  elsewhere: LinkView["elsewhere"],
  digits: (count: number) => string,
  now: Date,
): Promise<Message> {
  return linkMessage({ ...(await issueLinkCode(tx, learner.id, digits, now)), elsewhere });
}
