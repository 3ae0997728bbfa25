import type { FakeKeyboard } from "./telegramChecks.ts";
import type { Timers } from "./timers.ts";
import { type Pending, type Post, Waiting } from "./webhooks.ts";

/** A message the bot made, as its reader sees it now. `at`: when the call arrived, epoch milliseconds. */
export interface TelegramMessage {
  readonly messageId: number;
  readonly chat: string;
  readonly at: number;
  readonly method: string;
  text: string;
  bold: string[];
  keyboard: FakeKeyboard;
  readonly file: { readonly name: string; readonly bytes: Buffer } | null;
}

interface Chat {
  name: string;
  blocked: boolean;
  gone: boolean;
}

const day = 24 * 3600;

/** The people who write to one bot, what they see of it, and the updates that come of what they do. */
export class TelegramPeople {
  token: string;
  readonly timers: Timers;
  readonly messages: TelegramMessage[] = [];
  protected readonly waiting: Waiting;
  /** Callback queries by id, and when they were made. */
  protected readonly queries = new Map<string, number>();
  protected readonly chats = new Map<string, Chat>();
  /** The kinds of updates the bot asked for; null: the usual ones. */
  protected allowed: readonly string[] | null = null;
  protected poller: { wake(): void; conflict(words: string): void } | null = null;
  protected lastMessage = 0;
  private lastUpdate = 700_000_000;

  constructor(token: string, timers: Timers, post: Post) {
    this.token = token;
    this.timers = timers;
    this.waiting = new Waiting(timers, post);
  }

  /** A person writes; the first time that opens the chat, and it ends a block. Answers the update's id. */
  say(chat: string | number, text: string, { name }: { name?: string } = {}): number {
    const entities = text.startsWith("/")
      ? [{ type: "bot_command", offset: 0, length: text.split(/\s/)[0]!.length }]
      : undefined;
    return this.write(String(chat), { text, ...(entities ? { entities } : {}) }, name);
  }

  /** A person sends something that is no text, such as "sticker" or "photo". */
  sendOther(chat: string | number, kind: string): number {
    return this.write(String(chat), {
      [kind]: kind === "photo" ? [{ file_id: "AgAC", width: 90, height: 90 }] : { file_id: "AgAC" },
    });
  }

  /**
   * A person presses the button with this label (a mark before it does not matter) or this callback data.
   * @param messageId null: the last message with buttons
   */
  tap(
    chat: string | number,
    messageId: number | null,
    what: string,
    options: { times?: number; inaccessible?: boolean } = {},
  ): string {
    const message = this.messageFor(String(chat), messageId);
    const button = message.keyboard
      .flat()
      .find((each) => each.callback_data === what || each.text === what || each.text.endsWith(` ${what}`));
    if (button?.callback_data === undefined) {
      throw new Error(
        `no button ${what} under message ${message.messageId}: ${message.keyboard.flat().map((each) => each.text)}`,
      );
    }
    return this.press(chat, message.messageId, button.callback_data, options);
  }

  /** A crafted client presses whatever it likes. Pressed `times` over, each is an update and a query of its own. */
  press(chat: string | number, messageId: number, data: string, { times = 1, inaccessible = false } = {}): string {
    const who = String(chat);
    const message = this.messages.find((each) => each.messageId === messageId && each.chat === who);
    let id = "";
    for (let time = 0; time < times; time++) {
      id = String(BigInt(who) * 4_294_967_296n + BigInt(this.queries.size + 1));
      this.queries.set(id, this.timers.now());
      const shown =
        message && !inaccessible ? this.shown(message) : { chat: this.chatObject(who), message_id: messageId, date: 0 };
      const query = { id, from: this.person(who), message: shown, chat_instance: "1", data };
      this.update("callback_query", query, `query ${who}`, 150);
    }
    return id;
  }

  block(chat: string | number): void {
    this.known(String(chat)).blocked = true;
    this.membership(String(chat), "member", "kicked");
  }

  unblock(chat: string | number): void {
    this.known(String(chat)).blocked = false;
    this.membership(String(chat), "kicked", "member");
  }

  /** The account was deleted. */
  deactivate(chat: string | number): void {
    this.known(String(chat)).gone = true;
  }

  /** Any update at all, as captured somewhere. */
  raw(kind: string, body: unknown, queue = "raw"): number {
    return this.update(kind, body, queue, day);
  }

  private write(chat: string, content: object, name?: string): number {
    const known = this.known(chat, name);
    if (known.blocked) this.unblock(chat);
    const message = {
      message_id: ++this.lastMessage,
      from: this.person(chat),
      chat: this.chatObject(chat),
      date: this.seconds(),
      ...content,
    };
    return this.update("message", message, `chat ${chat}`, day);
  }

  private membership(chat: string, before: string, after: string): void {
    const member = (status: string) => ({
      status,
      user: { id: Number(this.token.split(":")[0]), is_bot: true, first_name: "Học Vụ" },
    });
    const change = {
      chat: this.chatObject(chat),
      from: this.person(chat),
      date: this.seconds(),
      old_chat_member: member(before),
      new_chat_member: member(after),
    };
    this.update("my_chat_member", change, `chat ${chat}`, day);
  }

  private update(kind: string, body: unknown, queue: string, lifeSeconds: number): number {
    const update_id = ++this.lastUpdate;
    if (this.allowed !== null && !this.allowed.includes(kind)) return update_id;
    this.waiting.add({ update_id, [kind]: body } as Pending["update"], queue, lifeSeconds);
    this.poller?.wake();
    return update_id;
  }

  protected shown(message: TelegramMessage) {
    return {
      message_id: message.messageId,
      from: { id: Number(this.token.split(":")[0]), is_bot: true, first_name: "Học Vụ", username: "hocvu_bot" },
      chat: this.chatObject(message.chat),
      date: Math.floor(message.at / 1000),
      text: message.text,
      ...(message.keyboard.length > 0 ? { reply_markup: { inline_keyboard: message.keyboard } } : {}),
    };
  }

  private messageFor(chat: string, messageId: number | null): TelegramMessage {
    const fits = (each: TelegramMessage) =>
      each.chat === chat && (messageId === null ? each.keyboard.length > 0 : each.messageId === messageId);
    const message = this.messages.findLast(fits);
    if (message === undefined) throw new Error(`no such message in chat ${chat}`);
    return message;
  }

  protected known(chat: string, name?: string): Chat {
    const known = this.chats.get(chat) ?? { name: `Người ${chat}`, blocked: false, gone: false };
    if (name !== undefined) known.name = name;
    this.chats.set(chat, known);
    return known;
  }

  private chatObject = (chat: string) => ({ id: Number(chat), first_name: this.known(chat).name, type: "private" });
  private person = (chat: string) => ({
    id: Number(chat),
    is_bot: false,
    first_name: this.known(chat).name,
    language_code: "vi",
  });
  private seconds = () => Math.floor(this.timers.now() / 1000);
}
