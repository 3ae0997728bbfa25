import type { LocalDate } from "#domain/time.ts";
import { type Days, span } from "./dates.ts";
import { find, type Match, type Sentence, take } from "./sentence.ts";

/** Days, and the word at which they stand; in the sentence "#3" is put for the fourth of them. */
export interface Placed {
  readonly at: number;
  readonly days: Days | "now";
  /** Said without a year, and soon to come: on the 26th "27/11" is tomorrow, and no day of last year. */
  readonly soon: boolean;
}

/** "từ #0 đến #1" and "từ #0 đến nay" are one stretch. */
export function joined(sentence: Sentence, marks: readonly Placed[], today: LocalDate): Omit<Placed, "soon">[] | null {
  const ranges: Omit<Placed, "soon">[] = [];
  const range = "(?:ke )?(?:tu )?(?:ngay )?#(\\d+) (?:tinh )?(?:den het|den|toi|cho den|cho toi) (?:ngay )?#(\\d+)";
  const till = "(?:den|toi|cho den)";
  const open = `(?:ke )?tu (?:ngay )?#(\\d+)(?: ${till}(?: nay| gio| luc nay| hien tai)?)?|#(\\d+) ${till} (?:nay|gio|luc nay|hien tai)`;
  const upTo = "(?:tinh )?(?:cho )?den (?:het )?#(\\d+)";
  const mark = (match: Match) => marks[Number(match.groups[0] ?? match.groups[1])]!;
  for (let match = take(sentence, range); match !== null; match = take(sentence, range)) {
    const [{ days: from, soon }, { days: to }] = [mark(match), marks[Number(match.groups[1])]!];
    if (from === "now" || to === "now" || soon) return null;
    const read = span(from.from, to.to < from.from ? forward(to.to, from.from) : to.to);
    if (read === null) return null;
    ranges.push({ at: match.at, days: read });
  }
  for (let match = take(sentence, open); match !== null; match = take(sentence, open)) {
    const { days: from, soon } = mark(match);
    if (soon) return null;
    ranges.push({ at: match.at, days: from === "now" ? from : { from: from.from, to: today } });
  }
  for (let match = take(sentence, upTo); match !== null; match = take(sentence, upTo)) {
    const to = mark(match).days;
    // "đến hôm nay" is how things stand; "đến hôm qua" nobody can say.
    if (to !== "now" && to.to !== today) return null;
    ranges.push({ at: match.at, days: "now" });
  }
  for (let match = find(sentence, "#(\\d+)"); match !== null; match = find(sentence, "#(\\d+)")) {
    if (mark(match).soon) return null;
    ranges.push(mark(match));
    take(sentence, `#${match.groups[0]}`);
  }
  return ranges;
}

/** An end without a year that lies before its beginning is the next one of that day. */
function forward(to: LocalDate, from: LocalDate): LocalDate {
  const next = `${Number(to.slice(0, 4)) + 1}${to.slice(4)}` as LocalDate;
  return next >= from ? next : to;
}
