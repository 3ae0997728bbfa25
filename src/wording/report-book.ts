import type { LocalDate, LocalTime } from "#domain/time.ts";
import { dateInWords } from "./format.ts";

/** How somebody's state is called in a report. */
export const stateWords = {
  invited: "Chưa tham gia",
  active: "Đang học",
  paused: "Tạm dừng",
  unreachable: "Không nhận được tin",
  completed: "Đã học hết",
  erased: "Đã xoá dữ liệu",
} as const;

/** What stands in the workbook of a report. */
export const bookWords = {
  maker: "Học Vụ",
  wholeSheet: "Tổng hợp",
  levelSheet: (level: number) => `Đơn vị cấp ${level}`,
  peopleSheet: "Học viên",
  meaningsSheet: "Giải thích",

  asOf: (scope: string, day: LocalDate, time: LocalTime) =>
    `${scope}. Số liệu tính đến ${time} ngày ${dateInWords(day)}.`,

  wholeHead: ["Chỉ tiêu", "Giá trị"],
  whole: {
    learners: "Học viên",
    joined: "Đã tham gia",
    active7d: "Có nhắn hoặc bấm trong 7 ngày",
    completedToday: "Học xong hôm nay",
    completionRate: "Tỷ lệ hoàn thành",
    averageScore: "Điểm trung bình",
    lessonsSkipped: "Bài được bỏ qua",
  },
  unitHead: [
    "Đơn vị",
    "Học viên",
    "Đã tham gia",
    "Có nhắn hoặc bấm trong 7 ngày",
    "Học xong hôm nay",
    "Bài đã học xong",
    "Bài đã giao",
    "Tỷ lệ hoàn thành",
    "Điểm trung bình",
    "Bài được bỏ qua",
  ],
  personHead: [
    "Họ và tên",
    "Đơn vị",
    "Chức danh",
    "Ngày vào lớp",
    "Bài đã học xong",
    "Bài đã giao",
    "Tỷ lệ hoàn thành",
    "Trả lời đúng ngay lần đầu",
    "Điểm thưởng",
    "Ngày học gần nhất",
    "Trạng thái",
  ],
  meaningsHead: ["Mục", "Nghĩa là"],
  meanings: [
    [
      "Đơn vị cấp 1, cấp 2, …",
      "Mỗi đơn vị được tính cùng mọi đơn vị bên dưới. Ai ở nhiều đơn vị bên dưới chỉ tính một lần.",
    ],
    ["Học viên", "Mọi người có tên trong danh sách lớp, kể cả người chưa tham gia."],
    ["Đã tham gia", "Người đã đồng ý với thông báo về dữ liệu cá nhân."],
    ["Có nhắn hoặc bấm trong 7 ngày", "Người đã nhắn hoặc trả lời ít nhất một lần trong 7 ngày qua."],
    ["Học xong hôm nay", "Người đã học xong ít nhất một bài trong ngày hôm nay."],
    ["Bài đã giao", "Số bài đến hạn tính đến lúc này, không tính bài được bỏ qua hoặc đã học xong ở lớp khác."],
    ["Tỷ lệ hoàn thành", "Bài đã học xong chia cho bài đã giao, cao nhất 100%. Ô trống: chưa có bài nào được giao."],
    [
      "Điểm trung bình",
      "Câu trả lời đúng ngay lần đầu chia cho số câu đã trả lời lần đầu. Ô trống: chưa trả lời câu nào.",
    ],
    [
      "Bài được bỏ qua",
      "Bài mà phần xếp mức đầu vào cho thấy học viên đã biết: không tính là đã học, không tính là đã giao.",
    ],
    ["Điểm thưởng", "Điểm học viên thấy khi gõ /diem."],
    [
      "Người đã xoá dữ liệu",
      "Vẫn được tính trong số liệu của đơn vị, nhưng không có dòng nào trong danh sách học viên.",
    ],
  ],
} as const;
