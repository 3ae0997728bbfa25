/**
 * The command line as a table: what there is, its options, and which room does it. Everything else is loaded when a
 * command runs, so that help and mistakes are answered at once.
 */
import { Command, type CommanderError, Option } from "commander";
import type { Role } from "../roles.ts";
import type { Answer } from "./answer.ts";
import * as read from "./arguments.ts";
import { addAuditCommands } from "./audit-commands.ts";
import type { CreateOptions } from "./cohort.ts";
import type { RehearsalOptions } from "./cost.ts";
import type { AdvanceOptions } from "./demo.ts";
import { addLessonCommands } from "./lesson-commands.ts";
import type { PushOptions } from "./push.ts";
import { addRehearseCommand } from "./rehearse-commands.ts";
import type { ReportOptions } from "./report.ts";
import type { ImportOptions } from "./roster.ts";
import type { ServeOptions } from "./serve.ts";
import { addUnitCommands } from "./unit-commands.ts";
import { addZaloOaCommands } from "./zalo-oa-commands.ts";

/** A command line that is wrong: the command it was meant for, as far as that is known, and commander's reason. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage";
  readonly command: Command;
  readonly reason: CommanderError;

  constructor(command: Command, reason: CommanderError) {
    super(reason.message);
    this.command = command;
    this.reason = reason;
  }
}

export interface Doing {
  /** A command has ended with this. */
  readonly answered: (answer: Answer, asJson: boolean) => Promise<void>;
  /** A program that runs until it is told to end has ended with this exit code. */
  readonly served: (code: number) => void;
}

/** How a command is made. */
export interface Making {
  readonly group: (name: string, description: string) => Command;
  readonly printing: (parent: Command, form: string, description: string) => Command;
  readonly answer: <Given extends unknown[]>(
    work: (...given: Given) => Promise<Answer>,
  ) => (...given: unknown[]) => Promise<void>;
}

const cohortId = ["--cohort <id>", "number of the cohort, see: hocvu cohort list", read.rowId] as const;

export function buildProgram({ answered, served }: Doing): Command {
  const program = new Command("hocvu")
    .description("Học Vụ: a three-minute lesson and quiz a day over Zalo and Telegram")
    .configureOutput({ writeErr: () => {} }); // what is wrong is said by whoever catches it, in one line

  /** Runs a command that ends by itself; commander hands over arguments, options and the command. */
  const answer =
    <Given extends unknown[]>(work: (...given: Given) => Promise<Answer>) =>
    async (...given: unknown[]) => {
      const options = given.at(-2) as { json?: boolean };
      await answered(await work(...(given.slice(0, -1) as Given)), options.json === true);
    };
  const group = (name: string, description: string) => program.command(name).description(description);
  const printing = (parent: Command, form: string, description: string) =>
    parent.command(form).description(description).option("--json", "one JSON document on stdout, nothing else");
  const making: Making = { group, printing, answer };

  const serving = (name: string, roles: readonly Role[] | null, description: string) =>
    program
      .command(name)
      .description(description)
      .action(async (options: ServeOptions) => served(await (await import("./serve.ts")).serve(roles, options)));
  serving("up", null, "bot, worker, scheduler and web in one process").addOption(
    new Option("--demo-without-tokens", "be a demo when no bot token is set").hideHelp(),
  );
  serving("bot", ["bot"], "receive messages: long polling, or seeing to the webhooks");
  serving("worker", ["worker"], "handle messages and send");
  serving("scheduler", ["scheduler"], "publish lessons and plan what falls due");
  serving("web", ["web"], "answer HTTP: webhooks, health, metrics, pages");

  printing(program, "migrate", "bring the database up to the newest migration")
    .option("--dry-run", "say what is missing, and whether the old version may go on beside it")
    .action(answer(async (options: { dryRun?: boolean }) => (await import("./system.ts")).migrate(options)));
  printing(program, "doctor", "examine configuration, database, queue, bots, lessons, clock and sums").action(
    answer(async () => (await import("./system.ts")).doctor()),
  );
  printing(program, "status", "deliveries, queues, workers and outages").action(
    answer(async () => (await import("./system.ts")).status()),
  );

  addLessonCommands(making, { answered, served });

  const cohort = group("cohort", "classes of people who start one course together");
  printing(cohort, "create", "create a cohort; its join code lets anyone in")
    .requiredOption("--name <text>", "what people call it", read.words)
    .requiredOption("--course <id>", "see: hocvu lessons list")
    .requiredOption("--start <day>", "first day, YYYY-MM-DD", read.day)
    .requiredOption("--at <time>", "when lessons leave, HH:mm", read.time)
    .option("--remind <times>", "one or two reminders a day, HH:mm,HH:mm", read.reminders)
    .option("--days <weekdays>", "mon,tue,wed,thu,fri,sat,sun (default: mon,tue,wed,thu,fri)", read.weekdays)
    .option("--tz <zone>", "its zone (default: HOCVU_TIMEZONE)", read.zone)
    .option("--questions <count>", "asked per lesson (default: the course's own)", read.questions)
    .action(answer(async (options: CreateOptions) => (await import("./cohort.ts")).create(options)));
  printing(cohort, "list", "all cohorts").action(answer(async () => (await import("./cohort.ts")).list()));

  const roster = group("roster", "people, their units and posts");
  printing(roster, "import <file>", "bring a .csv or .xlsx roster into a cohort")
    .requiredOption(...cohortId)
    .option("--dry-run", "say what would happen, change nothing")
    .option("--skip-bad-rows", "import the good rows all the same")
    .option("--leavers", "whoever of the cohort is not in the file leaves it")
    .option("--yes", "even if more than half of the cohort leave")
    .option("--rejoin", "who left by themselves and is in the file comes back, too")
    .action(
      answer(async (file: string, options: ImportOptions) => (await import("./roster.ts")).importFile(file, options)),
    );
  printing(roster, "undo", "take the last import of a cohort back, as far as nothing it brought was used since")
    .requiredOption(...cohortId)
    .option("--dry-run", "say what would happen, change nothing")
    .action(
      answer(async (options: { cohort: number; dryRun?: boolean }) => (await import("./roster.ts")).undo(options)),
    );
  printing(roster, "invites", "invite codes that nobody has used yet")
    .requiredOption(...cohortId)
    .action(answer(async (options: { cohort: number }) => (await import("./roster.ts")).invites(options)));

  addUnitCommands(making);
  addAuditCommands(making);
  addZaloOaCommands(making);

  const learner = group("learner", "one person");
  printing(learner, "show", "state, points, streak and channels")
    .argument("<id>", "number of the learner", read.rowId)
    .action(answer(async (id: number) => (await import("./learner.ts")).show(id)));
  printing(learner, "streak", "the streak day by day, and why")
    .argument("<id>", "number of the learner", read.rowId)
    .action(answer(async (id: number) => (await import("./learner.ts")).streak(id)));

  printing(program, "push", "plan a day's lesson now for everyone who has not had it")
    .requiredOption(...cohortId)
    .option("--date <day>", "study day, YYYY-MM-DD (default: today)", read.day)
    .action(answer(async (options: PushOptions) => (await import("./push.ts")).push(options)));

  printing(program, "report", "progress of a cohort, or of a unit and what lies below it")
    .option(...cohortId)
    .option("--unit <path>", "path of the unit, as in the roster")
    .addOption(new Option("--format <format>", "of the file").choices(["json", "csv", "xlsx", "png"]))
    .option("--out <file>", "write it there")
    .action(answer(async (options: ReportOptions) => (await import("./report.ts")).show(options)));

  printing(program, "rehearse-cost", "what a month of a cohort would cost on a Zalo Official Account, before it starts")
    .requiredOption("--cohort <id>", "its number or its name, see: hocvu cohort list", read.words)
    .option("--days <n>", "so many days (default: 30)", read.wholeDays)
    .option("--answering <shares...>", "percent who answer daily, on study days, once a week: 50 30 10", read.share)
    .action(answer(async (options: RehearsalOptions) => (await import("./cost.ts")).rehearse(options)));

  addRehearseCommand(program, making);

  const demo = group("demo", "the demo's clock");
  printing(demo, "advance", "move the clock forward; what falls due on the way happens (only with HOCVU_DEMO=1)")
    .option("--days <n>", "so many days", read.days)
    .option("--hours <n>", "so many hours", read.hours)
    .option("--to <time>", "to this time, ISO 8601", read.moment)
    .action(answer(async (options: AdvanceOptions) => (await import("./demo.ts")).advance(options)));

  printing(group("export", "hand out data"), "learner", "all that is kept about a person, as one JSON file")
    .argument("<id>", "number of the learner", read.rowId)
    .option("--out <file>", "write it there")
    .action(
      answer(async (id: number, options: { out?: string }) => (await import("./person.ts")).exportLearner(id, options)),
    );
  printing(group("erase", "forget"), "learner", "forget a person at once and for good; only anonymous counts stay")
    .argument("<id>", "number of the learner", read.rowId)
    .action(answer(async (id: number) => (await import("./person.ts")).eraseOne(id)));

  const holiday = group("holiday", "days on which nobody learns");
  printing(holiday, "add", "add or rename one")
    .argument("<day>", "YYYY-MM-DD", read.day)
    .argument("<name>", "what it is called", read.words)
    .action(answer(async (day: string, name: string) => (await import("./holiday.ts")).add(day, name)));
  printing(holiday, "list", "all of them").action(answer(async () => (await import("./holiday.ts")).list()));
  printing(holiday, "remove", "take one away")
    .argument("<day>", "YYYY-MM-DD", read.day)
    .action(answer(async (day: string) => (await import("./holiday.ts")).remove(day)));

  const inbox = group("inbox", "messages that could not be handled");
  printing(inbox, "parked", "list them").action(answer(async () => (await import("./inbox.ts")).parked()));
  printing(inbox, "retry", "handle one again")
    .argument("<id>", "number of the message", read.rowId)
    .action(answer(async (id: number) => (await import("./inbox.ts")).retry(id)));

  finish(program);
  return program;
}

/** Gives every command its whole form as usage, and tells which one a mistake was meant for. */
function finish(command: Command): void {
  if (command.commands.length === 0) command.usage(formOf(command));
  command.exitOverride((reason) => {
    throw new WrongUsage(command, reason);
  });
  for (const child of command.commands) finish(child);
}

/** "--cohort <id> [--date <day>] [--json]"; what every command has comes last. */
const formOf = ({ options, registeredArguments }: Command): string =>
  [
    ...registeredArguments.map((argument) => {
      const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
      return argument.required ? `<${name}>` : `[${name}]`;
    }),
    ...options
      .filter(({ hidden }) => !hidden)
      .toSorted((a, b) => Number(a.long === "--json") - Number(b.long === "--json"))
      .map(({ flags, mandatory }) => (mandatory ? flags : `[${flags}]`)),
  ].join(" ");
