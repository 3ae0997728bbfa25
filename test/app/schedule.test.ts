import { expect, test } from "vitest";
import { ticksOf } from "#app/schedule.ts";
import type { Zone } from "#domain/time.ts";
import { freshDatabase } from "../setup/database.ts";
import { recordingLog } from "../setup/log.ts";
import { cohort, ids, importText, join, monday, publish } from "../supervision/world.ts";

test("a morning's log says once how many lessons fell due, and of a tick that finds nothing to plan nothing", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await publish(db);
  const id = await cohort(db);
  await importText(db, "ho_ten,don_vi\nAn,Tỉnh\nÂn,Tỉnh\n", { cohort: id });
  for (const person of Object.values(await ids(db))) await join(db, person!);
  const log = recordingLog();
  const ticks = ticksOf(
    {
      connection: { db },
      clock: { now: () => monday, fromWall: (instant) => instant },
      queues: { ringInbox: async () => {} },
      config: { timezone: "Asia/Ho_Chi_Minh" as Zone },
      oaTokens: null,
      monotonic: () => 0,
      log,
    },
    async () => {},
  );
  for (let again = 0; again < 3; again++) await ticks.plan!.run();
  expect(log.lines).toEqual([{ level: "info", facts: { lessons: 2, reminders: 0 }, message: "planned what fell due" }]);
});
