import type { Channel, Receiver } from "#channels/channel.ts";
import type { Telegram } from "#channels/telegram/open.ts";
import { openWebchat } from "#channels/webchat/open.ts";
import type { TokenSource } from "#channels/zalo-oa/tokens.ts";
import { storeWebchatMessage } from "#db/chats/webchat.ts";
import type { Db } from "#db/connect.ts";
import { keptEndpoint } from "#db/delivery/lanes.ts";
import { noteNotice } from "#db/delivery/oa-templates.ts";
import type { Terms } from "#delivery/paying.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import type { SlidingBudget } from "#domain/rate.ts";
import type { Clock } from "#domain/time.ts";
import { perMinute, perSecond, requestsOf } from "./budgets.ts";
import type { BotConfig, Config } from "./config.ts";
import { keptPictures } from "./pictures.ts";
import type { OaConfig } from "./zalo-oa/config.ts";

/** A bot we speak as, with what the configuration says of it. */
export interface Bot extends Terms {
  readonly channel: Channel;
  /** Null where nobody has to ask for updates: the demo's phones, an Official Account. */
  readonly receiver: Receiver | null;
  readonly telegram: Telegram | null;
  readonly config: BotConfig | null;
  readonly budget: SlidingBudget;
  readonly messagesPerMonth: number | null;
}

export type Bots = ReadonlyMap<BotKey, Bot>;

/** The demo's phones are on this machine; they take what comes. */
const demoMessagesPerSecond = 1000;

/** Where an Official Account has its tokens from. */
export type TokensOf = (oa: OaConfig) => TokenSource;

const noGrant: TokenSource = { current: async () => null, renew: async () => null };

/**
 * Every bot of the configuration, and in a demo the web chat. Nothing is called yet. What speaks to a platform is loaded
 * for who has a bot there.
 */
export async function openBots(
  config: Config,
  db: Db,
  clock: Clock,
  log: Log,
  tokensOf: TokensOf = () => noGrant,
): Promise<Bots> {
  const pictures = keptPictures(db, clock);
  const open = async (bot: BotConfig): Promise<Bot> => {
    const options = {
      pictures,
      token: bot.token,
      apiRoot: bot.apiRoot,
      proxy: config.proxy,
      warn: (text: string) => log.warn({ bot: bot.key }, text),
    };
    const limits = { config: bot, budget: perSecond(bot.messagesPerSecond), messagesPerMonth: bot.messagesPerMonth };
    if (bot.platform === "zalo") {
      const zalo = (await import("#channels/zalo/open.ts")).openZalo({ ...options, publicUrl: config.publicUrl });
      return { channel: zalo, receiver: zalo, telegram: null, ...limits };
    }
    const telegram = (await import("#channels/telegram/open.ts")).openTelegram(options);
    return { channel: telegram, receiver: telegram, telegram, ...limits };
  };
  const bots = await Promise.all(config.bots.map(open));
  if (config.oa !== null) bots.push(await openOa(config.oa, config.publicUrl, { clock, db, log, pictures }, tokensOf));
  if (config.demo) {
    const deliver = async (chat: string, view: object) =>
      String(await storeWebchatMessage(db, { chat, fromBot: true, view, at: clock.now() }));
    bots.push({
      channel: openWebchat({ deliver, pictures }),
      receiver: null,
      telegram: null,
      config: null,
      budget: perSecond(demoMessagesPerSecond),
      messagesPerMonth: null,
    });
  }
  return new Map(bots.map((bot) => [bot.channel.bot, bot]));
}

interface OaParts {
  readonly clock: Clock;
  readonly db: Db;
  readonly log: Log;
  readonly pictures: ReturnType<typeof keptPictures>;
}

async function openOa(
  oa: OaConfig,
  publicUrl: string | null,
  { clock, db, log, pictures }: OaParts,
  tokensOf: TokensOf,
): Promise<Bot> {
  const { openZaloOa } = await import("#channels/zalo-oa/open.ts");
  const budget = perMinute(oa.requestsPerMinute);
  const channel = openZaloOa({
    appId: oa.appId,
    apiRoot: oa.apiRoot,
    proxy: oa.proxy,
    tokens: tokensOf(oa),
    warn: (text) => log.warn({ bot: oa.key }, text),
    noticed: ({ text }) => {
      log.warn({ bot: oa.key, notice: text }, "the platform gives notice: hocvu zalo-oa status, hocvu doctor");
      noteNotice(db, oa.key, text, clock.now()).catch((err) => log.warn({ err, bot: oa.key }, "a notice was not kept"));
    },
    endpoint: keptEndpoint(db, oa.key),
    requests: requestsOf(budget, oa.requestsPerMinute, () => performance.now()),
    pictures,
    publicUrl,
  });
  const none = { receiver: null, telegram: null, config: null, messagesPerMonth: null };
  return { channel, budget, ...none, budgetVndPerMonth: oa.budgetVndPerMonth, templateId: oa.templateId };
}
