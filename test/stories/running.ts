import { listProcesses } from "#db/processes.ts";
import { eventually } from "../setup/eventually.ts";
import type { Role, World } from "./world.ts";

/** A machine that has other things to do needs so long to start a handful of processes. */
const startMs = 240_000;

/** Of each of these roles a process runs, or as many as the role is named; `up` is a role of its own. */
export async function allRun(world: World, roles: readonly Role[]): Promise<void> {
  const wanted = roles.map((role) => (role === "up" ? "bot,worker,scheduler,web" : role)).sort();
  let seen: string[] = [];
  const run = async () => {
    seen = (await listProcesses(world.database.db)).map((one) => one.roles.join(",")).sort();
    return seen.join(" ") === wanted.join(" ");
  };
  // Whoever asks a database that has just died is told so.
  await eventually(`${roles.join(", ")} run`, () => run().catch(() => false), startMs).catch((error: Error) => {
    throw new Error(`${error.message}; these do: ${seen.join(" ")}`);
  });
}
