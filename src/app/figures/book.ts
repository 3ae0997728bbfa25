import { countInbox } from "#db/chats/inbox.ts";
import { countUnderWay, oldestDue } from "#db/delivery/counts.ts";
import { sumOutages } from "#db/delivery/pulses.ts";
import { countExports } from "#db/records/exports.ts";
import { type Figure, sharing } from "#http/scrape.ts";
import type { Watched } from "../metrics.ts";
import { by, only } from "./reading.ts";

/** What stands in the books of the whole program: messages owed, updates, workbooks, outages. */
export function bookFigures({ db, clock }: Pick<Watched, "db" | "clock">): readonly Figure[] {
  const deliveries = sharing(() => countUnderWay(db));
  const inbox = sharing(() => countInbox(db, clock.now()));
  const exports = sharing(() => countExports(db, clock.now()));
  return [
    by("state", "hocvu_deliveries", "Deliveries that wait or are on their way", async () => {
      const { planned, queued, sending } = await deliveries();
      return { planned, queued, sending };
    }),
    only(
      "hocvu_unknown_sends",
      "Deliveries with an ending that was ever unknown",
      async () => (await deliveries()).unknownEver,
    ),
    by("bot", "hocvu_due_oldest_seconds", "Seconds that the oldest delivery which may leave has been due", () =>
      oldestDue(db, clock.now()),
    ),
    by("state", "hocvu_inbox", "Updates that wait or were parked", async () => {
      const { waiting, parked } = await inbox();
      return { waiting, parked };
    }),
    only(
      "hocvu_inbox_oldest_seconds",
      "Seconds that the oldest update nobody has handled has waited",
      async () => (await inbox()).oldestSeconds,
    ),
    only("hocvu_exports_waiting", "Workbooks that somebody waits for", async () => (await exports()).waiting),
    only(
      "hocvu_exports_oldest_seconds",
      "Seconds that the oldest workbook has been waited for",
      async () => (await exports()).oldestSeconds,
    ),
    by("what", "hocvu_outage_seconds", "Seconds of outages, by what was away: the program or a bot", () =>
      sumOutages(db),
    ),
  ];
}
