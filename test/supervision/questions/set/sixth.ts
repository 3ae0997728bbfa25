/**
 * The sixth set: lines ("dưới 50%"), places ("xếp thứ mấy") and wrong answers ("ai sai nhiều nhất"). Written, with what each
 * means, before the grammar knew of any of them.
 */
import {
  ask,
  communes,
  fewestPeople,
  fewestUnits,
  following,
  lost,
  mostPeople,
  peopleBeyond,
  place,
  type Question,
  type Reading,
  refused,
  rooms,
  standing,
  unitsBeyond,
  wards,
  well,
  which,
  who,
} from "../notation.ts";

const anyKind = [["xa", "phuong"]] as const;
const below50 = ["xã nào dưới 50%"] as const;
const below5 = ["ai học dưới 5 bài"] as const;

/** "Dưới 50%" with nothing said: of what was due. */
const done = (line: Parameters<typeof unitsBeyond>[1], level: typeof communes | typeof wards | null = communes) =>
  unitsBeyond("completion", line, { level });

const units = [
  ask("chair", "xã nào dưới 50%", done("< 50%")),
  ask("chair", "xã nào chưa đạt 80% hoàn thành", done("< 80%")),
  ask("chair", "đơn vị nào trên 90%", done("> 90%", null)),
  ask(
    "chair",
    "phường nào còn hơn 2 người chưa học",
    unitsBeyond("not_learnt", "> 2", { level: wards, when: "today" }),
  ),
  ask("chair", "bao nhiêu xã đạt 100%", done(">= 100%")),
  ask("chair", "xa nao duoi 50 phan tram", done("< 50%")),
  ask("chair", "Xã, phường nào hoàn thành từ 80% trở lên?", unitsBeyond("completion", ">= 80%", { level: anyKind })),
  ask("chair", "cho tôi danh sách các phường có tỷ lệ hoàn thành dưới 60 phần trăm", done("< 60%", wards)),
  ask("chair", "có mấy xã dưới 70%", done("< 70%")),
  ask("chair", "xax naof duwowsi 50%", done("< 50%")),
  ask("chair", "xã nào duới 50 %", done("< 50%")),
  ask("chair", "đơn vị nào có trên 3 người chưa tham gia", unitsBeyond("not_joined", "> 3")),
  ask("chair", "phường nào tỷ lệ trả lời đúng dưới 75%", unitsBeyond("score", "< 75%", { level: wards })),
  ask(
    "chair",
    "xã nào có ít nhất 5 người học hôm nay",
    unitsBeyond("learnt", ">= 5", { level: communes, when: "today" }),
  ),
  ask("chair", "xã nào tham gia chưa đến 90%", unitsBeyond("joined", "< 90%", { level: communes })),
  ask("chair", "dưới năm mươi phần trăm là những xã nào", done("< 50%")),
  ask(
    "both",
    "Điện Biên có xã nào trên 70%",
    unitsBeyond("completion", "> 70%", { whom: place.dienBien, level: communes }),
  ),
  ask(
    "chair",
    "tuần này xã nào học dưới 20 bài",
    unitsBeyond("lessons", "< 20", { level: communes, when: "this week" }),
  ),
  ask(
    "chair",
    "trong tỉnh có bao nhiêu xã phường chưa đạt 80 %",
    unitsBeyond("completion", "< 80%", { level: anyKind }),
  ),
  ask("chair", "xã nào không đạt 60%", done("< 60%")),
  ask("office", "phòng nào dưới 70%", unitsBeyond("completion", "< 70%", { level: rooms })),
  ask("na", "vụ nào chưa tới 80%", unitsBeyond("completion", "< 80%", { level: [["vu"], []] })),
  ask("chair", "hôm nay xã nào học dưới 50%", unitsBeyond("learnt", "< 50%", { level: communes, when: "today" })),
  ask(
    "chair",
    "hôm qua phường nào có trên 50% người học",
    unitsBeyond("learnt", "> 50%", { level: wards, when: "yesterday" }),
  ),
  ask("chair", "những xã có từ 2 người trở lên chậm bài", unitsBeyond("overdue", ">= 2", { level: communes })),
  ask("chair", "lớp K1 xã nào dưới 50%", unitsBeyond("completion", "< 50%", { whom: place.k1, level: communes })),
  ask("chair", "xã nào 100% rồi", done(">= 100%"), which),
  ask("chair", "xã nào hoàn thành không quá 60%", done("<= 60%")),
  ask(
    "chair",
    "Tổng hợp giúp tôi các xã, phường có tỷ lệ tham gia dưới 80% để báo cáo Thường trực",
    unitsBeyond("joined", "< 80%", { level: anyKind }),
  ),
  ask("dienBien", "xã mô dưới 60%", done("< 60%"), which, lost),
  ask("dienBien", "ad oi xa nao <50%", done("< 50%")),
  ask("chair", "xã nào đạt dưới 5", which, lost),
  ask("chair", "xã nào dưới mức trung bình", which, lost),
  ask("chair", "xã nào trên 10 nghìn dân", lost, which),
  ask("chair", "phường nào có hơn 5 nghìn cử tri", lost, which),
  ask("dienBien", "Phú Thọ xã nào dưới 50%", refused("Phú Thọ")),
  ask("tanLap", "xã Lâm Thao có ai học dưới 5 bài không", refused("Lâm Thao")),
  ask("chair", "đơn vị nào vượt 80%", done("> 80%", null)),
  ask("chair", "còn bao nhiêu phường dưới 90% ạ", done("< 90%", wards)),
  ask("chair", "xã nào đúng dưới 70% tuần này", unitsBeyond("score", "< 70%", { level: communes, when: "this week" })),
];

const peopleLines = [
  ask("tanLap", "những ai dưới 5 bài", peopleBeyond("lessons", "< 5")),
  ask("chair", "ai có chuỗi trên 7 ngày", peopleBeyond("streak", "> 7")),
  ask("tanLap", "ai học chưa được 5 bài", peopleBeyond("lessons", "< 5")),
  ask("chair", "ai trên 100 điểm", peopleBeyond("points", "> 100")),
  ask("tanLap", "ai trả lời đúng dưới 60%", peopleBeyond("score", "< 60%")),
  ask("vietTri", "ai hoàn thành dưới 50%", peopleBeyond("completion", "< 50%")),
  ask("tanLap", "người nào học ít hơn 3 bài tuần này", peopleBeyond("lessons", "< 3", { when: "this week" })),
  ask("chair", "bao nhiêu người học trên 10 bài", peopleBeyond("lessons", "> 10")),
  ask("tanLap", "co ai chuoi tu 3 ngay tro len khong", peopleBeyond("streak", ">= 3")),
  ask("na", "ai học được 10 bài trở lên", peopleBeyond("lessons", ">= 10")),
  ask("na", "mấy người được hơn 150 điểm", peopleBeyond("points", "> 150")),
  ask("vietTri", "ds học viên chưa đạt 50%", peopleBeyond("completion", "< 50%")),
  ask("lamThao", "ai tra loi dung tren 90%", peopleBeyond("score", "> 90%")),
  ask("lamThao", "những đồng chí nào học không quá 2 bài", peopleBeyond("lessons", "<= 2")),
  ask("tanLap", "ai chua hoc du 5 bai", peopleBeyond("lessons", "< 5")),
  ask("tuanGiao", "ai giữ chuỗi được ít nhất 3 ngày", peopleBeyond("streak", ">= 3")),
  ask("hoaBinh", "tháng này ai học dưới mười bài", peopleBeyond("lessons", "< 10", { when: "this month" })),
  ask("tanLap", "văn phòng có ai dưới 80% không", peopleBeyond("completion", "< 80%", { whom: place.tanLapOffice })),
  ask("dienBien", "ai dưới 50 điểm", peopleBeyond("points", "< 50")),
  ask("tan", "ai học liên tục hơn 5 ngày", peopleBeyond("streak", "> 5")),
  ask("tanLap", "ai dưới 5", which, lost),
  ask("tanLap", "ai trên 30 tuổi", lost, which),
  ask("tanLap", "lương ai trên 10 triệu", lost, which),
  ask("pupil", "ai dưới 5 bài", refused("ai"), lost),
];

const next = [
  following(
    "chair",
    ["hôm nay xã nào học dưới 50%"],
    "còn hôm qua?",
    unitsBeyond("learnt", "< 50%", { level: communes, when: "yesterday" }),
  ),
  following("chair", below50, "thế phường?", done("< 50%", wards)),
  following("chair", below50, "dưới 80% thì sao", done("< 80%")),
  following("chair", below50, "còn trên 80%?", done("> 80%")),
  following("chair", ["bao nhiêu xã dưới 80%"], "là những xã nào", done("< 80%")),
  following(
    "chair",
    ["tuần này xã nào đúng dưới 80%"],
    "còn tuần trước?",
    unitsBeyond("score", "< 80%", { level: communes, when: "last week" }),
  ),
  following(
    "chair",
    below50,
    "lớp K2 thì sao",
    unitsBeyond("completion", "< 50%", { whom: place.k2, level: communes }),
  ),
  following("tanLap", below5, "còn tuần này", peopleBeyond("lessons", "< 5", { when: "this week" })),
  following("tanLap", below5, "văn phòng thì sao?", peopleBeyond("lessons", "< 5", { whom: place.tanLapOffice })),
  following("tanLap", below5, "bao nhiêu người vậy", peopleBeyond("lessons", "< 5")),
  following("tanLap", below5, "thế trên 10 bài", peopleBeyond("lessons", "> 10")),
  following(
    "chair",
    ["xếp hạng các xã theo tỷ lệ trả lời đúng"],
    "xã nào dưới 70%",
    unitsBeyond("score", "< 70%", { level: communes }),
    done("< 70%"),
  ),
  following("chair", ["ai nhiều điểm nhất"], "những ai trên 100", peopleBeyond("points", "> 100"), which),
];

const thisWeek = { when: "this week" } as const;

const wrong = [
  ask("tanLap", "ai sai nhiều nhất", fewestPeople("score")),
  ask("tanLap", "ai làm sai nhiều nhất tuần này", fewestPeople("score", thisWeek)),
  ask("tanLap", "ai tra loi sai nhieu nhat", fewestPeople("score")),
  ask("na", "ai hay sai nhất", fewestPeople("score")),
  ask("chair", "người nào sai nhiều nhất lớp K1", fewestPeople("score", { whom: place.k1 })),
  ask("chair", "xã nào sai nhiều nhất", fewestUnits("score", { level: communes })),
  ask("vietTri", "ai ít sai nhất", mostPeople("score")),
  ask("vietTri", "ai trả lời sai ít nhất tuần này", mostPeople("score", thisWeek)),
  ask("dienBien", "top 3 người sai nhiều nhất", fewestPeople("score", { limit: 3 })),
  ask("tanLap", "ai traar lowif sai nhieeuf nhaats", fewestPeople("score")),
  ask("tuanGiao", "đứa nào trả lời sai nhiều nhất hôm nay", fewestPeople("score", { when: "today" })),
  ask("lamThao", "5 đồng chí sai nhiều câu nhất", fewestPeople("score", { limit: 5 })),
  ask("tanLap", "văn phòng ai sai nhiều nhất", fewestPeople("score", { whom: place.tanLapOffice })),
  ask("tanLap", "ai chọn sai đáp án nhiều nhất", fewestPeople("score")),
  following("tanLap", ["ai sai nhiều nhất"], "còn tuần trước?", fewestPeople("score", { when: "last week" })),
  following("chair", ["xã nào sai nhiều nhất"], "phường thì sao", fewestUnits("score", { level: wards })),
];

const stands = (whom?: Parameters<typeof standing>[1]): Reading[] => well((measure) => standing(measure, whom));

const places = [
  ask("chair", "xã Tân Lập đứng thứ mấy trong tỉnh", ...stands(place.tanLap)),
  ask("chair", "phường Việt Trì xếp thứ mấy", ...stands(place.vietTri)),
  ask("chair", "xa Lam Thao xep thu may", ...stands(place.lamThao)),
  ask("chair", "xã Tân hạng mấy", ...stands(place.tan)),
  ask("chair", "Việt Trì đứng thứ mấy về tỷ lệ trả lời đúng", standing("score", place.vietTri)),
  ask("chair", "Xã Tân Lập đang xếp thứ bao nhiêu về tỷ lệ hoàn thành?", standing("completion", place.tanLap)),
  ask("chair", "tuần này xã Tân Lập đứng thứ mấy về số bài", standing("lessons", place.tanLap, "this week")),
  ask("tanLap", "xã mình xếp thứ mấy", ...stands()),
  ask("tanLap", "xã mình đứng thứ mấy trong tỉnh", ...stands(), refused("tỉnh")),
  ask("vietTri", "phường mình đứng thứ bao nhiêu", ...stands()),
  ask("office", "văn phòng mình xếp thứ mấy trong tỉnh", ...stands(), refused("tỉnh")),
  ask("chair", "tỉnh mình xếp thứ mấy cả nước", ...stands(), which, lost),
  ask("both", "Phú Thọ xếp thứ mấy", ...stands(place.phuTho)),
  ask("tanLap", "phòng văn hóa xã hội xếp thứ mấy", ...stands(place.tanLapCulture)),
  ask("na", "Lê Thu Hà đứng thứ mấy", ...stands(who("Lê Thu Hà"))),
  ask("tanLap", "chị Thơm xếp thứ mấy", ...stands(who("Hà Thị Thơm"))),
  ask("tanLap", "Nguyễn Văn Hưng đứng thứ mấy về điểm", standing("points", who("Nguyễn Văn Hưng"))),
  ask("tanLap", "xã Lâm Thao đứng thứ mấy", refused("Lâm Thao")),
  ask("dienBien", "xã Thanh Miếu hạng mấy", refused("Thanh Miếu")),
  ask("pupil", "Bùi Văn Sơn đứng thứ mấy", refused("Bùi Văn Sơn"), lost),
  ask("chair", "hôm nay là thứ mấy rồi", lost),
  following("chair", ["xã Tân Lập đứng thứ mấy"], "thế Lâm Thao?", ...stands(place.lamThao)),
  following("chair", ["xã nào kém nhất"], "xã Tân Lập thứ mấy", ...stands(place.tanLap)),
  following(
    "chair",
    ["xã Tân Lập đứng thứ mấy về tỷ lệ đúng"],
    "còn tuần trước",
    standing("score", place.tanLap, "last week"),
  ),
];

/** What whoever asks means their own place on the board of their unit by: the command `/xephang`. */
export const ownPlaces = [
  "tôi đứng thứ mấy",
  "mình xếp hạng mấy",
  "toi dung thu may trong xa",
  "em đang xếp thứ bao nhiêu",
  "thứ hạng của tôi",
  "tôi hạng mấy",
  "mình đang xếp thứ mấy đơn vị",
  "tooi ddwsng thuws maays",
  "em đứng thứ mấy ạ",
  "cho hỏi tôi đang đứng thứ mấy trong đơn vị",
] as const;

export const sixthStyles: Readonly<Record<string, readonly Question[]>> = {
  "units and a line": units,
  "people and a line": peopleLines,
  "a line, said next": next,
  "wrong answers": wrong,
  places,
};
