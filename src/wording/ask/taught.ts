import type { Form, Measure, Question } from "#domain/question.ts";
import type { SaidRanking } from "./forms.ts";
import { aNumber, numberOf } from "./numbers.ts";
import { find, type Sentence, says, take } from "./sentence.ts";

/** Modules or lessons, one beside another, as the words say it. */
export interface SaidTaught {
  readonly of: "modules" | "lessons";
  /** Which come first; null: it is not said ("còn bài nào?"). */
  readonly way: {
    readonly best: boolean;
    readonly by: "share" | "people";
    readonly measure: "score" | "completion";
  } | null;
  /** Null: it is not said. */
  readonly limit: number | null;
}

/** So many are all. */
const most = 60;

const modules = "(?:hoc phan|chuyen de|mo dun|phan hoc|chuong|chu de|noi dung|phan)";
const lessons = "(?:bai hoc|bai giang|bai)";
const which = "(?:nao|gi)";

const people = "(?:nguoi|anh em|anh chi|can bo|hoc vien|dong chi|ba con|dai bieu|ban|bạn)";
const wrong = "(?:(?:hay|bi|lam|lam bai|tra loi|chon|de|con) )*sai(?: (?:cau|dap an|lan))?";
const right = "(?:(?:tra loi|lam|lam bai|chon) )*(?:dung|chinh xac)";
const share = "(?:(?:co )?(?:ty le|ti le|so cau|phan tram|muc do|muc|so) )?";
const done = "(?:(?:duoc|co) )*(?:(?:ty le|ti le|tien do|muc do|muc) )*(?:hoan thanh|hoc xong|tien do)(?: duoc)?";

/** From the narrowest to the widest. */
const ways: readonly (readonly [
  best: boolean,
  by: "share" | "people",
  measure: "score" | "completion",
  phrase: string,
])[] = [
  [
    false,
    "people",
    "score",
    `(?:co )?(?:nhieu|dong) ${people} ${wrong} nhat|so ${people} ${wrong} (?:nhieu|dong|cao) nhat`,
  ],
  [true, "people", "score", `(?:co )?it ${people} ${wrong} nhat|so ${people} ${wrong} (?:it|thap) nhat`],
  [
    true,
    "share",
    "score",
    `${share}${wrong} (?:it|thap) nhat|it ${wrong} nhat|${share}${right} (?:nhieu|cao) nhat|nhieu ${right} nhat`,
  ],
  [
    false,
    "share",
    "score",
    `${share}${right} (?:it|thap|kem) nhat|${share}${wrong} (?:nhieu|cao|lon) nhat|nhieu ${wrong} nhat|${wrong} nhat|hay ${wrong}`,
  ],
  [false, "share", "completion", `${done} (?:it|thap|cham|kem) nhat`],
  [true, "share", "completion", `${done} (?:nhieu|cao|nhanh|tot) nhat`],
  [false, "share", "score", `${share}${right} (?:thap|it|kem)|${share}${wrong} nhieu|(?:kho|yeu|kem|te|vuong|do) nhat`],
  [true, "share", "score", "(?:de|(?:lam |hoc )?(?:tot|gioi|kha)) nhat"],
];

/** All of them, one after another: "tỷ lệ đúng của từng học phần", "xếp hạng các bài theo số người sai". */
const each = `(?:cua |theo |o |trong )*(?:tung|moi|theo|giua cac) (?:(${modules})|${lessons})|(?:bang )?(?:xep hang|thu hang|so sanh) (?:(?:cac|nhung|giua|theo) )*(?:(${modules})|${lessons})`;
const eachWays: typeof ways = [
  [false, "people", "score", `(?:theo )?so ${people} ${wrong}`],
  [false, "share", "score", `(?:theo )?${share}${wrong}`],
  [true, "share", "score", `(?:theo )?${share}${right}|(?:theo )?(?:ket qua|diem trung binh)`],
  [true, "share", "completion", `(?:theo )?${done}`],
  [true, "share", "completion", "(?:(?:da|dat|xong|hoan thanh|hoc|duoc|den) )+(?:bao nhieu|may) phan(?: tram)?"],
];

/**
 * Takes "học phần nào sai nhiều nhất", "top 3 bài khó nhất", "tỷ lệ đúng từng học phần" out of a text. Only where it asks which, how
 * many of them, or each: "bài khó nhất" alone is no question.
 */
export function takeTaught(sentence: Sentence): SaidTaught | null {
  const { left } = sentence;
  const before = [...left];
  const found = takeWhich(sentence) ?? takeEach(sentence);
  if (found === null) left.splice(0, left.length, ...before);
  return found;
}

function takeWhich(sentence: Sentence): SaidTaught | null {
  const counted = find(sentence, `(?:top )?${aNumber} (?:(${modules})|${lessons})(?= )`);
  const asked = find(sentence, `(?:nhung |cac )?(?:(${modules})|${lessons}) ${which}`);
  const noun = asked ?? (counted !== null && says(sentence, "nhat") ? counted : null);
  if (noun === null) return null;
  const module = asked === null ? noun.groups[1] : noun.groups[0];
  const limit = asked === null ? numberOf(noun.groups[0]!) : null;
  const of = module === undefined ? "lessons" : "modules";
  sentence.left.fill("_", noun.at, noun.to);
  const way = takeWay(sentence, ways);
  return way !== null || (asked !== null && isAlone(sentence.left)) ? { of, way, limit } : null;
}

function takeEach(sentence: Sentence): SaidTaught | null {
  const noun = find(sentence, each);
  if (noun === null) return null;
  sentence.left.fill("_", noun.at, noun.to);
  const way = takeWay(sentence, eachWays);
  const of = noun.groups.some((group) => group !== undefined) ? "modules" : "lessons";
  if (way === null || (way.measure === "completion" && of === "lessons")) return null;
  return { of, way, limit: most };
}

function takeWay(sentence: Sentence, said: typeof ways): SaidTaught["way"] {
  for (const [best, by, measure, phrase] of said) {
    if (take(sentence, phrase) === null) continue;
    // "Hay sai bài nào nhất", "… nhất là bài nào".
    take(sentence, "nhat");
    take(sentence, "la");
    return { best, by, measure };
  }
  return null;
}

/** Nothing but what goes on from before: "còn bài nào?". */
const isAlone = (left: readonly string[]): boolean =>
  left.every((word) => /^(?:[_]|(?:con|the|vay|thi|sao|a|nhe|la|em|roi)$)/.test(word));

const usual = 5;

/** What a text asks of what is taught; null: it does not say which comes first, and nothing before it did. */
export function taughtForm({ of, way, limit }: SaidTaught, measure: Measure, before: Question | null): Form | null {
  const last = before?.form.kind === "taught" ? before.form : null;
  const [best, by] = way === null ? [last?.best, last?.by] : [way.best, way.by];
  if (best === undefined || by === undefined) return null;
  if (measure !== "score" && !(measure === "completion" && of === "modules")) return null;
  return { kind: "taught", of, best, by, limit: Math.max(1, Math.min(limit ?? last?.limit ?? usual, most)) };
}

/**
 * "Top 3", "còn tốt nhất?" after modules or lessons. "Ít nhất" after those that go worst may mean wrong answers or right ones: null.
 * @param said the ranking of nothing in particular
 */
export function taughtAgain(
  last: Extract<Form, { kind: "taught" }>,
  { most: more, judges, limit }: Pick<SaidRanking, "most" | "judges" | "limit">,
): Form | null {
  if (more !== null && !judges && more === last.best) return null;
  const best = more === null ? last.best : judges ? more : !last.best;
  return { ...last, best, limit: Math.max(1, Math.min(limit ?? last.limit, most)) };
}
