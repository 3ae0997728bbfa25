import type { DigestAction, DigestCounts, DigestSpans } from "#domain/digest.ts";
import type { Button, Message } from "#domain/message.ts";
import { offerAction } from "./actions.ts";
import { listed, part, say, titled } from "./build.ts";
import { within } from "./compose-supervisor.ts";
import { eitherInWords, named } from "./format.ts";
import { digestWords as words } from "./vi-digest.ts";
import { supervisorWords } from "./vi-supervisor.ts";

export interface DigestView {
  readonly scope: string;
  readonly monthly: boolean;
  readonly spans: DigestSpans;
  readonly counts: DigestCounts;
  readonly rose: readonly { readonly unit: string; readonly by: number }[];
  readonly fell: readonly { readonly unit: string; readonly by: number }[];
  /** At most three. */
  readonly offers: readonly OfferView[];
}

export interface OfferView {
  readonly action: DigestAction;
  readonly people: number;
  /** A unit's path; null: all of them. */
  readonly unit: string | null;
  readonly names: readonly string[];
}

/** A supervisor's Monday: three figures against the time before, and up to three things to do with one press each. */
export function digestMessage({ counts, fell, monthly, offers, rose, scope, spans }: DigestView): Message {
  const share = (done: number, due: number) => (due === 0 ? null : Math.min(1, done / due));
  const [now, then] = [share(counts.done, counts.due), share(counts.doneBefore, counts.dueBefore)];
  const count = (label: string, value: number, before: number) =>
    words.figure(label, words.count(value), changed(value - before, words.count, monthly));
  const unitLines = (units: DigestView["rose"]) =>
    units.map(({ by, unit }) => words.moved(named(within(scope, unit), 60), by));
  return say(
    [
      titled(words.title(monthly, named(scope, 120)), words.span(spans.from, spans.to)),
      part(
        count(words.learnt, counts.learnt, counts.learntBefore),
        count(words.lessons, counts.lessons, counts.lessonsBefore),
        words.figure(
          words.completion,
          words.percent(now),
          now === null || then === null ? words.nothingBefore(monthly) : changed(now - then, words.points, monthly),
        ),
      ),
      rose.length === 0 ? null : titled(words.rose, ...unitLines(rose)),
      fell.length === 0 ? null : titled(words.fell, ...unitLines(fell)),
      offers.length === 0
        ? part(words.allWell)
        : titled(words.offers, ...offers.map((offer, at) => offerLine(scope, offer, at + 1))),
      part(words.stopHow),
    ],
    offers.length === 0
      ? {}
      : { buttons: offers.map((offer, at) => [offerButton(offer, at + 1)]), typedHint: typeHow(offers.length) },
  );
}

function typeHow(offers: number): string {
  const numbers = Array.from({ length: offers }, (_, at) => String(at + 1));
  return words.typeNumber(eitherInWords(numbers), 1);
}

/** Less than a tenth of a point, or nothing, is no change. */
function changed(by: number, inWords: (by: number) => string, monthly: boolean): string {
  if (Math.abs(by) < 0.0005) return words.same(monthly);
  return (by > 0 ? words.more : words.less)(inWords(Math.abs(by)), monthly);
}

function offerLine(scope: string, { action, names, people, unit }: OfferView, number: number): string {
  const what = words[action.kind](people);
  const offer = unit === null ? what : words.inUnit(what, named(within(scope, unit), 60));
  const told = names.map((name) => named(name, 40));
  return words.offer(number, offer, [...told, ...(people > names.length ? [words.others] : [])].join(", "));
}

const buttonWords = { nudge: words.nudgeButton, invite: words.inviteButton, reach: words.reachButton };

const offerButton = ({ action, people }: OfferView, number: number): Button => ({
  kind: "press",
  label: buttonWords[action.kind](number, people),
  action: offerAction(action),
});

/** How many were reminded by an offer, and how many had been today. */
export function offerNudgedMessage(scope: string, planned: number, before: number): Message {
  const where = named(scope, 120);
  const done = planned > 0 ? supervisorWords.nudged(planned, where) : supervisorWords.nobodyToNudge(where);
  return say([part(done, ...(before > 0 ? [supervisorWords.nudgedBefore(before)] : [])), part(words.otherOffers)]);
}

export interface OfferedView {
  readonly scope: string;
  readonly total: number;
  readonly people: readonly { readonly fullName: string; readonly unit: string; readonly invite: string | null }[];
}

/** Invites to be passed on: a code is one person's, and spent by its first use. */
export function offerInvitesMessage({ people, scope, total }: OfferedView): Message {
  const rows = people.map(({ fullName, invite, unit }) =>
    words.invited(named(fullName), named(within(scope, unit), 60), invite ?? words.spent),
  );
  const head = titled(words.invites(named(scope, 120)));
  if (total === 0) return say([head, part(words.nobodyLeft)]);
  return say([head, part(words.invitesHow, words.inviteText), part(...cut(rows, total)), part(words.otherOffers)]);
}

/** Whom nothing reaches, and what helps. */
export function offerLostMessage({ people, scope, total }: OfferedView): Message {
  const rows = people.map(({ fullName, unit }) =>
    supervisorWords.person(named(fullName), named(within(scope, unit), 60)),
  );
  const head = titled(words.lost(named(scope, 120)));
  if (total === 0) return say([head, part(words.nobodyLeft)]);
  return say([head, part(...cut(rows, total)), part(words.lostHow), part(words.otherOffers)]);
}

function cut(rows: readonly string[], total: number): readonly string[] {
  const unnamed = total - rows.length;
  const told = listed(rows, 1100, (left) => supervisorWords.morePeople(left + unnamed));
  return told.length === rows.length && unnamed > 0 ? [...told, supervisorWords.morePeople(unnamed)] : told;
}

/** A number beyond those that the last digest offered. */
export const noSuchOfferMessage = (offers: number): Message => say([part(words.noSuchOffer(offers))]);

/** Whether the digest comes, and how to change it. */
export const digestSwitchMessage = (on: boolean): Message =>
  say([part(on ? words.on : words.off, on ? words.stopHow : words.startHow)]);
