import type { Command } from "commander";
import { UsageError } from "./answer.ts";
import { complain, print } from "./print.ts";
import { buildProgram, WrongUsage } from "./program.ts";

/** Runs one command line. Returns the exit code: 0 done, 1 refused or failed, 2 wrong usage. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let code = 0;
  let meant: Command | null = null;
  const program = buildProgram({
    answered: async (answer, asJson) => {
      code = await print(answer, asJson);
    },
    served: (ended) => {
      code = ended;
    },
  }).hook("preAction", (_, command) => {
    meant = command;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof WrongUsage) return await correct(error);
    if (error instanceof UsageError) return await wrong(error.message, meant ?? program);
    return await fail(error);
  }
}

async function correct({ command, reason }: WrongUsage): Promise<number> {
  if (reason.exitCode === 0) return 0; // help was asked for and has been printed
  const said = reason.message.replace(/^error: /, "");
  if (reason.code === "commander.invalidArgument") {
    await complain(said); // it names the right form of the one thing that is wrong
    return 2;
  }
  return await wrong(reason.code === "commander.help" ? "a command is missing" : said, command);
}

/** What is wrong and the right form, in one line. */
async function wrong(fault: string, command: Command): Promise<2> {
  await complain(`${fault}; ${rightForm(command)}`);
  return 2;
}

function rightForm(command: Command): string {
  const names: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
  const path = names.join(" ");
  if (command.parent === null) return `${path} --help lists the commands`;
  const below = command.commands.map((child) => child.name()).join("|");
  return `write: ${path} ${below === "" ? command.usage() : below}`;
}

/** What nobody foresaw, in one line without secrets; where it happened only for who asks for it. */
export async function fail(error: unknown): Promise<1> {
  const { messageOf, stackOf } = await import("./faults.ts");
  const { redactor } = await import("../log.ts");
  const redact = redactor(secrets.flatMap((name) => (process.env[name] ?? "").split(",")));
  const debug = ["debug", "trace"].includes(process.env.LOG_LEVEL ?? "");
  await complain(redact(`${messageOf(error)}${debug ? "" : "; LOG_LEVEL=debug shows where"}`));
  if (debug) process.stderr.write(`${redact(stackOf(error))}\n`);
  return 1;
}

const secrets = [
  ...["TELEGRAM_BOT_TOKEN", "ZALO_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "ZALO_WEBHOOK_SECRET"],
  ...["ZALO_OA_APP_SECRET", "ZALO_OA_SECRET_KEY", "HOCVU_SECRET_KEY"],
];
