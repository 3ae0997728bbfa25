/** Two questions in one text, reasons, numbers in words, days in every form, words of a region, and all but somebody. */
import {
  ask,
  beside,
  communes,
  fewestPeople,
  fewestUnits,
  lost,
  mostPeople,
  mostUnits,
  names,
  peopleBeyond,
  place,
  type Question,
  type Reading,
  reached,
  total,
  unitsBetween,
  unitsBeyond,
  wards,
  well,
  which,
  who,
} from "../notation.ts";
import { absent, behind, did } from "./ninth-readings.ts";

const on = (day: number) => ({ from: `2026-11-${day}`, to: `2026-11-${day}` });

/** An answer holds one of the two; asking which is no worse. */
export const twoInOne: readonly Question[] = [
  ask(
    "lamThao",
    "hôm nay mấy người học, ai chưa học?",
    which,
    total("learnt", "own", "today"),
    names("not_learnt", "own", "today"),
  ),
  ask(
    "tanLap",
    "xã mình được bao nhiêu % rồi và còn ai chưa tham gia",
    which,
    total("completion"),
    names("not_joined"),
  ),
  ask(
    "vietTri",
    "cho số người học hôm qua với hôm nay",
    which,
    beside("learnt", ["own", "yesterday"], ["own", "today"]),
  ),
  ask(
    "chair",
    "xã nào cao nhất, xã nào thấp nhất?",
    which,
    ...well((measure) => mostUnits(measure, { level: communes })),
    ...well((measure) => fewestUnits(measure, { level: communes })),
  ),
  ask(
    "chair",
    "tỷ lệ hoàn thành với tỷ lệ trả lời đúng của Lâm Thao",
    which,
    total("completion", place.lamThao),
    total("score", place.lamThao),
  ),
  ask("office", "tổng bao nhiêu người, bao nhiêu người đã vào lớp", which, total("people"), total("joined")),
  ask(
    "office",
    "chị Lan học mấy bài rồi, chị Ngọc nữa",
    which,
    total("lessons", who("Ngô Thị Lan")),
    beside("lessons", [who("Ngô Thị Lan"), "now"], [who("Trần Thị Ngọc"), "now"]),
  ),
  ask(
    "tuanGiao",
    "tuần này mấy người học, tuần trước mấy người",
    which,
    total("learnt", "own", "this week"),
    beside("learnt", ["own", "this week"], ["own", "last week"]),
  ),
  ask(
    "dienBien",
    "Tuần Giáo và Mường Thanh mỗi nơi mấy người học hôm nay",
    which,
    beside("learnt", [place.tuanGiao, "today"], [place.muongThanh, "today"]),
  ),
  ask(
    "na",
    "ai học nhiều nhất và ai học ít nhất tuần này",
    which,
    mostPeople("lessons", { when: "this week" }),
    fewestPeople("lessons", { when: "this week" }),
  ),
  ask("hoaBinh", "tôi được mấy điểm, chuỗi mấy ngày rồi", which, total("points", "me"), total("streak", "me")),
  ask(
    "chair",
    "hôm nay toàn tỉnh mấy người học, trong đó Việt Trì mấy người",
    which,
    total("learnt", "own", "today"),
    total("learnt", place.vietTri, "today"),
    beside("learnt", ["own", "today"], [place.vietTri, "today"]),
  ),
];

export const reasons: readonly Question[] = [
  ask("tanLap", "để tôi còn nhắc, ai chưa học hôm nay", names("not_learnt", "own", "today")),
  ask("lamThao", "vì mai báo cáo nên cần tỷ lệ hoàn thành của xã", total("completion")),
  ask(
    "vietTri",
    "đang làm thi đua quý 4, cần biết ai điểm cao nhất phường",
    mostPeople("points"),
    mostPeople("score"),
    which,
  ),
  ask("office", "em làm slide họp tuần, cho em số bài đã học tuần này", total("lessons", "own", "this week")),
  ask("chair", "sắp đi kiểm tra Thanh Miếu, ở đó tham gia được mấy người rồi", total("joined", place.thanhMieu)),
  ask(
    "dienBien",
    "do hôm qua mất điện nên chắc ít người học, cụ thể là mấy người",
    total("learnt", "own", "yesterday"),
  ),
  ask("muongThanh", "anh cần tên để gọi điện, những ai đang chậm", names("overdue")),
  ask("tan", "tại bà Én hay quên nên hỏi, hôm nay bà ấy học chưa", ...did(who("Trần Thị Én"))),
  ask(
    "hoaBinh",
    "cho chắc ăn thôi, cả phường đã tham gia hết chưa",
    total("joined"),
    total("not_joined"),
    names("not_joined"),
  ),
];

export const inWords: readonly Question[] = [
  ask("chair", "xã nào dưới năm mươi phần trăm", unitsBeyond("completion", "< 50%", { level: communes })),
  ask(
    "chair",
    "ba xã đứng đầu là xã nào",
    which,
    ...well((measure) => mostUnits(measure, { level: communes, limit: 3 })),
  ),
  ask("chair", "năm đơn vị chậm nhất", which, ...behind({ limit: 5 })),
  ask("tanLap", "trong bảy ngày qua có ai không học", names("not_learnt", "own", { days: 7 })),
  ask("tanLap", "ai học trên mười bài", peopleBeyond("lessons", "> 10")),
  ask("vietTri", "hai hôm nay mấy người học", total("learnt", "own", { days: 2 })),
  ask("lamThao", "xã mình có được tám mươi phần trăm chưa", reached("completion", ">= 80%")),
  ask(
    "dienBien",
    "xã nào đạt từ sáu mươi đến tám mươi phần trăm",
    unitsBetween("completion", ">= 60%", "<= 80%", { level: communes }),
  ),
  ask("office", "mười ngày nay phòng Tổng hợp học được bao nhiêu bài", total("lessons", place.general, { days: 10 })),
  ask("na", "những ai chưa tới năm bài", peopleBeyond("lessons", "< 5")),
  ask("tuanGiao", "học phần hai đúng bao nhiêu phần trăm", total("score", "own", { module: 2 })),
  ask("muongThanh", "một tuần nay ai chưa học buổi nào", names("not_learnt", "own", { days: 7 })),
];

export const days: readonly Question[] = [
  ask("tanLap", "từ mùng 10 đến giờ mấy người học", total("learnt", "own", { since: "2026-11-10" })),
  ask("tanLap", "từ thứ 2 ai chưa học", names("not_learnt", "own", "this week")),
  ask("lamThao", "ngày 18 mấy người học", total("learnt", "own", on(18))),
  ask("lamThao", "18.11 ai không học", names("not_learnt", "own", on(18))),
  ask("vietTri", "tuần từ 16/11 đến 22/11 có bao nhiêu người học", total("learnt", "own", "last week")),
  ask("vietTri", "thứ 6 tuần trước mấy người học", total("learnt", "own", on(20))),
  ask("chair", "tháng 11 toàn tỉnh học bao nhiêu bài", total("lessons", "own", "this month")),
  ask(
    "dienBien",
    "tháng 10 có ai học không",
    total("learnt", "own", "last month"),
    names("learnt", "own", "last month"),
  ),
  ask("chair", "ngày 19 tháng 11 năm 2026 có mấy người học", total("learnt", "own", on(19))),
  ask("chair", "20-11-2026 xã nào nhiều người học nhất", mostUnits("learnt", { when: on(20), level: communes })),
  ask("office", "hôm 23 phòng Tổng hợp ai học", names("learnt", place.general, on(23))),
  ask(
    "office",
    "từ 16 tới 20/11 phòng Hành chính học mấy bài",
    total("lessons", place.household, { from: "2026-11-16", to: "2026-11-20" }),
  ),
  ask(
    "dienBien",
    "từ đầu tháng đến hôm qua bao nhiêu người học",
    total("learnt", "own", { from: "2026-11-01", to: "2026-11-25" }),
  ),
  ask("dienBien", "mùng 9 đến mùng 13 mấy người học", total("learnt", "own", { from: "2026-11-09", to: "2026-11-13" })),
  ask("na", "từ 9/11 vụ Tổng hợp học bao nhiêu bài", total("lessons", place.naGeneral, { since: "2026-11-09" })),
  ask(
    "tuanGiao",
    "nửa tháng nay ai chưa học bài nào",
    names("not_learnt", "own", { days: 15 }),
    names("not_learnt", "own", { days: 14 }),
  ),
  ask("hoaBinh", "thứ tư vừa rồi phường mình mấy người học", total("learnt", "own", "yesterday")),
  // Tomorrow, and a day that is in no calendar.
  ask("muongThanh", "27/11 ai học", which, lost),
  ask("tan", "ngày 31/11 mấy người học", which, lost),
  ask("otherTanLap", "t3 tuần trước mấy ng học", total("learnt", "own", on(17))),
  ask(
    "lamThao",
    "tính tới 20/11 xã mình học được bao nhiêu bài",
    which,
    lost,
    total("lessons", "own", { from: "2026-11-01", to: "2026-11-20" }),
    total("lessons", "own", { from: "2026-11-09", to: "2026-11-20" }),
  ),
  ask("both", "hôm kia Lâm Thao mấy người học", total("learnt", place.lamThao, on(24))),
  ask(
    "chair",
    "tuần này tính tới thứ tư bao nhiêu người học",
    total("learnt", "own", { from: "2026-11-23", to: "2026-11-25" }),
  ),
  ask("office", "đầu tuần tới giờ ai chưa học", names("not_learnt", "own", "this week")),
];

const hung = who("Nguyễn Văn Hùng");

export const regional: readonly Question[] = [
  ask("vietTri", "bữa nay có nhiêu người học dzậy em", total("learnt", "own", "today")),
  ask("vietTri", "coi giùm tui mấy ổng mấy bả chưa học bữa nay là ai", names("not_learnt", "own", "today")),
  ask("lamThao", "bi chừ xã miềng được mấy phần trăm rồi hè", total("completion")),
  ask("lamThao", "ai chưa học rứa", names("not_learnt", "own", "today")),
  ask("tanLap", "o Thơm học mấy bài rồi", total("lessons", who("Hà Thị Thơm"))),
  ask("tanLap", "hôm ni có mấy eng chưa học", total("not_learnt", "own", "today")),
  ask("chair", "xã mô học chậm nhứt", which, ...behind({ level: communes })),
  ask("chair", "cả thảy mấy người vô lớp rồi", total("joined")),
  ask("chair", "phường nào học giỏi nhứt hết trơn", which, ...well((measure) => mostUnits(measure, { level: wards }))),
  ask("office", "mấy đứa chưa chịu học hôm nay là đứa nào", names("not_learnt", "own", "today")),
  ask("dienBien", "trong tỉnh còn nhiêu người chưa vô lớp", total("not_joined")),
  ask("hoaBinh", "tui được nhiêu điểm rồi ta", total("points", "me")),
  ask("muongThanh", "chỗ mình hổng có ai bị chậm hả", names("overdue"), total("overdue")),
  ask("tuaChua", "bữa qua có mấy người học", total("learnt", "own", "yesterday")),
  ask(
    "otherTanLap",
    "cái ông Hùng có chịu học không",
    which,
    total("lessons", hung),
    total("completion", hung),
    ...did(hung),
    ...did(hung, "this week"),
  ),
];

const noneOf = (whom: Reading["whom"] = "own"): Reading[] => [
  peopleBeyond("lessons", "< 1", { whom }),
  peopleBeyond("lessons", "<= 0", { whom }),
  names("not_learnt", whom, { since: "2026-11-09" }),
];

/** No question holds "all but one": a figure of all of them would be another one. */
export const negated: readonly Question[] = [
  ask("tanLap", "ai chưa học ngoài anh Hưng", which, lost),
  ask("tanLap", "ngoài chị Thơm ra thì tuần này ai học", which, lost),
  ask("office", "trừ phòng Tổng hợp ra thì còn ai chưa học hôm nay", which, lost),
  ask("chair", "không tính xã Tân Lập thì tỷ lệ hoàn thành là bao nhiêu", which, lost),
  ask("vietTri", "những ai không chậm tiến độ", which, lost),
  ask("vietTri", "ai đã tham gia mà chưa học bài nào", which, lost, ...noneOf()),
  ask(
    "chair",
    "xã nào không còn ai chưa tham gia",
    which,
    lost,
    unitsBeyond("not_joined", "< 1", { level: communes }),
    unitsBeyond("not_joined", "<= 0", { level: communes }),
  ),
  ask("dienBien", "chưa bao giờ học là những ai", which, lost, names("not_joined"), ...noneOf()),
  ask("lamThao", "không phải ai cũng học đúng không, ai không học hôm nay", names("not_learnt", "own", "today")),
  ask(
    "lamThao",
    "không ai học hôm nay à",
    total("learnt", "own", "today"),
    names("learnt", "own", "today"),
    ...absent(),
  ),
  ask("hoaBinh", "hôm nay không thiếu ai chứ", total("learnt", "own", "today"), ...absent()),
  ask("office", "không cần tên, chỉ cần số người chưa học hôm nay", total("not_learnt", "own", "today")),
  ask("office", "đừng kể tên, cho con số tham gia thôi", total("joined")),
  ask(
    "chair",
    "không phải Lâm Thao mà là Tân Lập, hôm nay mấy người học",
    total("learnt", place.tanLap, "today"),
    which,
  ),
];
