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
import { readWish, timeNamed } from "#wording/wishes.ts";
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

/** Plain words that are no question are answered in kind; null: they say nothing we know, or something else was done. */
export async function takeWish(
  { tx, said, turn, visitor }: Wishing,
  learner: Learner,
  intent: Intent,
): Promise<Message | null> {
  const { content } = said.incoming;
  const plain = intent.kind === "words" || (intent.kind === "unclear" && intent.why !== "no_text");
  if (content.kind !== "text" || !plain) return null;
  if (turn === null && looksLikeAnswer(content.text)) return noOpenQuestionMessage();
  const wish = readWish(content.text);
  if (wish === null) return null;
  if (wish === "erase") return askErase(tx, visitor, said.now);
  if (wish === "course" || wish === "terms") return tellLessonsLeft(tx, learner, said.now);
  if (wish === "help")
    return helpMessage((await supervisedUnits(tx, learner.id)).length === 0 ? "learner" : "supervisor");
  return wish === "lesson" ? tellComing(tx, learner, said.now) : answerWish(wish, content.text, turn);
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
