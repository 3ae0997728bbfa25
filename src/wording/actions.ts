import type { Moment, Rating } from "#domain/confidence.ts";
import type { DigestAction, DigestDeed } from "#domain/digest.ts";
import type { AttemptId, CohortId, ExerciseId, InboxId, UnitId } from "#domain/ids.ts";
import type { Action } from "#domain/message.ts";
import type { CommandName } from "./keywords.ts";

/** The question a button answers: an attempt's, by its index in the lesson's bank, or an exercise's, by its place in it. */
export type QuestionRef =
  | {
      readonly kind: "lesson";
      readonly attempt: AttemptId;
      /** Index of the question in the lesson version's bank. */
      readonly question: number;
      readonly comeback: boolean;
    }
  | {
      readonly kind: "exercise";
      readonly exercise: ExerciseId;
      /** Index in the exercise's items. */
      readonly item: number;
    };

/** What a press means. Positions are of the options as shown. */
export type TapIntent =
  | { readonly kind: "answer"; readonly of: QuestionRef; readonly positions: readonly number[] }
  | { readonly kind: "consent"; readonly agreed: boolean }
  | { readonly kind: "unit"; readonly unit: UnitId }
  /** Another page of a numbered list, from 0. */
  | { readonly kind: "page"; readonly page: number }
  | { readonly kind: "command"; readonly command: TapCommand; readonly argument: string }
  | { readonly kind: "rating"; readonly of: RatedModule; readonly rating: Rating }
  /** Does what a digest offered. */
  | { readonly kind: "offer"; readonly action: DigestAction }
  /** Begins an announcement. */
  | { readonly kind: "announcement" }
  /** Sends or drops the announcement that was shown in answer to an update. */
  | { readonly kind: "draft"; readonly draft: InboxId; readonly send: boolean }
  /** Which of several questions was meant, from 0, where that was asked back in answer to an update. */
  | { readonly kind: "which"; readonly asked: InboxId; readonly place: number };

/** The module somebody rates themselves about, by its place in the cohort's course, from 1. */
export interface RatedModule {
  readonly cohort: CohortId;
  readonly number: number;
  readonly moment: Moment;
}

/** Commands that stand on buttons. */
const tapCommands = [
  ...(["baihoc", "ontap", "tieptuc", "trogiup", "dauvao", "vaothang", "thuvien", "luyen", "hoclai"] as const),
] satisfies CommandName[];
export type TapCommand = (typeof tapCommands)[number];

const action = (text: string) => text as Action;

const prefixOf = (of: QuestionRef): string =>
  of.kind === "lesson" ? `a:${of.attempt}:${of.question}:${of.comeback ? 1 : 0}:` : `e:${of.exercise}:${of.item}:`;

/** Answers with the option at `position`. */
export const answerAction = (of: QuestionRef, position: number): Action => action(`${prefixOf(of)}${position}`);

/** For the button that submits: the platform appends the positions switched on. */
export const submitAction = (of: QuestionRef): Action => action(prefixOf(of));

export const consentAction = (agreed: boolean): Action => action(agreed ? "c:1" : "c:0");
export const unitAction = (unit: UnitId): Action => action(`u:${unit}`);
export const pageAction = (page: number): Action => action(`p:${page}`);
/** @param argument "4.2", what may stand behind the command; "" for nothing */
export const commandAction = (command: TapCommand, argument = ""): Action =>
  action(`x:${command}${argument === "" ? "" : `:${argument}`}`);
export const ratingAction = ({ cohort, number, moment }: RatedModule, rating: Rating): Action =>
  action(`k:${cohort}:${number}:${moment === "before" ? "b" : "a"}:${rating}`);

const offerLetters: Readonly<Record<DigestDeed, string>> = { nudge: "n", invite: "i", reach: "r" };

/** Does what a digest offers, for a unit or, 0, for all of them. */
export const offerAction = ({ kind, unit }: DigestAction): Action => action(`g:${offerLetters[kind]}:${unit ?? 0}`);

export const announcementAction = (): Action => action("n:new");
export const draftAction = (draft: InboxId, send: boolean): Action => action(`n:${send ? 1 : 0}:${draft}`);

/** Picks one of the questions asked back, at most nine, by its place from 0. */
export const whichAction = (asked: InboxId, place: number): Action => action(`q:${asked}:${place}`);

const int = "(0|[1-9]\\d{0,15})";
const list = "((?:[0-4](?:,[0-4])*)?)";
const forms = {
  lesson: new RegExp(`^a:${int}:(0|[1-9]\\d{0,2}):([01]):${list}$`),
  exercise: new RegExp(`^e:${int}:(0|[1-9]\\d{0,2}):${list}$`),
  unit: new RegExp(`^u:${int}$`),
  page: /^p:(0|[1-9]\d{0,3})$/,
  command: /^x:([a-z]+)(?::([1-9]\d?(?:\.[1-9]\d?)?))?$/,
  offer: new RegExp(`^g:([nir]):${int}$`),
  draft: new RegExp(`^n:([01]):${int}$`),
  which: new RegExp(`^q:${int}:([0-8])$`),
  rating: new RegExp(`^k:${int}:([1-9]\\d?):([ab]):([1-5])$`),
};

/** What a press says, or null for what none of our buttons says: anybody can send anything. */
export function readAction(text: string): TapIntent | null {
  if (text.length > 40) return null;
  if (text === "c:1" || text === "c:0") return { kind: "consent", agreed: text === "c:1" };
  return readAnswerTap(text) ?? readOfferTap(text) ?? readDraftTap(text) ?? readWhichTap(text) ?? readChoiceTap(text);
}

function readWhichTap(text: string): TapIntent | null {
  const [, asked, place] = forms.which.exec(text) ?? [];
  return isId(Number(asked)) ? { kind: "which", asked: Number(asked) as InboxId, place: Number(place) } : null;
}

function readDraftTap(text: string): TapIntent | null {
  if (text === "n:new") return { kind: "announcement" };
  const [, send, id] = forms.draft.exec(text) ?? [];
  return isId(Number(id)) ? { kind: "draft", draft: Number(id) as InboxId, send: send === "1" } : null;
}

function readOfferTap(text: string): TapIntent | null {
  const [, letter, id] = forms.offer.exec(text) ?? [];
  const kind = (Object.keys(offerLetters) as DigestDeed[]).find((deed) => offerLetters[deed] === letter);
  if (kind === undefined || !Number.isSafeInteger(Number(id))) return null;
  return { kind: "offer", action: { kind, unit: id === "0" ? null : (Number(id) as UnitId) } };
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
  const exercise = forms.exercise.exec(text);
  if (exercise === null) return null;
  const [, id, item, chosen] = exercise;
  return answer({ kind: "exercise", exercise: Number(id) as ExerciseId, item: Number(item) }, Number(id), chosen!);
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
  const [, cohort, number, moment, rating] = forms.rating.exec(text) ?? [];
  if (isId(Number(cohort))) {
    const of = { cohort: Number(cohort) as CohortId, number: Number(number), moment: momentOf(moment) };
    return { kind: "rating", of, rating: Number(rating) as Rating };
  }
  const [, name, argument = ""] = forms.command.exec(text) ?? [];
  const command = tapCommands.find((known) => known === name);
  return command === undefined ? null : { kind: "command", command, argument };
}

const momentOf = (letter: string | undefined): Moment => (letter === "b" ? "before" : "after");

const isId = (id: number): boolean => Number.isSafeInteger(id) && id > 0;
