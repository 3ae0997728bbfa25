import { aDigit, aUnit, numberIn } from "./numbers.ts";
import { find, type Sentence } from "./sentence.ts";

const number = `((?:hai |ba )?muoi(?: ${aUnit})?|(?:ham|hai) ${aUnit}|${aDigit}|tu)`;

/** Where a number in words can only be a day or a month. */
const places = [
  `(?<=(?:ngay|mung|mong) )${number}(?= (?:thang|den|toi|va|cho) | _|(?: (?:a|nhe|vua|xa|phuong|thi|co|ai))* )`,
  `(?<=thang )${number}`,
  `(?<=(?:tu|den|toi) )${number}(?= (?:den|toi|cho den) \\S+ (?:\\S+ )?(?:\\S+ )?(?:thang|\\d))`,
  `(?<=(?:den|toi) )${number}(?= thang \\d)`,
  `(?<=(?:tu|den|toi) (?:ngay )?)${number}(?= (?:den|toi) (?:ngay )?\\d+ thang)`,
];

/** Writes days and months in words as digits: "ngày mười sáu tháng mười một" is "ngày 16 tháng 11". */
export function writeDigits(sentence: Sentence): void {
  for (const phrase of places)
    for (let match = find(sentence, phrase); match !== null; match = find(sentence, phrase)) {
      const value = numberIn(sentence.left.slice(match.at, match.to));
      sentence.left.fill("_", match.at, match.to);
      sentence.left[match.at] = String(value);
    }
}
