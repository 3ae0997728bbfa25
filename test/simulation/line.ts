import type { Channel } from "#channels/channel.ts";
import { openTelegram } from "#channels/telegram/open.ts";
import type { Fetch, WireAnswer } from "#channels/wire.ts";
import { openZalo } from "#channels/zalo/open.ts";
import type { Message } from "#domain/message.ts";
import type { Behaviour, Fault, Payload } from "../fakes/behaviour.ts";
import type { FakeTelegram } from "../fakes/telegram.ts";
import type { FakeZalo } from "../fakes/zalo.ts";
import type { Chance } from "./chance.ts";
import { alive, type Life, rest, type Steps, step } from "./life.ts";

/** Which delivery a message is: "delivery 12" where it was composed as it left, "reply 7" where it answers update 7. */
export type Tag = string;

/** One call that makes a message, from its departure to whatever became of it. Instants are virtual, in milliseconds. */
export interface SendCall {
  readonly bot: string;
  readonly chat: string;
  readonly tag: Tag;
  readonly life: number;
  readonly departedAt: number;
  /** When it stood at the platform's door; null: it never came so far. */
  arrivedAt: number | null;
  /** When the program had its answer, or the line broke. */
  endedAt: number | null;
  accepted: boolean;
  /** The platform's code; 0: no answer was given. */
  code: number;
  retryAfterSeconds: number | null;
  text: string;
}

/** A bot, its platform and the way there. */
export interface Line {
  readonly platform: "telegram" | "zalo";
  readonly bot: string;
  readonly fake: FakeTelegram | FakeZalo;
  readonly token: string;
  readonly messagesPerSecond: number;
  readonly messagesPerMonth: number | null;
  /** What befalls every call: nothing, or the API is away. */
  away: "refused" | "reset" | 503 | null;
  /** The share of calls that something befalls. */
  faultShare: number;
  readonly calls: SendCall[];
}

export interface Network {
  readonly steps: Steps;
  readonly chance: Chance;
  readonly trace: (text: string) => void;
  /** A person's phone shows a message. */
  readonly shown: (line: Line, chat: string) => void;
}

const tags = new WeakMap<Message, Tag>();

/** Which message a channel is just now being asked to send: its call is made before it gives way to anything else. */
let carried: Tag | null = null;

/** Marks a message that was composed as it leaves. */
export function tagged(message: Message, tag: Tag): Message {
  tags.set(message, tag);
  return message;
}

/** Marks a message that will be stored first: the mark is stored with it, and means nothing to the program. */
export const marked = (message: Message, tag: Tag): Message => ({ ...message, mark: tag }) as Message;

const tagOf = (message: Message): Tag => tags.get(message) ?? (message as Message & { mark?: Tag }).mark ?? "";

/** The real channel of a bot, as one life of a process has it. */
export function openChannel(network: Network, line: Line, life: Life): Channel {
  const options = {
    token: line.token,
    apiRoot: "http://simulated.invalid",
    warn: () => {},
    fetch: carry(network, line, life),
    monotonic: network.steps.timeline.now,
  };
  const channel = line.platform === "telegram" ? openTelegram(options) : openZalo(options);
  return {
    ...channel,
    send: (to, message) => {
      carried = tagOf(message);
      try {
        return channel.send(to, message);
      } finally {
        carried = null;
      }
    },
  };
}

const makesMessage = new Set(["sendMessage", "sendPhoto", "sendDocument"]);

function carry(network: Network, line: Line, life: Life): Fetch {
  const { steps, chance } = network;
  const { timeline } = steps;
  return async (url, { body }) => {
    const method = /[^/]*$/.exec(url)![0];
    const payload = JSON.parse(String(body)) as Payload;
    const call = makesMessage.has(method) ? departure(line, life, payload, timeline.now()) : null;
    const end = () => {
      if (call !== null) call.endedAt ??= timeline.now();
    };
    void life.ended.then(end);
    await step(steps, life, "before a call is written");
    await rest(steps, life, 15 + (chance.of(0.2) ? chance.whole(1, 8) : 0));
    // Whose token is dead is told so and nothing else.
    const mayFail = line.fake.token === line.token;
    const fault = line.away !== null ? { kind: line.away } : mayFail ? befalls(network, line) : null;
    if (fault?.kind === "refused") {
      end();
      throw failed({ code: "ECONNREFUSED", syscall: "connect" });
    }
    const behaviour = await arrive(network, line, method, payload, call, fault);
    await rest(steps, life, 15 + (chance.of(0.2) ? chance.whole(1, 4_000) : 0));
    await step(steps, life, "before an answer is read");
    end();
    return alive(life, answerOf(behaviour));
  };
}

function departure(line: Line, life: Life, payload: Payload, now: number): SendCall {
  if (carried === null) throw new Error("a message is sent that no lane has sent");
  const call: SendCall = {
    bot: line.bot,
    chat: String(payload.chat_id),
    tag: carried,
    life: life.id,
    departedAt: now,
    arrivedAt: null,
    endedAt: null,
    accepted: false,
    code: 0,
    retryAfterSeconds: null,
    text: String(payload.text),
  };
  line.calls.push(call);
  return call;
}

/** What goes wrong with a call that makes a message. */
function befalls({ chance }: Network, line: Line): Fault | null {
  if (!chance.of(line.faultShare)) return null;
  const retryAfter = chance.whole(2, 40);
  return chance.pick<Fault>([
    { kind: "cut" },
    { kind: "cut" },
    { kind: "reset" },
    { kind: "refused" },
    { kind: 500 },
    { kind: 500, accepted: true },
    { kind: "html" },
    { kind: 429, retryAfter },
    { kind: 429, retryAfter },
  ]);
}

async function arrive(
  { steps, shown, trace }: Network,
  line: Line,
  method: string,
  payload: Payload,
  call: SendCall | null,
  fault: Fault | null,
): Promise<Behaviour> {
  const { fake, platform, token } = line;
  const before = fake.messages.length;
  if (fault !== null) fake.fault({ ...fault, method });
  const behaviour = await fake.handle(token, method, payload, new AbortController().signal);
  if (fault !== null) fake.clearFaults();
  if (call === null) return behaviour;
  const now = steps.timeline.now();
  call.arrivedAt = now;
  call.accepted = fake.messages.length > before;
  const error = behaviour.kind === "answer" ? errorIn(behaviour.body) : null;
  call.code = behaviour.kind === "answer" ? (error?.code ?? behaviour.status) : 0;
  const header = behaviour.kind === "answer" ? behaviour.headers["retry-after"] : undefined;
  if (call.code === 429) call.retryAfterSeconds = error?.retryAfter ?? (header === undefined ? null : Number(header));
  trace(`${call.accepted ? "✓" : "✗"} ${platform} ${call.chat} ${call.tag} ${call.code} ${firstLine(call.text)}`);
  if (call.accepted) {
    call.text = fake.messages.at(-1)!.text;
    shown(line, call.chat);
  }
  return behaviour;
}

const firstLine = (text: string) => text.split("\n")[0]!.slice(0, 60);

function errorIn(body: string): { code: number; retryAfter: number | null } | null {
  try {
    const { ok, error_code: code, parameters } = JSON.parse(body);
    return ok === false ? { code, retryAfter: parameters?.retry_after ?? null } : null;
  } catch {
    return null;
  }
}

const failed = (cause: object) => new TypeError("fetch failed", { cause });

/** A plain answer instead of a `Response`: reading it takes no turn of the event loop. */
function answerOf(behaviour: Behaviour): WireAnswer {
  if (behaviour.kind !== "answer") throw failed({ code: "ECONNRESET", syscall: "read" });
  const { status, headers, body } = behaviour;
  return {
    status,
    headers: { get: (name) => headers[name.toLowerCase()] ?? null },
    text: async () => body,
    json: async () => JSON.parse(body),
  };
}
