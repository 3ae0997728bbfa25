import { expect, test } from "vitest";
import { openWebchat, type WebchatView } from "#channels/webchat/open.ts";
import { question, severalChoice, to } from "../samples.ts";

async function shown(chat: string, message = question): Promise<WebchatView> {
  const views: WebchatView[] = [];
  const channel = openWebchat({ deliver: async (_chat, view) => String(views.push(view)) });
  expect(await channel.send(to(channel.bot, chat), message)).toEqual({ kind: "sent", platformId: "1" });
  return views[0]!;
}

test("one phone has buttons and emphasis", async () => {
  expect(await shown("telegram:lan")).toEqual({ look: "telegram", lines: question.text, buttons: question.buttons });
  expect((await shown("telegram:lan", severalChoice)).buttons).toEqual(severalChoice.buttons);
});

test("the other has words only, with the hint last", async () => {
  const view = await shown("zalo:lan");
  expect(view).toMatchObject({ look: "zalo", buttons: [] });
  expect(view.lines.at(-1)).toEqual([{ text: "Trả lời: gõ A hoặc B" }]);
  expect(view.lines.flat().some(({ bold }) => bold)).toBe(false);
});

test("a tap is heard with the action it says", () => {
  const channel = openWebchat({ deliver: async () => "1" });
  const post = { id: "p1", chat: "telegram:lan", name: "Lan", tap: "q:8:0,2", at: "2026-03-02T07:30:00+07:00" };
  expect(channel.read(post)).toEqual({
    address: { bot: "webchat:demo", chat: "telegram:lan" },
    content: { kind: "tap", action: "q:8:0,2" },
    writtenAt: new Date("2026-03-02T00:30:00Z"),
    displayName: "Lan",
  });
});
