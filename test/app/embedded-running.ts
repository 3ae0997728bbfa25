import { readAccess } from "#app/embedded/cluster.ts";
import { placeIn } from "#app/embedded/place.ts";
import { answers, readPostmaster } from "#app/embedded/postmaster.ts";

/** Where the server of `dataDir` is reached, with its owner's rights, if it runs now; null: it does not. */
export async function runningIn(dataDir: string): Promise<string | null> {
  const { cluster } = placeIn(dataDir);
  const postmaster = readPostmaster(cluster);
  if (postmaster === null || !postmaster.isReady || !(await answers(postmaster.port))) return null;
  return `postgres://hocvu:${readAccess(cluster).password}@127.0.0.1:${postmaster.port}/postgres`;
}
