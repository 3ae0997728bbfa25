import { setDialog } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import { type MyData, readMyData } from "#db/records/my-data.ts";
import type { Message } from "#domain/message.ts";
import { addMinutes, dateIn, type Zone } from "#domain/time.ts";
import { eraseLearner } from "#learning/erase.ts";
import type { Visitor } from "#learning/visit.ts";
import { dataMessage, eraseAskMessage, erasedMessage } from "#wording/compose-learner.ts";
import { dateInWords, numberInWords } from "#wording/format.ts";
import type { Learner } from "./own.ts";
import type { Reply } from "./receive.ts";

/** `/dulieu`: what is kept about the person, in short. */
export async function tellData(tx: Tx, learner: Learner, zone: Zone): Promise<Message> {
  const data = await readMyData(tx, learner.id);
  if (data === null) throw new Error(`learner ${learner.id} is not there`);
  const { person, posts } = data;
  const supervises = posts.some(({ role }) => role === "supervisor");
  return dataMessage({
    fullName: person.fullName ?? "",
    unit: posts.map(({ unit }) => unit).join("; ") || null,
    title: posts.flatMap(({ title }) => title ?? []).join("; ") || null,
    email: person.email,
    phone: person.phone,
    code: person.code,
    role: posts.length === 0 ? null : supervises ? "supervisor" : "learner",
    cohorts: data.cohorts.map(({ name }) => name),
    chats: data.chats.map(({ bot }) => bot.split(":")[0]!),
    agreed: person.agreedAt === null ? null : dateInWords(dateIn(zone, new Date(person.agreedAt))),
    pushTime: person.pushTime,
    ...counts(data),
  });
}

function counts(data: MyData): Record<"lessons" | "answers" | "points" | "kept" | "messages" | "written", string> {
  const { attempts, exercises, points, keptDays, messages, written } = data;
  return {
    lessons: numberInWords(attempts.filter(({ completedAt }) => completedAt !== null).length),
    answers: numberInWords([...attempts, ...exercises].reduce((sum, { answers }) => sum + answers.length, 0)),
    points: numberInWords(points.reduce((sum, entry) => sum + entry.points, 0)),
    kept: numberInWords(keptDays.length),
    messages: numberInWords(messages.length),
    written: numberInWords(written.length),
  };
}

/** How long the words that confirm an erasure are waited for: the answer to a lesson of the next day is none of them. */
const confirmMinutes = 60;

/** `/xoa`: asks for the words that confirm it. */
export async function askErase(tx: Tx, visitor: Pick<Visitor, "id">, now: Date): Promise<Message> {
  await setDialog(tx, visitor.id, { kind: "confirm_erase", at: now.toISOString() });
  return eraseAskMessage();
}

/** The visitor, of whom no erasure is asked any more that was asked long before they wrote. */
export async function withoutOldErase(tx: Tx, visitor: Visitor, wrote: Date): Promise<Visitor> {
  const { dialog, id } = visitor;
  const asked = dialog?.kind === "confirm_erase" ? dialog.at : undefined;
  if (asked === undefined || addMinutes(new Date(asked), confirmMinutes) >= wrote) return visitor;
  await setDialog(tx, id, null);
  return { ...visitor, dialog: null };
}

/** The words were typed: nothing personal is left, and the goodbye is owed to a chat that is nobody's. */
export async function erase(tx: Tx, visitor: Visitor, learner: Learner, now: Date): Promise<Reply | null> {
  const erased = await eraseLearner(tx, learner.id, learner.id, visitor.id, now);
  if (erased.kind === "nobody" || erased.goodbye === null) return null;
  return { to: { ...erased.goodbye, learnerId: null }, messages: [erasedMessage()] };
}
