import type { AttemptId, UnitId } from "#domain/ids.ts";
import type { Action } from "#domain/message.ts";
import type { CommandName } from "./keywords.ts";

/** The question a button answers: an attempt's, by its index in the lesson's bank, or the one a review has open. */
export type QuestionRef =
  | {
      readonly kind: "lesson";
      readonly attempt: AttemptId;
      /** Index of the question in the lesson version's bank. */
      readonly question: number;
      readonly comeback: boolean;
    }
  | {
      readonly kind: "review";
      /** Whatever names the card that is asked, a positive integer. */
      readonly card: number;
    };

/** What a press means. Positions are of the options as shown. */
export type TapIntent =
  | { readonly kind: "answer"; readonly of: QuestionRef; readonly positions: readonly number[] }
  | { readonly kind: "consent"; readonly agreed: boolean }
  | { readonly kind: "unit"; readonly unit: UnitId }
  /** Another page of a numbered list, from 0. */
  | { readonly kind: "page"; readonly page: number }
  | { readonly kind: "command"; readonly command: TapCommand };

/** Commands that stand on buttons. */
export type TapCommand = Extract<CommandName, "baihoc" | "ontap" | "tieptuc" | "trogiup">;
const tapCommands: readonly TapCommand[] = ["baihoc", "ontap", "tieptuc", "trogiup"];

const action = (text: string) => text as Action;

const prefixOf = (of: QuestionRef): string =>
  of.kind === "lesson" ? `a:${of.attempt}:${of.question}:${of.comeback ? 1 : 0}:` : `r:${of.card}:`;

/** Answers with the option at `position`. */
export const answerAction = (of: QuestionRef, position: number): Action => action(`${prefixOf(of)}${position}`);

/** For the button that submits: the platform appends the positions switched on. */
export const submitAction = (of: QuestionRef): Action => action(prefixOf(of));

export const consentAction = (agreed: boolean): Action => action(agreed ? "c:1" : "c:0");
export const unitAction = (unit: UnitId): Action => action(`u:${unit}`);
export const pageAction = (page: number): Action => action(`p:${page}`);
export const commandAction = (command: TapCommand): Action => action(`x:${command}`);

const int = "(0|[1-9]\\d{0,15})";
const list = "((?:[0-4](?:,[0-4])*)?)";
const forms = {
  lesson: new RegExp(`^a:${int}:(0|[1-9]\\d{0,2}):([01]):${list}$`),
  review: new RegExp(`^r:${int}:${list}$`),
  unit: new RegExp(`^u:${int}$`),
  page: /^p:(0|[1-9]\d{0,3})$/,
  command: /^x:([a-z]+)$/,
};

/** What a press says, or null for what none of our buttons says: anybody can send anything. */
export function readAction(text: string): TapIntent | null {
  if (text.length > 40) return null;
  if (text === "c:1" || text === "c:0") return { kind: "consent", agreed: text === "c:1" };
  return readAnswerTap(text) ?? readChoiceTap(text);
}

function readAnswerTap(text: string): TapIntent | null {
  const lesson = forms.lesson.exec(text);
  if (lesson !== null) {
    const [, attempt, question, comeback, chosen] = lesson;
    const of = {
      kind: "lesson",
      attempt: Number(attempt) as AttemptId,
      question: Number(question),
      comeback: comeback === "1",
    } as const;
    return answer(of, Number(attempt), chosen!);
  }
  const review = forms.review.exec(text);
  return review === null ? null : answer({ kind: "review", card: Number(review[1]) }, Number(review[1]), review[2]!);
}

function answer(of: QuestionRef, id: number, chosen: string): TapIntent | null {
  const positions = chosen === "" ? [] : chosen.split(",").map(Number);
  const twice = new Set(positions).size !== positions.length;
  return isId(id) && !twice ? { kind: "answer", of, positions } : null;
}

function readChoiceTap(text: string): TapIntent | null {
  const unit = Number(forms.unit.exec(text)?.[1] ?? 0);
  if (isId(unit)) return { kind: "unit", unit: unit as UnitId };
  const page = forms.page.exec(text)?.[1];
  if (page !== undefined) return { kind: "page", page: Number(page) };
  const command = tapCommands.find((known) => known === forms.command.exec(text)?.[1]);
  return command === undefined ? null : { kind: "command", command };
}

const isId = (id: number): boolean => Number.isSafeInteger(id) && id > 0;
