/**
 * A phone number at the door. Anybody may give anybody's: it proposes somebody, and only a code lets them in. Whoever gave it
 * reads the same answer always, so that nobody learns who is on the roster.
 */
import { takePhoneAsk } from "#db/chats/chats.ts";
import {
  findByPhone,
  insertProposal,
  mayPropose,
  reachPerson,
  reachSupervisors,
  readUnusedInvite,
  type Told,
  tellOthers,
} from "#db/chats/phone-proposals.ts";
import type { Tx } from "#db/connect.ts";
import { type LockedLearner, lockLearner } from "#db/roster/people.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { nationalPhone } from "#domain/phone.ts";
import { daylight } from "#domain/schedule.ts";
import { addMinutes, type Zone } from "#domain/time.ts";
import { issueLinkCode } from "#learning/link.ts";
import type { Visitor } from "#learning/visit.ts";
import { askPhoneMessage, phoneGivenMessage, phoneMessage, phoneOfYoursMessage } from "#wording/compose-join.ts";
import type { Said } from "./receive.ts";

export interface PhoneDeps {
  /** Whether the bot's platform has a card that asks for a phone number. */
  readonly asksPhone: (bot: BotKey) => boolean;
  /** What people call the bot's platform. */
  readonly platformOf: (bot: BotKey) => string;
  /** So many random digits that cannot be guessed. */
  readonly digits: (count: number) => string;
  readonly zone: Zone;
}

interface AtTheDoor {
  readonly deps: PhoneDeps;
  readonly tx: Tx;
  readonly said: Said;
  readonly visitor: Visitor;
}

/** A stranger without a code is told how to come in, and asked for their number where the platform can; once a day. */
export async function withPhoneCard({ deps, tx, said, visitor }: AtTheDoor, message: Message): Promise<Message[]> {
  const asks = deps.asksPhone(visitor.bot) && (await takePhoneAsk(tx, visitor.id, said.now));
  return asks ? [message, askPhoneMessage()] : [message];
}

/** A stranger gave a number. */
export async function takePhone(door: AtTheDoor, given: string): Promise<Message> {
  const { tx, said, visitor } = door;
  const phone = nationalPhone(given);
  const found = phone === null ? null : await findByPhone(tx, phone);
  const person = found === null ? null : await lockLearner(tx, found);
  if (person !== null && !person.erased && (await mayPropose(tx, person.id, visitor.id, said.now))) {
    const told = await propose(door, person);
    await insertProposal(tx, { person: person.id, chat: visitor.id, inbox: said.inbox, told }, said.now);
  }
  return phoneMessage(false);
}

/** Tells whoever can know whether it is them: themselves where we reach them, else whoever supervises them from nearest above. */
async function propose({ deps, tx, said, visitor }: AtTheDoor, person: LockedLearner): Promise<Told> {
  const { inbox, now } = said;
  const platform = deps.platformOf(visitor.bot);
  const own = await reachPerson(tx, person.id, now);
  if (own !== null) {
    const { code, minutes } = await issueLinkCode(tx, person.id, deps.digits, now);
    const message = phoneOfYoursMessage({ platform, code, minutes });
    const window = { dueAt: now, expiresAt: addMinutes(now, minutes), answer: true };
    await tellOthers(tx, inbox, [{ ...own, message }], window, now);
    return "person";
  }
  const invite = await readUnusedInvite(tx, person.id);
  const above = invite === null ? [] : await reachSupervisors(tx, person.id, now);
  if (invite === null || above.length === 0) return "operator";
  const window = { ...daylight(deps.zone, now), answer: false };
  await tellOthers(
    tx,
    inbox,
    above.map(({ unit, ...supervisor }) => ({
      ...supervisor,
      message: phoneGivenMessage({ fullName: person.fullName, unit, platform, code: invite }),
    })),
    window,
    now,
  );
  return "supervisors";
}
