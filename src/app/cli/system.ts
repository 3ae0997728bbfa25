import { readConfig } from "../config.ts";
import { foretellMigrations, openDatabase } from "../database.ts";
import { type Check, examine } from "../doctor.ts";
import { misspelt } from "../misspelt.ts";
import { readStatus } from "../status.ts";
import { type Answer, refused } from "./answer.ts";
import { facts, table } from "./print.ts";
import { commandLog, unopened, withDatabase } from "./session.ts";

/** Every command that opens the database migrates it; this one does only that, or says what it would do. */
export const migrate = ({ dryRun = false }: { readonly dryRun?: boolean }): Promise<Answer> =>
  dryRun
    ? foretell()
    : withDatabase(async ({ database }) => {
        const { applied } = database;
        return { json: { applied }, lines: applied.length === 0 ? [nothingMissing] : applied };
      });

const nothingMissing = "nothing to migrate";

async function foretell(): Promise<Answer> {
  const read = readConfig(process.env);
  if (!read.ok) return refused(read.problem);
  const config = read.value;
  const found = await foretellMigrations(config, commandLog(config)).catch((error: unknown) => unopened(config, error));
  if (typeof found === "string") return refused(found);
  const missing = found.map(({ tag, onlyAdds }) => ({ name: tag, onlyAdds }));
  const beside = (onlyAdds: boolean) =>
    onlyAdds ? "only adds: the old version may go on" : "stop the old version first";
  const rows = missing.map(({ name, onlyAdds }) => [name, beside(onlyAdds)]);
  return {
    json: { applied: [], missing },
    lines: rows.length === 0 ? [nothingMissing] : table(["migration", ""], rows),
  };
}

const ended: ReadonlySet<string> = new Set(["sent", "unknown", "failed", "cancelled"]);

export const status = (): Promise<Answer> =>
  withDatabase(async ({ config, database, db, log }) => {
    const found = await readStatus({ config, databaseUrl: database.url, db, log });
    const { deliveries, unknownEver, queues, queueProblem, workers, outages, lanes, costs, phonesUntold } = found;
    const about = (state: string) => (found.deliveriesEstimated && ended.has(state) ? "about " : "");
    const states = Object.entries(deliveries).map(([state, count]) => `${state} ${about(state)}${count}`);
    const lines = facts({ workers, deliveries: states.join(", "), "unknown ever": unknownEver });
    const queueCells = Object.entries(queues).map(([name, one]) => [
      name,
      one.waiting,
      one.active,
      one.delayed,
      one.failed,
    ]);
    if (queueProblem === null)
      lines.push("", ...table(["queue", "waiting", "active", "delayed", "failed"], queueCells));
    else lines.push("", `the queue cannot be asked: ${queueProblem}`);
    const laneCells = lanes.map(({ bot, shut, sentThisMonth }) => [bot, sentThisMonth, shut ?? "open"]);
    if (lanes.length > 0) lines.push("", ...table(["bot", "sent this month", "lane"], laneCells));
    const costCells = costs.map(({ bot, month, free, allowance, wallet, unknown, vnd }) => [
      bot,
      month,
      free,
      allowance,
      wallet,
      unknown,
      vnd,
    ]);
    if (costs.length > 0)
      lines.push("", ...table(["bot", "month", "free", "allowance", "paid", "unknown", "VND"], costCells));
    const outageCells = outages.map(({ from, to, what }) => [from.toISOString(), to.toISOString(), what]);
    if (outages.length > 0) lines.push("", ...table(["outage from", "to", "what"], outageCells));
    const phoneCells = phonesUntold.map(({ learnerId, at }) => [learnerId, at.toISOString()]);
    if (phonesUntold.length > 0)
      lines.push("", ...table(["gave a phone number, nobody could be told: learner", "at"], phoneCells));
    return { json: found, lines };
  });

export async function doctor(): Promise<Answer> {
  const read = readConfig(process.env);
  if (!read.ok) return findings([{ name: "configuration", ok: false, detail: read.problem }]);
  const config = read.value;
  const log = commandLog(config);
  const opened = await openDatabase(config, log, 2).catch((error: unknown) => unopened(config, error));
  if (typeof opened === "string") {
    const configured = { name: "configuration", ok: true, detail: "every value can be read" };
    return findings([configured, { name: "database", ok: false, detail: opened }]);
  }
  await using database = opened;
  return findings(
    await examine({ config, misspelt: misspelt(process.env), log, database, db: database.connection.db }),
  );
}

function findings(checks: readonly Check[]): Answer {
  const bad = checks.filter((check) => !check.ok);
  const rows = checks.map(({ name, ok, detail }) => [ok ? "ok" : "BAD", name, detail]);
  const answer = { json: { ok: bad.length === 0, checks }, lines: table(["", "check", "what was seen"], rows) };
  if (bad.length === 0) return answer;
  return { ...answer, problem: `not well: ${bad.map(({ name, detail }) => `${name} (${detail})`).join("; ")}` };
}
