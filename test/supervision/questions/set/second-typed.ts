/** Of the second set: keys of the typing method left in, abbreviated, in a word or two, as the region speaks, mistyped. */
import {
  ask,
  beside,
  bothKinds,
  communes,
  fewestPeople,
  fewestUnits,
  mostPeople,
  mostUnits,
  names,
  place,
  type Question,
  total,
  wards,
  well,
  which,
  who,
} from "../notation.ts";
import { anybody, howFar } from "./second-readings.ts";

export const telex: readonly Question[] = [
  ask("chair", "hoom nay bao nhieeu nguwowif hocj", total("learnt", "own", "today")),
  ask("tanLap", "ai chuwa tham gia lowps", names("not_joined")),
  ask("chair", "tieesn ddooj xax laam thao", ...howFar(place.lamThao)),
  ask("chair", "phuwowngf nafo hocj toots nhaats", ...well((measure) => mostUnits(measure, { level: wards }))),
  ask(
    "vietTri",
    "tuaanf nayf ai hocj nhieeuf nhaats",
    mostPeople("lessons", { when: "this week" }),
    mostPeople("points", { when: "this week" }),
  ),
  ask("dienBien", "tua62n tru7o7c1 bao nhie6u ngu7o7i2 ho5c", total("learnt", "own", "last week")),
  ask("office", "pho2ng to63ng ho75p tie61n d9o65 the61 na2o", ...howFar(place.general)),
  ask("tuanGiao", "hôm nay còn ai chưa hojc", names("not_learnt", "own", "today")),
  ask(
    "na",
    "vuj thoong tin ddieemr cao nhaats laf ai",
    mostPeople("points", { whom: place.naInformation }),
    mostPeople("score", { whom: place.naInformation }),
  ),
  ask(
    "chair",
    "so sánh tân lập vowis việt trì",
    ...well((measure) => beside(measure, [place.tanLap, "now"], [place.vietTri, "now"])),
    beside("learnt", [place.tanLap, "today"], [place.vietTri, "today"]),
  ),
  ask("tan", "ai ddang nowj baif", names("overdue")),
  ask("both", "d9ie65n bie6n co1 ma61y ngu7o7i2", total("people", place.dienBien)),
];

export const abbreviated: readonly Question[] = [
  ask("chair", "sl hv đã tham gia", total("joined")),
  ask("chair", "ds cb chưa vào lớp P. Việt Trì", names("not_joined", place.vietTri)),
  ask("chair", "% đúng x.Tân Lập tuần này", total("score", place.tanLap, "this week")),
  ask("tanLap", "VP HĐND&UBND hnay mấy ng học", total("learnt", place.tanLapOffice, "today")),
  ask(
    "chair",
    "P.Hòa Bình vs P.Thanh Miếu tđ ntn",
    beside("completion", [place.hoaBinh, "now"], [place.thanhMieu, "now"]),
  ),
  ask("office", "P.HC-QT ai chưa học hqua", names("not_learnt", place.household, "yesterday")),
  ask("office", "P.TH đc bn % rồi", total("completion", place.general)),
  ask("dienBien", "VP ĐĐBQH&HĐND tỉnh bn ng chưa tgia", total("not_joined", place.dienBienOffice)),
  ask("na", "top5 ng học nhiều nhất", mostPeople("lessons", { limit: 5 }), mostPeople("points", { limit: 5 })),
  ask("chair", "ai ko lhệ đc", names("unreachable")),
  ask("vietTri", "sl bài học trong T11", total("lessons", "own", "this month")),
  ask("tuanGiao", "hv trễ bài?", ...anybody("overdue")),
  ask("chair", "xã Tân hnay ktra ai chưa học nhé", names("not_learnt", place.tan, "today")),
  ask(
    "both",
    "PT vs ĐB tuần này",
    beside("learnt", [place.phuTho, "this week"], [place.dienBien, "this week"]),
    beside("lessons", [place.phuTho, "this week"], [place.dienBien, "this week"]),
    which,
  ),
];

export const words: readonly Question[] = [
  ask("chair", "quân số", total("people")),
  ask("tanLap", "điểm", total("points"), total("score"), total("points", "me"), total("score", "me"), which),
  ask("vietTri", "chậm", ...anybody("overdue"), which),
  ask("dienBien", "vắng", ...anybody("not_learnt", "own", "today"), which),
  ask("chair", "xếp hạng xã", ...well((measure) => mostUnits(measure, { level: communes }))),
  ask("chair", "Lâm Thao?", ...howFar(place.lamThao), total("learnt", place.lamThao, "today"), which),
  ask("tuanGiao", "dự báo", total("forecast")),
  ask("na", "học xong", ...anybody("finished")),
  ask("tan", "chuỗi?", ...anybody("streak"), total("streak", "me"), which),
  ask("office", "mất liên lạc", ...anybody("unreachable")),
  ask("tan", "chưa học", ...anybody("not_learnt", "own", "today")),
  ask("both", "tạm nghỉ", ...anybody("paused")),
];

export const regional: readonly Question[] = [
  ask(
    "tanLap",
    "bữa nay mấy đứa trong xã học chưa vậy",
    ...anybody("learnt", "own", "today"),
    ...anybody("not_learnt", "own", "today"),
  ),
  ask("vietTri", "hổng học hôm qua là những ai dzậy", names("not_learnt", "own", "yesterday")),
  ask("chair", "coi giùm Lâm Thao tới đâu rồi nghen", ...howFar(place.lamThao)),
  ask("chair", "chừ được mấy phần trăm rồi hè", total("completion")),
  ask("dienBien", "ai chưa học bữa ni rứa", names("not_learnt", "own", "today")),
  ask("dienBien", "xã mô học dở nhất", ...well((measure) => fewestUnits(measure, { level: communes }))),
  ask("tuanGiao", "tuần ni học được mấy bài rồi mi", total("lessons", "own", "this week")),
  ask("chair", "cái xã nào đang bét bảng đấy nhỉ", ...well((measure) => fewestUnits(measure, { level: communes }))),
  ask(
    "office",
    "bên tổng hợp có bác nào lười không học hôm nay không nhể",
    ...anybody("not_learnt", place.general, "today"),
  ),
  ask("na", "tổng cộng nhiêu điểm rồi ta", total("points"), total("points", "me")),
  ask("both", "bên Điện Biên bữa qua có nhiêu người học dzậy", total("learnt", place.dienBien, "yesterday")),
  ask("tan", "o Én răng rồi, học tới mô", ...howFar(who("Trần Thị Én"))),
];

export const typos: readonly Question[] = [
  ask("chair", "hôm nya bao nhiu ng học r", total("learnt", "own", "today")),
  ask("chair", "xã lâm tha tiến độ sao", ...howFar(place.lamThao)),
  ask("chair", "AI CHƯA THAM GIAA", names("not_joined")),
  ask("tanLap", "phòng văn hoá xã hôi mấy ngưòi học tuần nay", total("learnt", place.tanLapCulture, "this week")),
  ask("vietTri", "tỉ lệ hoàn thnàh?", total("completion")),
  ask("dienBien", "xa tuan gaio ai chua hco hom nay", names("not_learnt", place.tuanGiao, "today")),
  ask("office", "tiên dộ phòng tổng hơp!!!", ...howFar(place.general)),
  ask(
    "na",
    "vu tong hơp so vơi vu thông tin diem ben nao cao hon",
    beside("points", [place.naGeneral, "now"], [place.naInformation, "now"]),
    beside("score", [place.naGeneral, "now"], [place.naInformation, "now"]),
  ),
  ask("both", "dien bein hom qua co may nguoi hocc", total("learnt", place.dienBien, "yesterday")),
  ask("chair", "phưòng thanh miêu có bn ngừoi chưa vào", total("not_joined", place.thanhMieu)),
  ask("tuanGiao", "ai đag chậm bai nhìu nhất", names("overdue"), fewestPeople("completion"), fewestPeople("lessons")),
  ask(
    "chair",
    "5 xã,phường tốtt nhất tuần trươc",
    ...(["learnt", "lessons", "score", "points"] as const).map((measure) =>
      mostUnits(measure, { when: "last week", level: bothKinds, limit: 5 }),
    ),
  ),
];
