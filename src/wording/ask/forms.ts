import type { SaidLine } from "./lines.ts";
import { aNumber, numberOf } from "./numbers.ts";
import { find, type Match, type Sentence, says, take } from "./sentence.ts";
import type { SaidTaught } from "./taught.ts";

/** How the answer is wanted, as far as the words say it. */
export interface SaidForm {
  /** "Ai", "danh sách", "kể tên". */
  readonly names: boolean;
  /** "Bao nhiêu", "mấy", "tổng số". */
  readonly total: boolean;
  readonly ranking: SaidRanking | null;
  /**
   * Two are set beside each other: by a word that may be another ("so"), by "hơn", or by what is nothing else; `trend`: now and
   * before.
   */
  readonly comparison: "weak" | "more" | "strong" | "trend" | null;
  /** Those beyond a line are wanted. */
  readonly line: SaidLine | null;
  /** In which place somebody stands. */
  readonly place: boolean;
  /** What is taught, one beside another. */
  readonly taught: SaidTaught | null;
}

export interface SaidRanking {
  /** Null: the words do not say. */
  readonly of: "units" | "people" | null;
  /** Folded; empty: units of no level in particular. */
  readonly level: readonly string[];
  /** More of it, as against less of it; null: one after another. */
  readonly most: boolean | null;
  /** It speaks of good and bad, not of more and less. */
  readonly judges: boolean;
  /** Null: the words do not say. */
  readonly limit: number | null;
  /** "Điểm cao nhất xã": the level stands behind, and may say of what or only among whom. */
  readonly behind?: true;
  /** "Từng xã", "các đơn vị": all of them. */
  readonly all: boolean;
  /** "3 xã đầu", "3 xã cuối": of the ranking before, if there is one. */
  readonly end: "head" | "tail" | null;
}

const levelWords =
  "thi tran|thi xa|thanh pho|van phong|trung tam|chi bo|chi cuc|hoi dong|xa|phuong|huyen|quan|tinh|so(?! (?:bai|diem|nguoi|luong|luot|cau|lieu|ngay|buoi|hoc vien|phan tram))|phong|ban|to|doan|cuc|vu|(?<!(?:hoc|nhan|thanh|chuc|dang|doan|to) )vien|truong|khoi|thon|ap|doi";
const anyUnit = "don vi(?: truc thuoc| cap duoi| thanh vien| con)?|co quan|dia phuong|bo phan|noi|cho|nhom|dia ban|ben";
const units = `(?:${levelWords}|${anyUnit})`;
const unitList = `(${units}(?:(?: va| hay| hoac)? ${units})*)`;
const person =
  "(?:moi )?nguoi(?: hoc(?! (?:_|nhieu|it|tot|gioi|cham|kem|yeu|bai|duoc)))?|hoc vien|can bo(?: cong chuc)?|cong chuc|dong chi|ca nhan|thanh vien|anh chi|anh|chi|bạn|dai bieu|nhan vien|dua|ai";

const best =
  "(?:tot|gioi|nhanh|xuat sac|tich cuc|sieng|kha|noi bat|troi|manh|deu|cung|nghiem tuc|som|hang|on|ngon|dinh|sieng nang|cham chi|cham ngoan|hang hai|tieu bieu|chiu kho|noi troi|guong mau|chuyen can|nhiet tinh) nhat|dan dau|dung (?:dau|nhat)|hang dau|nhat bang|so mot|hon ca|(?:xep )?(?:hang|thu) nhat|dau bang|tien tien";
const worst =
  "(?:kem|yeu|te|luoi|tre|lo|thua|cham|bet|let det|lech dech|luoi bieng|do te|uom|tut|yeu kem|cham chap|chay luoi|trung binh kem) nhat|hang bet|dung bet|bet so|cuoi bang|(?:dung|xep) (?:cuoi|chot|bet)(?: bang)?|doi so|bet(?: bang| nhat)?|hang (?:cuoi|chot)|chot bang|kem coi|can quan tam nhat";
const most = "(?:cao|nhieu|dai|lon|dong|lau) nhat|caonhat";
const least = "(?:thap|it|ngan|nho|ngan) nhat|thapnhat";

interface Superlative {
  readonly most: boolean;
  readonly judges: boolean;
}

function takeSuperlative(sentence: Sentence): Superlative | null {
  // "Chăm chỉ" has no other sense.
  if (take(sentence, "cham chi nhat") !== null) return { most: true, judges: true };
  // "Chăm nhất" is good, "chậm nhất" is not; without marks it is the latter.
  const cham = find(sentence, "cham nhat");
  if (cham !== null && sentence.words[cham.at]!.marked.startsWith("chă")) {
    take(sentence, "cham nhat");
    return { most: true, judges: true };
  }
  const poor = find(sentence, "do nhat");
  if (poor !== null && sentence.words[poor.at]!.marked.startsWith("dở")) {
    take(sentence, "do nhat");
    return { most: false, judges: true };
  }
  if (take(sentence, best) !== null) return { most: true, judges: true };
  if (take(sentence, worst) !== null) return { most: false, judges: true };
  if (take(sentence, most) !== null) return { most: true, judges: false };
  if (take(sentence, least) !== null) return { most: false, judges: false };
  const degree = degreeOf(sentence, "nhat") ?? (choosesAmong(sentence) ? degreeOf(sentence, "hon") : null);
  return degree ?? (takeBetter(sentence) ? { most: true, judges: true } : null);
}

/** "Phòng nào hơn", "hai phòng phòng nào hơn": which does better, of those there are. */
function takeBetter(sentence: Sentence): boolean {
  if (!choosesAmong(sentence) || !says(sentence, `${units} nao hon${closing}`)) return false;
  take(sentence, `(?:trong |giua )?${aNumber} ${units}(?: thi)?(?= ${units} nao hon)`);
  return take(sentence, `(?<=nao )hon${closing}`) !== null;
}

/** Nothing follows but what closes a sentence. */
const closing = "(?=(?: (?:a|em|vay|the|nhi|nhe|roi))* $)";

/** "Phòng nào cao hơn" chooses as "cao nhất" does; with two that are named it sets them beside each other. */
const choosesAmong = (sentence: Sentence): boolean =>
  sentence.left.filter((word) => word.startsWith("@")).length < 2 && says(sentence, `(?:${units}|p|ph|x|ai) nao|ai`);

/** "Nhiều người học nhất": the degree, and what closes it, apart. */
function degreeOf(sentence: Sentence, end: "nhat" | "hon"): Superlative | null {
  if (!says(sentence, end)) return null;
  const degree = find(sentence, "(nhieu|it|cao|thap|dong(?! chi)|tot|gioi|kem|cham|nhanh|yeu|dai)");
  if (degree === null) return null;
  const word = degree.groups[0]!;
  take(sentence, word);
  take(sentence, end);
  return {
    most: !/^(?:it|thap|kem|cham|yeu)$/.test(word),
    judges: /^(?:tot|gioi|kem|cham|nhanh|yeu)$/.test(word),
  };
}

/** "Top 5 học viên xuất sắc", "top 3 kém": good and bad need no "nhất" there. Null: neither is said. */
function takePraise(sentence: Sentence): boolean | null {
  const end = "(?= (?:_|@\\d+|cua|trong|toan|ca|o|theo|ve|tuan|thang|$))";
  if (take(sentence, `(?:xuat sac|tieu bieu|gioi|tot|tich cuc|noi bat|sieng|guong mau|hang hai)${end}`) !== null)
    return true;
  return take(sentence, `(?:kem|yeu|bet|luoi)${end}`) === null ? null : false;
}

/** "xa phuong" is two levels, "don vi" none in particular. */
function levelsOf(list: string | undefined): string[] {
  if (list === undefined) return [];
  const words = list.replaceAll(/(?<= |^)(?:_|@\d+)(?= |$)/g, "");
  return [...words.matchAll(new RegExp(`(?<= |^)(?:${levelWords}|p|ph|x)(?= |$)`, "g"))].map(([word]) => word);
}

/** "Nhiều bài nhất" is "số bài nhiều nhất": what is counted stands outside the degree. */
function gather({ left }: Sentence, match: Match | null): void {
  if (match === null) return;
  const [degree, end] = match.groups;
  left.fill("_", match.at, match.to);
  left[match.at] = "sobai";
  left[match.to - 2] = degree!;
  left[match.to - 1] = end!;
}

const wrongly = "(?:(?:hay|bi|lam|lam bai|tra loi|chon|dap|cau) )*";
const ofWhat = "(?: (?:nhieu|it|cao|thap|cau|bai|dap an|lan|hoi|lam))*";

/** "Sai nhiều nhất" has the least share of right answers. */
function gatherWrong({ left }: Sentence, match: Match | null): void {
  if (match === null) return;
  const few = left.slice(match.at, match.to).some((word) => word === "it" || word === "thap");
  left.fill("_", match.at, match.to);
  left[match.at] = "socaudung";
  left[match.to - 1] = few ? "caonhat" : "thapnhat";
}

/** Whether a word is understood, or only asks for more of the same: "cho xem 5 người thôi". */
const isDone = (word: string): boolean =>
  /^(?:[_@]|(?:cho|xem|the|vay|con|lay|chi|can|thoi|di|nhe|a|em|voi|ra|ke|dua)$)/.test(word);

/** "3 xã đầu", "5 người cuối", from which end of a ranking. */
function takeEnd(sentence: Sentence): SaidRanking["end"] {
  const closed = "(?=(?: (?:thoi|di|nhe|a|em|voi|bang|tien))* $)";
  if (take(sentence, `dau(?: tien| bang)?${closed}`) !== null) return "head";
  return take(sentence, `(?:cuoi|chot|bet)(?: cung| bang)?${closed}`) === null ? null : "tail";
}

/** Nothing but a level: "còn phường?" after a ranking of communes. */
function levelAlone(sentence: Sentence): SaidRanking | null {
  const match = find(sentence, `(?<=^ )(?:(?:con|the) )*(?:con |cac )?(${units})(?: (?:thi sao|a|nhe))*(?= $)`);
  if (match === null) return null;
  sentence.left.fill("_", match.at, match.to);
  return { of: "units", level: levelsOf(match.groups[0]), most: null, judges: true, limit: null, all: true, end: null };
}

const high = "(?:cao|nhieu|lon)";
const low = "(?:thap|it|nho|be)";

/** "Xếp từ cao xuống thấp": the most first; the other way round the least. Null: nothing of the kind. */
function takeOrder(sentence: Sentence): boolean | null {
  const sorted = "(?:(?:sap )?xep |liet ke |theo thu tu |thu tu )*";
  const way = "(?:nhat )?(?:xuong|den|toi|ve|sang) ";
  if (take(sentence, `${sorted}(?:tu )?${high} ${way}${low}(?: nhat)?|${sorted}giam dan`) !== null) return true;
  return take(sentence, `${sorted}(?:tu )?${low} ${way.replace("xuong", "len")}${high}(?: nhat)?|${sorted}tang dan`) ===
    null
    ? null
    : false;
}

const rankWords = "(?:bang )?xep hang|bang thi dua|xep thu tu|thu hang|thi dua|bang tong sap|bang thanh tich";

/** Takes a wish for a ranking out of a text: "xã nào tốt nhất", "top 5 xã", "từng phòng", "ai điểm cao nhất". */
export function takeRanking(sentence: Sentence): SaidRanking | null {
  // "Phường thì phường nào": it only begins anew.
  take(sentence, `(?<=^ )(?:(?:con|the) )*${units} thi(?= ${units} nao )`);
  const level = levelAlone(sentence);
  if (level !== null) return level;
  gatherWrong(
    sentence,
    find(sentence, `(?:ty le |so )?${wrongly}sai${ofWhat} nhat|(?:nhieu|it) ${wrongly}sai(?: cau)? nhat`),
  );
  gather(sentence, find(sentence, "(nhieu|it) bai(?: hoc)? (nhat|hon)"));
  // "Ít người học nhất" is of units: so many of their people.
  const crowd = says(sentence, "(?:nhieu|it|dong) (?:nguoi|hoc vien|can bo|dong chi|dai bieu)");
  const first = says(sentence, "(?<=^ (?:(?:cho|xem|the|vay|con|lay|chi|can|thoi|ke|dua) )*)(?:\\d+|top)");
  const superlative = takeSuperlative(sentence);
  const top = take(sentence, `(?:top|tốp) ${aNumber}(?: (?:nhung |cac )?(?:${unitList}|(${person})))?`);
  const praised = top === null ? null : takePraise(sentence);
  const counted =
    superlative === null && top === null && !says(sentence, "xep hang") && !first
      ? null
      : take(sentence, `${aNumber} (?:${unitList}|(${person}))(?: nao)?`);
  const which = take(sentence, `(?:nhung |cac )?${unitList} nao`) ?? take(sentence, "(p|ph|x) nao");
  if (which !== null)
    take(
      sentence,
      `(?:(?:trong|giua) (?:so )?(?:tat ca )?(?:cac|nhung)|(?:trong |giua )?${aNumber}) ${unitList}(?: thi)?`,
    );
  const each =
    which ??
    take(
      sentence,
      `(?:chia |phan |tach |tinh |nhom |xep )*(?:ra )?(?:theo |cua |giua |o |trong )*(?:theo tung|tung|moi|cac|theo|nhung|giua cac) (?:cac |tung )?${unitList}(?: khac)?`,
    );
  const listed =
    which !== null || crowd || top?.groups[1] !== undefined || (superlative === null && !says(sentence, rankWords))
      ? null
      : take(sentence, `(?:nhung |cac |tung )?(?<!so )(${person})(?: nao)?`);
  const order = takeOrder(sentence);
  const ranked = take(sentence, rankWords);
  const bare = top === null ? take(sentence, "top|tốp") : null;
  const everyone = take(sentence, "(?:cua )?tung (?:nguoi|hoc vien|can bo|dong chi|ca nhan)");
  const unit = counted?.groups[1] ?? top?.groups[1] ?? which?.groups[0] ?? each?.groups[0];
  const people = counted?.groups[2] ?? top?.groups[2] ?? listed?.groups[0] ?? (everyone === null ? undefined : "nguoi");
  const end = counted !== null && first ? takeEnd(sentence) : null;
  const alone = counted !== null && first && sentence.left.every((word) => isDone(word));
  if (!alone && [superlative, top, which, each, ranked, bare, everyone, order].every((found) => found === null))
    return null;
  // "Ai kém nhất xã": the commune only says among whom.
  const among = people !== undefined || says(sentence, "ai");
  const behind =
    unit === undefined && each === null && !among ? take(sentence, unitList.replaceAll("|noi|cho|", "|")) : null;
  if (among) take(sentence, `(?:trong |ca |toan |o |cua )*${units}`);
  const list = unit ?? behind?.groups[0];
  const count = counted?.groups[0] ?? top?.groups[0];
  return {
    of: list !== undefined ? "units" : people !== undefined ? "people" : null,
    level: levelsOf(list),
    ...(unit === undefined && behind !== null ? { behind: true } : {}),
    most: superlative?.most ?? praised ?? order ?? (end === null ? null : end === "head"),
    judges: superlative?.judges ?? order === null,
    end,
    limit: count === undefined ? null : numberOf(count),
    all: superlative === null && count === undefined && ranked === null && bare === null,
  };
}

/** "Liệt kê xã dưới 50%": beside a line the level alone says of what. */
export function takeListed(sentence: Sentence): SaidRanking | null {
  if (says(sentence, person)) return null;
  const list =
    "(?:liet ke|danh sach|ke|neu|loc|tim|xem|thong ke|tong hop|(?:dem |tong )?so(?: luong)?|dem)(?: (?:ten|ra|giup|cho))*";
  const match = take(sentence, `${list} ${unitList}`);
  if (match === null) return null;
  return { of: "units", level: levelsOf(match.groups[0]), most: null, judges: true, limit: null, all: true, end: null };
}

const trends =
  "tang (?:hay|hoac) giam|giam hay tang|tien bo(?: hon)?|(?:co )?(?:tang|giam)(?: len| xuong| di)?(?: bao nhieu| khong)?";
const strong =
  "so sanh|doi chieu|so voi|so vs|(?:cao |nhieu |tot )?hon hay (?:la )?(?:kem|thap|it|khong|thua)(?: hon)?(?: so voi)?|hon kem|chenh (?:lech|nhau)|khac gi";
const more =
  "(?:(?:lop|khoa|khoi) nao )?(?:co )?(?:cao |thap |nhieu |it |tot |kem |nhanh |cham |kha |gioi |dong |manh |yeu |cham chi )?hon|vs";
const weak = "kem|so(?! (?:lieu|luong))";

/** Takes "so với", "hơn hay kém" out of a text. */
export function takeComparison(sentence: Sentence): SaidForm["comparison"] {
  let found: SaidForm["comparison"] = null;
  while (take(sentence, trends) !== null) found = "trend";
  while (take(sentence, strong) !== null) found ??= "strong";
  while (take(sentence, more) !== null) found ??= "more";
  while (take(sentence, weak) !== null) found ??= "weak";
  return found;
}

const naming =
  "(?:gom |co |con |la )*nhung ai|ai la nguoi|ten (?:la )?gi|(?:danh sach|ten|liet ke|ke ten|neu ten|(?<!thong )ke|neu)(?: cac| nhung| ten| ra| ro| ho ten| danh sach| dau)*(?: nguoi| hoc vien| can bo| dong chi| ai| anh chi)?|(?:nhung |cac )?(?:nguoi|hoc vien|can bo(?: cong chuc)?|dong chi|thanh vien|anh|chi|bạn|ca nhan|cong chuc|nhan vien|dai bieu|vi|ong|ba|dua|em|chau|co|chu|bac) nao|cu the la ai|la ai|ai(?: vay| the| day)?";

/** Takes "ai", "danh sách", "kể tên" out of a text. */
export function takeNaming(sentence: Sentence): boolean {
  let found = false;
  while (take(sentence, naming) !== null) found = true;
  return found;
}

const totalling =
  "(?:tong cong |tong so |tat ca (?:la |co )?|co |het |duoc |khoang )*(?:bao nhieu|may)(?: phan tram| nguoi| bạn| hoc vien| can bo| dong chi| dai bieu| anh em| anh chi| thanh vien| dua| mong| vi| ngay| diem| ong| co| chu| bac| cha| ba| cong chuc| vien chuc| nhan vien| %)?|(?:tong |ve )*so (?:luong|nguoi|hoc vien|can bo)(?: nguoi| hoc vien| can bo)?|tong (?:cong|so)|ca thay|het thay|dem|t[iy] le|phan tram|con so";

/** Takes "bao nhiêu", "mấy người", "tỷ lệ" out of a text. */
export function takeTotal(sentence: Sentence): boolean {
  let found = false;
  while (take(sentence, totalling) !== null) found = true;
  return found;
}
