import type { UnitId } from "#domain/ids.ts";
import type { Button, Message } from "#domain/message.ts";
import { bold, type Line } from "#domain/text.ts";
import { commandAction, consentAction, pageAction, unitAction } from "./actions.ts";
import { listed, part, type Reply, rowsOf, say } from "./build.ts";
import { askParts, askReply, type ConfidenceView } from "./compose-exercise.ts";
import { type Moment, named } from "./format.ts";
import { givenNameOf } from "./names.ts";
import { exerciseWords } from "./vi-exercise.ts";
import { joinWords as words } from "./vi-join.ts";
import { lessonWords } from "./vi-lesson.ts";

/** To a chat we do not know that brought no code. */
export const strangerMessage = (): Message =>
  say([part(words.stranger), part(words.howToJoin), part(words.alreadyElsewhere)]);

/** The platform's card that asks a stranger for their phone number. */
export const askPhoneMessage = (): Message => ({
  ...say([part(words.noCode)]),
  asksPhone: { title: words.askPhoneTitle, subtitle: words.askPhone },
});

/**
 * To who sent a phone number: anybody may claim one, so a code alone is the way in, and whether we know the number is told
 * to nobody.
 * @param known they are in already
 */
export const phoneMessage = (known: boolean): Message =>
  say(known ? [part(words.phoneNotNeeded)] : [part(words.phoneTaken, words.phoneTypeCode)]);

export interface PhoneOfYoursView {
  /** Where the number was given, as people call it. */
  readonly platform: string;
  /** Six or nine digits. */
  readonly code: string;
  readonly minutes: number;
}

/** To a person in a chat of theirs: somebody gave their number elsewhere. */
export const phoneOfYoursMessage = ({ platform, code, minutes }: PhoneOfYoursView): Message =>
  say([
    part(words.phoneOfYours(platform)),
    part(words.phoneOfYoursIfYou(platform, minutes), bold(code)),
    part(words.phoneOfYoursIfNot),
  ]);

export interface PhoneGivenView {
  readonly fullName: string;
  /** The one in which whoever reads this supervises them. */
  readonly unit: string;
  readonly platform: string;
  /** Their invite's. */
  readonly code: string;
}

/** To who supervises the person whose number was given. */
export const phoneGivenMessage = ({ fullName, unit, platform, code }: PhoneGivenView): Message =>
  say([
    part(words.phoneGiven(platform), words.phoneGivenWho(named(fullName, 120), named(unit, 200))),
    part(words.phoneGivenHow, bold(code)),
    part(words.phoneGivenIfNot),
  ]);

/** A wrong and a spent code get this one answer. */
export const codeRefusedMessage = (): Message =>
  say([part(words.codeRefused, words.codeHelp), part(words.alreadyElsewhere)]);

export const tooManyCodesMessage = (waitMinutes: number): Message => say([part(words.tooManyCodes(waitMinutes))]);

/** After a cohort's join code. `again`: what was typed was no full name. */
export function askFullNameMessage(cohort: string, again: boolean): Message {
  return say([part(again ? words.nameNotRead : words.joining(named(cohort, 120))), part(words.askFullName)]);
}

export interface UnitPage {
  readonly fullName: string;
  /** Numbers run through all pages, from 1. At most ten a page. `itself`: the unit whose parts are listed. */
  readonly units: readonly {
    readonly id: UnitId;
    readonly number: number;
    readonly name: string;
    readonly itself: boolean;
  }[];
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  /** What was typed was no number of the list. */
  readonly again: boolean;
}

export function askUnitMessage(view: UnitPage): Message {
  const rows = view.units.map(({ number, name, itself }) =>
    words.unitLine(number, itself ? words.unitItself(named(name, 100)) : named(name, 120)),
  );
  const numbers = view.units.map(({ id, number }): Button => press(String(number), unitAction(id)));
  const turns = [
    ...(view.page > 0 ? [press(words.previousPage, pageAction(view.page - 1))] : []),
    ...(view.page < view.pages - 1 ? [press(words.nextPage, pageAction(view.page + 1))] : []),
  ];
  const opening = view.again ? words.unitAgain : words.askUnit(givenNameOf(view.fullName));
  const pages = view.pages > 1 ? part(words.page(view.page + 1, view.pages)) : null;
  return say([part(opening), part(...listed(rows, 1500, () => "…")), pages], {
    buttons: turns.length > 0 ? [...rowsOf(numbers), turns] : rowsOf(numbers),
    typedHint: view.pages > 1 ? words.typeUnitOrPage : words.typeUnit,
  });
}

const press = (label: string, action: Extract<Button, { kind: "press" }>["action"]): Button => ({
  kind: "press",
  label,
  action,
});

const consentReply: Reply = {
  buttons: [[press(words.agree, consentAction(true)), press(words.refuse, consentAction(false))]],
  typedHint: words.typeConsent,
};

/** The privacy notice that must be agreed to before anything else. */
export function noticeMessage(fullName: string): Message {
  const about = (title: string, text: string): Line => [{ text: `${title}: `, bold: true }, { text }];
  return say(
    [
      part(words.noticeTitle(givenNameOf(fullName)), bold(words.automated)),
      part(
        about(words.keptTitle, words.kept),
        about(words.whyTitle, words.why),
        about(words.whoTitle, words.who),
        about(words.howLongTitle, words.howLong),
        about(words.rightsTitle, words.rights),
      ),
      part(words.neverSend),
      part(words.askConsent),
    ],
    consentReply,
  );
}

/** To someone who writes something else before agreeing. */
export const consentNeededMessage = (): Message => say([part(words.consentNeeded)], consentReply);

/** @param forgotten nothing is kept of them, and only a code brings them back */
export const declinedMessage = (forgotten: boolean): Message =>
  say([part(words.declined, forgotten ? words.declinedForgotten : words.declinedLater)]);

export interface WelcomeView {
  readonly fullName: string;
  readonly cohort: string;
  readonly course: string;
  /** Null where the course has nothing (left) for this person. */
  readonly firstLesson: Moment | null;
  /** The course asks where people may begin. */
  readonly placement: boolean;
  /** How sure of themselves they are: asked with it; null: nothing is asked. */
  readonly confidence: ConfidenceView | null;
}

export function welcomeMessage(view: WelcomeView): Message {
  const first = view.firstLesson === null ? [] : [words.firstLesson(view.firstLesson)];
  const placement = view.placement ? [exerciseWords.placementHow] : [];
  const ask = view.confidence;
  return say(
    [
      part(words.welcome(givenNameOf(view.fullName)), words.cohort(named(view.cohort, 120), named(view.course, 120))),
      part(...first, words.startNow, ...placement),
      part(words.changeTime),
      ...(ask === null ? [] : askParts(ask)),
    ],
    ask === null
      ? openLesson
      : { ...askReply(ask), buttons: [...(askReply(ask).buttons ?? []), ...(openLesson.buttons ?? [])] },
  );
}

/** `/start` from someone known. `lessonTitle`: the lesson they have not had; null: there is none. */
export function welcomeBackMessage(fullName: string, lessonTitle: string | null): Message {
  const back = words.welcomeBack(givenNameOf(fullName));
  if (lessonTitle === null) return say([part(back)]);
  return say([part(back, words.lessonWaits(lessonTitle))], openLesson);
}

/** To someone known who sends a code that brings them nothing new, whosever it is: nothing was spent. */
export const codeNotNeededMessage = (fullName: string): Message =>
  say([part(words.welcomeBack(givenNameOf(fullName)), words.codeNotNeeded), part(words.otherClass)]);

/** The second channel was joined. */
export function linkedMessage(fullName: string): Message {
  return say([part(words.linked(givenNameOf(fullName)), words.linkedMeans)]);
}

const openLesson: Reply = {
  buttons: [[press(lessonWords.openLesson, commandAction("baihoc"))]],
  typedHint: lessonWords.typeLesson,
};
