import fc from "fast-check";
import { expect, test } from "vitest";
import { render } from "#channels/telegram/render.ts";
import { plain, plainText, type RichText } from "#domain/text.ts";
import { parseHtml } from "../../fakes/telegramHtml.ts";
import { question } from "../samples.ts";

const span = fc.record(
  { text: fc.string({ unit: "binary" }), bold: fc.constant(true as const) },
  { requiredKeys: ["text"] },
);
const text: fc.Arbitrary<RichText> = fc.array(fc.array(span));

test("whatever is written, Telegram reads it back letter for letter", () => {
  fc.assert(
    fc.property(text, (lines) => {
      const read = parseHtml(render({ text: lines, buttons: [], typedHint: null }).html);
      const composed = lines.map((line) => line.map((one) => ({ ...one, text: one.text.normalize("NFC") })));
      expect(read).toMatchObject({ ok: true, text: plainText(composed) });
    }),
    // A stroke in front of the closing or behind the opening mark must not melt into it.
    { examples: [[[[{ text: "\u0338a", bold: true }]]], [[[{ text: "a", bold: true }, { text: "\u0338" }]]]] },
  );
});

test("markup in what people write stays what it is", () => {
  const { html } = render({ text: [[{ text: "<b>&amp;", bold: true }]], buttons: [], typedHint: "gõ <A>" });
  expect(html).toBe("<b>&lt;b&gt;&amp;amp;</b>\ngõ &lt;A&gt;");
});

test("a link alone is nothing to answer with, so the hint stays", () => {
  const link = { kind: "link" as const, label: "Mở", url: "https://example.org/a?b=1&c=2" };
  const { html, keyboard } = render({ text: [plain("Báo cáo")], buttons: [[link]], typedHint: "gõ hoc" });
  expect(html).toBe("Báo cáo\ngõ hoc");
  expect(keyboard).toEqual([[{ text: "Mở", url: "https://example.org/a?b=1&c=2" }]]);
});

test("with something to press there is no hint", () => {
  expect(render(question).html).not.toContain("Trả lời");
});
