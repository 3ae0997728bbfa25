import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttemptId, UnitId } from "#domain/ids.ts";
import * as actions from "#wording/actions.ts";

const ids = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const refs: fc.Arbitrary<actions.QuestionRef> = fc.oneof(
  fc.record({
    kind: fc.constant("lesson" as const),
    attempt: ids.map((id) => id as AttemptId),
    question: fc.nat(999),
    comeback: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("review" as const), card: ids }),
);

describe("what a press says", () => {
  it("is read back as it was written, within 40 bytes", () => {
    fc.assert(
      fc.property(refs, fc.nat(4), fc.uniqueArray(fc.nat(4)), (of, position, several) => {
        const pressed = actions.answerAction(of, position);
        const submitted = actions.submitAction(of) + several.join(",");
        expect(actions.readAction(pressed)).toEqual({ kind: "answer", of, positions: [position] });
        expect(actions.readAction(submitted)).toEqual({ kind: "answer", of, positions: several });
        expect(Buffer.byteLength(`${actions.submitAction(of)}0,1,2,3,4`)).toBeLessThanOrEqual(40);
        expect(Buffer.byteLength(pressed)).toBeLessThanOrEqual(40);
      }),
    );
  });

  it("may be consent, a unit, a page, a command", () => {
    expect(actions.readAction(actions.consentAction(true))).toEqual({ kind: "consent", agreed: true });
    expect(actions.readAction(actions.consentAction(false))).toEqual({ kind: "consent", agreed: false });
    expect(actions.readAction(actions.unitAction(7 as UnitId))).toEqual({ kind: "unit", unit: 7 });
    expect(actions.readAction(actions.pageAction(0))).toEqual({ kind: "page", page: 0 });
    expect(actions.readAction(actions.commandAction("ontap"))).toEqual({ kind: "command", command: "ontap" });
  });

  it.each([
    "",
    "a",
    "a:1:2:0",
    "a:0:0:0:1",
    "a:01:0:0:1",
    "a:1:0:2:1",
    "a:1:0:0:5",
    "a:1:0:0:1,1",
    "a:1:0:0:1,",
    "a:1:0:0:1\n",
    "a:9999999999999999:0:0:1",
    "a:-1:0:0:1",
    "r:1",
    "c:2",
    "c:",
    "u:0",
    "u:1e3",
    "p:-1",
    "x:xoa",
    "x:constructor",
    "đồng ý",
    `u:${"1".repeat(60)}`,
  ])("is nothing of ours: %j", (text) => expect(actions.readAction(text)).toBeNull());

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void actions.readAction(text)));
  });
});
