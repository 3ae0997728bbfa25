import { randomInt } from "node:crypto";
import { mondayOf } from "#domain/digest.ts";
import type { BotKey } from "#domain/ids.ts";
import { behaviourNames, usualMixture } from "#domain/rehearsal/behaviour.ts";
import { readShares, type Shares } from "#domain/rehearsal/shares.ts";
import { addDays, dateIn } from "#domain/time.ts";
import { readRoster } from "#supervision/roster-file.ts";
import { maxFileBytes } from "#supervision/roster-grid.ts";
import { type Config, type Limits, readConfig } from "../config.ts";
import { documentOf } from "../rehearsal/document.ts";
import { rehearse as play } from "../rehearsal/rehearse.ts";
import { type Platform, platforms, type RehearsedBot } from "../rehearsal/world.ts";
import { type Answer, refused, UsageError } from "./answer.ts";
import { openProgress } from "./progress.ts";
import { rehearsalLines } from "./rehearse-lines.ts";
import { commandLog, readBytes } from "./session.ts";

export interface RehearseOptions {
  /** The roster's file. */
  readonly cohort: string;
  readonly days: number;
  readonly course: string;
  readonly start?: string;
  readonly at: string;
  readonly remind?: string;
  readonly weekdays?: string;
  readonly tz?: string;
  readonly questions?: string;
  readonly channels: string;
  readonly zaloBots?: number;
  readonly behaviour: string;
  readonly seed?: number;
}

/** Plays the days to come of a cohort that does not exist yet, in a database that is thrown away. */
export async function rehearse(options: RehearseOptions): Promise<Answer> {
  const channels = sharesOf("--channels", options.channels, platforms, "telegram=60,zalo=40");
  const behaviour = sharesOf("--behaviour", options.behaviour, behaviourNames, usualMixture);
  const config = readConfig(process.env);
  if (!config.ok) return refused(config.problem);
  const { cohort: file, days, seed = randomInt(1_000_000_000) } = options;
  const bytes = await readBytes(file, maxFileBytes);
  if (typeof bytes === "string") return refused(`the roster ${file} cannot be read: ${bytes}`);
  const roster = await readRoster(bytes);
  if (!roster.ok) return refused(`the roster ${file} cannot be taken: ${roster.problem}`);
  const bots = botsOf(config.value, channels, options.zaloBots);
  const wish = wishOf(options, config.value);
  const setting = { file, wish, roster: roster.value, channels, behaviour, bots, seed };
  const done = await interruptibly((signal, told) =>
    play(setting, { days, signal, told, log: commandLog(config.value) }),
  );
  if (!done.ok) return refused(done.problem);
  const json = documentOf(setting, days, done.value);
  return { json, lines: rehearsalLines(json) };
}

function sharesOf<Name extends string>(
  option: string,
  text: string,
  names: readonly Name[],
  example: string,
): Shares<Name> {
  const read = readShares(text, names);
  if (!read.ok) throw new UsageError(`${option} ${read.problem}; write for example ${option} ${example}`);
  return read.value;
}

function wishOf({ at, course, questions, remind, start, tz, weekdays }: RehearseOptions, config: Config) {
  const zone = tz ?? config.timezone;
  const monday = addDays(mondayOf(dateIn(config.timezone, new Date())), 7);
  return { name: "Rehearsal", course, start: start ?? monday, at, remind, days: weekdays, zone, questions };
}

/** The bots of the channels, by the budgets of the configuration: as many as there are tokens, at least one. */
function botsOf({ bots, limits }: Config, channels: Shares<Platform>, zaloBots?: number): RehearsedBot[] {
  return channels.flatMap(({ name: platform }) => {
    const tokens = bots.filter((bot) => bot.platform === platform).length;
    const count = Math.max(1, platform === "zalo" ? (zaloBots ?? tokens) : tokens);
    return Array.from({ length: count }, (_, at) => ({
      key: `${platform}:${at + 1}` as BotKey,
      platform,
      ...budgetOf(platform, limits),
    }));
  });
}

function budgetOf(platform: Platform, limits: Limits): Omit<RehearsedBot, "key" | "platform"> {
  const free = { perMonth: null, vndPerMonth: null };
  switch (platform) {
    case "telegram":
      return { ...free, perMinute: limits.telegramPerSecond * 60 };
    case "zalo":
      return { ...free, perMinute: limits.zaloPerSecond * 60, perMonth: limits.zaloPerMonth };
    case "zalo-oa": // a tenth is kept back, see app/budgets.ts
      return {
        ...free,
        perMinute: limits.oaPerMinute - Math.max(1, Math.floor(limits.oaPerMinute / 10)),
        vndPerMonth: limits.oaVndPerMonth,
      };
  }
}

/** Ctrl-C and a service manager's end let the work clean up after itself. */
async function interruptibly<Value>(
  work: (signal: AbortSignal, told: (share: number, what: string) => void) => Promise<Value>,
): Promise<Value> {
  const ending = new AbortController();
  const end = () => ending.abort();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, end);
  const progress = openProgress("rehearsal");
  try {
    return await work(ending.signal, progress.told);
  } finally {
    progress.end();
    for (const signal of signals) process.off(signal, end);
  }
}
