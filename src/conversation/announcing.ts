import { type Dialog, setDialog } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import { inertText, longestAnnouncement, mostAnnouncementsADay } from "#domain/announcement.ts";
import type { InboxId, LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { quietUntil } from "#domain/schedule.ts";
import { dateIn, timeIn, type Zone } from "#domain/time.ts";
import type { Visitor } from "#learning/visit.ts";
import {
  announce,
  hasSaidEnough,
  lastAnnounced,
  outcomeOf,
  type QuotaOf,
  reachOf,
  signatureOf,
} from "#supervision/announce.ts";
import { findScope, type NamedScope, type ScopeProblem } from "#supervision/scope.ts";
import type { TapIntent } from "#wording/actions.ts";
import {
  announcedListMessage,
  announcedMessage,
  askTextMessage,
  askToMessage,
  draftExpiredMessage,
  droppedMessage,
  enoughAnnouncedMessage,
  nobodyToTellMessage,
  noSuchAnnouncementMessage,
  outcomeMessage,
  previewMessage,
  tooLongMessage,
} from "#wording/compose-announcement.ts";
import { noSuchScopeMessage, notSupervisorMessage, whichScopeMessage } from "#wording/compose-supervisor.ts";
import { readAnnouncement } from "#wording/keywords.ts";
import { readsAll, readsCancel, readsSend } from "#wording/replies.ts";
import type { Said } from "./receive.ts";
import type { Intent } from "./understand.ts";

/** What an announcement is written with. */
interface Announcing {
  readonly deps: {
    readonly zone: Zone;
    readonly quotaOf: QuotaOf;
    readonly platformOf: (bot: Parameters<QuotaOf>[0]) => string;
  };
  readonly tx: Tx;
  readonly said: Said;
  readonly visitor: Visitor;
}

/** A step of writing one. */
type Draft = Extract<Dialog, { kind: "announce_to" | "announce_text" | "announce" }>;

const isDraft = (dialog: Dialog | null): dialog is Draft =>
  dialog?.kind === "announce_to" || dialog?.kind === "announce_text" || dialog?.kind === "announce";

const mostListed = 5;
const mostNames = 20;

/** `/thongbao`: the last ones; with a number, what came of one; with a name, or a name and a text, a new one. */
export async function takeAnnouncement(at: Announcing, sender: LearnerId, argument: string): Promise<Message> {
  const { tx, said } = at;
  if ((await signatureOf(tx, sender)) === null) return notSupervisorMessage();
  const read = readAnnouncement(typedIn(said), argument);
  switch (read.kind) {
    case "list":
      return announcedListMessage((await lastAnnounced(tx, sender, mostListed, said.now)).map((one) => shown(at, one)));
    case "outcome": {
      const outcome = await outcomeOf(tx, read.number, sender, mostNames, said.now);
      return outcome === null ? noSuchAnnouncementMessage() : outcomeMessage(shown(at, outcome));
    }
    case "new":
      return startAnnouncement(at, sender);
    case "to": {
      const found = await findScope(tx, read.scope, sender);
      if (!found.ok) return unfound(found.problem);
      return read.text.trim() === "" ? askText(at, found.value) : preview(at, sender, found.value, read.text);
    }
  }
}

const typedIn = ({ incoming: { content } }: Said): string => (content.kind === "text" ? content.text : "");

/** A press that begins one, or the one under a preview. */
export function takeAnnouncementTap(
  at: Announcing,
  sender: LearnerId,
  tap: Extract<TapIntent, { kind: "announcement" | "draft" }>,
): Promise<Message> {
  return tap.kind === "draft" ? confirmDraft(at, sender, tap.draft, tap.send) : startAnnouncement(at, sender);
}

/**
 * What was typed while one is being written is a step of it, whatever it would mean elsewhere; null: nothing is being written,
 * or from now on nothing is any more, since something else was pressed or a command was given with its slash.
 */
export async function takeDraftStep(at: Announcing, intent: Intent): Promise<Message | null> {
  const { dialog, id, learner } = at.visitor;
  if (!isDraft(dialog) || !learner?.agreed) return null;
  const typed = typedIn(at.said);
  if (typed !== "" && !typed.trimStart().startsWith("/")) return continueAnnouncement(at, learner.id, dialog, typed);
  if (intent.kind !== "draft") await setDialog(at.tx, id, null);
  return null;
}

function shown<One extends { readonly createdAt: Date }>({ deps }: Announcing, one: One) {
  return { ...one, day: dateIn(deps.zone, one.createdAt), time: timeIn(deps.zone, one.createdAt) };
}

/** Step by step: first to whom. */
async function startAnnouncement({ tx, visitor }: Announcing, sender: LearnerId): Promise<Message> {
  if ((await signatureOf(tx, sender)) === null) return notSupervisorMessage();
  await setDialog(tx, visitor.id, { kind: "announce_to" });
  return askToMessage();
}

async function askText({ tx, visitor }: Announcing, { scope, name }: NamedScope): Promise<Message> {
  await setDialog(tx, visitor.id, { kind: "announce_text", scope, name });
  return askTextMessage(name);
}

function unfound(problem: ScopeProblem): Message {
  switch (problem.kind) {
    case "no_right":
      return notSupervisorMessage();
    case "unknown":
      return noSuchScopeMessage();
    case "ambiguous":
      return whichScopeMessage(problem.names);
  }
}

/** The answer, in words, to what was asked last. A draft that is not confirmed is dropped. */
async function continueAnnouncement(at: Announcing, sender: LearnerId, draft: Draft, words: string): Promise<Message> {
  const { tx, visitor } = at;
  if (draft.kind === "announce" && readsSend(words)) return confirmDraft(at, sender, draft.draft, true);
  if (draft.kind === "announce" || readsCancel(words)) {
    await setDialog(tx, visitor.id, null);
    return droppedMessage();
  }
  if (draft.kind === "announce_text") return preview(at, sender, draft, words);
  const found = await findScope(tx, readsAll(words) ? "" : words, sender);
  return found.ok ? askText(at, found.value) : unfound(found.problem);
}

/** What would be sent. From here on a press under it, or the word for it, sends this text and no other. */
async function preview(
  at: Announcing,
  sender: LearnerId,
  { scope, name }: NamedScope,
  words: string,
): Promise<Message> {
  const { deps, tx, said, visitor } = at;
  const signature = await signatureOf(tx, sender);
  if (signature === null) return notSupervisorMessage();
  const text = inertText(words);
  if (text === "") return askText(at, { scope, name });
  if (text.length > longestAnnouncement) return tooLong(at, { scope, name }, text.length);
  const enough = await hasSaidEnough(tx, sender, deps.zone, said.now);
  const reach = await reachOf(tx, scope, sender, deps.quotaOf, said.now);
  await setDialog(
    tx,
    visitor.id,
    enough || reach.reached === 0 ? null : { kind: "announce", scope, name, text, draft: said.inbox },
  );
  if (enough) return enoughAnnouncedMessage(mostAnnouncementsADay);
  if (reach.reached === 0) return nobodyToTellMessage(name);
  return previewMessage({
    ...signature,
    ...reach,
    text,
    scope: name,
    draft: said.inbox,
    costs: reach.costs.map((cost) => ({ ...cost, platform: deps.platformOf(cost.bot) })),
    waits: quietUntil(deps.zone, said.now) !== null,
  });
}

async function tooLong(at: Announcing, scope: NamedScope, length: number): Promise<Message> {
  await askText(at, scope);
  return tooLongMessage(length, longestAnnouncement);
}

/** A press under a preview, or the word for it: it is sent once, and only the draft that it stood under. */
async function confirmDraft(at: Announcing, sender: LearnerId, draft: InboxId, send: boolean): Promise<Message> {
  const { deps, tx, said, visitor } = at;
  const { dialog } = visitor;
  if (dialog?.kind !== "announce" || dialog.draft !== draft) return draftExpiredMessage();
  await setDialog(tx, visitor.id, null);
  if (!send) return droppedMessage();
  const sent = await announce(tx, dialog, sender, deps, said.now);
  switch (sent.kind) {
    case "no_right":
      return notSupervisorMessage();
    case "enough":
      return enoughAnnouncedMessage(mostAnnouncementsADay);
    case "nobody":
      return nobodyToTellMessage(dialog.name);
    case "announced":
      return announcedMessage(sent.number, dialog.name, sent.planned, sent.waits);
  }
}
