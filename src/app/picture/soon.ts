import { withDeadline } from "#db/connect.ts";
import type { Log } from "#domain/log.ts";
import type { ProgressPicture } from "#supervision/progress-chart.ts";

/** Whoever asked waits no longer for a picture: then they get the text alone. The first one waits for the library, too. */
const withinMs = 3_000;

/** Draws the picture beside a report, or answers null. The library is loaded at the first call. */
export const drawSoon =
  (log: Log) =>
  async (picture: ProgressPicture): Promise<Uint8Array | null> => {
    try {
      const drawn = import("./progress.ts").then(({ drawProgress }) => drawProgress(picture));
      return await withDeadline(drawn, withinMs, "drawing a picture");
    } catch (error) {
      log.warn({ err: error }, "the picture of a report could not be drawn: its text is sent alone");
      return null;
    }
  };
