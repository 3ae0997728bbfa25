import type { LocalDate, LocalTime } from "#domain/time.ts";
import { barInWords, dateInWords, numberInWords, percentInWords } from "./format.ts";

/** What is said to those who look after a unit. */
export const supervisorWords = {
  progress: (scope: string) => `Tiến độ: ${scope}`,
  asOf: (day: LocalDate, time: LocalTime) => `Tính đến ${time} ngày ${dateInWords(day)}.`,
  people: (learners: number, joined: number) =>
    `Học viên: ${numberInWords(learners)}, đã tham gia ${numberInWords(joined)}`,
  today: (done: number) => `Học xong hôm nay: ${numberInWords(done)}`,
  active: (active: number) => `Có nhắn hoặc bấm trong 7 ngày: ${numberInWords(active)}`,
  completion: (rate: number | null) => `Bài đã học xong so với bài đã giao: ${percentInWords(rate)}`,
  bar: (rate: number | null) => barInWords(rate),
  score: (score: number | null) => `Trả lời đúng ngay lần đầu: ${percentInWords(score)}`,
  skipped: (lessons: number) => `Bài được bỏ qua nhờ xếp mức: ${numberInWords(lessons)} (không tính vào bài đã giao)`,
  unitLine: (unit: string, joined: number, learners: number, done: number, rate: number | null) =>
    `${[barInWords(rate), unit].filter((part) => part !== "").join(" ")}: tham gia ${joined}/${learners}, hôm nay ${done}, hoàn thành ${percentInWords(rate)}`,
  moreUnits: (units: number) => `… và ${numberInWords(units)} đơn vị nữa`,
  noLearners: "Chưa có học viên nào ở đây.",

  inactive: (scope: string) => `Chưa học: ${scope}`,
  notToday: (people: number) => `Hôm nay chưa học (${numberInWords(people)} người)`,
  notThisWeek: (people: number) => `Chưa học trong 7 ngày (${numberInWords(people)} người)`,
  person: (name: string, unit: string) => `- ${name} (${unit})`,
  morePeople: (people: number) => `… và ${numberInWords(people)} người nữa`,
  everyoneLearnt: "Mọi người đều đã học.",
  everyoneJoinedLearnt: "Ai đã tham gia đều đã học.",
  notJoined: (people: number) => `Chưa tham gia lớp: ${numberInWords(people)} người.`,
  noStudyDay: "Hôm nay không phải ngày học.",
  nudgeHow: "Để nhắc những người chưa học hôm nay, gõ /nhac.",
  nudgeUnitHow: (unit: string) => `Chỉ nhắc một đơn vị, gõ /nhac và tên đơn vị, ví dụ: /nhac ${unit}`,
  exportHow: "Để nhận báo cáo Excel, gõ /xuat.",
  exportUnitHow: (unit: string) => `Chỉ một đơn vị, gõ /xuat và tên đơn vị, ví dụ: /xuat ${unit}`,

  nudged: (people: number, scope: string) => `Đã gửi lời nhắc tới ${numberInWords(people)} người: ${scope}.`,
  nudgedBefore: (people: number) => `${numberInWords(people)} người đã được nhắc hôm nay nên không nhắc thêm.`,
  nobodyToNudge: (scope: string) => `Không có ai cần nhắc lúc này: ${scope}.`,

  nudgeQuiet: "Từ 21:30 đến 06:30 Học Vụ không nhắc ai. Anh/Chị gõ lại /nhac sau 06:30.",

  noSuchScope: "Không có lớp hoặc đơn vị nào như vậy trong phạm vi của Anh/Chị.",
  scopeHow: "Gõ lệnh không kèm tên để xem toàn bộ phạm vi của Anh/Chị.",
  whichScope: "Có nhiều lớp hoặc đơn vị trùng tên. Anh/Chị gõ rõ hơn:",
  notTold:
    "Học Vụ chưa hiểu ý Anh/Chị. Số liệu của lớp và đơn vị chỉ dành cho người phụ trách. Gõ /trogiup để xem các lệnh của Anh/Chị.",
  notSupervisor: "Lệnh này dành cho người phụ trách đơn vị. Gõ /trogiup để xem các lệnh của Anh/Chị.",

  exporting: (scope: string) => `Học Vụ đang chuẩn bị báo cáo: ${scope}.`,
  exportComes: "Báo cáo sẽ đến trong một tin riêng, thường là trong chốc lát.",
  exportingAlready: "Học Vụ đang chuẩn bị một báo cáo cho Anh/Chị. Khi báo cáo đó xong, Anh/Chị gõ lại /xuat.",
  exportFile: "Báo cáo là tệp Excel đi cùng tin này. Nếu không thấy tệp, Anh/Chị gõ lại /xuat.",
  exportTable:
    "Số liệu từng đơn vị là tệp csv đi cùng tin này, mở được bằng Excel. Nếu không thấy tệp, Anh/Chị gõ lại /xuat csv.",
  exportTableLink: (minutes: number) => `Tải số liệu từng đơn vị, tệp csv mở được bằng Excel (trong ${minutes} phút):`,
  exportSecret: "Trong tệp có họ tên và kết quả học của từng người. Xin chỉ dùng cho công việc.",
  exportFailed: (scope: string) => `Chưa làm được báo cáo: ${scope}. Xin Anh/Chị gõ lại /xuat sau ít phút.`,
  noExport: "Ở đây chưa gửi được tệp, vì người vận hành chưa đặt địa chỉ để tải về.",
  noExportHow: "Để xem tiến độ ngay trong trò chuyện, gõ /tiendo.",
  exported: (scope: string) => `Báo cáo: ${scope}`,
  exportLink: (minutes: number) => `Tải báo cáo tại đây (trong ${minutes} phút):`,
  dashboardLink: (minutes: number) => `Bảng theo dõi, mở được một lần, trong ${minutes} phút:`,
  dashboardSession: (hours: number, idle: number) =>
    `Sau khi mở, bảng tự đóng sau ${hours} giờ, hoặc sau ${idle} phút không dùng.`,
  linkSecret: "Đường dẫn chỉ dành cho Anh/Chị. Xin đừng gửi cho người khác.",
  openReport: "Tải báo cáo",
  openDashboard: "Mở bảng",
  noDashboard: "Bảng theo dõi chưa được bật. Xin liên hệ người vận hành.",
} as const;
