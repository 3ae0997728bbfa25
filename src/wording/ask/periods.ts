import type { Period } from "#domain/question.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import {
  type Days,
  dayOf,
  lastDays,
  lastWeekday,
  monthBefore,
  monthOf,
  oneDay,
  quarterOf,
  readDate,
  span,
  untilToday,
  weekOf,
} from "./dates.ts";
import { aNumber, numberOf } from "./numbers.ts";
import { joined, type Placed } from "./ranges.ts";
import { writeDigits } from "./said-numbers.ts";
import { type Sentence, says, take } from "./sentence.ts";
import type { Word } from "./words.ts";

export interface Periods {
  /** In the order in which they stand. */
  readonly found: readonly Period[];
  /** It speaks of days to come, or of a day that the calendar does not have: there is no answer. */
  readonly beyond: boolean;
  /** It speaks of how things stood at the end of yesterday. */
  readonly yesterday: boolean;
  /** It speaks of all the time since the course began. */
  readonly ever: boolean;
}

type Reader = (groups: readonly (string | undefined)[], today: LocalDate) => Days | "now" | null;

const weekdays = "(hai|2|ba|3|tu|bon|4|nam|5|sau|6|bay|7)";
const weekdayNumbers: Readonly<Record<string, number>> = { hai: 1, ba: 2, tu: 3, bon: 3, nam: 4, sau: 5, bay: 6 };
const weekdayFrom = (word: string): number => weekdayNumbers[word] ?? Number(word) - 1;
const date = "(\\d{1,2}[/.-]\\d{1,2}(?:[/.-]\\d{2,4})?|\\d{4}-\\d{1,2}-\\d{1,2})";
/** "Nghỉ học mấy hôm rồi" asks for how long. */
const howLong = "(?!(?<=(?:(?:nghi|bo|khong|chua|tron) hoc|nghi|vang) )may \\S+ roi )";
const past = "(?:qua|gan day|gan nhat|vua qua|vua roi|tro lai day|nay|roi|lien tiep vua qua)";
const before = "(?:truoc|roi|qua|vua roi|vua qua)";
const the = "(?:ngay |hom |bua |mung |mong |dem )*";

const year = (today: LocalDate): number => Number(today.slice(0, 4));

/** The day of that number in that month: of this month, where none is said, or of the one before, if it is not yet. */
const numbered = (day: string, month: string | undefined, written: string | undefined, today: LocalDate) => {
  if (month !== undefined)
    return dayOf(Number(day), Number(month), written === undefined ? null : Number(written), today);
  const here = dayOf(Number(day), Number(today.slice(5, 7)), year(today), today);
  if (here !== null && here <= today) return here;
  const last = monthBefore(today, 1).from;
  return dayOf(Number(day), Number(last.slice(5, 7)), Number(last.slice(0, 4)), today);
};

const weekdayIn = (weekday: number, days: Days): Days => oneDay(addDays(days.from, weekday - 1));
const lastWeek = (today: LocalDate): Days => weekOf(addDays(today, -7));

/** From the longest phrase to the shortest, as a sentence is when it was folded: small letters without accents. */
const readers: readonly (readonly [phrase: string, read: Reader])[] = [
  [
    `(?:tu )?${the}(\\d{1,2}) (?:den|toi) ${the}(\\d{1,2}) thang (\\d{1,2})(?: nam (\\d{4}))?`,
    ([from, to, month, written], today) =>
      span(numbered(from!, month, written, today), numbered(to!, month, written, today)),
  ],
  [
    `(?:tu )?${the}(\\d{1,2}) (?:den|toi) ${the}(\\d{1,2}[/.-]\\d{1,2}(?:[/.-]\\d{2,4})?)`,
    ([from, to], today) => {
      const end = readDate(to!, today);
      return end === null ? null : span(dayOf(Number(from), Number(end.slice(5, 7)), year(end), today), end);
    },
  ],
  [
    `${the}(\\d{1,2}) thang (\\d{1,2})(?: nam (\\d{4}))?`,
    ([day, month, written], today) => dayOrNull(numbered(day!, month, written, today)),
  ],
  [`${the}${date}`, ([written], today) => dayOrNull(readDate(written!, today))],
  [
    `(?:tu )?(?:dau|khi bat dau) (?:khoa hoc|khoa|chuong trinh|lop)(?: hoc)?(?: den nay| den gio| toi nay| den hien tai)?`,
    () => "now",
  ],
  [`(?<!(?:tuan|thang|nam|quy|hom|nhat|ngay|\\d) )(?:tu )?truoc (?:den|toi) (?:nay|gio)`, () => "now"],
  [
    `(?:tu )?dau nam(?: nay)?(?: den nay| den gio| toi nay)?`,
    (_, today) => ({ from: `${year(today)}-01-01` as LocalDate, to: today }),
  ],
  [
    `(?:tu )?dau thang(?: nay)?(?: den nay| den gio| toi nay| toi gio)?`,
    (_, today) => untilToday(monthBefore(today, 0), today),
  ],
  [`(?:tu )?dau tuan(?: nay)?(?: den nay| den gio| toi nay| toi gio)?`, (_, today) => untilToday(weekOf(today), today)],
  [`cuoi tuan ${before}`, (_, today) => span(addDays(lastWeek(today).from, 5), lastWeek(today).to)],
  [
    `${the}(?<!(?:xep|theo) )(?:thu )${weekdays} tuan ${before}`,
    ([day], today) => weekdayIn(weekdayFrom(day!), lastWeek(today)),
  ],
  [
    `${the}(?<!(?:xep|theo) )(?:thu )${weekdays} tuan (?:nay|ni)`,
    ([day], today) => weekdayIn(weekdayFrom(day!), weekOf(today)),
  ],
  [
    `${the}(?<!(?:xep|theo) )(?:thu )${weekdays} ${before}`,
    ([day], today) => oneDay(lastWeekday(weekdayFrom(day!), addDays(today, -1))),
  ],
  [
    `${the}(?<!(?:xep|theo) )(?:thu )${weekdays}(?: nay)?`,
    ([day], today) => oneDay(lastWeekday(weekdayFrom(day!), today)),
  ],
  [`${the}(?:chu nhat|chua nhat) (?:tuan )?${before}`, (_, today) => oneDay(lastWeek(today).to)],
  [`${the}(?:chu nhat|chua nhat)(?: nay| tuan nay)?`, (_, today) => oneDay(lastWeekday(7, today))],
  [`(?:trong |suot )?nua thang ${past}`, (_, today) => lastDays(15, today)],
  [`nua (?:tuan|quy|nam|khoa) ${past}`, () => null],
  [`(?:trong |suot )?${aNumber} tuan ${past}`, ([count], today) => lastDays(numberOf(count!) * 7, today)],
  [`(?:trong |suot )?${aNumber} thang ${past}`, ([count], today) => lastDays(numberOf(count!) * 30, today)],
  [
    `(?:trong |suot )?(?:vong )?${aNumber} (?:ngay|hom|bua) ${past}`,
    ([count], today) => lastDays(numberOf(count!), today),
  ],
  [`cach day ${aNumber} (?:ngay|hom)`, ([count], today) => oneDay(addDays(today, -numberOf(count!)))],
  [`${aNumber} (?:ngay|hom) truoc`, ([count], today) => oneDay(addDays(today, -numberOf(count!)))],
  [`trong (?:vong )?${aNumber} (?:ngay|hom)`, ([count], today) => lastDays(numberOf(count!), today)],
  [
    `(?:da |suot |ca )*${aNumber} (?:ngay|hom|bua)(?: lien tiep| lien tuc| lien| roi| nay)*(?:(?= (?:khong|chua|bo|vang|nghi|tron) )|(?<=(?:nghi|bo|chua|khong) hoc(?: bai)? \\S+ (?:ngay|hom|bua)[a-z ]*))`,
    ([count], today) => lastDays(numberOf(count!), today),
  ],
  [
    `(?:may )?(?:hom|bua) ray|${howLong}(?:may|vai|nhung) (?:ngay|hom|bua) ${past}|(?:trong )?(?:thoi gian )?gan day|dao nay`,
    (_, today) => lastDays(7, today),
  ],
  [`(?:ca |trong |suot |cua )*tuan ${before} nua`, (_, today) => weekOf(addDays(today, -14))],
  [`(?:ca |trong |suot |cua )*thang ${before} nua`, (_, today) => monthBefore(today, 2)],
  [`(?:ca |trong |suot |cua )*t nay`, (_, today) => untilToday(weekOf(today), today)],
  [`(?:ca |trong |suot |cua )*t (?:truoc|qua|roi)`, (_, today) => lastWeek(today)],
  [`(?:ca |trong |suot |cua )*tuan (?:nay|ni)`, (_, today) => untilToday(weekOf(today), today)],
  [`(?:ca |trong |suot |cua )*tuan ${before}`, (_, today) => lastWeek(today)],
  [`(?:ca |trong |suot |cua )*thang (?:nay|ni)`, (_, today) => untilToday(monthBefore(today, 0), today)],
  [`(?:ca |trong |suot |cua )*thang ${before}`, (_, today) => monthBefore(today, 1)],
  [
    `(?:ca |trong )*thang (\\d{1,2})[/.-](\\d{4})`,
    ([month, written], today) => monthOrNull(month!, Number(written), today),
  ],
  [
    `(?:ca |trong )*thang (\\d{1,2})(?: nam (\\d{4}))?`,
    ([month, written], today) => monthOrNull(month!, written === undefined ? null : Number(written), today),
  ],
  [`(?<=nhat )tuan(?=(?: (?:nhe|a|em|vay|the))* $)`, (_, today) => untilToday(weekOf(today), today)],
  [`(?<=nhat )thang(?=(?: (?:nhe|a|em|vay|the))* $)`, (_, today) => untilToday(monthBefore(today, 0), today)],
  [`(?:ca|trong|suot|trong ca) tuan(?! \\S* ?(?:sau|toi))`, (_, today) => untilToday(weekOf(today), today)],
  [`(?:ca|trong|suot|trong ca) thang(?! \\d)`, (_, today) => untilToday(monthBefore(today, 0), today)],
  [`(?:ca |trong )*quy nay`, (_, today) => untilToday(quarterAt(today, 0), today)],
  [`(?:ca |trong )*quy ${before}`, (_, today) => quarterAt(today, 1)],
  [`(?:ca |trong )*quy ([1-4])`, ([quarter], today) => quarterNumbered(Number(quarter), today)],
  [`(?:ca |trong )*nam nay`, (_, today) => ({ from: `${year(today)}-01-01` as LocalDate, to: today })],
  [
    `(?:ca |trong )*nam (?:ngoai|truoc|roi|vua roi)`,
    (_, today) => ({ from: monthOf(year(today) - 1, 1).from, to: monthOf(year(today) - 1, 12).to }),
  ],
  [
    `(?:ke )?tu (?:luc |dau )?(?:(?:hom nay|sang nay|chieu nay|trua nay|dau ngay|dau gio|sang som|sang|trua|chieu)(?: nay| som)?) (?:den|toi|cho den) (?:nay|gio|bay gio|luc nay|hien tai|chieu|toi|trua)`,
    (_, today) => oneDay(today),
  ],
  [
    `(?:ngay |trong )*(?:hom nay|bua nay|ngay hom nay|sang nay|chieu nay|trua nay|toi nay|ngay nay)`,
    (_, today) => oneDay(today),
  ],
  [
    `(?:ngay |trong )*(?:hom qua|bua qua|ngay qua|toi qua|chieu qua|sang qua|dem qua)`,
    (_, today) => oneDay(addDays(today, -1)),
  ],
  [`(?:ngay |trong )*(?:hom kia|bua kia|hom truoc nua|hom kia)`, (_, today) => oneDay(addDays(today, -2))],
  [`(?:trong|suot|ca) ngay(?! (?:dau|cuoi|nghi|le|thu|nao|hoc|lam|khac|mai|do|ay))`, (_, today) => oneDay(today)],
  [`(?<=bao cao )ngay(?=(?: (?:nhe|a|em|vay|the|di|cho|voi))* $)`, (_, today) => oneDay(today)],
  [`(?<=bao cao )tuan(?=(?: (?:nhe|a|em|vay|the|di|cho|voi))* $)`, (_, today) => untilToday(weekOf(today), today)],
  [
    `(?:ngay|hom|mung) (\\d{1,2})(?: thang nay)?`,
    ([day], today) => dayOrNull(numbered(day!, undefined, undefined, today)),
  ],
];

const dayOrNull = (day: LocalDate | null): Days | null => (day === null ? null : oneDay(day));
function monthOrNull(month: string, written: number | null, today: LocalDate): Days | null {
  const first = dayOf(1, Number(month), written, today);
  return first === null ? null : untilToday(monthOf(year(first), Number(month)), today);
}

function quarterAt(today: LocalDate, back: number): Days {
  const count = year(today) * 4 + Math.ceil(Number(today.slice(5, 7)) / 3) - 1 - back;
  return quarterOf(Math.floor(count / 4), (count % 4) + 1);
}

function quarterNumbered(quarter: number, today: LocalDate): Days {
  const own = quarterOf(year(today), quarter);
  return own.from <= today ? untilToday(own, today) : quarterOf(year(today) - 1, quarter);
}

const modules = `(?:hoc phan|mo dun|chuyen de|phan hoc|chuong|(?<!(?:\\d|mot|hai|ba|may|nhieu) )phan) (?:so |thu )?${aNumber}|(?:hoc phan|chuyen de|phan) (dau tien|dau(?= $))`;
const nowWords = [
  "(?:tinh )?(?:cho )?(?:den|toi) (?:nay|gio|luc nay|hien tai|thoi diem nay|thoi diem hien tai|bay gio|hien nay)",
  "hien (?:nay|tai|gio)|bay gio|luc nay|thoi diem nay|hien gio|(?:trong|tinh) (?:toan|ca|suot) khoa(?: hoc)?|suot khoa(?: hoc)?",
];
const sinceEver = "tu (?:truoc (?:den|toi)|dau khoa|khi bat dau|dau)|(?:trong|tinh) (?:toan|ca|suot) khoa|suot khoa";
/** At least one lesson is any. */
const once =
  "(?:duoc )?(?:it nhat|toi thieu) (?:mot|1) (?:bai|lan|buoi)(?: hoc)?(?: nao)?|tu (?:mot|1) bai(?: hoc)? tro len";
const untilYesterday =
  "(?<! tu (?:(?!_|@)\\S+ ){0,4})(?:tinh )?(?:cho )?(?:den|toi) (?:het )?(?:ngay )?(?:hom qua|bua qua|ngay hom qua)";
const vagueDays =
  "(?:may|vai|nhung) (?:ngay|hom|bua) (?:nay|qua|gan day|vua qua|vua roi)(?= (?:[^ _@]+ )*(?:\\d+|hai|ba|bon|nam|sau|bay) (?:ngay|hom|bua) )";
const ahead = "(?:ngay |hom )?mai|tuan (?:sau|toi|ke tiep)|thang (?:sau|toi)|nam sau|hom sau|ngay kia|sap toi";

/** Takes what a text says of time out of it. */
export function takePeriods(sentence: Sentence, today: LocalDate): Periods {
  const found: { period: Period; at: number }[] = [];
  let beyond = false;
  // "Hôm nay là thứ năm rồi mà …" says what day it is.
  take(
    sentence,
    "(?:hom|bua) (?:nay|ni) (?:da )?la (?:ngay )?(?:thu \\S+|chu nhat|\\d\\S*)(?: roi)?(?: (?:ma|nen|thi))*(?= \\S)",
  );
  writeDigits(sentence);
  const ever = take(sentence, once) !== null || says(sentence, sinceEver);
  const yesterday = take(sentence, untilYesterday) !== null;
  // "Mấy ngày nay, cụ thể là ba ngày gần đây": what is said then is meant.
  take(sentence, vagueDays);
  for (let match = take(sentence, modules); match !== null; match = take(sentence, modules))
    found.push({
      period: { kind: "module", number: numberOf(match.groups.find((group) => group !== undefined)!) },
      at: match.at,
    });
  if (take(sentence, ahead) !== null) beyond = true;
  const days = takeDays(sentence, today);
  if (days === null) beyond = true;
  for (const phrase of nowWords)
    for (let match = take(sentence, phrase); match !== null; match = take(sentence, phrase))
      found.push({ period: { kind: "now" }, at: match.at });
  for (const { at, days: read } of days ?? [])
    found.push({ period: read === "now" ? { kind: "now" } : { kind: "days", ...read }, at });
  return { found: inOrder(found), beyond, yesterday, ever };
}

/** The same days said twice are said once: "cuối tuần vừa rồi (21-22/11)". */
const inOrder = (found: readonly { period: Period; at: number }[]): Period[] =>
  found
    .toSorted((a, b) => a.at - b.at)
    .map(({ period }) => period)
    .filter((one, at, all) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === at);

/** Every stretch of days, ranges joined; null where one of them is no day. */
function takeDays(sentence: Sentence, today: LocalDate): ReturnType<typeof joined> {
  const marks: Placed[] = [];
  // "Nay ai chưa học?" means today; anywhere else "nay" may be "này".
  if (sentence.left[0] === "nay") {
    sentence.left[0] = "#0";
    marks.push({ at: 0, days: oneDay(today), soon: false });
  }
  for (const [phrase, read] of readers)
    for (
      let match = take(sentence, phrase, `#${marks.length}`);
      match !== null;
      match = take(sentence, phrase, `#${marks.length}`)
    ) {
      const days = read(match.groups, today);
      if (days === null) return null;
      marks.push({ at: match.at, days, soon: isSoon(days, sentence.words.slice(match.at, match.to), today) });
    }
  return joined(sentence, marks, today);
}

/** Whether the same days of this year lie in the month to come, and no year was said. */
function isSoon(days: Days | "now", typed: readonly Word[], today: LocalDate): boolean {
  const said = typed.map(({ read }) => read).join(" ");
  if (days === "now" || !/\d/.test(said) || /\d{4}|\d[/.-]\d{1,2}[/.-]\d/.test(said)) return false;
  const here = `${year(today)}${days.from.slice(4)}`;
  return here > today && here <= addDays(today, 31);
}
