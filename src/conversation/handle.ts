import { forgetBygone } from "#db/chats/bygone.ts";
import { findChat, setDialog, takeGreeting } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import { readLastOffers } from "#db/delivery/digests.ts";
import { closeChat } from "#db/delivery/moves.ts";
import { noteInteraction } from "#db/delivery/windows.ts";
import { supervisedUnits } from "#db/units/units.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Zone } from "#domain/time.ts";
import type { Passage } from "#domain/zalo-window.ts";
import { type Visitor, visit } from "#learning/visit.ts";
import { readRating } from "#wording/arguments.ts";
import { readCode } from "#wording/codes.ts";
import { notRatableMessage } from "#wording/compose-exercise.ts";
import {
  comingSoonMessage,
  expiredButtonMessage,
  helpMessage,
  noTextMessage,
  notUnderstoodMessage,
} from "#wording/compose-hints.ts";
import { phoneMessage } from "#wording/compose-join.ts";
import { eraseKeptMessage } from "#wording/compose-learner.ts";
import { type LinkView, notPausedMessage, stayedMessage } from "#wording/compose-settings.ts";
import type { Command } from "#wording/keywords.ts";
import { readOfferPick, readsEraseAll, readsNo } from "#wording/replies.ts";
import { takeAnnouncement, takeAnnouncementTap, takeDraftStep } from "./announcing.ts";
import { answerTo, hintOn } from "./answering.ts";
import { comeBack } from "./coming-back.ts";
import { switchDigest, takeOffer, takePick } from "./digesting.ts";
import { currentQuestion, showPlacement, takeRating, takeSkip } from "./exercising.ts";
import { hearWords, takeWhich } from "./free-words.ts";
import { hint, mayAnswer } from "./hinting.ts";
import { continueJoining, takeCode, takeConsent } from "./joining.ts";
import { practise, relearn, showLibrary } from "./library.ts";
import { type Spoken, toInvited, toStranger } from "./newcomers.ts";
import {
  changeTime,
  endPause,
  giveLinkCode,
  type Learner,
  leave,
  takePause,
  tellRank,
  tellScore,
  tellStreak,
  welcomeBack,
} from "./own.ts";
import { askErase, erase, tellData, withoutOldErase } from "./own-data.ts";
import type { OpenTurn } from "./question-view.ts";
import type { Reply, Said } from "./receive.ts";
import { showLesson } from "./studying.ts";
import { type FileDeps, linkDashboard, type NewDashboardLink, supervise } from "./supervising.ts";
import { type Intent, type Situation, type Utterance, understand } from "./understand.ts";

export interface HandleDeps {
  /** Where sent messages are counted, one hint a minute is enough. */
  readonly countsMessages: (bot: BotKey) => boolean;
  /** How many messages a bot may send in a month; null: they are not counted. */
  readonly quotaOf: (bot: BotKey) => number | null;
  /** What people call the bot's platform. */
  readonly platformOf: (bot: BotKey) => string;
  /** Where else someone on this bot can join with a code. */
  readonly elsewhere: (bot: BotKey) => LinkView["elsewhere"];
  /** Whether the bot's platform has a card that asks for a phone number. */
  readonly asksPhone: (bot: BotKey) => boolean;
  /** So many random digits that cannot be guessed. */
  readonly digits: (count: number) => string;
  /** A link that cannot be guessed; null: there is no dashboard to link to. */
  readonly dashboardLink: () => NewDashboardLink | null;
  /** The zone of figures for supervisors. */
  readonly zone: Zone;
  /** Null: words alone are handed over. */
  readonly files: FileDeps | null;
}

/** Does what a person asks for by one update, and says what is owed for it. */
export async function handle(deps: HandleDeps, tx: Tx, said: Said): Promise<Reply | null> {
  const { address, content } = said.incoming;
  if (content.kind === "blocked") {
    const chat = await findChat(tx, address);
    if (chat !== null) await closeChat(tx, chat.id);
    else await forgetBygone(tx, { ...said, address, chat: null });
    return null;
  }
  const entered = content.kind === "entered";
  const spoke = !entered && content.kind !== "unblocked";
  const visitor = await withoutOldErase(tx, await visit(tx, address, said.at, spoke), said.at);
  if (visitor.learner === null && (await forgetBygone(tx, { ...said, address, chat: visitor.id }))) return null;
  const silence = said.interaction ? await noteInteraction(tx, visitor.id, said.interaction) : null;
  if (content.kind === "unblocked") return null;
  // A button says by itself what it answers.
  const turn = content.kind !== "tap" && visitor.learner?.agreed ? await currentQuestion(tx, visitor.learner) : null;
  const intent = understand(content, { ...situationOf(visitor, turn), offered: await offeredTo(tx, visitor, content) });
  const visiting = { deps, tx, said, visitor, turn, silence };
  const answer = entered && !(await takeGreeting(tx, visitor.id)) ? null : await respond(visiting, intent);
  if (silence !== null && silence !== "free") await comeBack(tx, visitor, intent, said.now);
  return answer === null || (await mayAnswer(visiting)) ? answer : null;
}

interface Visit {
  readonly deps: HandleDeps;
  readonly tx: Tx;
  readonly said: Said;
  readonly visitor: Visitor;
  readonly turn: OpenTurn | null;
  /** What a message to them cost before this, where their platform counts it; null: it does not, or this is no news. */
  readonly silence: Passage | null;
}

/** Only what could mean an offer is worth a look. */
async function offeredTo(tx: Tx, { learner }: Visitor, content: Utterance): Promise<Situation["offered"]> {
  if (content.kind !== "text" || !learner?.agreed || readOfferPick(content.text) === null) return null;
  const offers = await readLastOffers(tx, learner.id);
  if (offers === null || offers.actions.length === 0) return null;
  return offers.last ? "last" : "before";
}

const situationOf = ({ learner, dialog }: Visitor, turn: OpenTurn | null): Omit<Situation, "offered"> => ({
  asking: dialog?.kind === "join_name" || dialog?.kind === "join_unit" || dialog?.kind === "confirm_erase",
  consenting: learner !== null && !learner.agreed,
  turn,
});

async function respond(visit: Visit, intent: Intent): Promise<Reply | null> {
  const { tx, said, visitor } = visit;
  const step = await takeDraftStep(visit, intent);
  if (step !== null) return reply(visitor, step);
  const erasing = visitor.dialog?.kind === "confirm_erase" && visitor.learner !== null;
  if (erasing && intent.kind === "words" && readsEraseAll(intent.text))
    return erase(tx, visitor, visitor.learner!, said.now);
  if (erasing || visitor.dialog?.kind === "confirm_leave") await setDialog(tx, visitor.id, null);
  if (erasing && intent.kind === "words") return reply(visitor, eraseKeptMessage());
  if (visitor.dialog?.kind === "join_name" || visitor.dialog?.kind === "join_unit") {
    if (intent.kind === "words" || intent.kind === "choice" || intent.kind === "unclear") {
      const step = intent.kind === "unclear" ? null : intent;
      return reply(visitor, await continueJoining(tx, visitor, visitor.dialog, step, said.now));
    }
  }
  if (visitor.dialog?.kind === "confirm_leave" && staysIn(said)) return reply(visitor, stayedMessage());
  const { learner } = visitor;
  if (learner === null) return reply(visitor, await toStranger(visit, intent));
  if (intent.kind === "consent") {
    const { message, forgotten } = await takeConsent(tx, visitor, learner, intent.agreed, said.now);
    return reply(forgotten ? { ...visitor, learner: null } : visitor, message);
  }
  const message = learner.agreed ? await toLearner(visit, learner, intent) : await toInvited(visit, learner, intent);
  return message === null ? null : reply(visitor, message);
}

const reply = (visitor: Visitor, said: Message | readonly Message[]): Reply => ({
  to: { chatId: visitor.id, bot: visitor.bot, learnerId: visitor.learner?.id ?? null },
  messages: [said].flat(),
});

/** Whether to leave is answered in words, too, and those are no answer to the question that is open. */
const staysIn = ({ incoming: { content } }: Said): boolean => content.kind === "text" && readsNo(content.text);

async function toLearner(visit: Visit, learner: Learner, intent: Spoken): Promise<Message | readonly Message[] | null> {
  const { tx, said, visitor, turn } = visit;
  const heard = await hearWords(visit, learner, intent);
  if (heard !== null) {
    const owed = heard.kind === "answer" ? heard.message : await hint(visit, heard.message);
    if (owed !== null) await heard.sent?.();
    return owed;
  }
  switch (intent.kind) {
    case "answer":
      return answerTo(visit, learner, intent);
    case "rating":
      return takeRating(tx, learner.id, intent.of, intent.rating, said);
    case "offer":
      return typeof intent.what === "number"
        ? takePick(tx, learner.id, intent.what, said.now)
        : takeOffer(tx, learner.id, intent.what, said.now);
    case "announcement":
    case "draft":
      return takeAnnouncementTap(visit, learner.id, intent);
    case "which":
      return takeWhich(visit, learner.id, intent);
    case "command":
      return obey(visit, learner, intent.command);
    case "code":
      return takeCode(tx, visitor, intent.code, said.now);
    case "other_question":
      return hint(visit, turn === null ? notUnderstoodMessage() : hintOn(turn, intent));
    case "unclear":
      if (turn !== null) return hint(visit, hintOn(turn, { kind: intent.why }));
      return hint(visit, intent.why === "no_text" ? noTextMessage() : notUnderstoodMessage());
    case "shared":
      return hint(visit, phoneMessage(true));
    case "words":
      return hint(visit, notUnderstoodMessage());
    case "choice":
    case "expired":
      return hint(visit, expiredButtonMessage());
  }
}

async function obey(
  visit: Visit,
  learner: Learner,
  { command, argument, slashed }: Command,
): Promise<Message | readonly Message[]> {
  const { deps, tx, said, visitor } = visit;
  const { now } = said;
  switch (command) {
    case "start": {
      const code = readCode(argument);
      return code === null ? welcomeBack(tx, learner, now) : takeCode(tx, visitor, code, now);
    }
    case "baihoc":
      return showLesson(tx, learner.id, now);
    case "dauvao":
      return showPlacement(tx, learner.id, now);
    case "vaothang":
      return takeSkip(tx, learner.id, now);
    case "tutin": {
      const rating = readRating(argument);
      return rating === null ? notRatableMessage() : takeRating(tx, learner.id, null, rating, said);
    }
    case "thuvien":
      return showLibrary(tx, learner.id, argument, now);
    case "luyen":
      return practise(tx, learner.id, argument, now);
    case "hoclai":
      return relearn(tx, learner.id, argument, now);
    case "diem":
      return tellScore(tx, learner, now);
    case "chuoi":
      return tellStreak(tx, learner, now);
    case "xephang":
      return tellRank(tx, learner);
    case "gio":
      return changeTime(tx, learner, argument, now);
    case "tamdung":
      return takePause(tx, learner, argument, now);
    case "tieptuc":
      // Lessons that paused because of a silence go on with the lesson itself.
      return (
        (await endPause(tx, learner, now)) ??
        (visit.silence === "closed" ? showLesson(tx, learner.id, now) : notPausedMessage())
      );
    case "lienket":
      return giveLinkCode(tx, learner, deps.elsewhere(visitor.bot), deps.digits, now);
    case "roilop":
      return leave(tx, visitor, learner, now);
    case "dulieu":
      return tellData(tx, learner, deps.zone);
    case "xoa":
      return askErase(tx, visitor, now);
    case "trogiup":
      return helpMessage((await supervisedUnits(tx, learner.id)).length === 0 ? "learner" : "supervisor");
    case "tiendo":
    case "chuahoc":
    case "nhac":
    case "cangiup":
    case "xuat": {
      const { bot, id: chatId } = visitor;
      const { files, zone } = deps;
      // The word alone, from a menu that everybody has: whoever looks after nobody means their own.
      const isOwn = command === "tiendo" && !slashed && (await supervisedUnits(tx, learner.id)).length === 0;
      if (isOwn) return tellScore(tx, learner, now);
      const asking = { viewer: learner.id, chatId, bot, inbox: said.inbox, zone, now, files };
      return supervise(tx, command, argument, asking);
    }
    case "thongbao":
      return takeAnnouncement(visit, learner.id, argument);
    case "bantin":
    case "batbantin":
    case "dungbantin":
      return switchDigest(tx, command, argument, learner.id);
    case "bang":
      return linkDashboard(tx, learner.id, deps.dashboardLink, now);
    case "ontap":
    case "hoi":
      return comingSoonMessage();
  }
}
