/** What is said around question banks on their way to and from other tools. */
export const bankWords = {
  lost: (question: string, what: string) => `${question}: mất: ${what}`,
  /** @param file null: the text on stdout */
  todo: (file: string | undefined, line: number, message: string) =>
    `${file ?? "phần câu hỏi"}:${line}: cần sửa: ${message}`,
  written: (questions: number, lost: number) => `${questions} câu hỏi, ${lost} điều bị mất`,
  read: (questions: number, lost: number, todo: number) =>
    `${questions} câu hỏi, ${lost} điều bị mất, ${todo} chỗ cần sửa`,
  out: (file: string, summary: string) => `đã viết vào ${file}: ${summary}`,
  more: (left: number) => `… và ${left} dòng nữa: thêm --json để xem tất cả`,
  faulty: (file: string, faults: number, format: string, line: number) =>
    `${file} có ${faults} lỗi khi đọc theo ${format}, lỗi đầu tiên ở dòng ${line}: sửa tệp rồi chạy lại`,
  empty: (file: string, format: string) =>
    `${file} không có câu hỏi nào khi đọc theo ${format}: xem lại có đúng tệp, đúng định dạng (--format) không`,
  unreadable: (file: string) => `không đọc được tệp câu hỏi ${file}: xem lại đường dẫn, tên tệp và quyền đọc tệp`,
  retired: (id: string, since: string) =>
    `bài ${id} đã ngừng dạy từ ${since}: chạy hocvu lessons list để xem các bài đang dạy`,
  noLesson: (id: string) => `không có bài nào mã ${id}: chạy hocvu lessons list để xem các bài`,
  noCourse: (id: string, courses: readonly string[]) => `không có khóa nào mã ${id}; đang có: ${courses.join(", ")}`,
} as const;
