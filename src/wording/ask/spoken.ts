import type { Word } from "./words.ts";

/** Words of the South and the Centre, spelt with their marks, and what is said elsewhere. */
const said: Readonly<Record<string, string>> = {
  hổng: "khong",
  hông: "khong",
  hỏng: "khong",
  chẳng: "khong",
  chả: "khong",
  ni: "nay",
  nì: "nay",
  rứa: "vay",
  dzậy: "vay",
  dậy: "vay",
  răng: "sao",
  tụi: "bon",
};

/** Words as they are meant where they are spoken: "nhiêu bài" asks how many, "đứa mô" which one, "hổng học" says not. */
export const idiom = (words: readonly Word[]): Word[] =>
  words.flatMap((word, at) => {
    const next = words[at + 1]?.folded;
    const before = words[at - 1]?.folded;
    if (word.marked === "nhiêu" && before !== "bao") return [{ ...word, read: "bao" }, word];
    if (
      word.folded === "mo" &&
      word.marked !== "mở" &&
      next !== "dun" &&
      (before === "dua" || before === "ai" || word.marked === "mô")
    )
      return [{ ...word, read: "nao" }];
    // Alone it is an answer to a quiz.
    if (word.marked === "đ" && words.length > 1) return [{ ...word, folded: "diem", read: "diem" }];
    const read = Object.hasOwn(said, word.marked) && !word.capital ? said[word.marked] : undefined;
    return [read === undefined ? word : { ...word, read }];
  });
