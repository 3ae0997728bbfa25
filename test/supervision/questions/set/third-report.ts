/** The third set: what somebody looks up who has a report or a meeting to prepare. */
import {
  ask,
  beside,
  bothKinds,
  communes,
  fewestUnits,
  mostPeople,
  mostUnits,
  names,
  place,
  type Question,
  rooms,
  total,
} from "../notation.ts";
import { on } from "./second-readings.ts";

export const report: readonly Question[] = [
  ask("chair", "Số liệu báo cáo giao ban: tổng số người tham gia học toàn tỉnh", total("joined"), total("people")),
  ask(
    "chair",
    "Để đưa vào báo cáo tuần: số lượt bài học hoàn thành của tỉnh Phú Thọ tuần này",
    total("lessons", "own", "this week"),
  ),
  ask("chair", "Bảng so sánh các xã phường về tỷ lệ hoàn thành", mostUnits("completion", { level: bothKinds })),
  ask(
    "chair",
    "2 phường có số người chưa học hôm nay nhiều nhất",
    mostUnits("not_learnt", { when: "today", level: [["phuong"]], limit: 2 }),
  ),
  ask("chair", "danh sách cán bộ quá hạn của phường Việt Trì để nhắc nhở", names("overdue", place.vietTri)),
  ask(
    "chair",
    "tỷ lệ trả lời đúng từ 09/11 đến 20/11 của toàn tỉnh",
    total("score", "own", { from: "2026-11-09", to: "2026-11-20" }),
  ),
  ask(
    "chair",
    "So sánh lớp K1 và lớp K2 về tỷ lệ hoàn thành",
    beside("completion", [place.k1, "now"], [place.k2, "now"]),
  ),
  ask("chair", "số người học ngày 20/11", total("learnt", "own", on("2026-11-20"))),
  ask("chair", "tổng điểm của các xã xếp từ cao xuống thấp", mostUnits("points", { level: communes })),
  ask("chair", "mô-đun 3 lớp K1 hoàn thành bao nhiêu %", total("completion", place.k1, { module: 3 })),
  ask("chair", "xã nào dự kiến hoàn thành khóa học thấp nhất để đôn đốc", fewestUnits("forecast", { level: communes })),
  ask("chair", "ds những người đã tham gia của phường Hòa Bình, tôi cần đối chiếu", names("joined", place.hoaBinh)),
  ask(
    "office",
    "Báo cáo tuần của văn phòng: bao nhiêu người chưa học trong tuần",
    total("not_learnt", "own", "this week"),
  ),
  ask(
    "office",
    "phòng nào của văn phòng có tỷ lệ hoàn thành cao nhất để khen",
    mostUnits("completion", { level: rooms }),
  ),
  ask("office", "danh sách người đã học xong khóa phục vụ cấp giấy chứng nhận", names("finished")),
  ask(
    "both",
    "Tổng hợp số người không liên lạc được theo từng tỉnh",
    mostUnits("unreachable", { level: [["tinh"], []] }),
    beside("unreachable", [place.phuTho, "now"], [place.dienBien, "now"]),
    beside("unreachable", [place.dienBien, "now"], [place.phuTho, "now"]),
  ),
  ask("both", "điểm danh tỉnh Điện Biên hôm nay: ai chưa học", names("not_learnt", place.dienBien, "today")),
  ask(
    "dienBien",
    "Số người học tuần này và tuần trước của tỉnh để so sánh",
    beside("learnt", ["own", "this week"], ["own", "last week"]),
  ),
  ask("dienBien", "3 đơn vị có ít bài học nhất tháng 11", fewestUnits("lessons", { when: "this month", limit: 3 })),
  ask("dienBien", "Tháng trước cả tỉnh học được bao nhiêu bài", total("lessons", "own", "last month")),
  ask("tanLap", "số liệu 10 ngày gần nhất: bao nhiêu bài đã học ở xã", total("lessons", "own", { days: 10 })),
  ask(
    "tanLap",
    "lập danh sách 3 đồng chí nhiều bài nhất xã tuần trước để tuyên dương",
    mostPeople("lessons", { when: "last week", limit: 3 }),
  ),
  ask(
    "na",
    "Kết quả cuối tuần vừa rồi (21-22/11) có bao nhiêu người học thêm",
    total("learnt", "own", { from: "2026-11-21", to: "2026-11-22" }),
  ),
  ask(
    "na",
    "Các đại biểu Quốc hội hoàn thành bao nhiêu phần trăm phần 1",
    total("completion", place.deputies, { module: 1 }),
    total("completion", place.qh, { module: 1 }),
  ),
];
