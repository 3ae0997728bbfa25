declare const brand: unique symbol;

/** A base type that only a parser may mint: a plain string or number is not accepted in its place. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
