import { randomUUID } from "node:crypto";
import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "./cache.ts";
import { makeFolder } from "./folder.ts";
import { isOpenToAll, isSuperuser } from "./user.ts";

/**
 * Where one embedded database keeps what. Everything lies in the data directory:
 *   postgres/       the cluster itself, the server's user's own (a link, see below)
 *   postgres.log    what the server prints
 *   postgres.lock   held while one process starts or stops the server
 *   postgres.users/ one file per process that uses it: the last to leave stops it
 */
export interface Place {
  readonly link: string;
  /** Where the cluster really lies; where it will, while `link` does not exist. */
  readonly cluster: string;
  readonly log: string;
  readonly lock: string;
  readonly users: string;
  /** The superuser's data directory is closed to the server's user: the cluster lies elsewhere, behind a link. */
  readonly isElsewhere: boolean;
}

/**
 * A superuser's project often lies below a private folder (/root), where the server's user cannot go. Then the cluster
 * lies in the system's cache and `postgres` is a link to it. A new data directory always gets a new cluster.
 */
export function placeIn(dataDir: string): Place {
  const folder = path.resolve(dataDir);
  makeFolder(folder);
  const link = path.join(folder, "postgres");
  return {
    link,
    ...clusterAt(link, folder),
    log: path.join(folder, "postgres.log"),
    lock: path.join(folder, "postgres.lock"),
    users: path.join(folder, "postgres.users"),
  };
}

function clusterAt(link: string, folder: string): { cluster: string; isElsewhere: boolean } {
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) {
    if (!existsSync(link)) {
      throw new Error(
        `the embedded database is gone: ${link} points to ${readlinkSync(link)}, which does not exist; put it back, or remove the link to begin anew`,
      );
    }
    return { cluster: realpathSync(link), isElsewhere: true };
  }
  if (found !== undefined || !isSuperuser || isOpenToAll(folder)) {
    return { cluster: path.join(realpathSync(folder), "postgres"), isElsewhere: false };
  }
  return { cluster: path.join(cacheFolder(), "data", randomUUID()), isElsewhere: true };
}
