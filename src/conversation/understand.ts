import type { DigestAction } from "#domain/digest.ts";
import { grade } from "#domain/grading.ts";
import type { IncomingContent } from "#domain/message.ts";
import { type QuestionRef, readAction, type TapIntent } from "#wording/actions.ts";
import type { ReadAnswer, TypedText } from "#wording/answer.ts";
import { withoutEcho } from "#wording/answer-typed.ts";
import { isTalk, namesNumber } from "#wording/answer-words.ts";
import { looksLikeAnswer, readAnswer } from "#wording/answers.ts";
import { readCode, type TypedCode } from "#wording/codes.ts";
import { type Command, readCommand, takesAnything } from "#wording/keywords.ts";
import { readConsent, readOfferPick } from "#wording/replies.ts";
import { readBareWish, readWish } from "#wording/wishes.ts";
import type { OpenTurn } from "./question-view.ts";

/** An answer to the open question, or, from a button, to the one it names: places as shown, words, or passed over. */
export interface AnswerIntent {
  readonly kind: "answer";
  readonly of: QuestionRef | null;
  readonly said:
    | { readonly kind: "positions"; readonly positions: readonly number[] }
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "skip" };
}

export type Intent =
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "code"; readonly code: TypedCode }
  | { readonly kind: "consent"; readonly agreed: boolean }
  /** How sure they are of themselves, by button. */
  | Extract<TapIntent, { kind: "rating" }>
  /** Something a digest offered, by button, or by its number in the last one. */
  | { readonly kind: "offer"; readonly what: DigestAction | number }
  /** An announcement, by button. */
  | Extract<TapIntent, { kind: "announcement" | "draft" }>
  /** One of the questions that were asked back, by button. */
  | Extract<TapIntent, { kind: "which" }>
  | AnswerIntent
  /** Meant for the open question, but not clear. */
  | { readonly kind: "unclear"; readonly why: "ambiguous" | "not_understood" | "no_text" }
  | { readonly kind: "other_question"; readonly typed: number }
  /** They let us have a phone number. */
  | { readonly kind: "shared"; readonly phone: string }
  | { readonly kind: "choice"; readonly choice: Extract<TapIntent, { kind: "unit" | "page" }> }
  /** Plain words, which only a dialog may be waiting for. */
  | { readonly kind: "words"; readonly text: string }
  /** A press that none of our buttons makes, or one of a question that is long gone. */
  | { readonly kind: "expired" };

/** What a person says, as against what they do to the chat itself. */
export type Utterance = Exclude<IncomingContent, { kind: "blocked" | "unblocked" }>;

/** What the meaning of words depends on. */
export interface Situation {
  /** We asked something that is answered in words: a name, a unit, a confirmation. */
  readonly asking: boolean;
  /** The privacy notice waits for its answer. */
  readonly consenting: boolean;
  /** A digest offered something: it is what was said last, or more was said since. Null: it did not. */
  readonly offered: "last" | "before" | null;
  /** The open question of a learner who agreed. */
  readonly turn: OpenTurn | null;
}

/** What someone wants, by what they did and where they stand. Decides nothing, never throws. */
export function understand(content: Utterance, situation: Situation): Intent {
  switch (content.kind) {
    case "tap":
      return understandTap(content.action);
    case "text":
      return understandText(content.text, situation);
    case "shared":
      return content;
    case "entered": // as by pressing Start elsewhere
      return { kind: "command", command: { command: "start", argument: "", slashed: true } };
    case "other":
      return { kind: "unclear", why: "no_text" };
  }
}

function understandTap(action: string): Intent {
  const tap = readAction(action);
  switch (tap?.kind) {
    case "answer":
      return { kind: "answer", of: tap.of, said: { kind: "positions", positions: tap.positions } };
    case "command":
      return { kind: "command", command: { command: tap.command, argument: tap.argument, slashed: true } };
    case "offer":
      return { kind: "offer", what: tap.action };
    case "consent":
    case "rating":
    case "announcement":
    case "draft":
    case "which":
      return tap;
    case "unit":
    case "page":
      return { kind: "choice", choice: tap };
    case undefined:
      return { kind: "expired" };
  }
}

/**
 * A slash is always a command, and one that we do not know is no answer; a bare command word is one too, unless it is rather an answer to the question that is
 * open.
 */
function understandText(text: string, situation: Situation): Intent {
  const command = readCommand(text);
  if (command?.slashed) return { kind: "command", command };
  if (/^\s*\/\p{L}/u.test(text)) return { kind: "unclear", why: "not_understood" };
  const consent = situation.consenting ? readConsent(text) : null;
  if (consent !== null) return { kind: "consent", agreed: consent === "agree" };
  const code = readCode(text);
  if (situation.asking) {
    if (command?.command === "start" || command?.command === "trogiup") return { kind: "command", command };
    return code !== null && isPlainCode(text, code) ? { kind: "code", code } : { kind: "words", text };
  }
  const pick = picked(text, situation);
  if (pick !== null) return { kind: "offer", what: pick };
  if (code !== null && !(situation.turn !== null && wantsWords(situation.turn))) return { kind: "code", code };
  if (situation.turn !== null) return understandAnswer(text, situation.turn, command);
  return command === null ? { kind: "words", text } : { kind: "command", command };
}

/**
 * The number of an offer: in words it is always one, alone only while nothing was said after the digest, so that a number
 * never answers another question than the one asked last. What is the right answer to an open question in words is that.
 */
function picked(text: string, { offered, turn }: Situation): number | null {
  const pick = offered === null ? null : readOfferPick(text);
  if (pick === null || !(pick.worded || offered === "last")) return null;
  const isAnswer = turn !== null && wantsWords(turn) && isRight(turn, text);
  return isAnswer ? null : pick.number;
}

/** "THANH NAM" has eight letters too: where a name is asked for, a code without a digit must stand in one piece. */
const isPlainCode = (text: string, { code }: TypedCode) => /\d/.test(code) || text.includes(code);

/**
 * Whether a command without its "/" is meant as one while a question is open. Where words are wanted, a command word is
 * an answer if it is the right one; and it is one if more than the bare command was typed ("Hoi dong nhan dan xa" is
 * /hoi to a machine), or if it would write to others: a supervisor whose answer is the word "nhac" must not remind a
 * whole unit by it, while asking for help or for figures does no harm and costs no try.
 */
function isMeant({ command, argument }: Command, turn: OpenTurn, text: string): boolean {
  if (!wantsWords(turn)) return argument === "" || readShown(text, turn).kind !== "options";
  if (isRight(turn, text) || command === "nhac") return false;
  return argument === "" || !takesAnything(command);
}

const mostAnswerWords = 15;

const isRight = (turn: OpenTurn, text: string) => grade(turn.asked, { kind: "text", text }).right;

const wantsWords = (turn: OpenTurn) => turn.asked.type === "short" || turn.asked.type === "numeric";

const answerInWords = (text: string): AnswerIntent => ({ kind: "answer", of: null, said: { kind: "text", text } });

function readShown(text: string, turn: OpenTurn): ReadAnswer {
  const options = turn.order.map((option) => turn.asked.options[option]!.text);
  return readAnswer(text, { type: turn.asked.type, options, openSingle: true });
}

/**
 * A word or a short phrase is asked for: what is longer, or said to us, is no wrong answer; nor are words without a number where
 * only numbers are right. A number is read by itself.
 */
function isAside(text: string, { asked }: OpenTurn, core: string): boolean {
  if (grade(asked, { kind: "text", text: core }).right) return false;
  if (asked.type !== "short") return readWish(text) !== null;
  const words = core.split(/\s+/).length;
  const noNumber = words > 1 && asked.accepted.every(namesNumber) && !namesNumber(core);
  return words > mostAnswerWords || noNumber || isOfAnother(core, asked) || isTalk(text, core) || isWish(text);
}

/** To stop, too: whoever gives it as an answer, and not the right one, is asked again for nothing. */
const isWish = (text: string): boolean => readWish(text) !== null || readBareWish(text) !== null;

/** A label, a number, or whether something is true, where a word is wanted: it answers some other question, unless one like it is right here. */
const isOfAnother = (core: string, { accepted }: OpenTurn["asked"]): boolean =>
  looksLikeAnswer(core) && !accepted.some((one) => looksLikeAnswer(one) || (namesNumber(core) && namesNumber(one)));

/** What is right in some reading is an answer, in that reading; else it may be said to us. */
function understandWords(text: string, turn: OpenTurn, { text: typed, core }: TypedText): Intent {
  if (isRight(turn, typed)) return answerInWords(typed);
  const right = [core, ...withoutEcho(core, turn.asked.prompt)].find((reading) => isRight(turn, reading));
  if (right !== undefined) return answerInWords(right);
  return isAside(text, turn, core) ? { kind: "unclear", why: "not_understood" } : answerInWords(typed);
}

function understandAnswer(text: string, turn: OpenTurn, command: Command | null): Intent {
  if (command !== null && isMeant(command, turn, text)) return { kind: "command", command };
  // An author may accept even "ok": what is right as it stands needs no reading.
  if (wantsWords(turn) && isRight(turn, text)) return answerInWords(text);
  const read = readShown(text, turn);
  if ("questionNumber" in read && read.questionNumber !== null && read.questionNumber !== turn.number) {
    return { kind: "other_question", typed: read.questionNumber };
  }
  switch (read.kind) {
    case "options":
      return { kind: "answer", of: null, said: { kind: "positions", positions: read.positions } };
    case "text":
      return understandWords(text, turn, read);
    case "skip":
      return { kind: "answer", of: null, said: { kind: "skip" } };
    case "ask":
      return { kind: "unclear", why: "ambiguous" };
    case "none":
      return { kind: "unclear", why: "not_understood" };
  }
}
