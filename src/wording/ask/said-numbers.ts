import { find, type Sentence } from "./sentence.ts";

const ones = ["khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin"];
const last = "(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)";
const number = `((?:hai |ba )?muoi(?: ${last})?|(?:ham|hai) ${last}|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin)`;

/** Where a number in words can only be a day or a month. */
const places = [
  `(?<=(?:ngay|mung|mong) )${number}(?= (?:thang|den|toi|va|cho) | _|(?: (?:a|nhe|vua|xa|phuong|thi|co|ai))* )`,
  `(?<=thang )${number}`,
  `(?<=(?:tu|den|toi) )${number}(?= (?:den|toi|cho den) \\S+ (?:\\S+ )?(?:\\S+ )?(?:thang|\\d))`,
  `(?<=(?:den|toi) )${number}(?= thang \\d)`,
  `(?<=(?:tu|den|toi) (?:ngay )?)${number}(?= (?:den|toi) (?:ngay )?\\d+ thang)`,
];

/** What the words are: "muoi sau" 16, "hai muoi lam" 25, "ham ba" 23. */
export function numberIn(words: readonly string[]): number {
  const one = (word: string | undefined): number => {
    if (word === undefined) return 0;
    if (word === "tu") return 4;
    return word === "lam" ? 5 : ones.indexOf(word);
  };
  const [first, second, third] = words as [string, string?, string?];
  if (first === "muoi") return 10 + one(second);
  if (first === "ham") return 20 + one(second);
  if (second === "muoi") return one(first) * 10 + one(third);
  return second === undefined ? one(first) : one(first) * 10 + one(second);
}

/** Writes days and months in words as digits: "ngày mười sáu tháng mười một" is "ngày 16 tháng 11". */
export function writeDigits(sentence: Sentence): void {
  for (const phrase of places)
    for (let match = find(sentence, phrase); match !== null; match = find(sentence, phrase)) {
      const value = numberIn(sentence.left.slice(match.at, match.to));
      sentence.left.fill("_", match.at, match.to);
      sentence.left[match.at] = String(value);
    }
}
