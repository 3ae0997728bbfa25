import { describe, expect, test } from "vitest";
import type { Channel } from "#channels/channel.ts";
import type { FileId, PictureHash } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { askingPhone, awkward, madeBook, madePicture, pictured, question, saying, to } from "./samples.ts";

/** A channel and the platform's end of it, where one person, "Lan", has a chat. */
export interface Stage extends AsyncDisposable {
  readonly channel: Channel;
  readonly chat: string;
  /** The platform does not say what people are called. */
  readonly nameless?: boolean;
  /** The update by which Lan says it. */
  saying(text: string, name?: string): Promise<unknown>;
  /** What Lan sees, oldest first: plain text. */
  seen(): Promise<string[]> | string[];
  /** Which picture Lan sees with each message: what is read out in place of it, or where it was had; null: none. */
  pictures(): (string | null)[];
  /** From now on the platform takes no picture. */
  refusePictures(): void;
  /** Makes the next send break off after the platform has taken it. */
  cutNext(): void;
}

/** What every channel promises, whoever is at its other end. */
export function channelContract(name: string, open: () => Promise<Stage>): void {
  describe(`${name} as a channel`, () => {
    test("names its bot after its platform", async () => {
      await using stage = await open();
      expect(stage.channel.bot).toMatch(new RegExp(`^${stage.channel.name}:[a-z0-9]+$`));
    });

    test("delivers what it says it sent, once", async () => {
      await using stage = await open();
      const outcome = await stage.channel.send(to(stage.channel.bot, stage.chat), saying("Chào bạn"));
      expect(outcome).toEqual(sentBy(stage));
      expect(await stage.seen()).toEqual(["Chào bạn"]);
    });

    test("shows the typed hint only where there is nothing to press", async () => {
      await using stage = await open();
      await stage.channel.send(to(stage.channel.bot, stage.chat), question);
      const [shown] = await stage.seen();
      expect(shown).toContain("Mật khẩu nào <mạnh> & dễ nhớ?");
      expect(shown?.endsWith("\nTrả lời: gõ A hoặc B")).toBe(stage.channel.limits.buttons === 0);
    });

    test.each(awkward)("shows %j letter for letter", async (text) => {
      await using stage = await open();
      const message: Message = { text: [[{ text, bold: true }], [{ text: `${text}!` }]], buttons: [], typedHint: null };
      expect(await stage.channel.send(to(stage.channel.bot, stage.chat), message)).toMatchObject({ kind: "sent" });
      expect(await stage.seen()).toEqual([`${text}\n${text}!`.normalize("NFC")]);
    });

    test("takes a message as long as its limit", async () => {
      await using stage = await open();
      const longest = "ề".repeat(stage.channel.limits.text);
      const outcome = await stage.channel.send(to(stage.channel.bot, stage.chat), saying(longest));
      expect(outcome).toMatchObject({ kind: "sent" });
    });

    test("calls a broken line after it spoke unknown, and does not speak again", async () => {
      await using stage = await open();
      stage.cutNext();
      const outcome = await stage.channel.send(to(stage.channel.bot, stage.chat), saying("Chào bạn"));
      expect(outcome).toEqual({ kind: "unknown" });
      expect(await stage.seen()).toEqual(["Chào bạn"]);
    });

    test("shows a picture with the text that says the same, as one message", async () => {
      await using stage = await open();
      const outcome = await stage.channel.send(to(stage.channel.bot, stage.chat), pictured);
      expect(outcome).toEqual(sentBy(stage));
      expect(await stage.seen()).toEqual(["Học phần 4.\nDừng lại & gọi lại số đã lưu."]);
      expect(stage.pictures()).toEqual([expect.stringMatching(/./)]);
    });

    test("sends the text alone where there is no such picture", async () => {
      await using stage = await open();
      const unknown: Message = { ...pictured, picture: { ...pictured.picture!, hash: "ffffff" as PictureHash } };
      expect(await stage.channel.send(to(stage.channel.bot, stage.chat), unknown)).toMatchObject({ kind: "sent" });
      expect(await stage.seen()).toEqual(["Học phần 4.\nDừng lại & gọi lại số đã lưu."]);
      expect(stage.pictures()).toEqual([null]);
    });

    test("sends the text alone, once, where the picture is refused", async () => {
      await using stage = await open();
      stage.refusePictures();
      expect(await stage.channel.send(to(stage.channel.bot, stage.chat), pictured)).toMatchObject({ kind: "sent" });
      expect(await stage.seen()).toEqual(["Học phần 4.\nDừng lại & gọi lại số đã lưu."]);
      expect(stage.pictures()).toEqual([null]);
    });

    test("shows a picture that was made for one person, as one message, each time anew", async () => {
      await using stage = await open();
      for (let times = 0; times < 2; times++) {
        const outcome = await stage.channel.send(to(stage.channel.bot, stage.chat), {
          ...pictured,
          picture: madePicture,
        });
        expect(outcome).toEqual(sentBy(stage));
      }
      expect(stage.pictures()).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
    });

    test.each([
      ["has expired", false],
      ["is refused", true],
    ])("sends the text alone where a picture that was made for one person %s", async (_, refused) => {
      await using stage = await open();
      if (refused) stage.refusePictures();
      const picture = { ...madePicture, file: (refused ? 7 : 99) as FileId };
      const outcome = await stage.channel.send(to(stage.channel.bot, stage.chat), { ...pictured, picture });
      expect(outcome).toMatchObject({ kind: "sent" });
      expect(await stage.seen()).toEqual(["Học phần 4.\nDừng lại & gọi lại số đã lưu."]);
      expect(stage.pictures()).toEqual([null]);
    });

    test("sends a file with its text where the platform takes files, else the text, as one message", async () => {
      await using stage = await open();
      const message: Message = { ...saying("Báo cáo"), document: madeBook };
      expect(await stage.channel.send(to(stage.channel.bot, stage.chat), message)).toMatchObject({ kind: "sent" });
      expect(await stage.seen()).toEqual(["Báo cáo"]);
      const uploads = stage.channel.handsOver.kind === "upload";
      expect(stage.pictures()).toEqual([uploads ? "bao-cao.xlsx" : null]);
    });

    test("sends the text alone where the file has expired", async () => {
      await using stage = await open();
      const message: Message = { ...saying("Báo cáo"), document: { file: 99 as FileId } };
      expect(await stage.channel.send(to(stage.channel.bot, stage.chat), message)).toMatchObject({ kind: "sent" });
      expect(await stage.seen()).toEqual(["Báo cáo"]);
      expect(stage.pictures()).toEqual([null]);
    });

    test("asks for a phone number by a card where the platform has one, else by the text, as one message", async () => {
      await using stage = await open();
      expect(await stage.channel.send(to(stage.channel.bot, stage.chat), askingPhone)).toEqual(sentBy(stage));
      const [seen, ...more] = await stage.seen();
      const card = "Anh/Chị chưa có mã?\nBấm vào đây để gửi số điện thoại.";
      expect(more).toEqual([]);
      expect(["Anh/Chị hỏi người phụ trách.", ...(stage.channel.asksPhone ? [card] : [])]).toContain(seen);
    });

    test("calls a line that breaks with a picture on it unknown, and does not speak again", async () => {
      await using stage = await open();
      stage.cutNext();
      expect(await stage.channel.send(to(stage.channel.bot, stage.chat), pictured)).toEqual({ kind: "unknown" });
      expect(await stage.seen()).toEqual(["Học phần 4.\nDừng lại & gọi lại số đã lưu."]);
    });

    test("takes a message as long as its limit with a picture, too", async () => {
      await using stage = await open();
      const longest = { ...pictured, text: saying("ề".repeat(stage.channel.limits.text)).text };
      expect(await stage.channel.send(to(stage.channel.bot, stage.chat), longest)).toMatchObject({ kind: "sent" });
      expect(await stage.seen()).toEqual([expect.stringMatching(/^ề+$/)]);
    });

    test.each(awkward)("hears %j from a person of that name as it is", async (text) => {
      await using stage = await open();
      const update = await stage.saying(text, text);
      expect(stage.channel.read(update)).toEqual({
        address: { bot: stage.channel.bot, chat: stage.chat },
        content: { kind: "text", text },
        writtenAt: expect.any(Date),
        displayName: stage.nameless ? "" : text,
        ...(stage.channel.windows === undefined ? {} : { interaction: expect.any(Date) }),
      });
    });

    test("gives one update one key, another update another", async () => {
      await using stage = await open();
      const first = await stage.saying("A");
      const second = await stage.saying("A");
      const key = stage.channel.key(first);
      expect(key).toEqual({ update: expect.stringMatching(/./), chat: stage.chat });
      expect(stage.channel.key(structuredClone(first))).toEqual(key);
      expect(stage.channel.key(second)?.update).not.toBe(key?.update);
    });

    test.each(nonsense)("neither throws at nor hears %j", async (update) => {
      await using stage = await open();
      expect(stage.channel.read(update)).toBeNull();
      expect(() => stage.channel.key(update)).not.toThrow();
      await expect(stage.channel.acknowledge(update)).resolves.toBeUndefined();
    });

    test("knows who it is", async () => {
      await using stage = await open();
      expect(await stage.channel.probe()).toEqual({ ok: true, name: expect.stringMatching(/./) });
    });
  });
}

/** Sent, and where messages may cost something, for nothing: she has only just written. */
const sentBy = ({ channel }: Stage) => ({
  kind: "sent",
  platformId: expect.stringMatching(/./),
  ...(channel.windows === undefined ? {} : { charge: "free" }),
});

const nonsense: unknown[] = [
  null,
  undefined,
  7,
  "A",
  [],
  [null],
  {},
  { update_id: "x" },
  { update_id: 1, message: {} },
  { update_id: 1, message: { chat: { id: "x" }, text: "A" } },
  { update_id: 1, callback_query: { id: 5 } },
  { event_name: "message.text.received" },
  { event_name: "message.text.received", message: null },
  { event_name: "message.text.received", message: { text: "A", from: { id: "1" } } },
  { ok: true, result: null },
  { ok: true, result: [] },
  { id: "1", chat: "c", at: "not a time", text: "A" },
  { event_name: "user_send_text" },
  { event_name: "user_send_text", sender: null, message: { text: "A" } },
  { event_name: "user_send_text", sender: { id: "7" }, message: null },
  { event_name: "follow", follower: { id: 7 } },
  { event_name: "oa_send_text", sender: { id: "4" }, recipient: { id: "7" }, message: { text: "A", msg_id: "1" } },
];
