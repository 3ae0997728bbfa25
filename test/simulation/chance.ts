/** Chance that a seed alone decides. Each part of a world draws from a stream of its own, so that one does not shift another. */
export class Chance {
  readonly #name: string;
  #state: number;

  constructor(name: string) {
    this.#name = name;
    let h = 0x811c9dc5;
    for (const letter of name) h = Math.imul(h ^ letter.codePointAt(0)!, 0x01000193);
    this.#state = h;
    for (let i = 0; i < 4; i++) this.next();
  }

  stream(name: string): Chance {
    return new Chance(`${this.#name}/${name}`);
  }

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  of(share: number): boolean {
    return this.next() < share;
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)]!;
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    const left = [...items];
    return items.map(() => left.splice(Math.floor(this.next() * left.length), 1)[0]!);
  }
}
