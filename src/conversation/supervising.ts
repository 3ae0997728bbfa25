import type { Tx } from "#db/connect.ts";
import { askExport } from "#db/records/exports.ts";
import { storeFile } from "#db/records/private-files.ts";
import { supervisedUnits } from "#db/units/units.ts";
import type { BotKey, ChatId, ExportId, InboxId, LearnerId } from "#domain/ids.ts";
import type { Message, PrivatePicture } from "#domain/message.ts";
import { addMinutes, dateIn, timeIn, type Zone } from "#domain/time.ts";
import { absent, nudge } from "#supervision/absent.ts";
import { noteShown, readAtRisk } from "#supervision/at-risk.ts";
import { idleMinutes, linkMinutes, offerDashboard, sessionMinutes } from "#supervision/dashboard.ts";
import { type ProgressPicture, pictureOf } from "#supervision/progress-chart.ts";
import { type Report, report } from "#supervision/report.ts";
import { findScope, type NamedScope, readScope } from "#supervision/scope.ts";
import { tableOf } from "#supervision/table.ts";
import { readTableAsked } from "#wording/arguments.ts";
import { chartWords } from "#wording/chart.ts";
import { atRiskMessage } from "#wording/compose-at-risk.ts";
import {
  type AsOf,
  dashboardLinkMessage,
  exportingAlreadyMessage,
  exportingMessage,
  inactiveMessage,
  noDashboardMessage,
  noExportMessage,
  noSuchScopeMessage,
  notSupervisorMessage,
  nudgeQuietMessage,
  nudgeResultMessage,
  progressMessage,
  tableMessage,
  whichScopeMessage,
} from "#wording/compose-supervisor.ts";

/** Names told in one answer; the rest is counted. */
const mostNames = 40;

/** The names of `/cangiup`: so many that somebody can still see to each of them. */
const mostInNeed = 20;

export type Asked = "tiendo" | "chuahoc" | "nhac" | "cangiup" | "xuat";

/** What it takes to hand over more than words. */
export interface FileDeps {
  /** Whether the bot can hand over a picture or a file that was made for one person. */
  readonly canHandOver: (bot: BotKey) => boolean;
  /** Where a file that was made for one person can be fetched by its name, "x7….csv"; null: nowhere, it goes with the message. */
  readonly addressOf: (bot: BotKey, name: string) => string | null;
  /** Draws the picture beside a report; null: it cannot be drawn, or not soon. */
  readonly draw: (picture: ProgressPicture) => Promise<Uint8Array | null>;
  /** A new name that nobody can guess. */
  readonly secretName: () => string;
  /** Told of a workbook that is wanted, before that is committed. */
  readonly exportAsked: (id: ExportId) => void;
}

/** Who asks, where, and when. */
export interface Asking {
  readonly viewer: LearnerId;
  readonly chatId: ChatId;
  readonly bot: BotKey;
  readonly inbox: InboxId;
  readonly zone: Zone;
  readonly now: Date;
  /** Null: words alone are handed over. */
  readonly files: FileDeps | null;
}

/**
 * What a supervisor asks about a cohort or a unit of theirs. The right is read anew each time, and what lies outside it
 * is answered exactly like what does not exist.
 */
export async function supervise(tx: Tx, asked: Asked, argument: string, asking: Asking): Promise<Message> {
  const { viewer, zone, now } = asking;
  const table = asked === "xuat" ? readTableAsked(argument) : null;
  const found = await findScope(tx, table ?? argument, viewer);
  if (!found.ok) {
    switch (found.problem.kind) {
      case "no_right":
        return notSupervisorMessage();
      case "unknown":
        return noSuchScopeMessage();
      case "ambiguous":
        return whichScopeMessage(found.problem.names);
    }
  }
  const asOf = { day: dateIn(zone, now), time: timeIn(zone, now) };
  switch (asked) {
    case "tiendo":
      return progress(tx, found.value, asking, asOf);
    case "chuahoc":
      return inactive(tx, found.value, viewer, asOf, now);
    case "nhac":
      return remind(tx, found.value, viewer, now);
    case "xuat":
      return table === null ? wantExport(tx, found.value, asking) : makeTable(tx, found.value, asking, asOf);
    case "cangiup":
      return inNeed(tx, found.value, viewer, asOf, now);
  }
}

/** A new link into the dashboard, which nobody can guess, with the hash by which it will be known. */
export interface NewDashboardLink {
  readonly url: string;
  readonly hash: string;
}

/** `/bang`. @param newLink null: there is no dashboard to link to */
export async function linkDashboard(
  tx: Tx,
  viewer: LearnerId,
  newLink: () => NewDashboardLink | null,
  now: Date,
): Promise<Message> {
  const link = newLink();
  if ((await supervisedUnits(tx, viewer)).length === 0) return notSupervisorMessage();
  if (link === null) return noDashboardMessage();
  await offerDashboard(tx, viewer, link.hash, now);
  return dashboardLinkMessage(link.url, { link: linkMinutes, session: sessionMinutes, idle: idleMinutes });
}

async function progress(tx: Tx, scope: NamedScope, asking: Asking, asOf: AsOf): Promise<Message> {
  const figures = await report(tx, scope, asking.now, asking.viewer);
  if (figures === null) return noSuchScopeMessage();
  return progressMessage({ ...figures, scope: figures.name, asOf }, await picture(tx, scope, figures, asking));
}

/** How long a picture or a table of figures can be had. */
const fileMinutes = 15;

/** The picture of a report; null: there is nothing to see, or nowhere to show it. */
async function picture(
  tx: Tx,
  { scope, name }: NamedScope,
  figures: Report,
  { bot, files, now, viewer, zone }: Asking,
): Promise<PrivatePicture | null> {
  if (files === null || figures.learners === 0 || !files.canHandOver(bot)) return null;
  const seen = await readScope(tx, scope, viewer);
  if (seen === null) return null;
  const bytes = await files.draw(await pictureOf(tx, { scope, name }, figures, zone, viewer));
  if (bytes === null) return null;
  const expiresAt = addMinutes(now, fileMinutes);
  const kept = { name: files.secretName(), kind: "png", viewer, units: seen.units, bytes, expiresAt } as const;
  return { file: await storeFile(tx, kept), alt: chartWords.alt(name) };
}

/** The workbook is made by somebody who has the time; one for each person at a time. */
async function wantExport(tx: Tx, { scope, name }: NamedScope, asking: Asking): Promise<Message> {
  const { bot, files, now } = asking;
  if (files === null || !files.canHandOver(bot)) return noExportMessage();
  const id = await askExport(tx, { ...asking, scope }, now);
  if (id === null) return exportingAlreadyMessage();
  files.exportAsked(id);
  return exportingMessage(name);
}

/** The table of a report's units is small, and so is made at once. */
async function makeTable(tx: Tx, scope: NamedScope, asking: Asking, asOf: AsOf): Promise<Message> {
  const { bot, files, now, viewer } = asking;
  if (files === null || !files.canHandOver(bot)) return noExportMessage();
  const table = await tableOf(tx, scope, now, viewer);
  if (table === null) return noSuchScopeMessage();
  const { csv, name, units } = table;
  const secret = files.secretName();
  const expiresAt = addMinutes(now, fileMinutes);
  const kept = {
    name: secret,
    kind: "csv",
    viewer,
    units,
    bytes: new Uint8Array(Buffer.from(csv)),
    expiresAt,
  } as const;
  const file = await storeFile(tx, kept);
  const url = files.addressOf(bot, `${secret}.csv`);
  return tableMessage(name, asOf, file, url === null ? null : { url, minutes: fileMinutes });
}

async function inactive(tx: Tx, scope: NamedScope, viewer: LearnerId, asOf: AsOf, now: Date): Promise<Message> {
  const { studyDay, today, week, notJoined } = await absent(tx, scope.scope, now, mostNames, viewer);
  return inactiveMessage({ scope: scope.name, asOf, notToday: studyDay ? today : null, notThisWeek: week, notJoined });
}

async function inNeed(tx: Tx, { scope, name }: NamedScope, viewer: LearnerId, asOf: AsOf, now: Date): Promise<Message> {
  const found = await readAtRisk(tx, scope, now, mostInNeed, viewer);
  await noteShown(tx, scope, found, viewer, now);
  return atRiskMessage({ scope: name, asOf, ...found });
}

async function remind(tx: Tx, scope: NamedScope, viewer: LearnerId, now: Date): Promise<Message> {
  const nudged = await nudge(tx, scope.scope, now, viewer);
  if (nudged.kind === "quiet") return nudgeQuietMessage();
  return nudgeResultMessage({ scope: scope.name, sent: nudged.planned, alreadyToday: nudged.alreadyNudged });
}
