import { inertName } from "#domain/name.ts";
import { daysBetween, type LocalDate, type LocalTime, weekdayOf } from "#domain/time.ts";

/** As Nghị định 30/2020/NĐ-CP, Phụ lục II, writes them inside a sentence. */
const weekdays = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"];
// To make one takes as long as a hundred numbers do.
const graphemes = new Intl.Segmenter("vi", { granularity: "grapheme" });
const whole = new Intl.NumberFormat("vi-VN");
const tenths = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });

/** "02/03/2026". */
export const dateInWords = (day: LocalDate): string => day.split("-").reverse().join("/");

/** "thứ Hai", "Chủ nhật". */
export const weekdayInWords = (day: LocalDate): string => weekdays[weekdayOf(day) - 1]!;

/** "hôm nay", "ngày mai", else "thứ Hai, 02/03/2026". */
export function dayInWords(day: LocalDate, today: LocalDate): string {
  const away = daysBetween(today, day);
  if (away === 0) return "hôm nay";
  return away === 1 ? "ngày mai" : `${weekdayInWords(day)}, ${dateInWords(day)}`;
}

/** A minute of a day as it will be told to someone for whom it is `today`. */
export interface Moment {
  readonly day: LocalDate;
  readonly time: LocalTime;
  readonly today: LocalDate;
}

/** "07:30 ngày mai". */
export const momentInWords = ({ day, time, today }: Moment): string => `${time} ${dayInWords(day, today)}`;

/** "66,7%" for 0.667; at most one decimal; "chưa có" where there is nothing to count. */
export const percentInWords = (ratio: number | null): string =>
  ratio === null || !Number.isFinite(ratio) ? "chưa có" : `${pointsInWords(ratio)}%`;

/**
 * "66,7" for 0.667. Half a tenth goes up, also where a binary fraction lies just below it: 51 of 80 is 63,8, though 0.6375 times
 * a hundred is 63.74999…
 */
export const pointsInWords = (ratio: number): string =>
  tenths.format(Math.round(Number((ratio * 1000).toPrecision(12))) / 10);

const cells = 10;

/** A chart of one line: ■■■□□□□□□□ for a third; "" where there is nothing to count. More than nothing is never empty. */
export function barInWords(ratio: number | null): string {
  if (ratio === null || !Number.isFinite(ratio)) return "";
  const share = Math.min(1, Math.max(0, ratio));
  const full = share === 0 ? 0 : Math.min(share === 1 ? cells : cells - 1, Math.max(1, Math.round(share * cells)));
  return "■".repeat(full) + "□".repeat(cells - full);
}

/** The text as a line begins: "thứ Hai" is "Thứ Hai". */
export const beginning = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** "1.250". */
export const numberInWords = (value: number): string => whole.format(value);

/** A file's size, "840 KB" or "1,2 MB"; never 0. */
export function sizeInWords(bytes: number): string {
  if (bytes < 999_500) return `${numberInWords(Math.max(1, Math.round(bytes / 1000)))} KB`;
  return `${numberInWords(Math.round(bytes / 100_000) / 10)} MB`;
}

/** "A, B hoặc C". */
export function eitherInWords(choices: readonly string[]): string {
  if (choices.length < 2) return choices.join("");
  return `${choices.slice(0, -1).join(", ")} hoặc ${choices.at(-1)}`;
}

/** The longest beginning of `text` of at most `units` UTF-16 units, with "…" where something was left off. */
export function clipped(text: string, units: number): string {
  if (text.length <= units) return text;
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length + 1 > units) break;
    kept += segment;
  }
  return units > 0 ? `${kept.trimEnd()}…` : "";
}

/** A name from outside as one short line: nothing in it can look like a line of ours. */
export const named = (name: string, units = 60): string => clipped(inertName(name), units);
