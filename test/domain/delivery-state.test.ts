import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  afterOutcome,
  type DeliveryFacts,
  type DeliveryKind,
  guessedPauseSeconds,
  lastRank,
  type NextState,
  rankOf,
} from "#domain/delivery-state.ts";
import type { SendOutcome } from "#domain/outcome.ts";

const now = new Date("2026-03-02T00:30:00Z");
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const lesson: DeliveryFacts = {
  kind: "lesson",
  sends: 1,
  unknowns: 0,
  expiresAt: inSeconds(3 * 3600),
  otherChat: false,
};
const planned = (seconds: number, chat: "same" | "other" = "same"): NextState => ({
  state: "planned",
  dueAt: inSeconds(seconds),
  chat,
});

const gone = { kind: "gone" } as const;
const closed = { kind: "closed" } as const;
const unknown = { kind: "unknown" } as const;
const unreached = { kind: "unreached" } as const;
const refused = { kind: "refused", reason: "message is too long" } as const;
const throttled = (retryAfterSeconds: number | null) => ({ kind: "throttled", retryAfterSeconds }) as const;
const shut = { kind: "shut", reason: "token" } as const;

describe("what becomes of a delivery", () => {
  test.each<[string, Partial<DeliveryFacts>, SendOutcome, NextState, { sends: number; unknowns: number }]>([
    ["sent", {}, { kind: "sent", platformId: "9" }, { state: "sent", platformId: "9" }, { sends: 1, unknowns: 0 }],
    ["throttled: again when told, and it was no try", {}, throttled(17), planned(17), { sends: 0, unknowns: 0 }],
    [
      "throttled without a figure: the lane's pause decides",
      {},
      throttled(null),
      planned(0),
      { sends: 0, unknowns: 0 },
    ],
    [
      "throttled past its time: not sent",
      { expiresAt: inSeconds(17) },
      throttled(17),
      { state: "cancelled", reason: "expired" },
      { sends: 0, unknowns: 0 },
    ],
    [
      "throttled, but always worth it",
      { expiresAt: null },
      throttled(86_400),
      planned(86_400),
      { sends: 0, unknowns: 0 },
    ],
    ["gone: not sent", {}, gone, { state: "cancelled", reason: "gone" }, { sends: 1, unknowns: 0 }],
    [
      "gone with another chat: there, at once",
      { otherChat: true },
      gone,
      planned(0, "other"),
      { sends: 1, unknowns: 0 },
    ],
    [
      "gone, a reply: the other chat did not ask",
      { otherChat: true, kind: "reply" },
      gone,
      { state: "cancelled", reason: "gone" },
      { sends: 1, unknowns: 0 },
    ],
    ["closed by a silence: not sent", {}, closed, { state: "cancelled", reason: "window" }, { sends: 1, unknowns: 0 }],
    [
      "closed by a silence, with another chat: there, at once",
      { otherChat: true },
      closed,
      planned(0, "other"),
      { sends: 1, unknowns: 0 },
    ],
    ["refused: failed", {}, refused, { state: "failed", reason: "message is too long" }, { sends: 1, unknowns: 0 }],
    ["unreached: again soon", {}, unreached, planned(5), { sends: 1, unknowns: 0 }],
    ["unreached a fourth time: later", { sends: 4 }, unreached, planned(40), { sends: 4, unknowns: 0 }],
    [
      "unreached a hundredth time: every five minutes",
      { sends: 100 },
      unreached,
      planned(300),
      { sends: 100, unknowns: 0 },
    ],
    ["shut: due, for when the lane opens or another takes it over", {}, shut, planned(0), { sends: 0, unknowns: 0 }],
    ["unknown: once more", {}, unknown, planned(30), { sends: 1, unknowns: 1 }],
    [
      "unknown, and too late for once more",
      { expiresAt: inSeconds(30) },
      unknown,
      { state: "unknown" },
      { sends: 1, unknowns: 1 },
    ],
    [
      "unknown a second time: never a third send",
      { sends: 2, unknowns: 1 },
      unknown,
      { state: "unknown" },
      { sends: 2, unknowns: 2 },
    ],
    [
      "unknown before, refused now: it may have arrived",
      { sends: 2, unknowns: 1 },
      refused,
      { state: "unknown" },
      { sends: 2, unknowns: 1 },
    ],
    [
      "unknown before, gone now: it may have arrived",
      { sends: 2, unknowns: 1 },
      gone,
      { state: "unknown" },
      { sends: 2, unknowns: 1 },
    ],
    [
      "unknown before, throttled past its time now",
      { sends: 2, unknowns: 1, expiresAt: inSeconds(9) },
      throttled(10),
      { state: "unknown" },
      { sends: 1, unknowns: 1 },
    ],
  ])("%s", (_, facts, outcome, next, counts) => {
    expect(afterOutcome({ ...lesson, ...facts }, outcome, now)).toEqual({ next, ...counts });
  });

  const kinds = fc.constantFrom<DeliveryKind>("lesson", "reminder", "nudge", "reoffer", "correction", "reply");
  const outcomes = fc.constantFrom<SendOutcome>(
    { kind: "sent", platformId: "1" },
    throttled(5),
    throttled(null),
    gone,
    closed,
    refused,
    unreached,
    shut,
    unknown,
  );

  test("whatever the platform does, it may have arrived at most twice, and what may have arrived is never planned anew", () => {
    fc.assert(
      fc.property(
        kinds,
        fc.option(fc.nat(7200)),
        fc.boolean(),
        fc.array(outcomes, { maxLength: 30 }),
        (kind, window, otherChat, story) => {
          const expiresAt = window === null ? null : inSeconds(window);
          let [facts, time, arrivals]: [DeliveryFacts, Date, number] = [
            { ...lesson, kind, expiresAt, otherChat, sends: 0 },
            now,
            0,
          ];
          for (const outcome of story) {
            if (outcome.kind === "sent" || outcome.kind === "unknown") arrivals++;
            const settled = afterOutcome({ ...facts, sends: facts.sends + 1 }, outcome, time);
            facts = { ...facts, sends: settled.sends, unknowns: settled.unknowns };
            if (settled.next.state !== "planned") {
              const lost = settled.next.state === "failed" || settled.next.state === "cancelled";
              expect(arrivals === 0).toBe(lost);
              break;
            }
            expect(settled.next.dueAt.getTime()).toBeGreaterThanOrEqual(time.getTime());
            if (expiresAt !== null) expect(settled.next.dueAt.getTime()).toBeLessThan(expiresAt.getTime());
            time = settled.next.dueAt;
          }
          expect(arrivals).toBeLessThanOrEqual(2);
          expect(facts.sends).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("an answer to a person goes before lessons, lessons before the rest", () => {
    const { reply, lesson, ...rest } = rankOf;
    expect(reply).toBeLessThan(lesson);
    expect(lesson).toBeLessThan(lastRank);
    expect([...new Set(Object.values(rest))]).toEqual([lastRank]);
  });

  test("a throttle without a figure stops the bot for a minute, doubling up to an hour", () => {
    expect([0, 1, 2, 5, 6, 50].map(guessedPauseSeconds)).toEqual([60, 120, 240, 1920, 3600, 3600]);
  });
});
