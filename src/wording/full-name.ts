import { withoutMarks } from "#domain/fold.ts";
import { readCommand } from "./keywords.ts";
import { tidy } from "./normalise.ts";
import { readConsent } from "./replies.ts";

/** What stands before a name, with its marks: "Dạ, em tên là". No family name is spelled like one of these. */
const introducing =
  /^(?:(?:dạ|vâng|thưa|em|anh|chị|tôi|mình|cháu|tên|họ (?:và )?tên|đầy đủ|của|là|xin|ạ)(?:[\s,.:;]+|$))+/iu;
/** The same typed without marks. "La", "Chi", "Minh" and "Da" begin names too: "la" counts only in small letters. */
const introducingUnmarked =
  /^(?:[Hh]o (?:va )?ten|[Tt]en|[Tt]oi|[Ee]m|[Aa]nh)(?: day du)?(?: cua (?:toi|em|minh))?(?: ten| toi)?(?: la)?(?:[\s,:]+|$)/;

/**
 * What is said instead of a name, by its first words. With marks, because marks make the difference: Khổng, Chảo and
 * Vàng are families, "không", "chào" and "vâng" are not.
 */
const otherwise =
  /^(?:không|chưa|chào|xin|cho|cảm ơn|làm sao|thế nào|tại sao|vì sao|khi nào|ở đâu|bỏ qua|gửi|mã (?:mời|lớp|của|số|kết)|ok|oke|okay|văn phòng|phòng|ủy ban|uỷ ban|hội đồng|sở|trung tâm|công an|đảng ủy|đảng uỷ)(?:\s|$)/iu;
const otherwiseUnmarked =
  /^(?:khong (?:biet|co|hieu|ro|dong)|chua|chao (?:em|anh|chi|ban|moi|ad|hoc vu)|xin|cho (?:em|toi|minh|hoi|anh|chi)|cam on|lam sao|the nao|bo qua|gui|ma (?:moi|lop|cua)|van phong|phong (?:noi|tai|van|giao)|uy ban|hoi dong|trung tam|cong an)(?:\s|$)/;

/** A person's full name as typed, two words or more, at most 80 long; null for what can be no name. */
export function readFullName(text: string): string | null {
  const name = withoutIntroduction(tidy(text))
    .replace(/[\s,]+ạ[\s.]*$/u, "")
    .replace(/[\s.,!]+$/, "");
  const words = name.split(" ");
  const spelled = /^[\p{L}\p{M}'’. -]+$/u.test(name) && words.every((word) => /\p{L}/u.test(word));
  // "vietcombank.top Nguyen" would be a link wherever the name is shown.
  const address = /\.\p{L}{2}/u.test(name);
  if (!spelled || address || words.length < 2 || words.length > 10 || name.length > 80) return null;
  return isOtherwiseSaid(name) ? null : name;
}

function withoutIntroduction(text: string): string {
  const lead = introducingUnmarked.exec(text) ?? introducing.exec(text);
  if (lead === null) return text;
  const rest = text.slice(lead[0].length);
  // "Anh Thư" is a name, "anh Thư" and "Anh Lê Thư" are not.
  const named = /^Anh /.test(text) && !/\S\s+\S/u.test(rest);
  return named ? text : withoutIntroduction(rest);
}

function isOtherwiseSaid(name: string): boolean {
  const lower = name.toLowerCase();
  const unmarked = withoutMarks(lower) === lower;
  if (otherwise.test(name) || (unmarked && otherwiseUnmarked.test(lower))) return true;
  return readConsent(name) !== null || readCommand(name)?.argument === "";
}
