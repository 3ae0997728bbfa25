import { eitherInWords, type Moment, momentInWords, numberInWords, percentInWords } from "./format.ts";

/**
 * What is said around a lesson. Voice of all that is said: "Anh/Chị" to the learner, "Học Vụ" for the program; formal,
 * warm, one idea a sentence, never a reproach.
 */
export const lessonWords = {
  lesson: (number: number, of: number, title: string) => `Bài ${number}/${of}. ${title}`,
  address: ({ name, address }: { readonly name: string; readonly address: string }) => `${name}: ${address}`,
  doNow: "Làm ngay",
  question: (number: number, of: number) => `Câu ${number}/${of}.`,
  comebackQuestion: (number: number, of: number) => `Câu ${number}/${of}, gặp lại.`,
  severalRight: "Câu này có thể có nhiều ý đúng.",
  submit: "Gửi",

  typeOne: (labels: readonly string[]) => `Trả lời: gõ ${eitherInWords(labels)}`,
  typeSeveral: (count: number) => `Trả lời: gõ các chữ Anh/Chị chọn, ví dụ: ${count > 2 ? "A, C" : "A, B"}`,
  typeTrueFalse: "Trả lời: gõ Đ (đúng) hoặc S (sai)",
  typeOrder: (labels: readonly string[]) =>
    `Trả lời: gõ đủ ${labels.length} chữ theo thứ tự Anh/Chị chọn, ví dụ: ${[labels.at(-1), ...labels.slice(0, -1)].join(", ")}`,
  typeText: "Trả lời: gõ một từ hoặc một cụm từ ngắn.",
  typeNumber: "Trả lời: gõ một con số.",

  stoppedAt: (number: number, of: number) => `Anh/Chị đang dừng ở câu ${number}/${of}.`,
  right: "Chính xác!",
  notYet: "Chưa đúng.",
  skipped: "Vâng, Anh/Chị bỏ qua câu này.",
  comesBack: "Câu này sẽ trở lại một lần ở cuối bài.",
  answer: (text: string) => `Đáp án: ${text}`,
  points: (points: number) => `+${numberInWords(points)} điểm.`,
  comebackIntro: "Mời Anh/Chị thử lại một câu vừa gặp.",

  completed: (title: string) => `Anh/Chị đã học xong bài “${title}”.`,
  moduleFinished: "Anh/Chị đã học xong một học phần. Đây là điều cần nhớ nhất:",
  score: (right: number, asked: number) => `Đúng ngay lần đầu: ${right}/${asked} câu.`,
  passed: "Anh/Chị đã đạt bài này.",
  notPassed: (passMark: number) => `Mức đạt của bài là ${percentInWords(passMark)}.`,
  pointsToday: (points: number) => `Điểm hôm nay: ${numberInWords(points)}.`,
  streakToday: (days: number) => `Chuỗi ngày học: ${days} ngày, tính cả hôm nay.`,
  streakKept: (days: number) => `Chuỗi ngày học: ${days} ngày.`,
  freezes: (freezes: number) => `Thẻ giữ chuỗi: ${freezes}.`,
  freezeEarned: "Anh/Chị vừa được thêm 1 thẻ giữ chuỗi.",
  nextLesson: (at: Moment) => `Bài tiếp theo đến lúc ${momentInWords(at)}.`,
  moreNow: "Nếu muốn học tiếp ngay, Anh/Chị gõ /baihoc.",
  courseFinished: "Anh/Chị đã học hết các bài của khóa. Học Vụ xin chúc mừng!",

  reminder: (name: string) => `Chào Anh/Chị ${name}.`,
  reminderFirst: (title: string) => `Bài “${title}” đang chờ Anh/Chị.`,
  reminderSecond: (title: string) => `Học Vụ nhắc thêm một lần về bài “${title}”. Hôm nay sẽ không nhắc nữa.`,
  reminderStreak: (days: number) => `Học hôm nay, chuỗi của Anh/Chị là ${days} ngày.`,
  threeMinutes: "Bài chỉ mất khoảng 3 phút.",
  reoffer: "Học Vụ vừa bị gián đoạn một lúc. Mong Anh/Chị thông cảm.",
  reofferCost: "Thời gian gián đoạn không tính vào chuỗi ngày học. Khi tiện, mời Anh/Chị học tiếp.",
  correction: (title: string) => `Đính chính bài “${title}” mà Anh/Chị đã nhận:`,
  nudge: (unit: string, title: string) => `${unit} gửi lời nhắc về bài “${title}”. Khi tiện, mời Anh/Chị học tiếp.`,
  nudgeWithoutLesson: (unit: string) => `${unit} gửi lời nhắc về bài hôm nay. Anh/Chị gõ /baihoc khi tiện.`,
  openLesson: "Học ngay",
  typeLesson: "Gõ /baihoc để học.",
} as const;
