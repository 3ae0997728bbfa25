import fc from "fast-check";
import { expect, test } from "vitest";
import { html } from "#http/dashboard/markup.ts";

test("texts never become markup, between tags or in attributes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const { markup } = html`<a title="${text}">${[text, text]}</a>`;
      const inner = markup.slice('<a title="'.length, -"</a>".length);
      expect(inner.replace('">', "")).not.toMatch(/[<>"']/);
    }),
  );
  expect(html`${"<b>&\"'"}`.markup).toBe("&lt;b&gt;&amp;&quot;&#39;");
});

test("markup stays what it is, numbers are written and null is nothing", () => {
  expect(html`<p>${html`<b>${1}</b>`}${null}${[html`<i></i>`, 2]}</p>`.markup).toBe("<p><b>1</b><i></i>2</p>");
});
