import type { Measure } from "#domain/question.ts";
import { find, type Sentence, says, take } from "./sentence.ts";

/**
 * What is counted, as far as the words say it. Beside the measures: `done` and `undone`, "hoàn thành" and "chưa xong" that
 * may mean the day's lesson or the course; `through`, "học xong chưa", likewise; `not_yet`, "còn ai chưa", whatever was asked before; `not_finished` and `days` ("học mấy buổi"), which no measure counts;
 * `gap`, "mấy hôm rồi chưa học", which none counts either; `needy`, "ai cần nhắc"; `share`, "bao nhiêu phần trăm" of what is
 * not said; `how`, "thế nào rồi".
 */
export type Counted =
  | Measure
  | ("done" | "undone" | "not_finished" | "never" | "days" | "gap" | "needy" | "share" | "through" | "not_yet" | "how");

/**
 * - `asked`: the phrase itself asks ("học chưa").
 * - `title`: it stands for a question even without any ("tiến độ xã mình").
 * - `said`: only with a word that asks ("mấy người đã học").
 */
type Force = "asked" | "title" | "said";

const not = "(?:chua|khong|hong|hok|van chua|con chua|chua co|chua he|chang)";
const course =
  "(?:khoa hoc|khoa|chuong trinh|ca khoa|toan khoa|het khoa|toan bo khoa|het bai|tat ca (?:cac )?bai|toan bo (?:cac )?bai|het chuong trinh|lop hoc)";
const joins =
  "(?:tham gia(?: lop| hoc| (?:vao )?(?:cai )?lop(?: hoc)?(?: nay)?| khoa hoc| khoa| chuong trinh)*|(?:ghi danh|nhap hoc)|kich hoat(?: tai khoan)?|vao (?:cai )?lop(?: hoc)?(?: nay)?|gia nhap(?: lop)?|dang ky(?: hoc| tham gia| lop)*|nhap lop|ket noi(?: bot| lop)?|dang nhap|nhap ma(?: moi| lop)*|dung ma(?: moi)*|vao (?:zalo|bot|he thong|nhom)|nhan loi moi|xac nhan tham gia|mo tai khoan|dong y(?: tham gia)?|vao hoc lan nao)";
const learns =
  "(?:hoc bai|lam bai|di hoc|(?<!(?:dai|tieu|trung|tin|tu|toan|van|khoa) )hoc(?! (?:vien|phan|vu|sinh|hanh|luc|ky|ham|vi|tot|gioi|kem))|vao hoc|xem bai|mo bai|dong lua|len hoc)";
const many = "(?:bao nhieu|may)";

const howLong = `${many} (?:ngay|hom|bua|buoi|tuan)(?: nay| roi| qua| lien| hoc)*`;
const stays =
  "(?:(?:anh|chi|ong|ba|co|chu|bac|em|dong chi) )?(?:khong|chua|bo|nghi|vang|tron|mat)(?: (?:thay|chiu|vao|co))*(?: (?:hoc|mat|bai|buoi))(?: bai)?";

/** From the narrowest meaning to the widest: "chậm tiến độ" before "tiến độ". */
const phrases: readonly (readonly [counted: Counted, force: Force, phrase: string])[] = [
  [
    "gap",
    "asked",
    `(?:duoc |da |suot )*${howLong} ${stays}|${stays} (?:duoc |da |het )*${howLong}|(?:da |qua |kha )*lau (?:roi |nay |ngay |qua |lam )*${stays}|${stays} (?:da |qua |kha )*lau(?: roi| nay| lam)*`,
  ],
  [
    "needy",
    "title",
    "(?:can|phai|nen)(?: (?:duoc|phai|bi))? (?:nhac(?: nho)?|don doc|thuc giuc|giup do|kem cap|chan chinh)(?: them)?",
  ],
  [
    "unreachable",
    "title",
    `${not} (?:the )?(?:lien lac|lien he|gui tin|nhan tin|gui bai|nhan bai|tiep can|ket noi)(?: duoc)?(?: bot| tin| tin nhan| bai| toi| den| voi| duoc)*`,
  ],
  [
    "unreachable",
    "title",
    `mat lien lac|(?:da |bi |dang )*chan (?:bot|tin nhan|tin|zalo|hoc vu|tai khoan)|(?:da|bi|dang) chan|${not} (?:lien lac|nhan|gui|toi) duoc(?: tin nhan| tin| bai| toi)?|(?:khong|chua) (?:goi|gui|nhan tin|nhan|gui tin) (?:toi |den )?duoc|goi (?:mai )?khong duoc|(?:nhan tin|gui tin|gui|tin) (?:toi|den )?(?:khong|chua) duoc|(?:da |bi )*(?:xoa|khoa) bot|(?:con )?lien (?:lac|he) duoc(?: khong| nua khong)|(?:con |co )(?:nhan|gui|nhan tin) duoc(?: tin nhan| tin| bai)*(?: khong| nua khong)|mat ket noi`,
  ],
  [
    "never",
    "said",
    `${not} (?:hoc|lam|xong|hoan thanh|mo)(?: duoc| xong)? (?:bai nao|buoi nao|mot bai nao|ngay nao|lan nao|gi)|${not} bao gio hoc|${not} bat dau(?: hoc)?|${not} tung hoc`,
  ],
  [
    "not_finished",
    "said",
    `${not} (?:hoc xong|hoan thanh|xong|ket thuc|hoan tat|hoc het|tot nghiep)(?: duoc)? ${course}|chua tot nghiep`,
  ],
  [
    "not_joined",
    "title",
    `${not} (?:chiu |thay |kip )?${joins}|${not} ai ${joins}|${not} (?:chiu )?vao(?=(?: (?:a|vay|roi|nhi|the|em|nhe|ạ))* $)`,
  ],
  [
    "forecast",
    "asked",
    `(?:du bao|du kien|du doan|uoc tinh|uoc doan|uoc dat|trien vong|kha nang)(?: t[iy] le)?(?: hoan thanh)?(?: khoa hoc| khoa| cuoi khoa| den cuoi khoa)?`,
  ],
  [
    "forecast",
    "asked",
    `(?:den |toi )?(?:cuoi khoa|(?:den|toi|khi) (?:het khoa|ket thuc khoa))(?: hoc)?(?: lieu)?(?: co)?(?: hoan thanh| xong| hoc xong)?(?: kip)?|(?:lieu )?(?:co )?(?:hoan thanh |xong |hoc xong |dat )?kip (?:khong|tien do khong|khoa khong|han khong|xong khong|hoan thanh khong)|(?:co|lieu) (?:hoan thanh |xong |hoc |theo )?kip(?: (?:khoa hoc|khoa|chuong trinh|tien do|lop|bai))?(?: khong)?`,
  ],
  [
    "completion",
    "title",
    `(?:t[iy] le|tien do|muc do|phan tram|ket qua) (?:da )?hoan thanh(?: khoa hoc| khoa| chuong trinh| bai hoc| bai| tien do)*`,
  ],
  ["learnt", "title", `t[iy] le (?:nguoi |can bo |hoc vien )?(?:da |tham gia |vao )*hoc(?! (?:xong|het|tap|vien))`],
  [
    "overdue",
    "title",
    `(?:bi |dang |hoc |con )*(?:cham tre|cham|tre) (?:tien do|han|hen|bai|ke hoach|lich|so voi tien do|so voi ke hoach)(?: hoc)?(?: nao| gi)?|(?:bi |da )*qua han|(?:con |dang |bi )*no (?:may bai|bao nhieu bai|bai)(?: hoc)?(?: nao| gi)?|con no|tut (?:lai|hau)|(?:khong|chua) (?:theo )?kip (?:tien do|ke hoach|bai|chuong trinh)|khong (?:dung|dat|bao dam|dam bao) tien do|ton (?:dong )?bai|cham tre|(?:con )?thieu bai(?: nao| gi)?|(?:bi )?tut tien do|(?:khong|chua) (?:hoc )?theo kip(?: chuong trinh| tien do| bai| lop)?|(?:don|dong|hut) bai|cham hon (?:so voi )?(?:tien do|ke hoach)|bi bo lai|hoc (?:cham|tre)(?! nhat)|(?:bi|dang) (?:cham|tre)|chua (?:dat|du|kip) tien do|chua hoc du bai|${not} (?:hoc xong|hoan thanh|xong|hoc|dat) (?:dung|kip) (?:han|tien do|ke hoach)`,
  ],
  [
    "forecast",
    "asked",
    `(?:lieu )?(?:co )?(?:hoc xong|hoan thanh|hoan tat|xong)(?: khoa hoc| khoa| bai| chuong trinh)? (?:dung|kip|truoc|theo) (?:thoi )?(?:han|hen|tien do|ke hoach)(?: khong)?`,
  ],
  [
    "paused",
    "title",
    `(?:dang |xin |da |co )*(?:tam (?:dung|nghi|ngung|hoan|ngung)|bao luu)(?: hoc)?|(?:dang|xin) nghi(?: hoc)?`,
  ],
  [
    "finished",
    "said",
    `(?:da |duoc )*(?:hoc xong|hoan thanh|hoan tat|ket thuc|hoc het|xong|hoc xong het|hoan thanh xong)(?: duoc| het| toan bo| tat ca| ca| tron)* ${course}|tot nghiep|ve dich|hoan thanh khoa|(?:da )?hoc het roi`,
  ],
  [
    "score",
    "title",
    `socaudung|diem (?:so )?(?:trung binh|tb|binh quan)|trung binh diem|(?:t[iy] le|phan tram|muc|do|so) (?:tra loi |lam bai |lam |cau )?(?:dung|chinh xac)(?: ngay lan dau| lan dau)?|(?:muc )?do chinh xac|(?:tra loi|lam|lam bai) dung(?: nhieu| duoc)?(?: ${many} (?:phan tram|cau))?|dung (?:duoc )?${many} (?:phan tram|cau)|ket qua(?: hoc tap| kiem tra| lam bai| tra loi| bai| cau hoi| hoc| quiz)*|chat luong(?: hoc tap| hoc)?|hoc luc`,
  ],
  [
    "streak",
    "title",
    `(?:do dai )?chuoi(?: ngay)?(?: hoc)?(?: lien tiep| lien tuc)?|(?:dang )?giu (?:duoc )?(?:lua|chuoi)(?: hoc)?|(?:hoc )?lien (?:tiep|tuc)(?: ${many} ngay)?|${many} (?:ngay|hom|bua) lien(?: tiep| tuc)?|hoc deu(?: dan)?`,
  ],
  ["people", "title", "(?:dang |co )?theo hoc"],
  [
    "days",
    "said",
    `(?:da |co )*(?:hoc |di hoc |vao hoc )(?:duoc )?${many} (?:ngay|buoi|hom|lan|gio|tieng)(?: hoc| roi)*`,
  ],
  [
    "points",
    "title",
    `(?:tong |so |tong so )*diem(?: so| thuong| tich luy| so tich luy)?|tich (?:duoc )?(?:bao nhieu )?diem`,
  ],
  [
    "completion",
    "title",
    `(?:t[iy] le|muc do|muc|phan tram|so phan tram) (?:da )?(?:hoan thanh|hoc xong)(?: bai| tien do| khoa hoc| chuong trinh)*|dat (?:duoc )?(?:t[iy] le )?(?:la )?${many}(?! (?:phan|diem|bai|nguoi|ngay))|(?:hoan thanh|dat|hoc|xong|di|lam|duoc)(?: duoc| xong| dat)* (?:bao nhieu|may) (?:phan tram|phan)(?: chuong trinh| khoa hoc| bai| tien do| ke hoach)?|hoan thanh (?:duoc )?(?:den|toi) dau|tien do(?: hoc tap| hoc| hoan thanh| dao tao| chung)*`,
  ],
  ["lessons", "title", `(?:dang |da )?(?:hoc|lam)(?: duoc)?(?: den| toi)? bai (?:thu |so )?${many}(?: roi)?`],
  ["lessons", "said", "(?:(?:hoc|hoan thanh|lam|xong|co|duoc)(?: duoc)? )?sobai"],
  [
    "lessons",
    "title",
    `(?:(?:hoan thanh|hoc|xong|lam|con|con phai hoc|phai hoc|con lai)(?: duoc| xong)? )?(?:tong cong |tong so )?${many} (?:bai(?: hoc)?|luot hoc)(?: nua)?(?: chua hoc)?|(?:tong )?so (?:luong |luot )?(?:bai|luot)(?: hoc)?(?: da hoc(?: xong)?| hoan thanh| da hoan thanh)?|${many} luot(?: bai)?(?: hoc)?`,
  ],
  ["done", "said", `(?:hoc xong|lam xong) bai (?:hoc )?roi`],
  [
    "undone",
    "said",
    `${not} (?:hoc xong|hoan thanh|xong|lam xong|hoan tat|hoc het)(?: duoc| het)?(?: bai(?: hoc| tap)?| nhiem vu)?|chua (?:ai )?xong`,
  ],
  [
    "not_yet",
    "said",
    "(?:con |bi )*(?:thieu|sot)(?= (?:nhung )?ai | (?:may|bao nhieu) (?:nguoi|dong chi|ban|vi|em|dua) )|(?<= ai (?:con |bi )*)(?:thieu|sot)(?=(?: (?:a|vay|nhi|the|em|nhe|khong))* $)",
  ],
  ["unreachable", "said", "chan"],
  [
    "not_learnt",
    "title",
    `(?:luoi |luoi bieng |co tinh |ngai )?${not} (?:ai )?(?:chiu |thay |kip |co )?${learns}(?! xong)(?: bai)?|(?:tron|quen|(?<!can )bo|luoi|nghi|vang|bo lo|lo|cup|lang tranh)(?: buoi)? (?:hoc|bai)|${not} dong (?:den|toi|vao) bai|vang mat|(?<=(?:ai|nguoi|con|bi) )vang|chua diem danh|im (?:hoi )?lang tieng|im (?:re|lim|bat|hoi)|(?:lan )?mat (?:tam|hut)(?: hoi)?|biet tam(?! (?:dung|nghi|ngung|hoan))|(?<!can )bo (?:be )?hoc`,
  ],
  [
    "how",
    "asked",
    `(?:hoc hanh|hoc tap|hoc|lam bai) (?:duoc )?(?:den dau|toi dau|the nao|ra sao|nhu the nao|sao)(?: roi)?`,
  ],
  [
    "how",
    "asked",
    `(?:tinh hinh|thuc trang|bao cao|thong ke|tong quan|tong hop|so lieu|phong trao|viec hoc|cong tac hoc tap)(?: hoc tap| hoc hanh| hoc(?! vien)| tien do)*(?: the nao| ra sao| sao| nhu the nao| nhu nao)?(?: roi)?`,
  ],
  [
    "through",
    "asked",
    "(?:da )?(?:hoc|lam) xong(?: het| xuoi)?(?: roi)?(?: hay)? chua|(?<=(?:co|da) ai )(?:da )?hoc het(?: roi)? chua",
  ],
  [
    "learnt",
    "asked",
    `(?:da |co )*${learns}(?: xong)?(?: bai)?(?: het| du| day du| chua het)?(?: roi)?(?: hay)? chua(?! hoc)|co (?:di |vao |chiu |tham gia )?hoc(?: bai)?(?: gi)?(?: dau)? khong|(?:da |co )*(?:(?:dong|day) du|du (?:mat|nguoi|quan so|quan)|du(?= (?:\\S+ )?chua))(?: (?:mat|nguoi|het))* (?:chua|khong)(?=(?: (?:a|em|vay|the|nhi|nhe))* $)|hoc (?:day )?du (?:chua|khong)`,
  ],
  [
    "learnt",
    "said",
    `(?:da |co |chiu |duoc |dang )*(?:(?<!(?:xac nhan|da|chua) )tham gia hoc|${learns}) (?:roi|xong bai|bai)|(?:da|co|chiu|dang) (?:vao )?(?:hoc bai|hoc)(?! xong| the nao| ra sao)|di hoc`,
  ],
  [
    "done",
    "said",
    `(?:da |duoc |chua )*(?:hoan thanh|hoc xong|hoan tat|xong|lam xong)(?: bai(?: hoc| tap)?| nhiem vu)?(?: roi| het)?(?: chua)?`,
  ],
  ["joined", "asked", "(?:da |co )*vao(?: roi)?(?: hay)? chua(?=(?: (?:a|em|vay|the|nhi|nhe))* $)"],
  ["joined", "title", `(?:da |co |duoc |duoc bao nhieu nguoi )*${joins}(?: roi)?(?: chua)?`],
  [
    "learnt",
    "title",
    "so (?:luong |luot )?(?:nguoi|hoc vien|can bo|dong chi|cong chuc|dai bieu) (?:da |co |vao |tham gia )*hoc(?! vien)",
  ],
  [
    "learnt",
    "asked",
    `(?:chua|khong) co (?:ai|(?:nguoi|dong chi|can bo|dua|ma|hoc vien) nao|mot ai) (?:vao |chiu |di )?${learns}(?: bai)?`,
  ],
  ["learnt", "said", `${learns}(?: them)?`],
  [
    "people",
    "title",
    `si so|quan so|(?:tong so|so luong|so|tong) (?:nguoi|hoc vien|can bo|dong chi|thanh vien|nhan su|dai bieu)(?: hoc)?|(?:co |tong cong |tat ca (?:la |co )?)*${many} (?:nguoi|bạn|hoc vien|can bo|dong chi|thanh vien|anh em|nhan su|dai bieu|cong chuc|vien chuc|nhan vien|anh chi)|(?:gom|co) (?:nhung )?ai|danh sach (?:(?:toan bo|tat ca|day du|cac|nhung|moi) )*(?:hoc vien|can bo|nguoi hoc|thanh vien|lop|nhan su|dai bieu|cong chuc)`,
  ],
  ["overdue", "title", "(?:bi |dang |hoc |con )*(?:cham|tre)(?! (?:qua|the|vay|lai|rai))"],
  [
    "share",
    "asked",
    `(?:dat |duoc |len )*${many} phan tram|(?<=^ (?:(?:cho|xem|con|the) )*)(?:t[iy] le|phan tram)(?=(?: (?:cua|nhe|a|di|em|voi|sao|roi))* $)`,
  ],
  ["not_learnt", "title", "(?<!gia )vang"],
  ["not_yet", "said", "chua(?=(?: (?:a|vay|roi|nhi|the|em))* $)"],
  [
    "not_yet",
    "said",
    "(?<=(?:ai|nguoi|vien|nao|dua|may|chi|em|bo|con bao nhieu) )chua(?=(?: (?:a|vay|roi|nhi|the|em|nhe))* $)",
  ],
  ["how", "asked", `(?:nhu the nao|the nao|ra sao|sao|toi dau|den dau)(?: roi| vay)?`],
];

export interface Said {
  readonly counted: Counted;
  readonly force: Force;
  /** Where it begins. */
  readonly at: number;
}

const whom = `(?:ai|${many} (?:nguoi|dong chi|can bo|hoc vien))`;
/** "Ai học, ai chưa", "bao nhiêu người học, bao nhiêu người chưa": both. */
const asksBoth = new RegExp(`${whom} (?:(?:da|co) )*hoc (?:(?:roi|bai|va|con) )*${whom} (?:con )?chua(?! tham)`);

/** Takes what is to be counted out of a text; of two things both, in this order. */
export function takeMeasures(sentence: Sentence): Said[] {
  const found: Said[] = [];
  if (
    take(
      sentence,
      "(?:co )?(?:bao nhieu |may )?(?:nguoi )?(?:trong|co ten trong|thuoc) danh sach(?: hoc(?! vien)| lop)?",
    ) !== null
  )
    found.push({ counted: "people", force: "title", at: 0 });
  // "Kết quả tuần trước có bao nhiêu người học": the heading counts nothing.
  if (says(sentence, "(?:bao nhieu|may) (?:nguoi|dong chi|can bo|hoc vien)"))
    take(sentence, "(?<=^ (?:bao cao )?)ket qua(?= _)");
  // So it does before what it is the result of: "kết quả tham gia của các xã".
  const result = find(sentence, "ket qua");
  const of = sentence.words.slice(result?.to ?? sentence.words.length).map(({ read }) => read);
  if (/^(?:tham gia|dang ky|kich hoat|vao lop|xep hang|thi dua)(?: |$)/.test(of.join(" "))) take(sentence, "ket qua");
  for (const [counted, force, phrase] of phrases) {
    // "Mấy người chậm", "mấy người chưa": only where nothing else is counted.
    const late = /\(\?:cham\|tre\)\(|vang$|^chua\(/.test(phrase);
    if (late && found.some((one) => one.counted !== "people")) continue;
    if (phrase.startsWith("chua(") && found.length === 0) continue;
    const weak =
      counted === "people" ||
      counted === "days" ||
      (counted === "not_yet" && !phrase.startsWith("chua(")) ||
      counted === "how" ||
      counted === "share" ||
      (counted === "learnt" && (phrase.startsWith(learns) || phrase.startsWith("so (")));
    if (weak && found.length > 0) {
      // "Tiến độ tới đâu" asks for nothing more than "tiến độ" does.
      if (counted === "how") take(sentence, phrase);
      continue;
    }
    if (mustStay(sentence, counted, phrase)) continue;
    const match = take(sentence, phrase);
    if (match !== null) found.push({ counted, force, at: match.at });
  }
  if (!asksBoth.test(sentence.words.map(({ read }) => read).join(" "))) return found;
  take(sentence, "(?<= _ .*)(?:con )?chua(?=(?: (?:a|vay|roi|nhi|the|em|nhe))* $)");
  for (const counted of ["learnt", "not_learnt"] as const)
    if (!found.some((one) => one.counted === counted)) found.push({ counted, force: "asked", at: 0 });
  return found;
}

/** "Thời điểm", "điểm yếu" have no points in them; who "học tốt" does more than learn. */
function mustStay(sentence: Sentence, counted: Counted, phrase: string): boolean {
  const match = find(sentence, phrase);
  if (match === null) return true;
  // "Vâng" says yes, and without marks it rather does where it opens a text.
  const absent = sentence.words.slice(match.at, match.to).find(({ read }) => /^v[aâ]ng$/.test(read));
  if (absent !== undefined && absent.marked !== "vắng")
    return absent.marked !== "vang" || sentence.words.length < 4 || absent === sentence.words[0];
  const word = (at: number) => sentence.words[at]?.read ?? "";
  // "Học lúc nửa đêm" says when; without marks it does where a time stands behind it.
  const last = sentence.words[match.to - 1]!.marked;
  if (counted === "score" && /^l[uú]c$/.test(last))
    return last === "lúc" || /^(?:sang|trua|chieu|den|dem|nua|nay|\d+)$/.test(word(match.to));
  // "Chăm" is diligent, "chậm" is late.
  if (counted === "overdue")
    return sentence.words.slice(match.at, match.to).some(({ marked }) => marked.startsWith("chă"));
  if (counted === "points")
    return (
      /^(?:thoi|dia|dac|quan|uu|nhuoc|trong|cao)$/.test(word(match.at - 1)) ||
      /^(?:danh|manh|yeu|den|cau|nong|chuan|hen|mu|tua)$/.test(word(match.to)) ||
      (word(match.to) === "thi" && sentence.words[match.to]!.marked !== "thì" && word(match.to + 1) !== "sao")
    );
  return false;
}
