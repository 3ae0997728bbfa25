const speaker = "(?:tôi|em|anh|chị|bác|cô|chú|cháu|ông|bà|mình|toi|chi|bac|co|chu|chau|ong|ba|minh)";
const place = "(?:xã|phường|tỉnh|sở|phòng|tổ|ban|văn phòng|đơn vị|lớp|xa|phuong|tinh|so|phong|to|van phong|don vi)";
/** "Bác là Sơn, xã Tân Lập.": who speaks. */
const introduction = new RegExp(
  `(?<=^|[,.!;]\\s*)${speaker} (?:là|la) (?!ai)[^,.;:!?]+(?:, ?${place} [^,.;:!?]+)?[,.;:!]\\s*(?=\\S)`,
  "iu",
);
/** "Chiều nay họp giao ban, cho tôi xin …": why it is asked, up to the request itself. */
const occasion =
  /^[^,.;:?]*(?<!\p{L})(?:họp|giao ban|hội nghị|làm việc|kính gửi|kính thưa|báo cáo|hop|hoi nghi|kinh gui|kinh thua)(?!\p{L})[^,.;:?]*[,.;:]\s*(?=(?:cho|xin|nhờ|đề nghị|phiền|vui lòng|làm ơn|nho|de nghi|phien|vui long|lam on|em|anh|chị)(?!\p{L}))/iu;
/** A commune or a person in it may be what is asked about. */
const names = new RegExp(`(?<!\\p{L})(?:${place}|của|cua) \\S`, "iu");

/** A text without who speaks and on what occasion. What names somebody stays. */
export function request(text: string): string {
  const said = text.replace(introduction, "");
  const before = occasion.exec(said)?.[0];
  return before === undefined || names.test(before) ? said : said.slice(before.length);
}
