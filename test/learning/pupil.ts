import type { Db, Tx } from "#db/connect.ts";
import { lockLearner } from "#db/roster/people.ts";
import type { Question } from "#domain/course.ts";
import type { Chosen } from "#domain/grading.ts";
import type { BotKey, LearnerId } from "#domain/ids.ts";
import type { ChatAddress } from "#domain/message.ts";
import { instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import { type Answer, answer } from "#learning/answer.ts";
import { openLesson, type TurnView } from "#learning/lesson.ts";
import { visit } from "#learning/visit.ts";
import type { TestDatabase } from "../setup/database.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;

/** In Vietnam. 2026-03-02 is a Monday. */
export const at = (day: string, time = "08:00"): Date => instantOf(zone, day as LocalDate, time as LocalTime);

export const day = (text: string) => text as LocalDate;
export const time = (text: string) => text as LocalTime;

export const address = (chat: string, bot = "webchat:demo"): ChatAddress => ({ bot: bot as BotKey, chat });

/** Leaves the migrated tables empty. */
export async function wipe({ sql }: TestDatabase): Promise<void> {
  await sql`truncate people, units, cohorts, course_versions, lesson_versions, corrections, chats, inbox, audit, holidays, pulses, outages,
    lanes, webchat_messages, erased_chats restart identity cascade`;
}

export const rightChoice = (question: Question): Chosen => {
  if (question.type === "short" || question.type === "numeric") return { kind: "text", text: question.accepted[0]! };
  const indexes = question.options.map((_, index) => index);
  return {
    kind: "options",
    indexes: question.type === "order" ? indexes : indexes.filter((i) => question.options[i]!.right),
  };
};

export const wrongChoice = (question: Question): Chosen => {
  if (question.type === "short" || question.type === "numeric") return { kind: "text", text: "không phải" };
  const indexes = question.options.map((_, index) => index);
  if (question.type === "order") return { kind: "options", indexes: indexes.toReversed() };
  return { kind: "options", indexes: indexes.filter((i) => !question.options[i]!.right).slice(0, 1) };
};

export async function openedTurn(db: Db, learner: LearnerId, now: Date): Promise<TurnView> {
  const opened = await db.transaction((tx) => openLesson(tx, learner, now));
  if (opened.kind !== "lesson") throw new Error(`no lesson but ${opened.kind}`);
  return opened.view.turn;
}

export const give = (db: Db, learner: LearnerId, turn: TurnView, chosen: Chosen | null, when: Date): Promise<Answer> =>
  db.transaction((tx) =>
    answer(
      tx,
      { learner, attemptId: turn.attemptId, question: turn.question, comeback: turn.comeback, chosen },
      when,
      null,
      when,
    ),
  );

/** Opens the next lesson and answers it to the end; `tries` says which first tries are right, all when it is short. */
export async function learn(
  db: Db,
  learner: LearnerId,
  when: Date,
  tries: readonly boolean[] = [],
): Promise<Extract<Answer, { kind: "verdict" }>[]> {
  const verdicts: Extract<Answer, { kind: "verdict" }>[] = [];
  for (let turn: TurnView | null = await openedTurn(db, learner, when), n = 0; turn !== null; n++) {
    const right = turn.comeback || (tries[n] ?? true);
    const given = await give(db, learner, turn, right ? rightChoice(turn.asked) : wrongChoice(turn.asked), when);
    if (given.kind !== "verdict") throw new Error(`no verdict but ${given.kind}`);
    verdicts.push(given);
    turn = given.next;
  }
  return verdicts;
}

/** Does something as the learner, their row locked. */
export const as = <Value>(
  db: Db,
  learner: LearnerId,
  deed: (tx: Tx, learner: NonNullable<Awaited<ReturnType<typeof lockLearner>>>) => Promise<Value>,
): Promise<Value> => db.transaction(async (tx) => deed(tx, (await lockLearner(tx, learner))!));

/** Does something as whoever writes from this chat. */
export const from = <Value>(
  db: Db,
  chat: ChatAddress,
  when: Date,
  deed: (tx: Tx, visitor: Awaited<ReturnType<typeof visit>>) => Promise<Value>,
): Promise<Value> => db.transaction(async (tx) => deed(tx, await visit(tx, chat, when)));
