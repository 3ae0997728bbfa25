import { isSyllable } from "./typing.ts";
import { nameWords } from "./words.ts";

/** How well a form names its owner: the whole name, the name without its type, its initials, the first words of it, others. */
export type Fit = "name" | "former" | "short" | "initials" | "beginning" | "part";

export interface NameForm {
  /** Folded words, one space between. */
  readonly key: string;
  readonly fit: Fit;
}

/** What the names of units and cohorts begin with. */
const types = [
  ...["uy ban nhan dan", "hoi dong nhan dan", "doan dai bieu quoc hoi", "dai bieu hoi dong nhan dan", "van phong"],
  ...[
    "thanh pho",
    "thi xa",
    "thi tran",
    "trung tam",
    "don vi",
    "chi cuc",
    "chi nhanh",
    "chi bo",
    "chi doan",
    "dang bo",
  ],
  ...["khu pho", "khoa hoc", "xa", "phuong", "huyen", "quan", "tinh", "so", "phong", "ban", "to", "doan", "cuc", "vu"],
  ...["vien", "khoi", "nhom", "hoi", "truong", "thon", "ap", "lop", "khoa", "dot", "doi"],
].map((type) => type.split(" "));

/** How many of the first words are a type; 0: none. */
export function typeLength(words: readonly string[]): number {
  const type = types.find((one) => one.every((word, at) => words[at] === word));
  return type?.length ?? 0;
}

/** Whether the words are the type of a unit that goes by it alone: "văn phòng". */
export const isTypeAlone = (words: readonly string[]): boolean =>
  words.length > 1 && typeLength(words) === words.length;

/** Every way in which a unit or cohort of this name may be written, the whole name first. */
export function formsOf(name: string): readonly NameForm[] {
  const words = nameWords(name);
  if (words.length === 0) return [];
  const forms: NameForm[] = [{ key: words.join(" "), fit: "name" }];
  let rest = words;
  for (let length = typeLength(rest); length > 0 && length < rest.length; length = typeLength(rest)) {
    const type = rest.slice(0, length);
    rest = rest.slice(length);
    if (rest.length > 1) {
      forms.push({ key: [...type, initialsOf(rest)].join(" "), fit: "initials" });
      forms.push({ key: initialsOf(rest), fit: "initials" });
      forms.push(...cutShort(type, rest), ...ofBody(type, rest));
    }
    forms.push({ key: rest.join(" "), fit: "short" });
  }
  for (let length = 2; length < words.length; length++)
    forms.push({ key: words.slice(0, length).join(" "), fit: "beginning" });
  if (words.length > 3) forms.push({ key: initialsOf(words), fit: "initials" });
  return forms;
}

/** "Ban KTNS" of "Ban Kinh tế - Ngân sách HĐND tỉnh": whose board it is goes without saying. */
function ofBody(type: readonly string[], rest: readonly string[]): NameForm[] {
  const own = rest
    .join(" ")
    .split(/ (?=hoi dong nhan dan)/)[0]!
    .split(" ");
  return own.length < 2 || own.length === rest.length
    ? []
    : [{ key: [...type, initialsOf(own)].join(" "), fit: "initials" }];
}

/** "PThọ", "P.Thọ", "xã TLập": all but the last word by their first letters. */
function cutShort(type: readonly string[], rest: readonly string[]): NameForm[] {
  const [first, end] = [initialsOf(rest.slice(0, -1)), rest.at(-1)!];
  const glued = `${first}${end}`;
  const spaced = rest.length === 2 ? [`${first} ${end}`] : [];
  return [...(isSyllable(glued) ? [] : [glued, [...type, glued].join(" ")]), ...spaced].map((key) => ({
    key,
    fit: "initials",
  }));
}

const initialsOf = (words: readonly string[]): string => words.map((word) => word[0]).join("");
