import type { ReadAnswer } from "./answer.ts";
import { withoutNumber } from "./answer-typed.ts";
import { leadIns, numberLeads, skipPhrases } from "./answer-words.ts";
import { gist, type Token, tidy, tokens, withoutParticles, wordsOf } from "./normalise.ts";
import { numeralAt } from "./numerals.ts";

/** "-5", "1.000", "1 000", ".5", "15%"; not the 2 of "m2". */
const number = /(?:(?<![\d\p{L}])[+\-−–])?(?:(?<![\d\p{L}])[.,])?(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,]\d+)*%?/gu;
const powers = /(?<=\d ?k?m|\p{L}{2}m)[23](?!\d)/gu;
/** "1. 15", "2) 15": the question's number first. "1.15" and "7:15" are not. */
const ordinal = /^(\d{1,3})(?:[.:]\s+|\s*\)\s*)(?=[+\-−–]?\d)/u;
/** Behind a number these say that it is not, or not surely, the answer. */
const doubts =
  /\b(?:khong|ko|chua (?:hieu|biet|ro|chac|hoc)|hay|hoac|(?:cho|xin) (?:\w+ )?hoi|gi|(?:vi|tai|lam) sao|nao|o dau|nhung|nua|chut|lat|(?:gio|h|g) (?:sang|trua|chieu|toi|dem))\b/;
/** "Câu 2 đâu": not "dấu", whose mark is another. */
const whereIs = /^\s*(?:đâu|dau)(?:\s|[?!.]|$)/iu;
const myAge = /^(?:em|toi|minh|e|tui|chau|bac|co|chu|ong|ba)$/;
const sure = /\s(?:dung khong|phai khong|chac chan)$/;
const mostWordsBehind = 6;
/** Behind more words than this no number is an answer, whatever they are. */
const mostWordsBefore = 24;
const leads = [...leadIns.map((all) => all.join(" ")), ...numberLeads];

/**
 * The one number of a text that says nothing else: lead-ins before it, a unit or an emoji behind it. Text without a
 * number, or a number inside a sentence, is no answer; of two different numbers nobody knows which is meant.
 */
export function readTypedNumber(text: string): ReadAnswer {
  const named = withoutNumber(tidy(text));
  const skipped = skipPhrases.has(gist(named.said));
  if (skipped) return { kind: "skip", questionNumber: named.questionNumber };
  const before = named.questionNumber === null ? ordinal.exec(named.said) : null;
  const said = before === null ? named.said : named.said.slice(before[0].length);
  const questionNumber = before === null ? named.questionNumber : Number(before[1]);
  const found = [...said.replaceAll(powers, "").matchAll(number)];
  if (found.length === 0) return readNumeral(said, questionNumber);
  if (new Set(found.map(([digits]) => digits.replace(/[ +%]/g, ""))).size > 1) return { kind: "ask" };
  const [first] = found;
  const digits = first![0];
  const lead = tokens(said.slice(0, first!.index));
  const behind = said.slice(first!.index + digits.length);
  if (!isLead(lead) || !isUnit(behind) || whereIs.test(behind) || isOwn(lead, gist(behind))) return { kind: "none" };
  return { kind: "text", text: digits, core: digits, questionNumber };
}

/** Of whoever says it: "em 60 tuổi", "nghi 3 ngay", which without marks is rather "nghỉ" than "nghĩ". */
const isOwn = (lead: readonly Token[], behind: string): boolean =>
  (myAge.test(wordsOf(lead)) && behind.startsWith("tuoi")) ||
  /^(?:toi|em|minh|tui) co$/.test(wordsOf(lead)) ||
  (lead.some(({ marked }) => marked === "nghi") && /^(?:ngay|hom|bua|buoi|tuan)\b/.test(behind));

/** A number in words, behind a lead-in and before what is counted. */
function readNumeral(said: string, questionNumber: number | null): ReadAnswer {
  const words = withoutParticles(tokens(said)).filter(({ kind }) => kind !== "gap");
  const last = Math.min(words.length - 1, mostWordsBefore);
  for (let start = 0; start <= last && isLead(words.slice(0, start)); start++) {
    const numeral = numeralAt(words.slice(start));
    if (numeral === null) continue;
    const behind = wordsOf(words.slice(start + numeral.words))
      .replace(/^.*$/, " $&")
      .replace(sure, "")
      .trim();
    if (!counted.test(behind) || isOwn(words.slice(0, start), behind)) return { kind: "none" };
    return { kind: "text", text: String(numeral.value), core: String(numeral.value), questionNumber };
  }
  return { kind: "none" };
}

/** What may be counted: a number in words stands in many sentences. */
const counted =
  /^(?:(?:ky|ki) tu|chu so|chu|phan tram|ngay|gio|phut|giay|thang|nam|tuan|nguoi|ban|muc(?: do)?|lan|diem|don|mien|buoc|loai|cap|cai|y|dong)?(?: ?(?:thoi|nhi|chac|do|a|nha|nhe))*$/;

function isLead(lead: readonly Token[]): boolean {
  // "Nghỉ 3 ngày" is no "nghĩ 3".
  if (lead.some(({ marked }) => marked === "nghỉ" || marked === "nghị")) return false;
  let words = wordsOf(withoutParticles(lead));
  for (;;) {
    if (words === "" || particle.test(words)) return true;
    const first = leads.find((one) => words === one || words.startsWith(`${one} `));
    if (first === undefined) return false;
    words = words.slice(first.length + 1);
  }
}

/** Where nothing else was said, `withoutParticles` leaves courtesy in. */
const particle = /^(?:(?:da|vang|thua|a)(?: |$))+$/;

function isUnit(text: string): boolean {
  const words = ` ${gist(text)}`.replace(sure, "").trim();
  return !doubts.test(words) && words.split(" ").length <= mostWordsBehind;
}
