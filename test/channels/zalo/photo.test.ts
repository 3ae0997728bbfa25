import { afterEach, beforeEach, expect, test } from "vitest";
import { openZalo } from "#channels/zalo/open.ts";
import type { Message } from "#domain/message.ts";
import type { Fault } from "../../fakes/behaviour.ts";
import { type FakeServer, serveFakes } from "../../fakes/shell.ts";
import { FakeZalo } from "../../fakes/zalo.ts";
import { pictured, picturesOf, saying, serveSample, to } from "../samples.ts";

const lan = "3b7e91c04fd2a865e017";
const said = "Học phần 4.\nDừng lại & gọi lại số đã lưu.";
let fake: FakeZalo;
let server: FakeServer;
let files: Awaited<ReturnType<typeof serveSample>>;

beforeEach(async () => {
  fake = new FakeZalo();
  fake.say(lan, "xin chào");
  server = await serveFakes([fake]);
  files = await serveSample();
});

afterEach(() => Promise.all([server[Symbol.asyncDispose](), files[Symbol.asyncDispose]()]));

/** Sends them one after the other, so many minutes apart. */
async function outcomes(messages: readonly Message[], publicUrl: string | null = files.url, minutes = 1) {
  let now = 0;
  const options = { token: fake.token, apiRoot: server.root, warn() {}, monotonic: () => now };
  await using zalo = openZalo({ ...options, pictures: picturesOf(), publicUrl });
  const kinds: string[] = [];
  for (const message of messages) {
    kinds.push((await zalo.send(to(zalo.bot, lan), message)).kind);
    now += minutes * 60_000;
  }
  return kinds;
}

const calls = () => fake.calls.map(({ code, method }) => `${method} ${code}`);

test("a picture goes by its public address, the text under it", async () => {
  expect(await outcomes([pictured])).toEqual(["sent"]);
  expect(fake.sent(lan)).toMatchObject([{ photo: `${files.url}/files/unguessable.png`, text: said }]);
  expect(calls()).toEqual(["sendPhoto 200"]);
});

test("without a public address the text is sent, as one message", async () => {
  expect(await outcomes([pictured], null)).toEqual(["sent"]);
  expect(fake.sent(lan)).toMatchObject([{ photo: null, text: said }]);
  expect(calls()).toEqual(["sendMessage 200"]);
});

test("a picture that Zalo cannot fetch is followed by the text, and offered again after an hour", async () => {
  expect(await outcomes([pictured, pictured], "http://127.0.0.1:9", 59)).toEqual(["sent", "sent"]);
  expect(calls()).toEqual(["sendPhoto 400", "sendMessage 200", "sendMessage 200"]);
  fake.calls.length = 0;
  expect(await outcomes([pictured, pictured], "http://127.0.0.1:9", 60)).toEqual(["sent", "sent"]);
  expect(calls()).toEqual(["sendPhoto 400", "sendMessage 200", "sendPhoto 400", "sendMessage 200"]);
  expect(fake.sent(lan).every(({ text, photo }) => text === said && photo === null)).toBe(true);
});

test("a text longer than a caption goes alone", async () => {
  expect(await outcomes([{ ...pictured, text: saying("a".repeat(1901)).text }])).toEqual(["sent"]);
  expect(calls()).toEqual(["sendMessage 200"]);
});

test.each<[Fault, string]>([
  [{ kind: 401 }, "shut"],
  [{ kind: 403 }, "unknown"],
  [{ kind: 410 }, "gone"],
  [{ kind: 422 }, "gone"],
  [{ kind: 429 }, "throttled"],
  [{ kind: "html", status: 502 }, "unknown"],
  [{ kind: "cut" }, "unknown"],
])("%o ends a picture's send as %s, and no text follows", async (fault, kind) => {
  fake.fault(fault);
  expect(await outcomes([pictured])).toEqual([kind]);
  expect(fake.calls).toHaveLength(1);
});

test("a picture counts as one message of the month", async () => {
  fake.quota = 1;
  expect(await outcomes([pictured, pictured])).toEqual(["sent", "throttled"]);
});
