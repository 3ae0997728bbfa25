import { afterAll, beforeAll, expect, test } from "vitest";
import { type AccountInWorld, accountIn } from "./account.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

let w: ChatWorld;
let account: AccountInWorld;

beforeAll(async () => {
  w = await chatWorld({ asksPhone: (bot) => bot.startsWith("zalo-oa:") });
  account = accountIn(w);
});
afterAll(async () => {
  await account[Symbol.asyncDispose]();
  await w.database.end();
});

const does = (chat: string, event: object) => account.does(chat, event);
const says = (chat: string, text: string) => account.says(chat, text);
const greeting = expect.stringMatching(/^Chào Anh\/Chị\. Đây là Học Vụ.*trả lời tự động/);
const card = "Nếu chưa có mã, Anh/Chị hỏi người phụ trách lớp của đơn vị.";

test("who comes in is greeted once, by whichever door, in whichever order, however often the events come", async () => {
  const { fake } = account;
  const doors = { follow: () => fake.follow("71"), press: () => fake.clickChatNow("71") };
  const events = [await doors.follow(), await doors.press()];
  expect(await does("71", events[0]!)).toEqual([greeting, card]);
  for (const event of [events[1]!, ...events, await doors.follow()]) expect(await does("71", event)).toEqual([]);
  const [pressed, followed] = [await fake.clickChatNow("70"), await fake.follow("70")];
  expect(await does("70", pressed)).toEqual([greeting, card]);
  expect(await does("70", followed)).toEqual([]);
});

test("who was answered already is not greeted by a door of which we hear only then", async () => {
  const followed = await account.fake.follow("74");
  expect(await says("74", "xin chào")).toEqual([greeting, card]);
  expect(await does("74", followed)).toEqual([]);
  expect(await does("74", await account.fake.clickChatNow("74"))).toEqual([]);
});

test("who wrote, went away and comes back is greeted again; who only goes in and out is not", async () => {
  const { fake } = account;
  for (const [chat, again] of [
    ["74", [greeting]],
    ["71", []],
  ] as const) {
    await does(chat, await fake.unfollow(chat));
    w.now = new Date(w.now.getTime() + 1000);
    expect(await does(chat, { ...(await fake.follow(chat)), timestamp: String(w.now.getTime()) })).toEqual(again);
  }
});

test("a stranger without a code is asked for a phone number at most once a day", async () => {
  const begun = w.now;
  expect(await says("75", "cho tôi học với")).toEqual([greeting, card]);
  expect(await says("75", "alo")).toEqual([greeting]);
  w.now = new Date(begun.getTime() + 24 * 3_600_000 - 1);
  expect(await says("75", "/diem")).toEqual([expect.stringMatching(/mã/)]);
  w.now = new Date(begun.getTime() + 24 * 3_600_000);
  expect(await says("75", "/diem")).toEqual([expect.stringMatching(/mã/), card]);
  expect(await w.types("elsewhere", "xin chào")).not.toContain(card);
  w.now = begun;
});

test("who is in is asked for no number, and told that it is not needed", async () => {
  const { code } = await w.invite("Nguyễn Thị Lan", "Phòng Nội vụ");
  expect(await says("72", code)).toEqual([expect.stringMatching(/^Chào Anh\/Chị Lan[\s\S]*đồng ý không/)]);
  expect(await says("72", "hv1:c:1")).toEqual([expect.stringMatching(/đã vào lớp/)]);
  const shared = await account.fake.submitInfo("72", { name: "Lan", phone: "84912000000" });
  expect(await does("72", shared)).toEqual([expect.stringMatching(/không cần số điện thoại/)]);
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
  expect(await does("72", await account.fake.unfollow("72"))).toEqual([]);
  const state = async () =>
    (await w.database.sql<{ state: string }[]>`select state from chats where address = '72'`)[0]!.state;
  expect(await state()).toBe("blocked");
  await says("72", "/diem");
  expect(await state()).toBe("active");
});

test("who asks the platform for their erasure is asked by us whether all of it is meant", async () => {
  expect(await does("72", await account.fake.withdraw("72"))).toEqual([expect.stringMatching(/XÓA HẾT/)]);
});
