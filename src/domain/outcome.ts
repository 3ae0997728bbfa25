/** Who paid for a message: nobody, a package's allowance, or the wallet. Absent where a platform takes no money. */
export type Charge = "free" | "allowance" | "wallet";

/** How one call to a platform ended. The list is closed: settling switches over it without a default. */
export type SendOutcome =
  /** `allowanceLeft`: what the package still has, where the platform says so. */
  | { readonly kind: "sent"; readonly platformId: string; readonly charge?: Charge; readonly allowanceLeft?: number }
  /** Not accepted; wait exactly this long, the whole lane. Null: no figure came with it, the guess grows. */
  | { readonly kind: "throttled"; readonly retryAfterSeconds: number | null }
  /** Blocked, or the chat was deleted: stop until they write. */
  | { readonly kind: "gone" }
  /** The person has not written for so long that the platform takes nothing from us: until they write. The chat stands. */
  | { readonly kind: "closed" }
  /** Messages of this one kind are not taken for now, whoever they are for: all others are. Surely not accepted. */
  | { readonly kind: "held"; readonly reason: string }
  /** Our message is wrong; the same again cannot help. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Surely not accepted: no connection was made. */
  | { readonly kind: "unreached" }
  /** Token dead or polling refused: the channel waits, no delivery is lost. */
  | { readonly kind: "shut"; readonly reason: string }
  /** Perhaps accepted: the line broke after we spoke. */
  | { readonly kind: "unknown" };
