import { anyRetired } from "#db/learning/catalogue.ts";
import type { Clock, LocalDate } from "#domain/time.ts";
import type { Tick } from "#queue/ticks.ts";
import type { Base } from "./base.ts";
import { lessonDay } from "./home.ts";

/**
 * When a day begins from which something is no longer taught, what `lessons/` holds is published again: at the start of
 * a process it was still taught. On all other days it is one small question, asked once. A night that is missed is made
 * good by the next tick.
 * @param publish reads the lessons and publishes them
 */
export function retiring(
  { connection, clock }: Pick<Base, "connection"> & { readonly clock: Clock },
  publish: () => Promise<unknown>,
): Tick {
  let asked: LocalDate | null = null;
  return {
    everyMilliseconds: 60_000,
    run: async () => {
      const today = lessonDay(clock.now());
      if (asked === today) return;
      if (await anyRetired(connection.db, today)) await publish();
      asked = today; // with faults in lessons/ the log has said so: whoever mends them starts this process again
    },
  };
}
