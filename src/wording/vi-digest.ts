import type { LocalDate } from "#domain/time.ts";
import { dateInWords, numberInWords, percentInWords, pointsInWords } from "./format.ts";

const points = (share: number): string => `${pointsInWords(Math.abs(share))} điểm phần trăm`;

/** What supervisors are told on a Monday, and what comes of what it offers. */
export const digestWords = {
  title: (monthly: boolean, scope: string) => `Bản tin ${monthly ? "tháng" : "tuần"}: ${scope}`,
  span: (from: LocalDate, to: LocalDate) => `Từ ${dateInWords(from)} đến ${dateInWords(to)}.`,
  learnt: "Người có học",
  lessons: "Bài học xong",
  completion: "Bài đã học xong so với bài đã giao",
  figure: (label: string, value: string, change: string) => `${label}: ${value} (${change})`,
  more: (by: string, monthly: boolean) => `↑ tăng ${by} so với ${span(monthly)}`,
  less: (by: string, monthly: boolean) => `↓ giảm ${by} so với ${span(monthly)}`,
  same: (monthly: boolean) => `→ như ${span(monthly)}`,
  nothingBefore: (monthly: boolean) => `${span(monthly)} chưa có`,
  count: numberInWords,
  percent: percentInWords,
  points,
  rose: "Tăng nhiều nhất",
  fell: "Giảm nhiều nhất",
  moved: (unit: string, by: number) => `- ${unit}: ${by > 0 ? "tăng" : "giảm"} ${points(by)}`,

  offers: "Việc nên làm",
  nudge: (people: number) => `Nhắc ${numberInWords(people)} người chưa học trong 7 ngày qua`,
  invite: (people: number) => `Mời lại ${numberInWords(people)} người chưa tham gia`,
  reach: (people: number) => `${numberInWords(people)} người không liên lạc được`,
  inUnit: (offer: string, unit: string) => `${offer} ở ${unit}`,
  offer: (number: number, offer: string, names: string) => `${number}. ${offer}: ${names}`,
  others: "…",
  nudgeButton: (number: number, people: number) => `${number}. Nhắc ${numberInWords(people)} người`,
  inviteButton: (number: number, people: number) => `${number}. Mời lại ${numberInWords(people)} người`,
  reachButton: (number: number, people: number) => `${number}. Xem ${numberInWords(people)} người`,
  allWell: "Ai cũng đang theo kịp. Cảm ơn Anh/Chị.",
  typeNumber: (numbers: string, first: number) => `Để làm ngay, gõ ${numbers}. Để làm sau, gõ ví dụ: làm ${first}`,
  stopHow: "Không muốn nhận nữa, Anh/Chị gõ: dừng bản tin",

  invites: (scope: string) => `Mời lại: ${scope}`,
  invitesHow: "Anh/Chị gửi cho mỗi người lời này, kèm mã của riêng họ:",
  inviteText:
    "Mời Anh/Chị tham gia Học Vụ: mỗi ngày một bài học ba phút. Mở Học Vụ trên Zalo hoặc Telegram và gửi mã này, mã chỉ dùng được một lần.",
  invited: (name: string, unit: string, code: string) => `- ${name} (${unit}): ${code}`,
  spent: "đã mở lời mời, còn chờ bấm Đồng ý",
  lost: (scope: string) => `Không liên lạc được: ${scope}`,
  lostHow: "Nhờ Anh/Chị nhắn họ mở lại Học Vụ và gõ: học. Từ lúc đó họ nhận được tin.",
  nobodyLeft: "Lúc này không còn ai như vậy.",
  otherOffers: "Việc khác trong bản tin: gõ làm và số của việc, ví dụ: làm 2",
  noSuchOffer: (offers: number) => `Bản tin gần nhất có ${numberInWords(offers)} việc.`,

  on: "Anh/Chị đang nhận bản tin thứ Hai, vào giờ nhận bài.",
  off: "Anh/Chị không nhận bản tin thứ Hai.",
  startHow: "Muốn nhận lại, Anh/Chị gõ: bật bản tin",
} as const;

function span(monthly: boolean): string {
  return monthly ? "tháng trước" : "tuần trước";
}
