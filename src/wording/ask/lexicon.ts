import { isSyllable } from "./typing.ts";

/** Words of the grammar, as it reads them: a name of nothing but these is told by its whole form only. */
const grammar =
  "ai ban bao bat bet bo bi ca cac can cao cham chan chua co con cuoi cung da dan dau den diem do doan doi dung duoc gio giu gom gioi " +
  "hang hay hoan hoc hom hon it kem ket kha khoa khong kia kip lam len lien lop lua may minh muon muc nam nao nay ngay nghi nhat " +
  "nhom no noi phan phong phuong qua quan quy roi rot sang sach sao so tam tat te ten thang thanh thap the them thi thieu thu tien " +
  "tiep tin tinh to toan toi tong tot tre trinh truoc trung tu tuan ty va vang vao ve voi vu vua van xa xep xong yeu gi mot hai bon " +
  "sau bay chin muoi nhieu nguoi hien dang chung tham gia kich hoat dang ky lac chuoi streak du kien doan kha nang trieu bai danh " +
  "liet ke neu chi cuc vien truong thon ap khu khoi doan hoi huyen top xuat sac nghiep dat tram chinh quyen vi hanh chuyen";

/** Words that say nothing of what is asked: courtesy, particles, and what stands around any question. */
const courtesy =
  "a ạ à á ah ơi oi alo ad admin bot chao xin hi hello chi anh em ong ba bac chu co dong chi dc cho biet xem hoi giup giùm gium dum " +
  "dùm ho voi nhe nhé nha nhá nhi di ne nè the vay thi la ma cua o tai trong tren ngoai va ra nhu nhung moi deu het ca da dang se " +
  "con van cung lai nua luon lam on vui long gui kiem tra cuu thong cam cam day do kia nay ay cai cac tung moi thay bao nhanh chut " +
  "ti tin mau nao nhan vien can cong chuc thanh chi tiet cu the tinh hien bay gio luc tong quat chung tom tat noi can muon nam nhap " +
  "hom ngay rang duoc nhan tich cuc ban xin vang dạ da uh u ok oke vâng thua thưa kinh su dung tinh trang viec phan cap duoi ket noi " +
  "theo qua tu tim nguoi dan phu trach quan ly pham vi tat so luong mo tra loi minh ben doi tui to sep vu thoi diem hoc tap hien co " +
  "xep ve hay hoac tinh hinh thong ke tong quan hop bao cao so lieu bot a nhe nha hen hem di ha hả ha ta lien quan tuc thuc te cuoi binh dan hoc vu so tro ly ao khong biet sao roi da ro a gio " +
  "giua nho lam de nghi phien tran trong he thong cung cap rieng thoi nua tron chau rua vien chuc nguyen co chung khoang cai bai sang hien nhi nhỉ moi phan chinh " +
  "nen phep mong neu lay tham loi gon rang buoi no hau tien the day nay";

/** Of these, what stands around a name alone as well: "thế xã Tân Lập thì sao ạ". */
const particles =
  "a ạ à á ah ơi oi alo ad admin bot chao xin hi hello chi anh em ong ba bac chu co dong dc cho biet xem hoi giup giùm gium dum dùm voi " +
  "nhe nhé nha nhá nhi di ne nè the vay thi la ma cua o tai trong va ra nhu dang se con van cung lai nua luon gui thong do kia nay ay " +
  "roi hien bay gio luc toi minh muon can vang dạ da uh u ok oke vâng thua thưa kinh hay hoac ve cam on ban so voi sao bao cao nhanh ngay " +
  "hoc tap tinh hinh thong ke tong quan don vi giua rieng thoi nua chau bac de nghi nho phien vui long lam on chut ti kiem tra cuu loi thong tin xin phep ca chi them tiep rieng lai nen lieu tat mot nhe ay no cai dang gom lay";

const ours = new Set(`${grammar} ${courtesy}`.split(" "));
const empty = new Set(courtesy.split(" "));
const always = new Set(particles.split(" "));

const meaning = new Set(grammar.split(" "));

/** Whether the word can mean something in a question. */
export const hasMeaning = (read: string): boolean => meaning.has(read);

/** Whether the grammar knows the word, with or without a meaning. */
export const isOurs = (read: string): boolean => ours.has(read) || read.length < 2;

/** Whether a question means the same without the word. */
export const isEmptyWord = (read: string): boolean => empty.has(read);

/** Whether it means the same without the word even where nothing says what is counted. */
export const isParticle = (read: string): boolean => always.has(read);

const correctable = [...new Set(`${grammar} nguyen truoc`.split(" "))].filter((word) => word.length > 3);

const short = ["nay", "hoc", "hom", "xem", "xong", "lop"];

/** The only one of our longer words from which this one is a slip away: a letter too many, too few, wrong, or two swapped. */
export function corrected(read: string): string | null {
  if (read.length < 3 || ours.has(read)) return null;
  if (read.length === 3) return short.find((word) => isSwap(read, word)) ?? null;
  const near = correctable.filter((word) => isSlip(read, word) && (word.length > 4 || isSwap(read, word)));
  return near.length === 1 ? near[0]! : null;
}

/** Words that stand together: where one of two is misspelt, the other says which is meant. */
const pairs = (
  "hoan thanh,tham gia,so sanh,tien do,ty le,ti le,bao nhieu,hom nay,hom qua,tuan truoc,tuan nay,danh sach,khoa hoc,trung binh,tra loi," +
  "hoc phan,tam dung,cham tien,xep hang,du bao,kich hoat,diem so,thang nay,thang truoc,lien lac,chuoi ngay"
)
  .split(",")
  .map((pair) => pair.split(" ") as [string, string]);

/** What a misspelt word is beside its neighbours; null: nothing that is sure. */
export function correctedBeside(read: string, before: string | undefined, after: string | undefined): string | null {
  // What is no syllable can be no name, either.
  const own = !isSyllable(read) && /^(?:xa|phuong|tinh|vi|phong)$/.test(before ?? "") && isSlip(read, "minh");
  if (own) return "minh";
  const near = pairs.flatMap(([first, second]) => {
    if (before === first && read !== second && isSlip(read, second)) return [second];
    return after === second && read !== first && isSlip(read, first) ? [first] : [];
  });
  return new Set(near).size === 1 ? near[0]! : null;
}

function isSwap(typed: string, meant: string): boolean {
  if (typed.length !== meant.length) return false;
  const at = [...typed].findIndex((letter, index) => letter !== meant[index]);
  return (
    at >= 0 && typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && typed.slice(at + 2) === meant.slice(at + 2)
  );
}

/** One letter more, less or other, or two neighbours swapped. */
export function isSlip(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false;
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at += 1;
  const [left, right] = [typed.slice(at), meant.slice(at)];
  return left.slice(1) === right.slice(1) || left === right.slice(1) || left.slice(1) === right || isSwap(typed, meant);
}
