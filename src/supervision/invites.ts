import type { Tx } from "#db/connect.ts";
import { type InviteRow, listInvites } from "#db/roster/roster.ts";
import type { CohortId } from "#domain/ids.ts";
import { zaloInvite } from "#wording/invites.ts";

/** What the bots are called on their platforms; null where a channel is off or its name is not known. */
export interface BotNames {
  /** The user name, without "@". */
  readonly telegram: string | null;
  readonly zalo: string | null;
}

export interface Invite extends InviteRow {
  /** Opens the chat and hands over the code; null without a bot on Telegram. */
  readonly telegramLink: string | null;
  /** To be passed on as it is. */
  readonly zaloText: string;
}

/** The ways into a cohort that nobody has used yet, in the order of the roster. */
export async function invites(tx: Tx, cohort: CohortId, bots: BotNames): Promise<readonly Invite[]> {
  const rows = await listInvites(tx, cohort);
  return rows.map((row) => ({
    ...row,
    telegramLink: bots.telegram === null ? null : `https://t.me/${bots.telegram}?start=${row.code}`,
    zaloText: zaloInvite(row.fullName, row.code, bots.zalo),
  }));
}
