import { describe, expect, test } from "vitest";
import { readKey, readUpdate } from "#channels/telegram/read.ts";
import type { BotKey } from "#domain/ids.ts";

const bot = "telegram:110201543" as BotKey;
const lan = { id: 7_400_000_000_001, is_bot: false, first_name: "Lan", last_name: "Trần", language_code: "vi" };
const chat = { id: lan.id, first_name: "Lan", last_name: "Trần", type: "private" };
const group = { id: -1_002_233_445_566, title: "Đơn vị", type: "supergroup" };
const message = { message_id: 5, from: lan, chat, date: 1_772_409_600 };
const writtenAt = new Date("2026-03-02T00:00:00Z");
const query = {
  id: "31782",
  from: lan,
  chat_instance: "1",
  data: "q:7:1",
  message: { ...message, from: { id: 1, is_bot: true } },
};
const change = (status: string) => ({
  chat,
  from: lan,
  date: message.date,
  old_chat_member: { status: "member", user: { id: 1 } },
  new_chat_member: { status, user: { id: 1 }, until_date: 0 },
});

const heard = (update: object) => readUpdate(bot, { update_id: 9, ...update });

describe("is heard", () => {
  test.each([
    ["a text", { message: { ...message, text: "đáp án B" } }, { kind: "text", text: "đáp án B" }, writtenAt],
    [
      "a start with its code",
      { message: { ...message, text: "/start AB12" } },
      { kind: "text", text: "/start AB12" },
      writtenAt,
    ],
    [
      "a command with the bot's name",
      { message: { ...message, text: "/diem@hocvu_bot 3" } },
      { kind: "text", text: "/diem 3" },
      writtenAt,
    ],
    [
      "an address, left alone",
      { message: { ...message, text: "lan@hocvu.vn" } },
      { kind: "text", text: "lan@hocvu.vn" },
      writtenAt,
    ],
    ["a sticker", { message: { ...message, sticker: { emoji: "👍" } } }, { kind: "other" }, writtenAt],
    ["a photo", { message: { ...message, photo: [{}], caption: "A" } }, { kind: "other" }, writtenAt],
    ["a voice message", { message: { ...message, voice: {} } }, { kind: "other" }, writtenAt],
    ["a press", { callback_query: query }, { kind: "tap", action: "q:7:1" }, null],
    [
      "a press on a message too old",
      { callback_query: { ...query, message: { chat, message_id: 5, date: 0 } } },
      { kind: "tap", action: "q:7:1" },
      null,
    ],
    ["a block", { my_chat_member: change("kicked") }, { kind: "blocked" }, writtenAt],
    ["a way back", { my_chat_member: change("member") }, { kind: "unblocked" }, writtenAt],
  ])("%s", (_what, update, content, at) => {
    expect(heard(update)).toEqual({
      address: { bot, chat: "7400000000001" },
      content,
      writtenAt: at,
      displayName: "Lan Trần",
    });
  });
});

describe("says nothing to us", () => {
  test.each([
    ["a group", { message: { ...message, chat: group, text: "/diem" } }],
    ["a press in a group", { callback_query: { ...query, message: { ...query.message, chat: group } } }],
    ["being added to a group", { my_chat_member: { ...change("member"), chat: group } }],
    ["a bot", { message: { ...message, from: { ...lan, is_bot: true }, text: "A" } }],
    ["an edit", { edited_message: { ...message, edit_date: 1, text: "B" } }],
    ["a pin", { message: { ...message, pinned_message: message } }],
    ["a press with no data", { callback_query: { ...query, data: undefined } }],
    ["a press under an inline message", { callback_query: { ...query, message: undefined, inline_message_id: "1" } }],
    ["a toggle", { callback_query: { ...query, data: "~t:1:0" } }],
    ["a poll answer", { poll_answer: { poll_id: "1", user: lan, option_ids: [0] } }],
  ])("%s", (_what, update) => {
    expect(heard(update)).toBeNull();
  });
});

test("without a sender there is no name", () => {
  expect(heard({ message: { ...message, from: undefined, text: "A" } })?.displayName).toBe("");
});

test("one person's updates share the chat of their key", () => {
  expect(readKey({ update_id: 9, message: { ...message, text: "A" } })).toEqual({ update: "9", chat: "7400000000001" });
  expect(readKey({ update_id: 10, callback_query: query })?.chat).toBe("7400000000001");
  expect(readKey({ update_id: 11, callback_query: { ...query, message: undefined } })?.chat).toBe("7400000000001");
  expect(readKey({ update_id: 12, my_chat_member: change("kicked") })?.chat).toBe("7400000000001");
  expect(readKey({ update_id: 13, edited_message: message })?.chat).toBe("7400000000001");
  expect(readKey({ update_id: 14, poll: {} })).toEqual({ update: "14", chat: null });
});
