import { withoutAsker } from "./handed-on.ts";

const speaker = "(?:tôi|em|anh|chị|bác|cô|chú|cháu|ông|bà|mình|con|toi|chi|bac|co|chu|chau|ong|ba|minh)";
const place = "(?:xã|phường|tỉnh|sở|phòng|tổ|văn phòng|đơn vị|lớp|xa|phuong|tinh|so|phong|to|van phong|don vi)";
/** "Bác là Sơn, xã Tân Lập.": who speaks. */
const introduction = new RegExp(
  `(?<=^|[,.!;]\\s*)(?:(?:dạ|da|alo|vâng) )?${speaker} (?:là|la|tên là|tên) (?!ai|gì|đâu)[^,.;:!?]+(?:, ?${place} [^,.;:!?]+)?[,.;:!]\\s*(?=\\S)`,
  "iu",
);
/** "Anh Sơn ở Tân Lập đây, …": the same, shown. */
const shown = new RegExp(
  `(?<=^|[,.!;]\\s*)(?:(?:dạ|da|alo|vâng|ừ) )?(?:${speaker} )?(?:là )?\\p{Lu}[^,.;:!?]{1,60}? (?:đây|day)(?: (?:ạ|a|nhé|nhe|em|cháu|chau|ơi|oi|bạn))*(?:[,.;:!]\\s*|\\s+(?=(?:em|cháu|chau|cho|bạn|nhờ|nho|xem|xin)(?!\\p{L})))(?=\\S)`,
  "iu",
);
/** "Không cần tên", "đừng kể tên": a number is wanted. */
const unnamed =
  /(?:^|[,;.]?\s+)(?:không cần|khỏi|khong can|khoi|đừng)\s+(?:(?:kể|nêu|liệt kê|ghi|gửi|đưa|cho|ke|neu|liet ke|gui)\s+)*(?:danh sách|tên|danh sach|ten)(?:\s+(?:tuổi|ai|họ|gì|nữa|đâu|ra|làm gì|cụ thể|tuoi|ho|nua|dau))*(?!\p{L})[\s,.;]*/iu;
const naming = /(?<!\p{L})(?:(?:những|nhung) )?ai(?!\p{L})/iu;
/** "Ý tôi hỏi hôm nay cơ": what was said before was not meant; only what is said now counts. */
const corrected =
  /^\s*(?:(?:không(?: phải)?|à|ơ|nhầm rồi|khong phai)[\s,]+)*(?:ý (?:của )?(?:tôi|anh|chị|em|mình|bác|cô|chú)|(?:tôi|anh|chị|em|mình|bác|cô|chú)(?= hỏi .* (?:cơ|mà)[\s.!]*$))(?: (?:là|hỏi|muốn hỏi|muốn|nói))+\s+|(?<=\S)\s+cơ(?: mà)?(?=[\s.!]*$)/giu;
/** "1) …": the first of several wishes. */
const numbering = /(?<=^\s*|[:;]\s*)(?:\d{1,2}|[a-e])\)\s+/gu;
/** "…, em cho anh số liệu": behind an occasion, without a stop where it was dictated. */
const turns =
  "\\s+(?=(?:em|cháu|chau|bạn|nhờ em|nho em|nhờ cháu) (?:cho|gửi|gui|báo|bao|giúp|giup|tổng hợp|tong hop|lấy|lay|xem|kiểm tra|kiem tra|in) (?:anh|chị|chi|tôi|toi|bác|bac|cô|co|chú|chu|ông|ong|bà|ba|mình|minh|a|c)(?!\\p{L})|cho (?:anh|chị|chi|tôi|toi|bác|bac|mình|minh|em) (?:xin|biết|biet|xem|số|so|danh|tỷ|ty|tỉ|ti|tiến|tien)(?!\\p{L}))";
/** Where one thought ends: a stop, or the word behind which the request comes. */
const end = new RegExp(
  `[,;:!?\\n]+\\s*|\\.+\\s+|\\s+(?=(?:nên|nen|do đó|vì vậy|vi vay) (?:\\S+ ){0,2}(?:cần|can|xin|muốn|muon|nhờ|nho|phải)(?!\\p{L}))|${turns}`,
  "iu",
);
/** The bot is called by its name: "Chào Học Vụ,". */
const called =
  /^\s*(?:(?:dạ|da|alo|a lô|ê|này|ơ|à|xin|chào|chao|kính gửi|em|bạn|bot|trợ lý|ad)[\s,]+)*(?:học vụ|hoc vu)(?! số| so)(?:\s+(?:ơi|oi|à|ạ|này|nhé))*(?!\p{L})[\s,.!;:-]*(?=\S)/iu;
/** What is said before a request: why it is made, how sorry one is, who is greeted. */
const occasion =
  /(?<!\p{L})(?:họp|giao ban|hội nghị|làm việc|kính gửi|kính thưa|thưa|báo cáo|tổng kết|sơ kết|đánh giá|kiểm điểm|chuẩn bị|nhân dịp|nhân tiện|công tác|phân công|yêu cầu|chỉ đạo|giao cho|sự đồng ý|làm phiền|phiền|xin lỗi|ngại|chào|alo|à nhầm|nhầm|đang bận|đang cần|cần số liệu|ơi|hop|hoi nghi|kinh gui|kinh thua|thua|bao cao|tong ket|chuan bi|nhan dip|xin loi|chao|alo|oi|lớn tuổi|già rồi|cao tuổi|rành|thạo|quen máy|chưa quen|mắt kém|mắt mờ|máy móc|công nghệ|điện thoại|lần đầu|nắm tình hình|nắm bắt|nắm số liệu|nắm thông tin|cần biết|hỏi (?:chút|tí|xíu|cái|một chút)|quên mất|xin phép|nhờ chút|đi công tác|lon tuoi|nam tinh hinh|khong ranh)(?!\p{L})/iu;
/** A reason that goes first: "để tôi còn nhắc, …", "đang làm thi đua, …". */
const reason = /^\s*(?:để|vì|do|tại|bởi|sắp|đang|nhân|cho chắc|vi|dang|sap)(?!\p{L})/iu;
/** Days of a reason may be those that are asked about: "tại hôm qua mất điện, mấy người học". */
const day = /(?<!\p{L})(?:hôm|tuần|tháng|ngày|hom|tuan|thang|ngay)(?!\p{L})/iu;
/** A part of it may be what is asked: somebody, something that is counted, or what is not to be counted. */
const tells =
  /(?<!\p{L})(?:ai|nào|nao|bao nhiêu|bao nhieu|mấy(?! hôm| ngày)|chưa|chua|thế nào|the nao|ra sao|danh sách|danh sach|tỷ lệ|tỉ lệ|ty le|ti le|tiến độ|tien do|điểm|diem|số lượng|không tính|không kể|trừ|ngoài|ngoại trừ|chỉ tính|riêng|kể cả|học|hoc|tham gia)(?!\p{L})/iu;
const unit = new RegExp(`(?<!\\p{L})(?:Ban (?!Thường|Chấp|Tổ|Chỉ|Quản|Giám)|${place} )\\p{Lu}`, "u");
/** What ends it says nothing either: "…, xin cảm ơn". */
const thanks =
  /[,.;!]\s*(?:(?:và |tôi |em |anh |chị |mình |bác |xin |rất |chân thành |trân trọng |thay mặt )*(?:cảm ơn|cám ơn|cam on|biết ơn|mong (?:được|nhận|sớm))[^,;:?]*)[.!,\s]*$/iu;

/** "…, tôi muốn động viên đồng chí ấy": what it is for. */
const purpose =
  /[,.;]\s*(?:để )?(?:tôi|em|anh|chị|mình|bác|xã|chúng tôi|bên em) (?:muốn|định|sẽ|còn phải|còn|cần|đang cần|phải|sắp)(?: \S+){0,2} (?:động viên|nhắc|đối chiếu|rà soát|kiểm tra|nắm|xem xét|lập|in|gửi|nhắn|gọi|liên hệ|cấp|xếp loại|tuyên dương|khen thưởng|chấn chỉnh|phát|trao|quyết định|cập nhật|lưu|điền|giải trình|soạn|viết|ghi|thông báo|công bố|bố trí|phân công|đôn đốc|khen|biểu dương|báo cáo|họp|đánh giá|theo dõi|trình|tổng hợp|xử lý|phê bình|chuẩn bị)(?!\p{L})[^,;:?]*$/iu;

function counted(text: string): string {
  const rest = text.replace(unnamed, " ");
  return rest === text ? text : rest.replace(naming, "bao nhiêu người");
}

/**
 * A text without who speaks, on what occasion, and thanks. What names somebody or something stays.
 * @param names whether a part of it holds a name that is known
 */
export function request(text: string, names: (part: string) => boolean): string {
  let said = counted(withoutAsker(text))
    .replaceAll(corrected, "")
    .replaceAll(numbering, "")
    .replace(called, "")
    .replace(introduction, "")
    .replace(shown, (part) => (tells.test(part) ? part : ""))
    .replace(thanks, "")
    .replace(purpose, "");
  for (;;) {
    const found = end.exec(said);
    const before = found === null ? "" : said.slice(0, found.index);
    const rest = found === null ? "" : said.slice(found.index + found[0].length);
    if (
      !/\p{L}/u.test(rest) ||
      !(occasion.test(before) || (reason.test(before) && !day.test(before))) ||
      tells.test(before) ||
      unit.test(before) ||
      names(before)
    )
      return said;
    said = rest;
  }
}
