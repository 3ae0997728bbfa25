import type { LocalDate, LocalTime } from "#domain/time.ts";
import { dateInWords, named, numberInWords, percentInWords } from "./format.ts";

/** What stands in the picture of a scope's progress. */
export const chartWords = {
  title: (scope: string) => named(scope, 160),
  asOf: (day: LocalDate, time: LocalTime) => `Tính đến ${time} ngày ${dateInWords(day)}`,
  whole: (learners: number, rate: number | null) =>
    rate === null
      ? `${numberInWords(learners)} học viên. Chưa có bài nào đến hạn.`
      : `${numberInWords(learners)} học viên đã học xong ${percentInWords(rate)} số bài được giao.`,
  units: "Tỷ lệ hoàn thành theo đơn vị",
  unit: (path: string) => named(path.split(" / ").at(-1)!, 120),
  /** Two units of one name are told apart by what lies above them. */
  unitWithin: (path: string) => named(path.split(" / ").slice(-2).reverse().join(", "), 120),
  itself: (unit: string) => `${unit} (trực tiếp)`,
  share: (rate: number | null) => (rate === null ? "–" : percentInWords(rate)),
  between: (units: number, lowest: number | null, highest: number | null) =>
    lowest === null || highest === null
      ? `… và ${numberInWords(units)} đơn vị khác`
      : `… và ${numberInWords(units)} đơn vị khác, từ ${percentInWords(lowest)} đến ${percentInWords(highest)}`,
  days: (days: number) => `Người học xong bài, ${days} ngày học qua`,
  nobodyYet: "Những ngày học qua chưa có ai học xong bài.",
  day: (day: LocalDate) => String(Number(day.slice(8))),
  dayOfMonth: (day: LocalDate) => `${Number(day.slice(8))}/${Number(day.slice(5, 7))}`,
  today: "nay",
  people: numberInWords,
  alt: (scope: string) => `Biểu đồ tiến độ: ${named(scope, 120)}`,
} as const;
