import type { Course, Question } from "#domain/course.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { FakeTelegram } from "../fakes/telegram.ts";
import type { FakeZalo } from "../fakes/zalo.ts";
import type { Chance } from "./chance.ts";
import { questionName } from "./course.ts";
import type { Line } from "./line.ts";
import type { Timeline } from "./timeline.ts";

/** What a person meant by something they sent, as the raw log keeps it. */
export type Meaning =
  /** A button of the question named; `chosen`: the options' texts; `pressed`: others that were pressed and not yet shown. */
  | {
      readonly kind: "tap";
      readonly question: string;
      readonly comeback: boolean;
      readonly chosen: readonly string[];
      readonly pressed?: readonly string[];
    }
  /** Letters in the order typed, positions from 0, for whatever question is open when it is heard. */
  | { readonly kind: "letters"; readonly positions: readonly number[] }
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "command"; readonly text: string }
  | { readonly kind: "other" };

export interface Sent {
  readonly person: Person;
  readonly chat: PersonChat;
  readonly at: number;
  readonly meaning: Meaning;
}

export interface PersonChat {
  readonly line: Line;
  readonly address: string;
  /** They wrote here once. */
  begun: boolean;
  blocked: boolean;
}

export interface Person {
  readonly fullName: string;
  readonly phone: string;
  readonly email: string;
  readonly unit: string;
  readonly supervisor: boolean;
  readonly cohort: CohortId;
  readonly learner: LearnerId;
  readonly invite: string;
  readonly chats: readonly PersonChat[];
  /** The shares of right answers, and of questions answered at all. */
  readonly skill: number;
  readonly diligence: number;
  erased: boolean;
}

/** A question as it stands in a chat: what a reader can see of it. */
export interface Shown {
  readonly name: string;
  readonly comeback: boolean;
  readonly number: number;
  readonly options: readonly string[];
}

/** The question in a message; null: there is none. */
export function questionIn(text: string): Shown | null {
  const match = /^Câu (\d+)\/\d+(, gặp lại)?\. .*?(K\d+L\d+Q\d+)\?$/m.exec(text);
  if (match === null) return null;
  const options = [...text.slice(match.index).matchAll(/^[A-E]\. (.*)$/gm)].map((line) => line[1]!);
  return { name: match[3]!, comeback: match[2] !== undefined, number: Number(match[1]), options };
}

export interface Town {
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly questions: ReadonlyMap<string, Question>;
  /** Everything anybody ever sent, by the platform's name of it. */
  readonly sent: Map<string, Sent>;
  readonly trace: (text: string) => void;
  /** People have stopped for good: the world comes to its end. */
  asleep: boolean;
}

export function questionsOf(courses: readonly Course[]): Map<string, Question> {
  const all = courses.flatMap((course) => course.modules.flatMap(({ lessons }) => lessons.flatMap((l) => l.questions)));
  return new Map(all.map((question) => [questionName.exec(question.prompt)![0], question]));
}

/** Whether what was chosen or typed is the right answer, worked out from the course alone. */
export function isRight(question: Question, order: readonly string[] | null, meaning: Meaning): boolean {
  const right = question.options.filter((option) => option.right).map((option) => option.text);
  const same = (chosen: readonly string[]) =>
    question.type === "order"
      ? chosen.join("|") === question.options.map((option) => option.text).join("|")
      : [...chosen].sort().join("|") === [...right].sort().join("|");
  switch (meaning.kind) {
    case "tap":
      return same(meaning.chosen);
    case "letters":
      if (question.type === "short" || question.type === "numeric" || order === null) return false;
      return same(meaning.positions.map((position) => letterMeans(question, order, position)));
    case "words":
      if (question.type === "short") return meaning.text === question.accepted[0];
      if (question.type === "numeric") return ["1945", "1.945"].includes(meaning.text);
      return same([meaning.text]);
    default:
      return false;
  }
}

/** "D" under "Đúng" and "Sai" stands for the word. */
const letterMeans = (question: Question, order: readonly string[], position: number): string =>
  question.type === "truefalse" && position === 3 ? "Đúng" : (order[position] ?? "");

/** They see a new message and may answer what it asks, once they find the time. */
export function reacts(town: Town, person: Person, chat: PersonChat): void {
  const { chance, timeline } = town;
  if (person.erased || chat.blocked || town.asleep) return;
  const message = chat.line.fake.sent(chat.address).at(-1)!;
  const soon = chance.whole(4_000, 90_000);
  if (/Anh\/Chị có đồng ý không\?/.test(message.text)) {
    timeline.after(soon, () => consents(town, person, chat, message.messageId));
    return;
  }
  if (/gõ đủ: XÓA HẾT/.test(message.text)) {
    timeline.after(soon, () => say(town, person, chat, "XÓA HẾT", { kind: "command", text: "XÓA HẾT" }));
    return;
  }
  const code = /Mã kết nối.*?\b(\d{6})\b/s.exec(message.text)?.[1];
  const second = person.chats.find((one) => one !== chat && !one.begun);
  if (code !== undefined && second !== undefined) {
    timeline.after(soon, () => say(town, person, second, code, other));
    return;
  }
  const question = questionIn(message.text);
  if (question === null) return;
  const opening = /^Bài \d+\/\d+\./.test(message.text);
  if (!chance.of(opening ? person.diligence : 0.93)) return;
  const later = opening || chance.of(0.1) ? chance.whole(20_000, 5 * 3_600_000) : soon;
  timeline.after(later, () => answers(town, person, chat, message.messageId, question));
  if (chance.of(0.06)) timeline.after(later * 3, () => answers(town, person, chat, message.messageId, question));
}

function consents(town: Town, person: Person, chat: PersonChat, messageId: number | string): void {
  if (person.erased || chat.blocked || town.asleep) return;
  const presses = chat.line.platform === "telegram" && town.chance.of(0.7);
  if (presses) tap(town, person, chat, Number(messageId), "Đồng ý", other);
  else say(town, person, chat, town.chance.pick(["ĐỒNG Ý", "dong y", "Em đồng ý ạ"]), other);
}

const other: Meaning = { kind: "other" };

function answers(town: Town, person: Person, chat: PersonChat, messageId: number | string, shown: Shown): void {
  if (person.erased || chat.blocked || town.asleep) return;
  const { chance } = town;
  const question = town.questions.get(shown.name)!;
  const wanted = chance.of(person.skill) ? rightTexts(question) : wrongTexts(question, chance);
  const typed = chat.line.platform === "zalo" || chance.of(0.15);
  if (question.type === "short" || question.type === "numeric") {
    say(town, person, chat, wanted[0]!, { kind: "words", text: wanted[0]! });
    return;
  }
  const positions = wanted.map((text) => shown.options.indexOf(text));
  if (typed || question.type === "order") typesLetters(town, person, chat, question, shown, positions);
  else if (question.type === "multiple") void toggles(town, person, chat, Number(messageId), shown, positions);
  else {
    const label = question.type === "truefalse" ? wanted[0]! : "ABCDE"[positions[0]!]!;
    const meaning = { kind: "tap", question: shown.name, comeback: shown.comeback, chosen: wanted } as const;
    tap(town, person, chat, Number(messageId), label, meaning, chance.of(0.1) ? 2 : 1);
  }
}

function rightTexts(question: Question): string[] {
  if (question.type === "short") return [question.accepted[0]!];
  if (question.type === "numeric") return ["1945"];
  return question.options.filter((option) => option.right).map((option) => option.text);
}

function wrongTexts(question: Question, chance: Chance): string[] {
  if (question.type === "short") return ["quên mất rồi"];
  if (question.type === "numeric") return ["1946"];
  if (question.type === "order") return question.options.map((option) => option.text).reverse();
  return [chance.pick(question.options.filter((option) => !option.right)).text];
}

function typesLetters(
  town: Town,
  person: Person,
  chat: PersonChat,
  question: Question,
  shown: Shown,
  positions: readonly number[],
): void {
  const { chance } = town;
  const letters = positions.map((position) => "ABCDE"[position]!);
  if (question.type === "truefalse" && chance.of(0.6)) {
    const text = shown.options[positions[0]!]!;
    say(town, person, chat, chance.pick([text, text.toLowerCase(), `${text} ạ`]), { kind: "words", text });
    return;
  }
  const one = letters[0]!;
  const spellings =
    letters.length === 1
      ? [one, one.toLowerCase(), `Câu ${shown.number}: ${one}`, `đáp án ${one}`, `em chọn ${one} ạ`]
      : [letters.join(", "), letters.join(" "), letters.join(",").toLowerCase()];
  say(town, person, chat, chance.pick(spellings), { kind: "letters", positions });
}

/** What was ever pressed under a message of a chat. */
const pressedUnder = new WeakMap<PersonChat, Map<number, Set<string>>>();

/** Turns options over one by one and sends what is then marked, whatever became of the presses. */
async function toggles(
  town: Town,
  person: Person,
  chat: PersonChat,
  messageId: number,
  shown: Shown,
  positions: readonly number[],
): Promise<void> {
  const under = pressedUnder.get(chat) ?? new Map<number, Set<string>>();
  pressedUnder.set(chat, under);
  const pressed = under.get(messageId) ?? new Set<string>();
  under.set(messageId, pressed);
  for (const position of positions) {
    const label = "ABCDE"[position]!;
    pressed.add(shown.options[position]!);
    const marked = keyboardOf(chat, messageId).includes(`☑ ${label}`);
    if (!marked) tap(town, person, chat, messageId, label, other);
    await town.timeline.sleep(town.chance.whole(1_500, 4_000));
    if (person.erased || chat.blocked || town.asleep) return;
  }
  const labels = keyboardOf(chat, messageId).filter((label) => label.startsWith("☑ "));
  const chosen = labels.map((label) => shown.options["ABCDE".indexOf(label.at(-1)!)]!);
  if (chosen.length === 0) return;
  const { name: question, comeback } = shown;
  tap(town, person, chat, messageId, "Gửi", { kind: "tap", question, comeback, chosen, pressed: [...pressed] });
}

const keyboardOf = (chat: PersonChat, messageId: number): string[] =>
  (chat.line.fake as FakeTelegram).messages
    .find((message) => message.messageId === messageId)!
    .keyboard.flat()
    .map((button) => button.text);

export function say(town: Town, person: Person, chat: PersonChat, text: string, meaning: Meaning): void {
  const { fake, platform } = chat.line;
  const sent: Sent = { person, chat, at: town.timeline.now(), meaning };
  chat.begun = true;
  chat.blocked = false;
  town.trace(`${person.fullName} (${platform} ${chat.address}): ${text}`);
  if (platform === "telegram") {
    town.sent.set(`${chat.line.bot} update ${(fake as FakeTelegram).say(chat.address, text)}`, sent);
    return;
  }
  const late = town.chance.of(0.05) ? { lateMilliseconds: town.chance.whole(1_000, 40_000) } : {};
  const times = town.chance.of(0.05) ? 2 : 1;
  town.sent.set(`${chat.line.bot} message ${(fake as FakeZalo).say(chat.address, text, { times, ...late })}`, sent);
}

function tap(
  town: Town,
  person: Person,
  chat: PersonChat,
  messageId: number,
  label: string,
  meaning: Meaning,
  times = 1,
): void {
  const fake = chat.line.fake as FakeTelegram;
  const sent: Sent = { person, chat, at: town.timeline.now(), meaning };
  town.trace(`${person.fullName} (telegram ${chat.address}) presses ${label}`);
  for (let time = 0; time < times; time++) {
    town.sent.set(`${chat.line.bot} query ${fake.tap(chat.address, messageId, label)}`, sent);
  }
}

/** What a platform calls an update that it pushes. */
export function nameOf(bot: string, body: Record<string, unknown>): string {
  const query = body.callback_query as { id: string } | undefined;
  if (query !== undefined) return `${bot} query ${query.id}`;
  const message = body.message as { message_id: string } | undefined;
  if (body.event_name !== undefined) return `${bot} message ${message?.message_id}`;
  return `${bot} update ${body.update_id}`;
}

export function block(town: Town, person: Person, chat: PersonChat): void {
  if (!chat.begun || chat.blocked || person.erased) return;
  town.trace(`${person.fullName} blocks ${chat.line.platform} ${chat.address}`);
  chat.blocked = true;
  chat.line.fake.block(chat.address);
}

export function unblock(town: Town, person: Person, chat: PersonChat): void {
  if (!chat.blocked || person.erased) return;
  town.trace(`${person.fullName} lets ${chat.line.platform} ${chat.address} in again`);
  chat.blocked = false;
  if (chat.line.platform === "telegram") chat.line.fake.unblock(chat.address);
  else say(town, person, chat, "/diem", { kind: "command", text: "/diem" });
}
