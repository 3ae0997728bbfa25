import { describe, expect, test } from "vitest";
import { nearGivenNames, readNear } from "#wording/ask/near.ts";
import { inShort, province1 } from "./sample.ts";

/** What a text with a misspelt name is read as: one question, or "? " and what is asked back. */
function near(text: string): string | null {
  const read = readNear(text, province1, null, true);
  if (read?.kind === "question") return inShort(read.question);
  return read?.kind === "which" ? `? ${read.choices.map(({ question }) => inShort(question)).join(" | ")}` : null;
}

describe("a name that is misspelt by one letter", () => {
  test.each([
    ["Nguyễn Thị Lna học mấy bài", "lessons person:101 now total"],
    ["Trần Vnă Minh được mấy điểm", "points person:102 now total"],
    ["xã Tân Lậpk hôm nay ai chưa học", "not_learnt unit:2 11-28 names"],
  ])("is taken for the only one it can mean, where it is no word at all: %s", (text, meaning) => {
    expect(near(text)).toBe(meaning);
  });

  test.each([
    ["Nguyễn Thị Loan học mấy bài", "? lessons person:101 now total"],
    ["Đỗ Quốc Nạn học mấy bài", "? lessons person:104 now total"],
    ["anh Minhk học mấy bài", "? lessons person:102 now total"],
    ["phường Hòa Bìnhm ai chưa học", "not_learnt unit:7 11-28 names"],
    ["xã tân nập hôm nay ai chưa học", "? not_learnt unit:2 11-28 names"],
    ["thị chấn Đông Anh mấy người học hôm nay", "? learnt unit:12 11-28 total"],
  ])("is asked back, where somebody may be called so: %s", (text, meaning) => {
    expect(near(text)).toBe(meaning);
  });

  test.each(["Lê Văn Cường học mấy bài", "anh Nan học chưa", "tổ 3 ai chưa học", "lớp K9 ai chưa học"])(
    "is not found in what is another name: %s",
    (text) => {
      expect(near(text)).toBeNull();
    },
  );

  test("asks the database for names near to those that may be misspelt", () => {
    expect(nearGivenNames("anh Trangs học chưa")).toEqual(expect.arrayContaining(["trang"]));
    expect(nearGivenNames("hôm nay ai chưa học")).toEqual([]);
  });
});
