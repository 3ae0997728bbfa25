/** What the commands for lesson files say to authors, around the faults themselves. */
export const checkWords = {
  mended: (file: string) => `${file}: đã sửa lỗi bàn phím`,
  /** A remark that keeps nothing from being taught. */
  remark: (file: string, line: number, message: string) => `${file}:${line}: nhắc: ${message}`,
  counted: (courses: number, lessons: number, questions: number, faults: number, remarks: number) =>
    `${courses} khóa, ${lessons} bài, ${questions} câu hỏi; ${faults} lỗi, ${remarks} lời nhắc`,
  untaught: (faults: number, place: string) =>
    `bài học có ${faults} lỗi, lỗi đầu tiên ở ${place}: sửa hết lỗi thì bản mới mới được dạy`,
  toMend: (faults: number, place: string) => `bài học có ${faults} lỗi, lỗi đầu tiên ở ${place}: hãy sửa`,
  faulty: (faults: number) => `bài học có ${faults} lỗi: chạy hocvu lessons check để xem từng lỗi`,
  preview: {
    faulty: (file: string, faults: number) => `bài ${file} có ${faults} lỗi: sửa rồi xem thử lại`,
    unshown: (file: string, why: "missing" | "folder" | "name" | "place") =>
      `không xem thử được ${file}: ${whyUnshown[why]}`,
    opened: (file: string, address: string) => `Trang xem thử ${file}: ${address}`,
    follows: "Lưu tệp thì trang tự đổi; bấm Ctrl-C để kết thúc.",
  },
} as const;

const whyUnshown = {
  missing: "không có tệp này, xem lại đường dẫn và tên tệp",
  folder: "đây là thư mục, viết thêm tên tệp của một bài trong đó",
  name: "đây không phải bài học, tên tệp bài học gồm hai chữ số và mã, ví dụ 01-bon-nut-bam.md",
  place: "tệp không nằm trong khóa nào, để vào <khóa>/<học phần>/, thư mục khóa có tệp course.yaml",
} as const;
