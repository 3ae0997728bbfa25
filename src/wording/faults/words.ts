/** A sentence for each fault of a subject: what is wrong, then what to write instead. */
export type Words<Faults extends { readonly [Code in keyof Faults]: readonly unknown[] }> = {
  readonly [Code in keyof Faults]: (...data: Faults[Code]) => string;
};
