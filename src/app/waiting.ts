/** Whether something goes before others, or after them. */
export type Turn = "now" | "later";

/** Of so many that are begun one is of those that come later, while there are any: they wait longer, never for ever. */
const everyNth = 4;

/** Things to be done, in the order in which they came within their turn, a few at a time in hand. */
export class Waiting<Id> {
  readonly #hands: number;
  readonly #handle: (id: Id) => Promise<void>;
  readonly #inHand = new Set<Promise<void>>();
  #ids: Record<Turn, Id[]> = { now: [], later: [] };
  #begun = 0;

  /** @param handle never rejects */
  constructor(hands: number, handle: (id: Id) => Promise<void>) {
    this.#hands = hands;
    this.#handle = handle;
  }

  /** How many of a turn are not begun. */
  length(turn: Turn): number {
    return this.#ids[turn].length;
  }

  add(ids: readonly Id[], turn: Turn): void {
    this.#ids[turn].push(...ids);
    while (this.#inHand.size < this.#hands && this.length("now") + this.length("later") > 0) this.#begin(this.#next());
  }

  /** Nothing more is begun; these were not. */
  end(): Id[] {
    const { now, later } = this.#ids;
    this.#ids = { now: [], later: [] };
    return [...now, ...later];
  }

  /** What is in hand is done. */
  async idle(): Promise<void> {
    await Promise.all(this.#inHand);
  }

  #next(): Id {
    const { now, later } = this.#ids;
    const first = ++this.#begun % everyNth === 0 && later.length > 0 ? later : now;
    return (first.length > 0 ? first : later).shift()!;
  }

  #begin(id: Id): void {
    const work = this.#handle(id).finally(() => {
      this.#inHand.delete(work);
      this.add([], "now");
    });
    this.#inHand.add(work);
  }
}
