/** What is said around questions that do not count: placement, extra practice, how sure somebody is. */
export const exerciseWords = {
  placement: "Xếp mức đầu khóa",
  placementWhy: (fewest: number) =>
    `Học Vụ hỏi ít nhất ${fewest} câu để biết Anh/Chị nên bắt đầu từ đâu. Không tính điểm. Chưa biết thì gõ BỎ QUA.`,
  noted: "Đã ghi.",
  placed: (right: number, asked: number) => `Anh/Chị đúng ${right}/${asked} câu.`,
  start: (level: number, name: string | null) => `Anh/Chị bắt đầu ở mức ${level}${name === null ? "" : `, “${name}”`}.`,
  maySkip: (lessons: number) =>
    `${lessons} bài Anh/Chị đã nắm được có thể bỏ qua. Bài bắt buộc và bài đã mở thì vẫn học.`,
  skipButton: (lessons: number) => `Bỏ qua ${lessons} bài`,
  learnAll: "Học từ đầu",
  typeSkip: "Trả lời: gõ VÀO THẲNG để bỏ qua, hoặc gõ HỌC để học từ đầu",
  nothingToSkip: "Anh/Chị học đủ các bài, lần lượt từng ngày.",
  skipped: (lessons: number) => `Đã bỏ qua ${lessons} bài. Muốn học lại bài nào, Anh/Chị gõ /thuvien.`,
  skippedBefore: "Không còn bài nào được bỏ qua.",
  notPlaced: "Anh/Chị làm phần xếp mức trước: gõ /dauvao.",
  noPlacement: "Khóa này không có phần xếp mức. Anh/Chị gõ /baihoc để học.",
  placementHow: "Đã quen dùng máy? Gõ /dauvao: vài câu hỏi để bỏ qua bài đã biết.",

  practice: (title: string) => `Luyện thêm: ${title}`,
  notCounted: "Phần luyện thêm không tính điểm và không vào báo cáo.",
  practised: (right: number, asked: number) => `Anh/Chị luyện xong: đúng ${right}/${asked} câu.`,
  practiseMore: "Chọn bài khác: gõ /thuvien.",
  goOn: "Học bài tiếp theo: gõ /baihoc.",

  before: (module: string) => `Trước khi vào học phần “${module}”, Anh/Chị tự tin đến mức nào?`,
  after: (module: string) => `Anh/Chị vừa xong học phần “${module}”. Giờ Anh/Chị tự tin đến mức nào?`,
  scale: "Từ 1 (chưa tự tin) đến 5 (rất tự tin). Không tính điểm; đơn vị chỉ thấy số trung bình.",
  typeRating: "Muốn trả lời: gõ TỰ TIN và một số, ví dụ: TỰ TIN 3",
  rated: "Cảm ơn Anh/Chị. Học Vụ đã ghi.",
  notRatable: "Hiện không có học phần nào cần Anh/Chị cho biết mức tự tin.",
} as const;
