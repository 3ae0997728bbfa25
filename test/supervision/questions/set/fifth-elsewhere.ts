/** Provincial offices, the mountain province, the Office of the National Assembly. */
import { ask, lost, names, place, total, which } from "../notation.ts";
import { betterOf } from "./fifth-readings.ts";
import { bestUnits, either, slack, stand, went } from "./fourth-readings.ts";
import { anybody } from "./second-readings.ts";

export const elsewhere = [
  ask("office", "phòng tổng hợp mình hôm qua ai học rồi", names("learnt", place.general, "yesterday")),
  ask("office", "2 phòng phòng nào hơn", ...betterOf(place.general, place.household), ...bestUnits(null)),
  ask("office", "mấy bạn đang bị chặn tin nhắn", ...anybody("unreachable")),
  ask(
    "office",
    "cả văn phòng tuần rồi đạt mấy %",
    total("learnt", "own", "last week"),
    total("score", "own", "last week"),
    which,
  ),
  ask("office", "ai đã học xong cả khóa", names("finished")),
  ask("office", "ủa sao ít người học quá vậy", total("learnt", "own", "today"), which, lost),
  ask("dienBien", "tuần giáo tuần này học thế nào", ...went(place.tuanGiao, "this week")),
  ask(
    "dienBien",
    "tua chua ai chua hoc",
    names("not_learnt", place.tuaChua, "today"),
    names("not_learnt", place.tuaChua, "this week"),
  ),
  ask("dienBien", "Tủa Chùa hôm nay có ai học chưa", ...anybody("learnt", place.tuaChua, "today")),
  ask("dienBien", "Mường Thanh, Tuần Giáo, Tủa Chùa: so sánh", which),
  ask("dienBien", "mat lien lac voi ai roi", ...anybody("unreachable")),
  ask(
    "na",
    "Vụ thông tin với vụ tổng hợp vụ nào điểm cao hơn",
    ...(["points", "score"] as const).flatMap((measure) =>
      either(measure, [place.naInformation, "now"], [place.naGeneral, "now"]),
    ),
  ),
  ask("na", "ai trong vụ thông tin cần nhắc nhở", ...slack(place.naInformation)),
  ask("na", "em ơi cho anh số liệu để báo cáo lãnh đạo", ...stand(), lost),
];
