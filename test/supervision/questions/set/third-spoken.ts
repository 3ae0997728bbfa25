/** The third set: polite and long, some of it spoken into the phone; and the words of the South, the Centre and the North. */
import {
  ask,
  beside,
  communes,
  fewestPeople,
  fewestUnits,
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
import { anybody, hasLearnt, howFar, on } from "./second-readings.ts";

export const polite: readonly Question[] = [
  ask(
    "tanLap",
    "Chào em, anh Sơn ở Tân Lập đây, em xem hộ anh từ sáng đến giờ trong xã đã có bao nhiêu đồng chí vào học bài rồi, anh cảm ơn em nhé",
    total("learnt", "own", "today"),
  ),
  ask(
    "office",
    "Em chào anh/chị ạ. Sáng thứ Hai bên em họp giao ban, anh/chị cho em xin danh sách những người trong văn phòng tuần này chưa học bài nào với ạ. Em cảm ơn!",
    names("not_learnt", "own", "this week"),
  ),
  ask(
    "chair",
    "Kính gửi bộ phận hỗ trợ, đề nghị cho tôi biết hiện nay toàn tỉnh đã hoàn thành được bao nhiêu phần trăm chương trình học. Trân trọng.",
    total("completion"),
  ),
  ask(
    "tan",
    "Xin lỗi làm phiền giờ này, tôi lớn tuổi nên không rành máy móc, nhờ cháu xem giúp bác trong xã còn những ai chưa đăng ký học",
    names("not_joined"),
  ),
  ask(
    "vietTri",
    "Dạ cho em hỏi là phường mình tuần vừa rồi tổng số bài học được so với tuần này thì như nào ạ",
    beside("lessons", ["own", "last week"], ["own", "this week"]),
    beside("lessons", ["own", "this week"], ["own", "last week"]),
  ),
  ask(
    "dienBien",
    "alo cho tôi hỏi cái là xã tuần giáo với phường mường thanh hôm nay bên nào có nhiều người học hơn",
    beside("learnt", [place.tuanGiao, "today"], [place.muongThanh, "today"]),
  ),
  ask(
    "both",
    "cho tôi xin danh sách mười người có số điểm cao nhất của tỉnh phú thọ nhé cảm ơn",
    mostPeople("points", { whom: place.phuTho, limit: 10 }),
    mostPeople("score", { whom: place.phuTho, limit: 10 }),
  ),
  ask(
    "chair",
    "em ơi xem cho anh từ ngày mười sáu đến ngày hai mươi tháng mười một xã lâm thao học được bao nhiêu bài",
    total("lessons", place.lamThao, { from: "2026-11-16", to: "2026-11-20" }),
  ),
  ask(
    "na",
    "Chào bạn, mình là Vinh bên Văn phòng Quốc hội. Bạn cho mình hỏi trong cơ quan mình có ai đang bị quá hạn không nhỉ? Nếu có thì cho mình xin tên luôn.",
    names("overdue"),
  ),
  ask(
    "tuanGiao",
    "Dạ em chào thầy, thầy cho em hỏi cơ quan em tính đến hết hôm qua có bao nhiêu người đang chậm bài ạ, để em nhắc",
    total("overdue"),
  ),
  ask(
    "chair",
    "Nhờ đồng chí tổng hợp giúp tôi ba xã có tỷ lệ hoàn thành cao nhất để tôi biểu dương trong cuộc họp ngày mai, xin cảm ơn",
    mostUnits("completion", { level: communes, limit: 3 }),
  ),
  ask(
    "tanLap",
    "Cho bác hỏi tí cháu ơi, cái Thơm nó học chăm không, nó được mấy điểm rồi cháu",
    total("points", who("Hà Thị Thơm")),
    total("score", who("Hà Thị Thơm")),
  ),
  ask(
    "office",
    "Anh chị vui lòng kiểm tra giúp em phòng Hành chính - Quản trị hiện có bao nhiêu người đã tham gia trên tổng số người của phòng ạ, em xin cảm ơn anh chị nhiều",
    total("joined", place.household),
  ),
  ask(
    "dienBien",
    "Tôi cần nắm tình hình một chút. Đồng chí cho biết xã nào trong tỉnh mấy ngày nay có ít người học nhất, cụ thể là ba ngày gần đây.",
    fewestUnits("learnt", { when: { days: 3 }, level: communes }),
  ),
  ask(
    "vietTri",
    "Em chào admin ạ, admin cho em hỏi phòng kinh tế hạ tầng của phường em hôm thứ tư vừa rồi có những ai chưa học vậy ạ, em cảm ơn admin",
    names("not_learnt", place.economy, on("2026-11-25")),
  ),
  ask(
    "chair",
    "Nếu không phiền thì cho tôi xem số liệu dự kiến khi kết thúc khóa học lớp K1 đạt được khoảng bao nhiêu phần trăm so với yêu cầu nhé",
    total("forecast", place.k1),
  ),
  ask("tan", "ừ chào cháu bác hỏi cái này nhé bác học được mấy bài rồi ấy nhỉ bác quên mất", total("lessons", "me")),
  ask(
    "both",
    "Kính nhờ hệ thống cung cấp cho tôi tỷ lệ trả lời đúng của học viên là cán bộ, công chức văn phòng ở cả hai tỉnh trong tuần này, trân trọng cảm ơn",
    total("score", place.clerks, "this week"),
    total("score", place.k2, "this week"),
  ),
];

export const regional: readonly Question[] = [
  ask("tanLap", "bữa nay xã mình nhiêu người học rồi dzậy", total("learnt", "own", "today")),
  ask("tanLap", "tuần rồi ai hổng học bài nào hết á", names("not_learnt", "own", "last week")),
  ask("chair", "coi giùm xã Lâm Thao bữa qua có mấy người học", total("learnt", place.lamThao, "yesterday")),
  ask("chair", "xã mô học nhiều bài nhất rứa", mostUnits("lessons", { level: communes })),
  ask("chair", "đứa mô trong tỉnh điểm cao nhứt", mostPeople("points"), mostPeople("score")),
  ask("tan", "bữa ni có ai nỏ học không hè", ...anybody("not_learnt", "own", "today")),
  ask("tan", "răng xã miềng mới được mấy phần trăm rứa", total("completion")),
  ask("vietTri", "thằng nào trong phường học dở nhứt vậy", ...well(fewestPeople)),
  ask("vietTri", "cả phường có mấy mống vào học hôm nay thế", total("learnt", "own", "today")),
  ask(
    "dienBien",
    "Tủa Chùa chửa có người nào học hôm nay à",
    ...hasLearnt(place.tuaChua, "today"),
    names("learnt", place.tuaChua, "today"),
  ),
  ask("dienBien", "bên Mường Thanh có đứa nào xin nghỉ hông", ...anybody("paused", place.muongThanh)),
  ask(
    "tuanGiao",
    "hổm rày ai hông chịu học vậy ta",
    which,
    names("not_learnt", "own", "this week"),
    names("not_learnt", "own", { days: 3 }),
    names("not_learnt", "own", { days: 7 }),
    names("overdue"),
  ),
  ask("office", "mấy bạn phòng Tổng hợp học tới đâu rồi ha", ...howFar(place.general)),
  ask("office", "chừ còn mấy người chưa vô lớp rứa", total("not_joined"), total("not_learnt", "own", "today")),
  ask(
    "na",
    "coi thử bên Vụ Thông tin mấy người vô học rồi nghen",
    total("joined", place.naInformation),
    total("learnt", place.naInformation, "today"),
  ),
  ask("both", "hai tỉnh cộng lại được nhiêu bài rồi hén", total("lessons")),
];
