import { Pool } from "undici";
import { openTelegram } from "../src/channels/telegram/open.ts";
import type { BotKey } from "../src/domain/ids.ts";
import type { Message } from "../src/domain/message.ts";
import { type Actor, type Environment, isReady, port, type Stage, until } from "./stage.ts";

const token = "110201543:AAFakeFakeFakeFakeFakeFakeFakeFakeFak";
const secret = "a-secret-of-the-bench";
export const bot = "telegram:110201543" as BotKey;

/** A message as it arrived at the platform's door; `at`: milliseconds since 1970, with fractions. */
export interface Arrival {
  readonly chat: string;
  readonly at: number;
}

/** A call of the bot as it came; `code`: what it was answered with. */
export interface Call extends Arrival {
  readonly method: string;
  readonly code: number;
}

/** When the messages of each chat arrived, oldest first. */
export function byChat(arrivals: readonly Arrival[]): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const { chat, at } of arrivals) {
    const known = times.get(chat);
    if (known === undefined) times.set(chat, [at]);
    else known.push(at);
  }
  return times;
}

/** A fake Telegram in a process of its own, where every chat exists. */
export interface Platform {
  readonly environment: Environment;
  /** Messages made since the last `forget`, oldest first. */
  arrivals(): Promise<Arrival[]>;
  count(): Promise<number>;
  /** Files that arrived meanwhile. */
  documents(): Promise<Arrival[]>;
  forget(): Promise<void>;
  /** Every call since the last `forget`, made or refused. */
  calls(): Promise<Call[]>;
  /** Whether so many messages have been made since it began. */
  hasHad(messages: number): Promise<boolean>;
  /** From now on 429 for more in any sliding second, and for everything in the seconds after that. */
  limit(perSecond: number, floodSeconds: number): Promise<void>;
  /** How long every answer takes from now on. */
  delay(milliseconds: number): Promise<void>;
}

export async function openPlatform(stage: Stage): Promise<Platform> {
  const command = [
    process.execPath,
    "--import",
    "tsx",
    "test/fakes/serve.ts",
    "--telegram",
    "0",
    "--telegram-token",
    token,
  ];
  const actor = stage.run(command, {});
  await until("the fake platform listens", () => actor.log().includes("\n"), { actor });
  const { root } = (JSON.parse(actor.log()) as { telegram: { root: string } }).telegram;
  const control = async (action: string, body: object) => {
    const answer = await fetch(`${root}/control/${action}`, { method: "POST", body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, unknown>;
  };
  await control("everyone", {});
  let forgotten = 0;
  const calls = async () => (await control("calls", { from: forgotten })).calls as Call[];
  const arrived = async (wanted: string) =>
    (await calls()).filter(({ method, code }) => method === wanted && code === 200);
  const arrivals = () => arrived("sendMessage");
  return {
    environment: {
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: root,
      TELEGRAM_WEBHOOK_SECRET: secret,
      LOG_LEVEL: "info",
    },
    arrivals,
    documents: () => arrived("sendDocument"),
    count: async () => (await arrivals()).length,
    forget: async () => {
      forgotten += (await calls()).length;
    },
    calls,
    hasHad: async (wanted) => ((await control("sent", { from: wanted - 1 })).messages as unknown[]).length > 0,
    limit: async (perSecond, floodSeconds) => void (await control("limit", { perSecond, floodSeconds })),
    delay: async (milliseconds) => void (await control("latency", { milliseconds })),
  };
}

/** One `up` on a database and the fake platform, ready and with the bot's lane in its hands. */
export async function startUp(
  stage: Stage,
  platform: Platform,
  databaseUrl: string,
  perSecond: number,
): Promise<{ readonly up: Actor; readonly address: string }> {
  const address = `http://127.0.0.1:${await port()}`;
  const up = stage.start("up", {
    ...platform.environment,
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: address,
    PORT: new URL(address).port,
    TELEGRAM_MESSAGES_PER_SECOND: String(perSecond),
  });
  await until("the program is ready", () => isReady(address), { actor: up });
  await until("it holds the lane", () => up.log().includes("holds the lane"), { actor: up });
  return { up, address };
}

/** How many messages a second our client gets through to the platform with nothing else to do, 8 under way. */
export async function barePosts(platform: Platform, messages: number): Promise<number> {
  const telegram = openTelegram({ token, apiRoot: platform.environment.TELEGRAM_API_ROOT!, warn: () => {} });
  const message: Message = {
    text: [[{ text: "Một bài học ba phút. ".repeat(60) }]],
    buttons: [],
    typedHint: null,
  };
  let next = 0;
  const sender = async () => {
    while (next < messages) await telegram.send({ bot, chat: String(1_000_000 + next++) }, message);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: 8 }, sender));
  const seconds = (performance.now() - start) / 1000;
  await telegram[Symbol.asyncDispose]();
  return messages / seconds;
}

/** People who press buttons and write: each update is posted to the program's webhook, as the platform does it. */
export interface People extends AsyncDisposable {
  /** Resolves with the status; 0 when no answer came. */
  press(chat: string, data: string): Promise<number>;
  /** The same. */
  write(chat: string, text: string): Promise<number>;
}

/** Telegram's update of somebody who writes or presses. */
function updateOf(chat: string, id: number, of: (from: object, message: object) => object): object {
  const person = { id: Number(chat), is_bot: false, first_name: `Người ${chat}`, language_code: "vi" };
  const message = { message_id: id, chat: { id: Number(chat), type: "private" }, date: 0 };
  return { update_id: id, ...of(person, message) };
}

/** The update of a press. @param id unique among them */
export const pressOf = (chat: string, data: string, id: number): object =>
  updateOf(chat, id, (from, message) => ({
    callback_query: { id: String(id), from, message, chat_instance: "1", data },
  }));

export function openPeople(address: string): People {
  const pool = new Pool(address, { connections: 40 });
  let updates = 0;
  const post = async (update: object) => {
    try {
      const { statusCode, body } = await pool.request({
        method: "POST",
        path: "/telegram/webhook",
        headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
        body: JSON.stringify(update),
      });
      await body.dump();
      return statusCode;
    } catch {
      return 0;
    }
  };
  return {
    press: (chat, data) => post(pressOf(chat, data, ++updates)),
    write: (chat, text) =>
      post(
        updateOf(chat, ++updates, (from, message) => ({
          message: { ...message, from, date: Math.floor(Date.now() / 1000), text },
        })),
      ),
    [Symbol.asyncDispose]: () => pool.close(),
  };
}
