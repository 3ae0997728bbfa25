import { find, type Sentence, take } from "./sentence.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { nameWords } from "./words.ts";

const self =
  "(?:minh|toi|em|ta|chung toi|chung em|chung minh|chung ta|nha|tui|to|anh|chi|bac|chu|thay|day|nay|cua minh|cua toi|cua em)";
const charge = "(?:(?:ma )?(?:minh|toi|em) )?(?:phu trach|quan ly|lanh dao|theo doi|duoc giao)";
/** The words for a unit, alone: what a level is called, or no level in particular. */
const unitWords =
  "xa|phuong|thi tran|don vi|co quan|phong|ban|to|doan|huyen|quan|thanh pho|thi xa|tinh|so|cho|ben|nhom|truong|van phong|noi|doi|khu|team|dia ban|dia phuong|bo phan|lop|khoi|trung tam|cuc|vu|vien|hoi dong|uy ban|thon|ap";

const own = [
  `(?:toan bo |toan |ca |trong |o )+(?:\\d{1,2}|hai|ba|bon|nam|sau) (?:${unitWords})`,
  `(${unitWords})(?: (?:minh|toi|em|chung toi))? ${charge}`,
  `(?:toan |ca |trong |cua )*(${unitWords})(?: cua)? ${self}`,
  `(x|p|ph|t) (?:minh|toi|em|ta)`,
  `(?:o |tai |ben )(?:day|minh|em|toi|(?:anh|chi|bac|chu)(?! (?:@|_)))|(?:toan|ca|khap|trong) (?:${unitWords}|he thong)`,
  "(?:cap duoi|nhan vien|quan|nguoi|linh)(?: cua)? (?:toi|minh|em)|chung (?:toi|em|minh|ta)|nha (?:minh|em|ta)|(?:minh|toi|em) phu trach|bon (?:minh|em)|pham vi(?: cua)? (?:toi|minh|em)",
];

export interface OwnSaid {
  /** The word used for it: "xa", or null. */
  readonly level: string | null;
  /** Both of two: "hai tỉnh". */
  readonly both?: boolean;
}

/** "Anh em" is one word of two: in "anh hôm nay học chưa em" the first asks, the second is asked. */
const everybody = `(?:toan bo |tat ca )?(?:moi nguoi|anh\\x20(?:chi\\x20)?em|ca nha|bon no|chung no|dam no|tui no)(?: (?:trong|cua|o) (?:${unitWords}))?|toan bo|tat ca|cua (?:(?:cac|nhung|toan the|doi ngu) )*(?:can bo|cong chuc|vien chuc|dai bieu|hoc vien)(?: cong chuc| vien chuc| nhan vien)*|(?:cua|o|trong|tai|ben) (?:xa|phuong|huyen|tinh|so|phong|thi tran|to|ban)|(?:cua |o |trong |tai )*(?:don vi|co quan|to chuc)`;

/** Takes "mọi người", "tất cả" out of a text: all there are. Only once it is known what is asked: "tất cả các bài". */
export const takeEverybody = (sentence: Sentence): boolean => take(sentence, everybody) !== null;

/** Takes "xã mình", "đơn vị tôi phụ trách", "bên em", "toàn đơn vị" out of a text. */
export function takeOwn(sentence: Sentence, supervised: Vocabulary["own"]): OwnSaid | null {
  if (supervised.length === 2 && takeBoth(sentence, supervised)) return { level: null, both: true };
  for (const phrase of own) {
    const match = take(sentence, phrase);
    if (match !== null) return { level: match.groups[0] ?? null };
  }
  return null;
}

/** Whether all of them are of that level: "Xã Tân Lập" is a commune. */
export const isCalled = (names: readonly { readonly name: string }[], level: string): boolean =>
  names.every(({ name }) => nameWords(name).join(" ").startsWith(`${level} `));

/** "Hai tỉnh", of whoever supervises two. */
function takeBoth(sentence: Sentence, supervised: Vocabulary["own"]): boolean {
  const phrase = `(?:toan bo |toan |ca |trong |o |cua |giua )*(?:hai|2) (${unitWords})(?: (?:cong lai|gop lai|gop chung|nay|do|voi nhau))*`;
  const found = find(sentence, phrase);
  const level = found?.groups[0];
  if (found === null || level === undefined || !isCalled(supervised, level)) return false;
  // "So hai tỉnh" compares; "so" alone would be an office.
  if (sentence.left[found.at - 1] === "so") sentence.left[found.at - 1] = "vs";
  return take(sentence, phrase) !== null;
}

/** "Tiến độ xã" of whoever supervises a commune: the level stands alone at the end, or before all the rest. */
export function takeLevel(sentence: Sentence, supervised: Vocabulary["own"]): OwnSaid | null {
  const level = `(${unitWords})`;
  for (const phrase of [
    `${level}(?=(?: (?:_|a|nhe|roi|nhi|vay|the|em|voi|chua|khong))* $)`,
    `(?<=^ )${level}(?= (?:_|con|co|da) )`,
  ]) {
    const said = find(sentence, phrase)?.groups[0];
    if (said === undefined || supervised.length === 0 || !isCalled(supervised, said)) continue;
    take(sentence, phrase);
    return { level: said };
  }
  return null;
}

/** "Đơn vị đạt 80% chưa": with nothing before it, one's own. */
export function takeUnitAlone(sentence: Sentence): OwnSaid | null {
  return take(sentence, "(?<=^ )(?:don vi|co quan)(?= (?:_|co|da) )") === null ? null : { level: null };
}

/** What figures are asked for: "để báo cáo", "để văn phòng kịp thời đôn đốc". */
const purposes =
  "bao cao|tong hop|nam|gui|trinh|chuan bi|họp|hop|don doc|nhac|khen|bieu duong|phe binh|theo doi|danh gia|kip|tien|con|lam|thi dua|dong vien|xu ly|chi dao|tham muu|bo sung|dua|in|viet|soan|giam sat|ho tro|giup|tuyen duong|khen thuong|cap|lap|doi chieu|ra soat|goi|lien he|nhan|nhắn|chan chinh|chấn|xep loai|trao|phat|biet|luu|dien|thong bao|cong bo|quyet dinh|kiem tra|nop|phan cong|co ke hoach|co huong|bo tri|xem xet|len|ghi|uu tien|thuc";

/** With one of these behind it, it is what is asked itself: "để biết ai chưa học". */
const content = "(?:ai|nao|bao|may|chua|danh|ty|ti|tien|diem|so|hoc|top|nhung) ";

const speaking = [
  `(?<!(?:chuyen|chu|van) )de (?:(?!_|nghi |#)\\S+ ){0,3}(?:${purposes})(?: (?!@|_|${content})\\S+){0,8}(?= $)`,
  "(?:doc|coi|xem|tim) (?:giup|gium|dum|ho|cho) (?:toi|minh|em|anh|chi|bac|tui|chu|co|ong|ba|thay)(?: (?:voi|xem|biet))*",
  "(?:neu )?khong (?:lam )?phien(?: gi)?(?: thi)?",
  "(?:neu (?:duoc|co the|tien)(?: thi)?|khong biet(?: la| rang)?|chang hay|xin phep|nhan tien|tien the|(?:rat )?mong)(?: duoc)?(?: hoi| cho hoi| biet| cung cap)*(?: thong tin| so lieu)?(?: ve)?(?= )",
  "(?:nham |de )?phuc vu (?:cho |viec |cong tac |cuoc |buoi )*(?!_|@)\\S+(?: (?!@|_)\\S+){0,8}(?= $)",
  "(?:noi |neu |ghi )?cu the(?: (?:la|thi|hon|ra|xem))*",
  "(?:toi|minh|em|tui|anh|chi|bac|chau|co|chu|ong|ba) (?:(?:lai|cung) )?(?:quen(?: mat| bang)*|khong nho)(?: (?:roi|nua|mat))*(?= $)",
  "(?:phuc vu|cho) (?:cuoc |buoi )?(?:họp|hop|hoi nghi|giao ban|bao cao)(?: (?!@|_)\\S+){0,6}(?= $)",
  "(?:lam |xin )?phien (?:\\S+ )?(?:mot |1 )?(?:chut|ti|xiu)",
  "(?:mot|1) (?:chut|ti|xiu|cau)",
  "(?:lay|loc|trich|tra) (?:giup|gium|dum|ho|cho) (?:toi|minh|em|anh|chi|bac|tui|chu|co|ong|ba)(?: (?:voi|xem))*(?= (?:so|tong|danh|ty|ti|tien|diem|ai|bao|may))",
  "(?:kinh |tran trong )*(?:gui|thua|chao|de nghi|xin|nho|phien|yeu cau)(?: (?:cac |anh |chi |dong chi )*)?(?:he thong|hoc vu|bot|tro ly|ban)",
  "(?:kinh |tran trong )*de nghi(?: cung cap| cho biet| bao cao)*",
  "(?:chu tich|pho chu tich|bi thu|pho bi thu|truong phong|pho phong|chanh van phong|giam doc|pho giam doc|truong ban|pho ban)(?= @)",
  "(?:cho|giup|bao cao|bao|ke|noi|gui|giai thich) (?:cho )?(?:toi|minh|em|tui|to|anh|chi|bac|chau|co|chu|ong|ba|sep)(?: (?:biet|xem|hoi|xin|voi|hay))*",
  "(?:toi|minh|em|tui|to|anh|chi|bac|chau) (?:muon|can|xin|dang can|dinh|chi muon)(?: (?:biet|xem|hoi|duoc|tra cuu|kiem tra|ro))*",
  "(?:em|ban|bạn|bot|ad|chau) (?:hay )?(?:cho|giup|bao cao|gui|liet ke|kiem tra|xem)(?: (?:anh|chi|toi|minh|chu|bac|co|ong|ba|sep))?(?: (?:biet|xem|voi))*",
  "(?:ra soat|ra lai|chot|kiem diem)(?: (?:giup|ho|dum|gium|cho|lai|xem|luon|ngay))*(?: (?:toi|anh|chi|em|bac|minh|a))?(?= )",
  "vui long|lam on|cap nhat|(?:xin )?chao (?:anh chi|em|anh|chi|bạn|bot|ad|moi nguoi|hoc vu)",
  "(?:toi|minh|em) (?:hoi|xem|kiem tra|tra cuu)(?: (?:chut|ti|cai))?",
  "(?:bac|chu|co|ong|ba|thay|chi|anh) (?:hoi|nho|muon hoi|can hoi)(?: (?:chut|ti|cai nay|cai|xiu|voi|xem|nhe))*",
  "(?:giup|ho|gium|dum|voi) (?:toi|minh|em)|cam on (?:anh|chi|em|ban|bot|minh)|(?:anh|chi|em|ban|minh|bot|ad|hoc vu) (?:oi|a)",
];

/** Takes out who speaks and to whom: "cho tôi biết" is no question about oneself. */
export function takeSpeaking(sentence: Sentence): void {
  for (const phrase of speaking) while (take(sentence, phrase) !== null);
}

/** Takes "tôi", "của mình" out of a text. "Em" behind everything is who is spoken to. */
export function takeMe(sentence: Sentence): boolean {
  const said = take(
    sentence,
    "(?:cua |rieng |ca nhan |ban than )*(?:toi|minh|tui|chinh toi|ban than|ca nhan toi)|(?:cua|rieng) em",
  );
  if (said !== null) return true;
  const em = find(sentence, "em");
  return em !== null && em.to < sentence.words.length && take(sentence, "em(?! (?:oi|a))") !== null;
}

/** What begins the name of a unit, a cohort: behind it stands somebody we should know. */
export const namesUnit = (sentence: Sentence, at: number): boolean => {
  const [before, last] = [sentence.words[at - 2]?.read, sentence.words[at - 1]?.read];
  if (last === undefined || last === "so") return false;
  return types.has(last) || types.has(`${before} ${last}`);
};

const types = new Set(unitWords.split("|"));
