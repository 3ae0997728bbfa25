import type { FileFaults } from "#domain/lesson-fault.ts";
import { slugOf } from "./slug.ts";
import type { Words } from "./words.ts";

const saveAgain = "mở tệp, chọn Lưu thành (Save as), bảng mã (Encoding) UTF-8, rồi lưu lại";
const notText = {
  word: "tệp Word hoặc tệp nén",
  pdf: "tệp PDF",
  image: "tệp ảnh",
  web: "trang web (HTML)",
} as const;

const plainNames = "chữ thường không dấu, chữ số và dấu gạch nối";

export const fileWords: Words<FileFaults> = {
  "link-outside": () => "đây là lối tắt dẫn ra ngoài thư mục bài học: chép chính tệp ấy vào đây",
  "not-a-file": () => "đây không phải tệp văn bản: đặt một tệp văn bản vào đây",
  "file-too-big": (bytes, max) =>
    `tệp nặng ${bytes} byte: rút xuống còn tối đa ${max} byte (${Math.floor(max / 1024)} KB)`,
  "file-missing": () => "không có tệp này: tạo tệp, hoặc xem lại tên tệp có đúng từng chữ không",
  "file-unreadable": (code) =>
    `máy không mở được tệp (${code}): xem lại quyền đọc của tệp, hoặc nhờ người quản trị máy`,
  "not-text": (what) =>
    `đây là ${notText[what]}, không phải tệp văn bản (đổi đuôi tên tệp không đủ): chép chữ sang trình soạn văn bản như Notepad, lưu với bảng mã UTF-8`,
  "file-empty": () => "tệp đang trống: chép bài mẫu trong lessons/README.md vào rồi đổi chữ",
  "letters-garbled": () =>
    `chữ Việt trong tệp bị sai bảng mã (VNI, TCVN3 hoặc tương tự): chuyển sang Unicode bằng UniKey, ${saveAgain}`,
  "letters-lost": () =>
    "chữ Việt trong tệp đã mất dấu, thành dấu hỏi (như “B?y gi?”): lấy lại bản gốc, lưu với bảng mã UTF-8",
  "utf-16": () => `tệp lưu theo bảng mã UTF-16, máy không đọc được: ${saveAgain}`,
  "not-utf-8": () =>
    `chữ ở dòng này không theo bảng mã UTF-8 (có thể là VNI, TCVN3): chuyển sang Unicode, ${saveAgain}`,
  "hidden-character": (code, column) =>
    `ở ký tự thứ ${column} của dòng có một dấu không nhìn thấy (U+${code}): xóa đoạn ấy và gõ lại bằng tay`,
  "no-course": () =>
    "thư mục chưa có khóa học nào: tạo một thư mục cho khóa, ví dụ an-toan-so, trong đó có tệp course.yaml",
  "folder-too-deep": (what) => {
    const found = { course: "thư mục của một khóa", module: "thư mục của một học phần", file: "một tệp" }[what];
    const one = what === "file" ? "; xem riêng một bài: hocvu lessons preview" : "";
    return `đây là ${found}, không phải thư mục chứa các khóa học: viết tên thư mục chứa các khóa học, ví dụ lessons${one}`;
  },
  "folder-unreadable": (code) =>
    code === "ENOENT"
      ? "không có thư mục này: xem lại đường dẫn, viết tên thư mục chứa các khóa học, ví dụ lessons"
      : `máy không mở được thư mục này (${code}): viết tên thư mục chứa các khóa học, ví dụ lessons`,
  "folder-named-as-path": (path, course) =>
    `tên thư mục này trùng với lộ trình ${path} của khóa ${course}: đặt tên khác cho thư mục`,
  "not-a-course": () =>
    "chỗ này chỉ để các khóa học: chuyển tệp này đi nơi khác; mỗi khóa là một thư mục có tệp course.yaml",
  "course-folder-name": (name) =>
    `tên thư mục của khóa chỉ được dùng ${plainNames}: đổi tên thành ${slugOf(name) ?? "an-toan-so"}`,
  "course-file-name": () => "tên tệp chưa đúng: đổi tên thành course.yaml",
  "stray-in-course": () =>
    "không đúng chỗ: thư mục của khóa chỉ có course.yaml và các thư mục học phần; bài học để trong thư mục học phần",
  "folder-not-listed": (folder) =>
    `course.yaml chưa nêu thư mục này: thêm dòng - { id: ${folder}, title: "Tên học phần" } vào mục modules, hoặc chuyển bài sang đúng học phần`,
  "module-empty": () => "học phần chưa có bài nào: tạo tệp bài đầu tiên, ví dụ 01-khoa-man-hinh.md",
  "lesson-file-name": (name) => {
    if (/\.(?:png|jpe?g|gif|webp|heic|bmp|svg)$/i.test(name))
      return "tệp ảnh không dùng được ở đây: xóa hoặc chuyển đi nơi khác; hình của học phần là tệp picture.svg";
    const right = lessonFileName(name);
    if (/\.(?:docx?|odt|rtf|pdf|xlsx?|pptx?)$/i.test(name))
      return `máy không đọc được loại tệp này: chép chữ sang trình soạn văn bản (như Notepad), lưu thành ${right} với bảng mã UTF-8`;
    return `tên tệp bài học chưa đúng (hai chữ số, dấu gạch nối, rồi ${plainNames}, đuôi .md): đổi tên thành ${right}`;
  },
  "id-taken": (id, file) => `mã ${id} đã dùng cho bài ${file}: đặt mã khác ở mục id`,
};

/** A file name that would do, from the one there is: "Bài 3.docx.md" as "03-bai-3.md". */
function lessonFileName(name: string): string {
  const bare = name.replace(/\.[a-z]{1,5}$/i, "").replace(/\.(?:md|docx?|txt)$/i, "");
  const number = /\d{1,2}/.exec(bare)?.[0].padStart(2, "0") ?? "01";
  const slug = slugOf(bare.replace(/^\D{0,4}\d{1,2}(?!\d)/, ""));
  return `${number}-${slug ?? "bai-hoc"}.md`;
}
