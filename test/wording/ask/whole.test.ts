import { describe, expect, test } from "vitest";
import { read } from "./sample.ts";

/** What the head of a province writes on Saturday 28/11/2026. */
const classes: Readonly<Record<string, readonly (readonly [text: string, meaning: string])[]>> = {
  "who grew, and who did less than before, is not who did then": [
    ["xã nào giảm so với tuần trước", "none"],
    ["xã nào học giảm so với hôm qua", "none"],
    ["đơn vị nào tăng", "none"],
    ["phường nào hôm nay học ít hơn hôm qua", "none"],
    ["ai học ít hơn tuần trước", "none"],
    ["ai tuần này học kém hơn tuần trước", "none"],
    ["ai tụt lại", "overdue own now names"],
    ["tuần này so với tuần trước tăng hay giảm", "learnt own 11-23..11-28 vs own 11-16..11-22"],
  ],
  "an hour of the night is no score, and no day": [
    ["ai học lúc nửa đêm", "none"],
    ["ai hoc luc nua dem", "none"],
    ["ai học ban đêm", "none"],
    ["học lực xã Tân Lập", "score unit:2 now total"],
    ["hoc luc xa Tan Lap", "score unit:2 now total"],
  ],
  "units are not counted where it is not said which": [
    ["tỉnh mình bao nhiêu đơn vị", "none"],
    ["có bao nhiêu đơn vị tham gia", "none"],
    ["còn bao nhiêu xã chưa hoàn thành", "none"],
    ["bao nhiêu xã đạt 60%", "completion own now best 60 units xa >= 60%"],
    ["còn mấy xã chưa có ai học", "learnt own 11-28 last 60 units xa < 1"],
  ],
  "of those who have and those who have not neither is left out": [
    ["hôm nay ai học, ai chưa học?", "? not_learnt own 11-28 names | learnt own 11-28 names"],
    ["ai học rồi ai chưa", "? learnt own 11-28 names | not_learnt own 11-28 names"],
    ["bao nhiêu người học, bao nhiêu người chưa", "? learnt own 11-28 total | not_learnt own 11-28 total"],
  ],
  "a report of the day is of today": [
    ["báo cáo tình hình học tập của tỉnh trong ngày", "learnt own 11-28 total"],
    ["kết quả học trong ngày", "score own 11-28 total"],
    ["báo cáo ngày", "learnt own 11-28 total"],
    ["báo cáo tuần", "learnt own 11-23..11-28 total"],
    ["trong ngày 25/11 có ai học", "learnt own 11-25 names"],
    ["trong ngày hôm qua có ai học", "learnt own 11-27 names"],
  ],
  "the level of one's own unit behind a superlative says among whom": [
    ["điểm cao nhất tỉnh", "points own now best 5 people"],
    ["top 3 điểm cao nhất tỉnh", "points own now best 3 people"],
    ["chuỗi dài nhất tỉnh là bao nhiêu", "streak own now best 5 people"],
    ["tiến độ thấp nhất tỉnh", "completion own now last 5 units"],
    ["điểm cao nhất xã", "points own now best 5 units xa"],
  ],
  "how much one person has learnt is not whether": [
    ["chị Lan phường Hòa Bình học được bao nhiêu rồi", "completion person:103 now total"],
    ["anh Nam học dc bn r", "completion person:104 now total"],
    ["tuần này anh Nam học được bao nhiêu", "lessons person:104 11-23..11-28 total"],
    ["tôi học được bao nhiêu rồi", "completion me now total"],
    ["anh Nam học chưa", "learnt person:104 11-28 total"],
  ],
};

describe("no part of a question is left out, nor told as another", () => {
  for (const [why, cases] of Object.entries(classes))
    describe(why, () => {
      test.each(cases)("%s", (text, meaning) => {
        expect(read(text)).toBe(meaning);
      });
    });
});
