/** What a clerk asks before the briefing, for a report. */
import { ask, bothKinds, fewestUnits, mostPeople, mostUnits, names, place, rooms, total, which } from "../notation.ts";
import { either } from "./fourth-readings.ts";
import { anybody } from "./second-readings.ts";

export const clerk = [
  ask("office", "Cho em xin danh sách cán bộ chưa đăng nhập lớp học ạ", names("not_joined")),
  ask(
    "office",
    "Tổng số cán bộ văn phòng tham gia khóa học là bao nhiêu?",
    total("people"),
    total("joined"),
    total("people", place.clerks),
    total("joined", place.clerks),
  ),
  ask(
    "office",
    "Số bài học đã hoàn thành trong tuần 23/11 - 27/11",
    total("lessons", "own", { from: "2026-11-23", to: "2026-11-27" }),
    total("lessons", "own", "this week"),
  ),
  ask(
    "office",
    "Tỷ lệ hoàn thành của Phòng Tổng hợp và Phòng Hành chính - Quản trị",
    ...either("completion", [place.general, "now"], [place.household, "now"]),
    mostUnits("completion", { level: rooms }),
  ),
  ask(
    "office",
    "Kết quả trả lời đúng của văn phòng trong tháng 11 đạt bao nhiêu %?",
    total("score", "own", "this month"),
    total("score", "own", { from: "2026-11-01", to: "2026-11-30" }),
  ),
  ask("office", "Danh sách người chậm bài của phòng hành chính", names("overdue", place.household)),
  ask("office", "Những ai đang xin tạm nghỉ học?", names("paused")),
  ask("office", "Phòng nào hoàn thành thấp nhất ạ", fewestUnits("completion", { level: rooms })),
  ask(
    "office",
    "Số người học của văn phòng tuần này so với tuần trước tăng hay giảm ạ?",
    ...either("learnt", ["own", "this week"], ["own", "last week"]),
  ),
  ask(
    "office",
    "Từ 16/11 đến 20/11 văn phòng có bao nhiêu người học?",
    total("learnt", "own", { from: "2026-11-16", to: "2026-11-20" }),
  ),
  ask("office", "Ai đã học xong toàn bộ chương trình rồi?", ...anybody("finished")),
  ask(
    "chair",
    "Tổng hợp giúp chị các đơn vị chưa có ai vào lớp",
    which,
    mostUnits("not_joined"),
    mostUnits("not_joined", { level: [...bothKinds, []] }),
    fewestUnits("joined"),
  ),
  ask(
    "chair",
    "Lập bảng xếp hạng các xã, phường theo tỷ lệ hoàn thành giúp chị",
    mostUnits("completion", { level: bothKinds }),
  ),
  ask(
    "chair",
    "Top 5 cá nhân có điểm cao nhất tỉnh",
    mostPeople("points", { limit: 5 }),
    mostPeople("score", { limit: 5 }),
  ),
  ask("chair", "Đến cuối khóa dự kiến tỉnh mình hoàn thành được bao nhiêu phần trăm?", total("forecast")),
  ask("chair", "Cho chị danh sách những người không nhận được tin nhắn của bot", names("unreachable")),
  ask(
    "chair",
    "Khối HĐND xã đến nay hoàn thành bao nhiêu %?",
    total("completion", place.councillors),
    total("completion", place.k1),
  ),
  ask(
    "both",
    "Tỷ lệ hoàn thành tính đến 26/11 của hai tỉnh",
    ...either("completion", [place.phuTho, "now"], [place.dienBien, "now"]),
    total("completion"),
    mostUnits("completion"),
    which,
  ),
  ask("both", "Phú Thọ còn bao nhiêu người chưa vào lớp?", total("not_joined", place.phuTho)),
  ask(
    "both",
    "Danh sách cán bộ chậm tiến độ của VP Đoàn ĐBQH và HĐND tỉnh Điện Biên",
    names("overdue", place.dienBienOffice),
  ),
  ask(
    "dienBien",
    "Báo cáo nhanh: hôm nay Điện Biên có bao nhiêu người học, bao nhiêu người chưa học?",
    total("learnt", "own", "today"),
    total("not_learnt", "own", "today"),
    which,
  ),
  ask(
    "dienBien",
    "Lớp K1 với lớp K2, lớp nào tỷ lệ hoàn thành cao hơn?",
    ...either("completion", [place.k1, "now"], [place.k2, "now"]),
  ),
  ask("na", "Số cán bộ của Vụ Thông tin chưa học tuần này", ...anybody("not_learnt", place.naInformation, "this week")),
  ask(
    "na",
    "Vụ nào có tỷ lệ trả lời đúng cao hơn ạ?",
    mostUnits("score"),
    ...either("score", [place.naGeneral, "now"], [place.naInformation, "now"]),
  ),
  ask(
    "na",
    "Mô đun 2 cả cơ quan hoàn thành được bao nhiêu rồi ạ?",
    total("completion", "own", { module: 2 }),
    total("lessons", "own", { module: 2 }),
  ),
];
