import type { Sql } from "#db/connect.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Chance } from "./chance.ts";
import type { Written } from "./database.ts";
import type { Timeline } from "./timeline.ts";

/**
 * Two weeks hold a million looks that find nothing. Those are left out: who looks every second or every five looks again
 * only when something was written since, when a planned message falls due, or when the world says so. The beats of calm
 * hours are written down in one.
 */
export interface Calm {
  /** Something was committed: a lane that has something new to send will see it at its next look. */
  written(statements: readonly Written[]): void;
  /** The same by a lane, which knows what it did; what it hands to another is news. */
  writtenByLane(statements: readonly Written[]): void;
  /** A ring or a job was lost: the next sweep, within its five seconds, will find what waits. */
  sweepSoon(): void;
  /**
   * When the lane of `bot` would next find something without a word from anybody, an instant in virtual time; null: it has
   * something in hand, and knows itself when to go on.
   */
  nextLook(bot: BotKey): Promise<number | null>;
  /** Calls back at `until`, or within a second of the next thing written. */
  idle(bot: BotKey, until: number, wake: () => void): void;
  whenLaneIsFree(wake: () => void): void;
  laneFree(): void;
  /** The next tick that is worth running. */
  nextTick(name: string, everyMilliseconds: number, wake: () => void): void;
  /** Instants at which something may fall due by the calendar. */
  addInstants(instants: readonly number[]): void;
  /** The outage book was kept: these were heard of. */
  beaten(heard: ReadonlyMap<string, Date>): void;
  /** Whether the book was kept of it since it came back. */
  knows(what: string): boolean;
  /** These are away from now on; until now they were there. */
  away(whats: readonly string[]): Promise<void>;
}

export function openCalm(timeline: Timeline, chance: Chance, sql: Sql, ahead: () => number): Calm {
  interface Idler {
    readonly wake: () => void;
    readonly most: number;
  }
  const idlers = new Map<string, Set<Idler>>();
  const sweeps = new Set<Idler>();
  const tries = new Set<() => void>();
  const beating = new Set<string>();
  /** When it was last known to go away: what was heard before that says nothing of now. */
  const wentAt = new Map<string, number>();
  let instants: number[] = [];
  let sweepWanted = false;
  const wakeAll = (all: Set<Idler>) => {
    const now = [...all];
    all.clear();
    for (const { wake, most } of now) timeline.after(chance.whole(1, most), wake);
  };
  /** Whoever sends for a bot that is named, or everyone where none is. */
  const tell = (statements: readonly Written[], news: RegExp) => {
    for (const { query, parameters } of statements) {
      if (!news.test(query)) continue;
      const named = (parameters as unknown[]).filter((one) => idlers.has(one as string)) as string[];
      for (const bot of named.length > 0 ? named : idlers.keys()) wakeAll(idlers.get(bot)!);
    }
  };
  const idle = (all: Set<Idler>, until: number, most: number, wake: () => void) => {
    const entry: Idler = {
      most,
      wake: () => {
        all.delete(entry);
        cancel();
        wake();
      },
    };
    const cancel = timeline.after(until - timeline.now(), entry.wake);
    all.add(entry);
  };
  const self: Calm = {
    written: (statements) => tell(statements, /(insert into|update) deliveries/),
    writtenByLane: (statements) => tell(statements, /update deliveries d set\s+(state = case|chat_id)/),
    sweepSoon() {
      sweepWanted = true;
      wakeAll(sweeps);
    },
    async nextLook(bot) {
      const now = timeline.now();
      const [row] = await timeline.busy(
        () => sql<{ due: Date | null; paused: Date | null; shut: boolean; inHand: boolean }[]>`
          select (select min(due_at) from deliveries where bot = ${bot} and state = 'planned') as due,
            exists (select 1 from deliveries where bot = ${bot} and state in ('queued', 'sending')) as "inHand",
            l.paused_until as paused, l.shut is not null as shut
          from (select 1) one left join lanes l on l.bot = ${bot}`,
      );
      const { inHand, shut } = row!;
      const day = now + 24 * 3_600_000;
      const due = (row!.due?.getTime() ?? day) - ahead();
      const paused = (row!.paused?.getTime() ?? 0) - ahead();
      if (shut) return now + 60_000;
      if (inHand && paused <= now) return null;
      return Math.max(now + chance.whole(1, 1000), Math.min(day, Math.max(due, paused)) + chance.whole(0, 1000));
    },
    idle(bot, until, wake) {
      if (!idlers.has(bot)) idlers.set(bot, new Set());
      idle(idlers.get(bot)!, until, 1000, wake);
    },
    whenLaneIsFree: (wake) => void tries.add(wake),
    laneFree() {
      const now = [...tries];
      tries.clear();
      for (const wake of now) timeline.after(chance.whole(1, 1000), wake);
    },
    nextTick(name, every, wake) {
      const now = timeline.now();
      while (instants[0] !== undefined && instants[0] <= now) instants.shift();
      const calendar = name === "tidy" ? Number.POSITIVE_INFINITY : (instants[0] ?? Number.POSITIVE_INFINITY);
      if (name === "sweep" && sweepWanted) {
        sweepWanted = false;
        timeline.after(every, wake);
        return;
      }
      const next = Math.min(calendar, now + chance.whole(120, 400) * 60_000);
      const until = Math.max(now + every, next + chance.whole(0, every));
      if (name === "sweep") idle(sweeps, until, every, wake);
      else timeline.after(until - now, wake);
    },
    addInstants(more) {
      instants = [...instants, ...more].sort((a, b) => a - b);
    },
    beaten(heard) {
      beating.add("program");
      for (const [what, at] of heard) {
        const fresh = timeline.now() + ahead() - at.getTime() < 180_000;
        if (fresh && at.getTime() >= (wentAt.get(what) ?? 0)) beating.add(what);
      }
    },
    knows: (what) => beating.has(what),
    async away(whats) {
      const there = [...beating];
      for (const what of whats) {
        beating.delete(what);
        wentAt.set(what, timeline.now() + ahead());
      }
      if (there.length === 0) return;
      const seen = new Date(timeline.now() + ahead() - chance.whole(0, 30_000));
      await timeline.busy(
        () => sql`
        update pulses set seen_at = greatest(seen_at, ${seen}) where what in (
          select what from pulses where what = any(${there}) for update skip locked)`,
      );
    },
  };
  return self;
}
