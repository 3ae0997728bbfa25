/**
 * The second set: written by another hand, without sight of the grammar or of the first set (but for the head of
 * unclear.ts), and put to the program once all was written. It measures how texts are understood that nobody had in mind.
 * Single people and reports stand in second-people.ts, what is said next, refused, unclear or no question in
 * second-talk.ts, what is typed in other ways than in whole words in second-typed.ts.
 */
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
  total,
  wards,
  well,
} from "../notation.ts";
import { people, report } from "./second-people.ts";
import { anybody, howFar } from "./second-readings.ts";
import { followUps, notProgress, refusals, unclear } from "./second-talk.ts";
import { abbreviated, regional, telex, typos, words } from "./second-typed.ts";

const plain: readonly Question[] = [
  ask("chair", "Hôm nay đã có bao nhiêu đồng chí vào học rồi?", total("learnt", "own", "today")),
  ask("chair", "Danh sách cán bộ chưa tham gia lớp học", names("not_joined")),
  ask("chair", "Xã Lâm Thao tuần này học được mấy bài?", total("lessons", place.lamThao, "this week")),
  ask("chair", "Phường nào có kết quả trả lời đúng cao nhất?", mostUnits("score", { level: wards })),
  ask("chair", "Năm xã, phường đứng cuối về tiến độ", fewestUnits("completion", { level: bothKinds, limit: 5 })),
  ask("tanLap", "Trong xã mình còn ai đang nợ bài không?", ...anybody("overdue")),
  ask("vietTri", "Phường mình tổng cộng được bao nhiêu điểm rồi?", total("points")),
  ask("office", "Phòng Hành chính - Quản trị có ai đang tạm nghỉ học không?", ...anybody("paused", place.household)),
  ask(
    "chair",
    "Khối Hội đồng nhân dân cấp xã đã hoàn thành bao nhiêu phần trăm?",
    total("completion", place.councillors),
  ),
  ask(
    "na",
    "Vụ Tổng hợp so với Vụ Thông tin thì bên nào học tốt hơn?",
    ...well((measure) => beside(measure, [place.naGeneral, "now"], [place.naInformation, "now"])),
  ),
  ask(
    "both",
    "Phú Thọ với Điện Biên, tuần trước tỉnh nào nhiều người học hơn?",
    beside("learnt", [place.phuTho, "last week"], [place.dienBien, "last week"]),
    mostUnits("learnt", { when: "last week" }),
  ),
  ask("chair", "Có bao nhiêu người giữ được chuỗi ngày học liên tục?", total("streak")),
  ask("tuanGiao", "Xã mình dự kiến đến hết khóa thì hoàn thành được bao nhiêu?", total("forecast")),
  ask("dienBien", "Ai đã học xong toàn bộ khóa học rồi?", names("finished")),
  ask("dienBien", "Những ai không nhận được tin nhắn của bot?", names("unreachable")),
  ask("chair", "Mô-đun 1 cả tỉnh hoàn thành được bao nhiêu phần trăm?", total("completion", "own", { module: 1 })),
  ask(
    "vietTri",
    "Từ đầu tháng đến giờ ai học nhiều nhất?",
    mostPeople("lessons", { when: "this month" }),
    mostPeople("points", { when: "this month" }),
  ),
  ask("tanLap", "Hôm qua bao nhiêu người không học?", total("not_learnt", "own", "yesterday")),
  ask(
    "chair",
    "Tân Lập và Lâm Thao, xã nào nhiều người chưa tham gia hơn?",
    beside("not_joined", [place.tanLap, "now"], [place.lamThao, "now"]),
  ),
  ask("chair", "Xã Tân có mấy người?", total("people", place.tan)),
  ask("office", "Tỷ lệ trả lời đúng của văn phòng trong tuần này", total("score", "own", "this week")),
  ask("chair", "Đơn vị nào còn nhiều người chưa học hôm nay nhất?", mostUnits("not_learnt", { when: "today" })),
];

const bare: readonly Question[] = [
  ask("chair", "sang nay co ai hoc chua", ...anybody("learnt", "own", "today")),
  ask(
    "chair",
    "cho xem 3 xa hoc cham nhat",
    fewestUnits("completion", { level: communes, limit: 3 }),
    fewestUnits("lessons", { level: communes, limit: 3 }),
    mostUnits("overdue", { level: communes, limit: 3 }),
  ),
  ask("tanLap", "con bao nhieu nguoi chua vao lop", total("not_joined")),
  ask(
    "tanLap",
    "phong van hoa xa hoi tuan truoc hoc the nao",
    total("learnt", place.tanLapCulture, "last week"),
    total("lessons", place.tanLapCulture, "last week"),
    total("score", place.tanLapCulture, "last week"),
  ),
  ask("vietTri", "ti le dung cua phuong minh", total("score")),
  ask("vietTri", "phong kinh te ha tang ai chua hoc hom nay", names("not_learnt", place.economy, "today")),
  ask(
    "dienBien",
    "muong thanh voi tua chua ben nao hoan thanh nhieu hon",
    ...(["completion", "lessons", "finished"] as const).map((measure) =>
      beside(measure, [place.muongThanh, "now"], [place.tuaChua, "now"]),
    ),
  ),
  ask("dienBien", "tuan giao tien do den dau", ...howFar(place.tuanGiao)),
  ask("dienBien", "tua chua hom qua may nguoi hoc", total("learnt", place.tuaChua, "yesterday")),
  ask("office", "thang nay phong tong hop duoc bao nhieu diem", total("points", place.general, "this month")),
  ask("na", "top 3 nguoi diem cao nhat", mostPeople("points", { limit: 3 }), mostPeople("score", { limit: 3 })),
  ask("na", "ai bi cham tien do", names("overdue")),
  ask("both", "tong so bai da hoc cua ca hai tinh", total("lessons")),
  ask(
    "chair",
    "thanh mieu sao chua thay ai hoc",
    ...anybody("learnt", place.thanhMieu, "today"),
    ...anybody("not_learnt", place.thanhMieu, "today"),
    ...anybody("not_joined", place.thanhMieu),
  ),
  ask("tuanGiao", "7 ngay qua bao nhieu nguoi hoc", total("learnt", "own", { days: 7 })),
  ask("chair", "lop k1 may nguoi hoc xong het roi", total("finished", place.k1)),
  ask("chair", "diem trung binh cua lop k2", total("score", place.k2), total("points", place.k2)),
  ask("tan", "ai dang giu duoc chuoi", names("streak")),
];

const polite: readonly Question[] = [
  ask(
    "chair",
    "Kính nhờ hệ thống cho tôi được biết, tính đến thời điểm này toàn tỉnh ta đã có bao nhiêu đồng chí tham gia lớp học, xin cảm ơn.",
    total("joined"),
  ),
  ask(
    "chair",
    "Em ơi cho anh hỏi chút, xã Tân Lập dạo này các cô các chú học hành thế nào, đã được bao nhiêu phần trăm chương trình rồi em nhỉ?",
    total("completion", place.tanLap),
  ),
  ask(
    "office",
    "Đề nghị cho biết danh sách công chức Phòng Tổng hợp chưa học trong ngày hôm nay để văn phòng kịp thời đôn đốc.",
    names("not_learnt", place.general, "today"),
  ),
  ask(
    "dienBien",
    "Nhờ bạn tổng hợp giúp mình xem trong các xã của tỉnh thì xã nào đang dẫn đầu để tuần sau mình biểu dương ạ",
    ...well((measure) => mostUnits(measure, { level: communes })),
  ),
  ask(
    "tanLap",
    "Chào em, chiều nay anh họp giao ban nên cần số liệu: hôm nay xã mình bao nhiêu người đã học?",
    total("learnt", "own", "today"),
  ),
  ask(
    "vietTri",
    "Dạ thưa, chị muốn biết cả phường mình tuần vừa rồi các đồng chí trả lời đúng được mấy phần trăm ạ",
    total("score", "own", "last week"),
    total("score", "own", { days: 7 }),
  ),
  ask(
    "na",
    "Xin phép được hỏi: trong Vụ Tổng hợp, đồng chí nào đang có số điểm tích lũy cao nhất từ trước đến nay?",
    mostPeople("points", { whom: place.naGeneral }),
  ),
  ask(
    "tuanGiao",
    "Bạn làm ơn cho mình xin tên mấy anh chị ở văn phòng HĐND và UBND xã mà vẫn chưa học theo kịp chương trình với nhé",
    names("overdue", place.tuanGiaoOffice),
  ),
  ask(
    "both",
    "Anh đang chuẩn bị báo cáo Thường trực, em so giúp anh Phú Thọ với Điện Biên xem tỷ lệ hoàn thành mỗi bên bao nhiêu",
    beside("completion", [place.phuTho, "now"], [place.dienBien, "now"]),
  ),
  ask(
    "tan",
    "Ngại quá lại làm phiền, nhưng mà cho mình hỏi từ thứ hai đến giờ xã mình có ai không học buổi nào không ạ?",
    ...anybody("not_learnt", "own", { since: "2026-11-23" }),
  ),
  ask(
    "chair",
    "Trân trọng đề nghị thống kê số lượt bài học đã hoàn thành của phường Việt Trì trong khoảng từ ngày 16/11 đến ngày 20/11.",
    total("lessons", place.vietTri, { from: "2026-11-16", to: "2026-11-20" }),
  ),
  ask(
    "office",
    "Chị ơi, à nhầm, bot ơi, cho em hỏi bên Hành chính Quản trị có ai bị mất liên lạc, không nhắn tin tới được không",
    ...anybody("unreachable", place.household),
  ),
];

export const secondStyles: Readonly<Record<string, readonly Question[]>> = {
  plain,
  "no accents": bare,
  "telex, vni": telex,
  abbreviated,
  "a word or two": words,
  "polite, long": polite,
  regional,
  typos,
  "a person": people,
  "for a report": report,
  "follow-ups": followUps,
  "out of sight": refusals,
  unclear,
  "not progress": notProgress,
};
