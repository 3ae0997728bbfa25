import type { FileId } from "#domain/ids.ts";
import type { Message, PrivatePicture } from "#domain/message.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import { listed, type Paragraph, part, say, titled } from "./build.ts";
import { named } from "./format.ts";
import { supervisorWords as words } from "./vi-supervisor.ts";

/** A minute on the wall. */
export interface AsOf {
  readonly day: LocalDate;
  readonly time: LocalTime;
}

/** Counts of a cohort or a unit. Rates from 0 to 1, null where nothing was due or asked. */
export interface Counts {
  readonly learners: number;
  readonly joined: number;
  readonly completedToday: number;
  readonly completionRate: number | null;
  readonly averageScore: number | null;
  /** Lessons that placements showed to be known. */
  readonly lessonsSkipped: number;
}

export interface ProgressView extends Counts {
  /** The cohort or unit looked at. */
  readonly scope: string;
  readonly asOf: AsOf;
  readonly active7d: number;
  readonly units: readonly (Counts & { readonly unit: string })[];
}

/** @param picture of the same figures; null: there is none, and then there is room for more units */
export function progressMessage(view: ProgressView, picture: PrivatePicture | null = null): Message {
  const title = words.progress(named(view.scope, 120));
  const asOf = words.asOf(view.asOf.day, view.asOf.time);
  if (view.learners === 0) return say([titled(title, asOf), part(words.noLearners)]);
  const rows = view.units.map((unit) =>
    words.unitLine(
      named(within(view.scope, unit.unit), 80),
      unit.joined,
      unit.learners,
      unit.completedToday,
      unit.completionRate,
    ),
  );
  const message = say([
    titled(title, asOf),
    part(
      words.people(view.learners, view.joined),
      words.today(view.completedToday),
      words.active(view.active7d),
      words.completion(view.completionRate),
      ...(view.completionRate === null ? [] : [words.bar(view.completionRate)]),
      words.score(view.averageScore),
      ...(view.lessonsSkipped === 0 ? [] : [words.skipped(view.lessonsSkipped)]),
    ),
    part(...listed(rows, picture === null ? 1200 : besidePicture, words.moreUnits)),
  ]);
  return picture === null ? message : { ...message, picture };
}

/** The whole must fit under a picture: 1,024 units on the smallest platform. */
const besidePicture = 450;

/** A unit's path without what the scope's own path says already; the scope itself by its last part. */
export function within(scope: string, unit: string): string {
  if (unit === scope) return unit.split(" / ").at(-1)!;
  return unit.startsWith(`${scope} / `) ? unit.slice(scope.length + 3) : unit;
}

export interface ListedPerson {
  readonly fullName: string;
  readonly unit: string;
}

export interface InactiveView {
  readonly scope: string;
  readonly asOf: AsOf;
  /** Null: today is no study day. */
  readonly notToday: Listing | null;
  readonly notThisWeek: Listing;
  /** On the roster, but not in the class yet. */
  readonly notJoined: number;
}

/** Some people of more. */
export interface Listing {
  readonly total: number;
  readonly people: readonly ListedPerson[];
}

export function inactiveMessage(view: InactiveView): Message {
  const head = titled(words.inactive(named(view.scope, 120)), words.asOf(view.asOf.day, view.asOf.time));
  const today = view.notToday;
  const waiting = view.notJoined === 0 ? null : part(words.notJoined(view.notJoined));
  if (today?.total === 0 && view.notThisWeek.total === 0)
    return say([head, part(waiting === null ? words.everyoneLearnt : words.everyoneJoinedLearnt), waiting]);
  const first = today === null ? part(words.noStudyDay) : people(view.scope, words.notToday, today);
  const how = today !== null && today.total > 0 ? part(words.nudgeHow) : null;
  return say([head, first, people(view.scope, words.notThisWeek, view.notThisWeek), waiting, how]);
}

function people(scope: string, title: (count: number) => string, { total, people: all }: Listing): Paragraph {
  const rows = all.map(({ fullName, unit }) => words.person(named(fullName), named(within(scope, unit), 60)));
  const unnamed = total - all.length;
  const told = listed(rows, 600, (left) => words.morePeople(left + unnamed));
  const rest = told.length === rows.length && unnamed > 0 ? [words.morePeople(unnamed)] : [];
  return titled(title(total), ...told, ...rest);
}

export interface NudgeView {
  readonly scope: string;
  readonly sent: number;
  /** Left out because they were nudged today already. */
  readonly alreadyToday: number;
}

export function nudgeResultMessage(view: NudgeView): Message {
  const scope = named(view.scope, 120);
  const result = view.sent > 0 ? words.nudged(view.sent, scope) : words.nobodyToNudge(scope);
  const before = view.alreadyToday > 0 ? [words.nudgedBefore(view.alreadyToday)] : [];
  return say([part(result, ...before)]);
}

/** How people are reminded: plain words never do it, since they may have been meant otherwise. @param unit one of theirs */
export const nudgeHowMessage = (unit: string): Message =>
  say([part(words.nudgeHow, words.nudgeUnitHow(named(unit, 80)))]);

/** How the workbook is had, for whoever wished for a file in plain words. @param unit one of theirs */
export const exportHowMessage = (unit: string): Message =>
  say([part(words.exportHow, words.exportUnitHow(named(unit, 80)))]);

/** `/nhac` at night: nobody is written to. */
export const nudgeQuietMessage = (): Message => say([part(words.nudgeQuiet)]);

/** The same for what lies outside the viewer's units and for what does not exist. */
export const noSuchScopeMessage = (): Message => say([part(words.noSuchScope, words.scopeHow)]);

/** Several of the viewer's own cohorts or units have the name that was typed. */
export function whichScopeMessage(scopes: readonly string[]): Message {
  const rows = scopes.map((scope) => `- ${named(scope, 120)}`);
  return say([part(words.whichScope, ...listed(rows, 1500, () => "…"))]);
}

/** To whoever supervises nobody and wrote, in plain words, what may be a question about others. */
export const notToldMessage = (): Message => say([part(words.notTold)]);

export const notSupervisorMessage = (): Message => say([part(words.notSupervisor)]);

/** The workbook comes as a message of its own. */
export const exportingMessage = (scope: string): Message =>
  yielding(say([part(words.exporting(named(scope, 120)), words.exportComes)]));

/** A thousand who ask for workbooks at one moment keep nobody waiting for what a quiz answers. */
const yielding = (message: Message): Message => ({ ...message, yields: true });

/** One workbook at a time. */
export const exportingAlreadyMessage = (): Message => yielding(say([part(words.exportingAlready)]));

/** Stands under the workbook, and by itself where that is no longer there. */
export function exportFileMessage(scope: string, asOf: AsOf, file: FileId): Message {
  const title = titled(words.exported(named(scope, 120)), words.asOf(asOf.day, asOf.time));
  return { ...say([title, part(words.exportFile, words.exportSecret)]), document: { file } };
}

export const exportFailedMessage = (scope: string): Message => say([part(words.exportFailed(named(scope, 120)))]);

/** Neither files nor addresses can be sent here. */
export const noExportMessage = (): Message => yielding(say([part(words.noExport, words.noExportHow)]));

/** The workbook where only an address can be sent. */
export function exportLinkMessage(scope: string, asOf: AsOf, url: string, minutes: number): Message {
  const about = [words.exported(named(scope, 120)), words.asOf(asOf.day, asOf.time), words.exportSecret];
  return linkMessageOf([...about, words.exportLink(minutes)], words.openReport, url);
}

/**
 * The table of units, as a file with the message.
 * @param link where it can be fetched, too, for so many minutes; null: with the message alone
 */
export function tableMessage(
  scope: string,
  asOf: AsOf,
  file: FileId,
  link: { readonly url: string; readonly minutes: number } | null,
): Message {
  const about = [words.exported(named(scope, 120)), words.asOf(asOf.day, asOf.time)];
  const message =
    link === null
      ? say([titled(about[0]!, about[1]!), part(words.exportTable)])
      : linkMessageOf([...about, words.exportTableLink(link.minutes)], words.openReport, link.url);
  return { ...message, document: { file } };
}

/** @param minutes how long the link waits, a session lasts, and lasts without a request */
export function dashboardLinkMessage(
  url: string,
  minutes: { readonly link: number; readonly session: number; readonly idle: number },
): Message {
  const lines = [words.dashboardLink(minutes.link), words.dashboardSession(minutes.session / 60, minutes.idle)];
  return linkMessageOf(lines, words.openDashboard, url);
}

export const noDashboardMessage = (): Message => say([part(words.noDashboard)]);

/** The address is a button; where there are none, every platform writes it out, alone on its line so that it can be tapped. */
function linkMessageOf(lines: readonly string[], label: string, url: string): Message {
  return say([part(...lines), part(words.linkSecret)], { buttons: [[{ kind: "link", label, url }]] });
}
