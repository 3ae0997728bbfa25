import { describe, expect, test } from "vitest";
import type { IncomingContent } from "#domain/message.ts";
import { lan, openStage } from "./stage.ts";

const at = new Date("2026-10-05T00:30:20Z");

describe("what people do", () => {
  test.each<[string, (stage: Awaited<ReturnType<typeof openStage>>) => Promise<object>, IncomingContent, boolean]>([
    ["write", ({ fake }) => fake.say(lan, "đáp án B"), { kind: "text", text: "đáp án B" }, true],
    ["tap", ({ fake }) => fake.say(lan, "hv1:a:7:0:0:1"), { kind: "tap", action: "a:7:0:0:1" }, true],
    ["tap a menu's entry", ({ fake }) => fake.say(lan, "Bài hôm nay"), { kind: "text", text: "Bài hôm nay" }, true],
    ["send a picture", ({ fake }) => fake.sendOther(lan, "image"), { kind: "other" }, true],
    ["send a sticker", ({ fake }) => fake.sendOther(lan, "sticker"), { kind: "other" }, true],
    ["press the chat's button", ({ fake }) => fake.clickChatNow(lan), { kind: "entered" }, true],
    [
      "let us have their number",
      ({ fake }) => fake.submitInfo(lan, { name: "Trần Thị Mẫu", phone: "84912000000" }),
      { kind: "shared", phone: "84912000000" },
      true,
    ],
    ["follow", ({ fake }) => fake.follow(lan), { kind: "entered" }, false],
    ["unfollow", ({ fake }) => fake.unfollow(lan), { kind: "blocked" }, false],
    ["ask for their erasure", ({ fake }) => fake.withdraw(lan), { kind: "text", text: "/xoa" }, false],
  ])("%s", async (_, act, content, opens) => {
    const stage = await openStage();
    const event = await act(stage);
    expect(stage.channel.read(event)).toEqual({
      address: { bot: stage.channel.bot, chat: lan },
      content,
      writtenAt: at,
      displayName: "",
      ...(opens ? { interaction: at } : {}),
    });
    expect(stage.channel.key(event)?.chat).toBe(lan);
  });

  test.each(["hv1", "HV1:a:1", " hv1:a:1", "hv2:a:1", "q:7:1"])("%j is typed, not tapped", async (text) => {
    const { channel, fake } = await openStage();
    expect(channel.read(await fake.say(lan, text))?.content).toEqual({ kind: "text", text });
  });
});

describe("is passed over and never stored", () => {
  test("our own message's echo, its receipts, and what staff write, which an operator hears of once", async () => {
    const { channel, fake, send, warned } = await openStage();
    await send();
    const between = { sender: { id: fake.oaId }, recipient: { id: lan }, timestamp: "1790812345678" };
    const events = [
      { ...between, event_name: "oa_send_text", message: { text: "Chào", msg_id: "1" } },
      { ...between, event_name: "user_received_message", message: { msg_id: "1" } },
      await fake.sees(lan),
      await fake.staffWrites(lan, "Chị gọi tôi nhé"),
      await fake.staffWrites(lan, "Số của tôi đây"),
      { ...between, event_name: "user_reacted_message", message: { msg_id: "1", react_icon: "/-heart" } },
      { ...between, event_name: "user_send_group_text", message: { msg_id: "1", text: "A" } },
      { ...between, event_name: "anonymous_send_text", message: { msg_id: "1", text: "A" } },
      { event_name: "change_oa_daily_quota", timestamp: "1" },
    ];
    for (const event of events) expect([channel.key(event), channel.read(event)]).toEqual([null, null]);
    expect(warned).toEqual([expect.stringMatching(/staff/)]);
    expect(JSON.stringify(warned)).not.toContain("Chị");
  });
});

test("an event without a message is known by who did it and when", async () => {
  const { channel, clock, fake } = await openStage();
  const first = channel.key(await fake.follow(lan));
  expect(channel.key(await fake.follow(lan))).toEqual(first);
  await clock.forward(1);
  expect(channel.key(await fake.follow(lan))?.update).not.toBe(first?.update);
});
