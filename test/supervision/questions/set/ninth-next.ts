/** What is said to the bot's last message. */
import {
  beside,
  communes,
  fewestPeople,
  fewestUnits,
  following,
  lost,
  mostPeople,
  mostUnits,
  names,
  place,
  type Question,
  reached,
  total,
  unitsBeyond,
  which,
  who,
} from "../notation.ts";
import { absent } from "./ninth-readings.ts";

const learntToday = ["hôm nay bao nhiêu người học?"];
const absentToday = ["xã mình ai chưa học hôm nay?"];
const general = ["phòng Tổng hợp ai chưa học hôm nay"];
const province = ["tỷ lệ hoàn thành toàn tỉnh"];
const lowest = ["Xã nào tiến độ thấp nhất?"];
const thuy = ["Lưu Thị Thủy học được mấy bài"];
const tuanGiao = ["Tuần Giáo hôm nay bao nhiêu người học?"];
const naGeneral = ["tuần này vụ Tổng hợp mấy người học"];
const mine = ["tôi học được mấy bài rồi?"];
const notJoined = ["ai chưa tham gia lớp?"];
const absentYesterday = ["hôm qua ai chưa học?"];
const mostLessons = ["tuần này ai học nhiều bài nhất?"];

export const next: readonly Question[] = [
  following("tanLap", learntToday, "thế còn những người kia", which, ...absent()),
  following("tanLap", learntToday, "kể tên ra", names("learnt", "own", "today")),
  following("tanLap", learntToday, "tuần trước thì sao", total("learnt", "own", "last week")),
  following("otherTanLap", learntToday, "là những ai vậy em", names("learnt", "own", "today")),
  following("otherTanLap", learntToday, "ít thế, còn lại đâu", which, lost, ...absent()),
  // The same answer once more; asking what to send is no harm.
  following("lamThao", absentToday, "gửi lại đi", names("not_learnt", "own", "today"), which),
  following("lamThao", absentToday, "tuần này thì sao", names("not_learnt", "own", "this week")),
  following(
    "lamThao",
    absentToday,
    "còn hôm kia",
    names("not_learnt", "own", { from: "2026-11-24", to: "2026-11-24" }),
  ),
  following("lamThao", absentToday, "thế tổ Ong Vàng?", names("not_learnt", place.bees, "today")),
  following("chair", province, "cụ thể từng xã", mostUnits("completion"), fewestUnits("completion")),
  following("chair", province, "xã nào thấp nhất", fewestUnits("completion", { level: communes })),
  following("chair", province, "thế Việt Trì", total("completion", place.vietTri)),
  following("chair", lowest, "tại sao lại thấp thế", lost, which),
  following("chair", lowest, "thế cao nhất", mostUnits("completion", { level: communes })),
  following("office", general, "phòng kia thì sao", names("not_learnt", place.household, "today"), which),
  following("office", general, "còn phòng Hành chính", names("not_learnt", place.household, "today")),
  following("office", general, "cả văn phòng luôn", names("not_learnt", "own", "today")),
  following(
    "office",
    general,
    "tất cả mấy người",
    which,
    total("not_learnt", place.general, "today"),
    total("people", place.general),
  ),
  following("vietTri", thuy, "điểm thì sao", total("points", who("Lưu Thị Thủy")), total("score", who("Lưu Thị Thủy"))),
  following("vietTri", thuy, "còn anh Lộc", total("lessons", who("Phí Văn Lộc"))),
  following("vietTri", thuy, "tuần này thôi", total("lessons", who("Lưu Thị Thủy"), "this week")),
  following("dienBien", tuanGiao, "Tủa Chùa", total("learnt", place.tuaChua, "today")),
  following(
    "dienBien",
    tuanGiao,
    "so với hôm qua",
    beside("learnt", [place.tuanGiao, "today"], [place.tuanGiao, "yesterday"]),
  ),
  following("dienBien", tuanGiao, "ai", names("learnt", place.tuanGiao, "today")),
  following("dienBien", tuanGiao, "ai chưa", names("not_learnt", place.tuanGiao, "today")),
  following(
    "na",
    naGeneral,
    "cả hai vụ",
    which,
    total("learnt", "own", "this week"),
    beside("learnt", [place.naGeneral, "this week"], [place.naInformation, "this week"]),
    mostUnits("learnt", { when: "this week" }),
  ),
  following("na", naGeneral, "thế vụ kia", total("learnt", place.naInformation, "this week"), which),
  following("hoaBinh", mine, "còn điểm", total("points", "me"), total("score", "me")),
  following("hoaBinh", mine, "thế cả phường", total("lessons")),
  following("tan", notJoined, "ok cảm ơn nhé", lost),
  following("tan", notJoined, "sao lại chưa", lost, which),
  following("tan", notJoined, "nhắc họ giùm tôi", lost, which),
  following("muongThanh", absentYesterday, "ý tôi hỏi hôm nay cơ", names("not_learnt", "own", "today")),
  following("muongThanh", absentYesterday, "không phải, số người đã học cơ", total("learnt", "own", "yesterday")),
  following("muongThanh", absentYesterday, "hôm nay vẫn chưa à", which, ...absent()),
  // Who comes second is told in the same list.
  following("tuanGiao", mostLessons, "người thứ hai là ai", which, lost, mostPeople("lessons", { when: "this week" })),
  following("tuanGiao", mostLessons, "còn ít nhất", fewestPeople("lessons", { when: "this week" })),
  following("tuanGiao", mostLessons, "tháng này", mostPeople("lessons", { when: "this month" })),
  following("chair", ["bao nhiêu người chưa tham gia?"], "ở những xã nào", mostUnits("not_joined"), which),
  following(
    "chair",
    ["bao nhiêu người chưa tham gia?"],
    "riêng phường Thanh Miếu",
    total("not_joined", place.thanhMieu),
  ),
  following("chair", ["xã nào dưới 50%?"], "dưới 70 thì sao", unitsBeyond("completion", "< 70%", { level: communes })),
  following("chair", ["xã nào dưới 50%?"], "thế trên 80", unitsBeyond("completion", "> 80%", { level: communes })),
  following(
    "both",
    ["Xã Lâm Thao hôm nay ai chưa học?", "còn hôm qua?"],
    "đếm thôi",
    total("not_learnt", place.lamThao, "yesterday"),
  ),
  following("lamThao", ["tiến độ tổ Ong Vàng"], "đạt 80% chưa", reached("completion", ">= 80%", place.bees)),
];
