/** Where a room says what it does, in facts: ids, counts, names of errors; never a person's words, never a secret. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
