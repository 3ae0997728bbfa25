/** What the preview of a lesson says to its author, on the page and in the terminal. */
import { numberInWords } from "./format.ts";

/** How a question is answered, in words: letters as shown, or a text; null: any other text. */
export interface AnswerWords {
  readonly labels: readonly string[];
  /** Of the one option chosen. */
  readonly option: string | null;
  readonly text: string | null;
}

function answered({ labels, option, text }: AnswerWords): string {
  if (option !== null) return `${labels[0]}. ${option}`;
  if (labels.length > 0) return labels.join(", ");
  return text === null ? "một câu trả lời khác" : `“${text}”`;
}

export const previewWords = {
  page: {
    title: "Xem thử bài học",
    loading: "Đang đọc bài…",
    noScript: "Trang này cần JavaScript.",
    offline: "Chương trình xem thử đã dừng. Chạy lại thì trang tự nối lại.",
    faults: "Lỗi và lời nhắc",
    channels: "Bài học trên từng ứng dụng",
    figures:
      "Câu hỏi đứng theo thứ tự trong tệp. Các ý đã được xáo như với một học viên; người khác thấy thứ tự khác. Điểm và chuỗi ngày chỉ là ví dụ.",
  },
  script: {
    channels: { telegram: "Telegram", zalo: "Zalo", text: "Chỉ chữ" },
    error: "Lỗi",
    warning: "Nhắc",
    line: "dòng",
    stale: "Tệp đang có lỗi. Bên dưới là bản đọc được gần nhất.",
    nothing: "Chưa có bản nào đọc được. Sửa các lỗi trên rồi lưu tệp, bài sẽ hiện ra ở đây.",
    sound: "Tệp không có lỗi.",
    sameMessage: "tiếp trong cùng tin",
  },
  /** How many of the bank a learner is asked. */
  asked: (bank: number, asked: number) =>
    asked < bank
      ? `Tệp có ${bank} câu; mỗi học viên được hỏi ${asked} câu trong đó, nên khi gửi là “Câu 1/${asked}”.`
      : `Mỗi học viên được hỏi cả ${bank} câu.`,
  push: "Bài học và câu đầu tiên",
  longest: (number: number, length: number) =>
    `Câu nào cũng có thể đứng đầu. Tin dài nhất là với câu ${number}: ${numberInWords(length)} ký tự.`,
  question: (number: number) => `Câu ${number}`,
  answer: (number: number, answer: AnswerWords) => `Câu ${number}, trả lời: ${answered(answer)}`,
  right: "đúng",
  wrong: "chưa đúng",
  wrongAgain: "chưa đúng khi gặp lại",
  length: (length: number, limit: number) => `${numberInWords(length)}/${numberInWords(limit)} ký tự`,
} as const;
