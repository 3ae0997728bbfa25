import type { Waiting } from "#channels/channel.ts";
import { withDeadline } from "#db/connect.ts";
import type { BotNames } from "#supervision/invites.ts";
import type { Base } from "./base.ts";
import { openBots } from "./bots.ts";
import { storedTokens } from "./zalo-oa/open.ts";

/** What a platform says of one of our bots. */
export interface Probe {
  readonly bot: string;
  readonly platform: string;
  /** What it is called there; null: it could not be asked, and `detail` says why. */
  readonly name: string | null;
  readonly detail: string;
  /** Whether the platform has our webhook; null: it did not say, or there is to be none. */
  readonly registered: boolean | null;
  /** What it could not hand over to that webhook lately; null: nothing, or it does not tell. */
  readonly waiting: Waiting | null;
}

type Asking = Pick<Base, "config" | "log" | "clock"> & { readonly db: Base["connection"]["db"] };

const patienceMs = 5000;
const latelyMs = 3_600_000;
const none = Promise.resolve(null);

/** Asks every platform of the configuration who our bots are. Never rejects; takes 15 seconds at most. */
export async function probeBots({ config, log, clock, db }: Asking): Promise<Probe[]> {
  const tokensOf = storedTokens(db, config.secretKeys);
  const bots = [...(await openBots({ ...config, demo: false }, db, clock, log, tokensOf)).values()];
  try {
    return await Promise.all(
      bots.map(async ({ channel, receiver, config: own }): Promise<Probe> => {
        const asked = { bot: channel.bot, platform: channel.name, registered: null, waiting: null };
        const answer = await asking(channel.probe(), channel.bot);
        if (answer === null) return { ...asked, name: null, detail: `no answer within ${patienceMs / 1000} s` };
        if (answer.ok) {
          const ours = config.publicUrl !== null && own !== null ? `${config.publicUrl}${own.webhookPath}` : null;
          const registered =
            ours === null || receiver === null ? null : await asking(receiver.registered(ours), channel.bot);
          const since = new Date(Date.now() - latelyMs);
          const waiting = registered === true ? await asking(receiver?.waiting?.(since) ?? none, channel.bot) : null;
          return { ...asked, name: answer.name, detail: answer.name, registered, waiting };
        }
        const { outcome } = answer;
        if (outcome.kind === "unreached" && config.proxy !== null) return { ...asked, name: null, detail: noTunnel };
        return { ...asked, name: null, detail: "reason" in outcome ? outcome.reason : said[outcome.kind] };
      }),
    );
  } finally {
    for (const { channel } of bots)
      if (Symbol.asyncDispose in channel) await (channel as AsyncDisposable)[Symbol.asyncDispose]();
  }
}

/** Null: it took too long. */
const asking = <Answer>(answer: Promise<Answer>, what: string): Promise<Answer | null> =>
  withDeadline(answer, patienceMs, what).catch(() => null);

const noTunnel =
  "no connection: is the address right, and does the proxy HTTPS_PROXY run and let this machine and that host through?";

const said = {
  sent: "an answer that makes no sense",
  throttled: "asked too often, wait a minute",
  gone: "the bot is gone",
  closed: "an answer that makes no sense",
  unreached: "no connection: is the address right and the network up?",
  unknown: "the connection broke",
} as const;

/** What invites call our bots: the first of each platform. A platform that does not answer is left out, and said so. */
export async function botNames(asked: Asking): Promise<BotNames> {
  const probes = await probeBots(asked);
  for (const { bot, name, detail } of probes)
    if (name === null) asked.log.warn({ bot, detail }, "the platform does not say what the bot is called");
  const first = (platform: string) => probes.find((probe) => probe.platform === platform && probe.name)?.name ?? null;
  return { telegram: first("telegram"), zalo: first("zalo") ?? first("zalo-oa") };
}
