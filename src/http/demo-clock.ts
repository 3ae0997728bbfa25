import { addDays, dateIn, instantOf, type LocalTime, timeIn, type Zone } from "#domain/time.ts";
import type { Advance, Demo } from "./demo.ts";

/** An advance of so much, or to the next time at which lessons or reminders leave. */
export type Move = Advance | { readonly stop: "push" | "reminder" };

export interface DemoClock {
  /** As the page shows it. */
  state(): { readonly now: Date; readonly advancing: boolean };
  /** The time it is then; null when somebody is moving the clock already. */
  advance(move: Move): Promise<Date | null>;
  /** Also tells when an advance begins and ends. */
  onChange(listener: () => void): () => void;
}

/** The demo's clock, which one hand at a time may move. */
export function openDemoClock(demo: Demo): DemoClock {
  let advancing = false;
  const listeners = new Set<() => void>();
  const mark = (value: boolean) => {
    advancing = value;
    for (const listener of listeners) listener();
  };
  return {
    state: () => ({ now: demo.now(), advancing }),
    async advance(move) {
      if (advancing) return null;
      mark(true);
      try {
        return (await demo.advance(resolve(demo, move))).now;
      } finally {
        mark(false);
      }
    },
    onChange(listener) {
      listeners.add(listener);
      const stop = demo.onChange(listener);
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
  };
}

function resolve(demo: Demo, move: Move): Advance {
  if (!("stop" in move)) return move;
  return { to: nextAt(demo.zone, move.stop === "push" ? demo.pushTime : demo.remindTime, demo.now()) };
}

/** The first instant after `now` at which the wall shows `time`. */
export function nextAt(zone: Zone, time: LocalTime, now: Date): Date {
  const today = dateIn(zone, now);
  return instantOf(zone, timeIn(zone, now) < time ? today : addDays(today, 1), time);
}
