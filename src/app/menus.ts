import type { SendOutcome } from "#channels/channel.ts";
import { type Pause, pause as realPause } from "#channels/pause.ts";
import type { Telegram } from "#channels/telegram/open.ts";
import { learnerMenu, supervisorMenu } from "#wording/menu.ts";

/** How often it is looked who supervises. */
const roundMs = 60_000;
const longestMs = 3_600_000;

export interface MenuDeps {
  readonly telegram: Pick<Telegram, "setCommands">;
  /** The chats of supervisors, by Telegram's name of them. */
  readonly supervisors: () => Promise<readonly string[]>;
  readonly warn: (facts: object, message: string) => void;
  readonly pause?: Pause;
}

/**
 * Keeps a bot's command menus until `signal` aborts: one for everybody, and a longer one in the chats of supervisors;
 * who is none any more gets the general one back. Menus are worth no trouble: a round ends with the first call that
 * Telegram does not take, and the next one waits as long as it asked, or longer each time. Never rejects.
 */
export async function keepMenus({ telegram, supervisors, warn, pause = realPause }: MenuDeps, signal: AbortSignal) {
  const round = menuRound(telegram, signal);
  for (let failures = 0; !signal.aborted; ) {
    try {
      const outcome = await round(await supervisors());
      if (signal.aborted) return;
      failures = outcome === null ? 0 : failures + 1;
      if (failures === 1) warn({ outcome: outcome!.kind }, "command menus were not taken; asking again more slowly");
      await pause(waitMs(outcome, failures), signal);
    } catch (error) {
      if (signal.aborted) return;
      warn({ err: error }, "command menus wait for the database");
      await pause(roundMs, signal);
    }
  }
}

type Round = (supervisors: readonly string[]) => Promise<SendOutcome | null>;

/**
 * Asked again it calls Telegram only for what changed. Null: it took every call, or turned down one chat, which says
 * nothing of the others: that chat is left alone from then on, and the round ends there too.
 */
function menuRound(telegram: Pick<Telegram, "setCommands">, signal: AbortSignal): Round {
  let general = false;
  const given = new Map<string, "supervisor" | "learner" | "turned down">();
  return async (supervisors) => {
    if (!general) {
      const outcome = await telegram.setCommands(learnerMenu, null, signal);
      if (outcome !== null) return outcome;
      general = true;
    }
    const chats = new Set(supervisors);
    for (const [chat, menu] of given) if (menu === "turned down" && !chats.has(chat)) given.delete(chat);
    const due = [
      ...supervisors.filter((chat) => (given.get(chat) ?? "learner") === "learner").map((chat) => [chat, "supervisor"]),
      ...[...given]
        .filter(([chat, menu]) => menu === "supervisor" && !chats.has(chat))
        .map(([chat]) => [chat, "learner"]),
    ] as [string, "supervisor" | "learner"][];
    for (const [chat, menu] of due) {
      if (signal.aborted) return null;
      const outcome = await telegram.setCommands(menu === "supervisor" ? supervisorMenu : learnerMenu, chat, signal);
      const turnedDown = outcome?.kind === "gone" || outcome?.kind === "refused";
      if (outcome === null || turnedDown) given.set(chat, turnedDown ? "turned down" : menu);
      if (outcome !== null) return turnedDown ? null : outcome;
    }
    return null;
  };
}

/** A minute, and after failures in a row 2, 4, 8 … up to an hour; never less than Telegram asks for. */
function waitMs(outcome: SendOutcome | null, failures: number): number {
  const own = Math.min(longestMs, roundMs * 2 ** Math.min(failures, 10));
  const asked = outcome?.kind === "throttled" ? (outcome.retryAfterSeconds ?? 0) * 1000 : 0;
  return Math.max(own, asked);
}
