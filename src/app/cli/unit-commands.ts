import { Option } from "commander";
import * as read from "./arguments.ts";
import type { Making } from "./program.ts";
import type { ChangeOptions, MergeOptions, MoveOptions, SplitOptions } from "./unit.ts";

export function addUnitCommands({ group, printing, answer }: Making): void {
  const unit = group("unit", "the tree of units: see it, and follow what becomes of it");
  const changing = (form: string, description: string) =>
    printing(unit, form, description)
      .option("--on <day>", "from which day on it holds, YYYY-MM-DD (default: today)", read.day)
      .option("--dry-run", "say what would change, change nothing");
  printing(unit, "list", "the units with the number of their people")
    .option("--under <path>", "only this one and what lies below it")
    .action(answer(async (options: { under?: string }) => (await import("./unit.ts")).list(options)));
  printing(unit, "show <path>", "one unit: people, supervisors, history").action(
    answer(async (path: string) => (await import("./unit.ts")).show(path)),
  );
  changing("rename <path> <new-name>", "call it otherwise").action(
    answer(async (path: string, name: string, options: ChangeOptions) =>
      (await import("./unit.ts")).rename(path, name, options),
    ),
  );
  changing("move <path>", "put it, with all below it, somewhere else")
    .option("--under <path>", "below this one")
    .option("--to-top", "below none")
    .action(answer(async (path: string, options: MoveOptions) => (await import("./unit.ts")).move(path, options)));
  changing("merge <path...>", "end units in another one, which takes their people and what lies below them")
    .requiredOption("--into <path>", "the one that stays")
    .addOption(
      new Option("--supervisors <rule>", "keep: they supervise it too (default: they become learners there)").choices([
        "keep",
      ]),
    )
    .action(
      answer(async (paths: string[], options: MergeOptions) => (await import("./unit.ts")).merge(paths, options)),
    );
  changing("split <path>", "make a new unit of a part of it, beside it")
    .requiredOption("--new <name>", "what the new one is called", read.words)
    .option("--people <file>", "who goes: learner numbers with commas, or a file with a number or a code a line")
    .option("--units <path...>", "units right below it that go")
    .action(answer(async (path: string, options: SplitOptions) => (await import("./unit.ts")).split(path, options)));
}
