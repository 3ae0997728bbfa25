import type { LocalDate, LocalTime } from "#domain/time.ts";
import { dateInWords, numberInWords } from "./format.ts";

const people = (count: number): string => `${numberInWords(count)} người`;

/** What supervisors announce, and what is said to them about it. */
export const announcementWords = {
  heading: (unit: string) => `Thông báo của ${unit}`,
  signature: (sender: string, unit: string) => `${sender}, ${unit}`,

  preview: (scope: string) => `Xem trước thông báo gửi tới: ${scope}`,
  previewStarts: "Người nhận sẽ thấy:",
  reached: (reached: number) => `Gửi được tới ${people(reached)}, ${numberInWords(reached)} tin.`,
  notJoined: (count: number) => `Không gửi được: ${people(count)} chưa tham gia.`,
  noChat: (count: number) => `Không gửi được: ${people(count)} đã chặn tin.`,
  scarce: (count: number) => `Không gửi được: ${people(count)}, vì phần tin của tháng sắp hết.`,
  silent: (count: number) => `Không gửi được: ${people(count)} lâu nay chưa nhắn cho trang Zalo.`,
  dear: (count: number) => `Không gửi được: ${people(count)}, vì ngân sách tin của tháng không đủ.`,
  paid: (free: number, paid: number, vnd: number) =>
    `Miễn phí ${numberInWords(free)} tin, tin có phí ${numberInWords(paid)}: ${vnd > 0 ? `${numberInWords(vnd)} đồng` : "lấy từ gói của trang Zalo, không mất tiền"}.`,
  cost: (platform: string, messages: number, sent: number, quota: number) =>
    `${platform}: dùng ${numberInWords(messages)} tin, đã dùng ${numberInWords(sent)}/${numberInWords(quota)} tin của tháng.`,
  waitsForMorning: "Bây giờ là giờ nghỉ: tin sẽ đi lúc 06:30.",
  send: "Gửi",
  cancel: "Hủy",
  confirmHow: "Để gửi, gõ GỬI. Để bỏ, gõ HỦY",

  sent: (count: number, scope: string) => `Đã nhận lệnh gửi tới ${people(count)}: ${scope}.`,
  outcomeHow: (number: number) => `Xem kết quả: gõ /thongbao ${number}`,
  dropped: "Đã hủy, Học Vụ không gửi gì.",
  expired: "Thông báo này đã gửi hoặc đã hủy.",
  nobody: (scope: string) => `Không có ai nhận được tin lúc này: ${scope}.`,
  enough: (most: number) =>
    `Hôm nay Anh/Chị đã gửi ${numberInWords(most)} thông báo. Mời Anh/Chị gửi tiếp vào ngày mai.`,
  tooLong: (length: number, most: number) =>
    `Thông báo dài ${numberInWords(length)} ký tự. Mời Anh/Chị rút gọn còn tối đa ${numberInWords(most)}.`,

  askTo: "Anh/Chị gửi thông báo tới ai? Gõ tên lớp hoặc đơn vị, hoặc gõ: tất cả",
  askText: (scope: string) => `Anh/Chị gõ nội dung gửi tới: ${scope}`,
  stopHow: "Để bỏ, gõ HỦY",

  title: "Thông báo gần đây",
  none: "Anh/Chị chưa gửi thông báo nào.",
  line: (number: number, day: LocalDate, time: LocalTime, scope: string) =>
    `${number}. ${time} ${dateInWords(day)}, ${scope}`,
  all: "tất cả",
  hidden: "ngoài phạm vi hiện nay",
  counts: (sent: number, waiting: number, failed: number) =>
    `đã gửi ${numberInWords(sent)}, đang chờ ${numberInWords(waiting)}, không gửi được ${numberInWords(failed)}`,
  how: "Viết mới: gõ /thongbao, tên lớp hoặc đơn vị, dấu hai chấm, rồi nội dung. Ví dụ: /thongbao Lớp 1: Họp lúc 8 giờ sáng mai.",
  stepsHow: "Hoặc viết từng bước: gõ /thongbao mới",
  oneHow: "Xem ai chưa nhận: gõ /thongbao và số ở đầu dòng.",
  write: "Viết thông báo",
  noSuch: "Không có thông báo nào của Anh/Chị mang số này.",

  outcome: (number: number, scope: string) => `Thông báo ${number}: ${scope}`,
  missed: "Chưa nhận được",
  reason: (reason: string, count: number) => `${reason}: ${people(count)}`,
  person: (name: string, unit: string, reason: string) => `- ${name} (${unit}): ${reason}`,
} as const;

/** Why somebody did not get an announcement. */
export const missWords: Readonly<Record<string, string>> = {
  not_joined: "chưa tham gia",
  no_chat: "đã chặn tin",
  gone: "đã chặn tin",
  expired: "quá hạn gửi",
  quota: "hết phần tin của tháng",
  window: "lâu nay chưa nhắn cho trang Zalo",
  budget: "hết phần tin của tháng",
  "no right": "không còn thuộc phạm vi của Anh/Chị",
  erased: "đã xóa dữ liệu",
  refused: "ứng dụng không nhận tin",
  unknown: "không rõ đã đến chưa",
};

export const otherMiss = "lý do khác";
