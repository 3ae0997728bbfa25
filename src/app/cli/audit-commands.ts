import * as read from "./arguments.ts";
import type { ListOptions, VerifyOptions } from "./audit.ts";
import type { Making } from "./program.ts";

export function addAuditCommands({ group, printing, answer }: Making): void {
  const audit = group("audit", "what was done to people's rights and data, and whether it is still written so");
  printing(audit, "verify", "read the whole chain and say the first row that is not as it was written")
    .option("--noted <head>", "what hocvu audit head printed before", read.auditHead)
    .action(answer(async (options: VerifyOptions) => (await import("./audit.ts")).verify(options)));
  printing(audit, "head", "where the chain ends: to be noted where this machine's users cannot write").action(
    answer(async () => (await import("./audit.ts")).head()),
  );
  printing(audit, "list", "the latest deeds")
    .option("--since <day>", "from this day on, YYYY-MM-DD", read.day)
    .option("--actor <who>", "operator, or the number of a learner", read.words)
    .option("--subject <what>", "for example learner:12, unit:7 or cohort:3", read.words)
    .option("--limit <n>", "so many at most (default: 100)", read.rowId)
    .action(answer(async (options: ListOptions) => (await import("./audit.ts")).list(options)));
}
