import { fail, ok, type Result } from "../result.ts";
import { shuffled } from "../shuffle.ts";

/** Names with the share of the people each has; the shares are above 0 and together 1. */
export type Shares<Name extends string> = readonly { readonly name: Name; readonly share: number }[];

/**
 * Reads "telegram=60,zalo=40", percents that are 100 together, or one name alone, which is everybody. What is wrong comes
 * as the end of a sentence about the option.
 */
export function readShares<Name extends string>(text: string, names: readonly Name[]): Result<Shares<Name>, string> {
  const parts = text.split(",").map((part) => part.trim());
  const shares: { name: Name; share: number }[] = [];
  for (const part of parts) {
    const [, typed = "", percent] = /^([a-z-]+)(?:=(\d{1,3}(?:\.\d+)?)%?)?$/.exec(part) ?? [];
    const name = names.find((known) => known === typed);
    if (name === undefined) return fail(`names none of ${names.join(", ")} in "${part}"`);
    if (percent === undefined && parts.length > 1) return fail(`says no percent for ${name}`);
    if (shares.some((one) => one.name === name)) return fail(`names ${name} twice`);
    shares.push({ name, share: Number(percent ?? 100) / 100 });
  }
  const sum = shares.reduce((all, { share }) => all + share * 100, 0);
  if (Math.abs(sum - 100) > 0.001) return fail(`comes to ${Number(sum.toFixed(3))} percent, not to 100`);
  return ok(shares.filter(({ share }) => share > 0));
}

/**
 * Who of `count` people has what: for each the place of its share in the list, in an order that `seed` alone decides. The
 * shares are met as nearly as whole people allow.
 */
export function dealOut(shares: readonly { readonly share: number }[], count: number, seed: string): Uint8Array {
  const dealt = new Uint8Array(count);
  const order = shuffled(
    Array.from({ length: count }, (_, at) => at),
    seed,
  );
  let [before, begin] = [0, 0];
  for (const [at, { share }] of shares.entries()) {
    before += share;
    const end = at === shares.length - 1 ? count : Math.round(before * count);
    for (const one of order.slice(begin, end)) dealt[one] = at;
    begin = Math.max(begin, end);
  }
  return dealt;
}
