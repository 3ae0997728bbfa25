import type { Tx } from "#db/connect.ts";
import { supervisedUnits } from "#db/units/units.ts";
import type { Message } from "#domain/message.ts";
import { isAllowedPushTime } from "#domain/schedule.ts";
import { comingLesson, readNextLesson } from "#learning/coming-lesson.ts";
import { pausedUntil, readLife, todayIn } from "#learning/life.ts";
import type { Visitor } from "#learning/visit.ts";
import { looksLikeAnswer } from "#wording/answers.ts";
import { helpMessage, hintMessage, noOpenQuestionMessage, type WishView, wishMessage } from "#wording/compose-hints.ts";
import { lessonWaitsMessage } from "#wording/compose-lesson.ts";
import { pausedNowMessage } from "#wording/compose-settings.ts";
import { readBareWish, readWish, timeNamed, type Wish } from "#wording/wishes.ts";
import { type Learner, tellLessonsLeft } from "./own.ts";
import { askErase } from "./own-data.ts";
import { type OpenTurn, questionView } from "./question-view.ts";
import type { Said } from "./receive.ts";
import { nothingLeft } from "./studying.ts";
import type { Intent } from "./understand.ts";

/** What people say to us in passing: thanks, a wish that a command fulfils, an answer where nothing is asked. */
interface Wishing {
  readonly tx: Tx;
  readonly said: Said;
  readonly turn: OpenTurn | null;
  readonly visitor: Pick<Visitor, "id">;
}

/**
 * - `answer`: what they want was understood, and is owed to them.
 * - `hint`: they wanted nothing, or answered nothing.
 */
export interface Wished {
  readonly kind: "answer" | "hint";
  readonly message: Message;
}

/** Plain words that are no question are answered in kind; null: they say nothing we know, or something else was done. */
export async function takeWish(door: Wishing, learner: Learner, intent: Intent): Promise<Wished | null> {
  const { content } = door.said.incoming;
  const plain = intent.kind === "words" || (intent.kind === "unclear" && intent.why !== "no_text");
  if (content.kind !== "text" || !plain) return null;
  const { text } = content;
  // "A" is courtesy, too, but hardly to somebody who asked a question.
  if (looksLikeAnswer(text)) return door.turn === null ? { kind: "hint", message: noOpenQuestionMessage() } : null;
  const wish = wishIn(text, door.turn);
  // What may be an answer is asked about: a keyboard turns "as" into a word of courtesy.
  const mayAnswer = intent.kind === "unclear" && intent.why === "ambiguous";
  if (wish === null || (wish === "courtesy" && mayAnswer)) return null;
  const message = await grant(door, learner, wish, text);
  return { kind: wish === "courtesy" || wish === "greeting" ? "hint" : "answer", message };
}

/** What plain words are about that are no answer. While a question is open, to go on is to answer it. */
export function wishIn(text: string, turn: OpenTurn | null): Wish | null {
  const bare = readBareWish(text);
  return readWish(text) ?? (bare === "lesson" && turn !== null ? null : bare);
}

async function grant({ tx, said, turn, visitor }: Wishing, learner: Learner, wish: Wish, text: string) {
  if (wish === "erase") return askErase(tx, visitor, said.now);
  if (wish === "course" || wish === "terms") return tellLessonsLeft(tx, learner, said.now);
  if (wish === "help")
    return helpMessage((await supervisedUnits(tx, learner.id)).length === 0 ? "learner" : "supervisor");
  return wish === "lesson" ? tellComing(tx, learner, said.now) : answerWish(wish, text, turn);
}

function answerWish(kind: WishView["kind"], text: string, turn: OpenTurn | null): Message {
  const named = kind === "time" ? timeNamed(text) : null;
  const wish = { kind, time: named !== null && isAllowedPushTime(named) ? named : null };
  return turn === null ? wishMessage(wish) : hintMessage(wish, questionView(turn));
}

/** Where the lesson is: waiting, with the time at which it comes by itself, paused, or none is left. */
async function tellComing(tx: Tx, learner: Learner, now: Date): Promise<Message> {
  const life = await readLife(tx, learner.id);
  const today = todayIn(life, now);
  const until = pausedUntil(life, today);
  if (until !== null) return pausedNowMessage(until, today);
  const next = await readNextLesson(tx, life, today);
  if (next === null) return nothingLeft(life);
  const coming = await comingLesson(tx, life, learner.id, learner.pushTime, now);
  return lessonWaitsMessage(next.title, coming.kind === "at" ? coming : null);
}
