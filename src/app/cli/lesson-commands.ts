import { Option } from "commander";
import * as read from "./arguments.ts";
import type { ExportOptions, ImportOptions as ImportBankOptions } from "./exchange.ts";
import type { ItemsOptions } from "./items.ts";
import type { CheckOptions, ListOptions } from "./lessons.ts";
import type { PreviewOptions } from "./preview.ts";
import type { Doing, Making } from "./program.ts";

export function addLessonCommands({ group, printing, answer }: Making, { answered, served }: Doing): void {
  const lessons = group("lessons", "lessons as files");
  printing(lessons, "check [dir]", "read all lessons and say every fault as file:line: message")
    .option("--fix", "mend slips of the keyboard: line ends, blanks, quotation marks")
    .action(
      answer(async (dir: string | undefined, options: CheckOptions) =>
        (await import("./lessons.ts")).check(dir, options),
      ),
    );
  printing(lessons, "coverage [dir]", "what each course teaches: topics, competences, levels, paths").action(
    answer(async (dir: string | undefined) => (await import("./lessons.ts")).coverage(dir)),
  );
  printing(lessons, "diff [dir]", "what a publish would change, and for how many people; changes nothing").action(
    answer(async (dir: string | undefined) => (await import("./diff.ts")).diff(dir)),
  );
  printing(lessons, "list", "lessons and questions in teaching order")
    .option("--course <id>", "only this course")
    .option("--answers", "with what is right")
    .action(answer(async (options: ListOptions) => (await import("./lessons.ts")).list(options)));
  printing(lessons, "preview <file>", "one lesson as each channel shows it, on a page that follows the file")
    .option("--text", "print it as text and end")
    .option("--port <n>", "where the page is (default: any that is free)", read.port)
    .action(async (file: string, options: PreviewOptions & { json?: boolean }) => {
      const ended = await (await import("./preview.ts")).preview(file, options);
      if (typeof ended === "number") served(ended);
      else await answered(ended, options.json === true);
    });
  printing(
    lessons,
    "items",
    "how each question does: right at the first try, discrimination, time; the doubtful ones first",
  )
    .option("--course <id>", "only this course")
    .action(answer(async (options: ItemsOptions) => (await import("./items.ts")).items(options)));
  const bankFormat = () =>
    new Option("--format <format>", "of the file")
      .choices(["gift", "moodle-xml", "aiken", "csv", "xlsx"])
      .makeOptionMandatory();
  printing(lessons, "export [lesson]", "the questions of a lesson or a course, for another tool")
    .option("--course <id>", "of all its lessons")
    .addOption(bankFormat())
    .option("--out <file>", "write it there")
    .action(
      answer(async (lesson: string | undefined, options: ExportOptions) =>
        (await import("./exchange.ts")).exportQuestions(lesson, options),
      ),
    );
  printing(lessons, "import <file>", "questions of another tool, as a lesson file holds them")
    .addOption(bankFormat())
    .option("--out <file>", "write it there")
    .action(
      answer(async (file: string, options: ImportBankOptions) =>
        (await import("./exchange.ts")).importQuestions(file, options),
      ),
    );
}
