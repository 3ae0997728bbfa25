/**
 * The fourth set: written without sight of the grammar or of the other sets' texts, weighted by what supervisors would send
 * most, style by kind of person. Here: an elderly chairman, whole sentences.
 */
import {
  ask,
  bothKinds,
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
import { clerk } from "./fourth-desk.ts";
import { better, doing, keen, notYet, slack, stand, went, worstUnits } from "./fourth-readings.ts";
import { centre, dictated, north, south } from "./fourth-spoken.ts";
import { followUps, notProgress, refusals } from "./fourth-talk.ts";
import { bare, hurried, young } from "./fourth-typed.ts";
import { anybody, hasJoined, hasLearnt, howFar } from "./second-readings.ts";

const chairman = [
  ask(
    "tanLap",
    "Hôm nay xã mình đã có ai học chưa?",
    ...anybody("learnt", "own", "today"),
    ...hasLearnt("own", "today"),
  ),
  ask("tanLap", "Những đồng chí nào hôm nay chưa học?", names("not_learnt", "own", "today")),
  ask("tanLap", "Đồng chí Thơm học được mấy bài rồi?", total("lessons", who("Hà Thị Thơm"))),
  ask(
    "tanLap",
    "Anh Phước đã vào học chưa?",
    ...hasJoined(who("Nguyễn Hữu Phước")),
    ...hasLearnt(who("Nguyễn Hữu Phước"), "today"),
    total("lessons", who("Nguyễn Hữu Phước")),
  ),
  ask("tanLap", "Cả xã có bao nhiêu người tham gia lớp này?", total("people"), total("joined")),
  ask("tanLap", "Văn phòng với Phòng Văn hóa bên nào học tốt hơn?", ...better(place.tanLapOffice, place.tanLapCulture)),
  ask("tanLap", "Tuần này xã ta học thế nào?", ...went("own", "this week")),
  ask("tanLap", "Ai là người học chăm nhất xã?", ...keen()),
  ask("tanLap", "Tôi còn mấy bài nữa thì xong?", total("lessons", "me"), total("completion", "me"), which),
  ask("tanLap", "Số người chậm tiến độ của xã là bao nhiêu?", total("overdue")),
  ask("tanLap", "Nhắc các đồng chí chưa học giúp tôi", ...notYet(), lost),
  ask("tan", "Xã tôi còn ai chưa vào lớp?", ...anybody("not_joined")),
  ask("tan", "Đồng chí Sáu hôm nay học chưa?", ...hasLearnt(who("Tô Thị Sáu"), "today")),
  ask("tan", "Chị Én học đến đâu rồi?", ...howFar(who("Trần Thị Én"))),
  ask("tuanGiao", "Xã Tuần Giáo đến giờ đạt bao nhiêu phần trăm?", total("completion")),
  ask("tuanGiao", "Có đồng chí nào bỏ học nhiều ngày không?", ...slack(), total("overdue")),
  ask(
    "tuanGiao",
    "Đồng chí Vừ A Chùa sao chưa thấy học?",
    ...doing(who("Vừ A Chùa")),
    ...hasJoined(who("Vừ A Chùa")),
    ...hasLearnt(who("Vừ A Chùa"), "today"),
  ),
  ask("chair", "Toàn tỉnh đến hôm nay đã có bao nhiêu người vào lớp?", total("joined")),
  ask("chair", "Xã nào đang học kém nhất?", ...worstUnits(communes)),
  ask(
    "chair",
    "Cho tôi biết tỷ lệ hoàn thành của từng xã, phường.",
    mostUnits("completion", { level: bothKinds }),
    fewestUnits("completion", { level: bothKinds }),
  ),
  ask(
    "chair",
    "Phường Thanh Miếu sao chưa có ai học?",
    ...stand(place.thanhMieu),
    ...anybody("not_joined", place.thanhMieu),
    ...anybody("not_learnt", place.thanhMieu, "today"),
  ),
  ask("chair", "Lâm Thao hôm nay có mấy đồng chí học?", total("learnt", place.lamThao, "today")),
  ask("chair", "Hôm qua toàn tỉnh học được bao nhiêu bài?", total("lessons", "own", "yesterday")),
  ask("chair", "Ai đang đứng đầu toàn tỉnh về học tập?", ...well((one) => mostPeople(one)), ...keen()),
  ask("dienBien", "Xã Tủa Chùa học hành ra sao rồi?", ...stand(place.tuaChua)),
];

export const fourthStyles: Readonly<Record<string, readonly Question[]>> = {
  chairman,
  clerk,
  "no accents": bare,
  dictated,
  south,
  centre,
  north,
  young,
  "in a hurry": hurried,
  "follow-ups": followUps,
  "out of sight": refusals,
  "not progress": notProgress,
};
