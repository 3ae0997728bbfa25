/** How the set says which reaction to an utterance a person would call right. Several: a person would be content with each. */
export type Reaction =
  /** What the command says and does in the same situation. */
  | { readonly kind: "does"; readonly command: string }
  /** Counted as an answer to the open question, a right one or a wrong one. */
  | { readonly kind: "right" }
  | { readonly kind: "wrong" }
  /** The privacy notice is agreed to. */
  | { readonly kind: "agrees" }
  /** Nothing is done; the reply holds one of these, without accents. */
  | { readonly kind: "tells"; readonly any: readonly string[] }
  /** Nothing is done, and the reply is not that it was not understood. */
  | { readonly kind: "courtesy" }
  /** Nothing is done, whatever is said. */
  | { readonly kind: "kept" };

export const does = (command: string): Reaction => ({ kind: "does", command });
export const right: Reaction = { kind: "right" };
export const wrong: Reaction = { kind: "wrong" };
export const agrees: Reaction = { kind: "agrees" };
export const tells = (...any: string[]): Reaction => ({ kind: "tells", any });
export const courtesy: Reaction = { kind: "courtesy" };
export const kept: Reaction = { kind: "kept" };

/**
 * What was typed, and what would be right. Options are shuffled, so letters are written by what they stand for: `{R}` the
 * right option's letter, `{W}` a wrong one's, `{r}` in lower case, `{R#}` its number, `{R-th}` "hai" of "thứ hai",
 * `{R-said}` the letter as it is pronounced ("bê"), `{R-word}` the number as a word; of two right ones `{R1}` stands first.
 */
export type Utterance = readonly [text: string, ...reactions: Reaction[]];

export type SituationName =
  | "consent"
  | "idle"
  | "single"
  | "multiple"
  | "words"
  | "number"
  | "truefalse"
  | "feedback"
  | "paused"
  | "finished"
  | "early";

/** Needs that recur, by what would help. */
export const hour = tells("/gio");
export const rest = tells("/tamdung");
export const goOn = tells("/tieptuc");
export const library = tells("/thuvien");
/** Only somebody of the organisation can: the roster is theirs. */
export const office = tells("phu trach", "quan ly", "co quan", "don vi cua anh/chi", "to chuc");
