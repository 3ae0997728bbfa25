/** Of the second set: about single people, and figures as for a report. */
import {
  ask,
  beside,
  fewestPeople,
  mostPeople,
  mostUnits,
  names,
  place,
  type Question,
  rooms,
  total,
  which,
  who,
} from "../notation.ts";
import { hasJoined, hasLearnt, on } from "./second-readings.ts";

const learns = who("Hoàng Văn Học");
const long = who("Trần Đức Long");
const yen = who("Vũ Hải Yến");
const bang = who("Cao Văn Bằng");

export const people: readonly Question[] = [
  ask("chair", "Hà Thị Thơm được bao nhiêu điểm?", total("points", who("Hà Thị Thơm"))),
  ask("tanLap", "chị Thơm học liên tục được mấy ngày rồi", total("streak", who("Hà Thị Thơm"))),
  ask("tan", "chi Sau hoc den dau roi", total("completion", who("Tô Thị Sáu")), total("lessons", who("Tô Thị Sáu"))),
  ask("tan", "anh Khánh đã vào lớp chưa?", ...hasJoined(who("Mai Văn Khánh"))),
  ask(
    "office",
    "đ/c Bằng sao không thấy học nhỉ",
    ...hasLearnt(bang, "today"),
    ...hasLearnt(bang, "this week"),
    total("paused", bang),
    total("overdue", bang),
    total("lessons", bang),
    total("completion", bang),
  ),
  ask("chair", "Le Thi Diem tuan nay dung bao nhieu phan tram", total("score", who("Lê Thị Điểm"), "this week")),
  ask("chair", "anh Học học được mấy bài?", total("lessons", learns)),
  ask("vietTri", "Đoàn Thị Giang hôm qua có học không", ...hasLearnt(who("Đoàn Thị Giang"), "yesterday")),
  ask(
    "vietTri",
    "chị Oanh bên kinh tế hạ tầng tháng này mấy bài",
    total("lessons", who("Kiều Thị Oanh"), "this month"),
  ),
  ask("dienBien", "Vừ A Chùa tham gia chưa", ...hasJoined(who("Vừ A Chùa"))),
  ask("pupil", "tôi học được bao nhiêu bài rồi", total("lessons", "me")),
  ask("pupil", "tuần này em được mấy điểm", total("points", "me", "this week")),
  ask("chair", "tôi có bị chậm không nhỉ", total("overdue", "me")),
  ask(
    "na",
    "Hoàng Minh Tuấn với Lê Thu Hà ai nhiều điểm hơn",
    beside("points", [who("Hoàng Minh Tuấn"), "now"], [who("Lê Thu Hà"), "now"]),
  ),
  ask(
    "na",
    "anh Long và chị Yến hôm nay học chưa",
    beside("learnt", [long, "today"], [yen, "today"]),
    beside("not_learnt", [long, "today"], [yen, "today"]),
    which,
  ),
  ask("chair", "Nguyễn Văn Hùng xã Lâm Thao chuỗi mấy ngày", total("streak", who("Nguyễn Văn Hùng / Xã Lâm Thao"))),
  ask("dienBien", "Lò Thị Tuần tuần trước học mấy bài", total("lessons", who("Lò Thị Tuần"), "last week")),
  ask("office", "chị Mai phòng HCQT đúng bao nhiêu %", total("score", who("Nguyễn Thị Mai"))),
  ask("tuanGiao", "bác Dế còn liên lạc được không", total("unreachable", who("Mùa A Dế"))),
  ask("chair", "Kiều Thị Oanh học xong chưa", total("finished", who("Kiều Thị Oanh"))),
  ask("pupil", "mình giữ chuỗi được mấy hôm rồi", total("streak", "me")),
];

export const report: readonly Question[] = [
  ask("chair", "Số người học ngày 18/11", total("learnt", "own", on("2026-11-18"))),
  ask("chair", "Tỷ lệ hoàn thành chuyên đề 2 của xã Tân Lập", total("completion", place.tanLap, { module: 2 })),
  ask("chair", "Học phần 1: % trả lời đúng, toàn tỉnh", total("score", "own", { module: 1 })),
  ask("both", "Tổng điểm từ 9/11 đến 15/11", total("points", "own", { from: "2026-11-09", to: "2026-11-15" })),
  ask(
    "chair",
    "So sánh số bài học tuần này và tuần trước",
    beside("lessons", ["own", "this week"], ["own", "last week"]),
  ),
  ask(
    "vietTri",
    "so với tuần trước thì tuần này số người học tăng hay giảm",
    beside("learnt", ["own", "this week"], ["own", "last week"]),
    beside("learnt", ["own", "last week"], ["own", "this week"]),
  ),
  ask("tanLap", "Số học viên quá hạn bài học", total("overdue")),
  ask(
    "office",
    "Xếp hạng các phòng theo điểm",
    mostUnits("points", { level: rooms }),
    mostUnits("score", { level: rooms }),
  ),
  ask(
    "dienBien",
    "3 người nhiều bài nhất tỉnh trong tháng 11",
    mostPeople("lessons", { when: "this month", limit: 3 }),
  ),
  ask("chair", "Dự kiến cuối khóa lớp K1 đạt bao nhiêu %", total("forecast", place.k1)),
  ask("na", "Người có chuỗi dài nhất", mostPeople("streak")),
  ask("chair", "danh sách tạm dừng học của lớp K2", names("paused", place.k2)),
  ask("dienBien", "số người đã tham gia xã tân lập", total("joined", place.otherTanLap)),
  ask("office", "thứ sáu tuần trước có bao nhiêu người học", total("learnt", "own", on("2026-11-20"))),
  ask(
    "chair",
    "khối cán bộ công chức văn phòng học được tổng cộng bao nhiêu bài",
    total("lessons", place.clerks),
    total("lessons", place.office),
  ),
  ask(
    "tanLap",
    "10 người thấp điểm nhất xã",
    fewestPeople("points", { limit: 10 }),
    fewestPeople("score", { limit: 10 }),
  ),
  ask("vietTri", "hôm kia bao nhiêu người học", total("learnt", "own", on("2026-11-24"))),
  ask("vietTri", "từ 20/11 đến nay ai chưa học", names("not_learnt", "own", { since: "2026-11-20" })),
];
