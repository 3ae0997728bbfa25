import fc from "fast-check";
import { expect, test } from "vitest";
import { documentOf } from "#app/cli/print.ts";

test("a document of what people wrote holds nothing that a terminal obeys, and says the same", () => {
  expect(documentOf({ text: "a\u009b31m\u202eb\u007f\u001b[2J" })).toBe(
    '{\n  "text": "a\\u009b31m\\u202eb\\u007f\\u001b[2J"\n}\n',
  );
  fc.assert(
    fc.property(fc.json({ stringUnit: "binary" }), (json) => {
      const value = { value: JSON.parse(json) };
      const document = documentOf(value);
      expect(JSON.parse(document)).toEqual(value);
      expect(document).not.toMatch(/(?!\n)[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u);
    }),
    { numRuns: 500 },
  );
});
