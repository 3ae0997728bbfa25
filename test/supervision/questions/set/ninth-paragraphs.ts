/** Whole paragraphs with the question at their end, and requests that somebody above has made. */
import {
  ask,
  beside,
  bothKinds,
  communes,
  fewestUnits,
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
import { behind } from "./ninth-readings.ts";

export const paragraphs: readonly Question[] = [
  ask(
    "chair",
    "Chào Học Vụ. Hôm trước tôi đi dự hội nghị ở trung ương, các đồng chí có nói là tỉnh nào cũng phải đẩy mạnh phong trào bình dân học vụ số. Về tỉnh tôi muốn nắm lại cho chắc. Vậy đến hôm nay toàn tỉnh ta đã có bao nhiêu người tham gia rồi?",
    total("joined"),
  ),
  ask(
    "chair",
    "Sáng mai tôi làm việc với Thường trực HĐND xã Tân Lập, trong đó có nội dung học tập trên Zalo. Anh em chuẩn bị giúp tôi số liệu để phát biểu. Trước hết cho tôi biết xã này hoàn thành được bao nhiêu phần trăm?",
    total("completion", place.tanLap),
  ),
  ask(
    "chair",
    "Theo báo cáo miệng của văn phòng thì tuần vừa rồi có mấy xã gần như không ai học, tôi nghe mà sốt ruột, vì chỉ tiêu này sẽ đưa vào đánh giá cuối năm. Cụ thể là xã phường nào tuần trước có ít người học nhất?",
    fewestUnits("learnt", { when: "last week", level: bothKinds }),
  ),
  ask(
    "tanLap",
    "Xã tôi mấy hôm nay bận chống rét cho trâu bò, anh em đi cơ sở suốt nên chắc học hành có chểnh mảng. Nhưng chểnh mảng thì cũng phải biết là ai để còn nhắc. Thế những ai hôm nay chưa học?",
    names("not_learnt", "own", "today"),
  ),
  ask(
    "lamThao",
    "Hôm qua họp giao ban tôi đã quán triệt là mỗi ngày ba phút thôi, ai cũng phải học. Nay muốn xem lời nói có tác dụng không, hôm nay đã có mấy người học rồi?",
    total("learnt", "own", "today"),
  ),
  ask(
    "vietTri",
    "Phường chúng tôi vừa sáp nhập, người đông, mỗi bộ phận một kiểu, thành ra theo dõi rất khó. Tôi chỉ cần biết phòng Kinh tế Hạ tầng tiến độ đến đâu.",
    total("completion", place.economy),
  ),
  ask(
    "chair",
    "Ý kiến của đồng chí Bí thư là cuối tháng phải có ít nhất 80% số bài được hoàn thành, tôi đã hứa rồi nên không thể để mất uy tín. Anh xem giúp tôi toàn tỉnh đã đạt 80% chưa?",
    reached("completion", ">= 80%"),
  ),
  ask(
    "lamThao",
    "Tôi đọc báo thấy dạo này lừa đảo qua mạng nhiều quá, cán bộ xã mình cũng có người bị. Không biết phần An toàn và chống lừa đảo anh em làm bài đúng được bao nhiêu phần trăm?",
    total("score", "own", { module: 2 }),
  ),
  ask(
    "office",
    "Thưa đồng chí, văn phòng ta là cơ quan tham mưu, lẽ ra phải gương mẫu đi đầu, vậy mà nghe nói vẫn còn người chưa vào lớp. Đề nghị cho tôi tên những người chưa tham gia.",
    names("not_joined"),
  ),
  ask(
    "chair",
    "Năm nay mưa lũ nhiều, các xã vùng thấp như Lâm Thao khổ lắm, thôi thì học được bao nhiêu hay bấy nhiêu. Nhưng tôi vẫn muốn so xem xã Lâm Thao với xã Tân Lập bên nào tiến độ cao hơn.",
    beside("completion", [place.lamThao, "now"], [place.tanLap, "now"]),
  ),
  ask(
    "hoaBinh",
    "Phường mình ít người, có mấy anh chị em, được cái ai cũng chăm. Tôi muốn khen cụ thể một người trong tuần này, vậy tuần này ai học được nhiều bài nhất?",
    mostPeople("lessons", { when: "this week" }),
  ),
  ask(
    "muongThanh",
    "Mấy hôm trước có anh Chung xin nghỉ ốm, tôi đồng ý rồi, giờ không biết anh ấy đã học lại chưa. Xem giúp anh Chung tuần này học được mấy bài.",
    total("lessons", who("Lê Văn Chung"), "this week"),
  ),
  ask(
    "dienBien",
    "Tỉnh mình đường xá xa xôi, sóng yếu, có xã phải ra đầu bản mới bắt được mạng nên tôi không đòi hỏi cao. Cho hỏi các xã trong tỉnh, xã nào đang chậm nhất?",
    ...behind({ level: communes }),
  ),
  ask(
    "na",
    "Lãnh đạo Văn phòng Quốc hội rất quan tâm đến lớp học này, tháng nào cũng yêu cầu báo cáo. Hai vụ Tổng hợp và Thông tin, vụ nào có tỷ lệ trả lời đúng cao hơn?",
    beside("score", [place.naGeneral, "now"], [place.naInformation, "now"]),
    mostUnits("score"),
  ),
  ask(
    "chair",
    "Cuối năm rồi, việc dồn lại nhiều, tôi không muốn tạo áp lực cho anh em nhưng kế hoạch đã ban hành thì phải theo. Với tốc độ này thì đến cuối khóa ta hoàn thành được khoảng bao nhiêu?",
    total("forecast"),
  ),
  ask(
    "chair",
    "Tôi có xem danh sách thì thấy nhiều tên quen, toàn người cũ bên huyện chuyển về xã. Tổng số học viên của tỉnh hiện nay là bao nhiêu?",
    total("people"),
  ),
  ask(
    "tuaChua",
    "Xã có một anh ở bản xa, máy hay hết tiền. Tôi đang tính cho anh ấy mượn máy cơ quan. Cho biết ai đang mất liên lạc với lớp?",
    names("unreachable"),
  ),
  ask(
    "vietTri",
    "Tuần trước phường lo đại hội chi bộ, chắc có giảm. Tuần này yên rồi. Số người học tuần này so với tuần trước thế nào?",
    beside("learnt", ["own", "this week"], ["own", "last week"]),
  ),
];

export const forwarded: readonly Question[] = [
  ask("office", "anh Thắng hỏi văn phòng mình hôm nay mấy người học rồi em", total("learnt", "own", "today")),
  ask("office", "Anh Thắng vừa gọi, hỏi phòng Tổng hợp đến đâu rồi", total("completion", place.general)),
  ask("office", "sếp Thắng cần gấp danh sách chưa tham gia", names("not_joined")),
  ask("office", "a Thắng bảo xem hộ ai chậm tiến độ", names("overdue")),
  ask(
    "office",
    "Anh Thắng hỏi: phòng Hành chính tuần này có mấy người không học?",
    total("not_learnt", place.household, "this week"),
  ),
  ask("tanLap", "trên tỉnh hỏi xã mình bao nhiêu % rồi", total("completion")),
  ask("tanLap", "Văn phòng HĐND tỉnh yêu cầu báo cáo số người đã tham gia", total("joined")),
  ask("lamThao", "trên tỉnh gọi xuống hỏi tỷ lệ trả lời đúng của xã", total("score")),
  ask("dienBienOffice", "anh Muôn hỏi văn phòng ai chưa học hôm nay", names("not_learnt", "own", "today")),
  ask(
    "dienBienOffice",
    "Chủ tịch Muôn nhắn: cho số liệu tuần này, bao nhiêu người học",
    total("learnt", "own", "this week"),
  ),
  ask("vietTri", "Fwd: Đề nghị phường báo cáo số cán bộ chưa học tuần trước", total("not_learnt", "own", "last week")),
  ask("vietTri", "bí thư hỏi phòng nào kém nhất", which, ...behind()),
  ask("office", "chị Hà bên Đoàn hỏi chị Mai phòng mình học mấy bài rồi", total("lessons", who("Nguyễn Thị Mai"))),
  ask("tanLap", "anh Thắng chủ tịch tỉnh hỏi cô Thơm được mấy điểm rồi", total("points", who("Hà Thị Thơm"))),
  ask("chair", "Bộ hỏi xếp hạng các xã của tỉnh mình theo tiến độ", mostUnits("completion", { level: communes })),
  ask("chair", "Văn phòng Quốc hội đề nghị cung cấp: tổng số người tham gia của tỉnh", total("joined")),
  ask(
    "dienBien",
    "Đoàn giám sát hỏi có xã nào dưới 50% không",
    unitsBeyond("completion", "< 50%", { level: communes }),
  ),
  // Whose room that is stands nowhere in the text.
  ask(
    "office",
    "a Đức hỏi phòng a ấy còn ai chưa học tuần này",
    names("not_learnt", place.general, "this week"),
    which,
    lost,
  ),
  ask("tanLap", "trên hỏi thì trả lời sao đây, xã mình chưa học là mấy người", total("not_learnt", "own", "today")),
  ask("hoaBinh", "Anh Nhân hỏi anh ấy được bao nhiêu điểm rồi", total("points", who("Quản Trọng Nhân"))),
  ask("lamThao", "chị Điểm nhờ hỏi tổ Ong Vàng mấy người học hôm qua", total("learnt", place.bees, "yesterday")),
  ask("na", "chủ nhiệm hỏi vụ Thông tin tuần này ai không học", names("not_learnt", place.naInformation, "this week")),
];
