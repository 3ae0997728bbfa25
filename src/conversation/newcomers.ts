import type { Tx } from "#db/connect.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Visitor } from "#learning/visit.ts";
import { readCode } from "#wording/codes.ts";
import { helpMessage, notJoinedMessage } from "#wording/compose-hints.ts";
import { codeRefusedMessage, consentNeededMessage, strangerMessage } from "#wording/compose-join.ts";
import { hint } from "./hinting.ts";
import { takeCode } from "./joining.ts";
import type { Learner } from "./own.ts";
import { askErase, tellData } from "./own-data.ts";
import { type PhoneDeps, takePhone, withPhoneCard } from "./phone.ts";
import type { Said } from "./receive.ts";
import type { Intent } from "./understand.ts";

interface Newcomer {
  readonly deps: PhoneDeps & { readonly countsMessages: (bot: BotKey) => boolean };
  readonly tx: Tx;
  readonly said: Said;
  readonly visitor: Visitor;
}

/** What is left once the privacy notice has its answer. */
export type Spoken = Exclude<Intent, { kind: "consent" }>;

/** Whoever we do not know: a code is the only way in. */
export async function toStranger(visit: Newcomer, intent: Intent): Promise<Message | readonly Message[]> {
  const { tx, said, visitor } = visit;
  const code = codeIn(intent);
  if (code !== null) return takeCode(tx, visitor, code, said.now);
  if (intent.kind === "shared") return takePhone(visit, intent.phone);
  if (intent.kind !== "command") return withPhoneCard(visit, strangerMessage());
  switch (intent.command.command) {
    case "start":
      return intent.command.argument === "" ? withPhoneCard(visit, strangerMessage()) : codeRefusedMessage();
    case "trogiup":
      return helpMessage("stranger");
    default:
      return withPhoneCard(visit, notJoinedMessage());
  }
}

/** A code alone, or behind `/start`. */
function codeIn(intent: Intent) {
  if (intent.kind === "code") return intent.code;
  return intent.kind === "command" && intent.command.command === "start" ? readCode(intent.command.argument) : null;
}

/** Someone a code brought, who has not agreed to the privacy notice: nothing else before that. */
export async function toInvited(visit: Newcomer, learner: Learner, intent: Spoken): Promise<Message | null> {
  const { tx, said, visitor } = visit;
  const code = codeIn(intent);
  if (code !== null) return takeCode(tx, visitor, code, said.now);
  if (intent.kind === "command") {
    const { command } = intent.command;
    if (command === "trogiup") return helpMessage("stranger");
    if (command === "xoa") return askErase(tx, visitor, said.now);
    if (command === "dulieu") return tellData(tx, learner, visit.deps.zone);
  }
  return hint(visit, consentNeededMessage());
}
