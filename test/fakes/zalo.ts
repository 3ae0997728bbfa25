import { type Behaviour, carriedOut, type FakeApi, type Fault, Faults, json, type Payload, page } from "./behaviour.ts";
import { realTimers, type Timers } from "./timers.ts";
import { type Post, realPost } from "./webhooks.ts";
import { controlZalo } from "./zaloControl.ts";

/** Ways in which sources about Zalo disagree; each may be true tomorrow. */
export interface ZaloSwitches {
  /** Errors come with their own HTTP status instead of 200. */
  realStatus: boolean;
  /** Every poll brings the last event again once there is no new one. */
  replaysLast: boolean;
  /** Events written while nobody polls are lost. */
  losesUnpolled: boolean;
  /** Webhook bodies are `{ok, result}`, as documented; else bare, as seen. */
  wrapped: boolean;
  /** Pictures come as `photo`, as documented; else as `photo_url`, as seen. */
  documentedPhoto: boolean;
  /** The trial call at setWebhook carries the secret. */
  trialWithSecret: boolean;
  /** How often a webhook is tried, all at once. */
  webhookTries: number;
  /** Changes of the webhook a day. */
  webhookChanges: number;
  /** A photo is fetched before it is taken; else every address that looks like one is good. */
  fetchesPhotos: boolean;
}

export interface FakeZaloOptions {
  readonly token?: string;
  readonly timers?: Timers;
  readonly post?: Post;
  readonly switches?: Partial<ZaloSwitches>;
}

/** A message the bot made. `at`: when the call arrived, epoch milliseconds. */
export interface ZaloMessage {
  readonly messageId: string;
  readonly chat: string;
  readonly at: number;
  readonly method: string;
  /** What was said; of a photo its caption, "" where it has none. */
  readonly text: string;
  /** The address of the photo; null: it has none. */
  readonly photo: string | null;
}

export interface ZaloCall {
  readonly method: string;
  readonly chat: string;
  readonly at: number;
  /** 200, an error's code, or 0 when the line was broken. */
  readonly code: number;
}

export interface SayOptions {
  readonly name?: string;
  readonly messageId?: string;
  /** How often the event is delivered. */
  readonly times?: number;
  /** Delivered so much later than it was written: that is how events swap. */
  readonly lateMilliseconds?: number;
}

/** Zalo's "no". */
class Refusal extends Error {
  readonly code: number;
  constructor(code: number, description: string) {
    super(description);
    this.code = code;
  }
}

const makesMessage = new Set(["sendMessage", "sendPhoto", "sendSticker", "sendVoice"]);

/** One bot of Zalo and the people who write to it. */
export class FakeZalo implements FakeApi {
  token: string;
  readonly timers: Timers;
  readonly switches: ZaloSwitches;
  /** Messages left before 429; null: no limit. */
  quota: number | null = null;
  /** Every chat exists, so that a push to many needs no preparation. */
  everyoneWrote = false;
  readonly messages: ZaloMessage[] = [];
  readonly calls: ZaloCall[] = [];
  #post: Post;
  #chats = new Map<string, { name: string; blocked: boolean }>();
  #faults = new Faults();
  #events: unknown[] = [];
  #handedOut: unknown = null;
  #pollers: (() => void)[] = [];
  #webhook: { url: string; secret: string; at: number } | null = null;
  #last = 0;

  constructor({
    token = "918273645:FakeFakeFakeFakeFakeFake",
    timers = realTimers,
    post = realPost,
    switches = {},
  }: FakeZaloOptions = {}) {
    this.token = token;
    this.timers = timers;
    this.#post = post;
    this.switches = {
      realStatus: false,
      replaysLast: false,
      losesUnpolled: false,
      wrapped: false,
      documentedPhoto: false,
      trialWithSecret: true,
      webhookTries: 1,
      webhookChanges: 20,
      fetchesPhotos: true,
      ...switches,
    };
  }

  // What people do

  /** A person writes; that makes the chat known, and ends a block. Answers the message id. */
  say(chat: string, text: string, options: SayOptions = {}): string {
    return this.#write("text", chat, { text }, options);
  }

  /** A person sends something that is no text. */
  sendOther(chat: string, kind: "image" | "sticker" | "voice" | "unsupported", options: SayOptions = {}): string {
    const photo = this.switches.documentedPhoto ? "photo" : "photo_url";
    const content = {
      image: {
        message_type: "CHAT_PHOTO",
        [photo]: "https://photo-example.zdn.vn/jpg/0000/aa11bb22.jpg",
        caption: "bài của em",
      },
      sticker: { sticker: "0a1b2c3d4e5f60718293", url: "https://sticker-example.zdn.vn/0a1b2c3d.png" },
      voice: { message_type: "CHAT_VOICE", voice_url: "https://voice-example.zdn.vn/0000/cc33dd44.aac" },
      unsupported: {},
    }[kind];
    return this.#write(kind, chat, content, options);
  }

  /** There is no event for it: the bot learns it from a failing send. */
  block(chat: string): void {
    this.#known(chat).blocked = true;
  }

  unblock(chat: string): void {
    this.#known(chat).blocked = false;
  }

  /** Any event at all, as captured somewhere. */
  raw(event: unknown): void {
    if (this.#webhook !== null) void this.#push(event);
    else if (this.#pollers.length > 0 || !this.switches.losesUnpolled) {
      this.#events.push(event);
      // Two pollers share the events at random.
      this.#pollers[Math.floor(Math.random() * this.#pollers.length)]?.();
    }
  }

  // What a test asks for

  sent(chat?: string): ZaloMessage[] {
    return chat === undefined ? this.messages : this.messages.filter((message) => message.chat === chat);
  }

  fault(fault: Fault): void {
    this.#faults.add(fault);
  }

  get webhookUrl(): string {
    return this.#webhook?.url ?? "";
  }

  close(): void {
    for (const wake of [...this.#pollers]) wake();
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  control(action: string, given: Payload): unknown {
    return controlZalo(this, action, given);
  }

  // What the bot asks for

  async handle(token: string, method: string, payload: Payload | null, gone: AbortSignal): Promise<Behaviour> {
    const at = this.timers.now();
    const chat = String(payload?.chat_id ?? "");
    const log = (code: number) => this.calls.push({ method, chat, at, code });
    const fault = this.#faults.take(method, makesMessage.has(method), chat);
    if (fault !== null && !carriedOut(fault)) {
      log(typeof fault.kind === "number" ? fault.kind : 0);
      return this.#misbehave(fault);
    }
    const [code, body] = await this.#answer(token, method, payload ?? {}, at, gone);
    log(fault !== null && typeof fault.kind !== "number" ? 0 : code);
    return fault === null ? json(this.switches.realStatus ? code : 200, body) : this.#misbehave(fault);
  }

  async #answer(
    token: string,
    method: string,
    payload: Payload,
    at: number,
    gone: AbortSignal,
  ): Promise<[number, unknown]> {
    try {
      if (!/^\d+:[\w-]+$/.test(token)) throw new Refusal(404, "Not Found"); // a blank at its end is enough
      if (token !== this.token) throw new Refusal(401, "Unauthorized");
      const work = this.#methods[method];
      if (work === undefined) throw new Refusal(404, "Not Found");
      const result = await work(payload, at, gone);
      return [200, result === undefined ? { ok: true } : { ok: true, result }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return [error.code, { ok: false, description: error.message, error_code: error.code }];
    }
  }

  #methods: Record<string, (payload: Payload, at: number, gone: AbortSignal) => unknown> = {
    getMe: () => ({
      id: "4410983275561120937",
      account_name: "bot.QhXvTrial",
      account_type: "BASIC",
      can_join_groups: false,
      display_name: "Bot Học Vụ",
    }),
    getUpdates: (payload, _at, gone) => this.#getUpdates(payload, gone),
    setWebhook: (payload) => this.#setWebhook(payload),
    testWebhook: async () => {
      if (this.#webhook === null) throw new Refusal(404, "Not Found");
      return { url: this.webhookUrl, ...(await this.#tryWebhook()) };
    },
    deleteWebhook: () => {
      this.#webhook = null;
      return { url: "", updated_at: this.#milliseconds() };
    },
    getWebhookInfo: () => {
      if (this.#webhook === null) throw new Refusal(404, "Not Found");
      return { url: this.#webhook.url, updated_at: this.#webhook.at };
    },
    sendMessage: (payload, at) => this.#made("sendMessage", payload, at, longText("text", payload.text)),
    sendPhoto: async (payload, at) => {
      const caption = payload.caption === undefined ? "" : longText("caption", payload.caption);
      const photo = publicUrl("photo", payload.photo);
      if (this.switches.fetchesPhotos && !(await isPhoto(photo))) {
        throw new Refusal(400, "Bad Request: photo URL is invalid");
      }
      return { ...this.#made("sendPhoto", payload, at, caption, photo), message_type: "CHAT_PHOTO" };
    },
    sendSticker: (payload, at) => this.#made("sendSticker", payload, at, String(payload.sticker)),
    sendVoice: (payload, at) => this.#made("sendVoice", payload, at, publicUrl("voice_url", payload.voice_url)),
    sendChatAction: (payload) => void this.#reachable(payload),
  };

  #misbehave({ kind, retryAfter, status, description }: Fault): Behaviour {
    const headers: Record<string, string> = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
    switch (kind) {
      case "html":
        return page(status ?? 502, headers);
      case "cut":
      case "reset":
        return { kind: "cut" };
      case "hang":
      case "refused":
        return { kind };
      default: {
        const body = { ok: false, description: description ?? `error ${kind}`, error_code: kind };
        return json(this.switches.realStatus || kind >= 500 ? kind : 200, body, headers);
      }
    }
  }

  #made(method: string, payload: Payload, at: number, text: string, photo: string | null = null) {
    const chat = this.#reachable(payload);
    if (this.quota !== null && this.quota <= 0) throw new Refusal(429, "Quota exceeded");
    if (this.quota !== null) this.quota -= 1;
    const message = { messageId: this.#id(), chat, at, method, text, photo };
    this.messages.push(message);
    return { message_id: message.messageId, date: this.#milliseconds() };
  }

  #reachable({ chat_id: id }: Payload): string {
    if (typeof id !== "string" || id === "") throw new Refusal(400, "Bad Request: The chat_id must not be empty");
    const chat = this.#chats.get(id) ?? (this.everyoneWrote ? this.#known(id) : undefined);
    if (chat === undefined) throw new Refusal(410, "The chat_id is invaild");
    if (chat.blocked) throw new Refusal(422, "You are not permitted to send messages to this chat_id");
    return id;
  }

  async #getUpdates({ timeout }: Payload, gone: AbortSignal): Promise<unknown> {
    if (this.#webhook !== null) throw new Refusal(400, "Bad request: this API can not be used while a webhook is set");
    if (this.#events.length === 0 && !(this.switches.replaysLast && this.#handedOut !== null)) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          cancel();
          gone.removeEventListener("abort", wake);
          this.#pollers = this.#pollers.filter((each) => each !== wake);
          resolve();
        };
        const cancel = this.timers.after(Number(timeout ?? 30) * 1000, wake);
        gone.addEventListener("abort", wake);
        this.#pollers.push(wake);
      });
    }
    if (gone.aborted) throw new Refusal(408, "Request timeout");
    const next = this.#events.shift() ?? (this.switches.replaysLast ? this.#handedOut : null);
    if (next === null || next === undefined) throw new Refusal(408, "Request timeout");
    this.#handedOut = next;
    return next;
  }

  async #setWebhook({ url, secret_token: secret }: Payload) {
    if (!/^https:\/\/\S+$/.test(String(url)) && !String(url).startsWith("http://127.0.0.1:"))
      throw new Refusal(400, "Bad request: url is invalid");
    if (typeof secret !== "string" || secret.length < 8 || secret.length > 256)
      throw new Refusal(400, "Bad request: secret_token is invalid");
    if (--this.switches.webhookChanges < 0) throw new Refusal(426, "(daily limit of setWebhook)");
    this.#webhook = { url: String(url), secret, at: this.#milliseconds() };
    for (const wake of [...this.#pollers]) wake();
    return { url, updated_at: this.#webhook.at, verification: await this.#tryWebhook() };
  }

  /** Zalo calls the URL with nothing in it and tells how that went; the URL is kept either way. */
  async #tryWebhook() {
    const hook = this.#webhook!;
    const headers: Record<string, string> = this.switches.trialWithSecret
      ? { "x-bot-api-secret-token": hook.secret }
      : {};
    const answer = await this.#post(hook.url, headers, "").catch(() => null);
    if (answer === null) return { ok: false, outcome: "webhook.err.conn", hint: "no connection" };
    const fine = answer.status >= 200 && answer.status < 300;
    const named = [403, 404].includes(answer.status) ? String(answer.status) : answer.status >= 500 ? "5xx" : "other";
    return {
      ok: fine,
      outcome: fine ? "webhook.ok" : `webhook.http.${named}`,
      hint: "see outcome",
      status_code: answer.status,
    };
  }

  async #push(event: unknown): Promise<void> {
    const hook = this.#webhook!;
    const headers = {
      "content-type": "application/json",
      "user-agent": "Java/1.8.0_392",
      "x-bot-api-secret-token": hook.secret,
    };
    const body = JSON.stringify(this.switches.wrapped ? { ok: true, result: event } : event);
    for (let time = 0; time < this.switches.webhookTries; time++) {
      const answer = await this.#post(hook.url, headers, body).catch(() => null);
      if (answer !== null && answer.status < 300) return;
    }
  }

  #write(
    kind: string,
    chat: string,
    content: object,
    { name, messageId, times = 1, lateMilliseconds = 0 }: SayOptions,
  ): string {
    const person = this.#known(chat, name);
    person.blocked = false;
    const message_id = messageId ?? this.#id();
    const from = { id: chat, display_name: person.name, is_bot: false };
    const message = {
      message_id,
      date: this.#milliseconds(),
      chat: { id: chat, chat_type: "PRIVATE" },
      from,
      ...content,
    };
    const deliver = () => this.raw({ event_name: `message.${kind}.received`, message });
    for (let time = 0; time < times; time++) {
      if (lateMilliseconds > 0) this.timers.after(lateMilliseconds, deliver);
      else deliver();
    }
    return message_id;
  }

  #known(chat: string, name?: string): { name: string; blocked: boolean } {
    const known = this.#chats.get(chat) ?? { name: `Người ${chat}`, blocked: false };
    if (name !== undefined) known.name = name;
    this.#chats.set(chat, known);
    return known;
  }

  #id = () => (++this.#last).toString(16).padStart(20, "7be20c49d1f3a5580000");
  #milliseconds = () => Math.floor(this.timers.now());
}

function longText(field: string, text: unknown): string {
  if (typeof text !== "string" || text === "") throw new Refusal(400, `Bad Request: The ${field} must not be empty`);
  if (text.length > 2000) throw new Refusal(400, `Bad Request: The ${field} is too long`);
  return text;
}

/** Fetched as anybody would: no cookie, no redirect, an image of less than 1 MB. */
async function isPhoto(url: string): Promise<boolean> {
  const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) }).catch(() => null);
  if (answer === null || answer.status !== 200) return false;
  const bytes = await answer.arrayBuffer();
  return /^image\/(png|jpeg)$/.test(answer.headers.get("content-type") ?? "") && bytes.byteLength < 1_000_000;
}

function publicUrl(field: string, url: unknown): string {
  if (typeof url !== "string" || !/^https?:\/\//.test(url))
    throw new Refusal(400, `Bad Request: ${field} must start with http:// or https://`);
  return url;
}
