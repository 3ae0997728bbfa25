import type { DeliveryKind, Rank } from "../delivery-state.ts";

/** A message that waits in a rehearsed bot's line. Minutes count from 1970. */
export interface Waiting {
  /** Of the delivery; 0: an answer, which is written down when it leaves. */
  readonly id: number;
  readonly kind: DeliveryKind;
  readonly rank: Rank;
  /** The person's place in the list of all. */
  readonly person: number;
  readonly ordinal: number;
  /** Days since the first: the study day it is for. */
  readonly day: number;
  readonly version: number;
  readonly due: number;
  /** From this minute on it is not worth sending; null: always worth it. */
  readonly expires: number | null;
  /** Its lesson stands in the course; whom a digest is for may have it. */
  readonly taught: boolean;
  readonly entitled: boolean;
}

/** Messages of a rank in the order in which they leave. */
interface Queue {
  items: Waiting[];
  /** The first that waits. */
  head: number;
}

/** What waits for one bot: answers before lessons before the rest, each rank in the order in which it falls due. */
export interface Line {
  readonly queues: readonly [Queue, Queue, Queue];
}

const emptyQueue = (): Queue => ({ items: [], head: 0 });

export const openLine = (): Line => ({ queues: [emptyQueue(), emptyQueue(), emptyQueue()] });

export const join = (line: Line, one: Waiting): void => void line.queues[one.rank].items.push(one);

/**
 * Lets a minute's messages leave: as many as there is room for. What has expired, or that `leaves` keeps back, takes no room.
 * @param leaves false: it has ended, the line forgets it
 */
export function leaveInMinute(
  line: Line,
  minute: number,
  room: number,
  expired: (one: Waiting) => void,
  leaves: (one: Waiting) => boolean,
): void {
  let left = room;
  for (const queue of line.queues) {
    while (queue.head < queue.items.length && left > 0) {
      const one = queue.items[queue.head]!;
      if (one.due > minute) break;
      queue.head++;
      if (one.expires !== null && one.expires <= minute) expired(one);
      else if (leaves(one)) left--;
    }
    shorten(queue);
  }
}

/** Forgets what has expired though nothing may leave; answers never expire. */
export function expireIn(line: Line, minute: number, expired: (one: Waiting) => void): void {
  for (const queue of line.queues) {
    const over = (one: Waiting) => one.expires !== null && one.expires <= minute;
    const waiting = queue.items.slice(queue.head);
    if (!waiting.some(over)) continue;
    for (const one of waiting.filter(over)) expired(one);
    queue.items = waiting.filter((one) => !over(one));
    queue.head = 0;
  }
}

function shorten(queue: Queue): void {
  if (queue.head === 0 || queue.head * 2 < queue.items.length) return;
  queue.items = queue.items.slice(queue.head);
  queue.head = 0;
}
