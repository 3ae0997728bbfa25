import { isOurs } from "./lexicon.ts";
import type { Word } from "./words.ts";

/** Words of the South and the Centre, spelt with their marks, and what is said elsewhere. */
const said: Readonly<Record<string, string>> = {
  hổng: "khong",
  nỏ: "khong",
  hông: "khong",
  hỏng: "khong",
  hôn: "khong",
  chẳng: "khong",
  chả: "khong",
  chửa: "chua",
  chớ: "nhe",
  ni: "nay",
  nì: "nay",
  rứa: "vay",
  nắm: "biet",
  bựa: "bua",
  cấy: "cai",
  mí: "may",
  dzậy: "vay",
  zậy: "vay",
  dậy: "vay",
  dị: "vay",
  vại: "vay",
  răng: "sao",
  tụi: "bon",
  nhứt: "nhat",
  vô: "vao",
  dô: "vao",
  zô: "vao",
  coi: "xem",
  chừ: "gio",
  tau: "toi",
  tao: "toi",
  mềnh: "minh",
  miềng: "minh",
  mềng: "minh",
  mần: "lam",
  đặng: "de",
  nhìu: "nhieu",
  rùi: "roi",
  òi: "roi",
  bít: "biet",
  thía: "the",
  mún: "muon",
  đag: "dang",
};

/** What a phone writes where n and l, ch and tr, s and x, r and d sound alike: only what is no other word. */
const misheard: Readonly<Record<string, string>> = {
  trậm: "cham",
  chước: "truoc",
  lào: "nao",
  lày: "nay",
  nớp: "lop",
  sã: "xa",
  dồi: "roi",
  giồi: "roi",
  xố: "so",
};

/** Behind these some of it may be a name: "anh lào", "xã lào". */
const named = /^(?:anh|chi|ong|ba|co|chu|bac|em|xa|phuong|tinh|huyen|phong|ban|to|vu|so|lop|thon)$/;

/** What ends a sentence in one place or another and says nothing. */
const endings = new Set(
  "nghen nghe nghé hen heng hén hỉ hí hè hể hầy nờ nhở nhể hử hở hỷ bây mi cà lận đó đấy nè ne nớ tề tê vầy nhen nhỉ nhá".split(
    " ",
  ),
);

/** Words as they are meant where they are spoken: "nhiêu bài" asks how many, "đứa mô" which one, "hổng học" says not. */
export const idiom = (words: readonly Word[]): Word[] => {
  const content = words.findLastIndex(({ marked, capital }) => !endings.has(marked) || capital);
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    const before = words[at - 1];
    if (at > content && at > 0) return [{ ...word, read: "nhe" }];
    if (at === 0 && comparesWith(words)) return [word, { ...plainly(word, "sanh"), capital: false }];
    // "Đứng đâu" asks for a place, "đứng đầu" for who has the first.
    if (word.marked === "đâu" && /^(?:dung|xep)$/.test(before?.read ?? ""))
      return ["thu", "may"].map((one) => plainly(word, one));
    // The young write "học" and "không" alike.
    if (word.folded === "hok") return [plainly(word, isVerbPlace(before) ? "hoc" : "khong")];
    // "Thì xã nào" speaks of no thị xã.
    if (word.folded === "thi" && word.marked !== "thị" && next?.folded === "xa") return [{ ...word, read: "ma" }];
    if (word.marked === "thằng" && (next?.folded === "nao" || next?.folded === "mo")) return [{ ...word, read: "dua" }];
    if (word.folded === "s" && before?.folded === "thi" && next === undefined) return [plainly(word, "sao")];
    if (isUrging(word, before, next)) return [{ ...word, read: "nhe" }];
    if (word.marked === "nó")
      return [{ ...word, read: /^(?:bon|chung|dam|tui)$/.test(before?.folded ?? "") ? "no" : "ay" }];
    // "Chx tg" has not joined; alone it is the time, too.
    if (word.folded === "tg" && /^(?:chua|da|ai|dang|chx|ch|nguoi)$/.test(before?.read ?? ""))
      return ["tham", "gia"].map((one) => plainly(word, one));
    // "Người trưa học" is heard for "chưa"; "trưa nay" is noon.
    if (word.marked === "trưa" && isVerb(next) && /^(?:ai|nguoi|chi|vien|bo|nao|ma|con)$/.test(before?.read ?? ""))
      return [{ ...word, read: "chua" }];
    const person = word.capital ? undefined : letterOf(word, before, next);
    if (person !== undefined) return [plainly(word, person)];
    if (word.folded === "bi" && next?.marked === "nhiêu") return [];
    if (word.marked === "nhiêu" && before?.folded !== "bao") return [{ ...word, read: "bao" }, word];
    if (word.marked === "mô" && /^(?:tới|đến|den|toi|đi|ở)$/.test(before?.marked ?? ""))
      return [{ ...word, read: "dau" }];
    if (isWhich(word, before, next)) return [{ ...word, read: "nao" }];
    // Alone it is an answer to a quiz.
    if (word.marked === "đ" && words.length > 1 && !(word.capital && next?.capital))
      return [{ ...word, folded: "diem", read: "diem" }];
    if (word.marked === "đc") return comrade(word, before, next);
    const name = /^(?:lào|dồi)$/.test(word.marked) && named.test(before?.read ?? "");
    if (Object.hasOwn(misheard, word.marked) && !word.capital && !name)
      return [{ ...word, read: misheard[word.marked]! }];
    const read = Object.hasOwn(said, word.marked) && !word.capital ? said[word.marked] : undefined;
    return [read === undefined ? word : { ...word, read }];
  });
};

/** "So Tân Lập với Việt Trì" sets two beside each other; "so Noi vu voi so Tu phap" are two offices. */
const comparesWith = ([first, second, ...rest]: readonly Word[]): boolean =>
  first!.marked === "so" &&
  second !== undefined &&
  !/^(?:sanh|voi|lieu|luong|nguoi|bai|diem|hoc|can|cau|vs)$/.test(second.folded) &&
  rest.some(({ folded }) => /^(?:voi|vs)$/.test(folded)) &&
  !rest.some(({ folded }) => folded === "so");

/** "Xã e", "cho c hỏi", "a Hùng", "v ạ", "ng ch học": letters for who speaks, who is spoken to or of, for "vậy", "giờ" and "chưa". */
function letterOf({ marked }: Word, before: Word | undefined, next: Word | undefined): string | undefined {
  const free = before === undefined || (!before.capital && isOurs(before.read));
  const called = free && next?.capital === true && next.read.length > 1;
  const given = /^(?:cho|giup|nho|cua|gui|bao|ho|dum|gium|voi|de)$/.test(before?.read ?? "");
  switch (marked) {
    case "e":
      return "em";
    case "v":
      return next === undefined || endings.has(next.marked) || /^(?:[aạec]|em|anh|chi|ha)$/.test(next.marked)
        ? "vay"
        : undefined;
    case "h":
      return /^(?:den|toi|bay)$/.test(before?.folded ?? "") ? "gio" : undefined;
    case "c":
      return called ||
        given ||
        /^(?:xa|phuong|phong|vi)$/.test(before?.read ?? "") ||
        /^(?:hoi|can|muon|oi|xin)$/.test(next?.read ?? "")
        ? "chi"
        : undefined;
    case "a":
      return called || given ? "anh" : undefined;
    case "ch":
      return /^(?:hoc|hc|hok|tham|tg|xong|lam|vao|hoan|ht)$/.test(next?.read ?? "") ||
        (/^(?:ai|nguoi)$/.test(before?.read ?? "") && next === undefined)
        ? "chua"
        : undefined;
    default:
      return undefined;
  }
}

const plainly = (word: Word, read: string): Word => ({ ...word, marked: read, folded: read, read });

/** "Chưa hok", "đã hok", "ko hok": behind these something is done, not denied. */
const isVerbPlace = (before: Word | undefined): boolean =>
  /^(?:chua|da|dang|di|vao|khong|chiu|duoc|luoi|bo|moi|se|cung)$/.test(before?.read ?? "");

const isVerb = (word: Word | undefined): boolean => /^(?:hoc|tham|vao|xong|hoan|lam)$/.test(word?.read ?? "");

/** "Kể ra xem nào": it asks which of nothing. */
const isUrging = (word: Word, before: Word | undefined, next: Word | undefined): boolean =>
  word.read === "nao" && next === undefined && /^(?:xem|coi|ra|di|nghe|biet)$/.test(before?.folded ?? "");

const isWhich = (word: Word, before: Word | undefined, next: Word | undefined): boolean =>
  word.folded === "mo" &&
  word.marked !== "mở" &&
  next?.folded !== "dun" &&
  (before?.folded === "dua" || before?.folded === "ai" || word.marked === "mô");

/** "Đc" is "được" before a number and behind a verb, a comrade before a name and where comrades are counted. */
function comrade(word: Word, before: Word | undefined, next: Word | undefined): Word[] {
  const counted = /^(?:cac|nhung|may|nhieu|so|luong|vi)$/.test(before?.read ?? "") || next?.read === "nao";
  const plain = (read: string): Word => plainly(word, read);
  if (counted) return ["dong", "chi"].map(plain);
  const named = next !== undefined && (next.capital || !isOurs(next.read));
  return named && !/^\d/.test(next.folded) ? [{ ...word, read: "dc" }] : [plain("duoc")];
}
