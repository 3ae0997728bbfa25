import type { Dialog } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import type { LockedLearner } from "#db/roster/people.ts";
import type { Message } from "#domain/message.ts";
import type { WrongCode } from "#learning/codes.ts";
import { agree, decline, type Joined, openInvite } from "#learning/join.ts";
import { redeemLinkCode } from "#learning/link.ts";
import { giveName, type NewcomerStep, pickUnit, type UnitPick } from "#learning/newcomer.ts";
import type { Visitor } from "#learning/visit.ts";
import type { TypedCode } from "#wording/codes.ts";
import {
  askFullNameMessage,
  askUnitMessage,
  codeNotNeededMessage,
  codeRefusedMessage,
  declinedMessage,
  linkedMessage,
  noticeMessage,
  tooManyCodesMessage,
  welcomeBackMessage,
  welcomeMessage,
} from "#wording/compose-join.ts";
import { readFullName } from "#wording/full-name.ts";
import { readListChoice } from "#wording/replies.ts";
import type { Intent } from "./understand.ts";

/** A code that was typed, pasted or came with a link. */
export async function takeCode(tx: Tx, visitor: Visitor, { kind, code }: TypedCode, now: Date): Promise<Message> {
  if (kind === "link") {
    const linked = await redeemLinkCode(tx, visitor, code, now);
    if (linked.kind === "wrong_code" || linked.kind === "locked") return refused(linked, now);
    if (linked.kind === "already_joined") return codeNotNeededMessage(linked.fullName);
    return linked.agreed ? linkedMessage(linked.fullName) : noticeMessage(linked.fullName);
  }
  const opened = await openInvite(tx, visitor, code, now);
  switch (opened.kind) {
    case "wrong_code":
    case "locked":
      return refused(opened, now);
    case "notice":
      return noticeMessage(opened.fullName);
    case "ask_name":
      return askFullNameMessage(opened.cohort, false);
    case "already_joined":
      return codeNotNeededMessage(opened.fullName);
    case "joined":
      return welcome(opened);
  }
}

function refused(wrong: WrongCode, now: Date): Message {
  if (wrong.kind === "wrong_code") return codeRefusedMessage();
  return tooManyCodesMessage(Math.max(1, Math.ceil((wrong.until.getTime() - now.getTime()) / 60_000)));
}

const welcome = ({ coming, ...joined }: Joined): Message =>
  welcomeMessage({ ...joined, firstLesson: coming.kind === "at" ? coming : null });

/** The answer to the privacy notice. `forgotten`: nobody is there any more whom the message could belong to. */
export async function takeConsent(
  tx: Tx,
  visitor: Visitor,
  learner: LockedLearner,
  agreed: boolean,
  now: Date,
): Promise<{ readonly message: Message; readonly forgotten: boolean }> {
  if (!agreed) {
    const declined = await decline(tx, visitor);
    if (declined.kind === "declined") return { message: declinedMessage(declined.forgotten), ...declined };
    return { message: welcomeBackMessage(learner.fullName, null), forgotten: false };
  }
  const result = await agree(tx, learner.id, now);
  const message = result.kind === "agreed" ? welcome(result) : welcomeBackMessage(learner.fullName, null);
  return { message, forgotten: false };
}

type JoinIntent = Extract<Intent, { kind: "words" | "choice" }>;
type JoinDialog = Extract<Dialog, { kind: "join_name" | "join_unit" }>;

/** The next step of joining by a cohort's code: what was typed, or pressed, is a name or a choice of unit. */
export async function continueJoining(
  tx: Tx,
  visitor: Visitor,
  dialog: JoinDialog,
  intent: JoinIntent | null,
  now: Date,
): Promise<Message> {
  const text = intent?.kind === "words" ? intent.text : "";
  const step =
    dialog.kind === "join_name"
      ? await giveName(tx, visitor, dialog, readFullName(text), now)
      : await pickUnit(tx, visitor, dialog, unitPick(intent), now);
  return asked(step);
}

/** A number, a page, or a unit's name. */
function unitPick(intent: JoinIntent | null): UnitPick | null {
  if (intent === null) return null;
  return intent.kind === "choice"
    ? intent.choice
    : (readListChoice(intent.text) ?? { kind: "name", name: intent.text });
}

function asked(step: NewcomerStep): Message {
  switch (step.kind) {
    case "ask_name":
      return askFullNameMessage(step.cohort, true);
    case "ask_unit":
      return askUnitMessage(step);
    case "notice":
      return noticeMessage(step.fullName);
  }
}
