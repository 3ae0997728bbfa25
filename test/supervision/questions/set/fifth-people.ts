/** About single people, asked above their units. */
import { ask, lost, total, which, who } from "../notation.ts";
import { betterOf, missing } from "./fifth-readings.ts";
import { either } from "./fourth-readings.ts";
import { hasJoined, hasLearnt, howFar } from "./second-readings.ts";

const hungOf = (unit: string) => who(`Nguyễn Văn Hùng / ${unit}`);

export const people = [
  ask("chair", "ở Nguyễn Văn Hùng học sao rồi", which),
  ask("chair", "Nguyễn Văn Hùng Lâm Thao được bao nhiêu điểm", total("points", hungOf("Xã Lâm Thao"))),
  ask(
    "chair",
    "Nguyễn Văn Hùng ở phường Việt Trì tuần trước học mấy buổi",
    total("lessons", hungOf("Phường Việt Trì"), "last week"),
    total("learnt", hungOf("Phường Việt Trì"), "last week"),
    which,
  ),
  ask(
    "chair",
    "nguyen thi mai phong hanh chinh co hoc khong",
    ...missing(who("Nguyễn Thị Mai / Phòng Hành chính - Quản trị")),
  ),
  ask("chair", "Kiều Thị Oanh thuộc đơn vị nào", which, lost),
  ask("chair", "hôm nay sếp Phương văn phòng đoàn học chưa", ...hasLearnt(who("Nguyễn Thị Phương"), "today")),
  ask(
    "office",
    "Ngọc có vượt tiến độ không",
    total("overdue", who("Trần Thị Ngọc")),
    ...howFar(who("Trần Thị Ngọc")),
    which,
  ),
  ask("office", "anh Bằng nghỉ tới bao giờ", total("paused", who("Cao Văn Bằng")), which, lost),
  ask(
    "office",
    "chị xuân sao không thấy học vậy",
    ...missing(who("Lý Thị Xuân")),
    total("unreachable", who("Lý Thị Xuân")),
  ),
  ask("office", "Vu Dinh Nam voi Phan Van Tai", ...betterOf(who("Vũ Đình Nam"), who("Phan Văn Tài")), which),
  ask(
    "dienBien",
    "chị Lan Tân Lập đã vào chưa",
    ...hasJoined(who("Pờ Thị Lan")),
    ...hasLearnt(who("Pờ Thị Lan"), "today"),
  ),
  ask("dienBien", "Sung hoc den dau roi", ...howFar(who("Chớ Thị Sùng")), which),
  ask(
    "dienBien",
    "ba Mỷ với bà Hương học chưa bác",
    ...either("learnt", [who("Giàng Thị Mỷ"), "today"], [who("Cà Thị Hương"), "today"]),
    which,
  ),
  ask("both", "Nguyễn Văn Hùng Tân Lập mấy điểm", which),
  ask("dienBienOffice", "Lường Văn Pánh điểm số, chuỗi ngày", which),
  ask("na", "chị Mai vụ thông tin đúng mấy phần trăm", total("score", who("Nguyễn Thị Mai / Vụ Thông tin"))),
  ask(
    "na",
    "Hoàng Minh Tuấn 2 tuần nay học được mấy bài",
    total("lessons", who("Hoàng Minh Tuấn"), { days: 14 }),
    total("lessons", who("Hoàng Minh Tuấn"), { since: "2026-11-16" }),
  ),
];
