import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillTemplate, type TemplateFacts, templateFault, withVat } from "#domain/zalo-template.ts";

const values = { ten: "Nguyễn Thị Lan", so_bai: "3", ten_khoa: "Học vụ số", ten_bai: "Bốn nút bấm" };
const param = (name: string, longest = 30, required = true) => ({ name, required, longest });

test("VAT is put on top, and rounded up, never down", () => {
  expect([140, 200, 300, 55, 1].map(withVat)).toEqual([154, 220, 330, 61, 2]);
});

describe("what is put into a text's places", () => {
  test("is what it has and we know", () => {
    expect(fillTemplate([param("ten"), param("so_bai"), param("ngay", 30, false)], values)).toEqual({
      ten: "Nguyễn Thị Lan",
      so_bai: "3",
    });
  });

  test("is never longer than the platform takes, and never half a letter", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (ten, longest) => {
          const { ten: filled } = fillTemplate([param("ten", longest)], { ...values, ten });
          expect(filled!.length).toBeLessThanOrEqual(longest);
          expect(Buffer.from(filled!).toString()).toBe(filled);
        },
      ),
    );
  });
});

test.each([
  [{}, null],
  [{ status: "REJECT" }, { kind: "status", status: "REJECT" }],
  [{ priceVnd: null }, { kind: "price" }],
  [{ params: [param("ten"), param("ma_don")] }, { kind: "place", name: "ma_don" }],
  [{ params: [param("ma_don", 30, false)] }, null],
] as [Partial<TemplateFacts>, object | null][])("a text %o cannot be sent because of %o", (changed, fault) => {
  expect(templateFault({ name: "x", status: "ENABLE", priceVnd: 140, params: [param("ten")], ...changed })).toEqual(
    fault,
  );
});
