import { randomInt } from "node:crypto";
import type { Db } from "#db/connect.ts";
import { noteBudget } from "#db/delivery/charges.ts";
import { readLane } from "#db/delivery/lanes.ts";
import { readCohortDays } from "#db/learning/cohorts.ts";
import { joinAll, learnSizes, makeForgetful, readMembers, readTaughtCohort } from "#db/rehearsal/rehearsal.ts";
import type { CohortId } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import { type BehaviourName, behaviourNames } from "#domain/rehearsal/behaviour.ts";
import { dealOut, type Shares } from "#domain/rehearsal/shares.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { addDays, instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import { codeMaker } from "#supervision/codes.ts";
import { type CohortWish, createCohort } from "#supervision/cohorts.ts";
import { importRoster } from "#supervision/import-roster.ts";
import type { Roster } from "#supervision/roster-file.ts";
import { publishLessons } from "../lessons.ts";
import type { Platform, RehearsedBot, World } from "./world.ts";

/** What is rehearsed. */
export interface Setting {
  /** As the operator wrote it. */
  readonly file: string;
  readonly wish: CohortWish;
  readonly roster: Roster;
  readonly channels: Shares<Platform>;
  readonly behaviour: Shares<BehaviourName>;
  readonly bots: readonly RehearsedBot[];
  readonly seed: number;
}

/**
 * Lessons published, the cohort made, the roster imported and everybody joined at noon of the day before the start. The
 * problem is one line.
 * @param told hears how far it is
 */
export async function setScene(
  db: Db,
  setting: Setting,
  log: Log,
  told: (what: string) => void,
): Promise<Result<World, string>> {
  const { bots, file, roster, wish } = setting;
  const eve = instantOf(wish.zone as Zone, addDays(wish.start as LocalDate, -1), "12:00" as LocalTime);
  const newCodes = codeMaker((below) => randomInt(below));
  told("lessons");
  await publishLessons(db, eve, log);
  const made = await db.transaction((tx) => createCohort(tx, wish, eve, newCodes));
  if (!made.ok) return made;
  told("roster");
  const cohort = made.value.id;
  const options = { cohort, dryRun: false, skipBadRows: false, now: eve, inviteCodes: newCodes };
  const imported = await db.transaction((tx) => importRoster(tx, roster, options));
  const [fault] = imported.errors;
  if (fault !== undefined) {
    const bad = new Set(imported.errors.map(({ row }) => row)).size;
    return fail(
      `the roster ${file} has ${bad} bad row${bad === 1 ? "" : "s"}, the first is row ${fault.row}: hocvu roster import --dry-run says what is wrong`,
    );
  }
  for (const { key, vndPerMonth } of bots) {
    await readLane(db, key);
    await db.transaction((tx) => noteBudget(tx, key, vndPerMonth));
  }
  told("joining");
  await makeForgetful(db);
  return await everybodyJoins(db, setting, cohort, eve);
}

async function everybodyJoins(
  db: Db,
  { behaviour, bots, channels, file, seed, wish }: Setting,
  cohort: CohortId,
  eve: Date,
): Promise<Result<World, string>> {
  const people = await db.transaction((tx) => readMembers(tx, cohort));
  if (people.length === 0) return fail(`the roster ${file} names nobody`);
  const shares = bots.map(({ platform }) => {
    const { share } = channels.find(({ name }) => name === platform)!;
    return { share: share / bots.filter((bot) => bot.platform === platform).length };
  });
  const botOf = dealOut(shares, people.length, `${seed}/bots`);
  const joining = people.map((learner, at) => ({ learner, bot: bots[botOf[at]!]!.key }));
  const chats = await db.transaction((tx) => joinAll(tx, cohort, joining, eve));
  await learnSizes(db);
  const kinds = behaviour.map(({ name }) => behaviourNames.indexOf(name));
  const [days] = await db.transaction((tx) => readCohortDays(tx, { kind: "cohort", id: cohort }, null));
  return ok({
    db,
    cohort,
    start: wish.start as LocalDate,
    calendar: { ...days!, holidays: new Set() },
    taught: await db.transaction((tx) => readTaughtCohort(tx, cohort)),
    bots,
    people,
    places: new Map(people.map((learner, at) => [learner, at])),
    chats,
    botOf,
    behaviourOf: dealOut(behaviour, people.length, `${seed}/behaviour`).map((at) => kinds[at]!),
  });
}
