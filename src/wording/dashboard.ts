import type { RiskReason } from "#domain/at-risk.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import { beginning, dateInWords, numberInWords, percentInWords, sizeInWords, weekdayInWords } from "./format.ts";
import { stateWords } from "./report-book.ts";

/** What the supervisors' dashboard says on every page. */
export const boardWords = {
  product: "Học Vụ",
  board: "Bảng theo dõi",
  skip: "Đến nội dung chính",
  menu: "Các trang",
  crumbs: "Đường dẫn đơn vị",
  overview: "Tổng quan",
  cohorts: "Lịch lớp",
  lessons: "Bài và câu hỏi",
  help: "Cần giúp",
  exports: "Tải báo cáo",
  deeds: "Việc tôi đã làm",
  leave: "Thoát",
  asOf: (day: LocalDate, time: LocalTime) => `Tính đến ${time}, ${weekdayInWords(day)}, ${dateInWords(day)}`,
  footer: "Chỉ hiện những đơn vị Anh/Chị phụ trách. Mỗi lần xem danh sách người học đều được ghi lại.",
  allUnits: "Toàn bộ phạm vi",
  none: "chưa có",
  whole: (scope: string) => `Phạm vi: ${scope}`,
  pages: "Chuyển trang",
  page: (page: number, pages: number) => `Trang ${numberInWords(page)}/${numberInWords(pages)}`,
  previous: "Trang trước",
  next: "Trang sau",
  sortBy: (column: string) => `Xếp theo ${column.toLocaleLowerCase("vi")}`,
  sortedUp: "tăng dần",
  sortedDown: "giảm dần",
  back: "Quay lại",
} as const;

/** The way in, and out. */
export const doorWords = {
  door: "Bảng theo dõi dành cho người phụ trách",
  doorHow:
    "Để mở, Anh/Chị gõ /bang trong cuộc trò chuyện với Học Vụ trên Zalo hoặc Telegram rồi bấm vào đường dẫn nhận được.",
  doorOver: "Phiên xem tự đóng sau 8 giờ, hoặc sau 60 phút không dùng. Khi đó, gõ /bang để nhận đường dẫn mới.",
  doorAgain: "Đã mở bảng trong trình duyệt này?",
  doorAgainLink: "Vào bảng theo dõi",
  home: "Về trang đầu",
  enter: "Mở bảng theo dõi",
  enterHow: "Đường dẫn này dùng được một lần. Bấm nút bên dưới để mở bảng trong trình duyệt này.",
  enterShared: "Trên máy dùng chung, xin bấm Thoát khi xem xong.",
  spent: "Đường dẫn này không dùng được",
  spentHow:
    "Đường dẫn chỉ mở được một lần, trong 10 phút, bởi người đã nhận nó. Anh/Chị gõ /bang trong trò chuyện để nhận đường dẫn mới.",
  stale: "Chưa làm được việc này",
  staleHow:
    "Trang đã mở từ trước không còn khớp với phiên hiện tại, hoặc yêu cầu không đến từ trang này. Anh/Chị tải lại trang rồi thử lại.",
} as const;

/** Figures, their definitions, units and their people. */
export const figureWords = {
  figures: "Số liệu chính",
  learners: "Học viên",
  learnersMeans: "Tất cả người có tên trong danh sách; mỗi người đếm một lần.",
  joined: "Đã tham gia",
  joinedMeans: "Đã đồng ý với thông báo về dữ liệu.",
  today: "Học xong hôm nay",
  todayMeans: "Hoàn thành ít nhất một bài trong ngày.",
  active: "Có nhắn hoặc bấm trong 7 ngày",
  activeMeans: "Ít nhất một lần; chưa chắc đã học xong bài nào.",
  completion: "Hoàn thành",
  completionMeans: "Bài đã học xong so với bài đã đến hạn, của mọi học viên.",
  score: "Đúng ngay lần đầu",
  scoreMeans: "Câu trả lời đúng ở lần đầu so với mọi câu đã hỏi.",
  ofLearners: (part: number, whole: number) => (whole === 0 ? "" : `${percentInWords(part / whole)} học viên`),
  activity: "Số người học trong 14 ngày qua",
  activityText: (total: number, most: number) =>
    most === 0
      ? "Chưa có ai học trong 14 ngày qua."
      : `Ngày đông nhất có ${numberInWords(most)} người; cộng các ngày: ${numberInWords(total)} lượt người.`,
  activityTable: "Xem bằng bảng số",
  day: "Ngày",
  learnt: "Số người học",
  dayLearnt: (day: LocalDate, learnt: number) =>
    `${beginning(weekdayInWords(day))}, ${dateInWords(day)}: ${numberInWords(learnt)} người`,
  shortDay: (day: LocalDate) => `${Number(day.slice(8))}/${Number(day.slice(5, 7))}`,
  units: "Các đơn vị",
  unitsOf: "Các đơn vị trực thuộc",
  unitsCaption: "Mỗi đơn vị gồm cả các đơn vị bên dưới; mỗi người đếm một lần trong đơn vị đó.",
  unit: "Đơn vị",
  noUnits: "Không có đơn vị nào bên dưới.",
  people: "Người học của đơn vị",
  peopleCaption: (total: number) =>
    `${numberInWords(total)} người có chức danh tại chính đơn vị này; người của đơn vị bên dưới xem ở trang đơn vị đó.`,
  noPeople: "Không có ai giữ chức danh tại chính đơn vị này.",
  name: "Họ và tên",
  title: "Chức danh",
  lessons: "Bài đã học",
  lessonsOf: (completed: number, due: number) => `${numberInWords(completed)}/${numberInWords(due)}`,
  lessonsSaid: (completed: number, due: number) =>
    `${numberInWords(completed)} bài đã học xong, ${numberInWords(due)} bài đã đến hạn`,
  lastActive: "Hoạt động gần nhất",
  state: "Tình trạng",
  states: stateWords,
  doings: "Làm tiếp",
  yes: "Có",
  no: "Chưa",
} as const;

/** The calendar of a cohort, and the lessons. */
export const calendarWords = {
  cohorts: "Các lớp có người Anh/Chị phụ trách",
  cohort: "Lớp",
  start: "Khai giảng",
  learners: "Học viên trong phạm vi",
  noCohorts: "Chưa có lớp nào.",
  month: (month: string) => `Tháng ${Number(month.slice(5, 7))}/${month.slice(0, 4)}`,
  months: "Chuyển tháng",
  earlier: "Tháng trước",
  later: "Tháng sau",
  weekdays: ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"],
  weekdaysShort: ["T2", "T3", "T4", "T5", "T6", "T7", "CN"],
  lesson: (position: number) => `Bài ${numberInWords(position)}`,
  today: "hôm nay",
  holiday: "Nghỉ lễ",
  done: (people: number) => `${numberInWords(people)} người học xong`,
  doneHead: "Số người học xong",
  doneMeans: "Số người trong phạm vi của Anh/Chị học xong ít nhất một bài trong ngày.",
  daysOf: (month: string) => `Từng ngày học của tháng ${Number(month.slice(5, 7))}/${month.slice(0, 4)}`,
  lessonHead: "Bài theo lịch",
  what: "Theo lịch, mỗi ngày học dạy bài kế tiếp. Ai học chậm hoặc nhanh hơn vẫn nhận bài kế tiếp của chính mình.",
  noDays: "Tháng này không có ngày học.",
  afterLast: "Đã hết bài mới; học bù bài còn thiếu",
  noLesson: "Không phải ngày học",
  day: "Ngày",
  lessonsTitle: "Bài và câu hỏi",
  ofCourse: (people: number) =>
    `${numberInWords(people)} học viên trong phạm vi đang học khóa này. Ở từng bài không tính ai được bỏ qua bài đó, hoặc đã học xong ở lớp khác.`,
  lessonColumn: "Bài",
  completedColumn: "Đã học xong",
  scoreColumn: "Đúng ngay lần đầu",
  tooFew: (fewest: number) => `ít hơn ${fewest} người`,
  noLessons: "Chưa có bài nào được dạy trong phạm vi này.",
  items: "Câu hỏi nhiều người trả lời sai",
  itemsCaption: (fewest: number) =>
    `Chỉ tính những câu đã hỏi ít nhất ${fewest} lần; không hiện câu trả lời của riêng ai.`,
  noItems: "Chưa có câu hỏi nào đáng lo.",
  question: "Câu hỏi",
  asked: "Số lần hỏi",
  right: "Đúng ngay",
  inLesson: (lesson: string) => `Bài: ${lesson}`,
  confusing: "Người học giỏi lại hay sai: nên xem lại lời hỏi.",
} as const;

/** People who need help, reports as files, and what was done. */
export const careWords = {
  help: "Những người cần giúp",
  helpCount: (total: number, shown: number) =>
    total > shown
      ? `${numberInWords(total)} người; hiện ${numberInWords(shown)} người đầu.`
      : `${numberInWords(total)} người.`,
  nobody: "Lúc này không có ai cần giúp.",
  reasons: "Vì sao",
  reason: (reason: RiskReason): string => {
    switch (reason.kind) {
      case "not_joined":
        return `Có tên trong danh sách ${numberInWords(reason.days)} ngày mà chưa tham gia`;
      case "unreachable":
        return reason.unheard
          ? "Lâu nay chưa nhắn cho trang Zalo nên không nhận được tin; nhắn một chữ là bài đến lại"
          : "Không còn nhận được tin";
      case "silent":
        return `${numberInWords(reason.studyDays)} ngày học liền chưa học`;
      case "behind":
        return `Chậm ${numberInWords(reason.lessons)} bài so với lịch`;
      case "low_score":
        return `Các bài gần đây đúng ${percentInWords(reason.score)} ở lần đầu`;
    }
  },
  nudge: "Nhắc người chưa học hôm nay",
  nudgeWhat:
    "Gửi lời nhắc tới những ai trong phạm vi này đã tham gia mà hôm nay chưa học; mỗi người nhiều nhất một lần một ngày.",
  nudged: "Kết quả nhắc",
  nudgeQuiet: "Từ 21:30 đến 06:30 Học Vụ không nhắc ai. Anh/Chị quay lại sau 06:30.",
  exports: "Tải báo cáo",
  exportsWhat:
    "Tệp Excel có số liệu từng đơn vị và từng học viên; báo cáo lớn có thể cần tới một phút. CSV và JSON chỉ có số liệu theo đơn vị: số học viên, đã tham gia, học xong hôm nay, tỷ lệ hoàn thành, điểm trung bình.",
  scope: "Phạm vi",
  format: "Định dạng",
  formats: {
    xlsx: "Excel: đơn vị và học viên (.xlsx)",
    csv: "CSV: chỉ các đơn vị",
    json: "JSON: chỉ các đơn vị",
  },
  download: "Tải về",
  fileName: (day: LocalDate) => `bao-cao-hoc-vu-${day}`,
  nobodyIn: (scope: string) => `Chưa có học viên nào ở đây: ${scope}.`,
  deeds: "Những việc tôi đã làm",
  deedsWhat: "Mọi lần xem danh sách người học, nhắc và tải báo cáo đều được ghi lại, chỉ bằng mã số.",
  when: "Lúc",
  what: "Việc",
  at: (day: LocalDate, time: LocalTime) => `${time} ${dateInWords(day)}`,
  noDeeds: "Chưa có việc nào được ghi.",
  deed: (deed: string): string => deedNames[deed] ?? "Việc khác",
  onUnit: (name: string) => `đơn vị ${name}`,
  onCohort: (name: string) => `lớp ${name}`,
  onHidden: { unit: "một đơn vị ngoài phạm vi hiện nay", cohort: "một lớp ngoài phạm vi hiện nay" },
} as const;

/** A workbook that was asked for in the dashboard. */
export const bookOrderWords = {
  made: (scope: string) => `Báo cáo đã xong: ${scope}.`,
  file: (bytes: number, until: LocalTime) => `Tệp Excel, ${sizeInWords(bytes)}, tải được đến ${until}`,
  again: "Nếu đường truyền đứt giữa chừng, Anh/Chị tải lại bằng liên kết trên. Tệp có tên người học: xin giữ cẩn thận.",
  ready: "Tệp còn tải được",
  coming: "Báo cáo còn đang được chuẩn bị. Xin Anh/Chị mở lại trang Tải báo cáo sau một phút: khi xong, tệp nằm ở đó.",
  ownBusy:
    "Một báo cáo của Anh/Chị đang được chuẩn bị. Khi xong, tệp nằm ở trang Tải báo cáo; xin xem lại sau một phút.",
  busy: "Nhiều người đang tải báo cáo cùng lúc. Xin Anh/Chị thử lại sau một phút.",
  failed: "Chưa làm được báo cáo. Xin Anh/Chị thử lại sau một phút.",
} as const;

const deedNames: Readonly<Record<string, string>> = {
  enter: "Mở bảng theo dõi",
  exit: "Thoát khỏi bảng",
  view: "Xem danh sách người",
  absent_list: "Xem ai chưa học",
  nudge: "Nhắc người chưa học",
  announce: "Gửi thông báo",
  export: "Tải báo cáo",
  report: "Tải số liệu đơn vị",
  leave: "Rời lớp",
};
