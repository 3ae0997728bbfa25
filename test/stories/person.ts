import { eventually } from "../setup/eventually.ts";
import type { Platform, Seen } from "./platform.ts";
import { type Asked, questionIn, reply } from "./quiz.ts";

const excerpt = (text: string) => (text.length > 600 ? `${text.slice(0, 600)} …` : text);

/** Someone with a phone, as they see the chat. Messages are read one after another, so none comes unnoticed. */
export class Person {
  readonly name: string;
  readonly platform: Platform;
  readonly chat: string;
  /** The learner's number, for the operator's commands; 0 for a stranger. */
  readonly id: number;
  readonly #bank: readonly Asked[];
  #read = 0;

  constructor(name: string, platform: Platform, chat: string, id: number, bank: readonly Asked[]) {
    this.name = name;
    this.platform = platform;
    this.chat = chat;
    this.id = id;
    this.#bank = bank;
  }

  types = (text: string, more: object = {}) =>
    this.platform.control("say", { chat: this.chat, text, name: this.name, ...more });

  /** Presses a button of the last message that has any. */
  taps = (button: string, times = 1) => this.platform.control("tap", { chat: this.chat, button, times });

  /** Everything in the chat that the bot wrote, but for the digest on Mondays, which comes whatever a story is about. */
  messages = async (): Promise<readonly Seen[]> =>
    (await this.platform.sent(this.chat)).filter(({ text }) => !text.startsWith("Bản tin"));

  /** The next message is this one. Answers its text. */
  async receives(pattern: RegExp, withinMilliseconds?: number): Promise<string> {
    let all: readonly Seen[] = [];
    const arrived = async () => {
      all = await this.messages();
      return all.length > this.#read;
    };
    await eventually(`${this.name} receives ${pattern}`, arrived, withinMilliseconds);
    const { text } = all[this.#read]!;
    this.#read += 1;
    if (!pattern.test(text)) throw new Error(`${this.name} expected ${pattern} and received: ${excerpt(text)}`);
    return text;
  }

  /** Nothing has come since the last message that was read. */
  async hasReadAll(): Promise<void> {
    const [next] = (await this.messages()).slice(this.#read);
    if (next !== undefined) throw new Error(`${this.name} also received: ${excerpt(next.text)}`);
  }

  /** Whatever came is read; the next message is one that comes after. */
  async readsOn(): Promise<readonly string[]> {
    const all = await this.messages();
    const unread = all.slice(this.#read).map(({ text }) => text);
    this.#read = all.length;
    return unread;
  }

  /** The question a message ends with. */
  questionOf = (text: string): Asked => questionIn(text, this.#bank);

  /** Answers the question shown last, rightly or wrongly: by a button where there is one for it. */
  async answers(how: "right" | "wrong", times = 1): Promise<void> {
    const { text, keyboard } = await this.lastQuestion();
    const said = reply(text, this.questionOf(text), how === "right");
    const hasButton = keyboard?.flat().some((button) => button.text === said) ?? false;
    await (hasButton ? this.taps(said, times) : this.types(said));
  }

  /** What to type for it. */
  async rightAnswer(): Promise<string> {
    const { text } = await this.lastQuestion();
    return reply(text, this.questionOf(text), true);
  }

  async lastQuestion(): Promise<Seen> {
    const question = (await this.messages()).findLast(({ text }) => /^Câu \d+\/\d+[.,]/m.test(text));
    if (question === undefined) throw new Error(`${this.name} was not asked anything`);
    return question;
  }
}
