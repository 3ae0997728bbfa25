import type { Measure } from "#domain/question.ts";
import { find, type Sentence, take } from "./sentence.ts";

/**
 * What is counted, as far as the words say it. Beside the measures: `done` and `undone`, "hoàn thành" and "chưa xong" that
 * may mean the day's lesson or the course; `not_finished`, which no measure counts; `how`, "thế nào rồi".
 */
export type Counted = Measure | "done" | "undone" | "not_finished" | "never" | "how";

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
  "(?:tham gia(?: lop| hoc| vao lop| khoa hoc| khoa| chuong trinh)*|kich hoat(?: tai khoan)?|vao lop(?: hoc)?|gia nhap(?: lop)?|dang ky(?: hoc| tham gia| lop)*|nhap lop|ket noi(?: bot| lop)?|dang nhap|nhap ma(?: moi| lop)*|dung ma(?: moi)*|vao (?:zalo|bot|he thong|nhom)|nhan loi moi|xac nhan tham gia|mo tai khoan|dong y(?: tham gia)?|vao hoc lan nao)";
const learns =
  "(?:hoc bai|lam bai|(?<!(?:dai|tieu|trung|tin|tu|toan|van|khoa) )hoc(?! (?:vien|phan|vu|sinh|hanh|luc|ky|ham|vi|tot|gioi|kem))|vao hoc|xem bai|mo bai|dong lua|len hoc)";
const many = "(?:bao nhieu|may)";

/** From the narrowest meaning to the widest: "chậm tiến độ" before "tiến độ". */
const phrases: readonly (readonly [counted: Counted, force: Force, phrase: string])[] = [
  [
    "unreachable",
    "title",
    `${not} (?:the )?(?:lien lac|lien he|gui tin|nhan tin|gui bai|nhan bai|tiep can|ket noi)(?: duoc)?(?: bot| tin| tin nhan| bai| toi| voi)*`,
  ],
  [
    "unreachable",
    "title",
    `mat lien lac|(?:da |bi |dang )*chan (?:bot|tin nhan|tin|zalo|hoc vu|tai khoan)|(?:da|bi|dang) chan|${not} (?:lien lac|nhan|gui|toi) duoc(?: tin nhan| tin| bai| toi)?|khong goi duoc`,
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
  ["not_joined", "title", `${not} (?:chiu )?${joins}|${not} ai ${joins}`],
  [
    "forecast",
    "asked",
    `(?:du bao|du kien|du doan|uoc tinh|uoc doan|uoc dat|trien vong|kha nang)(?: t[iy] le)?(?: hoan thanh)?(?: khoa hoc| khoa| cuoi khoa| den cuoi khoa)?`,
  ],
  [
    "forecast",
    "asked",
    `(?:den |toi )?(?:cuoi khoa|(?:den|toi|khi) (?:het khoa|ket thuc khoa))(?: hoc)?(?: lieu)?(?: co)?(?: hoan thanh| xong| hoc xong)?(?: kip)?|(?:lieu )?(?:co )?(?:hoan thanh |xong |hoc xong |dat )?kip (?:khong|tien do khong|khoa khong|han khong|xong khong|hoan thanh khong)|(?:co|lieu) (?:hoan thanh |xong |hoc )?kip`,
  ],
  [
    "completion",
    "title",
    `(?:t[iy] le|tien do|muc do|phan tram) (?:da )?hoan thanh(?: khoa hoc| khoa| chuong trinh| bai hoc| bai| tien do)*`,
  ],
  ["learnt", "title", `t[iy] le (?:nguoi |can bo |hoc vien )?(?:da |tham gia |vao )*hoc(?! (?:xong|het|tap))`],
  [
    "overdue",
    "title",
    `(?:bi |dang |hoc |con )*(?:cham|tre) (?:tien do|han|bai|ke hoach|lich|so voi tien do|so voi ke hoach)(?: hoc)?|(?:bi |da )*qua han|(?:con |dang |bi )*no (?:may bai|bao nhieu bai|bai)(?: hoc)?|con no|tut (?:lai|hau)|(?:khong|chua) (?:theo )?kip (?:tien do|ke hoach|bai|chuong trinh)|khong (?:dung|dat|bao dam|dam bao) tien do|ton bai|(?:con )?thieu bai|(?:bi )?tut tien do|khong theo kip|hoc (?:cham|tre)(?! nhat)|(?:bi|dang) (?:cham|tre)|chua (?:dat|du|kip) tien do|chua hoc du bai|${not} (?:hoc xong|hoan thanh|xong|hoc|dat) (?:dung|kip) (?:han|tien do|ke hoach)`,
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
    `diem (?:so )?(?:trung binh|tb|binh quan)|trung binh diem|(?:t[iy] le|phan tram|muc|do|so) (?:tra loi |lam bai |lam |cau )?(?:dung|chinh xac)(?: ngay lan dau| lan dau)?|(?:muc )?do chinh xac|(?:tra loi|lam|lam bai) dung(?: nhieu| duoc)?(?: ${many} (?:phan tram|cau))?|dung (?:duoc )?${many} (?:phan tram|cau)|ket qua(?: hoc tap| kiem tra| lam bai| tra loi| bai| cau hoi| hoc| quiz)*|chat luong(?: hoc tap| hoc)?|hoc luc`,
  ],
  [
    "streak",
    "title",
    `(?:do dai )?chuoi(?: ngay)?(?: hoc)?(?: lien tiep| lien tuc)?|(?:dang )?giu (?:duoc )?(?:lua|chuoi)(?: hoc)?|(?:hoc )?lien (?:tiep|tuc)(?: ${many} ngay)?|${many} ngay lien (?:tiep|tuc)|hoc deu(?: dan)?`,
  ],
  [
    "points",
    "title",
    `(?:tong |so |tong so )*diem(?: so| thuong| tich luy| so tich luy)?|tich (?:duoc )?(?:bao nhieu )?diem`,
  ],
  [
    "completion",
    "title",
    `(?:t[iy] le|muc do|muc|phan tram|so phan tram) (?:da )?(?:hoan thanh|hoc xong)(?: bai| tien do| khoa hoc| chuong trinh)*|(?:hoan thanh|dat|hoc)(?: duoc| xong)? (?:bao nhieu|may) (?:phan tram|phan)(?: chuong trinh| khoa hoc| bai| tien do)?|hoan thanh (?:duoc )?(?:den|toi) dau|tien do(?: hoc tap| hoc| hoan thanh| dao tao| chung)*`,
  ],
  ["lessons", "said", "(?:(?:hoc|hoan thanh|lam|xong|co|duoc)(?: duoc)? )?sobai"],
  [
    "lessons",
    "title",
    `(?:(?:hoan thanh|hoc|xong|lam|con|con phai hoc|phai hoc|con lai)(?: duoc| xong)? )?(?:tong cong |tong so )?${many} (?:bai(?: hoc)?|luot hoc)(?: nua)?(?: chua hoc)?|(?:tong )?so (?:luong )?(?:bai|luot)(?: hoc)?(?: da hoc| hoan thanh| da hoan thanh)?|${many} luot`,
  ],
  ["done", "said", `(?:hoc xong|lam xong) bai (?:hoc )?roi`],
  [
    "undone",
    "said",
    `${not} (?:hoc xong|hoan thanh|xong|lam xong|hoan tat|hoc het)(?: duoc| het)?(?: bai(?: hoc| tap)?| nhiem vu)?|chua (?:ai )?xong`,
  ],
  ["unreachable", "said", "chan"],
  [
    "not_learnt",
    "title",
    `${not} (?:ai )?(?:chiu |thay |kip )?${learns}(?! xong)(?: bai)?|(?:tron|quen|bo|luoi|nghi|vang|bo lo|lo)(?: buoi)? (?:hoc|bai)|vang mat|(?<=(?:ai|nguoi|con|bi) )vang|chua diem danh|bo (?:be )?hoc`,
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
    "learnt",
    "asked",
    `(?:da |co )*${learns}(?: xong)?(?: bai)?(?: het| du| day du| chua het)?(?: roi)?(?: hay)? chua(?! hoc)|(?:co )hoc(?: bai)?(?: gi)?(?: dau)? khong|hoc (?:day )?du (?:chua|khong)`,
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
  ["joined", "title", `(?:da |co |duoc |duoc bao nhieu nguoi )*${joins}(?: roi)?(?: chua)?`],
  ["learnt", "said", `so (?:nguoi|hoc vien|can bo|luong nguoi) hoc|${learns}`],
  [
    "people",
    "title",
    `si so|quan so|(?:tong so|so luong|so|tong) (?:nguoi|hoc vien|can bo|dong chi|thanh vien|nhan su|dai bieu)(?: hoc)?|(?:co |tong cong )*${many} (?:nguoi|hoc vien|can bo|dong chi|thanh vien|anh em|nhan su|dai bieu|cong chuc)|(?:gom|co) (?:nhung )?ai|danh sach (?:hoc vien|can bo|nguoi hoc|thanh vien|lop|nhan su|dai bieu|cong chuc)`,
  ],
  ["overdue", "title", "(?:bi |dang |hoc |con )*(?:cham|tre)(?! (?:qua|the|vay|lai|rai))"],
  ["not_learnt", "title", "(?<!gia )vang"],
  ["not_learnt", "said", "chua(?=(?: (?:a|vay|roi|nhi|the|em))* $)"],
  ["how", "asked", `(?:nhu the nao|the nao|ra sao|sao|toi dau|den dau)(?: roi| vay)?`],
];

export interface Said {
  readonly counted: Counted;
  readonly force: Force;
  /** Where it begins. */
  readonly at: number;
}

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
  for (const [counted, force, phrase] of phrases) {
    // "Mấy người chậm", "mấy người chưa": only where nothing else is counted.
    const late = /\(\?:cham\|tre\)\(|vang$|^chua\(/.test(phrase);
    if (late && found.some((one) => one.counted !== "people")) continue;
    if (phrase.startsWith("chua(") && found.length === 0) continue;
    const weak = counted === "people" || counted === "how" || (counted === "learnt" && phrase.endsWith(learns));
    if (weak && found.length > 0) {
      // "Tiến độ tới đâu" asks for nothing more than "tiến độ" does.
      if (counted === "how") take(sentence, phrase);
      continue;
    }
    if (mustStay(sentence, counted, phrase)) continue;
    const match = take(sentence, phrase);
    if (match !== null) found.push({ counted, force, at: match.at });
  }
  return found;
}

/** "Thời điểm", "điểm yếu" have no points in them; who "học tốt" does more than learn. */
function mustStay(sentence: Sentence, counted: Counted, phrase: string): boolean {
  const match = find(sentence, phrase);
  if (match === null) return true;
  // Without marks it is rather "vâng".
  if (phrase.endsWith("vang") && sentence.words.length < 4) return sentence.words[match.at]!.marked !== "vắng";
  const word = (at: number) => sentence.words[at]?.read ?? "";
  if (counted === "points")
    return (
      /^(?:thoi|dia|dac|quan|uu|nhuoc|trong|cao)$/.test(word(match.at - 1)) ||
      /^(?:danh|manh|yeu|den|cau|nong|thi|chuan|hen|mu|tua)$/.test(word(match.to))
    );
  return false;
}
