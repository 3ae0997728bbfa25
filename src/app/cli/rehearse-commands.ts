import type { Command } from "commander";
import { usualMixture } from "#domain/rehearsal/behaviour.ts";
import * as read from "./arguments.ts";
import type { Making } from "./program.ts";
import type { RehearseOptions } from "./rehearse.ts";

export function addRehearseCommand(program: Command, { printing, answer }: Pick<Making, "printing" | "answer">): void {
  printing(program, "rehearse", "play a cohort's days to come before it starts, in a database that is thrown away")
    .requiredOption("--cohort <file>", "its roster, as for hocvu roster import", read.words)
    .option("--days <n>", "so many days", read.rehearsedDays, 365)
    .option("--course <id>", "see: hocvu lessons list", read.words, "hoc-vu-so")
    .option("--start <day>", "first day, YYYY-MM-DD (default: next Monday)", read.day)
    .option("--at <time>", "when lessons leave, HH:mm", read.time, "07:30")
    .option("--remind <times>", "one or two reminders a day, HH:mm,HH:mm", read.reminders)
    .option("--weekdays <days>", "mon,tue,wed,thu,fri,sat,sun (default: mon,tue,wed,thu,fri)", read.weekdays)
    .option("--tz <zone>", "its zone (default: HOCVU_TIMEZONE)", read.zone)
    .option("--questions <count>", "asked per lesson (default: the course's own)", read.questions)
    .option(
      "--channels <shares>",
      "telegram, zalo, zalo-oa: one, or percents, telegram=60,zalo=40",
      read.words,
      "telegram",
    )
    .option("--zalo-bots <n>", "so many Zalo bots (default: as many as there are tokens)", read.botCount)
    .option("--behaviour <shares>", "of what kind people are, in percent", read.words, usualMixture)
    .option("--seed <n>", "repeats what a rehearsal with it told (default: any)", read.seed)
    .action(answer(async (options: RehearseOptions) => (await import("./rehearse.ts")).rehearse(options)));
}
