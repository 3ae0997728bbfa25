/** What people need of the bot beside commands and answers, as they say it: folded words, without marks and signs. */

/**
 * What stands before a wish: who speaks, to whom, when, and how politely. Each word in one way alone: with "toi", "nay" and
 * "toi nay" here, what is said over and over would be tried in all ways, twice as many for each word more.
 */
const before =
  "(?:(?:da|vang|thua|xin|kinh|cho|nho|lam on|thoi|ad|admin|bot|hoc vu|oi|ui|toi|tui|em|e|minh|anh|chi|bac|chu|co|chau|ong|ba|muon|can|phep|" +
  "duoc|se|dang|phai|bi|lo|moi|vua|nay|mai|hom nay|hnay|ngay mai|bua nay|bua mai|tuan nay|tuan sau|tuan toi|tuan dau|thang nay|thang sau|" +
  "sang nay|chieu nay|sang gio|tu sang|den gio|tam thoi|hom qua|may hom nay|may ngay nay|may bua nay|hoi|a|ua|the|gio|bay gio) )*";

export const begins = (...forms: readonly string[]): RegExp => new RegExp(`^${before}(?:${forms.join("|")})(?: |$)`);

const self = "(?: (?:toi|tui|em|minh|anh|chi|bac|co|chu|chau|ong|ba))";
const not = "(?:khong|ko|k|kg|hong|hok|chua|chang)";
const why = "(?:tai sao|vi sao|sao|sao lai|lam sao)";
const whenever = "(?:bao gio|khi nao|luc nao|chung nao|hom nao|ngay nao|bua nao|may gio)";
const tail =
  "(?: (?:a|ad|ha|nhe|nha|nhi|vay|the|voi|di|nua|roi|duoc|khong|ko|chua|hong|day|ne|thoi|nao|giup|gium|em|anh|chi|oi))*$";

const post = "ho ten|ho va ten|ten|don vi|chuc vu|chuc danh|phong ban|co quan|email";
const fields = `(?:${post}|so dien thoai|sdt|dien thoai|thong tin(?: cua)?${self})`;
const writes = "(?: (?:bi|ghi|viet|dang|van|de|nhap|tren he thong|trong danh sach|o day))*";
const places =
  "(?:phong|so|ban|huyen|xa|tinh|don vi|co quan|ubnd|phuong|uy ban|hoi dong|vien|truong|cho khac|noi khac)";
/** Only who keeps the roster and holds the course can help. */
export const office = [
  begins(
    `${fields}(?: cua)?${self}?${writes} (?:sai|nham|thieu|cu)`,
    `(?:ghi |viet |nhap |bi )*(?:sai|nham)(?: mat)? ${fields}(?: cua)?${self}?${tail}`,
  ),
  begins(
    "(?:chuyen|dieu dong|luan chuyen|biet phai|chuyen cong tac|chuyen don vi|chuyen viec)(?: cong tac| don vi| viec| lam)*(?: roi)?$",
    `(?:chuyen|dieu dong|luan chuyen|biet phai)(?: cong tac| don vi| viec)* (?:sang|qua|ve|den|toi|xuong|len) (?:lam )?${places}`,
    `(?:doi|thay|sua)(?: lai)? (?:${post})(?: .{0,20})?$`,
  ),
  begins(
    "(?:ai|nguoi nao)(?: (?:la nguoi|dang|se|da))* (?:quan ly|phu trach|to chuc|dieu hanh|mo lop|mo khoa|ra de|ra cau hoi|bat hoc|gui (?:may |nhung )?(?:tin|bai))(?: .{0,30})?$",
    "(?:lop|khoa|chuong trinh)(?: hoc)?(?: nay)? (?:do|cua) (?:ai|co quan nao|don vi nao|ben nao)(?: .{0,20})?$",
  ),
  begins(
    "(?:xin )?(?:so |sdt )?(?:dien thoai )?(?:ho tro|hotline)(?: ky thuat)?",
    `(?:goi|lien he|gap|bao|nhan)(?: voi| cho)? (?:ai|so nao|nguoi nao|o dau)(?: (?:khi|de|neu|ho tro|giup|duoc)(?: .{0,25})?)?${tail}`,
  ),
  /(?:tinh|xet|vao|anh huong)(?: \S+)? (?:thi dua|danh gia|xep loai|khen thuong)(?: .{0,15})?$/,
  begins(
    `${not} hoc (?:thi )?(?:co )?(?:bi )?(?:sao|phat|ky luat)`,
    "(?:hoc (?:cai )?nay|cai nay|khoa nay) de lam gi",
    "(?:co )?bat buoc(?: phai)?(?: hoc)?(?: khong|ko)",
  ),
  begins(`(?:khoa|lop)(?: hoc)? (?:sau|khac|moi|tiep theo|ke tiep) ${whenever}`, `${whenever} (?:mo|co) (?:khoa|lop)`),
  begins(
    "(?:nguoi khac|nguoi ta|chong|vo|con|chau)(?: \\S+){0,2} (?:cam|dung|xai|giu|muon) (?:dien thoai|may)",
    "(?:dien thoai|may|so) nay (?:gio|bay gio|hien|khong phai)",
  ),
  begins(
    "la (?:chong|vo|con|chau|em|ban)(?: cua)? (?:chi|anh|ong|ba|co|bac|chu)",
    "mat (?:dien thoai|may|sim)(?: roi)?$",
  ),
];

/** Whether this is what it says it is, and what it costs. */
export const trust = [
  /(?:^| )lua dao (?:khong|ko|k|kg|hong|hok|a|ha|hay|day)(?: |$)/,
  /(?:^| )(?:phai|la|hay) (?:bi )?lua dao(?: .{0,12})?$/,
  /^(?:\S+ ){1,3}co (?:that|chinh thuc|an toan|tin duoc)(?: su)? (?:khong|ko|k|hong|hay)(?: |$)/,
  begins(
    `(?:hoc )?(?:co )?(?:phai )?(?:mat|ton|thu|dong|tra) (?:tien|phi)(?: gi)?(?: ${not})`,
    `(?:co )?mien phi (?:khong|ko|a|ha)`,
  ),
  /(?:^| )(?:nguoi hay (?:la )?(?:may|bot|robot)|(?:may|bot|robot) hay (?:la )?nguoi)(?: |$)/,
  /(?:^| )(?:goi|nhan|doi|hoi|xin|doc|dua|cung cap)(?: \S+){0,5} (?:otp|mat khau)(?: .{0,12})? (?:lam sao|lam gi|co nen|duoc khong|phai khong)(?: |$)/,
];

const own = "(?:het |toan bo |tat ca )*(?:du lieu|thong tin(?: ca nhan)?|tai khoan|ho so)";
/** That they are forgotten. */
export const erase = begins(
  `xoa(?: bo)? ${own}(?: (?:cua|ve) (?:toi|em|minh|anh|chi|bac))?(?: di)?(?: cho toi| giup toi)?$`,
);

/** What is known about them, and who knows it. */
export const data = [
  /(?:^| )(?:dang )?(?:luu|giu|biet)(?: tru)? (?:nhung )?(?:gi|thong tin gi|du lieu gi)(?: cua| ve) (?:toi|em|minh|anh|chi|bac)$/,
  begins(
    `(?:xem|biet)(?: lai)? ${own}(?: (?:dang luu|luu))? (?:cua|ve) (?:toi|em|minh|anh|chi|bac)`,
    `${why}(?: \\S+){0,3} (?:biet|co|lay)(?: duoc)? (?:so|sdt|ten|so dien thoai|thong tin)(?: dien thoai)?(?: cua)?${self}`,
    "(?:thong tin|du lieu|cai nay|bot|ket qua)?(?: \\S+){0,2} ?(?:co )?(?:bao mat|bi lo|lo)(?: thong tin| ra ngoai)? (?:khong|ko|k|hong)",
    "(?:ai|nhung ai|nguoi nao)(?: \\S+)? (?:xem|thay|biet|doc)(?: duoc)? (?:diem|ket qua|thong tin|cau tra loi|du lieu)(?: cua)?",
    "(?:sep|lanh dao|thu truong|co quan|don vi|truong phong)(?: \\S+)? (?:thay|xem|biet|doc)(?: duoc)?(?: \\S+){0,4} (?:khong|ko|k|hong)",
  ),
];

const another = "(?:moi|khac|thu hai)";
/** Another phone or app. */
export const link = [
  begins(
    `(?:mua |thay |doi |dung |xai )+(?:dien thoai|so dien thoai|sdt|sim|zalo|telegram)(?: ${another})?(?: .{0,30})?$`,
    `(?:mua |thay |doi |dung |xai |co )+(?:may|so) ${another}(?: .{0,30})?$`,
    "(?:thay|doi) may(?: roi)?$",
  ),
  begins(
    `(?:hoc|dung|xai|nhan bai|nhan|chuyen|vao)(?: (?:bai|tiep|them|duoc))*(?: (?:ben|qua|tren|bang|o|sang))+ (?:telegram|zalo|may khac|may tinh|dien thoai khac|so khac|may moi)`,
  ),
];

/** Buttons, pictures, letters too small. */
export const screen = [
  begins(
    `(?:${why} )?(?:ma )?${not}(?: (?:the|bam|nhan|an|thay|co|duoc|hien|ra))* nut`,
    "(?:bam|nhan|an)(?: vao)?(?: nut)?(?: mai)? (?:khong|ko|k|hong|chang)(?: (?:duoc|an|dc|chay|len))+$",
    "nut(?: bam)?(?: \\S+)? (?:dau|khong|ko|bi|liet|mat)",
  ),
  begins(
    `(?:anh|hinh|hinh anh)(?: \\S+){0,2} (?:khong|ko|k|chua)(?: \\S+)? (?:mo|xem|hien|len|tai|ro|thay|coi|doc)`,
    "(?:anh|hinh|hinh anh)(?: bi)? (?:mo|nhoe|loi|den)",
    `${not}(?: the)? (?:xem|mo|coi|tai|doc) duoc (?:anh|hinh|chu)`,
  ),
  begins("chu(?: \\S+)? (?:nho|be|mo|li ti)(?: qua|xiu| .{0,20})?", "mat (?:kem|mo|yeu)(?: .{0,20})?$"),
];

/** What was answered by mistake. */
export const mistake = [
  begins(
    `(?:bam|chon|tra loi|go|danh|nhan|an)(?: bi| phai)? (?:nham|lon|lon mat)(?: .{0,20})?$`,
    "(?:nham|lo|lon) tay(?: .{0,15})?$",
    "nham(?: (?:roi|mat|mat roi))?$",
  ),
  begins(
    `(?:lam|tra loi|chon)(?: lai)+(?: (?:cau|dap an|cau tra loi|cau hoi|vua roi|truoc|nay|do|hoi nay))*${tail}`,
    "(?:doi|sua)(?: lai)? (?:dap an|cau tra loi)",
  ),
  /^(?:\S+ ){0,2}(?:con|chau|vo|chong|nguoi nha|ban)(?: \S+){0,4} (?:tra loi|bam|chon)(?: (?:bay|dum|ho|gium|nham|lung tung))/,
];

/** Lessons that were learnt. */
export const library = [
  begins(
    "(?:xem|coi|doc|hoc|mo|tim|on)(?: lai)* (?:bai|noi dung)(?: hoc)? (?:cu|truoc|hom qua|hom truoc|hom kia|vua roi|vua hoc|da hoc|hom thu \\S+|dau tien|so \\d+|\\d+)",
  ),
  begins(`hoc lai (?:tu dau|ca khoa|tat ca|bai)`, `bai(?: hoc)? (?:cu|truoc|hom qua|hom truoc|da hoc)(?: .{0,20})?$`),
  begins(
    `on(?: lai| tap)+(?: .{0,20})?$`,
    "luyen (?:them|tap|lai)(?: .{0,20})?$",
    "(?:lo )?(?:xoa|mat|troi)(?: mat| mat tieu)? (?:tin nhan|tin|bai)(?: .{0,20})?$",
  ),
];

/** Where the lesson is, or how to begin. */
export const lesson = [
  new RegExp(
    `^(?:(?:sao|tai sao|vi sao|the|ma|van|thay|a) )*${before}(?:(?:sao|tai sao|vi sao|van|thay) )*${before}` +
      "(?:chua|khong|ko|k|chang)(?: thay| he)? (?:nhan(?: duoc| thay)?|co|thay|duoc|gui)(?: gui| nhan)?(?: bai| tin)(?: |$)",
  ),
  begins(
    "(?:bao gio|khi nao|luc nao|may gio)(?: thi)?(?: moi)? (?:co|nhan|gui|den|toi|hoc)(?: duoc)? bai",
    "(?:gui|mo|vao|lay|xem|hoc)(?: lai| xin| cho| toi| em| minh)* bai(?: hoc| moi| tiep| theo| hom nay| di| nay)*$",
    "bai(?: hoc)?(?: (?:moi|tiep|tiep theo|hom nay|dau tien|dau))?$",
    "(?:bat dau|vao) hoc$",
    "(?:cach hoc|hoc (?:the nao|nhu the nao|lam sao|o dau))$",
    "(?:lam the nao|lam sao|the nao)(?: de)?(?: vao)? hoc$",
  ),
];

/** The same in other words, or they are back from a pause. */
export const learning = [
  /^(?:ngay )?(?:mai|thu \S+|chu nhat|cuoi tuan)(?: (?:thu \S+|chu nhat))*(?: (?:toi|em|minh))? (?:co|phai)(?: phai)? hoc (?:khong|ko|chua)$/,
  begins("hoc (?:bai )?gi(?: .{0,10})?$", `lich(?: hoc| gui bai| nhan bai)(?: .{0,20})?$`),
  begins(
    `${whenever}(?: thi| moi| duoc| se| lai| lop| khoa)* (?:bat dau hoc|bat dau vao hoc|bat dau|khai giang|vao hoc|hoc lai|hoc tiep|hoc)${tail}`,
    `(?:bat dau|vao|vo) hoc${tail}`,
  ),
  begins(
    `hoc (?:luon|truoc|bu|som)(?: .{0,25})?$`,
    `(?:xin |gui |hoc )?(?:them )?bai (?:nua|ke tiep|ngay mai)(?: .{0,20})?$`,
    `(?:gui )?them (?:\\S+ )?bai(?: .{0,20})?$`,
  ),
  begins(
    `(?:het|xong) bai${tail}`,
    `co bai moi${tail}`,
    `(?:con|co) bai (?:nao|gi) (?:nua|moi)${tail}`,
    `(?:gui|nhan) bai (?:tiep|lai)${tail}`,
  ),
  begins(
    `(?:di )?(?:cong tac|phep|nghi|vien|xa|hoc) (?:\\S+ ){0,2}ve(?: roi| lai| nha)*$`,
    `(?:het|xong) (?:phep|om|benh|ban|nghi|cong tac)(?: .{0,20})?$`,
    `khoi (?:om|benh|han)(?: .{0,15})?$`,
  ),
  begins(
    "(?:huy|bo|tat|thoi|ngung) (?:tam dung|tam nghi|tam ngung|nghi)(?: .{0,10})?$",
    "con (?:duoc )?nghi (?:may|bao nhieu|den)(?: .{0,15})?$",
    `hoc lai${tail}`,
  ),
];

/** How long the course is. */
export const course = [
  begins(
    `${whenever}(?: thi| moi)* (?:het|xong|ket thuc|hoan thanh)(?: khoa| lop| hoc| chuong trinh)*${tail}`,
    "(?:khoa|lop|chuong trinh)(?: hoc)?(?: nay)? (?:keo dai|dai|hoc|co|gom|bao lau|trong)(?: .{0,20})?(?:bao lau|may|bao nhieu)(?: .{0,15})?$",
  ),
  begins(
    "hoc (?:may|bao nhieu) (?:thang|tuan|buoi)(?: .{0,20})?$",
    "(?:co|gom)(?: tat ca| tong cong)? (?:may|bao nhieu) bai$",
    "(?:con )?(?:bao lau|(?:may|bao nhieu) bai)(?: nua)? (?:thi |la |moi )?(?:xong|het)",
  ),
];

/** What a lesson takes, and from when on it is passed. */
export const terms = [
  begins(
    "(?:moi |mot |1 |tung )?bai(?: hoc| nay| hang ngay)*(?: (?:hoc|lam|mat|dai|het|keo dai|ton|co|gom|khoang|chung|tam))* (?:bao lau|(?:may|bao nhieu) (?:phut|cau|thoi gian))(?: .{0,15})?$",
    "(?:hoc|lam)(?: moi| mot| 1)? bai(?: hoc)?(?: (?:mat|het|ton|khoang|chung|tam))* (?:bao lau|(?:may|bao nhieu) (?:phut|thoi gian))(?: .{0,15})?$",
    "(?:(?:moi|mot|1) )?ngay(?: (?:phai|hoc|mat|ton|het|can))+ (?:bao lau|(?:may|bao nhieu) (?:phut|thoi gian))(?: .{0,15})?$",
    `(?:(?:dung|lam dung|phai dung) )?(?:may|bao nhieu) (?:cau|diem|phan tram)(?: dung)?(?: thi| moi| la)* (?:dat|qua|dau|do)${tail}`,
    `(?:muc|diem|dieu kien)(?: de)? (?:dat|qua bai)(?: .{0,20})?$`,
    `(?:the nao|khi nao|nhu the nao)(?: thi| la| moi| duoc coi la| duoc tinh la)* (?:dat|qua bai)(?: bai)?${tail}`,
  ),
];

/** Points and streak. */
export const standing = [
  begins(
    `(?:xem |coi )?(?:diem|ket qua|thanh tich|thu hang|chuoi)(?: so| hoc)?(?: cua)?${self}${tail}`,
    `${why}(?: \\S+){0,3} mat (?:chuoi|streak)`,
  ),
  begins(
    `(?:chuoi|bang giu chuoi|luot giu chuoi|streak|diem|bao hiem chuoi)(?: ngay hoc| nay)? (?:la gi|de lam gi|tinh (?:sao|the nao|nhu the nao))(?: .{0,10})?$`,
    `(?:tinh|cham) diem (?:sao|the nao|kieu gi)`,
  ),
  new RegExp(`^(?:\\S+ )?${why}(?: \\S+){1,8} ${not}(?: duoc| co)? (?:cong |tinh )?diem${tail}`),
  begins(`bao nhieu diem (?:thi )?(?:dat|qua|dau)`),
];

/** What can be said here at all. */
export const help = [
  begins(
    `(?:giup|cuu|giup do|tro giup|huong dan)(?: do)?${self}*(?: (?:voi|di|cach dung|cach hoc|su dung|cach su dung))*$`,
    `(?:cach )?(?:su dung|dung|xai)(?: bot| cai nay| chuong trinh)? (?:the nao|ra sao|sao|nhu the nao|lam sao|kieu gi)${tail}`,
  ),
  begins(
    "(?:co )?(?:nhung |cac )?lenh (?:gi|nao)(?: .{0,10})?$",
    `(?:noi|nhan|go|hoi)(?: \\S+){0,3} ${not} hieu(?: (?:gi|het|ca|duoc))*$`,
  ),
];

const soon =
  "(?:lat nua|lat|mai|ngay mai|ti nua|chut nua|xiu nua|toi nay|chieu nay|mot chut|luc khac|hom khac|(?:may|\\d+) (?:phut|tieng|gio) nua)";
const does = "(?:lam|hoc|tra loi|tinh|xem|gui|nghi|tinh tiep)";
/** They will answer, only not now. */
export const later = [
  new RegExp(
    `^(?:da |thoi |thua |ok |de )*${self.replace("(?: ", "(?:")}? ?${soon}${self}?(?: se| moi| roi)? ${does}(?: |$)`,
  ),
  begins(
    `(?:doi|khoan|tu tu)(?:${self}| da| ti| chut| xiu| mot| lat| ty| nhe| nha| a)*$`,
    `cho(?:${self})?(?: da| ti| chut| xiu| mot| lat| ty| nhe| nha| a)+$`, // "chờ"; "cho" alone is to give
    `(?:de |hen )?(?:lat nua|chut nua|ti nua|xiu nua|luc khac|hom khac|khi khac)${tail}`,
    `de (?:lat|sau|mai|toi|chieu|toi nay|chieu nay|ngay mai)${tail}`,
    `de${self} (?:nghi|xem|hoi|tinh|coi|suy nghi|tra)(?: .{0,25})?$`,
  ),
  /^(?:\S+ )?dang (?:hop|lai xe|di duong|di lam|an com|lam viec|do viec|ban viec|o ngoai)(?: .{0,25})?$/,
  begins(
    `mang(?: \\S+)? (?:yeu|lag|cham|kem|chap chon|rot|do)(?: .{0,30})?$`,
    "(?:mat|rot) (?:mang|song)",
    "(?:may|dien thoai) (?:sap )?het pin",
    "(?:bai|may|mang)(?: \\S+)? (?:khong|ko|k) (?:tai|load|vao) (?:duoc|noi)",
  ),
];

/** To stop, and to go on, in so few words that they may be an answer. */
export const stopping = begins("(?:dung|ngung|thoat)(?: (?:lai|ra|hoc|bai|han|di|thoi|da|luon|nhe|a|em|giup))*$");
export const goingOn = begins(
  "(?:(?:hoc|lam|bai|cau|cau hoi) )?(?:tiep|ke tiep|next)(?: (?:theo|tuc|hoc|bai|di|nao|voi|nua|luon|nhe|a|em))*$",
);

/** Praise of a lesson, a laugh, a good-bye. */
export const praise =
  /^(?:(?:da|thua|em|toi|thay) )*(?:bai|cau|noi dung|chuong trinh|lop|khoa)(?: (?:hoc|hom nay|nay))* (?:rat |qua |that )?(?:hay|tot|bo ich|y nghia|thu vi|de hieu|thiet thuc|tuyet voi|huu ich)(?: .{0,15})?$/;
export const laugh = /^(?:(?:hi|ha|he){2,}|k{2,}|lol)(?: (?:hi|ha|he)+)*$/;
