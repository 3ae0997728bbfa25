import fc from "fast-check";
import { expect, test } from "vitest";
import { typedText } from "#channels/plain.ts";
import { limits, render } from "#channels/zalo-oa/render.ts";
import type { Action, Button, Message } from "#domain/message.ts";
import { bold, plain, plainText } from "#domain/text.ts";
import { Assets } from "../../fakes/zalo-oa/assets.ts";
import { readMessage } from "../../fakes/zalo-oa/messages.ts";
import { lan, openStage } from "./stage.ts";

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constantFrom(
    "<b>Đậm</b>",
    "*sao* {red}đỏ{/red}",
    "hv1:a:1:0:0:1",
    "[@7300114455667788991]",
    "\u202Eược",
    "Ho\u0301a",
  ),
);
const label = anyText.map((text) => (text.trim() === "" ? "A" : text));
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({
    kind: fc.constant("press" as const),
    label,
    action: fc.stringMatching(/^[a-z0-9:,]{1,40}$/).map((text) => text as Action),
  }),
  fc.record({ kind: fc.constant("link" as const), label, url: fc.webUrl() }),
  fc.record({ kind: fc.constant("toggle" as const), label, index: fc.nat(4) }),
);
const message: fc.Arbitrary<Message> = fc
  .record({
    text: fc
      .array(fc.tuple(anyText, fc.boolean()), { minLength: 1, maxLength: 8 })
      .map((lines) => lines.map(([text, strong]) => (strong ? bold(text) : plain(text)))),
    buttons: fc.array(fc.array(button, { maxLength: 4 }), { maxLength: 3 }),
    typedHint: fc.option(anyText),
  })
  .filter((one) => {
    const { length } = typedText(one);
    return plainText(one.text).trim() !== "" && length <= limits.text;
  });

const rules = { buttons: true, pictures: true, cards: true, fetchesPhotos: false };

test("any message is taken by the platform, says all it says, and stays what it is", async () => {
  await fc.assert(
    fc.asyncProperty(message, async (one) => {
      const { text, buttons } = render(one);
      expect(text.length).toBeLessThanOrEqual(limits.text);
      expect(text).toBe(text.normalize("NFC"));
      expect(text.startsWith(plainText(one.text).normalize("NFC"))).toBe(true);
      const attachment = { type: "template", payload: { buttons } };
      const given = JSON.parse(JSON.stringify(buttons.length === 0 ? { text } : { text, attachment }));
      expect(await readMessage(given, rules, new Assets(() => 0))).toMatchObject({ text, buttons });
      // Whatever may be pressed can be pressed, or is asked in words.
      const pressable = one.buttons.flat().filter(({ kind }) => kind !== "link");
      const presses = buttons.filter(({ type }) => type === "oa.query.hide");
      expect(presses.length === pressable.length || text === typedText(one)).toBe(true);
    }),
  );
});

test("a press comes back as the action it was given, whatever that is", async () => {
  const { channel, fake } = await openStage();
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[a-z0-9:,]{1,40}$/), async (action) => {
      const press: Button = { kind: "press", label: "A", action: action as Action };
      const { buttons } = render({ text: [plain("?")], buttons: [[press]], typedHint: null });
      expect(channel.read(await fake.say(lan, String(buttons[0]!.payload)))?.content).toEqual({ kind: "tap", action });
    }),
  );
});

test("a sixth button makes all of them typed; links are written out then", () => {
  const press = (n: number): Button => ({ kind: "press", label: String(n), action: `u:${n}` as Action });
  const link: Button = { kind: "link", label: "Mở bảng", url: "https://x.example.org/b" };
  const many = (count: number): Message => ({
    text: [plain("Đơn vị nào?")],
    buttons: [Array.from({ length: count }, (_, at) => press(at)), [link]],
    typedHint: "Gõ số",
  });
  expect(render(many(4)).buttons).toHaveLength(5);
  expect(render(many(4)).text).toBe("Đơn vị nào?");
  expect(render(many(5))).toEqual({ text: "Đơn vị nào?\nMở bảng\nhttps://x.example.org/b\nGõ số", buttons: [] });
});
