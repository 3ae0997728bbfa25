import { type Behaviour, carriedOut, type FakeApi, type Fault, Faults, json, type Payload, page } from "./behaviour.ts";
import * as check from "./telegramChecks.ts";
import { Refusal } from "./telegramChecks.ts";
import { controlTelegram } from "./telegramControl.ts";
import { type TelegramMessage, TelegramPeople } from "./telegramPeople.ts";
import { realTimers, type Timers } from "./timers.ts";
import { type Post, realPost } from "./webhooks.ts";

export interface FakeTelegramOptions {
  readonly token?: string;
  readonly timers?: Timers;
  readonly post?: Post;
}

/** Every call as it came, made or refused; `code` 200, an error's, or 0 when the line was broken. */
export interface TelegramCall {
  readonly method: string;
  readonly chat: string;
  readonly at: number;
  readonly code: number;
}

const makesMessage = new Set(["sendMessage", "sendPhoto", "sendDocument"]);

/** One bot of Telegram and the people who write to it. */
export class FakeTelegram extends TelegramPeople implements FakeApi {
  /** Messages a second before 429; null: no limit. */
  perSecond: number | null = null;
  /** What a 429 of that limit asks for. */
  floodSeconds = 3;
  /** As Telegram does at its worst: every method is counted and flooded, and a call during a penalty prolongs it. */
  strictFloods = false;
  /** Every chat exists, so that a push to thousands needs no preparation. */
  everyoneStarted = false;
  readonly calls: TelegramCall[] = [];
  readonly answeredQueries: string[] = [];
  /** What was uploaded, by the bot's own ids of it. */
  readonly files = new Map<string, NonNullable<TelegramMessage["file"]>>();
  readonly commands = new Map<string, readonly { command: string; description: string }[]>();
  #faults = new Faults();
  #webhook: { url: string; secret: string; connections: number } | null = null;
  #recent: number[] = [];
  #penaltyUntil = 0;

  constructor({
    token = "110201543:AAFakeFakeFakeFakeFakeFakeFakeFakeFak",
    timers = realTimers,
    post = realPost,
  }: FakeTelegramOptions = {}) {
    super(token, timers, post);
  }

  // What a test asks for

  /** What the bot wrote and its reader has, oldest first. */
  sent(chat?: string | number): TelegramMessage[] {
    return chat === undefined ? this.messages : this.messages.filter((message) => message.chat === String(chat));
  }

  fault(fault: Fault): void {
    this.#faults.add(fault);
  }

  get webhookUrl(): string {
    return this.#webhook?.url ?? "";
  }

  get pendingUpdates(): number {
    return this.waiting.list().length;
  }

  close(): void {
    this.waiting.close();
    this.poller?.wake();
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  control(action: string, given: Payload): unknown {
    return controlTelegram(this, action, given);
  }

  // What the bot asks for

  async handle(token: string, given: string, payload: Payload | null, gone: AbortSignal): Promise<Behaviour> {
    const at = this.timers.now();
    const method = methods.find((name) => name.toLowerCase() === given.toLowerCase()) ?? given;
    const chat = String(payload?.chat_id ?? "");
    const log = (code: number) => this.calls.push({ method, chat, at, code });
    const fault = this.#faults.take(method, makesMessage.has(method), chat);
    if (fault !== null && !carriedOut(fault)) {
      log(typeof fault.kind === "number" ? fault.kind : 0);
      return this.#misbehave(fault, at);
    }
    const [code, body] = await this.#answer(token, method, payload, at, gone);
    log(fault !== null && typeof fault.kind !== "number" ? 0 : code);
    return fault === null ? json(code, body) : this.#misbehave(fault, at);
  }

  async #answer(
    token: string,
    method: string,
    payload: Payload | null,
    at: number,
    gone: AbortSignal,
  ): Promise<[number, unknown]> {
    try {
      if (!/^\d+:[\w-]+$/.test(token)) throw new Refusal(404, "Not Found");
      if (token !== this.token) throw new Refusal(401, "Unauthorized");
      if (payload === null) throw new Refusal(400, "Bad Request: can't parse the request body");
      const work = this.#methods[method];
      if (work === undefined) throw new Refusal(404, "Not Found");
      if (this.strictFloods || makesMessage.has(method)) this.#flood(at);
      return [200, { ok: true, result: await work(payload, at, gone) }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const parameters = error.retryAfter === null ? {} : { parameters: { retry_after: error.retryAfter } };
      return [error.code, { ok: false, error_code: error.code, description: error.message, ...parameters }];
    }
  }

  #methods: Record<string, (payload: Payload, at: number, gone: AbortSignal) => unknown> = {
    getMe: () => ({
      id: Number(this.token.split(":")[0]),
      is_bot: true,
      first_name: "Học Vụ",
      username: "hocvu_bot",
      can_join_groups: false,
    }),
    getUpdates: (payload, _at, gone) => this.#getUpdates(payload, gone),
    setWebhook: (payload) => this.#setWebhook(payload),
    deleteWebhook: (payload) => this.#deleteWebhook(payload),
    getWebhookInfo: () => this.#webhookInfo(),
    sendMessage: (payload, at) => {
      const { text, entities } = check.checkText(payload.text, payload.parse_mode, 4096, "message");
      return this.#made("sendMessage", payload, at, text, entities, null);
    },
    sendPhoto: (payload, at) => this.#sendFile("sendPhoto", "photo", payload, at),
    sendDocument: (payload, at) => this.#sendFile("sendDocument", "document", payload, at),
    sendChatAction: (payload) => this.#reachable(payload) !== null,
    editMessageText: (payload) => this.#edit(payload, true),
    editMessageReplyMarkup: (payload) => this.#edit(payload, false),
    answerCallbackQuery: (payload) => this.#answerQuery(payload),
    setMyCommands: (payload) => {
      const scope = (check.parsedField(payload.scope) ?? { type: "default" }) as { type: string; chat_id?: unknown };
      this.commands.set(
        [scope.type, scope.chat_id].filter((part) => part !== undefined).join(" "),
        check.checkCommands(payload.commands),
      );
      return true;
    },
  };

  #misbehave({ kind, retryAfter, status, description }: Fault, at: number): Behaviour {
    switch (kind) {
      case "html":
        return page(status ?? 502);
      case "cut":
      case "reset":
        return { kind: "cut" };
      case "hang":
      case "refused":
        return { kind };
      case 429: {
        const seconds = retryAfter ?? 1;
        this.#penaltyUntil = at + seconds * 1000;
        const body = {
          ok: false,
          error_code: 429,
          description: `Too Many Requests: retry after ${seconds}`,
          parameters: { retry_after: seconds },
        };
        return json(429, body);
      }
      default:
        return json(kind, {
          ok: false,
          error_code: kind,
          description: description ?? usualWords[kind] ?? "Bad Request",
        });
    }
  }

  /** Once over the limit nothing passes until the penalty is over. */
  #flood(at: number): void {
    if (this.strictFloods && at < this.#penaltyUntil) this.#penaltyUntil += this.floodSeconds * 1000;
    const left = Math.ceil((this.#penaltyUntil - at) / 1000);
    if (left > 0) throw new Refusal(429, `Too Many Requests: retry after ${left}`, left);
    if (this.perSecond === null) return;
    this.#recent = this.#recent.filter((each) => each > at - 1000);
    if (this.#recent.length >= this.perSecond) {
      this.#penaltyUntil = at + this.floodSeconds * 1000;
      throw new Refusal(429, `Too Many Requests: retry after ${this.floodSeconds}`, this.floodSeconds);
    }
    this.#recent.push(at);
  }

  #made(
    method: string,
    payload: Payload,
    at: number,
    text: string,
    entities: { type: string; offset: number; length: number }[],
    file: TelegramMessage["file"],
  ) {
    const chat = this.#reachable(payload);
    const keyboard = check.checkKeyboard(payload.reply_markup);
    const bold = entities
      .filter(({ type }) => type === "bold")
      .map(({ offset, length }) => text.slice(offset, offset + length));
    const message: TelegramMessage = { messageId: ++this.lastMessage, chat, at, method, text, bold, keyboard, file };
    this.messages.push(message);
    return this.shown(message);
  }

  #sendFile(method: string, field: string, payload: Payload, at: number) {
    const named = payload[field];
    const attached = typeof named === "string" && named.startsWith("attach://") ? payload[named.slice(9)] : named;
    if (attached === undefined || attached === "")
      throw new Refusal(400, `Bad Request: there is no ${field} in the request`);
    const known = typeof attached === "string" ? check.checkFileId(attached, this.files) : null;
    const file = known ?? (attached as { name: string; bytes: Buffer });
    if (file.bytes.length > (field === "photo" ? 10 : 50) * 1024 * 1024)
      throw new Refusal(413, "Request Entity Too Large");
    const size = field === "photo" && known === null ? check.checkPhoto(file.bytes) : { width: 90, height: 90 };
    const { text, entities } = check.checkText(payload.caption, payload.parse_mode, 1024, "caption");
    const { text: caption, ...shown } = this.#made(method, payload, at, text, entities, file);
    const id = known === null ? `AgACAgUAAxkD${this.files.size}` : String(attached);
    this.files.set(id, file);
    const sent = { file_id: id, file_unique_id: `u${id}`, file_size: file.bytes.length, ...size };
    if (field === "document") {
      const { file_id, file_unique_id, file_size } = sent;
      return { ...shown, caption, document: { file_name: file.name, file_id, file_unique_id, file_size } };
    }
    const thumbnail = { ...sent, file_id: `${id}s`, width: 90, height: 90 };
    return { ...shown, caption, photo: [thumbnail, sent] };
  }

  #reachable(payload: Payload): string {
    const id = String(payload.chat_id ?? "");
    if (id === "") throw new Refusal(400, "Bad Request: chat_id is empty");
    const chat = this.chats.get(id) ?? (this.everyoneStarted && /^\d+$/.test(id) ? this.known(id) : undefined);
    if (chat === undefined) throw new Refusal(400, "Bad Request: chat not found");
    if (chat.gone) throw new Refusal(403, "Forbidden: user is deactivated");
    if (chat.blocked) throw new Refusal(403, "Forbidden: bot was blocked by the user");
    return id;
  }

  #edit(payload: Payload, withText: boolean) {
    const chat = this.#reachable(payload);
    const message = this.messages.find(
      ({ chat: of, messageId }) => of === chat && messageId === Number(payload.message_id),
    );
    if (message === undefined) throw new Refusal(400, "Bad Request: message to edit not found");
    const keyboard = check.checkKeyboard(payload.reply_markup);
    const text = withText ? check.checkText(payload.text, payload.parse_mode, 4096, "message").text : message.text;
    if (text === message.text && JSON.stringify(keyboard) === JSON.stringify(message.keyboard)) {
      throw new Refusal(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
      );
    }
    Object.assign(message, { text, keyboard });
    return this.shown(message);
  }

  #answerQuery({ callback_query_id: id, text }: Payload) {
    const asked = this.queries.get(String(id));
    if (asked === undefined || this.timers.now() - asked > 60_000) {
      throw new Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
    }
    if (typeof text === "string" && text.length > 200) throw new Refusal(400, "Bad Request: MESSAGE_TOO_LONG");
    this.answeredQueries.push(String(id));
    return true;
  }

  async #getUpdates(payload: Payload, gone: AbortSignal): Promise<unknown> {
    if (this.#webhook !== null) {
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    this.poller?.conflict("terminated by other getUpdates request; make sure that only one bot instance is running");
    this.#allow(payload.allowed_updates);
    const offset = Number(payload.offset ?? 0);
    if (offset > 0) this.waiting.forget(({ update_id }) => update_id < offset);
    const limit = Math.min(100, Math.max(1, Number(payload.limit ?? 100)));
    const ready = () =>
      this.waiting
        .list()
        .slice(0, limit)
        .map(({ update }) => update);
    const seconds = Number(payload.timeout ?? 0);
    if (ready().length > 0 || seconds === 0) return ready();
    await new Promise<void>((resolve, reject) => {
      const end = (finish: () => void) => () => {
        cancel();
        gone.removeEventListener("abort", wake);
        if (this.poller === poller) this.poller = null;
        finish();
      };
      const wake = end(resolve);
      const conflict = (words: string) => end(() => reject(new Refusal(409, `Conflict: ${words}`)))();
      const poller = { wake, conflict };
      const cancel = this.timers.after(seconds * 1000, wake);
      gone.addEventListener("abort", wake);
      this.poller = poller;
    });
    return gone.aborted ? [] : ready();
  }

  #setWebhook(payload: Payload) {
    if (payload.url === undefined || payload.url === "") return this.#deleteWebhook(payload);
    check.checkWebhook(payload);
    this.#allow(payload.allowed_updates);
    const connections = Number(payload.max_connections ?? 40);
    this.#webhook = { url: String(payload.url), secret: String(payload.secret_token ?? ""), connections };
    if (payload.drop_pending_updates === true) this.waiting.forget(() => true);
    this.poller?.conflict("terminated by setWebhook request");
    this.waiting.pushTo(this.#webhook);
    return true;
  }

  #deleteWebhook({ drop_pending_updates: drop }: Payload) {
    this.#webhook = null;
    this.waiting.pushTo(null);
    if (drop === true) this.waiting.forget(() => true);
    return true;
  }

  #webhookInfo() {
    const error = this.waiting.lastError;
    return {
      url: this.webhookUrl,
      has_custom_certificate: false,
      pending_update_count: this.pendingUpdates,
      ...(error ? { last_error_date: Math.floor(error.at / 1000), last_error_message: error.message } : {}),
      ...(this.#webhook ? { max_connections: this.#webhook.connections } : {}),
      ...(this.allowed ? { allowed_updates: this.allowed } : {}),
    };
  }

  /** The list sticks until another one comes; an empty one means the usual kinds. */
  #allow(given: unknown): void {
    if (given === undefined) return;
    const list = check.parsedField(given) as string[];
    this.allowed = list.length === 0 ? null : list;
  }
}

const methods = [
  ["getMe", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "sendMessage", "sendPhoto", "sendDocument"],
  ["sendChatAction", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery", "setMyCommands"],
].flat();

const usualWords: Record<number, string> = {
  400: "Bad Request: chat not found",
  401: "Unauthorized",
  403: "Forbidden: bot was blocked by the user",
  404: "Not Found",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};
