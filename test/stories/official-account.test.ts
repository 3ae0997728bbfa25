import { expect, test } from "vitest";
import type { OaCallSeen } from "../fakes/zalo-oa/api.ts";
import { openOffice } from "./office.ts";

const chat = "7300114455667788991";

test("a day on the Official Account, from the code to the streak", { timeout: 600_000 }, async () => {
  await using office = await openOffice();
  const { fake } = office;
  const [lan] = await office.cohort({ name: "Nguyễn Thị Lan", chat, phone: "+84 912 000 000" });
  const { answers, code, learnerId, receives, says } = lan;

  await fake.follow(chat);
  await receives(/^Chào Anh\/Chị\. Đây là Học Vụ.*trả lời tự động/);
  await receives(/^Anh\/Chị chưa có mã\?\n/); // the card
  await fake.clickChatNow(chat);
  await fake.submitInfo(chat, { name: "Lan", phone: "84912000000" });
  await receives(/Nếu số này có trong danh sách/);
  expect(await office.hocvu("status")).toMatchObject({ phonesUntold: [{ learnerId }] });
  await says(code);
  await receives(/^Chào Anh\/Chị Lan.*đồng ý không/s);
  await fake.tap(chat, "Đồng ý", { times: 2 });
  await receives(/đã vào lớp/);

  // Who has been silent for a week is written to again once they turn to the account.
  await office.clockTo("mon 06:30");
  await says("Tiến độ");
  await receives(/Điểm: 0/);
  await office.clockTo("mon 07:30");
  await receives(/^Bài 1\/60\..*Câu 1\/3\./s);
  await fake.sees(chat);
  const ways = [await answers("right")];
  await receives(/^Chính xác! \+10 điểm\..*Câu 2\/3\./s);
  ways.push(await answers("wrong", true));
  await receives(/^Chưa đúng\..*trở lại một lần.*Câu 3\/3\./s);
  ways.push(await answers("right"));
  await receives(/^Chính xác! \+10 điểm\..*Câu 2\/3, gặp lại\./s);
  ways.push(await answers("right"));
  await receives(/^Chính xác! \+4 điểm\..*Đúng ngay lần đầu: 2\/3.*Điểm hôm nay: 29\..*Chuỗi ngày học: 1 ngày/s);
  expect(ways).toContain("tapped");
  expect(ways).toContain("typed");

  await says("Tiến độ"); // the account's menu
  await receives(/Điểm: 29/);
  await office.clockTo("tue 07:30");
  await receives(/^Bài 2\/60\./);
  await says("Bài hôm nay");
  await receives(/^Bài 2\/60\./);

  expect(await office.hocvu("learner", "show", String(learnerId))).toMatchObject({
    ...{ points: 29, lessonsCompleted: 1, streak: { current: 1 }, answers: { right: 2, wrong: 1 } },
    channels: [{ channel: "zalo-oa", state: "active" }],
  });
  expect(await office.hocvu("status")).toMatchObject({ deliveries: { failed: 0, cancelled: 0, unknown: 0 } });
  expect(fake.sent(chat).map(({ quotaType }) => quotaType)).toEqual([
    "welcome_msg",
    "welcome_msg",
    ...fake
      .sent(chat)
      .slice(2)
      .map(() => "reply"),
  ]);
  // A clock that jumps makes a token run out under whoever is about to use it: it is renewed, and no message went with it.
  const ranOut = ({ code, chat: of }: OaCallSeen) => code === -216 && of === "";
  expect(fake.calls.filter((call) => call.code !== 0 && !ranOut(call))).toEqual([]);
  // Echoes and receipts were answered and never stored; the tap that came twice was stored once.
  const [{ stored } = { stored: 0 }] = await office.database.sql<
    { stored: number }[]
  >`select count(*)::int as stored from inbox where bot = ${`zalo-oa:${fake.appId}`}`;
  const taken = fake.webhooks.delivered.filter(({ status }) => status === 200);
  expect(fake.webhooks.delivered.filter(({ retry }) => retry === 0)).toHaveLength(taken.length);
  const written = taken.filter(({ name }) => !/^oa_send|received|seen/.test(name)).length;
  expect(stored).toBe(written - 1);
});
