import type { InboxId } from "#domain/ids.ts";
import type { Button, Message } from "#domain/message.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import { announcementAction, draftAction } from "./actions.ts";
import { listed, type Paragraph, part, say, titled } from "./build.ts";
import { within } from "./compose-supervisor.ts";
import { named } from "./format.ts";
import { missWords, otherMiss, announcementWords as words } from "./vi-announcement.ts";
import { supervisorWords } from "./vi-supervisor.ts";

export interface SignedView {
  /** Lines of inert text, at most 1,000 units. */
  readonly text: string;
  readonly sender: string;
  readonly unit: string;
}

/** An announcement as it is read: who it is from, the text as it was written, and the signature. */
export const announcementMessage = (view: SignedView): Message => say(signed(view));

function signed({ sender, text, unit }: SignedView): Paragraph[] {
  const from = named(unit, 80);
  return [titled(words.heading(from)), part(...text.split("\n")), part(words.signature(named(sender, 60), from))];
}

export interface PreviewView extends SignedView {
  readonly scope: string;
  readonly draft: InboxId;
  readonly reached: number;
  readonly notJoined: number;
  readonly noChat: number;
  readonly scarce: number;
  readonly silent: number;
  readonly dear: number;
  /** Of those reached: messages that a package or money pays for, and the money. */
  readonly paid: number;
  readonly vnd: number;
  readonly costs: readonly {
    readonly platform: string;
    readonly messages: number;
    readonly sent: number;
    readonly quota: number;
  }[];
  /** It is night: nothing leaves before the morning. */
  readonly waits: boolean;
}

/** What would be sent, word for word, to how many, at what price; a press or a word sends it. */
export function previewMessage(view: PreviewView): Message {
  const misses = (["notJoined", "noChat", "silent", "scarce", "dear"] as const).flatMap((why) =>
    view[why] > 0 ? [words[why](view[why])] : [],
  );
  const costs = view.costs.map(({ messages, platform, quota, sent }) => words.cost(platform, messages, sent, quota));
  const buttons: Button[] = [
    { kind: "press", label: words.send, action: draftAction(view.draft, true) },
    { kind: "press", label: words.cancel, action: draftAction(view.draft, false) },
  ];
  return say(
    [
      titled(words.preview(named(view.scope, 80)), words.previewStarts),
      ...signed(view),
      part(
        words.reached(view.reached),
        ...(view.paid > 0 ? [words.paid(view.reached - view.paid, view.paid, view.vnd)] : []),
        ...misses,
        ...costs.slice(0, 3),
        ...(view.waits ? [words.waitsForMorning] : []),
      ),
    ],
    { buttons: [buttons], typedHint: words.confirmHow },
  );
}

export function announcedMessage(number: number, scope: string, planned: number, waits: boolean): Message {
  const night = waits ? [words.waitsForMorning] : [];
  return say([part(words.sent(planned, named(scope, 120)), ...night), part(words.outcomeHow(number))]);
}

export const droppedMessage = (): Message => say([part(words.dropped)]);

/** A press under a preview that was answered before. */
export const draftExpiredMessage = (): Message => say([part(words.expired)]);

export const nobodyToTellMessage = (scope: string): Message => say([part(words.nobody(named(scope, 120)))]);

export const enoughAnnouncedMessage = (most: number): Message => say([part(words.enough(most))]);

export const tooLongMessage = (length: number, most: number): Message => say([part(words.tooLong(length, most))]);

export const askToMessage = (): Message => say([part(words.askTo, words.stopHow)]);

export const askTextMessage = (scope: string): Message => say([part(words.askText(named(scope, 120)), words.stopHow)]);

export interface AnnouncedView {
  readonly number: number;
  readonly day: LocalDate;
  readonly time: LocalTime;
  /** Null: all that the sender supervises, or what they may see no more. */
  readonly scope: string | null;
  readonly toAll: boolean;
  readonly sent: number;
  readonly waiting: number;
  readonly failed: number;
}

/** `/thongbao` alone: the last ones, and how to write one. */
export function announcedListMessage(all: readonly AnnouncedView[]): Message {
  const rows = all.flatMap((one) => [headOf(one), words.counts(one.sent, one.waiting, one.failed)]);
  const write: Button = { kind: "press", label: words.write, action: announcementAction() };
  return say([titled(words.title, ...(rows.length === 0 ? [words.none] : [...rows, words.oneHow])), part(words.how)], {
    buttons: [[write]],
    typedHint: words.stepsHow,
  });
}

const headOf = (view: AnnouncedView): string => words.line(view.number, view.day, view.time, toWhom(view, 60));

const toWhom = ({ scope, toAll }: AnnouncedView, units: number): string =>
  scope === null ? (toAll ? words.all : words.hidden) : named(scope, units);

export interface OutcomeView extends AnnouncedView {
  readonly reasons: readonly { readonly reason: string; readonly people: number }[];
  readonly missed: readonly { readonly fullName: string; readonly unit: string; readonly reason: string }[];
}

/** `/thongbao 12`: what came of one, and who did not get it. */
export function outcomeMessage(view: OutcomeView): Message {
  const reasonOf = (reason: string) => missWords[reason] ?? otherMiss;
  const scope = toWhom(view, 80);
  const rows = view.missed.map(({ fullName, reason, unit }) =>
    words.person(named(fullName), named(within(view.scope ?? "", unit), 60), reasonOf(reason)),
  );
  const unnamed = view.failed - rows.length;
  const told = listed(rows, 1000, (left) => supervisorWords.morePeople(left + unnamed));
  const rest =
    told.length === rows.length && unnamed > 0 && rows.length > 0 ? [supervisorWords.morePeople(unnamed)] : [];
  return say([
    titled(words.outcome(view.number, scope), words.counts(view.sent, view.waiting, view.failed)),
    part(...view.reasons.map(({ people, reason }) => words.reason(reasonOf(reason), people))),
    rows.length === 0 ? null : titled(words.missed, ...told, ...rest),
  ]);
}

export const noSuchAnnouncementMessage = (): Message => say([part(words.noSuch)]);
