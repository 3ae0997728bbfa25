import type { SendOutcome } from "#channels/channel.ts";
import { openZaloOa, type ZaloOaOptions } from "#channels/zalo-oa/open.ts";
import type { Message } from "#domain/message.ts";
import { FakeZaloOa, type FakeZaloOaOptions } from "../../fakes/zalo-oa/api.ts";
import { ManualClock } from "../../fakes/zalo-oa/clock.ts";
import { oaFetch } from "../../fakes/zalo-oa/serve.ts";
import { oneToken, picturesOf, saying, to } from "../samples.ts";

export const lan = "7300114455667788991";
export const hourMs = 3_600_000;

/** An account on which Lan has just written, and the channel to it, in a time that the test moves. */
export async function openStage(fakeOptions: FakeZaloOaOptions = {}, more: Partial<ZaloOaOptions> = {}) {
  const clock = new ManualClock(new Date("2026-10-05T00:30:20Z")); // 07:30:20 in Hà Nội
  const fake = new FakeZaloOa({ timers: clock, ...fakeOptions });
  const warned: string[] = [];
  const channel = openZaloOa({
    appId: fake.appId,
    apiRoot: "https://openapi.example.org",
    tokens: oneToken(),
    warn: (text) => warned.push(text),
    pictures: picturesOf(),
    fetch: oaFetch([fake]),
    wall: clock.now,
    monotonic: clock.now,
    ...more,
  });
  await fake.say(lan, "xin chào");
  const send = (message: Message = saying("Chào bạn"), chat = lan): Promise<SendOutcome> =>
    channel.send(to(channel.bot, chat), message);
  return { channel, clock, fake, send, warned };
}
