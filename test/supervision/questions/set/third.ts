/**
 * The third set: written without sight of the grammar or of the other two sets' texts, and put to the program once all was
 * written. No text of it is in the others, by whomever asked, with or without accents. Here: whole sentences with all accents.
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
} from "../notation.ts";
import { anybody, on } from "./second-readings.ts";
import { followUps as elsewhere } from "./third-elsewhere.ts";
import { followUps as otherwise } from "./third-otherwise.ts";
import { people } from "./third-people.ts";
import { report } from "./third-report.ts";
import { abbreviated, typos, words } from "./third-short.ts";
import { notProgress, refusals, unclear } from "./third-sight.ts";
import { polite, regional } from "./third-spoken.ts";
import { bare, telex } from "./third-typed.ts";

const plain: readonly Question[] = [
  ask("chair", "Hôm nay cả tỉnh đã có bao nhiêu người học bài rồi?", total("learnt", "own", "today")),
  ask(
    "chair",
    "Cho tôi biết những ai ở xã Lâm Thao hôm nay chưa vào học.",
    names("not_learnt", place.lamThao, "today"),
  ),
  ask("chair", "Xã nào đang có tỷ lệ hoàn thành thấp nhất?", fewestUnits("completion", { level: communes })),
  ask("chair", "Xếp hạng các xã, phường theo tỷ lệ trả lời đúng.", mostUnits("score", { level: bothKinds })),
  ask("chair", "Năm người trả lời đúng nhiều nhất tỉnh là những ai?", mostPeople("score", { limit: 5 })),
  ask("chair", "Lớp K1 có tất cả bao nhiêu học viên?", total("people", place.k1)),
  ask(
    "chair",
    "Các đại biểu HĐND xã đã hoàn thành được bao nhiêu phần trăm bài học?",
    total("completion", place.councillors),
  ),
  ask("chair", "Chuyên đề 2 cả tỉnh làm đúng bao nhiêu phần trăm?", total("score", "own", { module: 2 })),
  ask("chair", "Phường Thanh Miếu đã có bao nhiêu người tham gia?", total("joined", place.thanhMieu)),
  ask("chair", "Hôm thứ Hai phường Hòa Bình có bao nhiêu người học?", total("learnt", place.hoaBinh, on("2026-11-23"))),
  ask(
    "chair",
    "Tháng này Văn phòng Đoàn ĐBQH và HĐND tỉnh học được bao nhiêu bài?",
    total("lessons", place.office, "this month"),
  ),
  ask("chair", "Trong tỉnh đã có ai học xong toàn bộ khóa học chưa?", ...anybody("finished")),
  ask("tanLap", "Tuần trước xã mình học được tổng cộng bao nhiêu bài?", total("lessons", "own", "last week")),
  ask("tanLap", "Trong xã còn ai chưa đăng ký tham gia lớp học không?", ...anybody("not_joined")),
  ask("tanLap", "Những đồng chí nào trong xã đang chậm tiến độ?", names("overdue")),
  ask("tanLap", "Có mấy người đang giữ được chuỗi ngày học liên tục?", total("streak")),
  ask("tan", "Ba ngày vừa rồi những ai không học buổi nào?", names("not_learnt", "own", { days: 3 })),
  ask("tan", "Đến giờ xã mình đã hoàn thành được bao nhiêu phần trăm?", total("completion")),
  ask("vietTri", "Phường mình có mấy người đang xin tạm nghỉ học?", total("paused")),
  ask(
    "vietTri",
    "So sánh giúp tôi Phòng Kinh tế/Hạ tầng với Văn phòng HĐND và UBND về số bài đã học.",
    beside("lessons", [place.economy, "now"], [place.vietTriOffice, "now"]),
  ),
  ask("vietTri", "Tôi đã được bao nhiêu điểm thưởng rồi?", total("points", "me")),
  ask("dienBien", "Theo dự báo thì đến cuối khóa Điện Biên hoàn thành được bao nhiêu phần trăm?", total("forecast")),
  ask("dienBien", "Những người nào đã chặn bot, không nhắn tin được nữa?", names("unreachable")),
  ask(
    "tuanGiao",
    "Từ ngày 16/11 đến nay có bao nhiêu người học được ít nhất một bài?",
    total("learnt", "own", { since: "2026-11-16" }),
  ),
  ask(
    "tuanGiao",
    "Số bài học tuần này của xã so với tuần trước thế nào?",
    beside("lessons", ["own", "this week"], ["own", "last week"]),
  ),
  ask("na", "Vụ Thông tin tuần này ai chưa học bài nào?", names("not_learnt", place.naInformation, "this week")),
  ask(
    "na",
    "Vụ nào học được nhiều bài hơn?",
    mostUnits("lessons", { level: [["vu"], []] }),
    beside("lessons", [place.naGeneral, "now"], [place.naInformation, "now"]),
  ),
  ask("office", "Phòng Tổng hợp hôm qua có ai không học không?", ...anybody("not_learnt", place.general, "yesterday")),
  ask("office", "Trong văn phòng ai được nhiều điểm thưởng nhất?", mostPeople("points")),
  ask("both", "Lớp K2 tuần này đã có bao nhiêu người học?", total("learnt", place.k2, "this week")),
  ask(
    "both",
    "Phú Thọ và Điện Biên, tỉnh nào hoàn thành cao hơn?",
    beside("completion", [place.phuTho, "now"], [place.dienBien, "now"]),
    mostUnits("completion", { level: [["tinh"], []] }),
  ),
];

export const thirdStyles: Readonly<Record<string, readonly Question[]>> = {
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
  "follow-ups": [...elsewhere, ...otherwise],
  "out of sight": refusals,
  unclear,
  "not progress": notProgress,
};
