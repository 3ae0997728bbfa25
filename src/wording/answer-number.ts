import type { ReadAnswer } from "./answer.ts";
import { withoutNumber } from "./answer-typed.ts";
import { leadIns, numberLeads, skipPhrases } from "./answer-words.ts";
import { gist, tidy, tokens, withoutParticles, wordsOf } from "./normalise.ts";

/** "-5", "1.000", "1 000", ".5", "15%"; not the 2 of "m2". */
const number = /(?:(?<![\d\p{L}])[+\-−–])?(?:(?<![\d\p{L}])[.,])?(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,]\d+)*%?/gu;
const powers = /(?<=\d ?k?m|\p{L}{2}m)[23](?!\d)/gu;
/** "1. 15", "2) 15": the question's number first. "1.15" and "7:15" are not. */
const ordinal = /^(\d{1,3})(?:[.:]\s+|\s*\)\s*)(?=[+\-−–]?\d)/u;
/** Behind a number these say that it is not, or not surely, the answer. */
const doubts =
  /\b(?:khong|ko|chua (?:hieu|biet|ro|chac|hoc)|hay|hoac|(?:cho|xin) (?:\w+ )?hoi|gi|(?:vi|tai|lam) sao|nao|o dau|nhung)\b/;
const sure = /\s(?:dung khong|phai khong|chac chan)$/;
const mostWordsBehind = 6;

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
  if (found.length === 0) return { kind: "none" };
  if (new Set(found.map(([digits]) => digits.replace(/[ +%]/g, ""))).size > 1) return { kind: "ask" };
  const [first] = found;
  const digits = first![0];
  if (!isLead(said.slice(0, first!.index)) || !isUnit(said.slice(first!.index + digits.length)))
    return { kind: "none" };
  return { kind: "text", text: digits, core: digits, questionNumber };
}

function isLead(text: string): boolean {
  let words = wordsOf(withoutParticles(tokens(text)));
  for (;;) {
    if (words === "" || particle.test(words)) return true;
    const lead = [...leadIns.map((all) => all.join(" ")), ...numberLeads].find(
      (one) => words === one || words.startsWith(`${one} `),
    );
    if (lead === undefined) return false;
    words = words.slice(lead.length + 1);
  }
}

/** Where nothing else was said, `withoutParticles` leaves courtesy in. */
const particle = /^(?:(?:da|vang|thua|a)(?: |$))+$/;

function isUnit(text: string): boolean {
  const words = ` ${gist(text)}`.replace(sure, "").trim();
  return !doubts.test(words) && words.split(" ").length <= mostWordsBehind;
}
