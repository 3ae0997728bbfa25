import { type Dialog, setDialog } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import { grade } from "#domain/grading.ts";
import type { ChatId, InboxId, LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Question } from "#domain/question.ts";
import { addMinutes, type Zone } from "#domain/time.ts";
import type { Visitor } from "#learning/visit.ts";
import { ask } from "#supervision/ask.ts";
import { findScope } from "#supervision/scope.ts";
import type { TapIntent } from "#wording/actions.ts";
import { looksLikeAnswer } from "#wording/answers.ts";
import { readChoice } from "#wording/ask/choice.ts";
import { asksOutright, asksWhatIsLeft, wishesForFile, wishesToNudge } from "#wording/ask/outright.ts";
import { labelOf } from "#wording/ask/read-question.ts";
import type { Choice } from "#wording/ask/vocabulary.ts";
import { whichExpiredMessage } from "#wording/compose-finding.ts";
import { exportHowMessage, nudgeHowMessage } from "#wording/compose-supervisor.ts";
import { readWish, type Wish } from "#wording/wishes.ts";
import { type Asked, type Asker, answerQuestion, askFreely, readVocabulary } from "./asking.ts";
import { type Learner, tellLessonsLeft, tellRank } from "./own.ts";
import type { OpenTurn } from "./question-view.ts";
import type { Said } from "./receive.ts";
import type { Intent } from "./understand.ts";
import { takeWish, wishIn } from "./wishing.ts";

/** How long a question is remembered, so that the next one may go on from it. */
const remembered = 15;

/** An update of somebody who agreed. */
interface Door {
  readonly deps: { readonly zone: Zone };
  readonly tx: Tx;
  readonly said: Said;
  readonly visitor: Pick<Visitor, "id" | "dialog">;
  readonly turn: OpenTurn | null;
}

interface Typed extends Asker {
  readonly chat: ChatId;
  /** The update it came with. */
  readonly inbox: InboxId;
  readonly dialog: Dialog | null;
  readonly text: string;
  readonly intent: Intent;
  /** The quiz question that is open. */
  readonly turn: OpenTurn | null;
  /** Who asks. */
  readonly learner: Learner;
}

/**
 * - `answer`: the words were a question about progress, or picked one of several, or a wish.
 * - `hint`: they were not understood, and whoever typed them can ask: what can be asked. Or they were thanks, or a greeting.
 */
interface Heard {
  readonly kind: "answer" | "hint";
  readonly message: Message;
  /** To be called once it is owed: what it offers can be picked from then on. */
  readonly sent?: () => Promise<void>;
}

/**
 * What plain words ask about progress, or say in passing; null: nothing, they are something else. An answer to the quiz question that is
 * open stays one, if it is right or can be read; what is asked instead costs no try.
 */
export async function hearWords(door: Door, learner: Learner, intent: Intent): Promise<Heard | null> {
  const { deps, tx, said, visitor, turn } = door;
  const { content } = said.incoming;
  if (content.kind !== "text") return null;
  const { id: chat, dialog } = visitor;
  const { inbox, now } = said;
  const typed = { chat, inbox, dialog, text: content.text, intent, turn, viewer: learner.id, zone: deps.zone, now };
  const heard = await hear(tx, { ...typed, learner });
  return heard ?? (await takeWish(door, learner, intent));
}

/**
 * A press on one of the questions that were asked back. Rights and figures are read anew; a press under what was asked long
 * ago, or before something else, only says so.
 */
export async function takeWhich(
  { deps, tx, said, visitor: { id: chat, dialog } }: Door,
  viewer: LearnerId,
  { asked, place }: Extract<TapIntent, { kind: "which" }>,
): Promise<Message> {
  const { inbox, now } = said;
  const open = dialog?.kind === "which" && dialog.asked === asked && isFresh(dialog, now) ? dialog.questions : [];
  const question = open[place];
  if (question === undefined) return whichExpiredMessage();
  const answer = await answerOf(
    tx,
    { chat, dialog, inbox, now },
    await answerQuestion(tx, question, { viewer, zone: deps.zone, now }, ask),
  );
  return answer.message;
}

async function hear(tx: Tx, typed: Typed): Promise<Heard | null> {
  const picked = await pick(tx, typed);
  if (picked !== null) return picked;
  const wished = await wishedNudge(tx, typed);
  if (wished !== null) return wished;
  const text = await wordsToRead(tx, typed);
  if (text === null) return null;
  const wish = readWish(text);
  if (wish !== null && ownMatters.has(wish)) return null;
  const open = typed.turn !== null;
  const asked = await askFreely(tx, { ...typed, text, open, before: questionBefore(typed) }, ask);
  const isAnswer = typed.turn === null && typed.dialog?.kind !== "which" && looksLikeAnswer(text);
  // Whether there are lessons at a holiday sounds like a question about others: whoever may not ask that has a wish.
  const isWish = wishIn(text, typed.turn) !== null;
  if (isWish && (asked.kind === "lost" || asked.kind === "refused")) return null;
  if (asked.kind === "lost") return isAnswer ? null : howTo(tx, typed, asked);
  const own = asked.kind === "found" ? await tellOwn(tx, typed, asked.finding.question, text) : null;
  return answerOf(tx, typed, { ...asked, message: own ?? asked.message });
}

/** What a command tells better of whoever asks: how many lessons are left, their place on the board of their unit. Null: nothing. */
async function tellOwn(tx: Tx, { learner, now }: Typed, question: Question, text: string): Promise<Message | null> {
  if (isOwnLessons(question) && asksWhatIsLeft(text)) return tellLessonsLeft(tx, learner, now);
  return question.subject.kind === "me" && question.form.kind === "place" ? tellRank(tx, learner) : null;
}

const isOwnLessons = ({ measure, subject, period }: Question): boolean =>
  measure === "lessons" && subject.kind === "me" && period.kind === "now";

/** What sounds like a question about others (a second consent: who has agreed), and is about who says it. */
const ownMatters: ReadonlySet<Wish> = new Set([
  "agreed",
  "withdraws",
  "erase",
  "data",
  "lesson",
  "certificate",
  "terms",
]);

/** A number or a label, while it is asked which question is meant. Whatever else is typed ends that, and goes on from what was asked before. */
async function pick(tx: Tx, typed: Typed): Promise<Heard | null> {
  const { dialog, text, turn } = typed;
  if (dialog?.kind !== "which") return null;
  const mayPick = isFresh(dialog, typed.now) && (turn === null || !isLetter(text));
  const question = mayPick ? await chosen(tx, typed, dialog.questions) : null;
  if (question !== null) return answerOf(tx, typed, await answerQuestion(tx, question, typed, ask));
  if (!text.trimStart().startsWith("/")) {
    const { before, at } = dialog;
    await setDialog(tx, typed.chat, before === undefined ? null : { kind: "asked", question: before, at });
  }
  return null;
}

/** The quiz asks for a letter, what was asked back for a number. */
const isLetter = (text: string): boolean => /^[^\p{L}\p{N}]*\p{L}[^\p{L}\p{N}]*$/u.test(text);

async function chosen(tx: Tx, typed: Typed, questions: readonly Question[]): Promise<Question | null> {
  const numbered = readChoice(
    typed.text,
    questions.map(() => ""),
  );
  if (numbered !== null) return questions[numbered]!;
  const vocabulary = await readVocabulary(tx, typed, typed.text, questions);
  const labelled = readChoice(
    typed.text,
    questions.map((question) => labelOf(question, vocabulary)),
  );
  return labelled === null ? null : questions[labelled]!;
}

/** The words that may be a question; null: they are something else for certain. */
async function wordsToRead(tx: Tx, { text, intent, turn, viewer }: Typed): Promise<string | null> {
  switch (intent.kind) {
    case "words":
      return text;
    case "unclear":
      return intent.why === "no_text" || text.trimStart().startsWith("/") ? null : text;
    case "answer": {
      if (intent.said.kind !== "text" || turn === null) return null;
      return !grade(turn.asked, intent.said).right && asksOutright(text) ? text : null;
    }
    case "command": {
      const { command, argument, slashed } = intent.command;
      if (slashed || argument === "") return null;
      if (command === "hoi") return argument;
      if (command !== "tiendo" && command !== "chuahoc") return null;
      return (await findScope(tx, argument, viewer)).ok ? null : text;
    }
    default:
      return null;
  }
}

const isPlain = ({ kind }: Intent): boolean => kind === "words" || kind === "unclear";

const isFresh = ({ at }: { readonly at: string }, now: Date): boolean => addMinutes(new Date(at), remembered) >= now;

function questionBefore({ dialog, now }: Pick<Typed, "dialog" | "now">): Question | null {
  if (dialog?.kind === "asked") return isFresh(dialog, now) ? dialog.question : null;
  return dialog?.kind === "which" && isFresh(dialog, now) ? (dialog.before ?? null) : null;
}

/** Says what was found or asked back, and remembers it for the next words of this chat. */
async function answerOf(
  tx: Tx,
  typed: Pick<Typed, "chat" | "dialog" | "inbox" | "now">,
  asked: Exclude<Asked, { kind: "lost" }>,
): Promise<Heard> {
  if (asked.kind === "found") {
    const at = typed.now.toISOString();
    await setDialog(tx, typed.chat, { kind: "asked", question: asked.finding.question, at });
  }
  if (asked.kind === "which") await offer(tx, typed, asked.choices);
  return { kind: "answer", message: asked.message };
}

/** One of these can be picked from now on. */
async function offer(
  tx: Tx,
  typed: Pick<Typed, "chat" | "dialog" | "inbox" | "now">,
  choices: readonly Choice[],
): Promise<void> {
  const before = questionBefore(typed);
  await setDialog(tx, typed.chat, {
    kind: "which",
    asked: typed.inbox,
    questions: choices.map(({ question }) => question),
    at: typed.now.toISOString(),
    ...(before === null ? {} : { before }),
  });
}

/** For whoever supervises, and is not rather answering the quiz question that is open: what they then name, they ask about. */
function howTo(tx: Tx, typed: Typed, asked: Extract<Asked, { kind: "lost" }>): Heard | null {
  const { intent, text, turn } = typed;
  if (asked.offered === null || !isPlain(intent)) return null;
  const { message, choices, unit } = asked;
  if (wishesToNudge(text)) return { kind: "answer", message: nudgeHowMessage(unit) };
  if (wishesForFile(text)) return { kind: "answer", message: exportHowMessage(unit) };
  if (turn !== null && asked.offered === "examples") return null;
  return { kind: asked.offered === "near" ? "answer" : "hint", message, sent: () => offer(tx, typed, choices) };
}

/** To remind "commune A, please": what was typed is no name as it stands, but may begin with one. */
async function wishedNudge(tx: Tx, { intent, viewer }: Typed): Promise<Heard | null> {
  if (intent.kind !== "command" || intent.command.command !== "nhac" || intent.command.slashed) return null;
  const words = intent.command.argument.split(" ");
  for (let length = words.length; length > 0; length--) {
    const name = words.slice(0, length).join(" ");
    const found = await findScope(tx, name, viewer);
    if (!found.ok && found.problem.kind === "unknown") continue;
    return length < words.length && found.ok ? { kind: "answer", message: nudgeHowMessage(name) } : null;
  }
  return null;
}
