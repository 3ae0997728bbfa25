/** What is said in the self-study library. */
export const libraryWords = {
  library: (course: string) => `Thư viện: ${course}`,
  moduleLine: (number: number, title: string, done: number, of: number, skipped: number) =>
    `${number}. ${title} (xong ${done}/${of}${skipped > 0 ? `, bỏ qua ${skipped}` : ""})`,
  typeModule: (number: number) => `Xem một học phần: gõ THƯ VIỆN và số, ví dụ: THƯ VIỆN ${number}`,

  module: (number: number, title: string) => `Học phần ${number}. ${title}`,
  lessonLine: (module: number, lesson: number, title: string, state: string) =>
    `${module}.${lesson} ${title} (${state})`,
  states: { completed: "đã xong", skipped: "đã bỏ qua", open: "đang mở", ahead: "sắp tới" },
  typeLesson: (number: string) => `Đọc lại một bài: gõ THƯ VIỆN và số bài, ví dụ: THƯ VIỆN ${number}`,
  noneToRead: "Chưa có bài nào của học phần này được mở.",

  practise: "Luyện thêm",
  typePractise: (number: string) => `Luyện thêm: gõ LUYỆN ${number}`,
  relearn: "Học bài này",
  typeRelearn: (number: string) => `Muốn học và tính điểm: gõ HỌC LẠI ${number}`,
  answer: "Trả lời câu hỏi",
  typeAnswer: "Trả lời câu hỏi của bài: gõ HỌC",

  noSuchModule: (modules: number) => `Khóa có ${modules} học phần. Anh/Chị gõ số từ 1 đến ${modules}.`,
  noSuchLesson: "Không có bài mang số ấy. Anh/Chị gõ /thuvien để xem danh sách.",
  ahead: "Bài này sắp tới, sẽ mở khi Anh/Chị học xong các bài trước. Gõ /baihoc để học tiếp.",
  notPractisable: "Bài này chưa học xong nên chưa luyện thêm được. Gõ /baihoc để học.",
  practiseHow: "Anh/Chị gõ LUYỆN và số của bài đã xong, ví dụ: LUYỆN 1.1. Xem số bài: gõ /thuvien.",
  notSkipped: "Bài này không phải bài đã bỏ qua. Đọc lại bài: gõ /thuvien.",
  relearnHow: "Anh/Chị gõ HỌC LẠI và số của bài đã bỏ qua, ví dụ: HỌC LẠI 1.1. Xem số bài: gõ /thuvien.",
} as const;
