import type { Line } from "#domain/bound.ts";
import type { Measure } from "#domain/question.ts";
import { aDigit, aUnit, numberIn } from "./numbers.ts";
import { find, type Match, type Sentence, says, take } from "./sentence.ts";
import { marksFit } from "./spelling.ts";

/** A line that figures are held against, as the words say it. */
export interface SaidLine {
  /** Null: that of the line before: "80% thì sao". */
  readonly side: Line["side"] | null;
  readonly line: number;
  /** What is meant lies between this line and another one above it. */
  readonly to?: Pick<Line, "side" | "line">;
  /** What is counted; null: it is not said. */
  readonly unit: "percent" | "lessons" | "points" | "days" | "people" | null;
}

/** Words that were understood, the last not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const spoken = `(?:${aDigit} )?muoi(?: ${aUnit})?|(?:${aDigit} )?tram|${aDigit}`;
const number = `(\\d+(?:[.,]\\d+)*|${spoken})`;
const half = "(?:mot |phan )?nua";

const no = "(?:khong|chua|chang)";
const more = "(?:qua|vuot(?: qua| muc)?|hon|tren)";
const less = "(?:duoi|(?:it|thap|kem|nho) hon)";
const reach = "(?:dat|den|toi|du|duoc|cham|bang|len)(?: (?:duoc|muc|den|toi|du|dat))*";

/** What stands before the number, from the narrowest to the widest: "không quá" before "quá". */
const sides: readonly (readonly [side: Line["side"], phrase: string])[] = [
  ["at_most", `${no} ${more}|toi da|nhieu nhat(?: la)?`],
  ["at_least", `${no} ${less}|it nhat|toi thieu`],
  ["below", `${less}|${no} (?:(?:hoc|lam|xong|hoan thanh|hoc xong) )*${reach}|${no} hoan thanh`],
  ["above", "(?:cao|nhieu|lon|dai) hon|vuot(?: qua| muc)?|tren|hon|qua"],
  ["at_least", "(?:dat|du)(?: (?:tu|du|duoc|muc|tren))*"],
];

const people =
  "nguoi|hoc vien|can bo|dong chi|thanh vien|anh em|anh chi|dai bieu|cong chuc|vien chuc|nhan vien|dua|ong|ba";
const units: readonly (readonly [unit: NonNullable<SaidLine["unit"]>, phrase: string])[] = [
  ["percent", "phan(?: tram)?(?: (?:tong |cua )*(?:so bai|khoa|chuong trinh|bai)(?: hoc)?)?"],
  ["lessons", "bai(?: hoc)?"],
  ["points", "diem"],
  ["days", "ngay"],
  ["people", `(?:${people})(?! (?:nao|bai|diem))`],
];
const vague = "(?:muc |khoang |la )*";

/** "Ít nhất một bài" is who has learnt, with or without these words. */
const anyLesson = `${vague}(?:mot|1) bai`;

/** Days are those of a streak; how long somebody has not learnt is no line. */
const streak = "chuoi|lien tuc|lien tiep";

/**
 * Takes "dưới 50%", "chưa đạt 80%", "từ 5 bài trở lên", "hơn 10 người" out of a text: what it counts stays ("dưới 5 bài" leaves
 * "số bài"), since it is what is asked for.
 */
export function takeLine(sentence: Sentence): { readonly line: SaidLine; readonly span: Span } | null {
  const found = takeRange(sentence) ?? takeNone(sentence);
  if (found !== null) return found;
  for (const [side, phrase] of sides) {
    const middle = find(sentence, `(?:${phrase}) ${half}(?! (?:thang|ngay|tieng|gio))`);
    if (middle !== null && isHalf(sentence, middle))
      return taken(sentence, middle, { side, line: 50, unit: "percent" });
    if (says(sentence, `(?:${phrase}) ${anyLesson}`)) continue;
    const found = takeCounted(sentence, `(?:(?:dat|duoc) )*(?:${phrase}) ${vague}`, "(?: tro (?:len|xuong))?", side);
    if (found !== null) return found;
  }
  return (
    takeCounted(sentence, "(?:(?:tu|dat|duoc|khoang) )*", " tro len", "at_least") ??
    takeCounted(sentence, "(?:tu )?", " tro xuong", "at_most") ??
    takeAround(sentence) ??
    takeBare(sentence) ??
    takeReached(sentence)
  );
}

/** "Hôm qua nữa" is one day more. */
const isHalf = ({ words }: Sentence, { at, to }: Match): boolean =>
  words[to - 1]!.marked !== "nữa" && !/^(?:hom|ngay|tuan|thang|bua|toi)$/.test(words[at - 1]?.read ?? "");

/** Nothing follows but what closes a sentence. */
const ending = "(?=(?: (?:a|ạ|em|vay|the|nhi|nhe|nha|ha|ban|ad|oi|bot|roi))* $)";

const inside =
  "(?:(?:nam |nằm |o |dat |duoc |dc |hoc |lam )*(?:(?:trong |vao )?(?:khoang|muc|tam|tầm)|giua|tu)|dat|duoc|dc|hoc|co) ";
const hyphened = "(\\d{1,2}-\\d{1,2})";

/** "Từ 50% đến 80%", "trên 30% nhưng dưới 70%", "50-100 điểm": what lies between two lines. Days are rather of the calendar. */
function takeRange(sentence: Sentence): ReturnType<typeof takeLine> {
  for (const [unit, counted] of units) {
    if (unit === "days" && !says(sentence, streak)) continue;
    const end = `${number} (?:${counted})(?! nghin| trieu)`;
    const found =
      find(
        sentence,
        `(?:tu )?(tren|hon) ${number}(?: (?:${counted}))? (?:(?:nhung|va|ma|den|con) )*(duoi|den) (?:muc )?${end}`,
      ) ??
      find(
        sentence,
        `(?:${inside})?(?:muc )?${number}(?: (?:${counted}))? (?:den|toi|va|cho den) (duoi )?(?:muc )?${end}`,
      ) ??
      find(sentence, `(?:${inside})?${hyphened} (?:${counted})`);
    if (found === null) continue;
    const numbers = found.groups.flatMap((said) =>
      said === undefined || /^(?:tren|hon|duoi|den)/.test(said) ? [] : said.split("-"),
    );
    const [one, other] = numbers.map(plainNumber) as [number, number];
    const said = found.groups.map((group) => group?.trim());
    const over = said.includes("tren") || said.includes("hon") ? "above" : "at_least";
    const under = said.includes("duoi") ? "below" : "at_most";
    const line = {
      side: over,
      line: Math.min(one, other),
      to: { side: under, line: Math.max(one, other) },
      unit,
    } as const;
    return taken(sentence, found, line);
  }
  return null;
}

/** "Xã nào chưa có ai học": communes of which fewer than one. */
function takeNone(sentence: Sentence): ReturnType<typeof takeLine> {
  const unit = "(?:xa|phuong|don vi|phong|vu|ban|to|so|doan|thi tran|co quan|noi|bo phan|dia phuong)";
  const found = find(
    sentence,
    `(?<= (?:${unit} nao|(?:bao nhieu|may) ${unit}) (?:(?!_|@)\\S+ ){0,3})(?:(?:chua|khong) co (?:mot )?(?:ai|nguoi nao|hoc vien nao|can bo nao|dong chi nao|nguoi)|chua ai)(?= (?:(?:vao|di|chiu|kip) )*(?:hoc|tham gia|vao lop) )`,
  );
  return found === null ? null : taken(sentence, found, { side: "below", line: 1, unit: "people" });
}

function plainNumber(said: string): number {
  if (/^\d/.test(said)) return Number(said.replaceAll(/\.(?=\d{3}(?!\d))/g, "").replace(",", "."));
  const words = said.split(" ").filter((word) => word !== "_");
  return words.at(-1) === "tram" ? 100 * (words.length > 1 ? numberIn(words.slice(0, 1)) : 1) : numberIn(words);
}

/** "Được 100 điểm chưa", "tới 70% chưa": whether as many are reached by now. */
function takeReached(sentence: Sentence): ReturnType<typeof takeLine> {
  if (!says(sentence, `chua${ending}`)) return null;
  const got =
    "(?:(?:da|hoc|lam|xong|hoan thanh|giu|co|len|tham gia) )*(?:duoc|dc|dat|den|(?<!^ )toi(?= (?:muc )?\\d)|len|hoan thanh|hoc xong|xong|hoc|cham) (?:(?:muc|den|duoc) )*";
  const middle = find(sentence, `${got}${half}`);
  if (middle !== null) return taken(sentence, middle, { side: "at_least", line: 50, unit: "percent" });
  return takeCounted(sentence, got, "", "at_least");
}

function takeCounted(sentence: Sentence, before: string, after: string, side: Line["side"]) {
  for (const [unit, counted] of units) {
    if (unit === "days" && !says(sentence, streak)) continue;
    const found = find(sentence, `${before}${number} (?:${counted})${after}`);
    if (found === null || (unit !== "percent" && followsNumber(sentence, found))) continue;
    if (unit === "lessons" && isLeft(sentence, found)) continue;
    return taken(sentence, found, { side, line: numberAt(sentence, found), unit });
  }
  return null;
}

/** "Nợ trên 3 bài", "còn hơn 5 bài": lessons that are left, which nothing counts for each. */
function isLeft({ left }: Sentence, { at, to }: Match): boolean {
  const rest = [...left.slice(0, at), "|", ...left.slice(to)].join(" ");
  return (
    /(?<!^)\bcon (?:co )?\|/.test(rest) ||
    /\b(?:no|thieu|hut|ton|sot|cham|tre|con lai|phai hoc|chua(?! (?:a|nhi|vay|the|em|nhe|roi)$)(?!$))\b/.test(rest)
  );
}

/** "Từ 2 người chưa tham gia trở lên": what is counted of them stands between. */
function takeAround(sentence: Sentence): ReturnType<typeof takeLine> {
  for (const [end, side] of [
    ["len", "at_least"],
    ["xuong", "at_most"],
  ] as const) {
    const found = takeCounted(sentence, "(?:co )?(?:tu )?", `(?= (?:\\S+ ){1,5}tro ${end} )`, side);
    const closed = found === null ? null : take(sentence, `tro ${end}`);
    if (found !== null && closed !== null) return { ...found, span: { from: found.span.from, to: closed.to } };
  }
  return null;
}

/** "3 trên 10 người" is a share. */
const followsNumber = ({ left }: Sentence, { at }: Match): boolean => /^\d/.test(left[at - 1] ?? "");

/** "Từ 80%", "100%" alone, and a number of what was counted before: "còn trên 100?". */
function takeBare(sentence: Sentence): ReturnType<typeof takeLine> {
  const whole = "(?<!(?:den|toi|va) )(?:duoc )?(100) phan tram";
  const share = find(sentence, `tu ${number} phan tram(?! (?:den|toi))`) ?? find(sentence, whole);
  if (share !== null)
    return taken(sentence, share, { side: "at_least", line: numberAt(sentence, share), unit: "percent" });
  const again = find(
    sentence,
    `(?<=^ (?:(?:con|the|vay|neu|va|muc) )*)${number} phan tram(?= (?:thi )?(?:sao|the nao)(?: (?:a|vay|em|nhe|nhi))* $)`,
  );
  if (again !== null) return taken(sentence, again, { side: null, line: numberAt(sentence, again), unit: "percent" });
  const found = find(sentence, `(duoi|tren|hon) ${number}(?=(?: (?:_|a|thi|sao|vay|the|nhe|nhi|thoi|em|khong))* $)`);
  if (found === null) return null;
  const side = found.groups[0] === "duoi" ? "below" : "above";
  return taken(sentence, found, { side, line: numberAt(sentence, found), unit: null });
}

function numberAt({ left }: Sentence, { at, to, groups }: Match): number {
  const said = groups.find((group) => group !== undefined && !/^(?:duoi|tren|hon)$/.test(group))!;
  return plainNumber(
    left
      .slice(at, to)
      .filter((word) => said.split(" ").includes(word))
      .join(" "),
  );
}

const leaves = { lessons: "sobai", points: "diem" } as const;

function taken(sentence: Sentence, { at, to }: Match, line: SaidLine): ReturnType<typeof takeLine> {
  const { left, words } = sentence;
  for (let place = at; place < to; place++) if (!left[place]!.startsWith("@")) left[place] = "_";
  if (line.unit === "lessons" || line.unit === "points") left[at] = leaves[line.unit];
  // "Đúng dưới 60%" is a share of answers.
  const before = words[at - 1];
  if (line.unit === "percent" && before?.read === "dung" && /^(?:đúng|dung)$/.test(before.marked))
    left[at - 1] = "socaudung";
  // "Bao nhiêu xã dưới 50%" are those communes.
  const among = find(
    sentence,
    "(?:bao nhieu|may)(?= (?:xa|phuong|don vi|phong|vu|ban|to|so|doan|thi tran|co quan|noi|tinh) )",
  );
  if (among !== null) {
    left.fill("_", among.at, among.to);
    left[among.to - 1] = "cac";
  }
  // "… 80% chưa": behind a line it only asks.
  const asking = find(sentence, `(?:roi |hay )*(?:chua|khong)${ending}`);
  if (asking !== null && asking.at >= to) left.fill("_", asking.at, asking.to);
  return { line, span: { from: at, to } };
}

const fits: Readonly<Record<NonNullable<SaidLine["unit"]>, (measure: Measure) => boolean>> = {
  percent: (measure) => !/^(?:lessons|points|people|streak)$/.test(measure),
  lessons: (measure) => measure === "lessons",
  points: (measure) => measure === "points",
  days: (measure) => measure === "streak",
  people: (measure) => !/^(?:lessons|points|completion|score|forecast)$/.test(measure),
};

/** Whether figures of a measure can be held against the line. */
export const hasLine = ({ unit }: SaidLine, measure: Measure): boolean =>
  unit === null ? /^(?:lessons|points|streak)$/.test(measure) : fits[unit](measure);

const which = "(?:may|bao nhieu)(?! (?:bai|nguoi|diem|ngay|buoi|cau|phan|lan|tuan|gio))";
const asksPlace = `(?:(?:hien|dang) )*(?:(?:xep|dung|o|nam|dat)(?: (?:hang|thu hang|o|vi tri|vi|thu tu))*(?: (?:thu|hang|vi tri))+|(?:xep )?(?:thu )?hang(?: thu)?|vi tri(?: thu)?|xep) ${which}`;
const within =
  "(?:(?: (?:trong|cua|o|tren|so voi|giua|toan|ca|khap|cac|pham vi|dia ban))*(?: (?:tinh|huyen|xa|phuong|don vi|nuoc|co quan|khoi|thanh pho|phong))+)?";

const spelt: Readonly<Record<string, string>> = {
  ...{ thu: "thứ", hang: "hạng", vi: "vị", tri: "trí", xep: "xếp", dung: "đứng", nam: "nằm", dat: "đạt", may: "mấy" },
};

/** Takes "đứng thứ mấy", "xếp hạng bao nhiêu trong tỉnh" out of a text. What day it is ("thứ mấy") is nobody's place. */
export function takePlace(sentence: Sentence): Span | null {
  const named = sentence.left.some((word) => word.startsWith("@"));
  const phrases = [
    `${asksPlace}${within}`,
    ...(named ? [`thu ${which}${within}`] : []),
    "(?:thu )?(?:hang|vi tri) cua(?= (?:@\\d+|toi|em|minh) )",
  ];
  const phrase = phrases.find((one) => isPlace(sentence, find(sentence, one)));
  const found = phrase === undefined ? null : take(sentence, phrase);
  return found === null ? null : { from: found.at, to: found.to };
}

/** In one piece, and as it is spelt: "thử", "đúng mấy" ask for no place. */
function isPlace({ left, words }: Sentence, found: Match | null): boolean {
  if (found === null) return false;
  const { at, to } = found;
  const fits = ({ read, marked }: Sentence["words"][number]) => marksFit(marked, spelt[read] ?? marked);
  return !left.slice(at, to).some((word) => /^[_@]/.test(word)) && words.slice(at, to).every(fits);
}
