import type { Question } from "#domain/question.ts";
import { isOurs } from "./lexicon.ts";
import type { Counted } from "./measures.ts";
import { isType } from "./mentions.ts";
import type { Understood } from "./understood.ts";

/** Whether the text wants to know something, and enough of it is understood. */
export function isAsked(read: Understood, context: Question | null): boolean {
  const { measures, form, asks, over, unknownName, words } = read;
  // Of a long text more may be left over: it is asked back.
  const most = measures.some(({ counted }) => !isVague(counted)) ? Math.max(2, Math.floor(words.length / 5)) : 2;
  if (over.length > (unknownName ? 6 : most)) return false;
  if (measures.length === 0)
    return unknownName
      ? asksForName(read) ||
          form.line !== null ||
          form.place ||
          form.comparison === "strong" ||
          (context !== null && (asks || read.goesOn))
      : isElliptic(read, context);
  const wanted =
    asks ||
    form.names ||
    form.total ||
    form.ranking !== null ||
    form.place ||
    (form.line !== null && context !== null) ||
    form.comparison === "strong" ||
    isBeside(read) ||
    (form.comparison !== null && read.periods.length > 1);
  // "Bao nhiêu phần trăm cán bộ đạt chuẩn": a share of something else.
  if (over.length > 0 && measures.every(({ counted }) => counted === "share")) return false;
  const vague = measures.every(({ counted }) => counted === "how") && form.ranking === null;
  // "Thời tiết Hà Nội thế nào" asks after the weather, not after somebody.
  if (over.length > 0 && vague && (!unknownName || saysOther(read))) return false;
  const title = measures.some(({ force }) => force !== "said") || isMeasureAlone(read);
  if (
    read.me &&
    !wanted &&
    (over.length > 0 || !measures.every(({ counted }) => /^(?:points|score|streak|completion)$/.test(counted)))
  )
    return false;
  return over.length > 0 && !unknownName ? wanted : wanted || title;
}

const isVague = (counted: Counted): boolean => counted === "how" || counted === "learnt" || counted === "people";

/** Whether the text opens with words of something else. */
const saysOther = ({ words, over, goesOn }: Understood): boolean => {
  const first = over[0] ?? words.length;
  const isName = words[first]?.capital || unitHead.test(words[first - 1]?.read ?? "") || unitHead.test(words[0]!.read);
  return first < 3 && !goesOn && !isName;
};

/** "Lan hay Minh học nhiều bài hơn": two are named and set beside each other. */
const isBeside = ({ form, mentions, me }: Understood): boolean =>
  form.comparison !== null && mentions.length + (me ? 1 : 0) === 2;

/** "Đã học", "hoàn thành": somebody who supervises others asks with that of them. */
const isMeasureAlone = ({ words, over, me }: Understood): boolean =>
  !me &&
  over.length === 0 &&
  /^(?:(?:da )?(?:hoc|hoan thanh|xong|hoc xong|tham gia|vao lop|kich hoat)(?: xong| het)?)$/.test(
    words.map(({ read }) => read).join(" "),
  );

const unitHead = /^(?:xa|phuong|huyen|tinh|quan|lop|so|phong|ban|to|thi|thanh|anh|chi|ong|ba|don|hoi|uy|van)$/;

/** "Xã Tân Phú?", "thế chị Hoa?": all there is to it is a name that nobody of ours bears. */
function asksForName({ words, asks, goesOn, over }: Understood): boolean {
  const head = words.slice(goesOn ? 1 : 0).find(({ read }) => read !== "con")?.read ?? "";
  return (
    asks &&
    words.length - over.length <= 4 &&
    unitHead.test(head) &&
    !words.some(({ read }) => /^(?:gi|la)$/.test(read))
  );
}

/** How many of something that nobody counts here. */
const countsOther = /(?:may|bao nhieu) (?:ngay|buoi|lan|hom)/;

/** Nothing is said of what is counted: a name, a period or a form alone. */
function isElliptic(read: Understood, context: Question | null): boolean {
  const { mentions, own, everybody, periods, form, asks, over, words, me } = read;
  if (over.length > 0 || read.beyond || countsOther.test(words.map((word) => word.read).join(" "))) return false;
  const named = mentions.length > 0 || own !== null;
  const module = periods.some(({ kind }) => kind === "module");
  const slots =
    named ||
    everybody ||
    periods.length > 0 ||
    form.names ||
    form.total ||
    form.ranking !== null ||
    form.line !== null ||
    form.place ||
    form.taught !== null ||
    form.comparison !== null;
  const alone = words.length < 5 && periods.length === 1 && periods[0]!.kind === "days" && read.idle.length === 0;
  if (context === null && alone && asks) return true;
  if (own?.both && form.comparison !== null) return true;
  if (context !== null)
    return (
      (slots || (me && read.goesOn)) &&
      !(me && !asks && !read.goesOn) &&
      (asks || read.goesOn || words.length < 7) &&
      !/^(?:ok|oke|vâng|dạ|cảm|cam)$/.test(words[0]!.marked)
    );
  if (form.line !== null) return form.ranking !== null || form.names || form.total || (asks && (named || me || module));
  if (form.place) return named || me;
  if (form.ranking !== null && !form.ranking.all) return form.ranking.judges || asks;
  if (form.comparison === "strong" || form.comparison === "trend")
    return named || periods.length > 0 || form.ranking !== null;
  if (form.comparison !== null && periods.length > 1) return true;
  if (mentions.length === 2 && words.length < 17) return true;
  if (form.names) return periods.some(({ kind }) => kind === "days") && asks && !me;
  if (module && (asks || named)) return named || form.total;
  return named && (asks || isNameAlone(read) || (periods.length > 0 && words.length < 8 && !me));
}

const isNameAlone = ({ mentions, words, idle }: Understood): boolean =>
  mentions.length === 1 &&
  mentions[0]!.from === 0 &&
  idle.length === 0 &&
  mentions[0]!.named.every(
    ({ subject, fit }) =>
      subject.kind === "unit" && (fit === "name" || isType(words[0]) || isType(words[1]) || isCapitalName(words)),
  );

/** "Tân Lập" and no more; "Học Tốt" may be a wish. */
const isCapitalName = (words: Understood["words"]): boolean =>
  words.length > 1 && words.every(({ capital }) => capital) && !words.every(({ read }) => isOurs(read));
