import { type Behaviour, carriedOut, type Fault, Faults, json, page } from "../behaviour.ts";
import { realTimers, type Timers } from "../timers.ts";
import { type Post, realPost } from "../webhooks.ts";
import { Assets } from "./assets.ts";
import { type OaMessageButton, readMessage, type Shown } from "./messages.ts";
import { type OaPerson, type Paid, type Purse, pay, type QuotaType } from "./people.ts";
import { OaTemplates } from "./templates.ts";
import { type EmitOptions, type HookSwitches, OaWebhooks } from "./webhooks.ts";

/** Which tokens are good now. */
export interface LiveTokens {
  has(token: string): boolean;
}

/** Ways in which sources about the platform disagree, or an installation is not as it should be. */
export interface OaSwitches extends HookSwitches {
  /** Errors come with 400 or 429 instead of 200. */
  realStatus: boolean;
  /** Errors come as text: `"error":"-230"`. */
  textErrors: boolean;
  requestsPerMinute: number;
  /** Every call is refused by this number: -204, -209, -212, -223 …; null: none. */
  setup: number | null;
  /** The account has a package with the API in it. */
  package: boolean;
  /** Texts may have buttons without a template's name. */
  buttons: boolean;
  pictures: boolean;
  cards: boolean;
  fetchesPhotos: boolean;
  /** What a silence of more than seven days is refused with. */
  closedCode: -230 | -232;
  /** Following opens the way as writing does. */
  followOpens: boolean;
}

export interface FakeZaloOaOptions {
  readonly appId?: string;
  readonly oaId?: string;
  readonly secretKey?: string;
  /** 2 a business, 4 a body of the state. */
  readonly type?: 2 | 4;
  readonly tokens?: LiveTokens;
  readonly timers?: Timers;
  readonly post?: Post;
  readonly purse?: Partial<Purse>;
  readonly switches?: Partial<OaSwitches>;
}

/** A message the account made. `at`: when the call arrived, epoch milliseconds. */
export interface OaMessage extends Shown {
  readonly messageId: string;
  readonly chat: string;
  readonly at: number;
  readonly endpoint: "v3" | "v2" | "template";
  /** Null: the wallet paid. */
  readonly quotaType: QuotaType | null;
  readonly vnd: number;
}

export interface OaCallSeen {
  readonly path: string;
  readonly chat: string;
  readonly at: number;
  /** 0: all right; the platform's number; 1 when the line was broken. */
  readonly code: number;
}

export interface OaRequestSeen {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** The token that a fake without grants of its own knows. */
export const oaToken = "FakeAccessTokenOfTheOfficialAccount";

const templatePath = "/v3.0/oa/message/template";
const minuteMs = 60_000;
const sendPaths: Readonly<Record<string, "v3" | "v2">> = {
  "/v3.0/oa/message/cs": "v3",
  "/v2.0/oa/message": "v2",
};

/** One Official Account of one app, and the people who have it in their phones. */
export class FakeZaloOa {
  readonly appId: string;
  readonly oaId: string;
  readonly secretKey: string;
  readonly type: 2 | 4;
  readonly tokens: LiveTokens;
  readonly timers: Timers;
  readonly purse: Purse;
  readonly switches: OaSwitches;
  readonly webhooks: OaWebhooks;
  readonly assets: Assets;
  readonly templates: OaTemplates;
  readonly messages: OaMessage[] = [];
  readonly calls: OaCallSeen[] = [];
  readonly #people = new Map<string, OaPerson>();
  readonly #faults = new Faults();
  #minute = { begins: 0, requests: 0 };
  #last = 0;

  constructor(options: FakeZaloOaOptions = {}) {
    this.appId = options.appId ?? "1900220033004400551";
    this.oaId = options.oaId ?? "4100998877665544332";
    this.secretKey = options.secretKey ?? "OaSecretKeyOfTheFake";
    this.type = options.type ?? 2;
    this.tokens = options.tokens ?? new Set([oaToken]);
    this.timers = options.timers ?? realTimers;
    const { allowance = 0 } = options.purse ?? {};
    this.purse = { allowance, total: allowance, wallet: 0, priceVnd: 55, linked: true, ...options.purse };
    this.switches = {
      ...{ realStatus: false, textErrors: false, requestsPerMinute: 100, setup: null, package: true, buttons: true },
      ...{ pictures: true, cards: true, fetchesPhotos: true, closedCode: -230 as const, followOpens: false },
      ...{ retries: true, retriesSlow: true, bareSignature: false },
      ...options.switches,
    };
    const { appId, secretKey, timers, switches } = this;
    this.webhooks = new OaWebhooks({ appId, secretKey, timers, post: options.post ?? realPost, switches });
    this.assets = new Assets(() => this.timers.now());
    this.templates = new OaTemplates(this.purse, () => this.timers.now());
  }

  // What people do

  /** A person writes: that makes them known and opens the way to them. Answers the event. */
  async say(chat: string, text: string, options: EmitOptions = {}): Promise<object> {
    return this.#send(chat, "user_send_text", { message: { text, msg_id: this.#id() } }, options);
  }

  /** A person sends something that is no text. */
  async sendOther(chat: string, kind: "image" | "sticker" | "audio" | "file", options: EmitOptions = {}) {
    const attachments = [{ type: kind, payload: { url: "https://f20-example.zdn.vn/0000/aa11bb22" } }];
    return this.#send(chat, `user_send_${kind}`, { message: { msg_id: this.#id(), attachments } }, options);
  }

  /** A person presses the button of this title under the last message that has one; the address of a link, else null. */
  async tap(chat: string, title: string, options: EmitOptions = {}): Promise<string | null> {
    const button = this.buttonsOf(chat).find((each) => each.title === title);
    if (button === undefined) throw new Error(`no button "${title}"`);
    if (button.type === "oa.open.url") return (button.payload as { url: string }).url;
    await this.say(chat, String(button.payload), options);
    return null;
  }

  buttonsOf(chat: string): readonly OaMessageButton[] {
    return this.sent(chat).findLast(({ buttons }) => buttons.length > 0)?.buttons ?? [];
  }

  async follow(chat: string, options: EmitOptions = {}): Promise<object> {
    const person = this.person(chat);
    person.follows = true;
    if (this.switches.followOpens) this.#interacts(person);
    return this.#emit("follow", { oa_id: this.oaId, follower: { id: chat }, source: "oa_profile" }, options);
  }

  async unfollow(chat: string): Promise<object> {
    this.person(chat).follows = false;
    return this.#emit("unfollow", { oa_id: this.oaId, follower: { id: chat }, source: "oa_profile" });
  }

  async clickChatNow(chat: string): Promise<object> {
    this.#interacts(this.person(chat));
    return this.#emit("user_click_chatnow", { oa_id: this.oaId, user_id: chat });
  }

  async submitInfo(chat: string, info: { readonly name: string; readonly phone: string }): Promise<object> {
    return this.#send(chat, "user_submit_info", { info }, {});
  }

  async withdraw(chat: string): Promise<object> {
    return this.#emit("user_withdraw", { user_id: chat });
  }

  async sees(chat: string): Promise<object> {
    const ids = this.sent(chat).map(({ messageId }) => messageId);
    const between = { sender: { id: this.oaId }, recipient: { id: chat } };
    return this.#emit("user_seen_message", { ...between, message: { msg_ids: ids } });
  }

  /** One of the account's staff writes in OA Manager. */
  async staffWrites(chat: string, text: string): Promise<object> {
    const between = { sender: { id: this.oaId, admin_id: "5500112233" }, recipient: { id: chat } };
    return this.#emit("oa_send_text", { ...between, message: { text, msg_id: this.#id() } });
  }

  person(chat: string): OaPerson {
    const known = this.#people.get(chat);
    if (known !== undefined) return known;
    const person = { id: chat, follows: false, lastInteraction: null, welcomes: 3, refusal: null };
    this.#people.set(chat, person);
    return person;
  }

  // What a test asks for

  sent(chat?: string): OaMessage[] {
    return chat === undefined ? this.messages : this.messages.filter((message) => message.chat === chat);
  }

  fault(fault: Fault): void {
    this.#faults.add(fault);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  close(): void {
    this.webhooks.close();
  }

  // What the program asks for

  async handle(request: OaRequestSeen): Promise<Behaviour> {
    const at = this.timers.now();
    const path = request.path.split("?")[0]!;
    const sends = sendPaths[path] !== undefined || path === templatePath;
    const body = sends ? bodyOf(request.body) : null;
    const chat = String((body?.recipient as { user_id?: unknown } | undefined)?.user_id ?? body?.user_id ?? "");
    const fault = this.#faults.take(path, sends, chat);
    const note = (code: number) => this.calls.push({ path, chat, at, code });
    if (fault !== null && !carriedOut(fault)) {
      note(typeof fault.kind === "number" ? fault.kind : 1);
      return this.#misbehave(fault);
    }
    const answered = await this.#answer(request, path, body, at);
    note(fault === null ? (typeof answered === "number" ? answered : 0) : 1);
    if (fault !== null) return this.#misbehave(fault);
    return typeof answered === "number" ? this.#refusal(answered) : this.#envelope(0, answered);
  }

  async #answer(request: OaRequestSeen, path: string, body: Loose | null, at: number): Promise<object | number> {
    const token = request.headers.access_token;
    if (token === undefined || !this.tokens.has(token)) return -216;
    const begins = Math.floor(at / minuteMs);
    if (this.#minute.begins !== begins) this.#minute = { begins, requests: 0 };
    if (this.#minute.requests >= this.switches.requestsPerMinute) return -32;
    this.#minute.requests += 1;
    if (this.switches.setup !== null) return this.switches.setup;
    if (path === "/v2.0/oa/getoa" && request.method === "GET") return this.#account();
    if (path === "/template/info/v2") return this.templates.info(new URL(request.path, "http://x").searchParams);
    if (!this.switches.package) return -224;
    if (request.method !== "POST") return -201;
    if (path === "/v3.0/oa/quota/message") return this.#quota(bodyOf(request.body));
    if (path === templatePath) return this.#takeTemplate(body, at);
    const endpoint = sendPaths[path];
    if (endpoint !== undefined) return this.#take(endpoint, body, at);
    const kind = /^\/v2\.0\/oa\/upload\/([a-z]+)$/.exec(path)?.[1];
    if (kind !== undefined) return this.assets.take(kind, request.headers["content-type"] ?? "", request.body);
    return -201;
  }

  #account() {
    return {
      oaid: this.oaId,
      name: "Học Vụ",
      is_verified: true,
      oa_type: this.type,
      num_follower: this.#people.size,
      package_name: this.switches.package ? "Tăng trưởng" : "",
      package_valid_through_date: "31/12/2026",
      linked_ZCA: this.purse.linked ? "ZCA-1" : "",
    };
  }

  /** What the package still has, as long as it has any. */
  #quota(body: Loose | null): object | number {
    const asked = [body?.quota_owner, body?.product_type, body?.quota_type];
    if (asked.join() !== "OA,cs,sub_quota") return -201;
    const [product_type, quota_type] = ["cs", "sub_quota"];
    const { allowance: remain, total } = this.purse;
    const valid_through = String(Math.floor(this.timers.now()) + 20 * 24 * 60 * minuteMs);
    return total === 0 ? [] : [{ asset_id: "a1", product_type, quota_type, valid_through, total, remain }];
  }

  #takeTemplate(body: Loose | null, at: number): object | number {
    const person = typeof body?.user_id === "string" ? this.#people.get(body.user_id) : undefined;
    if (body === null || person === undefined) return -201;
    if (person.refusal !== null) return person.refusal;
    const taken = this.templates.take(body.template_id, body.template_data);
    if (typeof taken === "number") return taken;
    const shown = { text: taken.text, buttons: [], picture: null };
    return this.#made("template", person.id, shown, { quotaType: null, vnd: taken.vnd }, at);
  }

  /** A person of the platform's staff reviews a template, or its owner switches it off. */
  async reviewTemplate(id: string, status: string): Promise<object> {
    const before = this.templates.of(id).status;
    this.templates.of(id).status = status;
    const told = { oa_id: this.oaId, template_id: id, status: { prev_status: before, new_status: status } };
    return this.#emit("change_template_status", told);
  }

  async #take(endpoint: "v3" | "v2", body: Loose | null, at: number): Promise<object | number> {
    if (endpoint === "v3" && this.type === 4) return -235;
    if (endpoint === "v2" && this.type === 2) return -240;
    const user = (body?.recipient as { user_id?: unknown } | undefined)?.user_id;
    const person = typeof user === "string" ? this.#people.get(user) : undefined;
    if (body === null || person === undefined) return -201;
    const shown = await readMessage(body.message, this.switches, this.assets);
    if (typeof shown === "number") return shown;
    const paid = pay(person, this.purse, at, this.switches.closedCode);
    if (typeof paid === "number") return paid;
    return this.#made(endpoint, person.id, shown, paid, at);
  }

  #made(endpoint: OaMessage["endpoint"], chat: string, shown: Shown, { quotaType, vnd }: Paid, at: number): object {
    const messageId = this.#id();
    this.messages.push({ ...shown, messageId, chat, at, endpoint, quotaType, vnd });
    const between = { sender: { id: this.oaId }, recipient: { id: chat } };
    const message = { text: shown.text, msg_id: messageId };
    void this.#emit("oa_send_text", { ...between, message });
    void this.#emit("user_received_message", { ...between, message: { msg_id: messageId } });
    const left = quotaType === "sub_quota" ? { remain: this.purse.allowance, total: this.purse.total } : {};
    const quota = quotaType === null ? {} : { quota: { quota_type: quotaType, ...left } };
    return { message_id: messageId, user_id: chat, sent_time: String(Math.floor(at)), ...quota };
  }

  #misbehave({ kind, status }: Fault): Behaviour {
    switch (kind) {
      case "html":
        return page(status ?? 502);
      case "cut":
      case "reset":
        return { kind: "cut" };
      case "hang":
      case "refused":
        return { kind };
      default:
        return this.#refusal(kind);
    }
  }

  #refusal(code: number): Behaviour {
    return this.#envelope(code, null);
  }

  #envelope(code: number, data: object | null): Behaviour {
    const { realStatus, requestsPerMinute, textErrors } = this.switches;
    const error = textErrors ? String(code) : code;
    const body = data === null ? { error, message: `error ${code}` } : { data, error, message: "Success" };
    const status = !realStatus || code === 0 ? 200 : code === -32 ? 429 : 400;
    return json(status, body, {
      "x-ratelimit-limit": String(requestsPerMinute),
      "x-ratelimit-remain": String(Math.max(0, requestsPerMinute - this.#minute.requests)),
    });
  }

  async #send(chat: string, name: string, content: object, options: EmitOptions): Promise<object> {
    const person = this.person(chat);
    this.#interacts(person);
    return this.#emit(name, { sender: { id: chat }, recipient: { id: this.oaId }, ...content }, options);
  }

  #interacts(person: OaPerson): void {
    person.lastInteraction = this.timers.now();
    if (person.refusal === -227) person.refusal = null;
  }

  /** The event as it is posted, whether anybody listens or not. */
  async #emit(name: string, content: object, options: EmitOptions = {}): Promise<object> {
    const timestamp = String(Math.floor(this.timers.now()));
    const event = { ...content, event_name: name, app_id: this.appId, timestamp };
    await this.webhooks.emit(event, options);
    return event;
  }

  #id = () => (++this.#last).toString(16).padStart(20, "41be70d2c93a5f880000");
}

type Loose = Record<string, unknown>;

function bodyOf(bytes: Buffer): Loose | null {
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    return typeof body === "object" && body !== null ? (body as Loose) : null;
  } catch {
    return null;
  }
}
