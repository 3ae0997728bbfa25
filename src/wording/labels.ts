const letters = "ABCDE";

/** The letter of the option shown at `position`, from 0. A question has at most five. */
export function labelOf(position: number): string {
  const label = letters[position];
  if (label === undefined) throw new Error(`no letter for option ${position}: a question has at most five`);
  return label;
}

/** The letters of a question with `count` options. */
export const labels = (count: number): string[] => Array.from({ length: count }, (_, position) => labelOf(position));

/** The position a lower-case letter stands for among `count` options; -1 when it is none of them. */
export function positionOf(letter: string, count: number): number {
  const position = letter.length === 1 ? letters.toLowerCase().indexOf(letter) : -1;
  return position < count ? position : -1;
}
