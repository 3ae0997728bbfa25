import type { FieldFaults, FieldRule, FieldState } from "#domain/lesson-fault.ts";
import { parseLocalDate } from "#domain/time.ts";
import { slugOf } from "./slug.ts";
import type { Words } from "./words.ts";

export const fieldWords: Words<FieldFaults> = {
  "yaml-broken": () =>
    'dòng này không đúng dạng: mỗi mục một dòng, viết tên mục, dấu hai chấm, dấu cách, rồi nội dung, ví dụ title: "Bài 1"; thụt vào bằng dấu cách, không bằng phím Tab',
  "yaml-unquoted": () =>
    'dòng này không đúng dạng: chữ có dấu hai chấm hay dấu ngoặc thì đặt trong dấu nháy kép thẳng, ví dụ title: "Bài 1: mở đầu"; nếu quên dấu hai chấm sau tên mục thì thêm vào',
  "yaml-word-quotes": (mended) =>
    `dấu nháy cong của Word không dùng được ở đây: dùng dấu nháy kép thẳng, hoặc bỏ nháy, viết lại thành ${mended}`,
  "yaml-key-twice": () => "mục này đã có ở dòng trên: xóa một trong hai",
  "yaml-second-document": () => "thừa một dòng ---: xóa dòng này",
  "yaml-tag": () => 'nội dung bắt đầu bằng dấu ! thì đặt trong dấu nháy kép thẳng, ví dụ title: "!Chú ý"',
  "yaml-alias": () =>
    'nội dung không được bắt đầu bằng dấu *: bỏ các dấu * (ở đây không có chữ đậm), ví dụ title: "Chú ý"',
  "yaml-anchor": () => 'nội dung bắt đầu bằng dấu & thì đặt trong dấu nháy kép thẳng, ví dụ title: "&Chú ý"',
  "yaml-too-deep": () => "dòng này thụt vào quá sâu hoặc có quá nhiều dấu: chỉ viết các mục như trong bài mẫu",
  "yaml-brackets": (max) => `có hơn ${max} dấu ngoặc [ {: chỉ viết các mục như trong bài mẫu`,
  field: (name, state, rule) =>
    `${name === "" ? "tệp" : `mục ${nameOf(name)}`} ${stateInWords(state)}: ${ruleInWords(rule, state, name)}`,
  "unknown-key": (key, meant, known) =>
    meant === null
      ? `không có mục nào tên “${key}”: xóa đi, hoặc dùng một trong các mục ${known}`
      : `không có mục nào tên “${key}”: sửa thành ${meant}:`,
  "yaml-tab": (mended) => `dòng này thụt vào bằng phím Tab: thay bằng dấu cách, viết lại thành “${mended}”`,
  "yaml-colon": (mended) => `sau tên mục phải có dấu hai chấm rồi dấu cách: viết lại thành “${mended}”`,
  "yaml-indent": (mended) => `dòng này thụt vào không đúng chỗ: viết sát lề, thành “${mended}”`,
  "yaml-open-quote": (mended) => `thiếu một dấu nháy kép: mở thì phải đóng, viết lại thành “${mended}”`,
  "yaml-open-bracket": (mended) => `thiếu dấu ngoặc đóng: viết lại thành “${mended}”`,
  "front-matter-dashes": () => "dòng này phải là đúng ba dấu gạch nối ngắn: sửa thành ---",
  "front-matter-late": (line) =>
    `dòng --- đầu tiên phải là dòng 1 của tệp, hiện ở dòng ${line}: xóa những gì đứng trước nó`,
  "front-matter-open": () => "thông tin đầu bài chưa được đóng: thêm một dòng --- ở đây, trước nội dung bài",
  "front-matter-missing": () =>
    "thiếu thông tin đầu bài: dòng đầu tiên của tệp là ---, tiếp theo là id: và các mục khác, rồi một dòng --- nữa",
  "days-in-wrong-order": (validFrom, reviewBy) =>
    `ngày xem lại ${reviewBy} đứng trước ngày bắt đầu đúng ${validFrom}: viết ở review-by một ngày muộn hơn`,
  "replaced-without-retired": () =>
    "có replaced-by mà chưa có retired: thêm dòng nêu ngày ngừng dạy, ví dụ retired: 2026-12-31",
  "replaced-by-itself": (id) => `bài ${id} không thể dạy thay chính nó: viết ở replaced-by mã của bài khác`,
};

/** "sources 1 confidence" as "sources dòng thứ 1, confidence". */
const nameOf = (name: string): string =>
  name.replace(/ (\d+)( |$)/g, (_, at, end) => ` thứ ${at}${end === "" ? "" : ", "}`);

function stateInWords(state: FieldState): string {
  switch (state[0]) {
    case "missing":
      return "còn thiếu";
    case "empty":
      return "đang để trống";
    case "keys":
      return "đang là một nhóm mục con";
    case "long":
      return `đang dài ${state[1]} ký tự`;
    case "list":
      return `đang là danh sách ${state[1]} ý`;
    case "value":
      return `đang là ${state[1]}`;
  }
}

function ruleInWords(rule: FieldRule, state: FieldState, name: string): string {
  switch (rule[0]) {
    case "slug":
      return `chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, tối đa 64 ký tự, ví dụ ${slugFrom(state) ?? "bon-nut-bam"}`;
    case "date":
      return `viết một ngày có thật theo năm-tháng-ngày, ví dụ ${dayFrom(state) ?? "2026-07-01"}`;
    case "competence":
      return 'viết thành phần năng lực từ "1.1" đến "6.3", có dấu nháy kép thẳng, hoặc "nền", ví dụ ["4.2"]';
    case "unmarked":
      return "ở đây không có chữ đậm, người học sẽ thấy dấu sao: bỏ các dấu **";
    case "share":
      return "viết một số từ 0 đến 1, ví dụ 0.7";
    case "word":
      return "viết một từ, chỉ gồm chữ cái";
    case "unfinished":
      return "viết unfinished, hoặc bỏ mục này";
    case "true":
      return "viết true, hoặc bỏ mục này";
    case "modules":
      return 'viết các học phần theo thứ tự dạy, mỗi học phần một dòng, ví dụ - { id: 04-an-toan, title: "An toàn" }';
    case "levels":
      return 'viết tên của ba mức, ví dụ ["Cơ bản", "Trung bình", "Nâng cao"]';
    case "one-line":
      return `viết trên một dòng, từ 1 đến ${rule[1]} ký tự, trong dấu nháy kép thẳng, ví dụ ${name.split(" ").at(-1)}: "…"`;
    case "whole":
      return `viết một số nguyên từ ${rule[1]} đến ${rule[2]}`;
    case "one-of":
      return `viết một trong các từ ${rule[1].join(", ")}`;
    case "list":
      return `viết một danh sách, ví dụ ${rule[1]}`;
    case "distinct":
      return `trong danh sách có ý bị lặp, xóa bớt, ví dụ ${rule[1]}`;
    case "keys":
      if (name === "") return `viết các mục, mỗi mục một dòng, ví dụ ${rule[1]}`;
      return `viết các mục con, ví dụ ${rule[1]}`;
  }
}

/** "01/07/2026", as people here write a day, as it is to be written; null: it is none, or, like 31/11, is in no calendar. */
function dayFrom(state: FieldState): string | null {
  const [, day, month, year] = (state[0] === "value" && /^"(\d\d?)[/.-](\d\d?)[/.-](\d{4})"$/.exec(state[1])) || [];
  return day === undefined ? null : parseLocalDate(`${year}-${month!.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

/** What the author wrote, as it may be written. */
function slugFrom(state: FieldState): string | null {
  return state[0] === "value" ? slugOf(state[1]) : null;
}
