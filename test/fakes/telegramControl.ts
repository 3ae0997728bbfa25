import { faultFrom, type Payload } from "./behaviour.ts";
import type { FakeTelegram } from "./telegram.ts";

/** What another process may ask of the fake. */
export function controlTelegram(fake: FakeTelegram, action: string, given: Payload): unknown {
  const chat = String(given.chat ?? "");
  const messageId = given.messageId === undefined ? null : Number(given.messageId);
  switch (action) {
    case "say":
      return {
        updateId: fake.say(chat, String(given.text), given.name === undefined ? {} : { name: String(given.name) }),
      };
    case "tap":
      return { queryId: fake.tap(chat, messageId, String(given.button), { times: Number(given.times ?? 1) }) };
    case "press":
      return { queryId: fake.press(chat, messageId ?? 0, String(given.data), { times: Number(given.times ?? 1) }) };
    case "other":
      return { updateId: fake.sendOther(chat, String(given.kind)) };
    case "block":
      return fake.block(chat);
    case "unblock":
      return fake.unblock(chat);
    case "deactivate":
      return fake.deactivate(chat);
    case "fault":
      return given.clear === true ? fake.clearFaults() : fake.fault(faultFrom(given));
    case "limit":
      fake.perSecond = given.perSecond === null ? null : Number(given.perSecond);
      fake.floodSeconds = Number(given.floodSeconds ?? fake.floodSeconds);
      fake.strictFloods = given.strict === true;
      return {};
    case "everyone":
      fake.everyoneStarted = given.started !== false;
      return {};
    case "sent": {
      const messages = fake.sent(given.chat === undefined ? undefined : chat).slice(Number(given.from ?? 0));
      return { messages: messages.map((message) => ({ ...message, file: message.file?.name ?? null })) };
    }
    case "calls":
      return { calls: fake.calls.slice(Number(given.from ?? 0)) };
    case "webhook":
      return { url: fake.webhookUrl, pending: fake.pendingUpdates };
    case "commands":
      return { commands: Object.fromEntries(fake.commands) };
    default:
      throw new Error(`no such control: ${action}`);
  }
}
