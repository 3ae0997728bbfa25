import type { Understood } from "./understood.ts";

/** What is to be done is a command's business; what something is, and why, is a lesson's. */
const others = [
  / (?:la|ve|bai|hoc|cai) gi /,
  /^ (?:them|xoa|chuyen(?! de )|tao|sua|doi|huy|nhac|xuat|lam sao|lam the nao|cach) /,
  / (?:tai sao|vi sao|sao lai) |^ sao (?:the|vay|ma|it|thap|cham|kem|te|nhieu|cao|lau|mai) /,
  / (?:toi|em|minh) (?:muon|xin|can|dinh) (?:duoc )?(?:tam|nghi|doi|dung|roi) | cho (?:toi|em|minh) (?:tam|nghi|doi) /,
  / (?<!(?:chua|khong|chang) )hoc bai nao (?!.* nhat )/,
  / hoc phan \S+ (?:nay )?co (?:may|bao nhieu) bai /,
  / (?:khoa hoc|khoa|lop hoc|lop|chuong trinh) (?:nay )?(?:(?:co|gom|tat ca|tong cong) )*(?:may|bao nhieu) (?:bai|buoi|hoc phan) (?:hoc )?(?!roi )/,
  / AI /,
  / may gio | khi nao | luc nao | phong (?:chong|ngua|tranh) /,
  / (?:muon|tre|bu|truoc|sau|hon|them|lai) duoc khong /,
  // "Ai chưa học thì học ngay" is said to them all.
  / (?:ai|nao) (?:con )?chua (?:\S+ ){1,3}thi (?:hoc|vao|tham gia|lam|hoan thanh) /,
];

/** What offices deal with besides learning: "bao nhiêu hồ sơ quá hạn", "kết quả kỳ họp" ask of these, whatever else they hold. */
const business =
  "(?:ho so|van ban|don thu|to trinh|giay to|thu tuc|quyet dinh|du an|cong trinh|kien nghi|phieu|cu tri|ngan sach|cuoc hop|ky hop|hoi nghi|giam sat|bau cu|ho dan|ho khau|tin bai)";
const asksOf = "(?:bao nhieu|may|ty le|ti le|tien do|ket qua|chat luong|so luong|danh sach)";
const affairs = [
  new RegExp(` ${asksOf} (?:(?:cac|nhung|cua|luot|vu|xu ly|giai quyet) )*${business} `),
  new RegExp(` ${business} (?:\\S+ ){0,3}(?:qua|tre|dung|truoc) han `),
  / (?:dan so|dien tich|giai ngan|ho ngheo|can cuoc|tiem chung|dang phi|hoc phi|thu (?:ngan sach|thue)) /,
  / (?:ai|nguoi|nao|dong chi|can bo|hoc vien|danh sach|dai bieu|cu tri|thanh vien|cong chuc|nguoi dan|don vi|xa|phuong) (?:(?:chua|da|dang|duoc|se|co|khong|phai) )*(?:tham gia|du|tham du|vang|vang mat|di|nghi|dang ky(?: tham gia)?) (?:(?:buoi|cuoc|doan|trong|o) )*(?:hop|hoi nghi|ky hop|giai|hoi thao|tiep xuc|tap huan|cong tac|giam sat|phep|an|bau cu|van nghe) /,
  / (?:chua|da|cham|khong|moi) (?:nop|ky|trinh|ke khai|tiem|dong|tham muu|gui) (?:\S+ )?(?:bao cao|to trinh|danh sach|ho so|van ban|don|phi|quy|tien|thue|tai san|ke hoach|bien ban|phieu) /,
  / cham (?:nop bao cao|bao cao (?!(?:toi|anh|chi|bac|em|minh|ve|cho|lai|voi) ))| (?:hoc|di) (?:lop|truong) (?:may|nao|gi) /,
];

/** "Cháu nhà bác", "con chị": somebody at home. "Còn chị" goes on. */
const atHome =
  / (?:con|cháu|chau|vợ|chồng|bố|mẹ) (?:nhà|của) (?:anh|chị|bác|cô|chú|ông|bà|em|tôi|mình) | con (?:chị|cô|chú|bác|ông|bà|tôi|mình) (?!@)| (?:vợ|chồng) (?:anh|chị|tôi|em) (?!@)/u;

/** Days and questions are not ranked, nor lessons by anything else than how they go; two days that are named can be set beside each other. */
const ranksDays = / (?:ngay|hom|buoi|tuan|thang|bai|cau|gio|hoc phan|chuyen de) nao (?:\S+ )*(?:nhat|hon) /;

/** Nor are they told by a line. */
const linesLessons = / (?:bai|cau|hoc phan|chuyen de|chuong|phan) nao /;

/** "Học phần nào chưa ai học" asks for modules, of which no more is counted than how they go. */
const whichTaught =
  / (?:hoc phan|chuyen de|mo dun|chuong) nao | (?:tung|moi) (?:hoc phan|chuyen de|mo dun|chuong|phan|bai) |^ (?:(?:nhung|cac|co) )?bai nao /;

/** Cohorts are set beside each other, but not ranked. */
const ranksCohorts = / (?:lop|khoa) nao /;

/** Units and cohorts are ranked and held against a line, but not counted: "tỉnh có bao nhiêu xã". */
const countsUnits = / (?:bao nhieu|may) (?:don vi|co quan|xa|phuong|huyen|tinh|phong(?: ban)?|thon|lop|khoa) (?!nao )/;

/**
 * What no question can hold: left out it would be another question, so nothing is answered. Who is not to be counted, how much
 * it must be at least, whose place in a ranking, for each person, an hour, a reason, a target, men and women, who heads a room, who is new, who grew.
 */
const limits = [
  / (?:tru|ngoai tru|khong tinh|khong ke|khong bao gom|chua tinh|chua ke|(?<!can )bo qua|loai tru|ngoai(?! ra)) /,
  / (?:tren|duoi|hon|it nhat|toi thieu|toi da|khong qua|vuot|du) (?!(?:1|mot) bai )(?:\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) (?:phan|nguoi|bai|diem|ngay|cau|luot) | (?<! (?:mot|1) bai (?:hoc )?)tro (?:len|xuong) /,
  / (?:xa|phuong|tinh|phong|lop|vi|nguoi|vu|ben|cho|quan|anh|chi|ong) (?:kia|ben canh) /,
  / (?:nhanh|nhieu|cao|tot|it|thap|cham|gioi|manh) hay (?:nhanh|nhieu|cao|tot|it|thap|cham|kem|yeu|xau|te) /,
  / (?:khong|chua|chang) (?:bi |dang |con |he |phai )*(?:cham|tre|no|qua han|tam (?:dung|nghi|hoan)|mat lien lac|chan|giu|vang|bo hoc|tron|can (?:nhac|don doc|giup|kem)) /,
  / vua (?:\S+ )+vua (?!qua|roi)| (?:hom|tuan|thang|hoc|gia) \S+ nhung (?:hom|tuan|thang|chua|khong|van|lai) | sap (?:hoc|xong|hoan|het|tot) /,
  / cuoi (?:thang|tuan|quy|nam) (?!truoc |qua |roi |vua )| ca (?:hom|tuan|thang) \S+ va (?:hom|tuan|thang) /,
  / (?:het|sau khi|truoc khi) (?:tam|cham|no bai|nghi) | chi tinh (?:nguoi|nhung|cac|so) /,
  / (?:thu|hang|xep|dung thu|vi tri|top) may /,
  / (?:mot|hai|ba|[123]) phan (?:hai|ba|tu|bon|[234]) | (?:qua|mot|hon|gan) nua(?! \S*$) /,
  / (?:trung binh|binh quan) (?:moi|mot|1|tren|cua moi) (?:nguoi|hoc vien|can bo|ngay|dau) | dau nguoi | moi hoc vien /,
  / (?<!(?:chua|khong) )bao gio /,
  / \d+ (?:gio|h|phut) | buoi (?:sang|chieu|toi|trua) /,
  / (?:nua|giua) dem | dem khuya | khuya | ban dem (?!(?:giup|so|xem|ho|cho|lai|toi|minh|em) )| luc (?:sang|trua|chieu|toi|dem) /,
  / (?:nguoi|ai|dong chi|can bo|hoc vien) (?:(?:da|chua|khong|duoc) )*dat (?:(?:yeu cau|chuan|roi|chua|a|vay|em|nhe|nhi) )*$/,
  / (?:nao|cac|nhung|tung|may|bao nhieu|ai la) (?:truong|pho) (?:truong )?(?:phong|ban|vu|thon|khu|doan|to) | (?:truong|pho) (?:truong )?(?:phong|ban|vu|thon|khu|doan|to) nao /,
  / (?:tang|giam|tien bo|tut)(?: (?:nhanh|nhieu|manh|cham|it|cao))? nhat /,
  / (?:nao|ai) (?:\S+ )*(?:tang(?! dan)|tien bo|giam(?! (?:dan|sat|doc))|(?:tut|sut)(?! (?:lai|hau|tien))) /,
  / (?:nao|ai) (?:\S+ )*(?:hon|kem|so voi|so vs|vs) (?:(?:so|voi|cung|ky|cua|chinh|minh) )*(?:hom (?:qua|kia|truoc)|ngay hom qua|(?:tuan|thang|ky|lan|dot) (?:truoc|roi|qua|vua)) /,
  / (?:ai|nguoi|dong chi|can bo|hoc vien) moi (?:vao|tham gia|gia nhap|dang ky|chuyen|ve) /,
  / (?:ly do|li do|nguyen nhan|muc tieu|chi tieu|gioi tinh|do tuoi|dang vien) /,
];
const limiting = new Set(["nữ", "tuổi", "mỗi người"]);

/** What nothing names, in a row. */
const lineOf = ({ words, mentions, titled, cuts }: Understood, of: "read" | "marked"): string =>
  ` ${words.map((word, at) => ([...mentions, titled, ...cuts].some(({ from, to }) => from <= at && at < to) ? "@" : word[of])).join(" ")} `;

/** Whether a text is no question about progress, or one that has no answer here. */
export function isOther(read: Understood): boolean {
  const { words, mentions, titled, idle } = read;
  const line = ` ${words.map((word, at) => (titled.from <= at && at < titled.to ? "@" : word.read)).join(" ")} `;
  if (mentions.length < 2 && ranksCohorts.test(line)) return true;
  const beside = read.periods.length === 2 && read.form.comparison !== null;
  if (!beside && read.form.taught === null && ranksDays.test(line)) return true;
  if (read.form.line !== null && linesLessons.test(line)) return true;
  if (read.form.taught === null && whichTaught.test(line)) return true;
  const sorted = read.form.line !== null || read.form.ranking !== null;
  if (!sorted && countsUnits.test(lineOf(read, "read"))) return true;
  const marked = lineOf(read, "marked");
  const left = idle.map((at) => words[at]!.read).join(" ");
  return (
    /(?:binh quan|trung binh)/.test(left) ||
    others.some((form) => form.test(line)) ||
    limits.some((form) => form.test(lineOf(read, "read"))) ||
    affairs.some((form) => form.test(lineOf(read, "read"))) ||
    atHome.test(marked) ||
    [...limiting].some((word) => marked.includes(` ${word} `)) ||
    idle.some((at) => /^(?:nhắc|xuất)$/.test(words[at]!.marked))
  );
}
