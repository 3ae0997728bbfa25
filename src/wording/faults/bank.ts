import type { BankCellFault, BankFaults } from "#domain/lesson-fault.ts";
import type { Words } from "./words.ts";

const cells: Readonly<Record<BankCellFault, string>> = {
  "truth-value": "là giá trị đúng/sai của bảng tính: đổi cột sang dạng chữ (Text) rồi viết lại",
  date: "là ngày tháng: đổi cột sang dạng chữ (Text) rồi viết lại",
  formula: "là công thức: chép rồi dán dạng giá trị (Paste Values)",
  error: "đang báo lỗi của bảng tính: viết nội dung vào ô",
  "shown-otherwise": "là số hiện ra khác với số đã lưu: đổi cột sang dạng chữ (Text) rồi viết lại",
  "hidden-character": "có một dấu không nhìn thấy: xóa nội dung ô và gõ lại bằng tay",
};

const columnNames = (columns: readonly string[]): string => `hàng đầu tiên ghi tên các cột ${columns.join(", ")}`;

export const bankWords: Words<BankFaults> = {
  "bank-too-big": (max) => `tệp nặng hơn ${max} byte (1 MB): chia thành nhiều tệp`,
  "question-outsized": () => "câu hỏi có hơn 100 đáp án, hoặc một đoạn dài hơn 10000 ký tự: rút gọn",
  "question-without-text": () => "câu hỏi chưa có lời: viết sau dấu ###",
  "question-reads-otherwise": () => "câu hỏi đọc lại thì khác bản gốc: so với tệp gốc rồi sửa",
  "aiken-no-question": () => "phía trên chưa có câu hỏi: viết câu hỏi trên một dòng trước",
  "aiken-unanswered": (question) => `câu hỏi ở dòng ${question} chưa có đáp án: bên dưới viết “ANSWER: A”`,
  "aiken-out-of-turn": (letter, due) => `ý ${letter} không đúng thứ tự: đến lượt chữ ${due}`,
  "aiken-right-unnamed": () => "chưa nêu ý đúng: viết “ANSWER: ” và chữ cái của một ý ở trên, ví dụ “ANSWER: B”",
  "aiken-goes-on": (question) =>
    `câu hỏi ở dòng ${question} bị ngắt xuống đây: viết trên một dòng, dưới đó là các ý “A. Nội dung”`,
  "aiken-neither": (question, due) =>
    `không phải ý, cũng không phải đáp án của câu hỏi ở dòng ${question}: viết “${due}. Nội dung” hoặc “ANSWER: A”`,
  "table-empty": (columns) => `bảng đang trống: ${columnNames(columns)}`,
  "column-missing": (column, columns) => `thiếu cột ${column}: ${columnNames(columns)}`,
  "column-twice": (column) => `cột ${column} có hai lần: giữ một`,
  cell: (place, fault) => `ô ${place} ${cells[fault]}`,
  "question-type": () =>
    "loại câu hỏi không đúng: ở cột type viết single, multiple, truefalse, short, numeric hoặc order",
  "right-column": () => "cột right chưa nêu ý đúng: viết chữ cái của các ý đúng, ví dụ “A” hoặc “A C”",
  "csv-broken": () => "tệp CSV không đúng dạng: có dấu nháy kép mở mà không đóng, hoặc nằm giữa ô",
  "workbook-too-big": () => "bảng tính mở ra quá lớn: chỉ giữ lại trang câu hỏi",
  "workbook-old": () => "đây là tệp .xls cũ hoặc có mật khẩu: lưu lại thành .xlsx, không đặt mật khẩu",
  "workbook-unreadable": () => "máy không đọc được bảng tính này: mở bằng Excel rồi lưu lại thành .xlsx",
  "too-many-rows": (max) => `bảng có hơn ${max} hàng: chia thành nhiều tệp`,
  "gift-braces": () => "dấu ngoặc { } của đáp án không khớp: viết { ở trước và } ở sau; trong câu chữ thì viết \\{ \\}",
  "gift-second-answer": () => "có hai phần đáp án { }: để một dòng trống giữa hai câu; trong câu chữ thì viết \\{ \\}",
  "gift-title": () => "tên câu hỏi chưa đóng: viết “::tên:: câu hỏi”",
  "gift-no-right": () => "chưa có ý nào đúng: ý đúng bắt đầu bằng “=”, hoặc nhiều ý đúng thì “~%50%”",
  "moodle-root": (name) =>
    `tệp bắt đầu bằng <${name}>: tệp Moodle XML bắt đầu bằng <quiz>, bên trong là các <question>`,
  "moodle-element": (name) => `<${name}> không nằm trong <quiz> được: viết <question type="…">`,
  "moodle-untyped": () => 'câu hỏi chưa có loại: viết ví dụ <question type="multichoice">',
  "moodle-fraction": () => 'fraction không phải là số: viết ví dụ fraction="100"',
  "moodle-no-right": () => 'chưa có ý nào đúng: ở ý đúng viết fraction="100"',
  "moodle-true-false": () => 'câu đúng hay sai có hai đáp án true và false, một đáp án có fraction="100"',
  "moodle-bare-html": (name) => `<${name}> nằm thẳng trong <text>: để phần HTML trong <![CDATA[ … ]]>`,
};
