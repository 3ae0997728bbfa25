import { describe, expect, it } from "vitest";
import { plainText } from "#domain/text.ts";
import { readAction } from "#wording/actions.ts";
import { everyMessage, typedOut } from "./messages.ts";

const all = [...everyMessage(true), ...everyMessage(false)];

describe("every message", () => {
  it.each(all)("fits 1,900 units with its typed hint: %s", (_, message) => {
    expect(typedOut(message).length).toBeLessThanOrEqual(1900);
    expect(plainText(message.text).trim()).not.toBe("");
  });

  it.each(all)("says nothing a program would say: %s", (_, message) => {
    expect(typedOut(message)).not.toMatch(/undefined|null|NaN|\[object|Infinity/);
  });

  it.each(all)("is composed, and has no blank line too many: %s", (_, message) => {
    const text = typedOut(message);
    expect(text).toBe(text.normalize("NFC"));
    expect(text).not.toMatch(/\n{3}|^\n|\n$|[^\S\n]\n/);
  });

  it.each(all)("addresses people as Anh/Chị and blames nobody: %s", (_, message) => {
    expect(typedOut(message).toLowerCase()).not.toMatch(
      /(^|[^\p{L}])(bạn|mình|lười|trễ|thất bại|phải học)([^\p{L}]|$)/u,
    );
  });

  it.each(all)("has buttons that can be pressed: %s", (_, message) => {
    for (const row of message.buttons) {
      expect(row.length).toBeGreaterThan(0);
      expect(row.length).toBeLessThanOrEqual(4);
      for (const button of row) {
        expect(button.label).not.toBe("");
        if (button.kind === "press" || button.kind === "submit") expect(readAction(button.action)).not.toBeNull();
      }
    }
    // An address is written out where there are no buttons.
    expect(message.buttons.flat().every(({ kind }) => kind === "link") || message.typedHint !== null).toBe(true);
  });

  it.each(all.filter(([, message]) => message.picture !== undefined))(
    "fits under its picture on every platform: %s",
    (_, message) => {
      expect(typedOut(message).length).toBeLessThanOrEqual(1024);
    },
  );

  it("keeps the question whole when a lesson is too long", () => {
    const [, message] = all.find(([name]) => name === "lesson, single")!;
    expect(plainText(message.text)).toContain("…");
    expect(plainText(message.text)).toMatch(/\nE\. .+$/);
    expect(message.typedHint).toBe("Trả lời: gõ A, B, C, D hoặc E");
  });

  it("says how many people a list leaves off", () => {
    const [, message] = all.find(([name]) => name === "inactive")!;
    const text = plainText(message.text);
    const told = text.split("\n").filter((line) => line.startsWith("- ")).length / 2;
    expect(told).toBeGreaterThan(3);
    expect(text.match(/… và ([\d.]+) người nữa/g)).toHaveLength(2);
    expect(text).toContain(`… và ${(3000 - told).toLocaleString("vi-VN")} người nữa`);
  });
});
