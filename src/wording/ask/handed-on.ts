/** What somebody is spoken of by, before the name. */
const titles =
  "(?:anh|chị|chi|ông|ong|bà|ba|bác|bac|cô|co|chú|chu|thầy|thay|em|sếp|sep|đ/c|d/c|đồng chí|dong chi|đc|dc|a|c)";
/** Words that go on from "anh" and name nobody: "anh muốn hỏi". */
const noName =
  "(?:muốn|muon|cần|can|hỏi|hoi|nhờ|nho|định|dinh|xin|đang|dang|lại|lai|có|co|chỉ|chi|mới|moi|vừa|vua|cũng|cung|em|ơi|oi|ấy|ay|này|nay|ta|nào|nao)";
const someone = `${titles}\\s+(?!${noName}(?!\\p{L}))\\p{L}+`;
const posts =
  "(?:lãnh đạo|lanh dao|thủ trưởng|thu truong|(?:phó )?chủ tịch|(?:pho )?chu tich|(?:phó )?bí thư|(?:pho )?bi thu|thường trực|thuong truc|thường vụ|thuong vu|chủ nhiệm|chu nhiem|chánh văn phòng|chanh van phong|giám đốc|giam doc|trưởng (?:phòng|ban)|truong (?:phong|ban)|sếp|sep|cấp trên|cap tren|bên trên|ben tren|trên|tren|trung ương|trung uong)";
/** Bodies: what they need may be what they themselves are to be told of, so only what they ask or demand of others is handed on. */
const bodies =
  "(?:bộ|đoàn|doan|ban|sở|văn phòng|van phong|hđnd|hdnd|ubnd|hội đồng|hoi dong|ủy ban|uy ban|mttq|mặt trận|mat tran|huyện ủy|huyen uy|tỉnh ủy|tinh uy|đảng ủy|dang uy|thanh tra)";
/** Up to six words more of who they are: no word of what is asked is among them, and none of one's own. */
const more =
  "(?:\\s+(?!(?:học|hoc|chưa|chua|mấy|may|bao|bài|bai|điểm|diem|ai|nào|nao|được|duoc|tham|đã|da|không|khong|mình|minh|tôi|toi)(?!\\p{L}))[^\\s,.;:!?]+){0,6}?";
const calls =
  "(?:\\s+(?:vừa|mới|vua|moi|lại|lai)?\\s*(?:gọi(?: điện)?|goi(?: dien)?|điện|nhắn(?: tin)?|nhan(?: tin)?)(?: (?:xuống|xuong|về|ve|qua|cho em|cho anh|cho tôi|em|anh))*,?)?";
const asks = "(?:hỏi|hoi)(?: (?:là|la|xem|em|thăm|gấp|gap|về|ve))*";
const demands = "(?:yêu cầu|yeu cau|đề nghị|de nghi|chỉ đạo|chi dao)";
const wishes =
  "(?:(?:bảo|nhắn|dặn|kêu|giục|nhờ|nho)(?: (?:em|anh|tôi|là))*|(?:đang )?cần(?: (?:gấp|ngay|biết))*|can gap|muốn (?:biết|xem|nắm|có))";

const by = (who: string, verb: string): RegExp =>
  new RegExp(
    `^\\s*(?:(?:dạ|da|em ơi|bạn ơi|này)[\\s,]+)*(${who})${more}${calls}\\s+(?:${verb})(?!\\p{L})\\s*[:,]?\\s*(?=\\S)`,
    "iu",
  );

const questions = by(`${someone}|${posts}|${bodies}`, asks);
const orders = by(`${someone}|${posts}|${bodies}`, demands);
const needs = by(`${someone}|${posts}`, wishes);

const forwarded = /^\s*(?:fwd?|re|chuyển tiếp|chuyen tiep)\s*:\s*/iu;
/** "Đề nghị phường báo cáo …" as it came: it is the reader's own that is meant. */
const demanded =
  /^\s*(?:đề nghị|de nghi|yêu cầu|yeu cau) (?:xã|xa|phường|phuong|đơn vị|don vi|văn phòng|van phong|sở|phòng|phong|tỉnh|tinh) (?:báo cáo|bao cao|cung cấp|cung cap|cho biết|cho biet|thống kê|thong ke|gửi|gui|rà soát)\s+/iu;

/** Whom it is about is said, or it is of many: without, it may be about whoever asks. */
const ofOthers =
  /(?<!\p{L})(?:ai|người|nguoi|ng|danh sách|danh sach|ds|xã|xa|phường|phuong|phòng|phong|văn phòng|van phong|vp|tỉnh|tinh|tổ|to|vụ|vu|đơn vị|don vi|lớp|lop|toàn|toan|mình|minh|đồng chí|dong chi|cán bộ|can bo|tổng số|tong so|số liệu|so lieu|anh|chị|cô|chú|bác|ông|bà)(?!\p{L})/iu;
const wantsToKnow =
  /\?|(?<!\p{L})(?:ai|nào|nao|bao nhiêu|bao nhieu|mấy|may|thế nào|the nao|danh sách|danh sach|ds|tỷ lệ|tỉ lệ|ty le|ti le|tiến độ|tien do|số liệu|so lieu|số người|so nguoi|số|tổng|xem|gửi|gui|báo cáo|bao cao|cung cấp|cung cap|kiểm tra|kiem tra|chưa$|chua$)(?!\p{L})/iu;

const himself = new RegExp(`(?<!\\p{L})${titles} (?:ấy|ay|ta)(?!\\p{L})`, "iu");
/** Whose unit that is, the text does not say. */
const ofHis = new RegExp(
  `(?<!\\p{L})(?:xã|xa|phường|phuong|phòng|phong|tổ|to|vụ|vu|ban|văn phòng|van phong|đơn vị|don vi)(?: của| cua)? ${titles} (?:ấy|ay|ta)(?!\\p{L})`,
  "iu",
);

/**
 * A text without who has the question: "anh Thắng hỏi xã mình mấy người học". Who asks through another is not whom it is
 * about, whether the one who writes may see them or not. Empty: it is about a unit of theirs that the text does not name.
 */
export function withoutAsker(text: string): string {
  const said = text.replace(forwarded, "").replace(demanded, "");
  const asked = questions.exec(said);
  const found = asked ?? orders.exec(said) ?? needs.exec(said);
  if (found === null) return said;
  const rest = said.slice(found[0].length);
  if (ofHis.test(rest)) return "";
  const body = new RegExp(`^${bodies}(?!\\p{L})`, "iu").test(found[1]!);
  if ((!body && !ofOthers.test(rest)) || (asked === null && !wantsToKnow.test(rest))) return said;
  return rest.replace(himself, found[1]!);
}
