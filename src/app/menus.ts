import type { Telegram } from "#channels/telegram/open.ts";
import { listSupervisorChats } from "#db/chats.ts";
import type { Db } from "#db/connect.ts";
import { learnerMenu, supervisorMenu } from "#wording/menu.ts";

/**
 * Keeps a bot's command menus: one for everybody, and a longer one in the chats of supervisors; who is none any more
 * gets the general one back. Asked again it calls the platform only for what changed.
 */
export function openMenus(telegram: Pick<Telegram, "bot" | "setCommands">): (db: Db) => Promise<void> {
  let general = false;
  const given = new Map<string, "supervisor" | "learner">();
  return async (db) => {
    if (!general) general = await telegram.setCommands(learnerMenu);
    const chats = new Set(await listSupervisorChats(db, telegram.bot));
    for (const chat of chats) {
      if (given.get(chat) === "supervisor") continue;
      if (await telegram.setCommands(supervisorMenu, chat)) given.set(chat, "supervisor");
    }
    for (const [chat, menu] of given) {
      if (menu === "learner" || chats.has(chat)) continue;
      if (await telegram.setCommands(learnerMenu, chat)) given.set(chat, "learner");
    }
  };
}
