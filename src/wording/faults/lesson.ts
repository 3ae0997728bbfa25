import type { LessonFaults, LessonPart, Misplaced } from "#domain/lesson-fault.ts";
import type { Words } from "./words.ts";

const parts: Readonly<Record<LessonPart, string>> = {
  body: "nội dung bài",
  action: "việc ở mục “## Làm ngay”",
  question: "câu hỏi",
  option: "lựa chọn này",
  feedback: "lời nhắc dưới lựa chọn này",
  step: "bước này",
  accepted: "một đáp án",
  explanation: "lời giải thích",
};

const misplaced: Readonly<Record<Misplaced, string>> = {
  heading:
    "tiêu đề không dùng được ở đây: viết chữ đậm, ví dụ **Ba việc cần nhớ**; bài chỉ có “## Làm ngay” và “## Câu hỏi”",
  table: "ứng dụng chat không hiện được bảng: viết thành danh sách, mỗi dòng bắt đầu bằng “- ”",
  html: "ứng dụng chat không hiện được mã HTML (chữ trong dấu < >): viết chữ thường, muốn đậm thì **chữ đậm**",
  image: "ứng dụng chat không hiện được ảnh: xóa dòng ảnh, diễn tả bằng lời",
  block: "dòng này thụt vào quá sâu, hoặc nằm trong khung ```: xóa dấu cách ở đầu dòng, bắt đầu bằng chữ",
  quote: "dòng bắt đầu bằng “>” là lời giải thích, phải nằm dưới một câu hỏi: ở đây bỏ dấu > đi",
  rule: "đường kẻ (---, ***) không dùng được ở đây: xóa, để một dòng trống",
  struck: "ứng dụng chat không hiện được chữ gạch ngang (~~): xóa đoạn ấy",
  footnote: "ứng dụng chat không hiện được chú thích [^1]: chuyển nguồn lên mục sources ở đầu bài",
  definition: "không khai báo đường dẫn kiểu này được: viết thẳng địa chỉ vào câu",
  list: "ở đây không dùng được danh sách: viết thành câu",
  other: "đoạn này không thuộc phần nào: xóa, hoặc chuyển đến chỗ như trong bài mẫu",
};

const boxes = "ý đúng viết “- [x] Nội dung”, ý sai viết “- [ ] Nội dung”";

export const lessonWords: Words<LessonFaults> = {
  "nested-too-far": () => "dòng này thụt vào quá sâu: bắt đầu dòng bằng chữ, hoặc bằng một dấu “- ”",
  "too-many-marks": (max) => `có hơn ${max} dấu * _ [ trong tệp: viết câu văn bình thường`,
  misplaced: (what) => misplaced[what],
  "loose-bold": (mended, paired) =>
    paired
      ? `dấu ** phải sát chữ đậm và đủ cặp, nếu không người học thấy dấu sao: viết lại thành “${mended}”`
      : `dấu ** này không đủ cặp, người học sẽ thấy dấu sao: thêm ** ở đầu hoặc cuối chữ đậm, hoặc bỏ đi, thành “${mended}”`,
  "word-count": (words, min, max) => `nội dung bài có ${words} chữ: viết từ ${min} đến ${max} chữ`,
  "part-too-long": (part, length, max) =>
    `${parts[part]} dài ${length} ký tự: rút gọn còn tối đa ${max} ký tự (bớt ${length - max})`,
  "part-empty": (part, max) => `${parts[part]} đang trống: viết từ 1 đến ${max} ký tự`,
  "message-too-long": (length, max) =>
    `cả bài cùng câu hỏi này dài ${length} ký tự, không vừa một tin nhắn: rút gọn bài hoặc câu hỏi còn tối đa ${max} (bớt ${length - max})`,
  "few-questions": (questions, min) =>
    `bài có ${questions} câu hỏi: viết ít nhất ${min} câu, mỗi câu bắt đầu bằng “### ”, ví dụ ### Mã nào khó đoán hơn cả?`,
  "box-outside-questions": () => "ô đánh dấu [ ] chỉ dùng dưới câu hỏi: ở đây chỉ viết “- ” rồi nội dung",
  "under-an-item": () => "mỗi ý trong danh sách chỉ có một đoạn: viết thành ý mới, bắt đầu sát lề bằng “- ”",
  "empty-item": () => "ý này trong danh sách đang trống: viết nội dung sau “- ”, hoặc xóa dòng",
  "section-missing": (title) =>
    title === "## Làm ngay"
      ? "thiếu phần việc làm ngay: sau nội dung bài, thêm dòng “## Làm ngay” rồi viết một việc nhỏ"
      : "thiếu phần câu hỏi: ở cuối tệp, thêm dòng “## Câu hỏi” rồi viết ít nhất 5 câu",
  "section-misspelt": (title) => `tên phần viết chưa đúng: sửa dòng này thành “${title}”`,
  "section-twice": (title, line) => `“${title}” đã có ở dòng ${line}: giữ một, xóa một`,
  "sections-swapped": (first, second) => `“${first}” phải đứng trước “${second}”: chuyển phần này lên trên`,
  "heading-space": (mended) => `sau các dấu # phải có một dấu cách: viết lại thành “${mended}”`,
  "list-mark": (mended) =>
    `đầu mỗi ý trong danh sách phải là dấu gạch nối ngắn và một dấu cách, nếu không các ý dính vào nhau: viết lại thành “${mended}”`,
  "question-level": () => "đầu câu hỏi phải có đúng ba dấu # và một dấu cách: sửa thành “### Nội dung câu hỏi”",
  "before-first-question": () =>
    "dòng này đứng trước câu hỏi đầu tiên: nếu là câu hỏi thì viết “### ” ở đầu dòng, nếu không thì xóa",
  "question-twice": (line) => `câu hỏi này đã có ở dòng ${line}: hỏi cách khác, hoặc xóa một câu`,
  "question-without-answer": () =>
    `câu hỏi chưa có đáp án: ${boxes}; hoặc viết “= đáp án | cách viết khác”; hoặc các bước “1. Bước đầu”`,
  "question-mixed": () =>
    "câu hỏi trộn nhiều kiểu trả lời: chỉ giữ các ý có ô [ ], hoặc các bước 1. 2. 3., hoặc dòng “= ”",
  "question-without-explanation": () => "câu hỏi chưa có lời giải thích: dưới các ý, viết một dòng “> Vì sao như vậy”",
  "second-explanation": () => "câu hỏi có hai lời giải thích: nối thành một, bỏ dòng trống ở giữa",
  "second-steps": () => "câu hỏi có hai danh sách các bước: đánh số liền nhau trong một danh sách",
  "second-accepted": () => "câu hỏi có hai dòng đáp án: viết chung một dòng, ví dụ “= sáu | 6”",
  "stray-text": (text, meant) => {
    if (meant === "answer")
      return `dòng này không thuộc phần nào của câu hỏi: nếu là đáp án, viết lại thành “= ${text.replace(/^(?:đáp án|trả lời)\s*:?\s*/i, "")}”`;
    if (meant === "explanation")
      return `dòng này không thuộc phần nào của câu hỏi: nếu là lời giải thích, viết lại thành “> ${text}”`;
    return "dòng này không thuộc phần nào của câu hỏi: lời giải thích bắt đầu bằng “> ”, ý bắt đầu bằng “- [ ] ”, đáp án bắt đầu bằng “= ”";
  },
  "option-misspelt": (mended) =>
    `ô đánh dấu viết chưa đúng (sát lề, đủ dấu cách, dấu gạch nối ngắn): viết lại thành “${mended}”`,
  "option-without-box": (text) => `ý chưa có ô đánh dấu: nếu đúng, viết “- [x] ${text}”, nếu sai, viết “- [ ] ${text}”`,
  "option-nested": () =>
    "ý này thụt vào trong ý trên: bắt đầu sát lề bằng “- [ ]” hoặc “- [x]”, không có dấu cách ở trước",
  "option-count": (options) => `câu hỏi có ${options} ý để chọn: viết từ 2 đến 5 ý`,
  "option-twice": (text, line) => `ý “${text}” đã có ở dòng ${line}: viết ý khác`,
  "no-right-option": () => "câu hỏi chưa có ý nào đúng: ở ý đúng, viết “- [x]” thay cho “- [ ]”",
  "all-options-right": () => "mọi ý đều đánh dấu đúng: ở ý sai, viết “- [ ]” thay cho “- [x]”",
  "wrong-without-feedback": () =>
    "ý sai chưa có lời nhắc: ngay dưới, thụt vào hai dấu cách, viết “  - Vì sao chưa đúng”",
  "second-feedback": () => "dưới ý này có nhiều hơn một lời nhắc: gộp thành một dòng “  - …”",
  "under-feedback": () => "lời nhắc chỉ có một dòng: xóa phần nằm dưới nó",
  "not-indented": (text) => `dòng này không thuộc ý nào: nếu là lời nhắc của ý trên, thụt vào thành “  - ${text}”`,
  "step-with-box": () =>
    "bước có đánh số thì không có ô đánh dấu: viết “1. Nội dung”, hoặc đổi cả câu thành “- [x] Nội dung”",
  "under-a-step": () => "mỗi bước chỉ có một dòng: xóa phần nằm dưới nó",
  "after-accepted": () => "có chữ sau dòng đáp án: viết mọi đáp án trên một dòng, ví dụ “= sáu | 6”",
  "accepted-twice": (text) => `đáp án “${text}” viết hai lần (không kể hoa thường): xóa một`,
};
