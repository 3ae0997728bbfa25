import type { Word } from "./words.ts";

/** Stands where words were understood. */
const done = "_";
/** Between two words of a phrase there may be what was understood already, and what is named. */
const gap = "(?: (?:_|@\\d+))* ";

/** A text while it is being understood: word by word what is left of it. */
export interface Sentence {
  readonly words: readonly Word[];
  /** What the grammar still has to read: a word, "_" for one understood, "@3" for the fourth thing named. */
  readonly left: string[];
  /** It ends in, or holds, a question mark. */
  readonly asks: boolean;
}

export interface Match {
  readonly groups: readonly (string | undefined)[];
  /** The word it begins with. */
  readonly at: number;
  /** Not included. */
  readonly to: number;
}

const compiled = new Map<string, RegExp>();

/**
 * A phrase as a regular expression over whole words; a blank in it passes over what was understood. What repeats in a phrase
 * must not pass over it, too ("_", "\S+"): it is "(?!_|@)\S+ ", or long texts are tried in too many ways.
 */
function phraseOf(source: string): RegExp {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const made = new RegExp(`(?<= )(?:${source.replaceAll(" ", gap)})(?= )`);
  compiled.set(source, made);
  return made;
}

const lineOf = ({ left }: Sentence): string => ` ${left.join(" ")} `;

/** Where the phrase stands, or null. Takes nothing. */
export function find(sentence: Sentence, phrase: string): Match | null {
  const line = lineOf(sentence);
  const match = phraseOf(phrase).exec(line);
  if (match === null) return null;
  const at = line.slice(0, match.index).split(" ").length - 2;
  return { groups: match.slice(1), at, to: at + match[0].split(" ").length };
}

export const says = (sentence: Sentence, phrase: string): boolean => find(sentence, phrase) !== null;

/** Finds the phrase and marks its words as understood. `as`: what is put in place of the first of them. */
export function take(sentence: Sentence, phrase: string, as: string = done): Match | null {
  const match = find(sentence, phrase);
  if (match === null) return null;
  let put = as;
  for (let at = match.at; at < match.to; at++) {
    if (/^(?:@|_)/.test(sentence.left[at]!) && as === done) continue;
    if (sentence.left[at]!.startsWith("@")) continue;
    sentence.left[at] = put;
    put = done;
  }
  return match;
}
