import { fold } from "#domain/fold.ts";
import { isBestFirst } from "#domain/measure.ts";
import type { Question } from "#domain/question.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { nameWords, wordsOf } from "./words.ts";

const politely = "(?: (?:di|nhe|nha|a|em|oi|voi|giup|cai|xem|nao|ho|cho|anh|chi|toi|minh|lan nua|mot lan nua))*";
const again = new RegExp(
  `^(?:(?:em|ban|bot|cho|giup|hay|anh|chi|toi|xin) )*(?:gui|noi|tra loi|bao|cho xem|doc)(?: (?:cho|giup) (?:anh|chi|toi|minh|bac|co|chu))? (?:lai|lan nua)${politely}$`,
);

/** "Gửi lại đi": the same once more. */
export const asksAgain = (text: string): boolean =>
  again.test(
    fold(text)
      .replaceAll(/[.,!?]/g, "")
      .trim(),
  );

const people = "(?:người|đồng chí|anh em|anh chị|vị|nguoi|dong chi)";
/** "Những người kia", "số còn lại": those who were not told of. */
const rest = new RegExp(
  `(?<!\\p{L})(?:(?:những|mấy|các|nhung|may|cac)(?: ${people})? (?:kia|còn lại|con lai)|số(?: ${people})? còn lại)(?!\\p{L})`,
  "iu",
);
const restAsked: Partial<Record<Question["measure"], string>> = {
  learnt: "ai chưa học",
  not_learnt: "ai đã học",
  joined: "ai chưa tham gia",
  not_joined: "ai đã tham gia",
};

const closing = "(?: (?:a|em|vay|the|nhi|nhe|ha|roi))*";
const lacking = new RegExp(
  `^(?:(?:con|the|vay|co|nhung|cac|may) )*(?:(ai|nguoi nao|bao nhieu nguoi|may nguoi)|(?:bao nhieu|may)? ?(xa|phuong|phong|huyen|tinh|to|vu|so|don vi|noi|cho) ?(?:nao)?) (?:(?:thi|con|van) )*(?:chua|khong)(?: (?:dat|duoc|du|toi))*${closing}$`,
);
const otherSide = { at_least: "below", above: "at_most" } as const;

/** "Xã nào chưa?" after those that have reached a line: those that have not. Null: the text does not ask that. */
export function restOfLine(text: string, before: Question): Question | null {
  const { form, measure } = before;
  if (form.kind !== "ranking" || form.beyond === undefined || form.beyond.to !== undefined) return null;
  const { side } = form.beyond;
  const said = lacking.exec(
    wordsOf(text)
      .map(({ read }) => read)
      .join(" "),
  );
  if (said === null || (side !== "at_least" && side !== "above")) return null;
  const level = said[2] ?? "";
  const fits =
    form.of === "people" ? said[1] !== undefined : form.level.includes(level) || /^(?:don vi|noi|cho)$/.test(level);
  const beyond = { ...form.beyond, side: otherSide[side] };
  return fits ? { ...before, form: { ...form, beyond, best: isBestFirst(measure, beyond) } } : null;
}

const other = /(?<!\p{L})(xã|phường|tỉnh|phòng|vụ|tổ|ban|xa|phuong|tinh|phong|vu|to) kia(?!\p{L})/iu;

/** "Phòng kia" after one of two: the only other one beside it that begins so. Null: there is none, or there are several. */
function otherOne(level: string, { subject }: Question, { units }: Vocabulary): string | null {
  const here = subject.kind === "unit" ? units.find(({ id }) => id === subject.id) : undefined;
  if (here === undefined) return null;
  const above = (path: string) => path.split(" / ").slice(0, -1).join(" / ");
  const beside = units.filter(
    ({ id, name, path }) => id !== here.id && above(path) === above(here.path) && nameWords(name)[0] === fold(level),
  );
  return beside.length === 1 && nameWords(here.name)[0] === fold(level) ? beside[0]!.name : null;
}

/** A text with what it points at in what was said before put by its name. */
export function pointed(text: string, before: Question, vocabulary: Vocabulary): string {
  const asked = before.form.kind === "total" || before.form.kind === "names" ? restAsked[before.measure] : undefined;
  if (asked !== undefined && rest.test(text)) return text.replace(rest, asked);
  const level = other.exec(text)?.[1];
  const name = level === undefined ? null : otherOne(level, before, vocabulary);
  return name === null ? text : text.replace(other, name);
}
