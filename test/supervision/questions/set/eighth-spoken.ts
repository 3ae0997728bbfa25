/** Dictated to the phone, and so without a comma; and the words of the Centre and the South. */
import {
  ask,
  beside,
  communes,
  fewestUnits,
  lost,
  mostPeople,
  mostUnits,
  names,
  place,
  type Question,
  total,
  well,
  which,
  who,
} from "../notation.ts";

const notToday = names("not_learnt", "own", "today");
const either = (measure: Parameters<typeof beside>[0], ...[one, other]: Parameters<typeof beside>[1][]) => [
  beside(measure, one!, other!),
  beside(measure, other!, one!),
];

export const spoken: readonly Question[] = [
  ask(
    "tanLap",
    "alo em ơi cho anh hỏi chút là hôm nay ở xã mình còn những ai chưa học bài thì em báo lại anh nhé",
    notToday,
  ),
  ask(
    "chair",
    "em kiểm tra cho anh xem là xã Lâm Thao với xã Tân Lập thì xã nào hoàn thành cao hơn",
    ...either("completion", [place.lamThao, "now"], [place.tanLap, "now"]),
  ),
  ask(
    "chair",
    "chiều nay anh có cuộc họp với thường trực em cho anh số liệu tỷ lệ hoàn thành của toàn tỉnh tính đến thời điểm này nhé",
    total("completion"),
  ),
  ask(
    "chair",
    "ờ cái xã Tân ấy là đến giờ này đã có bao nhiêu người học rồi",
    total("learnt", place.tan, "today"),
    total("joined", place.tan),
    which,
  ),
  ask(
    "office",
    "à chị hỏi tí phòng tổng hợp của mình từ đầu tuần đến giờ ai chưa học bài nào ấy nhỉ",
    names("not_learnt", place.general, "this week"),
  ),
  ask(
    "office",
    "em ơi trong văn phòng mình ai là người học nhiều bài nhất từ đầu tháng đến giờ",
    mostPeople("lessons", { when: "this month" }),
  ),
  ask(
    "vietTri",
    "chị muốn biết phường chị tuần trước có bao nhiêu người học và bao nhiêu người không học",
    total("learnt", "own", "last week"),
    total("not_learnt", "own", "last week"),
    which,
  ),
  ask(
    "dienBien",
    "bác hỏi cháu là trong tỉnh mình xã nào tiến độ chậm nhất để bác còn nhắc",
    fewestUnits("completion", { level: communes }),
    mostUnits("overdue", { level: communes }),
  ),
  ask("hoaBinh", "dạ cho em hỏi phường em hiện giờ đạt được mấy phần trăm rồi ạ em cảm ơn", total("completion")),
  ask("muongThanh", "thế bây giờ ai là người chưa tham gia vào cái lớp này hả em", names("not_joined")),
  ask(
    "lamThao",
    "báo cáo cho tôi tên những đồng chí từ thứ hai đến giờ chưa học buổi nào",
    names("not_learnt", "own", "this week"),
  ),
  ask(
    "tan",
    "cô hỏi này mấy hôm nay anh Mai Văn Khánh có học hành gì không",
    ...([{ days: 3 }, { days: 7 }, "this week", "today"] as const).flatMap((when) => [
      total("learnt", who("Mai Văn Khánh"), when),
      total("lessons", who("Mai Văn Khánh"), when),
    ]),
    total("lessons", who("Mai Văn Khánh")),
    which,
  ),
  ask(
    "tuanGiao",
    "cho mình hỏi là văn phòng hội đồng nhân dân và ủy ban nhân dân xã hôm nay đã có mấy người học",
    total("learnt", place.tuanGiaoOffice, "today"),
  ),
  ask(
    "na",
    "nhờ em thống kê giúp xem trong hai vụ thì vụ nào có tỷ lệ trả lời đúng cao hơn",
    mostUnits("score"),
    ...either("score", [place.naGeneral, "now"], [place.naInformation, "now"]),
  ),
  ask(
    "both",
    "tôi muốn so sánh tỉnh Phú Thọ với tỉnh Điện Biên xem tỉnh nào hoàn thành tốt hơn",
    ...either("completion", [place.phuTho, "now"], [place.dienBien, "now"]),
  ),
  ask(
    "chair",
    "trong tuần này phường Hòa Bình có bao nhiêu lượt học bài",
    total("lessons", place.hoaBinh, "this week"),
    total("learnt", place.hoaBinh, "this week"),
  ),
  ask(
    "tanLap",
    "ừ thế còn cái phòng văn hóa xã hội thì hôm nay ai chưa học",
    names("not_learnt", place.tanLapCulture, "today"),
  ),
  ask("tuaChua", "ê cho hỏi chút xã Tủa Chùa của mình có ai bị chậm bài không", names("overdue"), total("overdue")),
  ask(
    "chair",
    "Kính gửi tổ giúp việc, đề nghị cho biết kết quả tham gia học tập của các xã, phường tính đến ngày hôm nay. Xin cảm ơn.",
    ...(["joined", "completion", "lessons", "not_joined"] as const).map((one) => mostUnits(one, { level: communes })),
    mostUnits("learnt", { level: communes, when: "today" }),
    which,
  ),
  ask(
    "office",
    "đề nghị cung cấp số liệu cán bộ, công chức Văn phòng chưa hoàn thành bài học ngày hôm nay",
    total("not_learnt", "own", "today"),
    notToday,
    total("not_learnt", place.clerks, "today"),
    names("not_learnt", place.clerks, "today"),
  ),
  ask("lamThao", "bữa ni còn ai chưa học rứa em", notToday),
  ask("vietTri", "răng mà phường mình học ít rứa", lost, which, total("completion"), total("learnt", "own", "today")),
  ask("tan", "trong xã chừ có mấy người học xong rồi", total("finished"), total("learnt", "own", "today"), which),
  ask("hoaBinh", "bữa nay phường mình mấy ảnh mấy chỉ ai hông học vậy", notToday),
  ask("vietTri", "coi dùm chị tuần rồi đứa nào hổng học nghen", names("not_learnt", "own", "last week")),
  ask("tanLap", "nãy giờ có ai vô học chưa", total("learnt", "own", "today"), names("learnt", "own", "today")),
  ask("chair", "xã nào học giỏi nhứt vậy em", ...well((one) => mostUnits(one, { level: communes })), which),
  ask("dienBien", "hồi hôm qua được nhiêu người học", total("learnt", "own", "yesterday")),
  ask("tuanGiao", "lẹ lẹ cho anh cái danh sách mấy người chưa học bữa nay", notToday),
  ask("otherTanLap", "mô chừ mấy người chưa tham gia rứa", total("not_joined"), names("not_joined")),
];
