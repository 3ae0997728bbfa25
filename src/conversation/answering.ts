import type { Tx } from "#db/connect.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Visitor } from "#learning/visit.ts";
import { type HintAbout, hintMessage } from "#wording/compose-hints.ts";
import { takeExerciseAnswer } from "./exercising.ts";
import { hint } from "./hinting.ts";
import type { Learner } from "./own.ts";
import { isExercise, type OpenTurn, questionView } from "./question-view.ts";
import type { Said } from "./receive.ts";
import { isUnseen, takeAnswer } from "./studying.ts";
import type { AnswerIntent } from "./understand.ts";

interface Answering {
  readonly deps: { readonly countsMessages: (bot: BotKey) => boolean };
  readonly tx: Tx;
  readonly said: Said;
  readonly visitor: Visitor;
  readonly turn: OpenTurn | null;
}

/** A typed answer belongs to the question shown last; a button says by itself whose it is. */
export async function answerTo(
  visit: Answering,
  learner: Learner,
  intent: AnswerIntent,
): Promise<Message | readonly Message[] | null> {
  const { tx, said, turn, visitor } = visit;
  const { of } = intent;
  if (of === null && turn !== null && (await isUnseen(tx, turn, visitor.id)))
    return hint(visit, hintOn(turn, { kind: "unseen" }));
  if (of?.kind === "exercise") return takeExerciseAnswer(tx, learner.id, intent, of, said);
  if (of === null && turn !== null && isExercise(turn)) {
    const { exerciseId: exercise, item } = turn;
    return takeExerciseAnswer(tx, learner.id, intent, { kind: "exercise", exercise, item }, said);
  }
  return takeAnswer(tx, learner.id, { ...intent, of }, said);
}

/** A hint to the question that is open. */
export const hintOn = (turn: OpenTurn, about: HintAbout): Message => hintMessage(about, questionView(turn));
