import type { Question } from "#domain/question.ts";
import { keyOf } from "../question-key.ts";
import type { Named } from "./mentions.ts";
import { takePeriods } from "./periods.ts";
import { mentionsOf, understood } from "./understood.ts";
import type { ReadQuestion, Vocabulary } from "./vocabulary.ts";
import { nameWords, wordsOf } from "./words.ts";

/** What is written before a question, and the question. */
interface Paragraph {
  readonly story: string;
  readonly last: string;
}

/** Longer than this nobody reads for one question. */
const longestParagraph = 1500;
/** A shorter text is read whole. */
const fewestWords = 18;

const closes =
  /^(?:(?:tôi|em|anh|chị|bác|xin|rất|chân thành|trân trọng|và)\s+)*(?:cảm ơn|cám ơn|cam on|trân trọng|tran trong|mong|nhờ em|nhé|ok)/iu;

/** The sentence that asks, with what goes before it; null: the text is one thought, or too long for any. */
function paragraphOf(text: string): Paragraph | null {
  if (text.length > longestParagraph || text.split(/\s+/).length < fewestWords) return null;
  const all = text.split(/(?<=[.!?…])\s+|\n+/).filter((one) => /\p{L}{2}/u.test(one));
  while (all.length > 1 && closes.test(all.at(-1)!)) all.pop();
  const asking = all.findLastIndex((one) => one.trimEnd().endsWith("?"));
  const at = asking < 0 ? all.length - 1 : asking;
  if (at < 1) return null;
  return { story: all.filter((_, place) => place < at).join(" "), last: all[at]! };
}

const unitWord = "(?:xã|phường|tỉnh|phòng|ban|tổ|vụ|văn phòng|đơn vị|nơi|chỗ|bên|lớp)";
const thisUnit = new RegExp(`(?<!\\p{L})(${unitWord}) (?:này|đó|đấy|ấy|kia)(?!\\p{L})`, "iu");
const there = /(?<!\p{L})(?:ở|tại) (?:đó|đấy)(?!\p{L})/iu;
const thisPerson = /(?<!\p{L})(?:anh|chị|ông|bà|cô|chú|bác|em|đồng chí|người) (?:này|đó|ấy)(?!\p{L})/iu;

/** "Xã này", "ở đó", "anh ấy" by the name that the story tells; null: it tells none; empty: several. */
function resolved({ last }: Paragraph, told: readonly Named[][]): string | null {
  const only = (fits: (named: Named) => boolean): string | null => {
    const names = [...new Set(told.filter((named) => named.every(fits)).map(([first]) => first!.name))];
    return names.length > 1 ? "" : (names[0] ?? null);
  };
  const unit = thisUnit.exec(last);
  if (unit !== null) {
    const word = unit[1]!.toLowerCase();
    const any = /^(?:đơn vị|nơi|chỗ|bên)$/.test(word);
    const name = only(
      ({ subject, name: of }) => subject.kind === "unit" && (any || of.toLowerCase().startsWith(`${word} `)),
    );
    return name && last.replace(thisUnit, name);
  }
  if (there.test(last)) {
    const name = only(({ subject }) => subject.kind === "unit");
    return name && last.replace(there, `ở ${name}`);
  }
  if (!thisPerson.test(last)) return last;
  const name = only(({ subject }) => subject.kind === "person");
  return name && last.replace(thisPerson, name);
}

/** A name in the story that may be one of a unit, whoever knows it. */
const placeName =
  /(?<!\p{L})(?:[Xx]ã|[Pp]hường|[Tt]ỉnh|[Hh]uyện|[Pp]hòng|[Vv]ụ|[Tt]ổ|[Ss]ở|[Tt]hị trấn) \p{Lu}\p{L}*(?: \p{Lu}\p{L}*)?/gu;

const daily: readonly Question["measure"][] = ["learnt", "not_learnt", "lessons"];

/**
 * What a text of several sentences asks: the one that asks is read, and the story before it says only whom "xã này" means. Where the
 * story names somebody or days and the question does not, both may be meant: it is asked back. Null: it is no such text.
 * @param read reads one sentence
 * @param offer asks back which of these is meant
 */
export function readParagraph(
  text: string,
  vocabulary: Vocabulary,
  read: (text: string) => ReadQuestion,
  offer: (questions: readonly Question[]) => ReadQuestion,
): ReadQuestion | null {
  const paragraph = paragraphOf(text);
  if (paragraph === null) return null;
  const told = mentionsOf(paragraph.story, vocabulary).map(({ named }) => [...named]);
  const last = resolved(paragraph, told);
  if (last === null) return null;
  if (last === "") return { kind: "none" };
  const found = read(last);
  if (found.kind === "none" || found.kind === "unknown_subject") return null;
  const { mentions, own, everybody, me, periods } = understood(last, vocabulary);
  const saysWhom = mentions.length > 0 || own !== null || everybody || me;
  if (!saysWhom && unknownPlaces(paragraph.story, told)) return { kind: "unknown_subject" };
  const asked = found.kind === "question" ? [found.question] : found.choices.map(({ question }) => question);
  const others = saysWhom ? [] : told.flat().flatMap(({ subject }) => (subject.kind === "unit" ? [subject] : []));
  const days = periods.length > 0 ? [] : daysIn(paragraph.story, vocabulary);
  const possible = asked.flatMap((question) => [
    question,
    ...others.map((subject) => ({ ...question, subject })),
    ...(daily.includes(question.measure) ? days.map((period) => ({ ...question, period })) : []),
  ]);
  const keys = possible.map(keyOf);
  const questions = possible.filter((_, at) => keys.indexOf(keys[at]!) === at);
  return questions.length === asked.length ? found : offer(questions);
}

const daysIn = (story: string, { today }: Vocabulary): Question["period"][] => {
  const words = wordsOf(story);
  const { found } = takePeriods({ words, left: words.map(({ read }) => read), asks: false }, today);
  return found.filter(({ kind }) => kind === "days").slice(0, 3);
};

const unknownPlaces = (story: string, told: readonly Named[][]): boolean =>
  [...story.matchAll(placeName)].some(([place]) =>
    told.flat().every(({ name }) => !nameWords(name).join(" ").startsWith(nameWords(place).join(" "))),
  );

/** "Xã nào cao nhất, xã nào thấp nhất?": what is no question as a whole may be two, and one of them is told at a time. */
export function readTwo(
  text: string,
  read: (text: string) => ReadQuestion,
  offer: (questions: readonly Question[]) => ReadQuestion,
): ReadQuestion | null {
  const parts = text.split(/[,;?]\s+/).map((part) => read(part));
  const [first, second, third] = parts;
  if (first === undefined || second === undefined || third !== undefined) return null;
  const questions = parts.map((one) => {
    if (one.kind === "question") return [one.question];
    return one.kind === "which" ? one.choices.map(({ question }) => question) : [];
  });
  return questions.some((one) => one.length === 0) ? null : offer(questions.flat());
}
