import type { Period } from "#domain/question.ts";
import { type SaidForm, takeComparison, takeListed, takeNaming, takeRanking, takeTotal } from "./forms.ts";
import { corrected, correctedBeside, isEmptyWord, isOurs, isParticle } from "./lexicon.ts";
import { type Span, takeLine, takePlace } from "./lines.ts";
import { type Said, takeMeasures } from "./measures.ts";
import { type Index, indexOf, type Mention, mentionsIn } from "./mentions.ts";
import { givenNamesIn } from "./people.ts";
import { takePeriods } from "./periods.ts";
import { request } from "./preamble.ts";
import { takeKin } from "./self.ts";
import { type Sentence, says, take } from "./sentence.ts";
import { namesStranger } from "./strangers.ts";
import { type OwnSaid, takeEverybody, takeLevel, takeMe, takeOwn, takeSpeaking, takeUnitAlone } from "./subjects.ts";
import { takeTaught } from "./taught.ts";
import { type Titled, titleIn } from "./titles.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { type Word, wordsOf } from "./words.ts";

/** What was found in a text, slot by slot. */
export interface Understood {
  readonly words: readonly Word[];
  readonly measures: readonly Said[];
  readonly mentions: readonly Mention[];
  readonly own: OwnSaid | null;
  /** "Mọi người", "tất cả". */
  readonly everybody: boolean;
  readonly me: boolean;
  /** It speaks of "bác", "anh", who may be whoever asks. */
  readonly likelyMe: boolean;
  readonly periods: readonly Period[];
  /** A module that is named by its title; its number stands among the periods, too. */
  readonly titled: Titled;
  /** Days to come, or none of the calendar. */
  readonly beyond: boolean;
  readonly ever: boolean;
  readonly form: SaidForm;
  /** Where a line or a place is said. */
  readonly cuts: readonly Span[];
  /** Something in it asks. */
  readonly asks: boolean;
  /** "Còn", "thế": it goes on from what was asked before. */
  readonly goesOn: boolean;
  /** Words that no slot took, by their place. */
  readonly idle: readonly number[];
  /** Those of them that nothing explains. */
  readonly over: readonly number[];
  /** A word stands where only a name can, and no name of ours does. */
  readonly unknownName: boolean;
}

/** Reads a text slot by slot, after names, which may hold any words of the grammar. */
export function understood(text: string, vocabulary: Vocabulary): Understood {
  const words = wordsOf(request(text, (part) => mentionsOf(part, vocabulary).length > 0));
  const index = indexOf(vocabulary, words);
  const plain = named(words, vocabulary, index, new Set());
  const tried = readSlots(words, plain, text.includes("?"), vocabulary);
  const mentions = named(words, vocabulary, index, new Set(tried.idle));
  const first = mentions.length === plain.length ? tried : readSlots(words, mentions, text.includes("?"), vocabulary);
  if (first.over.length === 0) return first;
  const mended = mend(words, first.over, first.unknownName);
  if (mended === null) return first;
  const second = readSlots(mended, mentions, text.includes("?"), vocabulary);
  return second.over.length < first.over.length ? second : first;
}

/** Whom and what a text names, whatever it says of them. */
export function mentionsOf(text: string, vocabulary: Vocabulary): readonly Mention[] {
  const words = wordsOf(text);
  return named(words, vocabulary, indexOf(vocabulary, words), new Set());
}

/** Names in a text: whole ones first, then people called by their given name. */
function named(words: readonly Word[], vocabulary: Vocabulary, index: Index, idle: ReadonlySet<number>): Mention[] {
  const whole = mentionsIn(words, index, idle);
  const taken = words.map((_, at) => whole.some(({ from, to }) => from <= at && at < to));
  return [...whole, ...givenNamesIn(words, taken, vocabulary, idle)].sort((a, b) => a.from - b.from);
}

/** Slips of the keyboard in what nothing explains, and marks put wrong. */
function mend(words: readonly Word[], over: readonly number[], pairsOnly: boolean): Word[] | null {
  let changed = false;
  const mended = words.map((word, at) => {
    if (!over.includes(at) || word.read === "AI") return word;
    const beside = correctedBeside(word.folded, words[at - 1]?.read, words[at + 1]?.read);
    if (pairsOnly && (beside === null || word.capital)) return word;
    const read = beside ?? (word.read === word.folded ? corrected(word.read) : word.folded);
    if (read === null) return word;
    changed = true;
    // The word is only known with its marks.
    return { ...word, read, ...(read === "minh" ? { folded: read, marked: "mình" } : {}) };
  });
  return changed ? mended : null;
}

function readSlots(
  words: readonly Word[],
  mentions: readonly Mention[],
  question: boolean,
  vocabulary: Vocabulary,
): Understood {
  const left = words.map(({ read }) => read);
  for (const [index, { from, to }] of mentions.entries()) {
    left.fill("_", from, to);
    left[from] = `@${index}`;
  }
  for (const { from, doubtful } of mentions) if (doubtful) passOrgan(left, from);
  for (const { from } of mentions) if (/^(?:ben|phia|khoi)$/.test(left[from - 1] ?? "")) left[from - 1] = "_";
  for (const { to, named } of mentions)
    if (named.every(({ subject }) => subject.kind === "unit")) passLevel(left, words, to);
  const titled = titleIn(words, vocabulary.modules);
  left.fill("_", titled.from, titled.to);
  const kin = takeKin(words, left, mentions);
  const sentence: Sentence = { words, left, asks: question };
  const asks = question || endsAsking(words) || says(sentence, asking);
  const goesOn =
    /^(?:con|the|vay|rieng)$/.test(left[0] ?? "") ||
    (left[0] === "trong" && left[1] === "do") ||
    says(sentence, "thi (?:sao|the nao|ra sao|co (?:nhung )?ai|(?:nhung )?ai|bao nhieu|may)");
  const held = takeLine(sentence);
  const place = takePlace(sentence);
  takeSpeaking(sentence);
  const { found, beyond: outside, yesterday, ever } = takePeriods(sentence, vocabulary.today);
  const periods = [...titled.modules.slice(0, 1).map(({ number }) => ({ kind: "module", number }) as const), ...found];
  // "Xã đạt 80% chưa" asks of one's own; "xã nào", of all.
  const lined = held !== null && mentions.length === 0 && endsAsking(words);
  const called =
    takeOwn(sentence, vocabulary.own) ??
    (lined ? (takeLevel(sentence, vocabulary.own) ?? takeUnitAlone(sentence)) : null);
  const asked = readAsked(sentence, held !== null);
  const { measures } = asked;
  const form: SaidForm = { ...asked.form, line: held?.line ?? null, place: place !== null };
  const own = called ?? (mentions.length === 0 && measures.length > 0 ? takeLevel(sentence, vocabulary.own) : null);
  // Who was behind by the end of yesterday is who is behind; of nothing else is it known how it stood then.
  const beyond = outside || (yesterday && !measures.some(({ counted }) => counted === "overdue"));
  const everybody = takeEverybody(sentence);
  const me = takeMe(sentence) || kin !== null;
  const idle = left.flatMap((word, at) => (/^[_@]/.test(word) ? [] : [at]));
  const said = measures.some(({ counted }) => counted !== "how");
  const over = leftOver(sentence, said);
  const unknownName = namesStranger(sentence, over, mentions, said);
  return {
    words,
    measures,
    mentions,
    own,
    everybody,
    me,
    likelyMe: kin === "likely",
    periods,
    titled,
    beyond,
    ever,
    form,
    cuts: [held?.span, place].filter((span) => span !== undefined && span !== null),
    asks: asks || place !== null,
    goesOn,
    idle,
    over,
    unknownName,
  };
}

/** "UBND xã Tân Lập" is asked back as Xã Tân Lập, so the words before the name are understood. */
function passOrgan(left: string[], from: number): void {
  const organ = left.slice(Math.max(0, from - 4), from).join(" ");
  if (organ === "uy ban nhan dan" || organ === "hoi dong nhan dan") left.fill("_", from - 4, from);
}

/** "Văn phòng HĐND và UBND xã": the level behind a name only says whose it is. */
function passLevel(left: string[], words: readonly Word[], at: number): void {
  const next = words[at + 1];
  const ends =
    next === undefined ||
    (isOurs(next.read) && !next.capital && !/^(?:nao|minh|ta|toi|em|nay|hinh|den|tu|rieng)$/.test(next.read));
  const level = /^(?:x[ãa]|phường|phuong|tỉnh|tinh|huyện|huyen)$/.test(words[at]?.marked ?? "");
  if (ends && level && !/^[@\d]/.test(left[at + 1] ?? "")) left[at] = "_";
}

/** The order matters: "chậm nhất" is no delay, "bao nhiêu bài" no mere number. */
function readAsked(sentence: Sentence, lined: boolean): { measures: Said[]; form: Omit<SaidForm, "line" | "place"> } {
  const taught = takeTaught(sentence);
  const ranking = taught === null ? (takeRanking(sentence) ?? (lined ? takeListed(sentence) : null)) : null;
  const whoThereIs = says(sentence, "(?:gom|co) (?:nhung )?ai|(?<!trong )danh sach");
  const counted = takeMeasures(sentence);
  const way = taught?.way ?? null;
  const measures: Said[] = way === null ? counted : [{ counted: way.measure, force: "asked", at: 0 }, ...counted];
  const ofPeople = whoThereIs && measures.some(({ counted }) => counted === "people");
  const names = takeNaming(sentence) || ofPeople;
  const total = takeTotal(sentence) || measures.some(({ counted }) => counted === "people");
  if (measures.some(({ counted }) => counted === "completion" || counted === "forecast" || counted === "done"))
    take(sentence, required);
  const comparison = takeComparison(sentence);
  return { measures, form: { ranking, comparison, names, total, taught } };
}

/** What a share is of anyway. */
const required = "so voi (?:yeu cau|ke hoach|tong so bai|quy dinh|tien do)(?: (?:de ra|chung|dat ra))?";

const asking =
  "ai|nao|bao nhieu|may|gi|the nao|ra sao|sao|danh sach|liet ke|ke ten|neu ten|cho (?:\\S+ )?(?:biet|xem|hoi)|xem|bao cao|thong ke|so sanh|so voi|top|xep hang|tra cuu|kiem tra|cho (?:\\S+ )?xin|xin (?:cho|so|danh|ten|ty|ti|tien|biet|hoi)|cung cap|den dau|toi dau|hon hay kem|du bao|tong hop";

/** "… học chưa ạ", "… có kịp không": at the end these two ask; within they only say no. */
function endsAsking(words: readonly Word[]): boolean {
  const last = words.findLast((word) => !particles.has(word.marked) && !particles.has(word.read));
  return last?.read === "chua" || last?.read === "khong";
}

/** What belongs to nearly every measure and changes none. */
const around = new Set(
  "hoc bai hoan thanh khoa tap ty ti le phan tram muc dat so luong tong ket qua lop nguoi vien can bo cong chuc hoi chuong trinh roi co dang tham gia lam xong duoc gio hom nay".split(
    " ",
  ),
);

function leftOver({ left, words }: Sentence, measured: boolean): number[] {
  const last = left.findLastIndex((word) => !/^[_@]/.test(word) && !particles.has(word));
  return left.flatMap((word, at) => {
    if (/^[_@]/.test(word)) return [];
    // Behind everything else it only asks; within, it says no to something that was not understood.
    if (word === "chua" || word === "khong")
      return at >= last || (word === "khong" && words[at + 1]?.read === "biet") ? [] : [at];
    if (word === "dong" && words[at + 1]?.read !== "chi") return [at];
    if (isNameLike(words, left, at) || isNameLike(words, left, at - 1)) return [at];
    const empty = measured ? isEmptyWord(word) : isParticle(word);
    return empty || particles.has(words[at]!.marked) || (measured && around.has(word)) ? [] : [at];
  });
}

const titles = /^(?:hoc vu|binh dan|dan hoc|anh chi|dong chi|quoc hoi|hoi dong|can bo|xin chao|chao|hoc phan|kinh gui)/;

/** Two capitals side by side that no slot took, in a text that is not all capitals: a name, though each may be a word of ours. */
function isNameLike(words: readonly Word[], left: readonly string[], at: number): boolean {
  const [first, second] = [words[at], words[at + 1]];
  if (!first?.capital || !second?.capital || /^[_@]/.test(left[at]!) || /^[_@]/.test(left[at + 1]!)) return false;
  const capitals = words.filter(({ capital }) => capital).length;
  return capitals * 2 <= words.length + 1 && !titles.test(`${first.read} ${second.read}`);
}

const particles = new Set([
  "a",
  "ạ",
  "nhe",
  "nhi",
  "nha",
  "vay",
  "the",
  "roi",
  "em",
  "anh",
  "chi",
  "oi",
  "ha",
  "he",
  "ban",
  "ad",
  "bot",
  "voi",
  "thằng",
  "đứa",
]);
