import { listParked, unpark } from "#db/chats/parked.ts";
import type { InboxId } from "#domain/ids.ts";
import { type Answer, refused } from "./answer.ts";
import { table } from "./print.ts";
import { withDatabase } from "./session.ts";

const mostListed = 1000;

export const parked = (): Promise<Answer> =>
  withDatabase(async ({ db }) => {
    const updates = await listParked(db, mostListed);
    if (updates.length === 0) return { json: { parked: updates }, lines: ["nothing is parked"] };
    const cells = updates.map((one) => [one.id, one.bot, one.receivedAt.toISOString(), one.tries, one.error ?? "-"]);
    return { json: { parked: updates }, lines: table(["id", "bot", "received", "tries", "error"], cells) };
  });

/** A worker finds it within seconds, as it finds whatever waits. */
export const retry = (id: number): Promise<Answer> =>
  withDatabase(async ({ db }) => {
    const back = await db.transaction((tx) => unpark(tx, id as InboxId));
    if (back === null) return refused(`no update ${id} is parked: hocvu inbox parked lists those that are`);
    if (!back)
      return refused(`update ${id} cannot be handled again: what it said was forgotten, as all updates are in time`);
    return { json: { id, state: "waiting" }, lines: [`update ${id} waits to be handled again`] };
  });
