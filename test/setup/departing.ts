import type { Channel } from "#channels/channel.ts";
import { typedText } from "#channels/plain.ts";
import { openSay } from "#conversation/say.ts";
import { connect } from "#db/connect.ts";
import { Lane } from "#delivery/lane.ts";
import type { BotKey, ProcessId } from "#domain/ids.ts";
import { SlidingBudget } from "#domain/rate.ts";
import { recordingLog } from "./log.ts";

export interface Departed {
  readonly chat: string;
  /** As on a platform without buttons. */
  readonly text: string;
}

let monotonic = 0;

/** Lets leave what is due at `now`, as a worker would, and says what it was. */
export async function depart(
  url: string,
  now: Date,
  messagesPerMonth: number | null = null,
  bot = "webchat:demo" as BotKey,
): Promise<Departed[]> {
  const sent: Departed[] = [];
  const channel = {
    name: "webchat",
    bot,
    limits: { text: 4096, buttons: 8 },
    handsOver: { kind: "none" },
    key: () => null,
    read: () => null,
    acknowledge: async () => {},
    probe: async () => ({ ok: true, name: "x" }) as const,
    send: async (to, message) => {
      sent.push({ chat: to.chat, text: typedText(message) });
      return { kind: "sent", platformId: `m${sent.length}` };
    },
  } satisfies Channel;
  await using connection = connect(url, { max: 1, applicationName: "hocvu tests" });
  const lane = new Lane({
    connection,
    channel,
    process: 1 as ProcessId,
    clock: { now: () => now, fromWall: (instant) => instant },
    monotonic: () => monotonic,
    budget: new SlidingBudget(1000, { maxUnderWay: 8, marginMs: 0 }),
    messagesPerMonth,
    say: openSay(),
    log: recordingLog(),
    answered: () => {},
    contact: () => {},
  });
  if (!(await lane.take())) throw new Error("the lane is held by another");
  monotonic += 5000; // a new holder waits for what the old one may still have sent
  for (let quiet = 0; quiet < 3; ) {
    const before = sent.length;
    await lane.pump();
    await new Promise<void>((done) => setImmediate(done));
    monotonic += 2000;
    quiet = sent.length === before ? quiet + 1 : 0;
  }
  await lane.drain(async () => {}, 1000);
  return sent;
}
