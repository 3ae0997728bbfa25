/** One's own figures; what the asker may not see; too little said; what is no question about progress. */
import { ask, following, lost, names, place, type Question, refused, total, which, who, worst } from "../notation.ts";

export const oneself: readonly Question[] = [
  ask("tanLap", "tôi học được mấy bài rồi", total("lessons", "me")),
  ask("chair", "bản thân anh hôm nay đã học chưa em", total("learnt", "me", "today"), total("lessons", "me", "today")),
  ask("office", "chị còn mấy bài nữa thì xong", lost, which, total("lessons", "me"), total("completion", "me")),
  ask("hoaBinh", "điểm của tôi bao nhiêu", total("points", "me"), total("score", "me")),
  ask("dienBien", "chuỗi của bác được mấy ngày rồi", total("streak", "me")),
  ask("na", "tôi đúng bao nhiêu %", total("score", "me")),
  ask("muongThanh", "tuần này tôi học mấy bài", total("lessons", "me", "this week")),
  ask(
    "tuaChua",
    "tôi hay sai bài nào",
    worst("lessons", { whom: "me" }),
    worst("lessons", { whom: "me", by: "people" }),
  ),
];

export const outOfSight: readonly Question[] = [
  ask("tanLap", "xã Lâm Thao hôm nay ai chưa học", refused("Lâm Thao")),
  ask("tanLap", "so với xã Lâm Thao thì xã mình hơn hay kém", refused("Lâm Thao")),
  ask("lamThao", "anh Bùi Văn Sơn học mấy bài rồi", refused("Bùi Văn Sơn")),
  ask("hoaBinh", "hnay p việt trì mấy ng học", refused("việt trì")),
  ask("office", "xã Tân Lập tiến độ bn r", refused("Tân Lập")),
  ask("dienBien", "tỉnh Phú Thọ hôm nay bao nhiêu người học", refused("Phú Thọ")),
  ask("chair", "bên Điện Biên đạt bao nhiêu %", refused("Điện Biên")),
  ask("tuanGiao", "xa tua chua ai chua hoc hnay", refused("tua chua")),
  ask("vietTri", "xã Bản Nguyên tuần này ai chưa học", refused("Bản Nguyên")),
  ask("tan", "ông Nguyễn Khắc Hiếu hôm nay học chưa", refused("Nguyễn Khắc Hiếu")),
  ask("muongThanh", "bên Tuần Giáo hôm nay mấy người học", refused("Tuần Giáo")),
  following("lamThao", ["hôm nay ai chưa học"], "còn Hòa Bình", refused("Hòa Bình")),
  ask("dienBienOffice", "xã tuần giáo đứng thứ mấy", refused("tuần giáo")),
  ask("tanLap", "Hoàng Minh Tuấn bao nhiêu điểm", refused("Hoàng Minh Tuấn")),
];

export const unclear: readonly Question[] = [
  ask("both", "tân lập hnay ai chưa học", which),
  ask("chair", "anh Hùng tuần này học mấy bài", which),
  ask("both", "Nguyễn Văn Hùng ở Tân Lập học mấy bài", which),
  ask("chair", "Nguyễn Văn Hùng ở Lâm Thao học mấy bài", total("lessons", who("Nguyễn Văn Hùng / Xã Lâm Thao"))),
  ask("chair", "văn phòng hôm nay ai chưa học", which, names("not_learnt", place.office, "today")),
  ask("chair", "tình hình sao rồi em", which, lost, total("completion"), total("learnt", "own", "today")),
  ask("office", "cho xem kết quả", which, lost, total("completion"), total("score"), total("learnt", "own", "today")),
  ask(
    "thanhMieu",
    "sao phường tôi chưa thấy ai học vậy",
    which,
    lost,
    total("learnt", "own", "today"),
    names("not_joined"),
    total("not_joined"),
  ),
];

export const notProgress: readonly Question[] = [
  ask("tanLap", "ok", lost),
  ask("tanLap", "mai họp mấy giờ em", lost),
  ask("chair", "anh gửi giúp file", lost),
  ask("chair", "danh sách đại biểu dự kỳ họp gửi chưa em", lost, which),
  ask("office", "số điện thoại của chị Hoa là gì", lost, which),
  ask("vietTri", "có bao nhiêu hồ sơ quá hạn tuần này", lost),
  ask("lamThao", "tuần sau có mấy cuộc tiếp xúc cử tri", lost),
  ask("lamThao", "xã mình thu ngân sách đạt bao nhiêu %", lost),
  ask("hoaBinh", "dân số phường mình bao nhiêu người", lost),
  ask("hoaBinh", "đã nhắc 3 đồng chí rồi nhé", lost),
  ask("dienBien", "hôm nay ai trực", lost),
  ask("dienBien", "cháu nhà bác học lớp mấy rồi", lost),
  ask("tuaChua", "vâng ạ để em nhắc mọi người", lost),
  ask("tuaChua", "sáng mai 8h họp ở hội trường nhé mọi người nhớ đi đủ", lost),
  ask("muongThanh", "ai là chủ tịch xã Tân Lập", lost, refused("Tân Lập")),
  ask("na", "còn bao nhiêu ngày nữa thì bầu cử", lost),
  ask("na", "tỷ lệ phiếu đồng ý là bao nhiêu phần trăm", lost),
  ask("tan", "gõ nhầm", lost),
  ask("tan", "hôm nay xã mình ai chưa nộp báo cáo", lost),
  ask("office", "tuần này văn phòng mấy người nghỉ phép", lost, which),
  ask("vietTri", "hôm nay bao nhiêu người dự họp", lost),
  ask("chair", "xã nào chưa gửi tờ trình", lost),
  ask("tanLap", "Nguyễn Văn Hưng bao nhiêu tuổi", lost),
  ask("otherTanLap", "ai chưa ký danh sách nhận tiền", lost),
];
