/** How one call to a platform ended. The list is closed: settling switches over it without a default. */
export type SendOutcome =
  | { readonly kind: "sent"; readonly platformId: string }
  /** Not accepted; wait exactly this long, the whole lane. Null: no figure came with it, the guess grows. */
  | { readonly kind: "throttled"; readonly retryAfterSeconds: number | null }
  /** Blocked, or the chat was deleted: stop until they write. */
  | { readonly kind: "gone" }
  /** Our message is wrong; the same again cannot help. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Surely not accepted: no connection was made. */
  | { readonly kind: "unreached" }
  /** Token dead or polling refused: the channel waits, no delivery is lost. */
  | { readonly kind: "shut"; readonly reason: string }
  /** Perhaps accepted: the line broke after we spoke. */
  | { readonly kind: "unknown" };
