import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rating } from "#domain/confidence.ts";
import type { AttemptId, CohortId, ExerciseId, InboxId, UnitId } from "#domain/ids.ts";
import * as actions from "#wording/actions.ts";

const ids = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const refs: fc.Arbitrary<actions.QuestionRef> = fc.oneof(
  fc.record({
    kind: fc.constant("lesson" as const),
    attempt: ids.map((id) => id as AttemptId),
    question: fc.nat(999),
    comeback: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("exercise" as const), exercise: ids.map((id) => id as ExerciseId), item: fc.nat(20) }),
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

  it("may be a rating, of at most 40 bytes too", () => {
    const moments = fc.constantFrom("before" as const, "after" as const);
    fc.assert(
      fc.property(
        ids,
        fc.integer({ min: 1, max: 99 }),
        moments,
        fc.constantFrom<Rating>(1, 2, 3, 4, 5),
        (id, number, moment, rating) => {
          const of = { cohort: id as CohortId, number, moment };
          const pressed = actions.ratingAction(of, rating);
          expect(actions.readAction(pressed)).toEqual({ kind: "rating", of, rating });
          expect(Buffer.byteLength(pressed)).toBeLessThanOrEqual(40);
        },
      ),
    );
  });

  it("may be an offer of a digest, for a unit or for all", () => {
    fc.assert(
      fc.property(fc.constantFrom("nudge", "invite", "reach"), fc.option(ids), (kind, id) => {
        const action = { kind, unit: id as UnitId | null };
        expect(actions.readAction(actions.offerAction(action))).toEqual({ kind: "offer", action });
        expect(Buffer.byteLength(actions.offerAction(action))).toBeLessThanOrEqual(40);
      }),
    );
  });

  it("may begin an announcement, or send or drop the one that was shown", () => {
    expect(actions.readAction(actions.announcementAction())).toEqual({ kind: "announcement" });
    fc.assert(
      fc.property(ids, fc.boolean(), (id, send) => {
        const pressed = actions.draftAction(id as InboxId, send);
        expect(actions.readAction(pressed)).toEqual({ kind: "draft", draft: id, send });
        expect(Buffer.byteLength(pressed)).toBeLessThanOrEqual(40);
      }),
    );
  });

  it("may be one of the questions that were asked back", () => {
    fc.assert(
      fc.property(ids, fc.nat({ max: 8 }), (id, place) => {
        const pressed = actions.whichAction(id as InboxId, place);
        expect(actions.readAction(pressed)).toEqual({ kind: "which", asked: id, place });
        expect(Buffer.byteLength(pressed)).toBeLessThanOrEqual(40);
      }),
    );
    expect(actions.readAction("q:7:9")).toBeNull();
    expect(actions.readAction("q:0:1")).toBeNull();
  });

  it("may be consent, a unit, a page, a command", () => {
    expect(actions.readAction(actions.consentAction(true))).toEqual({ kind: "consent", agreed: true });
    expect(actions.readAction(actions.consentAction(false))).toEqual({ kind: "consent", agreed: false });
    expect(actions.readAction(actions.unitAction(7 as UnitId))).toEqual({ kind: "unit", unit: 7 });
    expect(actions.readAction(actions.pageAction(0))).toEqual({ kind: "page", page: 0 });
    const command = { kind: "command", command: "ontap", argument: "" };
    expect(actions.readAction(actions.commandAction("ontap"))).toEqual(command);
    const numbered = { kind: "command", command: "thuvien", argument: "4.12" };
    expect(actions.readAction(actions.commandAction("thuvien", "4.12"))).toEqual(numbered);
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
    "x:thuvien:0",
    "x:thuvien:4.",
    "x:thuvien:4.123",
    "k:1:1:c:3",
    "k:1:0:a:3",
    "k:0:1:a:3",
    "k:1:1:a:6",
    "e:0:1:1",
    "n:2:1",
    "n:1:0",
    "n:1",
    "g:x:1",
    "g:n:01",
    "g:n:9999999999999999",
    "g:n:",
    "x:constructor",
    "đồng ý",
    `u:${"1".repeat(60)}`,
  ])("is nothing of ours: %j", (text) => expect(actions.readAction(text)).toBeNull());

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void actions.readAction(text)));
  });
});
