import type { Understood } from "./understood.ts";

/** What is to be done is a command's business; what something is, and why, is a lesson's. */
const others = [
  / (?:la|ve|bai|hoc|cai) gi /,
  /^ (?:them|xoa|chuyen(?! de )|tao|sua|doi|huy|nhac|xuat|lam sao|lam the nao|cach) /,
  / (?:tai sao|vi sao|sao lai) /,
  / (?:toi|em|minh) (?:muon|xin|can|dinh) (?:duoc )?(?:tam|nghi|doi|dung|roi) | cho (?:toi|em|minh) (?:tam|nghi|doi) /,
  / (?<!(?:chua|khong|chang) )hoc bai nao (?!.* nhat )/,
  / hoc phan \S+ (?:nay )?co (?:may|bao nhieu) bai /,
  / AI /,
  / may gio | khi nao | luc nao | phong (?:chong|ngua|tranh) /,
  / (?:muon|tre|bu|truoc|sau|hon|them|lai) duoc khong /,
];

/** Days and questions are not ranked, nor lessons by anything else than how they go; two days that are named can be set beside each other. */
const ranksDays = / (?:ngay|hom|buoi|tuan|thang|bai|cau|gio|hoc phan|chuyen de) nao (?:\S+ )*(?:nhat|hon) /;

/** Nor are they told by a line. */
const linesLessons = / (?:bai|cau|hoc phan|chuyen de|chuong|phan) nao /;

/** "Học phần nào chưa ai học" asks for modules, of which no more is counted than how they go. */
const whichTaught = / (?:hoc phan|chuyen de|mo dun|chuong) nao |^ (?:(?:nhung|cac|co) )?bai nao /;

/** Cohorts are set beside each other, but not ranked. */
const ranksCohorts = / (?:lop|khoa) nao /;

/**
 * What no question can hold: left out it would be another question, so nothing is answered. Who is not to be counted, how much
 * it must be at least, whose place in a ranking, for each person, an hour, a reason, a target, men and women.
 */
const limits = [
  / (?:tru|ngoai tru|khong tinh|khong ke|khong bao gom|chua tinh|chua ke|(?<!can )bo qua|loai tru|ngoai(?! ra)) /,
  / (?:tren|duoi|hon|it nhat|toi thieu|toi da|khong qua|vuot|du) (?!(?:1|mot) bai )(?:\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) (?:phan|nguoi|bai|diem|ngay|cau|luot) | (?<! (?:mot|1) bai (?:hoc )?)tro (?:len|xuong) /,
  / (?:xa|phuong|tinh|phong|lop|vi|nguoi|vu|ben|cho|quan|anh|chi|ong) (?:kia|ben canh) /,
  / (?:nhanh|nhieu|cao|tot|it|thap|cham|gioi|manh) hay (?:nhanh|nhieu|cao|tot|it|thap|cham|kem|yeu|xau|te) /,
  / (?:khong|chua|chang) (?:bi |dang |con |he |phai )*(?:cham|tre|no|qua han|tam (?:dung|nghi|hoan)|mat lien lac|chan|giu|vang|bo hoc|tron) /,
  / vua (?:\S+ )+vua (?!qua|roi)| (?:hom|tuan|thang|hoc|gia) \S+ nhung (?:hom|tuan|thang|chua|khong|van|lai) | sap (?:hoc|xong|hoan|het|tot) /,
  / cuoi (?:thang|tuan|quy|nam) (?!truoc |qua |roi |vua )| ca (?:hom|tuan|thang) \S+ va (?:hom|tuan|thang) /,
  / (?:het|sau khi|truoc khi) (?:tam|cham|no bai|nghi) | chi tinh (?:nguoi|nhung|cac|so) /,
  / (?:thu|hang|xep|dung thu|vi tri|top) may /,
  / (?:mot|hai|ba|[123]) phan (?:hai|ba|tu|bon|[234]) | (?:qua|mot|hon|gan) nua(?! \S*$) /,
  / (?:trung binh|binh quan) (?:moi|mot|1|tren|cua moi) (?:nguoi|hoc vien|can bo|ngay|dau) | dau nguoi | moi hoc vien /,
  / (?<!(?:chua|khong) )bao gio /,
  / \d+ (?:gio|h|phut) | buoi (?:sang|chieu|toi|trua) /,
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
  const marked = lineOf(read, "marked");
  const left = idle.map((at) => words[at]!.read).join(" ");
  return (
    /(?:binh quan|trung binh)/.test(left) ||
    others.some((form) => form.test(line)) ||
    limits.some((form) => form.test(lineOf(read, "read"))) ||
    [...limiting].some((word) => marked.includes(` ${word} `)) ||
    idle.some((at) => /^(?:nhắc|xuất)$/.test(words[at]!.marked))
  );
}
