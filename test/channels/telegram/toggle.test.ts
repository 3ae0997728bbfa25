import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTelegram, type Telegram } from "#channels/telegram/open.ts";
import { flipped, indexes, parsePressed, submitData, toggleData } from "#channels/telegram/toggle.ts";
import { fakeFetch } from "../../fakes/shell.ts";
import { FakeTelegram } from "../../fakes/telegram.ts";
import { question, severalChoice, to } from "../samples.ts";

let fake: FakeTelegram;
let telegram: Telegram;
let confirmed: number;

beforeEach(async () => {
  fake = new FakeTelegram();
  confirmed = 0;
  telegram = openTelegram({ token: fake.token, apiRoot: "http://api", warn() {}, fetch: fakeFetch([fake]) });
  fake.say(1001, "/start");
  await updates();
});

afterEach(() => fake.close());

/** What waits for the bot, each once. */
async function updates(): Promise<{ update_id: number }[]> {
  const answer = await fake.handle(fake.token, "getUpdates", { offset: confirmed }, new AbortController().signal);
  const { result } = JSON.parse("body" in answer ? answer.body : "") as { result: { update_id: number }[] };
  confirmed = (result.at(-1)?.update_id ?? confirmed - 1) + 1;
  return result;
}

/** Presses, and lets the bot acknowledge; answers what the bot read. */
async function tap(label: string, times = 1) {
  fake.tap(1001, null, label, { times });
  const heard = [];
  for (const update of await updates()) {
    await telegram.acknowledge(update);
    heard.push(telegram.read(update)?.content ?? null);
  }
  return heard;
}

const labels = () =>
  fake
    .sent(1001)
    .at(-1)!
    .keyboard.map((row) => row.map(({ text }) => text).join(" | "));

test("toggles turn on and off and say nothing; the submit button says what is on", async () => {
  await telegram.send(to(telegram.bot, "1001"), severalChoice);
  expect(labels()).toEqual(["A | B | C", "Gửi"]);
  expect(await tap("C")).toEqual([null]);
  expect(await tap("A")).toEqual([null]);
  expect(await tap("B")).toEqual([null]);
  expect(labels()).toEqual(["☑ A | ☑ B | ☑ C", "Gửi"]);
  expect(await tap("B")).toEqual([null]);
  expect(labels()).toEqual(["☑ A | B | ☑ C", "Gửi"]);
  expect(await tap("Gửi")).toEqual([{ kind: "tap", action: "q:8:0,2" }]);
});

test("submitting nothing says so", async () => {
  await telegram.send(to(telegram.bot, "1001"), severalChoice);
  expect(await tap("Gửi")).toEqual([{ kind: "tap", action: "q:8:" }]);
});

test("one press that comes as several updates flips once, and each spinner is stopped", async () => {
  await telegram.send(to(telegram.bot, "1001"), severalChoice);
  expect(await tap("A", 3)).toEqual([null, null, null]);
  expect(labels()[0]).toBe("☑ A | B | C");
  expect(fake.answeredQueries).toHaveLength(3);
});

test("two presses made on the same drawing both count", async () => {
  await telegram.send(to(telegram.bot, "1001"), severalChoice);
  await tap("A");
  const { messageId } = fake.sent(1001).at(-1)!;
  fake.press(1001, messageId, toggleData(2, 0)); // drawn before A was on
  for (const update of await updates()) await telegram.acknowledge(update);
  expect(labels()[0]).toBe("☑ A | B | ☑ C");
});

test("a plain button says its action and its keyboard stays", async () => {
  await telegram.send(to(telegram.bot, "1001"), question);
  expect(await tap("B")).toEqual([{ kind: "tap", action: "q:7:1" }]);
  expect(fake.calls.map(({ method }) => method)).not.toContain("editMessageReplyMarkup");
});

test("a press on a message too old to be looked into is answered and changes nothing", async () => {
  await telegram.send(to(telegram.bot, "1001"), severalChoice);
  fake.tap(1001, null, "A", { inaccessible: true });
  const [update] = await updates();
  await telegram.acknowledge(update);
  expect(telegram.read(update)).toBeNull();
  expect(fake.answeredQueries).toHaveLength(1);
  expect(labels()[0]).toBe("A | B | C");
});

test.each(["answerCallbackQuery", "editMessageReplyMarkup"])("an error of %s is nobody's trouble", async (method) => {
  await telegram.send(to(telegram.bot, "1001"), severalChoice);
  fake.fault({ kind: 400, method, description: "Bad Request: message is not modified" });
  fake.tap(1001, null, "A");
  const [update] = await updates();
  await expect(telegram.acknowledge(update)).resolves.toBeUndefined();
});

const option = fc.integer({ min: 0, max: 29 });
const set = fc.integer({ min: 0, max: 2 ** 30 - 1 });

test("what a button carries comes back as it was, in at most 64 bytes", () => {
  fc.assert(
    fc.property(option, set, fc.stringMatching(/^[a-z0-9:]{1,40}$/), (index, on, action) => {
      expect(parsePressed(toggleData(index, on))).toEqual({ kind: "toggle", index, set: on });
      expect(parsePressed(submitData(action, on))).toEqual({ kind: "submit", action, set: on });
      expect(parsePressed(action)).toEqual({ kind: "press", action });
      expect(Buffer.byteLength(submitData(action, on))).toBeLessThanOrEqual(64);
    }),
  );
});

test("pressing an option twice, each time as drawn, leaves the keyboard as it was", () => {
  fc.assert(
    fc.property(option, set, (index, on) => {
      const drawn = (mask: number) => [
        [{ text: mask & (1 << index) ? "☑ A" : "A", callback_data: toggleData(index, mask) }],
        [{ text: "Gửi", callback_data: submitData("q:", mask) }],
      ];
      const once = flipped(drawn(on), toggleData(index, on));
      expect(once).toEqual(drawn(on ^ (1 << index)));
      expect(flipped(once!, toggleData(index, on ^ (1 << index)))).toEqual(drawn(on));
      expect(flipped(once!, toggleData(index, on))).toBeNull();
    }),
  );
});

test("indexes are in order, and forged data is a plain press", () => {
  expect(indexes(0b1101)).toBe("0,2,3");
  expect(indexes(0)).toBe("");
  expect(parsePressed("~t:99:zz")).toEqual({ kind: "press", action: "~t:99:zz" });
  expect(parsePressed("~s:zzzzzzzzz:x")).toEqual({ kind: "press", action: "~s:zzzzzzzzz:x" });
});
