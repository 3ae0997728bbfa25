import { numberInWords, percentInWords } from "./format.ts";

/** Who needs help, and why, in words that blame nobody. */
export const atRiskWords = {
  title: (scope: string) => `Cần giúp: ${scope}`,
  total: (people: number) => `Có ${numberInWords(people)} người cần giúp, người cần nhất đứng trước.`,
  nobody: "Hiện không có ai cần giúp.",
  person: (name: string, unit: string, why: string) => `- ${name} (${unit}): ${why}`,
  notJoined: (days: number) => `chưa tham gia sau ${numberInWords(days)} ngày`,
  unreachable: "không nhận được tin",
  unheard: "không liên lạc được: lâu nay chưa nhắn cho trang Zalo, chỉ cần nhắn một chữ là bài đến lại",
  silent: (days: number) => `${numberInWords(days)} ngày học liền chưa học`,
  behind: (lessons: number) => `còn ${numberInWords(lessons)} bài đã giao chưa học`,
  lowScore: (score: number) => `đúng ngay lần đầu ${percentInWords(score)} ở các bài gần đây`,
  how: "Để nhắc những người chưa học hôm nay, gõ /nhac và tên đơn vị. Ai chưa tham gia hoặc không nhận được tin thì Anh/Chị gặp hoặc gọi giúp.",
} as const;
