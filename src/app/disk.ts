import { statfs } from "node:fs/promises";

/** What the system tells of a folder's disk. */
export interface Disk {
  readonly bsize: number;
  readonly blocks: number;
  /** Blocks that an ordinary user may still fill. */
  readonly bavail: number;
}

/** With less the embedded database may stop at any moment: a checkpoint alone writes hundreds of megabytes. */
const leastFree = 1024 ** 3;

/** How full the disk is that the embedded database lies on. @param look asks the system */
export async function checkDisk(
  folder: string,
  look: (folder: string) => Promise<Disk> = statfs,
): Promise<{ readonly ok: boolean; readonly detail: string }> {
  const { bsize, blocks, bavail } = await look(folder);
  const free = bavail * bsize;
  const sums = `${gigabytes(free)} of ${gigabytes(blocks * bsize)} GB are free`;
  if (free >= leastFree) return { ok: true, detail: sums };
  return { ok: false, detail: `${sums} in ${folder}: make room, or move HOCVU_DATA_DIR, before the database stops` };
}

const gigabytes = (bytes: number): string => (bytes / 1024 ** 3).toFixed(1);
