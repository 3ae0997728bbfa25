import { faultFrom, type Payload } from "./behaviour.ts";
import type { FakeZalo, SayOptions } from "./zalo.ts";

/** What another process may ask of the fake. */
export function controlZalo(fake: FakeZalo, action: string, given: Payload): unknown {
  const chat = String(given.chat ?? "");
  switch (action) {
    case "say":
      return { messageId: fake.say(chat, String(given.text), given as SayOptions) };
    case "other":
      return { messageId: fake.sendOther(chat, given.kind as "image", given as SayOptions) };
    case "block":
      return fake.block(chat);
    case "unblock":
      return fake.unblock(chat);
    case "fault":
      return given.clear === true ? fake.clearFaults() : fake.fault(faultFrom(given));
    case "switch":
      return Object.assign(fake.switches, given);
    case "quota":
      fake.quota = given.left === null ? null : Number(given.left);
      return {};
    case "everyone":
      fake.everyoneWrote = given.started !== false;
      return {};
    case "sent":
      return { messages: fake.sent(given.chat === undefined ? undefined : chat).slice(Number(given.from ?? 0)) };
    case "calls":
      return { calls: fake.calls.slice(Number(given.from ?? 0)) };
    case "webhook":
      return { url: fake.webhookUrl };
    default:
      throw new Error(`no such control: ${action}`);
  }
}
