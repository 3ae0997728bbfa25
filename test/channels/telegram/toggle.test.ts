import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openTelegram, type Telegram } from "#channels/telegram/open.ts";
import { Presses } from "#channels/telegram/presses.ts";
import { drawn, indexes, parsePressed, shownSet, submitData, toggleData, turned } from "#channels/telegram/toggle.ts";
import type { Fetch } from "#channels/wire.ts";
import { fakeFetch } from "../../fakes/shell.ts";
import { FakeTelegram } from "../../fakes/telegram.ts";
import { question, severalChoice, to } from "../samples.ts";

let fake: FakeTelegram;
let telegram: Telegram;
let confirmed: number;
/** What an edit waits for before Telegram hears of it, and what its answer waits for. */
let line: Promise<void>;
let wayBack: Promise<void>;

beforeEach(async () => {
  fake = new FakeTelegram();
  confirmed = 0;
  line = Promise.resolve();
  wayBack = Promise.resolve();
  telegram = open();
  fake.say(1001, "/start");
  await updates();
});

afterEach(() => fake.close());

/** The bot in a process of its own. */
function open(): Telegram {
  const answer = fakeFetch([fake]);
  const fetch: Fetch = async (url, init) => {
    const edits = url.endsWith("/editMessageReplyMarkup");
    if (edits) await line;
    const answered = await answer(url, init);
    if (edits) await wayBack;
    return answered;
  };
  return openTelegram({ token: fake.token, apiRoot: "http://api", warn() {}, fetch });
}

/** Edits reach Telegram only once the result is called. */
function holdEdits(): () => void {
  const gate = closed();
  line = gate.open;
  return gate.letGo;
}

/** Edits are made, but we hear of it only once the result is called. */
function holdAnswers(): () => void {
  const gate = closed();
  wayBack = gate.open;
  return gate.letGo;
}

function closed() {
  let letGo = () => {};
  const open = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { open, letGo };
}

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

describe("presses that come before the drawing of the one before", () => {
  /** Presses as drawn at first, each handled at once, none waited for. */
  async function quickly(...labels: string[]) {
    for (const label of labels) fake.tap(1001, null, label);
    const heard = [];
    const acknowledged: Promise<void>[] = [];
    for (const update of await updates()) {
      acknowledged.push(telegram.acknowledge(update));
      heard.push(telegram.read(update)?.content ?? null);
    }
    return { heard, acknowledged: () => Promise.all(acknowledged) };
  }

  test("do not undo each other, and their drawings are made one after another", async () => {
    await telegram.send(to(telegram.bot, "1001"), severalChoice);
    const letGo = holdEdits();
    const { acknowledged } = await quickly("A", "C", "B");
    letGo();
    await acknowledged();
    expect(labels()).toEqual(["☑ A | ☑ B | ☑ C", "Gửi"]);
    // What was pressed while the first edit was on its way is drawn by one more.
    expect(fake.calls.filter(({ method }) => method === "editMessageReplyMarkup")).toHaveLength(2);
    expect(fake.answeredQueries).toHaveLength(3);
  });

  test("count in what is submitted, though the button was drawn before them", async () => {
    await telegram.send(to(telegram.bot, "1001"), severalChoice);
    const letGo = holdEdits();
    const { heard, acknowledged } = await quickly("A", "C", "Gửi");
    expect(heard).toEqual([null, null, { kind: "tap", action: "q:8:0,2" }]);
    letGo();
    await acknowledged();
  });

  test("count in what is submitted when the drawing overtook the button", async () => {
    await telegram.send(to(telegram.bot, "1001"), severalChoice);
    fake.tap(1001, null, "A");
    fake.tap(1001, null, "Gửi"); // as drawn before A
    const [toggle, button] = await updates();
    await telegram.acknowledge(toggle);
    expect(telegram.read(button)?.content).toEqual({ kind: "tap", action: "q:8:0" });
  });

  test("are known by their drawing before its answer has come", async () => {
    await telegram.send(to(telegram.bot, "1001"), severalChoice);
    await tap("A");
    await tap("B");
    const letGo = holdAnswers();
    const { acknowledged } = await quickly("C");
    await expect.poll(() => labels()[0]).toBe("☑ A | ☑ B | ☑ C");
    const { acknowledged: second } = await quickly("A"); // taken off, as shown by an edit still unanswered
    letGo();
    await Promise.all([acknowledged(), second()]);
    expect(labels()[0]).toBe("A | ☑ B | ☑ C");
  });

  test("do not count when their drawing failed: what is submitted is what is shown", async () => {
    await telegram.send(to(telegram.bot, "1001"), severalChoice);
    fake.fault({ kind: 429, method: "editMessageReplyMarkup", retryAfter: 3 });
    await tap("A");
    expect(labels()[0]).toBe("A | B | C");
    expect(await tap("Gửi")).toEqual([{ kind: "tap", action: "q:8:" }]);
    await tap("A");
    expect(await tap("Gửi")).toEqual([{ kind: "tap", action: "q:8:0" }]);
  });

  test("are made good by the next drawing when that of the first fails", async () => {
    await telegram.send(to(telegram.bot, "1001"), severalChoice);
    const letGo = holdEdits();
    fake.fault({ kind: "reset", method: "editMessageReplyMarkup" });
    const { acknowledged } = await quickly("A", "C");
    letGo();
    await acknowledged();
    expect(labels()[0]).toBe("☑ A | B | ☑ C");
  });

  test("a process that knows nothing of them goes by the keyboard it is shown", async () => {
    await telegram.send(to(telegram.bot, "1001"), severalChoice);
    await tap("A");
    telegram = open();
    await tap("C");
    expect(labels()[0]).toBe("☑ A | B | ☑ C");
    expect(await tap("Gửi")).toEqual([{ kind: "tap", action: "q:8:0,2" }]);
  });

  test("what another process has drawn meanwhile is not undone", async () => {
    const other = open();
    await telegram.send(to(telegram.bot, "1001"), severalChoice);
    await tap("A");
    fake.tap(1001, null, "B");
    for (const update of await updates()) await other.acknowledge(update);
    await tap("C");
    expect(labels()[0]).toBe("☑ A | ☑ B | ☑ C");
    expect(await tap("Gửi")).toEqual([{ kind: "tap", action: "q:8:0,1,2" }]);
  });
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

test("what was pressed is remembered for a minute, and for the submit button a few seconds after it shows", async () => {
  let now = 0;
  const drawings: string[] = [];
  const presses = new Presses(
    async (_, keyboard) => {
      drawings.push(keyboard[0]!.map(({ text }) => text).join(" "));
      return true;
    },
    () => now,
  );
  const keyboard = [[0, 1, 2].map((index) => ({ text: "ABC"[index]!, callback_data: toggleData(index, 0) }))];
  const place = { chat: 1001, message: 7, keyboard };
  await presses.turn(place, { index: 0, set: 0 });
  now = 4_999;
  expect(presses.submitted(place, 0)).toBe(0b001);
  now = 5_000;
  expect(presses.submitted(place, 0)).toBe(0);
  now = 59_999;
  await presses.turn(place, { index: 1, set: 0 });
  now += 60_000;
  await presses.turn(place, { index: 2, set: 0 });
  expect(drawings).toEqual(["☑ A B C", "☑ A ☑ B C", "A B ☑ C"]);
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
      const keyboard = (mask: number) => [
        [{ text: mask & (1 << index) ? "☑ A" : "A", callback_data: toggleData(index, mask) }],
        [{ text: "Gửi", callback_data: submitData("q:", mask) }],
      ];
      const once = turned(on, { index, set: on });
      expect(once).toBe(on ^ (1 << index));
      expect(turned(once, { index, set: on })).toBe(once);
      expect(turned(once, { index, set: once })).toBe(on);
      expect(drawn(keyboard(on), once)).toEqual(keyboard(once));
      expect(shownSet(keyboard(on))).toBe(on);
    }),
  );
});

test("indexes are in order, and forged data is a plain press", () => {
  expect(indexes(0b1101)).toBe("0,2,3");
  expect(indexes(0)).toBe("");
  expect(parsePressed("~t:99:zz")).toEqual({ kind: "press", action: "~t:99:zz" });
  expect(parsePressed("~s:zzzzzzzzz:x")).toEqual({ kind: "press", action: "~s:zzzzzzzzz:x" });
});
