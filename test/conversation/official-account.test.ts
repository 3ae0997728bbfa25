import { afterAll, beforeAll, expect, test } from "vitest";
import { openZaloOa } from "#channels/zalo-oa/open.ts";
import { receive } from "#conversation/receive.ts";
import { storeUpdate } from "#db/inbox.ts";
import { plainText } from "#domain/text.ts";
import { oneToken } from "../channels/samples.ts";
import { FakeZaloOa } from "../fakes/zalo-oa/api.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

let w: ChatWorld;
const fake = new FakeZaloOa();
const channel = openZaloOa({ appId: fake.appId, apiRoot: "http://127.0.0.1:1", tokens: oneToken(), warn() {} });

beforeAll(async () => {
  w = await chatWorld();
});
afterAll(async () => {
  await w.database.end();
  await channel[Symbol.asyncDispose]();
});

/** What is owed for an event: the texts of the replies; null: it is not even stored. */
async function does(chat: string, event: object): Promise<string[] | null> {
  const key = channel.key(event);
  if (key === null) return null;
  const before = (await w.replies(chat)).length;
  const { update: updateKey } = key;
  const id = await w.database.db.transaction((tx) =>
    storeUpdate(tx, { bot: channel.bot, updateKey, chat: key.chat, payload: event, receivedAt: w.now }),
  );
  if (id !== null) await receive({ ...w.deps, readerOf: () => channel }, id);
  return (await w.replies(chat)).slice(before).map(({ text }) => plainText(text));
}

const says = async (chat: string, text: string) => does(chat, await fake.say(chat, text));

test("who follows is greeted, and once however often the event comes", async () => {
  const event = await fake.follow("71");
  expect(await does("71", event)).toEqual([expect.stringMatching(/^Chào Anh\/Chị\. Đây là Học Vụ.*trả lời tự động/)]);
  expect(await does("71", event)).toEqual([]);
});

test("a phone number is a claim: known or not, it is answered by asking for the code", async () => {
  const { learner, code } = await w.invite("Nguyễn Thị Lan", "Phòng Nội vụ");
  await w.database.sql`update people set phone = '0912000000' where id = ${learner}`;
  const shares = async (chat: string, phone: string) => does(chat, await fake.submitInfo(chat, { name: "Lan", phone }));
  const known = await shares("72", "84912000000");
  expect(known).toEqual([expect.stringMatching(/số điện thoại chưa đủ[\s\S]*mã mời/)]);
  expect(await shares("73", "84999999999")).toEqual(known);
  expect(await says("72", code)).toEqual([expect.stringMatching(/^Chào Anh\/Chị Lan[\s\S]*đồng ý không/)]);
  expect(await says("72", "hv1:c:1")).toEqual([expect.stringMatching(/đã vào lớp/)]);
  expect(await shares("72", "84912000000")).toEqual([expect.stringMatching(/không cần số điện thoại/)]);
});

test("the entries of the account's menu are understood as the commands they mean", async () => {
  expect(await says("72", "Bài hôm nay")).toEqual([expect.stringMatching(/Câu 1\/3/)]);
  expect(await says("72", "Tiến độ")).toEqual([expect.stringMatching(/Điểm: 0/)]);
  expect(await says("72", "/tiendo")).toEqual([expect.stringMatching(/người phụ trách/)]);
});

test("a payload typed by hand is read as strictly as a press", async () => {
  for (const text of ["hv1:", "hv1:nothing", "hv1:a:999999:0:0:1", `hv1:${"9".repeat(100)}`]) {
    expect(await says("72", text)).toEqual([expect.stringMatching(/Nút này không còn dùng được|trả lời rồi/)]);
  }
});

test("who unfollows is left alone until they write", async () => {
  expect(await does("72", await fake.unfollow("72"))).toEqual([]);
  const state = async () =>
    (await w.database.sql<{ state: string }[]>`select state from chats where address = '72'`)[0]!.state;
  expect(await state()).toBe("blocked");
  await says("72", "/diem");
  expect(await state()).toBe("active");
});

test("who asks the platform for their erasure is asked by us whether all of it is meant", async () => {
  expect(await does("72", await fake.withdraw("72"))).toEqual([expect.stringMatching(/XÓA HẾT/)]);
});
