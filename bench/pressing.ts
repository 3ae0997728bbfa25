/** Learners who answer at a steady rate, whatever the program does. */
import { setTimeout as pause } from "node:timers/promises";
import type { Db } from "../src/db/connect.ts";
import type { People } from "./platform.ts";
import { presses } from "./pupil.ts";
import { readPupils } from "./school.ts";
import { instant } from "./stage.ts";

export interface Planned {
  readonly chat: string;
  readonly data: string;
}

export interface Press extends Planned {
  /** When it was due, in milliseconds since 1970: a late start counts as waiting. */
  readonly at: number;
}

/** The whole lessons of all who have one open: first everyone's first answer, then everyone's second, and so on. */
export async function schedule(db: Db): Promise<Planned[]> {
  const { lesson, pupils } = await readPupils(db);
  const lines = pupils.map((pupil) => presses(lesson!, pupil).map((data) => ({ chat: pupil.chat, data })));
  const longest = Math.max(...lines.map((line) => line.length));
  return Array.from({ length: longest }, (_, turn) => lines.flatMap((line) => line[turn] ?? [])).flat();
}

/**
 * Resolves when the webhook has answered every press; `refused`: not with 200.
 * @param perSecondAt how many a second, by the share of all that have been pressed
 */
export async function press(
  people: People,
  all: readonly Planned[],
  perSecondAt: (share: number) => number,
): Promise<{ due: Press[]; refused: number }> {
  const due: Press[] = [];
  const statuses: Promise<number>[] = [];
  let at = instant() + 50;
  for (const { chat, data } of all) {
    at += 1000 / perSecondAt(due.length / all.length);
    if (at > instant()) await pause(at - instant());
    due.push({ chat, data, at });
    statuses.push(people.press(chat, data));
  }
  return { due, refused: (await Promise.all(statuses)).filter((status) => status !== 200).length };
}
