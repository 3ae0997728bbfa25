/**
 * 32 well-mixed bits of a text: FNV-1a over its UTF-16 units, then the finaliser of MurmurHash3, so that seeds that
 * differ in one digit have nothing in common. http://www.isthe.com/chongo/tech/comp/fnv/ and
 * https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp (fmix32).
 */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** mulberry32 by Tommy Ettinger, in the public domain; as in https://github.com/bryc/code/blob/master/jshash/PRNGs.md */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The items in an order that `seed` alone decides, every order as likely as any other (Fisher and Yates). Stored
 * attempts are read with it again and again: what it gives for a seed must never change.
 */
export function shuffled<Item>(items: readonly Item[], seed: string): Item[] {
  const random = mulberry32(hash(seed));
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
