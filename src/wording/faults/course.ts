import type { CourseFaults, EditingRemarks } from "#domain/lesson-fault.ts";
import type { Words } from "./words.ts";

const gaps = { topic: "chủ đề", competence: "thành phần năng lực", level: "mức" } as const;

const instead = (lesson: string | null): string => (lesson === null ? "xóa tên bài ấy" : `viết ${lesson} thay vào`);

export const courseWords: Words<CourseFaults> = {
  "module-twice": (id) => `học phần ${id} đã nêu ở trên: xóa một trong hai dòng`,
  "module-without-folder": (id, folder) =>
    `học phần ${id} chưa có thư mục: tạo thư mục ${folder}, hoặc sửa id cho trùng tên thư mục đang có`,
  "module-without-picture": (id, folder) =>
    `học phần ${id} chưa có hình: vẽ ${folder}/picture.svg và viết lời y như hình vào picture.md`,
  "more-asked-than-banked": (asked, file, questions) =>
    `mỗi bài hỏi ${asked} câu, mà ${file} chỉ có ${questions}: viết questions-per-lesson: ${questions}, hoặc viết thêm câu hỏi`,
  "no-such-lesson": (id, meant) =>
    `khóa không có bài nào mã “${id}”: ${meant === null ? "viết đúng mã (mục id) của một bài trong khóa" : `sửa thành ${meant}`}`,
  "required-too-late": (lesson, first) =>
    `bài ${lesson} dựa trên bài ${first} mà lại dạy trước: chuyển ${lesson} ra sau ${first}`,
  "placement-count": (first, all, fewest, most) =>
    `câu hỏi xếp mức đang có ${first === all ? all : `${first} đến ${all}`} câu, mỗi bài một câu: nêu từ ${fewest} đến ${most} bài, riêng mức đầu ít nhất ${fewest} bài`,
  "placement-twice": (lesson) => `mục placement nêu bài ${lesson} hai lần: thay một chỗ bằng bài khác`,
  "placement-falls": () => "các mức trong placement phải tăng dần: viết mức thấp trước, mỗi mức một lần",
  "path-twice": (path) => `lộ trình ${path} đã nêu ở trên: xóa một trong hai dòng`,
  "path-includes-unlisted": (path, other) =>
    `lộ trình ${path} lấy thêm bài của ${other}, mà chưa có lộ trình ${other}: thêm lộ trình ấy, hoặc bỏ khỏi includes`,
  "path-without-mandatory": (path, lesson) =>
    `lộ trình ${path} thiếu bài bắt buộc ${lesson}: thêm ${lesson} vào lessons`,
  "path-without-placement": (path, lesson) =>
    `lộ trình ${path} thiếu bài ${lesson} mà câu hỏi xếp mức có hỏi: thêm ${lesson} vào lessons, hoặc đổi bài trong placement`,
  "path-without-required": (path, lesson, first) =>
    `lộ trình ${path} có bài ${lesson} mà thiếu bài ${first} phải học trước: thêm ${first} vào lessons`,
  "names-retired": (where, lesson, since, other) =>
    `mục ${where} còn nêu bài ${lesson} đã ngừng dạy từ ${since}: ${instead(other)}`,
  "names-retiring": (where, lesson, from, other) =>
    `mục ${where} còn nêu bài ${lesson} sẽ ngừng dạy từ ${from}: trước ngày ấy, ${instead(other)}`,
};

export const editingWords: Words<EditingRemarks> = {
  "small-bank": (questions, better) =>
    `bài có ${questions} câu hỏi: nên có từ ${better} câu để lần sau khỏi hỏi lại y như trước`,
  "all-single": () =>
    "mọi câu đều là chọn một ý đúng: nên đổi một câu sang kiểu khác, ví dụ đúng hay sai, trả lời ngắn",
  "right-longest": (percent) => `ý đúng dài nhất ở ${percent} % số câu, dễ đoán: rút gọn ý đúng, giữ tối đa 35 %`,
  "right-places": (places) =>
    `ý đúng hay nằm một chỗ (${places.map((count, place) => `${"ABCD"[place]}: ${count} câu`).join(", ")}), dễ đoán: đổi chỗ vài câu`,
  gap: (of, which) => `chưa có bài nào về ${gaps[of]} ${which}: viết một bài, hoặc bỏ dòng complete: true`,
  "given-away": (word) =>
    `mọi ý sai đều mở đầu bằng “${word}”, riêng ý đúng thì không, dễ đoán: cho một ý sai mở đầu như ý đúng`,
  "refusing-right": (questions, right) =>
    `trong ${questions} câu chỉ có một ý từ chối, ý ấy là ý đúng ở ${right} câu, dễ đoán: cho vài ý sai cũng từ chối`,
  "lone-wrong-longest": (questions, longest) =>
    `trong ${questions} câu chỉ có một ý sai, ý ấy dài nhất ở ${longest} câu, dễ đoán: rút gọn ý sai`,
  "long-sentence": (words, max, begins) => `câu dài ${words} chữ: tách thành câu ngắn, tối đa ${max} chữ (“${begins}”)`,
  "unexplained-abbreviation": (short) =>
    `chữ viết tắt ${short} chưa được giải thích trong bài: lần đầu viết “${short} (nghĩa đầy đủ)”`,
  "old-law": (cited, other) => `${cited} đã hết hiệu lực: dẫn ${other}, hoặc nói rõ đó là văn bản cũ`,
  "correction-to-come": (date) => `ngày đính chính ${date} chưa tới: viết ngày thật sự đính chính`,
  "review-due": (by) =>
    `bài đã quá hạn xem lại (${by}): đối chiếu với quy định hiện hành, rồi viết ở review-by một ngày muộn hơn`,
  "asked-before": (file, line) => `câu này hỏi gần giống câu ở ${file}:${line}: hỏi điều khác`,
  "retired-unreplaced": (from) =>
    `bài ngừng dạy từ ${from} mà chưa có bài dạy thay: viết bài mới rồi thêm dòng replaced-by: ma-bai-moi, hoặc đổi ngày`,
};
