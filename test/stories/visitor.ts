import type { FakeZaloOa, OaMessage } from "../fakes/zalo-oa/api.ts";
import { eventually } from "../setup/eventually.ts";
import { type Asked, questionIn, reply } from "./quiz.ts";

/** A row of the roster, and what its person is called at the platform. */
export interface Member {
  readonly name: string;
  readonly chat: string;
  readonly phone?: string;
}

export interface Invited extends Member {
  readonly code: string;
  readonly learnerId: number;
}

/** Somebody with the account in their phone. Messages are read one after another, so none comes unnoticed. */
export interface Visitor extends Invited {
  /** All that came, but for the digest on Mondays, which comes whatever a story is about. */
  readonly messages: () => readonly OaMessage[];
  /** The next message is this one. Answers its text. */
  readonly receives: (pattern: RegExp) => Promise<string>;
  /** Whatever came is read; the next message is one that comes after. */
  readonly readsOn: () => void;
  readonly says: (text: string) => Promise<unknown>;
  /** Follows the account, types the code of the invite, and agrees. */
  readonly joins: () => Promise<void>;
  /** Answers the question shown last: by its button where it has one, else typed; says which. */
  readonly answers: (how: "right" | "wrong", typed?: boolean) => Promise<"tapped" | "typed">;
  /** Answers today's three questions rightly. */
  readonly learns: () => Promise<void>;
}

export function visitorOf(fake: FakeZaloOa, bank: readonly Asked[], invited: Invited): Visitor {
  const { chat, code, name } = invited;
  let read = 0;
  const messages = () => fake.sent(chat).filter(({ text }) => !text.startsWith("Bản tin"));
  const receives = async (pattern: RegExp) => {
    // An event that a busy program could not take within its two seconds is posted again half a minute later.
    await eventually(`${name} receives ${pattern}`, () => messages().length > read, 90_000);
    const { text } = messages()[read]!;
    read += 1;
    if (!pattern.test(text)) throw new Error(`${name} expected ${pattern} and received: ${text}`);
    return text;
  };
  const answers = async (how: "right" | "wrong", typed = false) => {
    const { text } = messages().findLast((message) => /^Câu \d+\/\d+[.,]/m.test(message.text))!;
    const said = reply(text, questionIn(text, bank), how === "right");
    const { buttons } = fake.sent(chat).at(-1)!;
    const taps = !typed && buttons.some(({ title }) => title === said);
    if (taps) await fake.tap(chat, said);
    else await fake.say(chat, said.toLowerCase());
    return taps ? "tapped" : "typed";
  };
  return {
    ...invited,
    messages,
    receives,
    answers,
    readsOn: () => {
      read = messages().length;
    },
    says: (text) => fake.say(chat, text),
    async joins() {
      await fake.follow(chat);
      await receives(/^Chào Anh\/Chị\. Đây là Học Vụ/);
      await receives(/^Anh\/Chị chưa có mã\?\n/); // the card
      await fake.say(chat, code);
      await receives(/đồng ý không/);
      await fake.tap(chat, "Đồng ý");
      await receives(/đã vào lớp/);
    },
    async learns() {
      for (const next of [/^Chính xác!.*Câu 2\/3\./s, /^Chính xác!.*Câu 3\/3\./s, /^Chính xác!.*Điểm hôm nay:/s]) {
        await answers("right");
        await receives(next);
      }
    },
  };
}
