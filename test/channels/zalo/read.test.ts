import { describe, expect, test } from "vitest";
import { readEvent, readKey } from "#channels/zalo/read.ts";
import type { BotKey } from "#domain/ids.ts";

const bot = "zalo:918273645" as BotKey;
const chat = { id: "3b7e91c04fd2a865e017", chat_type: "PRIVATE" };
const from = { id: chat.id, display_name: "Trần Thị Mẫu", is_bot: false };
const message = { message_id: "7be20c49d1f3a5580e65", date: 1_790_812_399_001, chat, from };
const text = { event_name: "message.text.received", message: { ...message, text: "Đáp án b" } };
const event = (kind: string, content: object = {}) => ({
  event_name: `message.${kind}.received`,
  message: { ...message, ...content },
});

const said = { kind: "text", text: "Đáp án b" };
const other = { kind: "other" };

describe("is heard", () => {
  test.each([
    ["a text, bare", text, said],
    ["a text, wrapped", { ok: true, result: text }, said],
    ["a text in an array", [text], said],
    ["a text in a wrapped array", { ok: true, result: [text] }, said],
    [
      "a picture, real",
      event("image", { photo_url: "https://x/1.jpg", message_type: "CHAT_PHOTO", caption: "A" }),
      other,
    ],
    ["a picture, documented", event("image", { photo: "https://x/1.jpg" }), other],
    ["a sticker", event("sticker", { sticker: "0a1b", url: "https://x/1.png" }), other],
    ["a voice message", event("voice", { voice_url: "https://x/1.aac" }), other],
    ["what it may not show", event("unsupported"), other],
    ["a chat of no type", { ...text, message: { ...text.message, chat: { id: chat.id } } }, said],
  ])("%s", (_what, body, content) => {
    expect(readEvent(bot, body)).toEqual({
      address: { bot, chat: chat.id },
      content,
      writtenAt: new Date(1_790_812_399_001),
      displayName: "Trần Thị Mẫu",
    });
  });
});

describe("says nothing to us", () => {
  test.each([
    ["a group", { ...text, message: { ...text.message, chat: { id: "c90d", chat_type: "GROUP" } } }],
    ["a bot", { ...text, message: { ...text.message, from: { ...from, is_bot: true } } }],
    ["no chat", { ...text, message: { ...text.message, chat: undefined } }],
    ["no message", { event_name: "message.unsupported.received" }],
    ["an event nobody has seen", { event_name: "user.follow", message }],
    ["a text without text", event("text")],
    ["an empty poll", { ok: false, error_code: 408 }],
  ])("%s", (_what, body) => {
    expect(readEvent(bot, body)).toBeNull();
  });
});

test.each([
  [{ display_name: "A", name: "B", first_name: "C" }, "A"],
  [{ name: "B", first_name: "C" }, "B"],
  [{ first_name: "C" }, "C"],
  [{ display_name: "" }, ""],
  [{}, ""],
  [undefined, ""],
])("of %j the name is %j", (sender, name) => {
  expect(readEvent(bot, { ...text, message: { ...text.message, from: sender } })?.displayName).toBe(name);
});

test("without a date nobody knows when it was written", () => {
  expect(readEvent(bot, { ...text, message: { ...text.message, date: undefined } })?.writtenAt).toBeNull();
});

test("the key is chat and message, however it is wrapped", () => {
  const key = { update: `${chat.id}:7be20c49d1f3a5580e65`, chat: chat.id };
  expect(readKey(text)).toEqual(key);
  expect(readKey({ ok: true, result: text })).toEqual(key);
  expect(readKey(event("sticker"))).toEqual(key);
});

test("without a message id the key is what the event says", () => {
  const nameless = (content: object) => event("text", { message_id: undefined, ...content });
  const key = readKey(nameless({ text: "A" }));
  expect(key).toEqual({ update: expect.stringMatching(/^[0-9a-f]{32}$/), chat: chat.id });
  expect(readKey({ result: nameless({ text: "A" }) })).toEqual(key);
  expect(readKey(nameless({ text: "B" }))).not.toEqual(key);
  expect(readKey(nameless({ text: "A", date: 1_790_812_399_002 }))).not.toEqual(key);
  expect(readKey({ event_name: "message.unsupported.received" })?.chat).toBeNull();
  expect(readKey({ ok: false, error_code: 408 })).toBeNull();
});
