/** Whether something goes before others, or after them. */
export type Turn = "now" | "later";

/** A ring for something of somebody's. */
export interface Ring<Id> {
  readonly id: Id;
  readonly of: string;
}

/** Of so many that are begun one is of those that come later, while there are any: they wait longer, never for ever. */
const everyNth = 4;

/**
 * Everybody for whom something is to be done, a few at a time in hand. Rings for one and the same are one: they wait in
 * one place, in the order in which they first came within their turn; one thing of theirs is done, and where more is
 * left they go to the end. So whoever rings a thousand times keeps nobody waiting longer than whoever rings once.
 */
export class Waiting<Id> {
  #hands: number;
  readonly #most: number;
  readonly #handle: (id: Id) => Promise<boolean>;
  readonly #inHand = new Map<string, Promise<void>>();
  readonly #lines: Readonly<Record<Turn, Map<string, Id>>> = { now: new Map(), later: new Map() };
  #begun = 0;

  /**
   * @param most so many may wait in a turn
   * @param handle does one thing of whoever the ring was for; true: more is left. Never rejects
   */
  constructor(hands: number, most: number, handle: (id: Id) => Promise<boolean>) {
    this.#hands = hands;
    this.#most = most;
    this.#handle = handle;
  }

  /** How many of a turn wait. */
  length(turn: Turn): number {
    return this.#lines[turn].size;
  }

  /** Returns those for which there is no room. */
  add(rings: readonly Ring<Id>[], turn: Turn): Id[] {
    const line = this.#lines[turn];
    const left: Id[] = [];
    for (const { id, of } of rings) {
      if (line.has(of)) continue;
      if (line.size < this.#most) line.set(of, id);
      else left.push(id);
    }
    this.#fill();
    return left;
  }

  /** Nothing more is begun; resolves to what was left once what is in hand is done. */
  async end(): Promise<Id[]> {
    this.#hands = 0;
    await Promise.all(this.#inHand.values());
    return [...this.#lines.now.values(), ...this.#lines.later.values()];
  }

  #fill(): void {
    while (this.#inHand.size < this.#hands) {
      const next = this.#next();
      if (next === null) return;
      this.#begin(next.ring, next.turn);
    }
  }

  /** Nobody has two things in hand: the second would only wait for the first. */
  #next(): { readonly ring: Ring<Id>; readonly turn: Turn } | null {
    const turns = (this.#begun + 1) % everyNth === 0 ? (["later", "now"] as const) : (["now", "later"] as const);
    for (const turn of turns) {
      for (const [of, id] of this.#lines[turn]) if (!this.#inHand.has(of)) return { ring: { id, of }, turn };
    }
    return null;
  }

  #begin({ id, of }: Ring<Id>, turn: Turn): void {
    const line = this.#lines[turn];
    line.delete(of);
    this.#begun++;
    const work = this.#handle(id).then((more) => {
      this.#inHand.delete(of);
      if (more && !line.has(of)) line.set(of, id);
      this.#fill();
    });
    this.#inHand.set(of, work);
  }
}
