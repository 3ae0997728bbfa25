/** Polite and long, as people write who were taught to write letters. */
import {
  ask,
  beside,
  bothKinds,
  communes,
  fewestUnits,
  mostUnits,
  names,
  place,
  type Question,
  total,
  wards,
  well,
  who,
} from "../notation.ts";

export const polite: readonly Question[] = [
  ask(
    "chair",
    "Xin chào Học Vụ, cho tôi hỏi hôm nay toàn tỉnh có bao nhiêu đồng chí đã học bài rồi ạ?",
    total("learnt", "own", "today"),
  ),
  ask(
    "chair",
    "Nhờ hệ thống cho biết giúp trong ngày hôm nay còn những đồng chí nào chưa học bài, xin cảm ơn.",
    names("not_learnt", "own", "today"),
  ),
  ask(
    "chair",
    "Kính đề nghị cung cấp danh sách cán bộ của xã Lâm Thao đang chậm tiến độ để tôi đôn đốc.",
    names("overdue", place.lamThao),
  ),
  ask(
    "chair",
    "Anh chị cho tôi xin tỷ lệ hoàn thành của phường Việt Trì tính đến thời điểm này nhé.",
    total("completion", place.vietTri),
  ),
  ask(
    "chair",
    "Tôi muốn biết xã nào trong tỉnh đang dẫn đầu về tỷ lệ hoàn thành bài học.",
    mostUnits("completion", { level: communes }),
  ),
  ask(
    "chair",
    "Vui lòng cho tôi biết ba xã, phường có tỷ lệ hoàn thành thấp nhất tỉnh hiện nay.",
    fewestUnits("completion", { level: bothKinds, limit: 3 }),
  ),
  ask(
    "chair",
    "Đề nghị so sánh giúp tôi số bài đã học của xã Tân Lập và xã Lâm Thao trong tuần trước.",
    beside("lessons", [place.tanLap, "last week"], [place.lamThao, "last week"]),
  ),
  ask(
    "chair",
    "Cho hỏi phường Thanh Miếu đến nay đã có bao nhiêu người xác nhận tham gia học rồi?",
    total("joined", place.thanhMieu),
  ),
  ask(
    "chair",
    "Tôi cần số liệu báo cáo: tuần trước toàn tỉnh có bao nhiêu người học?",
    total("learnt", "own", "last week"),
  ),
  ask(
    "chair",
    "Chiều nay họp giao ban, cho tôi xin tiến độ của Văn phòng Đoàn ĐBQH và HĐND tỉnh.",
    total("completion", place.office),
  ),
  ask(
    "chair",
    "Làm ơn cho tôi biết theo đà này thì đến hết khóa toàn tỉnh sẽ hoàn thành được bao nhiêu phần trăm?",
    total("forecast"),
  ),
  ask(
    "chair",
    "Trong lớp K1 hiện có bao nhiêu học viên đang tạm dừng việc học, nhờ kiểm tra giúp.",
    total("paused", place.k1),
  ),
  ask("chair", "Bác cho cháu hỏi phường nào có tỷ lệ trả lời đúng cao nhất ạ?", mostUnits("score", { level: wards })),
  ask(
    "tanLap",
    "Chào em, bác là Sơn, xã Tân Lập. Em xem giúp bác hôm nay xã mình ai chưa học nhé.",
    names("not_learnt", "own", "today"),
  ),
  ask(
    "tanLap",
    "Cháu ơi cho bác hỏi cái cô Hoàng Thị Bích học được mấy bài rồi hả cháu?",
    total("lessons", who("Hoàng Thị Bích")),
  ),
  ask(
    "tanLap",
    "Nhờ em kiểm tra giúp xem hôm qua văn phòng HĐND và UBND xã có ai chưa học bài không.",
    names("not_learnt", place.tanLapOffice, "yesterday"),
    total("not_learnt", place.tanLapOffice, "yesterday"),
  ),
  ask(
    "tanLap",
    "Bác muốn hỏi là từ đầu tuần đến giờ xã mình học được tất cả bao nhiêu bài rồi.",
    total("lessons", "own", "this week"),
  ),
  ask("tanLap", "Phiền hệ thống thống kê giúp số lượng cán bộ xã đã hoàn thành toàn bộ khóa học.", total("finished")),
  ask(
    "tanLap",
    "Xin hỏi đồng chí Nguyễn Hữu Phước đã tham gia lớp học chưa ạ?",
    total("joined", who("Nguyễn Hữu Phước")),
    total("not_joined", who("Nguyễn Hữu Phước")),
  ),
  ask(
    "tanLap",
    "Phòng Văn hóa - Xã hội hôm nay có đồng chí nào học chưa, báo cáo giúp tôi với.",
    names("learnt", place.tanLapCulture, "today"),
    total("learnt", place.tanLapCulture, "today"),
  ),
  ask(
    "vietTri",
    "Em ơi cho chị hỏi trong 7 ngày vừa qua phường mình những ai chưa học buổi nào vậy em?",
    names("not_learnt", "own", { days: 7 }),
  ),
  ask("vietTri", "Cho chị xin danh sách những người đã chặn bot hoặc không nhắn tin tới được.", names("unreachable")),
  ask(
    "vietTri",
    "Nhờ báo giúp tuần này so với tuần trước số người học của phường tăng hay giảm.",
    beside("learnt", ["own", "this week"], ["own", "last week"]),
  ),
  ask(
    "office",
    "Kính gửi hệ thống, đề nghị cho biết trong hai phòng thì phòng nào có tỷ lệ hoàn thành cao hơn.",
    mostUnits("completion", { level: [["phong"], []] }),
    beside("completion", [place.general, "now"], [place.household, "now"]),
    beside("completion", [place.household, "now"], [place.general, "now"]),
  ),
  ask(
    "office",
    "Tôi là Chánh Văn phòng, tôi cần biết đến nay văn phòng còn bao nhiêu người chưa tham gia học.",
    total("not_joined"),
    total("not_joined", place.office),
  ),
  ask(
    "office",
    "Xin cho biết đồng chí Tạ Quang Huy trả lời đúng được bao nhiêu phần trăm câu hỏi.",
    total("score", who("Tạ Quang Huy")),
  ),
  ask(
    "office",
    "Em cho anh xin tên những đồng chí ở Phòng Tổng hợp đã học xong hết khóa để anh khen thưởng.",
    names("finished", place.general),
  ),
  ask(
    "dienBien",
    "Đề nghị cho biết tính từ ngày 16 tháng 11 đến nay xã Tuần Giáo có bao nhiêu người học.",
    total("learnt", place.tuanGiao, { since: "2026-11-16" }),
  ),
  ask(
    "dienBien",
    "Cho tôi hỏi trong tháng này xã Tủa Chùa đã học được bao nhiêu bài rồi nhỉ?",
    total("lessons", place.tuaChua, "this month"),
  ),
  ask(
    "dienBien",
    "Xin hệ thống liệt kê giúp những xã, phường học tốt nhất tỉnh Điện Biên để tôi biểu dương.",
    ...well((m) => mostUnits(m, { level: bothKinds, whom: place.dienBien })),
    ...well((m) => mostUnits(m, { level: bothKinds })),
  ),
  ask(
    "tuanGiao",
    "Dạ cho em hỏi hôm nay xã Tuần Giáo mình còn mấy anh chị chưa học bài ạ?",
    total("not_learnt", "own", "today"),
  ),
  ask(
    "na",
    "Trân trọng đề nghị cho biết Vụ Thông tin tuần này có những ai chưa học.",
    names("not_learnt", place.naInformation, "this week"),
  ),
  ask(
    "na",
    "Nhờ thống kê giúp tỷ lệ trả lời đúng của toàn Văn phòng Quốc hội từ đầu khóa đến nay.",
    total("score"),
    total("score", "own", { since: "2026-11-09" }),
  ),
  ask(
    "both",
    "Tôi phụ trách cả Phú Thọ và Điện Biên, cho tôi xin số người đã tham gia của mỗi tỉnh.",
    beside("joined", [place.phuTho, "now"], [place.dienBien, "now"]),
    beside("joined", [place.dienBien, "now"], [place.phuTho, "now"]),
    mostUnits("joined", { level: [["tinh"], []] }),
  ),
  ask("pupil", "Cho em hỏi em đã học được bao nhiêu bài rồi ạ, em cảm ơn.", total("lessons", "me")),
  ask("pupil", "Thưa hệ thống, chuỗi ngày học của em hiện nay là bao nhiêu ngày ạ?", total("streak", "me")),
];
