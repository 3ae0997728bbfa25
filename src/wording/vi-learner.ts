import type { StreakDay } from "#domain/streak.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import { beginning, dateInWords, dayInWords, numberInWords, percentInWords, weekdayInWords } from "./format.ts";

/** What is said to a learner about themselves. */
export const learnerWords = {
  score: (name: string) => `Kết quả của Anh/Chị ${name}`,
  points: (points: number) => `Điểm: ${numberInWords(points)}`,
  streak: (current: number, best: number) => `Chuỗi ngày học: ${current} ngày (dài nhất: ${best})`,
  freezes: (freezes: number) => `Thẻ giữ chuỗi: ${freezes}`,
  rank: (place: number, of: number, unit: string) => `Thứ hạng: ${place}/${of} trong ${unit}`,
  progress: (done: number, of: number, skipped: number) =>
    `Bài đã học xong: ${done}/${of}${skipped > 0 ? `, được bỏ qua: ${skipped}` : ""}`,
  lessonsLeft: (lessons: number) =>
    lessons === 0 ? "Anh/Chị đã học hết các bài của khóa." : `Anh/Chị còn ${numberInWords(lessons)} bài.`,
  lessonTerms: (questions: number, passMark: number) =>
    `Mỗi bài chừng ba phút, ${questions} câu hỏi; đạt khi đúng ngay lần đầu từ ${percentInWords(passMark)} số câu.`,
  answers: (right: number, wrong: number) => `Trả lời lần đầu: ${right} câu đúng, ${wrong} câu chưa đúng`,

  streakTitle: (current: number) => `Chuỗi ngày học: ${current} ngày`,
  streakRule:
    "Mỗi ngày học xong một bài hoặc ôn xong các câu đến hạn thì chuỗi thêm 1. Lỡ một ngày thì dùng 1 thẻ giữ chuỗi.",
  day: (day: LocalDate, what: string) => `${beginning(weekdayInWords(day))}, ${dateInWords(day)}: ${what}`,
  noDays: "Chưa có ngày nào được ghi.",
  moreDays: (days: number) => `… và ${days} ngày trước đó`,

  board: (unit: string) => `Bảng xếp hạng: ${unit}`,
  boardLine: (place: number, name: string, points: number) => `${place}. ${name}: ${numberInWords(points)} điểm`,
  me: " (Anh/Chị)",
  boardOf: (of: number) => `Có ${of} người trên bảng.`,
  noBoard: "Bảng xếp hạng sẽ có khi có người học trong đơn vị.",

  timeSet: (time: LocalTime, from: LocalDate, today: LocalDate) =>
    `Từ ${dayInWords(from, today)}, bài đến lúc ${time}.`,
  timeNow: (time: LocalTime) => `Giờ nhận bài hiện nay: ${time}.`,
  timeHow: "Để đổi, Anh/Chị gõ /gio và giờ mới, ví dụ: /gio 07:15",
  timeRefused: (from: LocalTime, to: LocalTime) => `Giờ nhận bài chỉ chọn được từ ${from} đến ${to}.`,
  timeNotRead: "Học Vụ chưa đọc được giờ này.",

  paused: (until: LocalDate, today: LocalDate) =>
    `Đã tạm dừng đến hết ${dayInWords(until, today)}. Những ngày này không ảnh hưởng đến chuỗi ngày học.`,
  resumeHow: "Muốn học lại sớm hơn, Anh/Chị gõ /tieptuc.",
  pauseHow: (most: number) => `Anh/Chị gõ /tamdung và số ngày từ 1 đến ${most}, ví dụ: /tamdung 3`,
  pausedNow: (until: LocalDate, today: LocalDate) => `Anh/Chị đang tạm dừng đến hết ${dayInWords(until, today)}.`,
  resume: "Học tiếp",
  typeResume: "Gõ /tieptuc để học tiếp.",
  resumed: "Chào mừng Anh/Chị học tiếp.",
  comesNow: "Bài hôm nay sẽ đến ngay.",
  notPaused: "Anh/Chị đang học bình thường, không tạm dừng.",

  leaveAsk: (cohort: string) =>
    `Rời lớp ${cohort}? Học Vụ sẽ không gửi bài của lớp này nữa. Kết quả đã học vẫn được giữ.`,
  stayed: "Anh/Chị vẫn ở trong lớp, mọi thứ như cũ.",
  leaveHow: "Để xác nhận, Anh/Chị gõ /roilop một lần nữa. Chỉ muốn nghỉ ít ngày: gõ /tamdung 3",
  left: (cohort: string) => `Anh/Chị đã rời lớp ${cohort}.`,
  leftBack: "Muốn học lại, xin báo người phụ trách lớp.",

  linkCode: (minutes: number) => `Mã kết nối, dùng một lần, trong ${minutes} phút:`,
  linkOn: (platform: string) => `Mở Học Vụ trên ${platform} rồi gửi mã này vào đó.`,
  linkElsewhere: "Mở Học Vụ trên ứng dụng kia rồi gửi mã này vào đó.",
  linkSecret: "Mã này chỉ dành cho Anh/Chị. Xin đừng gửi cho người khác.",

  nothingToday: "Hôm nay không còn bài mới.",
  noCohort: "Hiện Anh/Chị chưa tham gia lớp nào.",
  noCohortHow: "Để vào lớp, Anh/Chị xin mã mời từ người phụ trách lớp rồi gửi mã ấy vào đây.",
  finished: "Anh/Chị đã học hết các bài của khóa. Gõ /diem để xem kết quả.",

  data: "Dữ liệu Học Vụ đang lưu về Anh/Chị",
  fact: (label: string, value: string) => `${label}: ${value}`,
  roles: { learner: "học viên", supervisor: "người phụ trách" },
  platforms: {
    ...{ telegram: "Telegram", zalo: "Zalo", "zalo-oa": "Zalo OA", webchat: "trang dùng thử" },
  } as Readonly<Record<string, string>>,
  factLabels: {
    fullName: "Họ tên",
    unit: "Đơn vị",
    title: "Chức danh",
    email: "Email",
    phone: "Điện thoại",
    code: "Mã của đơn vị",
    role: "Vai trò",
    cohorts: "Lớp",
    chats: "Ứng dụng đã kết nối",
    agreed: "Ngày đồng ý",
    pushTime: "Giờ nhận bài",
    lessons: "Bài đã học xong",
    answers: "Câu trả lời đã lưu",
    points: "Điểm",
    kept: "Ngày học đã ghi",
    messages: "Tin đã gửi Anh/Chị, không lưu nội dung",
    written: "Tin Anh/Chị viết, lưu 7 ngày",
  },
  dataRights:
    "Thông tin chưa đúng, hoặc muốn nhận bản ghi đầy đủ: xin báo người phụ trách lớp. Muốn xóa tất cả: gõ /xoa.",

  eraseTitle: "Xóa dữ liệu của Anh/Chị",
  eraseWhat: "Họ tên, liên hệ, cuộc trò chuyện và câu trả lời sẽ bị xóa. Điểm và chuỗi ngày học không lấy lại được.",
  eraseStays: "Chỉ còn số đếm chung, không gắn với ai.",
  eraseHow: "Để xóa, Anh/Chị gõ đủ: XÓA HẾT",
  eraseElse: "Gõ gì khác thì dữ liệu được giữ nguyên.",
  eraseKept: "Dữ liệu của Anh/Chị được giữ nguyên.",
  erased: "Đã xóa dữ liệu của Anh/Chị. Học Vụ sẽ không gửi bài nữa.",
  erasedThanks: "Cảm ơn Anh/Chị đã học. Muốn học lại, Anh/Chị xin mã mới từ người phụ trách lớp.",
} as const;

/** Why a day of the streak is what it is. */
export function whyInWords({ why }: StreakDay): string {
  switch (why.because) {
    case "lesson":
      return `học xong bài${why.earnedFreeze ? ", được thêm 1 thẻ" : ""}`;
    case "review":
      return `ôn tập xong${why.earnedFreeze ? ", được thêm 1 thẻ" : ""}`;
    case "freeze_used":
      return `chưa học, đã dùng 1 thẻ giữ chuỗi (còn ${why.left})`;
    case "no_freeze_left":
      return why.lost > 0 ? `chưa học, hết thẻ, chuỗi ${why.lost} ngày dừng ở đây` : "chưa học";
    case "not_begun":
      return "chưa bắt đầu chuỗi, không tính";
    case "no_cohort":
      return "không thuộc lớp nào, không tính";
    case "before_start":
      return "lớp chưa bắt đầu, không tính";
    case "weekday":
      return "không phải ngày học";
    case "holiday":
      return "ngày lễ, không tính";
    case "paused":
      return "tạm dừng, không tính";
    case "outage":
      return "chương trình gián đoạn, không tính";
  }
}
