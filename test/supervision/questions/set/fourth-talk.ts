/** What is said next in a chat; what lies out of sight; what is not about progress. */
import {
  ask,
  beside,
  communes,
  fewestPeople,
  fewestUnits,
  following,
  lost,
  mostPeople,
  mostUnits,
  names,
  place,
  refused,
  total,
  wards,
  which,
  who,
} from "../notation.ts";
import { either } from "./fourth-readings.ts";
import { anybody, hasLearnt, on } from "./second-readings.ts";

const learning = ["Hôm nay bao nhiêu người học?"] as const;
const ofLamThao = ["Hôm nay xã Lâm Thao có bao nhiêu người học?"] as const;
const highest = ["Xã nào hoàn thành cao nhất?"] as const;
const outside = ["Có bao nhiêu người chưa vào lớp?"] as const;
const lan = ["Chị Lan học được mấy bài rồi?"] as const;
const absent = ["Ai chưa học hôm nay?"] as const;
const province = ["Điện Biên hoàn thành bao nhiêu phần trăm?"] as const;
const pointed = ["Ai nhiều điểm thưởng nhất?"] as const;
const xoan = ["Chị Xoan hôm nay học chưa?"] as const;
const joining = ["Phú Thọ có bao nhiêu người đã vào lớp?"] as const;

export const followUps = [
  following("tanLap", learning, "là những ai vậy", names("learnt", "own", "today")),
  following("tanLap", learning, "thế còn hôm qua thì mấy", total("learnt", "own", "yesterday")),
  following("tanLap", learning, "còn ai chưa", ...anybody("not_learnt", "own", "today")),
  following("chair", ofLamThao, "còn Việt Trì?", total("learnt", place.vietTri, "today")),
  following("chair", [...ofLamThao, "còn Việt Trì?"], "cả tỉnh thì sao", total("learnt", "own", "today")),
  following("chair", ofLamThao, "ok còn tuần trước", total("learnt", place.lamThao, "last week")),
  following("chair", highest, "thế xã nào thấp nhất", fewestUnits("completion", { level: communes })),
  following("chair", highest, "còn bên phường?", mostUnits("completion", { level: wards })),
  following("chair", outside, "ở đâu nhiều nhất", mostUnits("not_joined")),
  following("chair", outside, "cho xin tên", names("not_joined")),
  following("chair", outside, "riêng phường Việt Trì thôi", total("not_joined", place.vietTri)),
  following("chair", ["Lớp K1 hoàn thành bao nhiêu phần trăm?"], "lớp kia?", total("completion", place.k2), which),
  following("office", lan, "còn anh Tài", total("lessons", who("Phan Văn Tài"))),
  following("office", lan, "tính riêng tuần này", total("lessons", who("Ngô Thị Lan"), "this week")),
  following("office", lan, "đúng được bao nhiêu phần trăm", total("score", who("Ngô Thị Lan"))),
  following("office", lan, "thế còn tôi", total("lessons", "me")),
  following(
    "office",
    ["Phòng Tổng hợp hoàn thành bao nhiêu phần trăm?"],
    "so với bên hành chính thì sao",
    ...either("completion", [place.general, "now"], [place.household, "now"]),
    total("completion", place.household),
  ),
  following("office", ["Hôm qua có mấy người học?"], "thứ hai thì mấy", total("learnt", "own", on("2026-11-23"))),
  following("vietTri", absent, "tất cả là mấy người", total("not_learnt", "own", "today")),
  following("vietTri", absent, "cả tuần thì những ai", names("not_learnt", "own", "this week")),
  following("vietTri", absent, "rieng van phong thoi", names("not_learnt", place.vietTriOffice, "today")),
  following(
    "dienBien",
    province,
    "từng xã một xem nào",
    mostUnits("completion", { level: communes }),
    fewestUnits("completion", { level: communes }),
  ),
  following("dienBien", province, "dự kiến cuối khóa được bao nhiêu", total("forecast")),
  following("dienBien", province, "thế lớp K2 ở tỉnh thì sao", total("completion", place.k2)),
  following(
    "na",
    ["Tuần này Vụ Tổng hợp có bao nhiêu người học?"],
    "vụ kia thì sao",
    total("learnt", place.naInformation, "this week"),
    which,
  ),
  following("na", pointed, "người thứ hai là ai", which, mostPeople("points")),
  following("na", pointed, "ít nhất là ai", fewestPeople("points")),
  following("tuanGiao", xoan, "hôm qua thì sao", ...hasLearnt(who("Bạc Thị Xoan"), "yesterday")),
  following("tuanGiao", xoan, "thế anh Dế", ...hasLearnt(who("Mùa A Dế"), "today")),
  following("both", joining, "Điện Biên?", total("joined", place.dienBien)),
  following(
    "both",
    joining,
    "cả hai tỉnh",
    total("joined"),
    beside("joined", [place.phuTho, "now"], [place.dienBien, "now"]),
  ),
  following(
    "tanLap",
    ["Đồng chí Tráng học đến đâu rồi?"],
    "đồng chí ấy hôm nay học chưa",
    ...hasLearnt(who("Đinh Công Tráng"), "today"),
  ),
  following("tanLap", ["Ai đang chậm bài?"], "rồi, cảm ơn em", lost),
];

export const refusals = [
  ask("tanLap", "bên xã Lâm Thao hôm nay mấy người học rồi em", refused("Lâm Thao")),
  ask("tanLap", "so xã mình với phường Hòa Bình xem ai hơn", refused("Hòa Bình")),
  ask("tanLap", "Anh Nguyễn Khắc Hiếu bên Lâm Thao học thế nào?", refused("Nguyễn Khắc Hiếu"), refused("Lâm Thao")),
  ask("tan", "Xã Tân Lập hoàn thành bao nhiêu phần trăm rồi?", refused("Tân Lập")),
  ask("tan", "Cả tỉnh Phú Thọ đang được bao nhiêu phần trăm?", refused("Phú Thọ")),
  ask("vietTri", "phuong thanh mieu hoc toi dau roi", refused("thanh mieu")),
  ask("vietTri", "Đồng chí Đàm Quang Sáng được bao nhiêu điểm rồi?", refused("Đàm Quang Sáng")),
  ask("dienBien", "Tỉnh Phú Thọ hoàn thành được bao nhiêu % rồi em", refused("Phú Thọ")),
  ask("dienBien", "mình so với Phú Thọ thế nào", refused("Phú Thọ")),
  ask("office", "Xã Tân Lập còn ai chưa vào lớp không?", refused("Tân Lập")),
  ask("office", "đ/c Bùi Văn Sơn tuần này học chưa", refused("Bùi Văn Sơn")),
  ask("na", "hom qua tinh dien bien co may nguoi hoc", refused("dien bien")),
  ask("na", "Đồng chí Đinh Công Tráng ở Phú Thọ học mấy bài rồi?", refused("Đinh Công Tráng"), refused("Phú Thọ")),
  ask("chair", "Vụ Thông tin bên Quốc hội học sao rồi em?", refused("Vụ Thông tin")),
  ask("chair", "xã Thanh Thủy hôm nay bao nhiêu người học", refused("Thanh Thủy")),
  ask("tuanGiao", "Tủa Chùa tuần trước có mấy người học", refused("Tủa Chùa")),
  ask("tuanGiao", "Chị Cà Thị Hương học được mấy bài rồi", refused("Cà Thị Hương")),
  ask("pupil", "Hôm nay xã Tân Lập có bao nhiêu người học?", refused("Tân Lập")),
  ask("pupil", "chị Hà Thị Thơm được bao nhiêu điểm rồi", refused("Hà Thị Thơm")),
  following("dienBien", ["Xã Tủa Chùa hôm nay có mấy người học?"], "thế còn Lâm Thao", refused("Lâm Thao")),
];

export const notProgress = [
  ask("tanLap", "Chào em, tôi là Sơn ở Tân Lập đây", lost),
  ask("tanLap", "Điện thoại tôi không mở được bài thì làm thế nào?", lost),
  ask("tanLap", "ừ tốt lắm em", lost),
  ask("office", "Chiều nay mấy giờ họp giao ban?", lost),
  ask("office", "Cho xin số điện thoại chị Ngọc phòng tổng hợp", lost),
  ask("office", "mat khau wifi co quan la gi the", lost),
  ask("vietTri", "Lương tháng 11 bao giờ có nhỉ?", lost),
  ask("vietTri", "gửi nhầm, xin lỗi nhé", lost),
  ask("na", "Bài hôm nay nói về cái gì vậy?", lost),
  ask("na", "Em là người hay là máy?", lost),
  ask("chair", "Học xong có được cấp giấy chứng nhận không?", lost),
  ask("dienBien", "mai trời có mưa không", lost),
  ask("tuanGiao", "bao h đc nghỉ tết z", lost),
];
