import type { Notes } from "../problem.ts";
import type { EditingRules } from "./rules.ts";

/** A paragraph, a list item, an option or the like, where it begins in its file. */
interface Passage {
  readonly line: number;
  readonly text: string;
  readonly part: "body" | "action" | "questions";
}

/** What a sentence may hold and still be understood at first reading. */
const mostWords = 25;

/** Notes what makes a lesson hard to read or out of date: long sentences, abbreviations nobody explains, old laws. */
export function noteProse(text: string, rules: EditingRules, notes: Notes): void {
  const passages = divide(text);
  for (const { line, text, part } of passages) {
    if (part === "questions") continue;
    for (const sentence of sentences(text).flatMap((whole) => whole.split(/(?<=[:;])\s+/u))) {
      const words = sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
      if (words > mostWords) notes.warn(line, "long-sentence", words, mostWords, brief(sentence));
    }
  }
  noteAbbreviations(passages, rules, notes);
  noteOldLaws(text, rules, notes);
}

/** Each line of a file begins a passage, but a line that goes on with the paragraph above. */
function divide(text: string): Passage[] {
  const passages: Passage[] = [];
  let part: Passage["part"] | null = null;
  let goesOn = false;
  for (const [index, written] of text.split("\n").entries()) {
    const line = written.trim();
    if (part === null) {
      if (index > 0 && line === "---") part = "body";
      continue;
    }
    if (/^##\s/.test(line)) part = part === "body" ? "action" : "questions";
    const begins = /^(?:#|[-*+]\s|\d+[.)]\s|>|=)/.test(line);
    const plain = line.replace(/^(?:#+|[-*+]|\d+[.)]|>|=)\s*(?:\[[ xX]\]\s*)?/, "").replaceAll("**", "");
    const last = passages.at(-1);
    if (line === "" || /^##\s/.test(line)) goesOn = false;
    else if (goesOn && !begins && last !== undefined)
      passages[passages.length - 1] = { ...last, text: `${last.text} ${plain}` };
    else {
      passages.push({ line: index + 1, text: plain, part });
      goesOn = true;
    }
  }
  return passages;
}

const sentences = (text: string): string[] => text.split(/(?<=[.!?…][”"’)\]]*)\s+/u);

const brief = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Capitals that stand alone; not the tail of a law's number, and no Roman numeral. */
const abbreviation = /(?<![\p{L}\p{N}/._-])\p{Lu}{2,}(?![\p{L}\p{N}/_-])/gu;
const roman = /^[IVXLCDM]+$/;

function noteAbbreviations(passages: readonly Passage[], rules: EditingRules, notes: Notes): void {
  const known = new Set(rules.knownAbbreviations);
  const body = passages.filter(({ part }) => part === "body").map(({ text }) => text);
  for (const { line, text } of passages) {
    for (const [short] of text.matchAll(abbreviation)) {
      if (known.has(short) || roman.test(short)) continue;
      known.add(short); // said once
      if (!body.some((passage) => explains(passage, short, rules.wordsForMeaning)))
        notes.warn(line, "unexplained-abbreviation", short);
    }
  }
}

/** "AI (what it means)", "what it means (AI)", "AI: what it means", "AI is what it means". */
const explains = (passage: string, short: string, meaning: readonly string[]): boolean =>
  new RegExp(
    `${short}[”"]?\\s*(?:\\(|:${meaning.map((word) => `|${word}\\s`).join("")})|\\([^()]*${short}\\)`,
    "u",
  ).test(passage);

function noteOldLaws(text: string, { replacedLaws, speakingOfOld }: EditingRules, notes: Notes): void {
  for (const [index, line] of text.split("\n").entries()) {
    if (/^- \[ \]/.test(line)) continue; // a wrong option may be wrong in just this
    for (const { cited, instead } of replacedLaws) {
      const old = sentences(line).find((sentence) => cites(sentence, cited));
      if (old === undefined || speakingOfOld.some((word) => old.toLowerCase().includes(word))) continue;
      notes.warn(index + 1, "old-law", cited, instead);
    }
  }
}

/** "13/2023" is not cited by "113/2023" or "13/20234". */
function cites(sentence: string, cited: string): boolean {
  const at = sentence.indexOf(cited);
  return at !== -1 && !/\d/.test(sentence[at - 1] ?? "") && !/\d/.test(sentence[at + cited.length] ?? "");
}
