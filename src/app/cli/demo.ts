import { listProcesses } from "#db/processes.ts";
import { advanceClock } from "#delivery/advance.ts";
import { instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import type { Advance } from "#http/demo.ts";
import { targetOf } from "../demo.ts";
import { type Answer, refused, UsageError } from "./answer.ts";
import { withDatabase } from "./session.ts";

export interface AdvanceOptions {
  readonly days?: number;
  readonly hours?: number;
  /** As ISO 8601 has it; without an offset in the configured zone. */
  readonly to?: string;
}

export async function advance(options: AdvanceOptions): Promise<Answer> {
  const given = [options.days, options.hours, options.to].filter((one) => one !== undefined);
  if (given.length !== 1) throw new UsageError("say how far with one of --days, --hours and --to");
  return await withDatabase(async ({ clock, config, db }) => {
    if (!config.demo)
      return refused(
        "only a demo's clock can be moved: set HOCVU_DEMO=1 where nobody learns in earnest, and run it again",
      );
    const now = clock.now();
    const running = await listProcesses(db);
    await advanceClock(db, now, targetOf(readAdvance(options, config.timezone), now), running.length > 0);
    await clock.refresh();
    const reached = clock.now();
    const lines = [`it is now ${reached.toISOString()}`];
    if (running.length === 0) lines.push("nothing runs: the next start will see an outage");
    return { json: { now: reached }, lines };
  });
}

function readAdvance({ days, hours, to }: AdvanceOptions, zone: Zone): Advance {
  if (days !== undefined) return { days };
  if (hours !== undefined) return { hours };
  const [day, time = "00:00"] = to!.split("T") as [LocalDate, string?];
  const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/.test(time);
  return { to: hasOffset ? new Date(to!) : instantOf(zone, day, time as LocalTime) };
}
