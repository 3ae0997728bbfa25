/** The third set: single people, and whoever asks. */
import { ask, beside, mostPeople, place, type Question, total, well, who } from "../notation.ts";
import { hasJoined, hasLearnt, howFar, on } from "./second-readings.ts";

const duc = who("Lê Minh Đức");
const giang = who("Đoàn Thị Giang");
const thom = who("Hà Thị Thơm");
const hung = who("Nguyễn Văn Hùng");

export const people: readonly Question[] = [
  ask("tanLap", "Đồng chí Đinh Công Tráng hôm nay đã học chưa?", ...hasLearnt(who("Đinh Công Tráng"), "today")),
  ask("tanLap", "anh Phước vào lớp chưa", ...hasJoined(who("Nguyễn Hữu Phước"))),
  ask(
    "tanLap",
    "Hà Thị Thơm với Nguyễn Văn Hùng ai nhiều điểm hơn",
    beside("points", [thom, "now"], [hung, "now"]),
    beside("score", [thom, "now"], [hung, "now"]),
  ),
  ask(
    "tanLap",
    "chị Bích từ đầu khóa tới giờ học được mấy bài",
    total("lessons", who("Hoàng Thị Bích")),
    total("lessons", who("Hoàng Thị Bích"), { since: "2026-11-09" }),
  ),
  ask("tanLap", "Tôi đang có chuỗi mấy ngày?", total("streak", "me")),
  ask("tanLap", "Nguyễn Văn Hùng tuần trước học mấy bài", total("lessons", hung, "last week")),
  ask("tan", "cô Sáu có chậm tiến độ không", total("overdue", who("Tô Thị Sáu"))),
  ask("tan", "Trần Thị Én đúng được bao nhiêu phần trăm", total("score", who("Trần Thị Én"))),
  ask("tan", "Mai Văn Khánh tham gia chưa thế", ...hasJoined(who("Mai Văn Khánh"))),
  ask("vietTri", "chị Giang học đến đâu rồi, Đoàn Thị Giang ấy", ...howFar(giang)),
  ask("vietTri", "Khuất Văn Dũng học được mấy bài rồi?", total("lessons", who("Khuất Văn Dũng"))),
  ask("vietTri", "Anh Lại Thế Cường có đang tạm nghỉ không?", total("paused", who("Lại Thế Cường"))),
  ask("vietTri", "đ/c Quyên còn nhận được tin không", total("unreachable", who("Dương Thị Quyên"))),
  ask(
    "chair",
    "Lê Thị Điểm được bao nhiêu điểm tuần này",
    total("points", who("Lê Thị Điểm"), "this week"),
    total("score", who("Lê Thị Điểm"), "this week"),
  ),
  ask(
    "chair",
    "anh Hùng bên xã Lâm Thao hôm thứ hai có học không",
    ...hasLearnt(who("Nguyễn Văn Hùng / Xã Lâm Thao"), on("2026-11-23")),
  ),
  ask(
    "chair",
    "Hoàng Văn Học đã học chưa?",
    ...hasLearnt(who("Hoàng Văn Học"), "today"),
    ...hasJoined(who("Hoàng Văn Học")),
  ),
  ask("chair", "kiều thị oanh tiến độ thế nào", ...howFar(who("Kiều Thị Oanh"))),
  ask(
    "office",
    "so sánh Lê Minh Đức với Ngô Thị Lan về số bài",
    beside("lessons", [duc, "now"], [who("Ngô Thị Lan"), "now"]),
  ),
  ask(
    "office",
    "Lê Minh Đức tuần này so với tuần trước học được mấy bài",
    beside("lessons", [duc, "this week"], [duc, "last week"]),
  ),
  ask("office", "chị Ngọc giữ chuỗi được mấy ngày rồi", total("streak", who("Trần Thị Ngọc"))),
  ask(
    "dienBien",
    "Cà Thị Hương hoàn thành được bao nhiêu phần trăm mô-đun 1",
    total("completion", who("Cà Thị Hương"), { module: 1 }),
  ),
  ask("dienBien", "Nguyễn Văn Hùng hôm qua học chưa", ...hasLearnt(hung, "yesterday")),
  ask(
    "tuanGiao",
    "Tòng Văn Hặc liệu có theo kịp khóa học không",
    total("forecast", who("Tòng Văn Hặc")),
    total("overdue", who("Tòng Văn Hặc")),
  ),
  ask(
    "na",
    "Hoàng Minh Tuấn học xong khóa chưa",
    total("finished", who("Hoàng Minh Tuấn")),
    total("completion", who("Hoàng Minh Tuấn")),
  ),
  ask("pupil", "em đã học được bao nhiêu bài rồi ạ", total("lessons", "me")),
  ask("na", "Vụ Tổng hợp ai học tốt nhất", ...well((measure) => mostPeople(measure, { whom: place.naGeneral }))),
];
