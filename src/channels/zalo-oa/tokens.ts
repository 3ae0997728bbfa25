/** A token of the Official Account to call with. */
export interface AccessToken {
  readonly value: string;
  /** Grows by one with each pair that was made. */
  readonly generation: number;
}

/** Where the channel has its tokens from; many processes share one pair. */
export interface TokenSource {
  /** The token to call with now; null: there is no grant, or it is dead. */
  current(): Promise<AccessToken | null>;
  /** The platform refused this token: the one that has taken its place; null: the grant is dead. Never throws for a platform that is away: then the same token comes back. */
  renew(refused: AccessToken): Promise<AccessToken | null>;
}
