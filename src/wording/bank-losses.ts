/** What an author is told of a question that another tool, or ours, cannot hold whole. */
import type { BankLoss, LeftOut } from "#domain/bank-loss.ts";

const leftOut: Readonly<Record<LeftOut, string>> = {
  "aiken-kind": "Aiken chỉ có câu chọn một ý đúng",
  "aiken-text": "câu bắt đầu bằng một chữ cái và dấu “.” hay “)” thì Aiken không nhận: đổi cách mở đầu",
  "gift-order": "GIFT không có câu xếp thứ tự",
  "gift-plug-in": "câu xếp thứ tự của Moodle: xuất ra Moodle XML thì đọc được",
  "no-accepted": "không còn đáp án nào",
  "above-columns": "dòng này nằm trên hàng tên cột",
  "asks-nothing": "đoạn chữ không có đáp án trong { } nên không hỏi gì",
  essay: "câu tự luận, phải có người chấm",
  pairs: "câu ghép cặp",
  "any-of-several": "có nhiều ý đúng mà chỉ cần chọn một",
};

const words: {
  readonly [Loss in BankLoss as Loss[0]]: (
    ...data: Loss extends readonly [string, ...infer Data] ? Data : never
  ) => string;
} = {
  "left-out": (why) => `bỏ cả câu: ${leftOut[why]}`,
  "left-out-type": (type) => `bỏ cả câu: ở đây không có loại câu ${type}`,
  explanation: () => "lời giải thích: Aiken không có",
  feedback: () => "lời nhắc dưới các ý: Aiken không có",
  "step-feedback": () => "lời nhắc dưới các bước",
  "answer-feedback": (answer) => `lời nhắc của đáp án “${answer}”`,
  "wrong-number-feedback": () => "lời nhắc khi đáp số sai",
  "answer-part-mark": (answer) => `đáp án “${answer}”, vì chỉ được một phần điểm`,
  "wrong-answer": (answer) => `đáp án sai “${answer}”`,
  "answer-pattern": (answer) => `đáp án “${answer}”: dấu * ở bên kia thay cho chữ bất kỳ`,
  "answer-bar": (answer) => `đáp án “${answer}”: ở đây dấu | ngăn các đáp án`,
  "answer-twice": (answer) => `đáp án “${answer}”: viết hai lần`,
  "answer-arrow": (answer) => `đáp án “${answer}”: trong GIFT, dấu -> làm thành câu ghép cặp`,
  "answer-no-number": (answer) => `đáp án “${answer}”: không phải một con số`,
  tolerance: (tolerance, number) => `sai số ${tolerance} của ${number}`,
  "number-spelling": (written, number, format) => `cách viết “${written}” của số ${number}: ${format} chỉ giữ con số`,
  "part-marks": () => "điểm từng phần của vài ý: ở đây chỉ có đúng hoặc sai",
  capitals: () => "việc phân biệt chữ hoa: ở đây không phân biệt",
  "one-of-many": () => "việc được đánh dấu nhiều ý: chỉ một ý đúng nên thành câu chọn một",
  "true-false-options": () => "thứ tự hoặc cách viết của hai ý Đúng, Sai",
  "line-breaks": () => "chỗ xuống dòng: các dòng được nối thành một",
  invisible: () => "các dấu không nhìn thấy",
  unwritable: () => "các dấu không phải chữ",
  html: (tag) => `định dạng HTML <${tag}>`,
  sign: (sign) => `dấu ${sign}: giữ nguyên như đã viết`,
  markdown: () => "định dạng Markdown: các dấu của nó còn nằm trong câu chữ",
  file: () => "tệp kèm theo, ví dụ ảnh",
  elements: (names) => `nội dung trong ${names.map((name) => `<${name}>`).join(", ")}`,
  category: () => "tên nhóm câu hỏi: câu hỏi sẽ thuộc bài mà Anh/Chị dán vào",
  column: (name) => `cột ${name}`,
  "column-unnamed": (letters) => `cột ${letters}, vì không có tên`,
};

export function lossInWords([code, ...data]: BankLoss): string {
  const say = words[code] as (...data: readonly unknown[]) => string; // each takes what its own code carries
  return say(...data);
}
