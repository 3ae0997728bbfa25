import type { Log } from "#domain/log.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { ensureCluster, readAccess } from "./cluster.ts";
import { withLock } from "./lock.mjs";
import { type Place, placeIn } from "./place.ts";
import { type Postmaster, serves } from "./postmaster.ts";
import { adopt, forgetful, type Settings, start, stop } from "./server.ts";
import { type ServerUser, serverUser } from "./user.ts";
import { enter, isUnused } from "./users.ts";

const watchEveryMilliseconds = 500;

export interface Embedded {
  /** Full rights on a database of its own. Stays the same while the server is watched. */
  readonly url: string;
  readonly pid: number;
  /** The server ran already. */
  readonly adopted: boolean;
  /** Leaves the server; whoever leaves last stops it. */
  stop(): Promise<void>;
}

interface Options {
  /** HOCVU_DATA_DIR. Made when it does not exist. */
  readonly dataDir: string;
  readonly log: Log;
  /** False only where the data may be lost with the machine's power: tests. */
  readonly durable?: boolean;
  /** Of PostgreSQL, beside those that every such server has; whoever takes over a server that runs takes it as it is. */
  readonly settings?: Settings;
}

/**
 * The database that comes with the program: made at the first start, taken over when it still runs (another command's,
 * or left by a killed program), else started. Any number of processes may call this at once for one data directory.
 * While one of them lives, a server that dies is started again within seconds, on the same port.
 */
export async function startEmbedded({ dataDir, log, durable = true, settings = {} }: Options): Promise<Embedded> {
  const place = placeIn(dataDir);
  const binaries = findBinaries();
  const wanted = durable ? settings : { ...forgetful, ...settings };
  const bring = () => withLock(place.lock, () => bringUp(dataDir, binaries, wanted));
  const leave = enter(place.users);
  try {
    const up = await bring();
    if (up.place.isElsewhere) {
      const facts = { dataDir, cluster: up.place.cluster };
      log.info(facts, "embedded database: the data directory is closed to the server's user, its data lies elsewhere");
    }
    const unwatch = watch(up, bring, log);
    return {
      url: urlOf(up.place.cluster, up.postmaster.port),
      pid: up.postmaster.pid,
      adopted: up.adopted,
      stop: async () => {
        await unwatch();
        await withLock(place.lock, async () => {
          leave();
          if (isUnused(place.users)) await stop(up.place.cluster);
        });
      },
    };
  } catch (error) {
    leave();
    throw error;
  }
}

interface Up {
  readonly place: Place;
  readonly postmaster: Postmaster;
  readonly adopted: boolean;
}

/** Under the lock: the place is looked up again, since another start may just have made it. */
async function bringUp(dataDir: string, binaries: Binaries, settings: Settings): Promise<Up> {
  const place = placeIn(dataDir);
  const user: ServerUser = serverUser(place.cluster);
  const running = await adopt(place);
  if (running !== null) return { place, postmaster: running, adopted: true };
  await ensureCluster(place, binaries, user);
  return { place, postmaster: await start(place, binaries, user, settings), adopted: false };
}

const urlOf = (cluster: string, port: number): string =>
  `postgres://hocvu:${readAccess(cluster).password}@127.0.0.1:${port}/postgres`;

/** Brings the server up again whenever it has died. The function returned ends the watch, a running rescue included. */
function watch(first: Up, bring: () => Promise<Up>, log: Log): () => Promise<void> {
  const { cluster } = first.place;
  let { pid } = first.postmaster;
  let rescue: Promise<void> | null = null;
  const timer = setInterval(() => {
    if (rescue !== null || serves(pid, cluster)) return;
    log.warn({ pid }, "embedded database: the server has died, starting it again");
    rescue = bring()
      .then((up) => {
        pid = up.postmaster.pid;
        log.info({ pid }, "embedded database: the server is back");
      })
      .catch((error: unknown) =>
        log.error({ err: error }, "embedded database: the server did not come back, trying again"),
      )
      .finally(() => {
        rescue = null;
      });
  }, watchEveryMilliseconds);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await rescue;
  };
}
