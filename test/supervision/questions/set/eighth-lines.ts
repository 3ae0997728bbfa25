/** Lines and ranges, places, what is taught, one beside another. */
import {
  ask,
  beside,
  best,
  communes,
  mostUnits,
  peopleBetween,
  peopleBeyond,
  place,
  type Question,
  reached,
  standing,
  total,
  unitsBetween,
  unitsBeyond,
  wards,
  well,
  which,
  who,
  worst,
} from "../notation.ts";

export const lines: readonly Question[] = [
  ask("chair", "những xã phường nào còn dưới 60% vậy", unitsBeyond("completion", "< 60%", { level: communes })),
  ask("chair", "Đơn vị nào chưa đạt 70 phần trăm", unitsBeyond("completion", "< 70%")),
  ask("chair", "phuong nao tu 50% tro len", unitsBeyond("completion", ">= 50%", { level: wards })),
  ask("chair", "xã nào chưa được nửa", unitsBeyond("completion", "< 50%", { level: communes })),
  ask(
    "chair",
    "xã nào có hơn 3 người chưa học hôm nay",
    unitsBeyond("not_learnt", "> 3", { when: "today", level: communes }),
  ),
  ask("chair", "đơn vị nào có từ 2 người chưa tham gia trở lên", unitsBeyond("not_joined", ">= 2")),
  ask(
    "dienBien",
    "xã nào trong khoảng 40 đến 70%",
    unitsBetween("completion", ">= 40%", "<= 70%", { level: communes }),
  ),
  ask("tanLap", "ai học được từ 5 bài trở lên", peopleBeyond("lessons", ">= 5")),
  ask("tanLap", "những ai mới học dưới 3 bài", peopleBeyond("lessons", "< 3")),
  ask("tanLap", "tuan nay ai hoc it nhat 3 bai", peopleBeyond("lessons", ">= 3", { when: "this week" })),
  ask("lamThao", "xã mình có bao nhiêu người trên 100 điểm", peopleBeyond("points", "> 100")),
  ask("lamThao", "xã mình đạt 70% chưa", reached("completion", ">= 70%")),
  ask("vietTri", "phường có vượt 60% không", reached("completion", "> 60%"), reached("completion", ">= 60%")),
  ask("vietTri", "ai có chuỗi từ 5 ngày trở lên", peopleBeyond("streak", ">= 5")),
  ask("tuanGiao", "ai hoc tu 3 den 8 bai", peopleBetween("lessons", ">= 3", "<= 8")),
  ask("na", "ai tỷ lệ đúng dưới 80%", peopleBeyond("score", "< 80%")),
];

export const places: readonly Question[] = [
  ask("chair", "Tân Lập đứng thứ mấy trong tỉnh", ...well((one) => standing(one, place.tanLap)), which),
  ask("chair", "phường việt trì xếp hạng bao nhiêu", ...well((one) => standing(one, place.vietTri)), which),
  ask("tanLap", "xã mình đứng thứ mấy toàn tỉnh", ...well((one) => standing(one)), which),
  ask(
    "na",
    "Vụ Thông tin xếp thứ mấy về điểm",
    standing("points", place.naInformation),
    standing("score", place.naInformation),
    which,
  ),
  ask("hoaBinh", "Bạch Thị Nụ đứng thứ mấy phường", ...well((one) => standing(one, who("Bạch Thị Nụ"))), which),
  ask("tan", "tôi đang xếp thứ mấy", standing("points", "me")),
];

export const modules: readonly Question[] = [
  ask("chair", "học phần 2 hoàn thành bao nhiêu phần trăm", total("completion", "own", { module: 2 })),
  ask("hoaBinh", "phần an toàn chống lừa đảo phường mình xong bao nhiêu %", total("completion", "own", { module: 2 })),
  ask("office", "phần văn bản điện tử xong được bao nhiêu rồi", total("completion", "own", { module: 2 })),
  ask("na", "hp 3 tiến độ sao rồi", total("completion", "own", { module: 3 })),
  ask("tanLap", "mọi người hay sai học phần nào nhất", worst("modules"), worst("modules", { by: "people" })),
  ask("chair", "bài nào bị sai nhiều nhất", worst("lessons"), worst("lessons", { by: "people" })),
  ask("office", "nhiều người sai phần nào nhất", worst("modules", { by: "people" })),
  ask(
    "chair",
    "từng học phần tỉnh mình đạt bao nhiêu %",
    best("modules", { measure: "completion" }),
    worst("modules", { measure: "completion" }),
  ),
];

export const compared: readonly Question[] = [
  ask(
    "chair",
    "so sánh xã Tân Lập và phường Việt Trì về số người học hôm nay",
    beside("learnt", [place.tanLap, "today"], [place.vietTri, "today"]),
  ),
  ask(
    "chair",
    "Lâm Thao với Hòa Bình bên nào cao hơn",
    ...well((one) => beside(one, [place.lamThao, "now"], [place.hoaBinh, "now"])),
    which,
  ),
  ask(
    "tanLap",
    "tuần này so với tuần trước số người học thế nào",
    beside("learnt", ["own", "this week"], ["own", "last week"]),
  ),
  ask(
    "lamThao",
    "hôm nay học nhiều hơn hôm qua không",
    beside("learnt", ["own", "today"], ["own", "yesterday"]),
    beside("lessons", ["own", "today"], ["own", "yesterday"]),
    which,
  ),
  ask(
    "office",
    "phòng tổng hợp với phòng hành chính quản trị phòng nào còn nhiều người chưa tham gia hơn",
    beside("not_joined", [place.general, "now"], [place.household, "now"]),
    mostUnits("not_joined"),
  ),
  ask(
    "dienBien",
    "so tuan giao voi tua chua",
    ...well((one) => beside(one, [place.tuanGiao, "now"], [place.tuaChua, "now"])),
    which,
  ),
  ask(
    "vietTri",
    "tháng này với tháng trước học được bao nhiêu bài",
    beside("lessons", ["own", "this month"], ["own", "last month"]),
  ),
  ask(
    "na",
    "vụ tổng hợp và vụ thông tin tuần này bên nào học nhiều bài hơn",
    beside("lessons", [place.naGeneral, "this week"], [place.naInformation, "this week"]),
  ),
  ask(
    "tanLap",
    "chị Bùi Thị Hiền với chị Phùng Thị Nga ai học nhiều bài hơn",
    beside("lessons", [who("Bùi Thị Hiền"), "now"], [who("Phùng Thị Nga"), "now"]),
  ),
];
