import { fold } from "#domain/fold.ts";
import type { Question } from "#domain/question.ts";
import { keyOf } from "../question-key.ts";
import { isOurs, isSlip } from "./lexicon.ts";
import { common } from "./mentions.ts";
import { formsOf } from "./name-forms.ts";
import { possibleNames } from "./people.ts";
import { labelOf, readQuestion } from "./read-question.ts";
import { longhandOf } from "./shorthand.ts";
import { isSyllable } from "./typing.ts";
import type { Choice, ReadQuestion, Vocabulary } from "./vocabulary.ts";
import { nameWords } from "./words.ts";

const letters = [..."abcdeghiklmnopqrstuvxy"];
const mostWords = 12;
const mostMended = 6;
const mostChoices = 9;

/** Given names that a text may mean by a word of it that is misspelt by one letter: what the database is asked for then. */
export function nearGivenNames(text: string): string[] {
  const { given } = possibleNames(text);
  return [
    ...new Set(
      given
        .filter((word) => word.length > 2)
        .slice(0, mostWords)
        .flatMap(spellingsNear),
    ),
  ];
}

/** Short names that differ in a letter are two names: Đức is no Lực. What no name can be is a slip, however short. */
const isLongEnough = (word: string): boolean => word.length > 3 || (word.length > 2 && !isSyllable(word));

/** The word, and all that are one letter more, less or other, or have two neighbours changed over. */
function spellingsNear(word: string): string[] {
  const at = Array.from({ length: word.length + 1 }, (_, place) => place);
  const without = at.map((place) => word.slice(0, place) + word.slice(place + 1));
  const swapped = at.map((p) => word.slice(0, p) + (word[p + 1] ?? "") + (word[p] ?? "") + word.slice(p + 2));
  const other = at.flatMap((p) => letters.map((letter) => word.slice(0, p) + letter + word.slice(p + 1)));
  const more = at.flatMap((p) => letters.map((letter) => word.slice(0, p) + letter + word.slice(p)));
  return [word, ...without, ...swapped, ...other, ...more];
}

/** A word of the text that may be misspelt: where it stands, and what is meant. */
interface Slip {
  readonly from: number;
  readonly to: number;
  readonly meant: string;
  /** Vietnamese has no such syllable, and the rest of the name stands beside it: it can be nothing else. */
  readonly sure: boolean;
}

/**
 * Reads a text that names nobody known, with names in it mended by one letter where somebody or something of the vocabulary
 * is called so. The only one that can be meant is taken; what else is near is asked back. Null: nothing is near.
 * @param given whether somebody may be called by a given name alone, which many words are near to
 */
export function readNear(
  text: string,
  vocabulary: Vocabulary,
  before: Question | null,
  given: boolean,
): ReadQuestion | null {
  const slips = slipsIn(text, vocabulary, given);
  if (slips.length === 0 || slips.length > mostMended) return null;
  const read = slips.map(({ from, to, meant }) =>
    readQuestion(text.slice(0, from) + likeTyped(meant, text[from]!) + text.slice(to), vocabulary, before),
  );
  const [only] = read;
  if (read.length === 1 && slips[0]!.sure && (only!.kind === "question" || only!.kind === "which")) return only!;
  const choices = read.flatMap((one) => choicesOf(one, vocabulary));
  const seen = new Set<string>();
  const told = choices.filter(({ question }) => {
    const key = keyOf(question);
    return !seen.has(key) && seen.add(key);
  });
  return told.length === 0 ? null : { kind: "which", choices: told.slice(0, mostChoices) };
}

/** With a capital where one was typed. */
const likeTyped = (meant: string, first: string): string =>
  /\p{Lu}/u.test(first) ? meant[0]!.toUpperCase() + meant.slice(1) : meant;

function choicesOf(read: ReadQuestion, vocabulary: Vocabulary): readonly Choice[] {
  if (read.kind === "which") return read.choices;
  return read.kind === "question" ? [{ label: labelOf(read.question, vocabulary), question: read.question }] : [];
}

const alike = [/^(?:tr|ch)/, /^[ln](?![gh])/, /^[sx]/, /^(?:gi?|d|r)(?=[aeiouy])/];

/** Whether the two only begin otherwise, and so that many say them alike: "chì" and "Trì", "nập" and "Lập". */
const soundsLike = (typed: string, meant: string): boolean =>
  typed !== meant &&
  alike.some((begins) => {
    const rest = (word: string) => (begins.test(word) ? word.replace(begins, "") : null);
    return rest(typed) !== null && rest(typed) === rest(meant);
  });

interface Token {
  readonly from: number;
  readonly to: number;
  readonly folded: string;
}

/** Every word of the text that is one letter away from what a name has in its place. */
function slipsIn(text: string, vocabulary: Vocabulary, alone: boolean): Slip[] {
  const tokens = [...text.matchAll(/[\p{L}\p{M}\d]+/gu)].map(
    ({ 0: word, index }): Token => ({ from: index, to: index + word.length, folded: fold(word) }),
  );
  const typed = new Set(tokens.map(({ folded }) => folded));
  const whole = namesOf(vocabulary, typed);
  const given = alone ? possibleNames(text).given.filter(isLongEnough) : [];
  const called = vocabulary.people.map(({ fullName }) => nameWords(fullName).slice(-1));
  const found = [
    ...whole.flatMap((name) => slipsOfName(tokens, name)),
    ...called.flatMap((name) => slipsOfName(tokens, name).filter(({ typed: word }) => given.includes(word))),
  ];
  const seen = new Set<string>();
  return found.filter(({ from, meant }) => !seen.has(`${from} ${meant}`) && seen.add(`${from} ${meant}`));
}

/** Names of two words and more that may stand here but for one word: people's, and units' with and without what they are. */
const namesOf = ({ people, units }: Vocabulary, typed: ReadonlySet<string>): string[][] =>
  [
    ...people.map(({ fullName }) => nameWords(fullName)),
    ...units
      .flatMap(({ name }) => (isNearlyThere(name, typed) ? formsOf(name) : []))
      .flatMap(({ key, fit }) => (fit === "name" || fit === "short" ? [key.split(" ")] : [])),
  ].filter((name) => name.length > 1 && name.filter((word) => !typed.has(word)).length === 1);

/** Told fast, since there are thousands of units. */
const isNearlyThere = (name: string, typed: ReadonlySet<string>): boolean =>
  fold(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => !typed.has(word) && !common.has(word) && longhandOf(word) === null).length < 2;

/** Where the words of a name stand in a row, but for one letter of one of them. */
function slipsOfName(tokens: readonly Token[], name: readonly string[]): (Slip & { readonly typed: string })[] {
  return tokens.flatMap((_, first) => {
    const span = tokens.slice(first, first + name.length);
    const wrong = span.flatMap(({ folded }, at) => (folded === name[at] ? [] : [at]));
    const [at, other] = wrong;
    if (span.length < name.length || at === undefined || other !== undefined) return [];
    const { folded, from, to } = span[at]!;
    const long = name.length > 2 || isLongEnough(folded);
    const heard = name.length > 2 && soundsLike(folded, name[at]!);
    const slip = !isOurs(folded) && folded.length > 2 && isSlip(folded, name[at]!);
    if (!long || /\d/.test(folded) || !(heard || slip)) return [];
    return [{ from, to, meant: name[at]!, sure: name.length > 1 && !isSyllable(folded), typed: folded }];
  });
}
