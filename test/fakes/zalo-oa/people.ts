const hourMs = 3_600_000;
const freeMs = 48 * hourMs;
const openMs = 7 * 24 * hourMs;

/** Somebody with the account in their phone. All times are epoch milliseconds. */
export interface OaPerson {
  readonly id: string;
  follows: boolean;
  /** When they last wrote or tapped; null: never. */
  lastInteraction: number | null;
  /** Messages that a follower who never wrote may still have. */
  welcomes: number;
  /** The number by which the platform refuses to reach them: -213, -217, -227, -244; null: it does not. */
  refusal: number | null;
}

export type QuotaType = "reply" | "welcome_msg" | "sub_quota";

/** What the account pays with. */
export interface Purse {
  /** Messages of the package outside the 48 hours. */
  allowance: number;
  /** Of how many. */
  readonly total: number;
  /** VND. */
  wallet: number;
  priceVnd: number;
  /** The app is linked to a wallet at all. */
  linked: boolean;
}

/** What a message to them is paid by, and what it costs; a number: it is refused so. */
export interface Paid {
  /** Null: the answer says nothing, since the wallet pays. */
  readonly quotaType: QuotaType | null;
  readonly vnd: number;
}

/** Pays for one message. @param closedCode -230 or -232 */
export function pay(person: OaPerson, purse: Purse, now: number, closedCode: number): Paid | number {
  if (person.refusal !== null) return person.refusal;
  if (person.lastInteraction === null) {
    if (!person.follows || person.welcomes === 0) return closedCode;
    person.welcomes -= 1;
    return { quotaType: "welcome_msg", vnd: 0 };
  }
  const silent = now - person.lastInteraction;
  if (silent <= freeMs) return { quotaType: "reply", vnd: 0 };
  if (silent > openMs) return closedCode;
  if (purse.allowance > 0) {
    purse.allowance -= 1;
    return { quotaType: "sub_quota", vnd: 0 };
  }
  if (!purse.linked) return -320;
  if (purse.wallet < purse.priceVnd) return -321;
  purse.wallet -= purse.priceVnd;
  return { quotaType: null, vnd: purse.priceVnd };
}
