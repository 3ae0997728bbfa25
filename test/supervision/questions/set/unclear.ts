/** Truly unclear: several people or units of a name, or too little said. */
import { ask, lost, names, place, type Question, total, which } from "../notation.ts";

export const unclear: readonly Question[] = [
  ask("both", "Xã Tân Lập hôm nay bao nhiêu người học?", which),
  ask("both", "tan lap ai chua hoc", which),
  ask("both", "tiến độ Tân Lập", which),
  ask("both", "Nguyễn Văn Hùng học được mấy bài?", which),
  ask("both", "Văn phòng Đoàn ĐBQH và HĐND tỉnh ai chưa tham gia?", which),
  ask("chair", "Văn phòng HĐND và UBND hôm nay ai chưa học?", which),
  ask("chair", "van phong hdnd va ubnd tien do", which),
  ask("chair", "anh Hùng hôm nay học chưa?", which),
  ask("chair", "nguyen van hung tuan nay hoc may bai", which),
  ask("tanLap", "hung hoc duoc may bai", which),
  ask("tanLap", "anh hung hom nay hoc chua", which),
  ask("chair", "xã nào thế", which, lost),
  ask("chair", "so sánh hai xã", which, lost),
  ask("chair", "thế nào rồi?", which, lost, total("completion"), total("learnt", "own", "today")),
  ask(
    "office",
    "xem giúp tôi số liệu",
    which,
    lost,
    total("completion"),
    total("learnt", "own", "today"),
    total("people"),
  ),
  ask("office", "cho tôi danh sách", which, lost, names("people")),
  ask("both", "so sánh Tân Lập với Lâm Thao về tỷ lệ hoàn thành", which, {
    ...total("completion", place.tanLap),
    how: { form: "comparison", whom: place.lamThao, when: "now" },
  }),
];
