import { serverTime } from "#db/clock.ts";
import type { Db } from "#db/connect.ts";
import { listProcesses } from "#db/processes.ts";
import type { Figure } from "#http/scrape.ts";
import { backupAgeSeconds } from "../backups.ts";
import type { Watched } from "../metrics.ts";
import { by, only } from "./reading.ts";

const roles = ["bot", "worker", "scheduler", "web"];

/** How the parts are doing that the program stands on: its processes, its queue, its clocks. */
export function partFigures({ db, bots, queues, backupDir }: Watched): readonly Figure[] {
  return [
    by("role", "hocvu_processes", "Processes that run now, on any machine, by role", async () => {
      const running = await listProcesses(db);
      return Object.fromEntries(roles.map((role) => [role, running.filter((one) => one.roles.includes(role)).length]));
    }),
    {
      name: "hocvu_queue_jobs",
      help: "Jobs of each queue by state",
      labels: ["queue", "state"],
      read: async () =>
        Object.entries(await queues.counts([...bots.keys()])).flatMap(([queue, counts]) =>
          Object.entries(counts).map(([state, value]) => ({ labels: { queue, state }, value: value as number })),
        ),
    },
    by("tick", "hocvu_tick_overdue_seconds", "Seconds that the next run of a tick is late, on any machine", () =>
      queues.overdueTicks(),
    ),
    {
      name: "hocvu_backup_age_seconds",
      help: "Seconds since this machine's newest backup was written, where HOCVU_BACKUP_DIR says where they lie",
      labels: [],
      read: async () => (backupDir === null ? [] : [{ labels: {}, value: await backupAgeSeconds(backupDir) }]),
    },
    only(
      "hocvu_clock_offset_seconds",
      "The database's clock minus this machine's",
      async () => (await clockOffsetMs(db)) / 1000,
    ),
  ];
}

/** An answer that was longer on its way says too little of the clocks, and is asked for again. */
const longWayMs = 1_000;

/**
 * By how many milliseconds the database's clock is ahead of this machine's. Half of the way there and back is taken off,
 * of the shortest of three where the way is long.
 */
export async function clockOffsetMs(db: Db): Promise<number> {
  let [offset, way] = [0, Infinity];
  for (let times = 0; times < 3 && way > longWayMs; times++) {
    const before = Date.now();
    const server = await serverTime(db);
    const after = Date.now();
    if (after - before >= way) continue;
    way = after - before;
    offset = Math.round(server.getTime() - (before + after) / 2);
  }
  return offset;
}
