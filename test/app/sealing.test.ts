import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSealing, readSealingKey } from "#app/sealing.ts";

const key = randomBytes(32).toString("base64url");
const other = randomBytes(32).toString("hex");
const sealing = openSealing([key]);

describe("what was sealed", () => {
  test("opens with the same key in the same place, whatever it says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, place) => {
        expect(sealing.unseal(sealing.seal(text, place), place)).toEqual({ kind: "open", text });
      }),
    );
  });

  test("never looks the same twice, and does not show what it says", () => {
    const twice = [sealing.seal("secret-token", "p"), sealing.seal("secret-token", "p")].map((one) => Buffer.from(one));
    expect(twice[0]!.equals(twice[1]!)).toBe(false);
    expect(twice[0]!.includes("secret-token")).toBe(false);
  });

  test("is damaged once a single bit is, or in another place; never open, never a throw", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.integer({ min: 0, max: 7 }), (text, at, bit) => {
        const sealed = Buffer.from(sealing.seal(text, "here"));
        sealed[at % sealed.length]! ^= 1 << bit;
        expect(sealing.unseal(sealed, "here").kind).not.toBe("open");
      }),
    );
    expect(sealing.unseal(sealing.seal("x", "here"), "there")).toEqual({ kind: "damaged" });
    expect(sealing.unseal(new Uint8Array(0), "here")).toEqual({ kind: "damaged" });
  });

  test("says of another key that it is another, and opens with it once it is among ours", () => {
    const sealed = openSealing([other]).seal("x", "here");
    expect(sealing.unseal(sealed, "here")).toEqual({ kind: "other key" });
    expect(openSealing([key, other]).unseal(sealed, "here")).toEqual({ kind: "open", text: "x" });
  });
});

test("a key is 32 bytes in hex or base64, and nothing else", () => {
  const bytes = randomBytes(32);
  for (const form of ["hex", "base64url", "base64"] as const)
    expect(readSealingKey(bytes.toString(form))).toEqual(bytes);
  for (const wrong of ["", "secret", bytes.toString("hex").slice(2), randomBytes(31).toString("base64url"), `${key}==`])
    expect(readSealingKey(wrong)).toBeNull();
});
