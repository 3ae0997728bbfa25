/**
 * The fifth set: written as supervisors would type at eight in the evening, by a hand that had seen the world, the guide for
 * supervisors and no grammar; what is right for each was written down before any was run. Here: communes.
 */
import {
  ask,
  fewestPeople,
  following,
  lost,
  mostPeople,
  names,
  place,
  type Question,
  refused,
  total,
  which,
  who,
} from "../notation.ts";
import { elsewhere } from "./fifth-elsewhere.ts";
import { people } from "./fifth-people.ts";
import { province } from "./fifth-province.ts";
import { missing } from "./fifth-readings.ts";
import { cities } from "./fifth-wards.ts";
import { either, slack, stand, went, worstUnits } from "./fourth-readings.ts";
import { anybody, hasJoined, hasLearnt, howFar, on } from "./second-readings.ts";

const overdue = ["có bao nhiêu người đang bị chậm bài?"] as const;
const outside = ["ai chưa tham gia lớp ạ"] as const;
const lastWeek = ["tuần trước có mấy người học"] as const;

const tanLap = [
  ask("tanLap", "tối nay còn những ai chưa học bài vậy", names("not_learnt", "own", "today")),
  ask("tanLap", "hnay xã mình học đc mấy ng rồi", total("learnt", "own", "today")),
  ask("tanLap", "cho toi hoi ti le hoan thanh cua xa Tan Lap la bao nhieu", total("completion")),
  ask("tanLap", "anh Hùng xã mình tuần này học hành ra sao", ...went(who("Nguyễn Văn Hùng"), "this week")),
  ask("tanLap", "Hưng học tới đâu rồi", ...howFar(who("Nguyễn Văn Hưng"))),
  ask(
    "tanLap",
    "chị Thơm với anh Hưng ai học nhiều hơn",
    ...either("lessons", [who("Hà Thị Thơm"), "now"], [who("Nguyễn Văn Hưng"), "now"]),
  ),
  ask(
    "tanLap",
    "phòng văn hoá xã hội có ai k chịu học ko",
    ...anybody("not_learnt", place.tanLapCulture, "today"),
    ...anybody("not_learnt", place.tanLapCulture, "this week"),
    ...anybody("not_joined", place.tanLapCulture),
    which,
  ),
  ask("tanLap", "VP HĐND&UBND hoàn thành bao nhiêu %", total("completion", place.tanLapOffice)),
  ask(
    "tanLap",
    "so sánh văn phòng với phòng văn hóa tuần này",
    ...(["learnt", "lessons", "score", "not_learnt"] as const).flatMap((measure) =>
      either(measure, [place.tanLapOffice, "this week"], [place.tanLapCulture, "this week"]),
    ),
  ),
  ask("tanLap", "Ai đứng đầu xã về điểm?", mostPeople("points")),
  ask("tanLap", "3 người điểm thấp nhất", fewestPeople("points", { limit: 3 }), fewestPeople("score", { limit: 3 })),
  ask("tanLap", "chuỗi ngày học dài nhất xã là của ai", mostPeople("streak")),
  ask("tanLap", "bà Nga có đang giữ chuỗi không", total("streak", who("Phùng Thị Nga"))),
  ask("tanLap", "chua hoc hom qua gom nhung ai", names("not_learnt", "own", "yesterday")),
  ask("tanLap", "hôm wa có bn người học", total("learnt", "own", "yesterday")),
  ask("tanLap", overdue[0], total("overdue")),
  following("tanLap", overdue, "kể tên ra giúp tôi với", names("overdue")),
  ask("tanLap", outside[0], names("not_joined")),
  following("tanLap", outside, "văn phòng thì sao", ...anybody("not_joined", place.tanLapOffice)),
  ask("tanLap", "xã Lâm Thao học được bao nhiêu phần trăm rồi nhỉ", refused("Lâm Thao")),
  ask("tanLap", "thời tiết mai thế nào", lost),
  ask("tanLap", "lương tháng này bao giờ có", lost),
  ask("tanLap", "xoá hết danh sách người học đi", lost),
  ask("tanLap", "7 ngày qua ai không học buổi nào", names("not_learnt", "own", { days: 7 })),
  ask("tanLap", "từ đầu tuần tới giờ xã học được mấy bài", total("lessons", "own", "this week")),
  ask("tanLap", lastWeek[0], total("learnt", "own", "last week")),
  following("tanLap", lastWeek, "còn tuần này?", total("learnt", "own", "this week")),
  ask("tanLap", "tỷ lệ trả lời đúng của cả xã", total("score")),
  ask("tanLap", "chị Thu trả lời đúng bao nhiêu %", total("score", who("Đặng Thị Thu"))),
  ask("tanLap", "Tổng điểm của Bùi Thị Hiền", total("points", who("Bùi Thị Hiền"))),
  ask("tanLap", "dự kiến cuối khoá xã mình đạt đc bn %", total("forecast")),
  ask("tanLap", "ai dang tam dung hoc", names("paused")),
  ask("tanLap", "mấy ông chưa vô lớp", ...anybody("not_joined")),
  ask("tanLap", "những ai học đều nhất", mostPeople("streak"), mostPeople("lessons"), which),
  ask("tanLap", "tinhf hinhf hoom nay theef naof", ...stand(), ...went("own", "today")),
];

const tan = [
  ask("tan", "xã Tân hôm nay mấy người học rồi", total("learnt", "own", "today")),
  ask("tan", "Én học bài chưa", ...hasLearnt(who("Trần Thị Én"), "today")),
  ask("tan", "co Sau hoc duoc may bai roi a", total("lessons", who("Tô Thị Sáu"))),
  ask("tan", "khánh vào lớp chưa thế", ...hasJoined(who("Mai Văn Khánh"))),
  ask("tan", "xã Tân Lập thì sao", refused("Tân Lập")),
  ask("tan", "bao nhieu % roi", total("completion"), which),
  ask("tan", "hôm kia có ai học không nhỉ", ...anybody("learnt", "own", on("2026-11-24"))),
  ask("tan", "tháng này xã học được tổng cộng bao nhiêu bài", total("lessons", "own", "this month")),
  ask("tan", "nhân sự xã mình được mấy người trong danh sách", total("people")),
  ask("tan", "xếp hạng mọi người theo số bài", mostPeople("lessons")),
  ask("tan", "còn ai chưa học xong phần An toàn", which),
  ask("tan", "hôm nay tôi học chưa", ...hasLearnt("me", "today")),
];

const lamThao = [
  ask("lamThao", "tổ ong vàng hôm nay thế nào", ...stand(place.bees), ...went(place.bees, "today")),
  ask("lamThao", "to cong nghe so co ai chua hoc tuan nay", ...anybody("not_learnt", place.bees, "this week")),
  ask(
    "lamThao",
    "Quý với Học ai hơn điểm",
    ...either("points", [who("Đào Xuân Quý"), "now"], [who("Hoàng Văn Học"), "now"]),
  ),
  ask("lamThao", "Ông Toản bao nhiêu ngày rồi không học?", which),
  ask("lamThao", "Chị Nhung học được gì chưa", ...missing(who("Trịnh Thị Nhung"))),
  ask("lamThao", "danh sách người học hôm thứ 2", names("learnt", "own", on("2026-11-23"))),
  ask("lamThao", "thứ tư tuần trước mấy người học vậy em", total("learnt", "own", on("2026-11-18"))),
  ask("lamThao", "chị Thu đợt rồi học thế nào", refused("Thu"), lost),
  ask(
    "lamThao",
    "anh Hùng được mấy điểm",
    total("points", who("Nguyễn Văn Hùng")),
    total("score", who("Nguyễn Văn Hùng")),
  ),
  ask("lamThao", "đơn vị nào trong xã học kém nhất", ...worstUnits(null), which),
  ask("lamThao", "ai im hơi lặng tiếng cả tuần nay", ...slack(), names("not_learnt", "own", { days: 7 })),
  ask("lamThao", "mấy đứa nợ bài", ...anybody("overdue")),
  ask("lamThao", "chuoi cua Oanh", total("streak", who("Kiều Thị Oanh"))),
];

const tuanGiao = [
  ask("tuanGiao", "xã mình toàn người Mông, ai chưa hok hn", names("not_learnt", "own", "today")),
  ask("tuanGiao", "Dế lâu rồi ko học hả", ...missing(who("Mùa A Dế")), ...hasLearnt(who("Mùa A Dế"), { days: 7 })),
  ask("otherTanLap", "xax minhf hoom nay cos ai hojc chuwa", ...anybody("learnt", "own", "today")),
  ask("tuaChua", "xa4 mi2nh bao nhie6u ng chu7a ho5c", total("not_learnt", "own", "today")),
];

export const fifthStyles: Readonly<Record<string, readonly Question[]>> = {
  communes: [...tanLap, ...tan, ...lamThao, ...tuanGiao],
  wards: cities,
  province,
  people,
  elsewhere,
};
