import type { Message } from "#domain/message.ts";
import type { LocalTime } from "#domain/time.ts";
import { part, say, titled } from "./build.ts";
import { howToAnswer, type QuestionView, questionReply } from "./compose-question.ts";
import { hintWords as words } from "./vi-hints.ts";
import { joinWords } from "./vi-join.ts";
import type { Wish } from "./wishes.ts";

/**
 * A hint to someone with an open question: what was wrong, that it costs nothing, and the choices. The question's
 * buttons come with it, so that it can be answered from here.
 */
export type HintAbout =
  /** No answer, no command. */
  | { readonly kind: "not_understood" }
  /** Two readings. */
  | { readonly kind: "ambiguous" }
  /** A sticker, a photo, a voice message. */
  | { readonly kind: "no_text" }
  /** The number typed is not that of the open question. */
  | { readonly kind: "other_question"; readonly typed: number }
  /** Typed before the question had come: once more for the one before it. */
  | { readonly kind: "unseen" }
  /** Said to us, and not to the question. */
  | WishView;

/** What plain words are about; `time`: the one they name, if it is one that can be chosen. */
export interface WishView {
  readonly kind: Exclude<Wish, "lesson" | "erase" | "course" | "terms" | "help">;
  readonly time: LocalTime | null;
}

export function hintMessage(about: HintAbout, question: QuestionView): Message {
  const open = words.openQuestion(question.number, question.of);
  const lines = [aboutInWords(about), words.costsNothing, open];
  const reply = questionReply(question);
  return say([part(...lines, ...(reply.typedHint == null ? [howToAnswer(question)] : []))], reply);
}

function aboutInWords(about: HintAbout): string {
  switch (about.kind) {
    case "not_understood":
      return words.notUnderstood;
    case "ambiguous":
      return words.ask;
    case "no_text":
      return words.typeText;
    case "other_question":
      return words.otherQuestion(about.typed);
    case "unseen":
      return words.answeredBefore;
    default:
      return wishInWords(about);
  }
}

function wishInWords({ kind, time }: WishView): string {
  switch (kind) {
    case "courtesy":
      return words.thanks;
    case "greeting":
      return words.hello;
    case "agreed":
      return words.agreedBefore;
    case "withdraws":
      return words.withdrawHow;
    case "time":
      return words.timeHow(time ?? "07:15");
    case "pause":
      return words.pauseHow;
    case "leave":
      return words.leaveHow;
    case "data":
      return words.dataHow;
    case "stuck":
      return words.stuckHow;
    case "certificate":
      return words.certificateHow;
    case "office":
      return words.officeHow;
    case "trust":
      return words.trustHow;
    case "link":
      return words.linkHow;
    case "screen":
      return words.screenHow;
    case "mistake":
      return words.mistakeHow;
    case "library":
      return words.rereadHow;
    case "standing":
      return words.standingHow;
    case "later":
      return words.laterHow;
  }
}

/** The same where no question is open. */
export function wishMessage(wish: WishView): Message {
  if (wish.kind === "stuck") return say([part(words.rereadHow)]);
  const more =
    wish.kind === "greeting"
      ? [words.learnHow, words.helpHow]
      : wish.kind === "agreed" || wish.kind === "later"
        ? [words.learnHow]
        : [];
  return say([part(wishInWords(wish), ...more)]);
}

/** Not understood, and no question is open. */
export const notUnderstoodMessage = (): Message => say([part(words.notUnderstood, words.helpHow)]);

/** A sticker, a photo or a voice message, and no question is open. */
export const noTextMessage = (): Message => say([part(words.typeText, words.helpHow)]);

/** An answer to a question that has its answer. */
export const alreadyAnsweredMessage = (): Message => say([part(words.alreadyAnswered)]);

/** An answer where nothing was asked. */
export const noOpenQuestionMessage = (): Message => say([part(words.noOpenQuestion, words.learnHow)]);

/** A press that none of our buttons makes, or that is long past. */
export const expiredButtonMessage = (): Message => say([part(words.expired, words.learnHow)]);

/** A learner's command from someone we do not know. */
export const notJoinedMessage = (): Message =>
  say([part(words.notJoined), part(joinWords.howToJoin), part(joinWords.alreadyElsewhere)]);

export const comingSoonMessage = (): Message => say([part(words.comingSoon)]);

export type HelpRole = "stranger" | "learner" | "supervisor";

export function helpMessage(role: HelpRole): Message {
  if (role === "stranger") {
    return say([part(joinWords.stranger), titled(words.helpTitle, ...words.helpStranger, words.helpLearner.at(-1)!)]);
  }
  const more = role === "supervisor" ? titled(words.helpSupervisorTitle, ...words.helpSupervisor) : null;
  return say([titled(words.helpTitle, ...words.helpLearner), more, part(words.helpAnswers), part(words.neverSend)]);
}
