/**
 * A process of its own, in the time zone that its environment names: reads a database, and writes all it can tell of it
 * at one instant, and every message there is, as JSON to stdout.
 */
import { text } from "node:stream/consumers";
import { TransactionRollbackError } from "drizzle-orm";
import { documentOf } from "#app/cli/print.ts";
import { connect } from "#db/connect.ts";
import { listDeeds } from "#db/records/audit.ts";
import { readMyData } from "#db/records/my-data.ts";
import { planningInstants } from "#delivery/plan.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { LocalTime, Zone } from "#domain/time.ts";
import { showLearner } from "#learning/state.ts";
import { readStreak } from "#learning/streak.ts";
import { pictureOf } from "#supervision/progress-chart.ts";
import { report, reportCsv } from "#supervision/report.ts";
import { bookOf } from "#supervision/report-book.ts";
import { readRoster } from "#supervision/roster-file.ts";
import { cellsOf } from "../../setup/workbook.ts";
import { everyMessage, typedOut } from "../../wording/messages.ts";

const { url, cohort, learner, roster } = JSON.parse(await text(process.stdin)) as {
  readonly url: string;
  readonly cohort: CohortId;
  readonly learner: LearnerId;
  /** A workbook with days in it, in base64. */
  readonly roster: string;
};

/** A quarter past seven on a Friday in Hà Nội: in St. John's it is Thursday, and the night before their clocks change. */
const now = new Date("2026-03-06T00:15:00Z");
const zone = "Asia/Ho_Chi_Minh" as Zone;
const named = { scope: { kind: "cohort", id: cohort }, name: "Lớp thử" } as const;

const database = connect(url, { max: 1, applicationName: "hocvu tests" });
let told = {};
/** What is read leaves nothing behind: that a workbook was made would be told to those who come later. */
await database.db
  .transaction(async (tx) => {
    const found = (await report(tx, named, now, null))!;
    told = {
      report: documentOf(found),
      csv: reportCsv(found),
      picture: await pictureOf(tx, named, found, zone, null),
      learner: await showLearner(tx, learner, now),
      streak: await readStreak(tx, learner, "07:30" as LocalTime, now),
      data: await readMyData(tx, learner),
      deeds: await listDeeds(tx, { since: null, actor: null, subject: null }, 1000),
      schedule: await planningInstants(tx, now, new Date(now.getTime() + 9 * 86_400_000)),
      book: await cellsOf((await bookOf(tx, named, now, null, zone))!),
    };
    tx.rollback();
  })
  .catch((error: unknown) => {
    if (!(error instanceof TransactionRollbackError)) throw error;
  });
const messages = everyMessage(false).map(([name, message]) => [name, typedOut(message)]);
const read = await readRoster(Buffer.from(roster, "base64"));
process.stdout.write(JSON.stringify({ offset: now.getTimezoneOffset(), ...told, messages, read }));
await database.end();
