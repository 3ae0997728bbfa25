import type { Play } from "#app/rehearsal/play.ts";
import { setScene } from "#app/rehearsal/setting.ts";
import type { Platform, RehearsedBot } from "#app/rehearsal/world.ts";
import { playYear } from "#app/rehearsal/year.ts";
import type { Db } from "#db/connect.ts";
import type { BotKey } from "#domain/ids.ts";
import { behaviourNames } from "#domain/rehearsal/behaviour.ts";
import { readShares } from "#domain/rehearsal/shares.ts";
import { readRoster } from "#supervision/roster-file.ts";
import { silent } from "../../setup/log.ts";

export interface Rehearsal {
  readonly learners: number;
  readonly days: number;
  readonly behaviour: string;
  readonly bots: readonly RehearsedBot[];
  readonly start?: string;
  readonly remind?: string;
  readonly seed?: number;
}

export const botOf = (platform: Platform, bounds: Partial<RehearsedBot> = {}): RehearsedBot => ({
  ...{ key: `${platform}:1` as BotKey, platform, perMinute: 1800, perMonth: null, vndPerMonth: null },
  ...bounds,
});

/** Officials of three communes, nobody's supervisors, so that every message is a lesson's. */
export const rosterOf = (learners: number): string =>
  ["ho_ten,don_vi,ma", ...Array.from({ length: learners }, (_, at) => `Người ${at},Tỉnh A / Xã ${at % 3},M${at}`)].join(
    "\n",
  );

/** A rehearsal in a test's own database. Monday, 2 March 2026, unless said otherwise. */
export async function rehearseIn(db: Db, given: Rehearsal) {
  const { behaviour, bots, days, learners, remind, seed = 42, start = "2026-03-02" } = given;
  const roster = await readRoster(new TextEncoder().encode(rosterOf(learners)));
  const shares = readShares(behaviour, behaviourNames);
  if (!roster.ok || !shares.ok) throw new Error("the stage is set wrongly");
  const wish = { name: "R", course: "hoc-vu-so", start, at: "07:30", remind, zone: "Asia/Ho_Chi_Minh" };
  const channels = bots.map(({ platform }) => ({ name: platform, share: 1 / bots.length }));
  const setting = { file: "r.csv", wish, roster: roster.value, channels, behaviour: shares.value, bots, seed };
  const scene = await setScene(db, setting, silent, () => {});
  if (!scene.ok) throw new Error(scene.problem);
  const { signal } = new AbortController();
  const play: Play = await playYear(scene.value, { days, seed, signal, told: () => {}, evening: async () => {} });
  return { setting, world: scene.value, play, months: play.tally.months };
}
